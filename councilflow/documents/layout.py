"""The house style of a document on A4, and the writer that sets one piece after the other.

A document is written top down: headings, paragraphs, lists, tables, panels. Each call makes the piece of the
page and its element in the structure together, so that neither is ever without the other.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.sax.saxutils import quoteattr

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from councilflow.documents import text
from councilflow.documents.flowables import (
    INK,
    INK_2,
    RULE,
    SPRUCE,
    ContentsLine,
    FieldPlace,
    Ground,
    Panel,
    SignaturePlace,
    TaggedParagraph,
    TaggedTable,
)
from councilflow.documents.fonts import Face, register
from councilflow.documents.sheet import LANGUAGE_TAGS, Front, Paper, Sheet
from councilflow.documents.tagged import Element


def style(name: str, face: Face, size: float, leading: int, **more: Any) -> ParagraphStyle:
    """Lines and spaces are whole points: the lines of a page keep a rhythm, and its file is short."""
    settings = {
        "textColor": INK,
        "bulletFontName": face.value,
        "bulletFontSize": size,
        "allowWidows": 0,
        "allowOrphans": 0,
        **more,
    }
    return ParagraphStyle(name, fontName=face.value, fontSize=size, leading=leading, **settings)


BODY = style("body", Face.SANS, 10.5, 15, spaceAfter=5)
SIDE = style("side", Face.SANS, 9, 12, spaceAfter=3, textColor=INK_2)
LEAD = style("lead", Face.SANS, 12, 17, spaceAfter=4, textColor=INK_2)
QUOTED = style("quoted", Face.SERIF, 11, 16, spaceAfter=5)
ITEM = style("item", Face.SANS, 10.5, 15, spaceAfter=2, leftIndent=15)
QUOTED_ITEM = style("quoted-item", Face.SERIF, 11, 16, spaceAfter=3, leftIndent=17)
CELL = style("cell", Face.SANS, 9.5, 13)
HEAD_CELL = style("head-cell", Face.SANS_STRONG, 8.5, 13, textColor=INK_2)
SUM_CELL = style("sum-cell", Face.SANS_STRONG, 9.5, 13)
FACT = style("fact", Face.SANS_STRONG, 9.5, 13, textColor=INK_2)
LABEL = style("label", Face.SANS_STRONG, 9.5, 13, spaceAfter=3, keepWithNext=1, textColor=SPRUCE)
NAME = style("name", Face.SANS_STRONG, 10.5, 15)

H1 = style("h1", Face.SERIF_STRONG, 26, 31, spaceAfter=4)
H2 = style("h2", Face.SERIF_STRONG, 15, 20, spaceBefore=20, spaceAfter=4, keepWithNext=1)
H3 = style("h3", Face.SANS_STRONG, 10.5, 15, spaceBefore=7, spaceAfter=2, keepWithNext=1)
_HEADINGS = {1: H1, 2: H2, 3: H3}


@cache
def _at_right(style: ParagraphStyle) -> ParagraphStyle:
    return ParagraphStyle(f"{style.name}-right", parent=style, alignment=TA_RIGHT, rightIndent=8)


def hanging(style: ParagraphStyle, numbers: Iterable[str]) -> ParagraphStyle:
    """`style` with the numbers before the text, which begins in one column."""
    room = max(
        (stringWidth(text.plain(number), style.fontName, style.fontSize) for number in numbers), default=0
    )
    return ParagraphStyle(f"{style.name}-hanging", parent=style, leftIndent=round(room) + 9)


_LABELS = 94
"""How wide the column of labels is, in points, unless they need more."""
_KEPT_WHOLE = 230.0
"""Panels and tables that are not higher than this stay on one page with their headings."""
_FIRST_OF_PANEL, _FIRST_OF_TABLE = 110.0, 75.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document that is laid out and tagged, before the finishing pass."""

    content: bytes
    front: Front
    fields: tuple[FieldPlace, ...]


class Writer:
    """Sets a document piece by piece; `drawn()` gives it."""

    sheet_class, paragraph_class = Sheet, TaggedParagraph

    def __init__(self, front: Front) -> None:
        register()
        self.front = front
        self.root = Element("Document", language=LANGUAGE_TAGS[front.language])
        self.fields: list[FieldPlace] = []
        self._within = self.root
        self._story: list[Flowable] = []

    @property
    def paper(self) -> Paper:
        return self.sheet_class.paper

    @contextmanager
    def part(self, role: str, **facts: Any) -> Iterator[Element]:
        """What is written inside becomes the content of one element: Sect, BlockQuote, TOC …"""
        before, self._within = self._within, self._within.child(role, **facts)
        yield self._within
        self._within = before

    @contextmanager
    def panel(self, ground: Ground) -> Iterator[None]:
        """What is written inside stands on a ground of its own."""
        before, self._story = self._story, []
        yield
        content, self._story = self._story, before
        if content:
            whole = Panel(content, ground)
            self._begin(whole, first=_FIRST_OF_PANEL)
            self._story.append(whole)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is written inside stays on one page when it fits on one."""
        before, self._story = self._story, []
        yield
        content, self._story = self._story, before
        self._story.append(KeepTogether(content))

    def add(self, flowable: Flowable) -> None:
        self._story.append(flowable)

    def space(self, points: float) -> None:
        self._story.append(Spacer(0, points))

    def room(self, points: float) -> None:
        """Go on to the next page unless `points` are left on this one."""
        self._story.append(CondPageBreak(points))

    def _begin(self, whole: Flowable, *, first: float) -> None:
        """Keep the headings before something long with its first part only, and not with the whole of it:
        else they would take it to the next page, and leave this one half empty."""
        line, page = self.paper.line, self.paper.room
        if whole.wrap(line, page)[1] <= _KEPT_WHOLE:
            return
        at = len(self._story)
        while at and self._story[at - 1].getKeepWithNext():
            at -= 1
        headings = self._story[at:]
        for heading in headings:
            first += heading.wrap(line, page)[1] + heading.getSpaceBefore() + heading.getSpaceAfter()
            heading.keepWithNext = False
        self._story.insert(at, CondPageBreak(min(first, page)))

    def heading(
        self, level: int, words: str, *, place: str = "", style: ParagraphStyle | None = None
    ) -> TaggedParagraph:
        paragraph = self.piece(words, style or _HEADINGS[level], f"H{level}")
        if place:
            paragraph.place, paragraph.level = place, level - 2  # the title itself is no entry
        self.add(paragraph)
        return paragraph

    def piece(
        self,
        words: str,
        style: ParagraphStyle,
        role: str = "P",
        *,
        within: Element | None = None,
        bullet: str = "",
    ) -> TaggedParagraph:
        """A paragraph and its element, for the caller to place. Without a role it is `within` itself."""
        face = Face(style.fontName)
        # The space after a bullet parts it from the words for those who hear the text.
        paragraph = self.paragraph_class(
            text.markup(words, face), style, bulletText=f"{bullet} " if bullet else None
        )
        around = within or self._within
        paragraph.element = around.child(role) if role else around
        return paragraph

    def line(self, words: str, style: ParagraphStyle = BODY) -> None:
        """One paragraph."""
        self.add(self.piece(words, style))

    def lead_in(self, words: str) -> None:
        """A small line that stays with what comes after it."""
        paragraph = self.piece(words, SIDE)
        paragraph.keepWithNext = True
        self.add(paragraph)

    def prose(self, words: str, style: ParagraphStyle = BODY, item: ParagraphStyle = ITEM) -> None:
        """What somebody wrote, a paragraph for each line; lines with a dash or figure first are a list."""
        items: list[tuple[str, str]] = []
        for line in text.lines(words):
            if begins := text.LISTED.match(line):
                bullet = begins[1] if begins[1][0].isdigit() else "–"
                items.append((bullet, line[begins.end() :]))
                continue
            self._list(items, item)
            items = []
            paragraph = self.piece(line, style)
            paragraph.keepWithNext = line.endswith(":")  # what it announces follows on the same page
            self.add(paragraph)
        self._list(items, item)

    def verbatim(self, words: str, style: ParagraphStyle = QUOTED) -> None:
        """What must stand exactly as it was written: nothing is read as a list."""
        told = text.lines(words)
        role = "" if len(told) == 1 and self._within.role == "BlockQuote" else "P"
        for line in told:
            self.add(self.piece(line, style, role))

    def link(self, words: str, address: str, style: ParagraphStyle = BODY) -> None:
        """A paragraph that is a link to `address` (http or https); anything else is printed as it is."""
        if not address.startswith(("https://", "http://")):
            self.line(words, style)
            return
        target = quoteattr(text.plain(address).replace(" ", "%20"))
        marked = f'<a href={target} color="#0c4f73">{text.markup(words, Face(style.fontName))}</a>'
        paragraph = TaggedParagraph(marked, style)
        paragraph.element = self._within.child("P").child("Link", alternative=text.plain(words))
        self.add(paragraph)

    def items(self, entries: Sequence[str], style: ParagraphStyle = ITEM) -> None:
        """A list with dashes; a single entry is no list but a paragraph."""
        if len(entries) == 1:
            self.line(entries[0])
        else:
            self._list([("–", entry) for entry in entries], style)

    def contents_line(self, number: str, title: str, kind: str, *, place: str, style: ParagraphStyle) -> None:
        """One line of the contents, the whole of it a link to `place`; `style` has room for the numbers."""
        told = f"{number} {title}" if number else title
        link = self._within.child("TOCI").child("Reference").child("Link", alternative=text.plain(told))
        self.add(ContentsLine(self.piece(title, style, "", within=link, bullet=number), kind, place, link))

    def labelled_items(self, label: str, entries: Sequence[str]) -> None:
        """A small heading and a list, which stay on one page when they fit; nothing for an empty list."""
        if entries:
            with self.together():
                self.heading(3, label)
                self.items(entries)

    def _list(self, items: list[tuple[str, str]], style: ParagraphStyle) -> None:
        if not items:
            return
        with self.part("L") as whole:
            for bullet, words in items:
                body = whole.child("LI").child("LBody")
                self.add(self.piece(words, style, "", within=body, bullet=bullet))
            self.space(2)

    def labelled(self, label: str, words: str, style: ParagraphStyle = BODY) -> None:
        """A small heading and what somebody wrote under it; nothing when nothing was written."""
        if words.strip():
            self.heading(3, label)
            self.prose(words, style)

    def facts(self, rows: Sequence[tuple[str, str]]) -> None:
        """Two columns: what, and how it is. Rows without an answer are left out."""
        told = [(what, answer) for what, answer in rows if answer]
        whole = self._within.child("Table")
        cells = []
        for what, answer in told:
            row = whole.child("TR")
            head = row.child("TH", scope="Row")
            cells.append([self.piece(what, FACT, "", within=head), self._cell(answer, CELL, row.child("TD"))])
        labels = max(
            (stringWidth(text.plain(what), FACT.fontName, FACT.fontSize) for what, _ in told), default=0
        )
        self._table(cells, (max(_LABELS, round(labels) + 12), None), repeat=0)

    def table(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        *,
        figures: Collection[int] = (),
        sums: int = 0,
        strong: Collection[int] = (),
    ) -> None:
        """A table with a head that repeats on every page. `widths` are shares of the line; the columns of
        `figures` stand at the right, the last `sums` rows are sums, and the rows of `strong` (from 0) stand
        out."""
        whole = self._within.child("Table")
        cells = []
        for number, row in enumerate([head, *rows]):
            element = whole.child("TR")
            role, style = ("TD", CELL) if number else ("TH", HEAD_CELL)
            if number > len(rows) - sums or number - 1 in strong:
                style = SUM_CELL
            styles = [_at_right(style) if place in figures else style for place in range(len(row))]
            cells.append(
                [
                    self._cell(words, one, element.child(role, keep=True))
                    for words, one in zip(row, styles, strict=True)
                ]
            )
        self._table(cells, tuple(self.paper.line * share / sum(widths) for share in widths), repeat=1)

    def _cell(self, words: str, style: ParagraphStyle, within: Element) -> list[TaggedParagraph]:
        told = text.lines(words)
        role = "" if len(told) == 1 else "P"
        return [self.piece(line, style, role, within=within) for line in told]

    def _table(self, cells: list[list[Any]], widths: tuple[float | None, ...], *, repeat: int) -> None:
        table = TaggedTable(cells, colWidths=widths, repeatRows=repeat, hAlign="LEFT", spaceAfter=6)
        table.setStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), Face.SANS.value),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 8),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ]
        )
        self._begin(table, first=_FIRST_OF_TABLE)
        if max(table.row_heights, default=0) > self.paper.room - _FIRST_OF_TABLE:
            table.splitInRow = 1  # otherwise rows stay whole
        self.add(table)

    def signature(self, name: str, label: str, lines: Sequence[tuple[str, ParagraphStyle]]) -> None:
        """A place for a signature: the field called `name`, told to readers as `label`."""
        pieces = [self.piece(text.shortened(words, 200), style) for words, style in lines if words]
        self._within.child("Form", title=name, keep=True)
        self.add(SignaturePlace(name, text.plain(label), pieces, self.fields.append))

    def drawn(self) -> Drawn:
        """The document, laid out. The same pieces give the same bytes."""
        buffer = io.BytesIO()
        self.sheet_class(buffer, self.front, self.root).build(self._story)
        return Drawn(buffer.getvalue(), self.front, tuple(self.fields))
