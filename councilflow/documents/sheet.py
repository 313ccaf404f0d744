"""The sheet of paper: A4, its margins, head and foot of every page, and what the file says of itself."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from councilflow.documents import text
from councilflow.documents.flowables import INK_2, RULE, SPRUCE
from councilflow.documents.fonts import Face
from councilflow.documents.tagged import Element, TaggedCanvas
from councilflow.i18n import gettext as _

LANGUAGE_TAGS = {"sv": "sv-SE", "nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
CREATOR = "Councilflow"

LINE = 462
"""The width of a line in points."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 71, A4[0] - 71 - LINE, A4[1] - 766, 56
"""The margins, about 25, 22, 27 and 20 mm: in whole points from the corner that places are counted from."""
_HEAD, _HEAD_LINE, _NUMBER_WIDTH = "h", 801, 64


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

    def __init__(self, buffer: io.BytesIO, front: Front, root: Element) -> None:
        super().__init__(
            buffer, pagesize=A4, leftMargin=_LEFT, rightMargin=_RIGHT, topMargin=_TOP, bottomMargin=_BOTTOM
        )
        self.front, self.structure = front, root
        frame = Frame(_LEFT, _BOTTOM, self.width, self.height, 0, 0, 0, 0)
        self.addPageTemplates([PageTemplate("page", [frame], onPage=self._furnish)])

    def _makeCanvas(self, filename: Any = None, canvasmaker: Any = None) -> TaggedCanvas:  # noqa: N802 – ReportLab's name
        front = self.front
        canvas = self.canvas_class(
            filename or self.filename,
            root=self.structure,
            pagesize=A4,
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
            canvas.later(lambda: _draw_page_number(canvas, number))

    def _draw_head(self, canvas: TaggedCanvas) -> None:
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.4)
        canvas.line(_LEFT, _HEAD_LINE - 8, LINE + _LEFT, _HEAD_LINE - 8)
        _draw_mark(canvas, _LEFT, _HEAD_LINE - 2)
        _draw_words(canvas, _LEFT + 15, _HEAD_LINE, self.front.running_head, LINE - 15 - _NUMBER_WIDTH)


def _draw_words(canvas: TaggedCanvas, x: float, y: float, words: str, width: float) -> None:
    canvas.setFillColor(INK_2)
    shown = text.plain(text.shortened(words, 200))
    while len(shown) > 1 and canvas.stringWidth(shown, Face.SANS.value, 8.5) > width:
        shown = shown[:-2].rstrip() + "…"
    for face, part in text.runs(shown, Face.SANS):
        canvas.setFont(face.value, 8.5)
        canvas.drawString(x, y, part)
        x += canvas.stringWidth(part, face.value, 8.5)


def _draw_page_number(canvas: TaggedCanvas, number: int) -> None:
    canvas.setFillColor(INK_2)
    canvas.setFont(Face.SANS.value, 8.5)
    pages = canvas.getPageNumber() - 1  # the canvas stands after its last page when this is drawn
    words = _("Sida %(number)s (%(pages)s)", number=number, pages=pages)
    width = canvas.stringWidth(words, Face.SANS.value, 8.5)
    canvas.drawString(round(_LEFT + LINE - width), _HEAD_LINE, words)


def _draw_mark(canvas: TaggedCanvas, x: float, y: float) -> None:
    """Three lines that run into one point."""
    canvas.setStrokeColor(SPRUCE)
    canvas.setFillColor(SPRUCE)
    canvas.setLineWidth(1)
    for start in (0.0, 4.0, 8.0):
        canvas.bezier(x, y + start, x + 4, y + start, x + 3, y + 4, x + 7.5, y + 4)
    canvas.circle(x + 8.4, y + 4, 1.9, stroke=0, fill=1)
