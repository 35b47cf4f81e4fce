"""Real rooms for what a model has counted in pools: each track keeps its room where it can."""

from __future__ import annotations

from collections.abc import Mapping

from serai.engines.timetable.cosplib.formulation import Chosen, Pools
from serai.engines.timetable.cosplib.instance import Instance


def house(instance: Instance, chosen: Chosen, pools: Pools) -> Mapping[tuple[int, int], list[int]]:
    """Return the rooms by track and session.

    Tracks that run longest choose first. A track takes the rooms that are free in most of its
    sessions, of those the cheapest, and another one only where that is taken.
    """
    sessions: dict[tuple[int, int], list[int]] = {}
    for (t, k), held in chosen.rooms.items():
        for p in held:
            sessions.setdefault((t, p), []).append(k)
    taken: set[tuple[int, int]] = set()
    found: dict[tuple[int, int], list[int]] = {}
    for t, p in sorted(sessions, key=lambda key: -len(sessions[key])):
        running = sessions[t, p]

        def rank(room: int, t: int = t, running: list[int] = running) -> tuple[int, int, int]:
            busy = sum((k, room) in taken for k in running)
            cost = int(instance.track_room[t, room]) * len(running)
            return busy, cost + int(instance.session_room[running, room].sum()), room

        preferred = sorted(pools[p], key=rank)
        for k in running:
            free = [room for room in preferred if (k, room) not in taken]
            rooms = free[: chosen.rooms[t, k][p]]
            taken.update((k, room) for room in rooms)
            found.setdefault((t, k), []).extend(rooms)
    return found
