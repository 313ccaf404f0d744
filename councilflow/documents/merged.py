"""A table with cells that reach over rows and columns, as long as it has to be.

It breaks between any two rows, also inside a cell that reaches over both: the first words of such a cell
stand again on the next page, as an artifact, so that one sees what the rows belong to. A row that no page can
hold is broken within. The structure knows one table with one head, whatever the pages do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportlab.platypus import Flowable

from councilflow.documents.flowables import RULE, SPRUCE_LIGHT, TaggedParagraph
from councilflow.documents.tagged import TaggedCanvas

_ABOVE, _BELOW, _BESIDE = 3.0, 4.0, 4.0
"""Between the rules and the words."""
_FEW = 60.0
"""Words that stand again on the next page take no more than this, in points."""
_WORTH = 150.0
"""A row that no page can hold is begun where this much of one is left."""


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its paragraphs, its column, and how far it reaches from the row that it stands in."""

    pieces: tuple[TaggedParagraph, ...]
    column: int
    rows: int = 1
    columns: int = 1
    is_head: bool = False
    shown_before: bool = False
    """Its words stand on an earlier page."""


Row = tuple[Box, ...]


class MergedTable(Flowable):
    """`widths` are the columns in points, `room` what an empty page holds; `heads` stand on every page."""

    def __init__(
        self,
        heads: Sequence[Row],
        rows: Sequence[Row],
        widths: Sequence[float],
        room: float,
        known: dict[tuple[int, bool], tuple[Any, float]] | None = None,
    ) -> None:
        super().__init__()
        self.heads, self.rows, self.widths, self.room = heads, rows, widths, room
        self.spaceAfter = 10
        self.edges = [sum(widths[:place]) for place in range(len(widths) + 1)]
        self.known = known if known is not None else {}  # how much room the words of a box take

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Exact when the table fits; else only more than there is, for it will be split."""
        self.head_heights = self._fitted(self.heads, 1e9)
        head = sum(self.head_heights)
        self.row_heights = self._fitted(self.rows, height - head)
        if len(self.row_heights) < len(self.rows):
            return self.edges[-1], height + 1
        return self.edges[-1], head + sum(self.row_heights)

    def _shown(self, box: Box) -> tuple[TaggedParagraph, ...]:
        """What is drawn of a box: all of it the first time, then its first words if they are few."""
        if not box.shown_before or not box.pieces:
            return box.pieces
        first = box.pieces[0]
        return (first,) if first.wrap(self._inner(box), 1e6)[1] <= _FEW else ()

    def _inner(self, box: Box) -> float:
        return self.edges[box.column + box.columns] - self.edges[box.column] - 2 * _BESIDE

    def _tall(self, box: Box) -> float:
        """What a box needs, in points."""
        key = (id(box.pieces), box.shown_before)
        if key not in self.known:
            words = sum(float(piece.wrap(self._inner(box), 1e6)[1]) for piece in self._shown(box))
            self.known[key] = (box.pieces, _ABOVE + _BELOW + words)  # kept, so that no other has its id
        return self.known[key][1]

    def _fitted(self, rows: Sequence[Row], height: float) -> list[float]:
        """The heights of as many rows as fit when the table is cut after them.

        A box that reaches further gets all that it needs above the cut.
        """
        heights: list[float] = []
        best: list[float] = []
        waiting: list[tuple[int, float, float]] = []  # boxes that go on: last row, foot that they need
        top = 0.0
        for number, row in enumerate(rows):
            foot = top + max((self._tall(box) for box in row if box.rows == 1), default=_ABOVE + _BELOW)
            waiting += [(number + box.rows - 1, top + self._tall(box), top) for box in row if box.rows > 1]
            foot = max([foot, *(need for last, need, _ in waiting if last <= number)])
            waiting = [one for one in waiting if one[0] > number]
            if foot > height:
                break
            heights.append(foot - top)
            cut = max([foot, *(need for _, need, _ in waiting)])
            if cut <= height:
                best = [*heights[:-1], heights[-1] + cut - foot] if cut > foot else list(heights)
            top = foot
        return best

    def split(self, width: float, height: float) -> list[Flowable]:
        if not self.rows:
            return []
        head = sum(self._fitted(self.heads, 1e9))
        heights = self._fitted(self.rows, height - head)
        count = len(heights)
        if count == len(self.rows):
            return [self]
        if count:
            upper, lower = self._cut(count)
        elif height >= min(self.room - 1, head + _WORTH) and self._is_too_tall(head):
            upper, lower = self._cut_within(height - head)
        else:
            return []
        parts = (upper, lower)
        return [MergedTable(self.heads, rows, self.widths, self.room, self.known) for rows in parts]

    def _is_too_tall(self, head: float) -> bool:
        """Whether the first row does not fit on an empty page either."""
        return not self._fitted(self.rows[:1], self.room - head)

    def _cut(self, count: int) -> tuple[list[Row], list[Row]]:
        upper = [
            tuple(replace(box, rows=min(box.rows, count - number)) for box in row)
            for number, row in enumerate(self.rows[:count])
        ]
        going_on = [
            replace(box, rows=number + box.rows - count, shown_before=True)
            for number, row in enumerate(self.rows[:count])
            for box in row
            if number + box.rows > count
        ]
        first = tuple(sorted([*going_on, *self.rows[count]], key=lambda box: box.column))
        return upper, [first, *self.rows[count + 1 :]]

    def _cut_within(self, height: float) -> tuple[list[Row], list[Row]]:
        """The first row in two: what of each cell fits, and the rest."""
        upper, lower = [], []
        for box in self.rows[0]:
            fits, rest = _parted(self._shown(box), self._inner(box), height - _ABOVE - _BELOW)
            upper.append(replace(box, pieces=fits, rows=1))
            lower.append(replace(box, pieces=rest or fits[:1], shown_before=not rest))
        return [tuple(upper)], [tuple(lower), *self.rows[1:]]

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        whole = sum(self.head_heights) + sum(self.row_heights)
        top = self._part(canvas, self.heads, self.head_heights, whole)
        self._part(canvas, self.rows, self.row_heights, top)

    def _part(self, canvas: TaggedCanvas, rows: Sequence[Row], heights: Sequence[float], top: float) -> float:
        """Draw rows downwards from `top`; where the last one ends."""
        edges = [top]
        for height in heights:
            edges.append(edges[-1] - height)
        for number, row in enumerate(rows):
            for box in row:
                self._box(canvas, box, edges[number], edges[min(number + box.rows, len(heights))])
        return edges[-1]

    def _box(self, canvas: TaggedCanvas, box: Box, top: float, foot: float) -> None:
        left, right = self.edges[box.column], self.edges[box.column + box.columns]
        with canvas.artifact():
            canvas.setStrokeColor(RULE)
            canvas.setLineWidth(0.4)
            if box.is_head:
                canvas.setFillColor(SPRUCE_LIGHT)
                canvas.rect(left, foot, right - left, top - foot, stroke=0, fill=1)
            canvas.rect(left, foot, right - left, top - foot, stroke=1, fill=0)
        at = top - _ABOVE
        for piece in self._shown(box):
            piece.wrap(self._inner(box), 1e6)
            at -= piece.height
            piece.drawOn(canvas, left + _BESIDE, at)


def _parted(pieces: Sequence[Any], width: float, height: float) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """What fits into the height, and the rest; a paragraph that is too long is divided."""
    fits: list[Any] = []
    for number, piece in enumerate(pieces):
        _, tall = piece.wrap(width, 1e6)
        if tall <= height:
            fits.append(piece)
            height -= tall
            continue
        halves = piece.split(width, height)
        if len(halves) > 1:
            return (*fits, halves[0]), (*halves[1:], *pieces[number + 1 :])
        return tuple(fits), tuple(pieces[number:])
    return tuple(fits), ()
