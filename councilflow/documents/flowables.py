"""What a document is built of: pieces of the page that know which element of the structure they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.platypus import Flowable, Paragraph, Table

from councilflow.documents.fonts import Face
from councilflow.documents.tagged import Element, TaggedCanvas


def _colour(code: str) -> Color:
    """A colour of the house. Three decimals are as exact as the code, and they stand on every page."""
    red, green, blue = (round(part, 3) for part in HexColor(code).rgb())
    return Color(red, green, blue)


INK, INK_2 = _colour("#1b2422"), _colour("#45504d")
SPRUCE, SPRUCE_LIGHT = _colour("#17524a"), _colour("#f1f6f3")
HEATHER, HEATHER_LIGHT = _colour("#61264f"), _colour("#faf5f8")
RULE = _colour("#b9c4c0")


class TaggedParagraph(Paragraph):
    """A paragraph of one element. Drawn a second time, as the head of a table is, it is an artifact."""

    element: Element | None = None
    place = ""
    """Named for links, and for the outline at `level` when that is not None."""
    level: int | None = None
    _drawn = False
    _goes_on = False

    def drawOn(self, canvas: TaggedCanvas, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803 – ReportLab's names
        if self.element is None or self._drawn:
            with canvas.artifact("Pagination"):
                super().drawOn(canvas, x, y, _sW)
            return
        self._end_lines_with_spaces()
        with canvas.tag(self.element):
            super().drawOn(canvas, x, y, _sW)
        self._drawn = True
        if self.place and self.place not in canvas.page_of:
            canvas.mark_place(self.place, canvas.absolutePosition(x, y + self.height)[1] + 4)
            if self.level is not None:
                canvas.addOutlineEntry(self.getPlainText(), self.place, self.level, 0)

    def _end_lines_with_spaces(self) -> None:
        """Without them the last word of a line and the first of the next are one word to a reader of tags."""
        laid = self.blPara
        for line in laid.lines if self._goes_on else laid.lines[:-1]:
            if laid.kind == 0:
                if line[1] and line[1][-1][-1:] != "-":
                    line[1][-1] += " "
            elif line.words and line.words[-1].text[-1:] not in ("-", " ", ""):
                line.words[-1].text += " "

    def split(self, width: float, height: float) -> list[Any]:
        parts: list[Any] = super().split(width, height)
        for part in parts:
            part.element, part.place, part.level = self.element, self.place, self.level
        if len(parts) > 1:
            parts[0]._goes_on = True
        return parts


class TaggedTable(Table):
    """A table whose rules and shading are artifacts; the tags sit in the paragraphs of its cells."""

    @property
    def row_heights(self) -> list[float]:
        """In points; known once the table has been wrapped."""
        return list(self._rowHeights)

    def _drawBkgrnd(self) -> None:  # noqa: N802 – ReportLab's name
        with self.canv.artifact():
            super()._drawBkgrnd()

    def _drawLines(self) -> None:  # noqa: N802 – ReportLab's name
        with self.canv.artifact():
            super()._drawLines()


@dataclass(frozen=True, slots=True)
class Ground:
    """How a panel looks: its ground, its thin frame if any, and the bar at its left."""

    fill: Color | None
    frame: Color | None
    bar: Color
    bar_width: float
    padding: float


STANDPOINT = Ground(SPRUCE_LIGHT, SPRUCE, SPRUCE, 4, 11)
DISSENT = Ground(HEATHER_LIGHT, None, HEATHER, 2.5, 9)


class Panel(Flowable):
    """Flowables on a ground of their own, which goes on over the page break with them."""

    def __init__(self, content: list[Any], ground: Ground) -> None:
        super().__init__()
        self.content, self.ground = content, ground
        self.spaceBefore, self.spaceAfter = 5, 8

    def _inner(self, width: float) -> float:
        return width - 2 * self.ground.padding - self.ground.bar_width

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        self._placed: list[tuple[Any, float]] = []  # each piece with the height of its foot below the top
        at = self.ground.padding
        gap = 0.0
        for piece in self.content:
            _, tall = piece.wrap(self._inner(width), height)
            if self._placed:
                at += max(gap, piece.getSpaceBefore())
            at += tall
            self._placed.append((piece, at))
            gap = piece.getSpaceAfter()
        self.height = at + self.ground.padding
        return width, self.height

    def split(self, width: float, height: float) -> list[Any]:
        self.wrap(width, height)
        room = height - self.ground.padding
        fits = [piece for piece, foot in self._placed if foot <= room]
        rest = self.content[len(fits) :]
        if rest:
            top = self.ground.padding
            if fits:
                gap = max(fits[-1].getSpaceAfter(), rest[0].getSpaceBefore())
                top = self._placed[len(fits) - 1][1] + gap
            halves = rest[0].split(self._inner(width), room - top)
            if len(halves) > 1:
                fits, rest = [*fits, halves[0]], [*halves[1:], *rest[1:]]
        while fits and rest and fits[-1].getKeepWithNext():
            rest.insert(0, fits.pop())
        return [Panel(part, self.ground) for part in (fits, rest) if part] if fits else []

    def draw(self) -> None:
        canvas, ground = self.canv, self.ground
        with canvas.artifact():
            if ground.fill:
                canvas.setFillColor(ground.fill)
                canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
            if ground.frame:
                canvas.setStrokeColor(ground.frame)
                canvas.setLineWidth(0.7)
                canvas.rect(0.35, 0.35, self.width - 0.7, self.height - 0.7)
            canvas.setFillColor(ground.bar)
            canvas.rect(0, 0, ground.bar_width, self.height, stroke=0, fill=1)
        for piece, foot in self._placed:
            piece.drawOn(canvas, ground.bar_width + ground.padding, self.height - foot)


class ContentsLine(Flowable):
    """One line of the contents: what, of which kind, on which page; the whole line is a link there."""

    def __init__(self, title: TaggedParagraph, kind: str, place: str, element: Element) -> None:
        super().__init__()
        self.title, self.kind, self.place, self.element = title, kind, place, element

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        _, tall = self.title.wrap(width - 120, height)
        self.height = tall + 5
        return width, self.height

    def draw(self) -> None:
        canvas = self.canv
        with canvas.tag(self.element):
            self.title.drawOn(canvas, 0, 4)
            canvas.setFillColor(INK_2)
            canvas.setFont(Face.SANS.value, 9)
            top = 4 + self.title.height - self.title.style.fontSize
            canvas.drawString(round(self.width - 112), top, f" {self.kind} ")
            canvas.later(lambda: _page_number(canvas, self.width, top, canvas.page_of[self.place]))
            canvas.link_to_place(self.place, self.width, self.height)
        with canvas.artifact():
            canvas.setStrokeColor(RULE)
            canvas.setLineWidth(0.4)
            canvas.line(0, 1, self.width, 1)


def _page_number(canvas: TaggedCanvas, x: float, y: float, number: int) -> None:
    canvas.setFont(Face.SANS.value, 9)
    canvas.drawRightString(x, y, str(number))


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """Where a signature field goes: page from 0, rectangle in points from the lower left corner."""

    name: str
    label: str
    page: int
    rectangle: tuple[float, float, float, float]


class SignaturePlace(Flowable):
    """Who signs, at the left, and the framed place for the signature at the right."""

    FIELD_WIDTH, FIELD_HEIGHT = 235.0, 62.0

    def __init__(
        self, name: str, label: str, lines: list[TaggedParagraph], found: Callable[[FieldPlace], None]
    ) -> None:
        super().__init__()
        self.name, self.label, self.lines, self.found = name, label, lines, found
        self.spaceAfter = 10

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        column = width - self.FIELD_WIDTH - 12
        tall = sum(line.wrap(column, height)[1] for line in self.lines)
        self.height = max(tall, self.FIELD_HEIGHT)
        return width, self.height

    def draw(self) -> None:
        canvas = self.canv
        at = self.height
        for line in self.lines:
            at -= line.height
            line.drawOn(canvas, 0, at)
        left, foot = self.width - self.FIELD_WIDTH, self.height - self.FIELD_HEIGHT
        x, y = canvas.absolutePosition(left, foot)
        box = (x, y, x + self.FIELD_WIDTH, y + self.FIELD_HEIGHT)
        self.found(
            FieldPlace(
                self.name,
                self.label,
                canvas.getPageNumber() - 1,
                (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)),
            )
        )
        with canvas.artifact():
            canvas.setStrokeColor(RULE)
            canvas.setLineWidth(0.6)
            canvas.rect(left, foot, self.FIELD_WIDTH, self.FIELD_HEIGHT)
