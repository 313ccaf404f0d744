"""What a person says that single lines, stretches of lines or cells are, whatever was guessed.

`{"lines": {"40": {"as": "goal", "goal_kind": "result", "code": "3B", "under": "Mål 3"}, "70-80": {"as":
"ignore"}, "132.5": {"as": "ignore"}}}`: a line, a stretch, and the fifth cell of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from councilflow.process.plans.reading.desk import LINES, Desk
from councilflow.process.plans.reading.wording import SPLITS
from councilflow.process.plans.values import GoalKind, GoalResult, MeasureState, NodeKind

AS = frozenset(
    (
        *(kind.value for kind in NodeKind),
        *("heading", "text", "ignore", "row", "title", "vision", "values", "overall_goal", "plan_text"),
        *("indicator", "definition", "counting_rule", "assessment", "milestone"),
    )
)
"""What a line may be said to be."""

LONGEST_STRETCH = 20_000

_WORDS = {
    "as": AS,
    "goal_kind": frozenset(kind.value for kind in GoalKind),
    "state": frozenset(state.value for state in MeasureState),
    "result": frozenset(result.value for result in GoalResult),
    "split": frozenset(SPLITS),
}
_FREE = frozenset(
    ("code", "under", "level", "grouping", "title", "titles", "text", "joined", "on", "block", "short_label")
)


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a line; `first` and `last` are the stretch that it was said of."""

    first: int
    last: int
    words: Mapping[str, Any]

    def word(self, name: str) -> str:
        return str(self.words.get(name) or "")

    @property
    def as_what(self) -> str:
        return self.word("as")


class Lines:
    def __init__(self, answers: Mapping[str, Any], desk: Desk) -> None:
        self._lines: dict[int, Said] = {}
        self._cells: dict[tuple[int, int], Said] = {}
        self._places: dict[str, tuple[int, int]] = {}
        said = answers.get(LINES)
        if said is None:
            return
        if not isinstance(said, Mapping):
            desk.flaw("lines-not-understood", id=LINES)
            return
        for place, words in said.items():
            self._read(str(place), words, desk)

    def _read(self, place: str, words: Any, desk: Desk) -> None:
        found = re.fullmatch(r"\s*([0-9]{1,6})(?:\s*[-–]\s*([0-9]{1,6})|\.([0-9]{1,4}))?\s*", place)
        words = {"as": words} if isinstance(words, str) else words
        if not found or not isinstance(words, Mapping):
            desk.flaw("lines-not-understood", id=place)
            return
        first, last = int(found[1]), int(found[2] or found[1])
        for name, word in words.items():
            if name not in _WORDS and name not in _FREE:
                desk.flaw("lines-word-unknown", id=place, word=str(name))
            elif name in _WORDS and word not in _WORDS[name]:
                desk.flaw("lines-word-unknown", id=place, word=f"{name}: {word}")
        self._places[place] = (first, last)
        if found[3]:
            self._cells[first, int(found[3])] = Said(first, first, words)
            return
        said = Said(first, last, words)
        for line in range(first, min(last, first + LONGEST_STRETCH) + 1):
            self._lines[line] = said

    def close(self, seen: Iterable[int], desk: Desk) -> None:
        """Lines that the document does not have are told, in case a number is wrong."""
        lines = frozenset(seen)
        for place, (first, last) in self._places.items():
            if not any(line in lines for line in range(first, min(last, first + LONGEST_STRETCH) + 1)):
                desk.doubt("answer-unused", None, raw=f"{LINES}.{place}")

    def at(self, line: int) -> Said | None:
        return self._lines.get(line)

    def cell(self, line: int, column: int) -> Said | None:
        """What was said of a cell; `column` counts from 1."""
        return self._cells.get((line, column))

    def ignores(self, line: int, column: int | None = None) -> bool:
        said = self.at(line) if column is None else self.cell(line, column)
        return said is not None and said.as_what == "ignore"
