"""The summary to take home as pictures on a wall: sixteen to nine, few words, large (A74).

A standpoint is one picture: its wording and every noted view, in letters of the same size. What is long goes
on over the next picture, never smaller than can be read from the last row.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import PageBreak

from councilflow.documents.finish import finish
from councilflow.documents.flowables import DISSENT, INK_2, SPRUCE, STANDPOINT, Ground
from councilflow.documents.fonts import Face
from councilflow.documents.gate import approve
from councilflow.documents.layout import Writer, style
from councilflow.documents.paragraph import outcome_sentence
from councilflow.documents.paragraph_numbers import paragraph_number
from councilflow.documents.sheet import Paper, Sheet
from councilflow.documents.taken_home import (
    doing_words,
    elsewhere_words,
    front,
    meaning_of,
    next_words,
    nothing_taken,
    other_words,
    owed_words,
    title_of,
)
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.process.record import ArchiveFormat
from councilflow.process.report_backs import HomeSummary, Taken
from councilflow.words import outcome_heading, word

WALL = Paper((960.0, 540.0), 60, 840, 470, 40, 508)
"""Thirteen and a third inches by seven and a half, as a projector shows them."""
MOST_LINES = 4
"""Of who does what; the file to read has them all."""

_TITLE = style("wall-title", Face.SERIF_STRONG, 46, 54, spaceAfter=12)
_HEAD = style("wall-head", Face.SERIF_STRONG, 32, 38, spaceAfter=12, keepWithNext=1)
_LABEL = style("wall-label", Face.SANS_STRONG, 16, 20, spaceAfter=4, keepWithNext=1, textColor=SPRUCE)
_LARGE = style("wall-large", Face.SERIF, 28, 36, spaceAfter=8)
_LONG = style("wall-long", Face.SERIF, 21, 28, spaceAfter=6)
_PLAIN = style("wall-plain", Face.SANS, 22, 30, spaceAfter=8)
_ITEM = style("wall-item", Face.SANS, 20, 27, spaceAfter=8, leftIndent=26)
_SMALL = style("wall-small", Face.SANS, 16, 21, textColor=INK_2)
_LONGER_THAN = 320
"""Letters: what is longer stands in the smaller size, and then all of its picture does."""


class Wall(Sheet):
    paper = WALL


class WallWriter(Writer):
    """A writer for pictures: every one begins on a page of its own."""

    sheet_class = Wall

    def picture(self, head: str, *, place: str) -> None:
        self.add(PageBreak())
        self.heading(2, head, place=place, style=_HEAD)


def as_pdf(summary: HomeSummary, *, now: datetime, archive: ArchiveFormat = ArchiveFormat.PDFA_3A) -> bytes:
    """The pictures as an archival file and PDF/UA-1, in the language of the summary. `now` (aware) is the
    creation date. A file that does not pass the gate raises RuleBroken("document-not-approved")."""
    with speaking(summary.language):
        writer = WallWriter(front(summary))
        writer.space(110)
        writer.line(summary.council, _PLAIN)
        writer.heading(1, title_of(summary), style=_TITLE)
        writer.line(summary.organisation, _PLAIN)
        for one in summary.standpoints:
            _write_standpoint(writer, one)
        _write_last(writer, summary)
        return approve(finish(writer.drawn(), now=now, archive=archive))


def _write_standpoint(writer: WallWriter, one: Taken) -> None:
    """What was agreed and said against it, and on the next picture what it asks of the organisation."""
    writer.picture(f"{paragraph_number(one.number)}  {one.title}", place=f"paragraph-{one.number}")
    texts = [one.wording, *one.corrections, *(view.text for view in one.views)]
    size = _LONG if max(len(text) for text in texts) > _LONGER_THAN else _LARGE
    _panel(writer, outcome_heading(one.called), one.wording, STANDPOINT, size)
    for words in one.corrections:
        _panel(writer, _("Rättat i protokollet"), words, STANDPOINT, size)
    for view in one.views:
        _panel(writer, f"{word(view.kind)}: {view.who}", view.text, DISSENT, size)
    if not one.views:
        writer.line(outcome_sentence(one.outcome, one.called), _SMALL)
    asked = [(_("Vad det betyder för oss"), meaning_of(one))]
    asked.append((_("Vårt formella beslut"), [owed_words(step) for step in one.owed]))
    asked.append((_("Andra organisationers beslut"), [elsewhere_words(each) for each in one.elsewhere]))
    asked.append((_("Vem gör vad"), _few([doing_words(each) for each in one.doing])))
    if any(lines for _head, lines in asked):
        writer.picture(_("§ %(number)s: vad händer nu?", number=one.number), place=f"then-{one.number}")
        for head, lines in asked:
            _lines(writer, head, lines)


def _write_last(writer: WallWriter, summary: HomeSummary) -> None:
    writer.picture(_("Också på mötet") if summary.others else _("Nästa möte"), place="last")
    if not summary.standpoints:
        writer.line(nothing_taken(), _PLAIN)
    if summary.others:
        others = [other_words(one) for one in summary.others]
        if len(others) == 1:
            writer.line(others[0], _PLAIN)
        else:
            writer.items(others, _ITEM)
        writer.heading(3, _("Nästa möte"), style=_LABEL)
    writer.line(next_words(summary), _PLAIN)


def _panel(writer: WallWriter, label: str, words: str, ground: Ground, size: ParagraphStyle) -> None:
    with writer.panel(ground):
        writer.heading(3, label, style=_LABEL)
        writer.verbatim(words, size)


def _lines(writer: WallWriter, head: str, lines: Sequence[str]) -> None:
    if lines:
        writer.heading(3, head, style=_LABEL)
        if len(lines) == 1:
            writer.line(lines[0], _PLAIN)
        else:
            writer.items(lines, _ITEM)


def _few(lines: Sequence[str]) -> list[str]:
    if len(lines) <= MOST_LINES:
        return list(lines)
    left = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], _("och %(n)s till, i sammanfattningen att läsa", n=left)]
