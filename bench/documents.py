"""A hundred pages of minutes: what tagging, finishing and the gate cost beside setting the same lines bare.

Bare means `canvas.drawString` for each line where it stands; untagged means the same story on ReportLab's own
canvas. All of them are made in turn, several times, and the medians are compared.
"""

from __future__ import annotations

import gc
import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pikepdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from bench.figures import Figure, median
from bench.papers import long_minutes
from councilflow.documents import minutes as document
from councilflow.documents.finish import finish
from councilflow.documents.flowables import TaggedParagraph
from councilflow.documents.fonts import Face
from councilflow.documents.gate import findings
from councilflow.documents.layout import Drawn, Writer
from councilflow.documents.sheet import Sheet
from councilflow.documents.signatures import write_signatures
from councilflow.documents.tagged import TaggedCanvas
from councilflow.i18n import speaking
from councilflow.process.minutes import Minutes
from councilflow.process.values import fingerprint

NOW = datetime(2026, 12, 5, 8, 30, tzinfo=UTC)

_Line = tuple[int, float, float, str, float, str]
"""Page, place in points, face, size and words."""


class _Bare(TaggedCanvas):
    """ReportLab's canvas: nothing is marked, no tree is written."""

    @contextmanager
    def tag(self, element: Any) -> Iterator[None]:
        yield

    @contextmanager
    def artifact(self, kind: str = "Layout", subtype: str = "") -> Iterator[None]:
        yield

    def _write_tree(self) -> None:
        """There is none."""


class _BareSheet(Sheet):
    canvas_class = _Bare


class _BareParagraph(TaggedParagraph):
    """ReportLab's paragraph, which still is the aim of the contents."""

    lines: list[_Line] | None = None

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803 – ReportLab's names
        Paragraph.drawOn(self, canvas, x, y, _sW)
        if self.place and self.place not in canvas.page_of:
            canvas.mark_place(self.place, canvas.absolutePosition(x, y + self.height)[1])
        if self.lines is not None:
            self.lines += _lines_of(self, canvas, x, y)


def _lines_of(paragraph: Any, canvas: Any, x: float, y: float) -> Iterator[_Line]:
    style, laid = paragraph.style, paragraph.blPara
    for number, line in enumerate(laid.lines):
        words = line[1] if laid.kind == 0 else [word.text for word in line.words]
        top = y + paragraph.height - style.fontSize - number * style.leading
        place = canvas.absolutePosition(x + style.leftIndent, top)
        yield canvas.getPageNumber(), *place, style.fontName, style.fontSize, " ".join(words)


class _BareWriter(Writer):
    sheet_class, paragraph_class = _BareSheet, _BareParagraph


def measure(*, rounds: int) -> list[Figure]:
    minutes = long_minutes()
    with speaking(minutes.language):
        lines = _lines(minutes)
        drawn = _set(Writer, minutes)
        content = _finished(minutes, drawn)
        seconds = _seconds(
            {
                "bare": lambda: _draw(lines),
                "untagged": lambda: _set(_BareWriter, minutes),
                "tagged": lambda: _set(Writer, minutes),
                "finishing": lambda: _finished(minutes, drawn),
                "gate": lambda: findings(content),
            },
            rounds,
        )
        again = document.as_pdf(minutes, now=NOW)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = len(pdf.pages)
    letters = sum(len(line[5]) for line in lines)
    return [
        Figure("minutes: tagged, of the same untagged", seconds["tagged"] / seconds["untagged"], 1.5),
        Figure("minutes: tagged, of the same lines bare", seconds["tagged"] / seconds["bare"], 12),
        Figure("minutes: finishing, of the same lines bare", seconds["finishing"] / seconds["bare"], 2),
        Figure("minutes: the gate, of the same lines bare", seconds["gate"] / seconds["bare"]),
        Figure("minutes: kB for a hundred pages, unsigned", len(content) / 1000 / pages * 100, 300),
        Figure("minutes: letters on a page", letters / pages),
        Figure("minutes: pages", pages),
        Figure("minutes: second renders that differ", float(again != content), 0),
    ]


def _set(kind: type[Writer], minutes: Minutes) -> Drawn:
    writer = kind(document.front(minutes))
    document.write(writer, minutes)
    write_signatures(writer, minutes.signatories, fingerprint(minutes))
    return writer.drawn()


def _finished(minutes: Minutes, drawn: Drawn) -> bytes:
    return finish(drawn, now=NOW, attached=document.value(minutes))


def _lines(minutes: Minutes) -> list[_Line]:
    """Every line of the minutes, where it stands."""
    found: list[_Line] = []
    noting = type("_Noting", (_BareParagraph,), {"lines": found})
    _set(type("_NotingWriter", (_BareWriter,), {"paragraph_class": noting}), minutes)
    return found


def _draw(lines: list[_Line]) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, initialFontName=Face.SANS.value)
    page = 1
    for number, x, y, face, size, words in lines:
        while page < number:
            canvas.showPage()
            page += 1
        canvas.setFont(face, size)
        canvas.drawString(x, y, words)
    canvas.save()
    return buffer.getvalue()


def _seconds(tasks: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median time of each, all of them taken in turn."""
    taken: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            gc.collect()
            began = time.process_time()
            task()
            taken[name].append(time.process_time() - began)
    return {name: median(times) for name, times in taken.items()}
