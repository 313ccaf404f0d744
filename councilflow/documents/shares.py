"""A bar parted among what many have said, with what each pattern means, for black and white paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from councilflow.documents import text
from councilflow.documents.flowables import INK
from councilflow.documents.fonts import Face
from councilflow.documents.tagged import Element, TaggedCanvas

_WHITE = Color(1, 1, 1)
_HIGH, _SWATCH, _SIZE = 16.0, 10.0, 9
_GAP = 14.0


@dataclass(frozen=True, slots=True)
class Share:
    """How many, in which pattern: full, hatch, cross, dots or empty, as `chart.GROUNDS` names them."""

    name: str
    ground: str
    count: int


class _Drawing(Flowable):
    """A figure of the structure, told in words by its element."""

    def __init__(self, shares: Sequence[Share], element: Element) -> None:
        super().__init__()
        self.shares, self.element = shares, element
        self.spaceAfter = 9

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        x, y = canvas.absolutePosition(0, 0)
        right, top = x + self.width, y + self.height
        self.element.box = (round(x, 2), round(y, 2), round(right, 2), round(top, 2))
        with canvas.tag(self.element):
            canvas.setStrokeColor(INK)
            canvas.setLineWidth(0.7)
            canvas.setFont(Face.SANS.value, _SIZE)
            self.paint(canvas)

    def paint(self, canvas: Any) -> None:
        raise NotImplementedError


class ShareBar(_Drawing):
    """The bar itself, as wide as the line, each part with its number."""

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, _HIGH
        return width, _HIGH

    def paint(self, canvas: Any) -> None:
        whole = sum(one.count for one in self.shares) or 1
        left = 0.0
        for one in self.shares:
            if not one.count:
                continue
            width = round(self.width * one.count / whole, 2)
            _box(canvas, one.ground, left, 0, width, _HIGH)
            words = str(one.count)
            room = stringWidth(words, Face.SANS.value, _SIZE) + 6
            canvas.setFillColor(_WHITE)
            canvas.rect(left + (width - room) / 2, 2.5, room, _HIGH - 5, stroke=0, fill=1)
            canvas.setFillColor(INK)
            canvas.drawString(left + (width - room) / 2 + 3, 5, words)
            left += width


class ShareKey(_Drawing):
    """What each pattern means, on as many lines as it takes."""

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.places: list[tuple[float, int, Share]] = []
        x, row = 0.0, 0
        for one in self.shares:
            needed = _SWATCH + 5 + stringWidth(text.plain(one.name), Face.SANS.value, _SIZE) + _GAP
            if x and x + needed - _GAP > width:
                x, row = 0.0, row + 1
            self.places.append((x, row, one))
            x += needed
        self.width, self.height = width, (row + 1) * 15.0
        return self.width, self.height

    def paint(self, canvas: Any) -> None:
        for x, row, one in self.places:
            foot = self.height - (row + 1) * 15 + 3
            _box(canvas, one.ground, x, foot, _SWATCH, _SWATCH)
            canvas.setFillColor(INK)
            canvas.drawString(x + _SWATCH + 5, foot + 2, text.plain(one.name) + " ")


def _box(canvas: Any, ground: str, x: float, y: float, width: float, height: float) -> None:
    canvas.setFillColor(INK if ground == "full" else _WHITE)
    canvas.rect(x, y, width, height, stroke=0, fill=1)
    canvas.saveState()
    inside = canvas.beginPath()
    inside.rect(x, y, width, height)
    canvas.clipPath(inside, stroke=0, fill=0)
    _fill(canvas, ground, x, y, width, height)
    canvas.restoreState()
    canvas.rect(x, y, width, height, stroke=1, fill=0)


def _fill(canvas: Any, ground: str, x: float, y: float, width: float, height: float) -> None:
    if ground in ("hatch", "cross"):
        at = -height
        while at < width:
            canvas.line(x + at, y, x + at + height, y + height)
            if ground == "cross":
                canvas.line(x + at, y + height, x + at + height, y)
            at += 4
    if ground == "dots":
        canvas.setFillColor(INK)
        for down in range(round(height / 4) + 1):
            for along in range(round(width / 4) + 1):
                canvas.circle(x + 2 + along * 4, y + 2 + down * 4, 0.8, stroke=0, fill=1)
