"""The sheet of paper: A4, its margins, head and foot of every page, and what the file says of itself."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from councilflow.documents import text
from councilflow.documents.flowables import INK_2, RULE, SPRUCE
from councilflow.documents.fonts import Face
from councilflow.documents.tagged import Element, TaggedCanvas
from councilflow.i18n import gettext as _

LANGUAGE_TAGS = {"sv": "sv-SE", "nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
CREATOR = "Councilflow"

_HEAD, _NUMBER_WIDTH = "h", 64


@dataclass(frozen=True, slots=True)
class Paper:
    """A size of paper with its margins, in points from the lower left corner; whole ones keep files short."""

    size: tuple[float, float]
    left: int
    line: int  # how long a line is
    top: int  # where the text begins
    foot: int  # where it ends
    head: int  # the words above the text stand here

    @property
    def room(self) -> int:
        """What a page surely holds, in points."""
        return self.top - self.foot - 10


STANDING = Paper(A4, 71, 462, 766, 56, 801)
"""Margins of about 25, 22, 27 and 20 mm."""
LYING = Paper(landscape(A4), 45, 752, 526, 42, 556)
"""For wide tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What a document says of itself: its properties, and the head of every page."""

    title: str
    author: str
    subject: str
    language: str
    """sv, nb, nn or en."""
    running_head: str


class Sheet(BaseDocTemplate):
    """A document of such pages, tagged below `root`."""

    canvas_class = TaggedCanvas
    paper = STANDING

    def __init__(self, buffer: io.BytesIO, front: Front, root: Element) -> None:
        paper = self.paper
        super().__init__(
            buffer,
            pagesize=paper.size,
            leftMargin=paper.left,
            rightMargin=paper.size[0] - paper.left - paper.line,
            topMargin=paper.size[1] - paper.top,
            bottomMargin=paper.foot,
        )
        self.front, self.structure = front, root
        frame = Frame(paper.left, paper.foot, self.width, self.height, 0, 0, 0, 0)
        self.addPageTemplates([PageTemplate("page", [frame], onPage=self._furnish)])

    def _makeCanvas(self, filename: Any = None, canvasmaker: Any = None) -> TaggedCanvas:  # noqa: N802 – ReportLab's name
        front = self.front
        canvas = self.canvas_class(
            filename or self.filename,
            root=self.structure,
            pagesize=self.paper.size,
            invariant=1,
            pageCompression=0,  # the finishing pass compresses everything, once
            lang=LANGUAGE_TAGS[front.language],
            initialFontName=Face.SANS.value,
            pdfVersion=(1, 7),
        )
        canvas.setTitle(text.plain(front.title))
        canvas.setAuthor(text.plain(front.author))
        canvas.setSubject(text.plain(front.subject))
        canvas.setCreator(CREATOR)
        canvas.setProducer(CREATOR)
        return canvas

    def _furnish(self, canvas: TaggedCanvas, document: Any) -> None:
        """The head of the page: what is the same on all of them, and the number."""
        number = canvas.getPageNumber()
        if number == 1:
            with canvas.form(_HEAD):
                self._draw_head(canvas)
        with canvas.artifact("Pagination", "Header"):
            canvas.doForm(_HEAD)
            canvas.later(lambda: _draw_page_number(canvas, number, self.paper))

    def _draw_head(self, canvas: TaggedCanvas) -> None:
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.4)
        left, line, head = self.paper.left, self.paper.line, self.paper.head
        canvas.line(left, head - 8, line + left, head - 8)
        _draw_mark(canvas, left, head - 2)
        _draw_words(canvas, left + 15, head, self.front.running_head, line - 15 - _NUMBER_WIDTH)


class LyingSheet(Sheet):
    """The same on paper that lies, for wide tables."""

    paper = LYING


def _draw_words(canvas: TaggedCanvas, x: float, y: float, words: str, width: float) -> None:
    canvas.setFillColor(INK_2)
    shown = text.plain(text.shortened(words, 200))
    while len(shown) > 1 and canvas.stringWidth(shown, Face.SANS.value, 8.5) > width:
        shown = shown[:-2].rstrip() + "…"
    for face, part in text.runs(shown, Face.SANS):
        canvas.setFont(face.value, 8.5)
        canvas.drawString(x, y, part)
        x += canvas.stringWidth(part, face.value, 8.5)


def _draw_page_number(canvas: TaggedCanvas, number: int, paper: Paper) -> None:
    canvas.setFillColor(INK_2)
    canvas.setFont(Face.SANS.value, 8.5)
    pages = canvas.getPageNumber() - 1  # the canvas stands after its last page when this is drawn
    words = _("Sida %(number)s (%(pages)s)", number=number, pages=pages)
    width = canvas.stringWidth(words, Face.SANS.value, 8.5)
    canvas.drawString(round(paper.left + paper.line - width), paper.head, words)


def _draw_mark(canvas: TaggedCanvas, x: float, y: float) -> None:
    """Three lines that run into one point."""
    canvas.setStrokeColor(SPRUCE)
    canvas.setFillColor(SPRUCE)
    canvas.setLineWidth(1)
    for start in (0.0, 4.0, 8.0):
        canvas.bezier(x, y + start, x + 4, y + start, x + 3, y + 4, x + 7.5, y + 4)
    canvas.circle(x + 8.4, y + 4, 1.9, stroke=0, fill=1)
