"""Booths get teams that know the languages, are there, and are in one place at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from serai.engines.timetable.problem import Interpreter, Window
from serai.engines.timetable.rota import Booth, Conditions, Team, is_there, knows, staff

ZONE = ZoneInfo("Asia/Shanghai")
DAY = datetime(2027, 5, 11, tzinfo=ZONE)


def at(hour: float) -> datetime:
    return DAY + timedelta(hours=hour)


def booth(
    session: str, start: float, end: float, into: str, *others: str, room: str = "hall"
) -> Booth:
    return Booth(
        session=session, room=room, starts_at=at(start), ends_at=at(end), into=into,
        languages=frozenset(others),
    )  # fmt: skip


def who(name: str, *pairs: str, **more: object) -> Interpreter:
    split = tuple((pair[:2], pair[3:]) for pair in pairs)
    return replace(Interpreter(id=name, pairs=split), **more)  # type: ignore[arg-type]


EN_ZH = [who(name, "en-zh", "zh-en") for name in ("ada", "bo", "chen", "dai")]
OPENING = [booth("opening", 9, 11, "zh", "en"), booth("opening", 9, 11, "en", "zh")]


def test_two_sit_in_each_booth_and_take_turns_of_half_an_hour() -> None:
    first, second = staff(OPENING, EN_ZH)

    assert first.lacking == second.lacking == 0
    assert not {*first.interpreters} & {*second.interpreters}
    assert [turn.interpreter for turn in first.turns] == list(first.interpreters) * 2
    assert {turn.ends_at - turn.starts_at for turn in first.turns} == {timedelta(minutes=30)}


def test_a_short_rest_belongs_to_the_turn_before() -> None:
    (team,) = staff([booth("talk", 9, 10 + 5 / 60, "zh", "en")], EN_ZH)

    assert [turn.ends_at for turn in team.turns] == [at(9.5), at(10 + 5 / 60)]


def test_what_nobody_can_do_is_said() -> None:
    teams = staff(
        [
            booth("a", 9, 10, "fr", "en"),
            booth("b", 9, 10, "zh", "en"),
            booth("c", 9, 10, "en", "zh"),
        ],
        [
            who("ada", "en-zh", unavailable=(Window(start=at(9.5), end=at(12)),)),
            who("bo", "zh-en"), who("chen", "zh-en"),
        ],
    )  # fmt: skip

    by_language = {team.booth.into: team for team in teams}
    assert (by_language["fr"].lacking, by_language["fr"].reason) == (
        2, "Nobody interprets from %(from)s into %(into)s",
    )  # fmt: skip
    assert by_language["zh"].reason.startswith("Nobody who interprets into %(into)s is there")
    assert by_language["en"].lacking == 0


def test_one_too_few_leaves_one_seat_empty() -> None:
    teams = staff(OPENING, EN_ZH[:3])

    assert sorted(team.lacking for team in teams) == [0, 1]
    (short,) = [team for team in teams if team.lacking]
    assert short.reason.startswith("All who interpret into")
    assert len(short.turns) == 1


def test_relay_is_used_only_where_nobody_knows_the_language() -> None:
    floor = booth("talk", 9, 10, "fr", "en", "zh")
    direct = [who("ada", "en-fr", "zh-fr"), who("bo", "en-fr", "zh-fr")]
    relayed = [who("cy", "en-fr"), who("di", "en-fr")]

    (team,) = staff([floor], [*relayed, *direct], conditions=Conditions(pivot="en"))
    assert (set(team.interpreters), team.relayed) == ({"ada", "bo"}, frozenset())
    (team,) = staff([floor], relayed, conditions=Conditions(pivot="en"))
    assert (team.lacking, team.relayed) == (0, {"cy", "di"})
    assert staff([floor], relayed)[0].lacking == 2


def test_there_is_time_to_change_rooms() -> None:
    one, other = booth("a", 9, 10, "zh", "en"), booth("b", 10, 11, "zh", "en", room="annex")

    first, second = staff([one, other], EN_ZH[:2])
    assert first.lacking + second.lacking == 2
    first, second = staff([one, replace(other, room="hall")], EN_ZH[:2])
    assert first.lacking == second.lacking == 0


def test_nobody_works_longer_than_a_day_allows() -> None:
    booths = [booth(f"s{hour}", hour, hour + 1, "zh", "en") for hour in (9, 11, 14)]
    tired = [replace(each, daily_minutes=120) for each in EN_ZH[:3]]

    teams = staff(booths, tired)

    assert all(not team.lacking for team in teams)
    worked = [name for team in teams for name in team.interpreters]
    assert max(worked.count(each.id) for each in tired) == 2


def test_what_was_set_by_hand_stays_and_little_else_changes() -> None:
    booths = [booth(f"s{hour}", hour, hour + 1, "zh", "en") for hour in range(9, 13)]
    before = staff(booths, EN_ZH)
    earlier = {team.booth.id: team.interpreters for team in before}
    gone = replace(EN_ZH[0], unavailable=(Window(start=at(9), end=at(10)),))

    after = staff(booths, [gone, *EN_ZH[1:]], earlier=earlier)

    changed = [
        team.booth.session for team in after if {*team.interpreters} != {*earlier[team.booth.id]}
    ]
    assert changed == (["s9"] if "ada" in earlier["s9", "zh"] else [])
    fixed = staff(booths, EN_ZH, fixed={("s9", "zh"): ["dai", "chen", "bo"]})
    assert {*fixed[0].interpreters} == {"dai", "chen", "bo"}


def test_what_was_set_by_hand_may_contradict_itself() -> None:
    both = {("a", "zh"): ["ada"], ("b", "zh"): ["ada"]}
    teams = staff(
        [booth("a", 9, 10, "zh", "en"), booth("b", 9, 10, "zh", "en", room="annex")],
        [replace(EN_ZH[0], daily_minutes=30)], fixed=both,
    )  # fmt: skip

    assert [team.interpreters for team in teams] == [("ada",), ("ada",)]


LANGUAGES = ("en", "zh", "fr")


@st.composite
def questions(draw: st.DrawFn) -> tuple[list[Booth], list[Interpreter]]:
    booths = []
    for number in range(draw(st.integers(1, 6))):
        start = draw(st.integers(8, 12))
        languages = draw(st.sets(st.sampled_from(LANGUAGES), min_size=2))
        room = draw(st.sampled_from(["hall", "annex"]))
        booths += [
            booth(f"s{number}", start, start + 1, each, *(languages - {each}), room=room)
            for each in sorted(languages)
        ]
    people = [
        who(
            f"p{number}",
            *draw(
                st.sets(
                    st.sampled_from([f"{a}-{b}" for a in LANGUAGES for b in LANGUAGES if a != b])
                )
            ),
            daily_minutes=draw(st.sampled_from([None, 60, 120])),
            unavailable=tuple(
                Window(start=at(hour), end=at(hour + 1))
                for hour in draw(st.sets(st.integers(8, 12), max_size=2))
            ),
        )
        for number in range(draw(st.integers(0, 6)))
    ]
    return booths, people


@settings(max_examples=40)
@given(questions())
def test_every_rota_keeps_what_it_must(question: tuple[list[Booth], list[Interpreter]]) -> None:
    booths, people = question
    named = {each.id: each for each in people}

    teams = staff(booths, people)

    assert teams == staff(booths, people)
    assert {team.booth.id for team in teams} == {each.id for each in booths}
    for team in teams:
        assert len(team.interpreters) + team.lacking == 2
        assert bool(team.reason) == bool(team.lacking)
        for name in team.interpreters:
            assert knows(named[name], team.booth, None) == "direct"
            assert is_there(named[name], team.booth)
        assert_covers(team)
    for name, person in named.items():
        mine = [team.booth for team in teams if name in team.interpreters]
        for position, one in enumerate(mine):
            for other in mine[position + 1 :]:
                assert one.ends_at <= other.starts_at or other.ends_at <= one.starts_at
        assert sum(each.minutes for each in mine) <= (person.daily_minutes or 10**6)


def assert_covers(team: Team) -> None:
    if team.interpreters:
        assert team.turns[0].starts_at == team.booth.starts_at
        assert team.turns[-1].ends_at == team.booth.ends_at
        for one, other in zip(team.turns, team.turns[1:], strict=False):
            assert one.ends_at == other.starts_at
            assert one.interpreter != other.interpreter
