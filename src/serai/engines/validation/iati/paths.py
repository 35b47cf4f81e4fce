"""The paths of elements in a long document."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Any


class Paths:
    """Says where elements stand.

    libxml2 counts the siblings before an element anew each time it is asked for a path; among
    twenty thousand activities that takes longer than all the rules. Here they are counted once.
    """

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        self._root = tree.getroot()

    @cached_property
    def _tops(self) -> dict[Any, str]:
        seen: Counter[str] = Counter()
        several = Counter(child.tag for child in self._root)
        paths = {}
        for child in self._root:
            seen[child.tag] += 1
            place = f"[{seen[child.tag]}]" if several[child.tag] > 1 else ""
            paths[child] = f"/{self._root.tag}/{child.tag}{place}"
        return paths

    def path(self, element: Any) -> str:
        """Return the path of an element, as libxml2 writes it."""
        steps: list[str] = []
        node = element
        while (parent := node.getparent()) is not None and parent is not self._root:
            alike = [child for child in parent if child.tag == node.tag]
            place = f"[{alike.index(node) + 1}]" if len(alike) > 1 else ""
            steps.append(f"/{node.tag}{place}")
            node = parent
        if parent is None or any("{" in str(step) for step in (node.tag, *steps)):
            return str(self._tree.getpath(element))  # The root, or names with a prefix.
        return self._tops[node] + "".join(reversed(steps))
