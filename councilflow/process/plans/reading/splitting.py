"""Several paragraphs in one cell: how many things they are, and what beside them belongs to which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from councilflow.process.plans.columns import Meaning
from councilflow.process.plans.reading.desk import Desk
from councilflow.process.plans.reading.headings import Column
from councilflow.process.plans.reading.sheet import Sheet
from councilflow.process.plans.reading.wording import SPLITS, paragraphs, way_of
from councilflow.process.plans.signs import on_one_line
from councilflow.process.plans.source import labelled
from councilflow.process.plans.values import NodeKind

AUTO = "auto"
MONEY = frozenset((Meaning.BUDGET.value,))


LONGEST_SENTENCE = 200
LOST = ("semicolons", "sentences", "capitals")
"""What may be left between several things where their breaks are lost."""


def _is_spoken(cell: str) -> bool:
    """Whether the cell is three short sentences or more, each with its full stop."""
    found = paragraphs(cell, "sentences")
    return len(found) > 2 and all(one[-1:] in ".!?" and len(one) <= LONGEST_SENTENCE for one in found)


class Splitter:
    def __init__(self, sheet: Sheet, desk: Desk) -> None:
        self._name = sheet.name
        self._desk = desk
        question = f"{sheet.name}.split"
        self._way = str(desk.ask(question, "split", AUTO, options=(AUTO, *SPLITS), line=sheet.line))
        self._spoken: set[tuple[int, int]] = set()  # cells of a block that stands in sentences
        self.shared: set[tuple[int, int]] = set()  # cells that were divided among the measures of their row

    def parts(self, line: int, column: Column, cell: str) -> list[str]:
        """The things that the cell names; areas are never split unless somebody says so."""
        way = self._answer(line, column)
        if isinstance(way, (list, tuple)):
            return self._given(line, column, cell, [str(part) for part in way])
        if way == AUTO:
            way = "none" if column.kind is NodeKind.AREA else way_of(cell)
            if way == "none" and (line, column.place) in self._spoken:
                way = "sentences"
        elif way not in SPLITS:
            self._desk.flaw(
                "answer-not-an-option", id=f"line-{line}.split", answer=str(way), options=", ".join(SPLITS)
            )
            way = "none"
        found = paragraphs(cell, way)
        if len(found) > 1:
            self._note(line, column, cell, found)
        return found

    def _answer(self, line: int, column: Column) -> object:
        place = column.place + 1
        for question in (f"line-{line}.split.{place}", f"line-{line}.split", f"{self._name}.split.{place}"):
            answer = self._desk.given(question)
            if answer is not None:
                return answer
        return self._way

    def _given(self, line: int, column: Column, cell: str, parts: list[str]) -> list[str]:
        """The parts that begin as somebody lists them; each goes on to the next, for nothing is made up."""
        whole, found = on_one_line(cell), list[int]()
        for part in (on_one_line(part) for part in parts if part.strip()):
            at = whole.find(part, found[-1] + 1 if found else 0)
            if at < 0:
                self._desk.flaw("part-not-in-cell", line=line, column=column.place + 1, part=part[:120])
            else:
                found.append(at)
        if found and whole[: found[0]].strip():
            self._desk.leave(line, whole[: found[0]], "text")
        kept = [whole[start:end].strip() for start, end in pairwise([*found, len(whole)])]
        self._note(line, column, cell, kept)
        return kept

    def _note(self, line: int, column: Column, cell: str, parts: list[str]) -> None:
        for part in parts:
            self._desk.fill("split", line, column.place + 1, part)
        self._desk.doubt("split", line, cell, str(len(parts)), column.place + 1)

    def look_for_several(self, line: int, columns: Sequence[Column], cells: Mapping[int, str]) -> None:
        """Whether a whole block stands in one row with its breaks lost: its cells seem to be several."""
        seeming = [
            column
            for column in columns
            if way_of(cells[column.place]) == "none"
            and self._answer(line, column) == AUTO
            and max(len(paragraphs(cells[column.place], way)) for way in LOST) > 2
        ]
        spoken = [column for column in seeming if _is_spoken(cells[column.place])]
        if len(spoken) > 1:
            self._spoken.update(
                (line, column.place)
                for column in columns
                if column.kind is not NodeKind.AREA and self._answer(line, column) == AUTO
            )
        elif len(seeming) > 1:
            for column in seeming:
                self._desk.doubt("maybe-several", line, cells[column.place], column=column.place + 1)

    def aligned(
        self, line: int, columns: Sequence[Column], cells: Mapping[int, str], count: int
    ) -> list[list[tuple[Column, str]]]:
        """What stands beside each of the measures of a row.

        A cell with as many paragraphs as there are measures goes with them one by one, until somebody says
        otherwise; any other is said of all of them, but money only once (by the caller).
        """
        found: list[list[tuple[Column, str]]] = [[] for _ in range(count)]
        for column in columns:
            cell = cells[column.place]
            parts = self._shared(line, column, cell, count) if count > 1 else []
            if parts:
                self.shared.add((line, column.place))
            elif count > 1 and cell:
                self._desk.doubt("said-of-all", line, cell, column=column.place + 1)
            if parts or count == 1 or column.meaning not in MONEY:
                for own, part in zip(found, parts or [cell] * count, strict=True):
                    own.append((column, part))
        return found

    def _shared(self, line: int, column: Column, cell: str, count: int) -> list[str]:
        """What of the cell belongs to each of the measures, or nothing."""
        listed = self._listed(line, column, cell, count)
        parts = listed or paragraphs(cell, "paragraphs")
        if listed or len(parts) != count or any(map(labelled, parts[1:])):
            return listed
        return parts if self._each(line, column, cell) else []

    def _listed(self, line: int, column: Column, cell: str, count: int) -> list[str]:
        """What somebody says belongs to each of the measures of the row, in their order; "" for nothing."""
        answer = self._desk.given(f"line-{line}.shared.{column.place + 1}")
        if not isinstance(answer, (list, tuple)):
            return []
        parts = [on_one_line(str(part)) for part in answer]
        for part in parts:
            if part not in on_one_line(cell):
                self._desk.flaw("part-not-in-cell", line=line, column=column.place + 1, part=part[:120])
        if len(parts) != count:
            self._desk.flaw("parts-not-as-many", line=line, parts=len(parts), measures=count)
            return []
        return parts

    def _each(self, line: int, column: Column, cell: str) -> bool:
        question = f"line-{line}.shared.{column.place + 1}"
        answer = self._desk.ask(
            question, "shared", "each", options=("each", "all"), line=line, facts={"text": cell}
        )
        if answer == "each":
            self._desk.doubt("one-by-one", line, cell, column=column.place + 1)
        return bool(answer == "each")
