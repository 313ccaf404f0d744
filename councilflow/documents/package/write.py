"""The package's own pages: the agenda, what lies where, and before the papers of each item a page with what
there is to read about it. Each page of an attachment has an empty page waiting for it, with its number.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reportlab.platypus import Flowable, Frame, NextPageTemplate, PageBreak, PageTemplate

from councilflow.documents import text
from councilflow.documents.agenda import title_of, write_front
from councilflow.documents.finish import finish
from councilflow.documents.flowables import INK_2, RULE
from councilflow.documents.fonts import Face
from councilflow.documents.item import kind_words, length, says_more, write_item
from councilflow.documents.layout import CELL, SIDE, Writer, hanging
from councilflow.documents.package.foreign import Insert
from councilflow.documents.package.values import Chapter, Job, Package
from councilflow.documents.sheet import Front, Sheet
from councilflow.documents.tagged import Element, TaggedCanvas
from councilflow.documents.words import days
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.process.packages import Enclosed, Omitted
from councilflow.words import word

STRIP = 18
"""Points that a page of an attachment grows at its foot: there stands its number, and hides nothing."""
_WAITING, _USUAL = "waiting", "page"


@dataclass(frozen=True, slots=True)
class Own:
    """The package's own pages as a file, and from which page (from 0) each attachment is waited for."""

    path: Path
    waiting: Mapping[int, int]
    """By the attachment's id."""
    language: str


def write(job: Job, inserts: Mapping[int, Insert], omitted: tuple[Omitted, ...], target: Path) -> Own:
    """Draw them into `target`. `inserts` are the attachments that have pages, by id; `omitted` all papers
    that have none here."""
    package = job.package
    waiting: dict[int, int] = {}
    with speaking(package.paper.language):
        writer = _PackageWriter(_front(package))
        write_front(writer, package.paper)
        _write_contents(writer, package, inserts)
        _write_omitted(writer, omitted)
        _write_about(writer, package)
        lacking = {one.link: one for one in omitted}
        for chapter in package.chapters:
            _write_chapter(writer, package, chapter, inserts, lacking, waiting)
        drawn = finish(writer.drawn(), now=job.now, archive=package.archive)
    target.write_bytes(drawn)
    return Own(target, waiting, package.paper.language)


class _PackageSheet(Sheet):
    """Knows a second kind of page besides, without a head: the one that waits for an attachment."""

    def __init__(self, buffer: io.BytesIO, front: Front, root: Element) -> None:
        super().__init__(buffer, front, root)
        wide, tall = self.paper.size
        self.addPageTemplates([PageTemplate(_WAITING, [Frame(0, 0, wide, tall, 0, 0, 0, 0)])])


class _PackageWriter(Writer):
    sheet_class = _PackageSheet


class _WaitingPage(Flowable):
    """One page of an attachment; `begins` when it is the first, and then it is what links lead to."""

    def __init__(
        self, file: Enclosed, stamp: str, element: Element, number: int, notes: dict[int, int]
    ) -> None:
        super().__init__()
        self.file, self.stamp, self.element = file, stamp, element
        self.number, self.notes = number, notes

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return width, height

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        if self.number == 0:
            canvas.mark_place(place_of(self.file), canvas._pagesize[1])
            canvas.addOutlineEntry(text.plain(self.stamp), place_of(self.file), 1, 0)
            self.notes[self.file.attachment_id] = canvas.getPageNumber() - 1
        page = canvas.getPageNumber()
        with canvas.tag(self.element):
            pass  # what will be laid in belongs to it
        with canvas.artifact("Pagination", "Footer"):
            canvas.later(lambda: _draw_stamp(canvas, self.stamp, page))


def place_of(file: Enclosed) -> str:
    return f"file-{file.attachment_id}"


def _draw_stamp(canvas: TaggedCanvas, words: str, page: int) -> None:
    wide, margin = canvas._pagesize[0], 36
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.4)
    canvas.line(margin, STRIP - 3, wide - margin, STRIP - 3)
    canvas.setFillColor(INK_2)
    numbers = _("Sida %(number)s (%(pages)s)", number=page, pages=canvas.getPageNumber() - 1)
    canvas.setFont(Face.SANS.value, 7.5)
    room = wide - 2 * margin - canvas.stringWidth(numbers, Face.SANS.value, 7.5) - 20
    canvas.drawRightString(wide - margin, 5, numbers)
    shown = text.plain(text.shortened(words, 200))
    while len(shown) > 1 and canvas.stringWidth(shown, Face.SANS.value, 7.5) > room:
        shown = shown[:-2].rstrip() + "…"
    x = float(margin)
    for face, part in text.runs(shown, Face.SANS):
        canvas.setFont(face.value, 7.5)
        canvas.drawString(x, 5, part)
        x += canvas.stringWidth(part, face.value, 7.5)


def _front(package: Package) -> Front:
    paper = package.paper
    when, title = days(paper.sittings), _("Möteshandlingar")
    return Front(
        title=f"{title} – {paper.council} {when}",
        author=paper.host or paper.council,
        subject=f"{title}: {title_of(paper)}",
        language=paper.language,
        running_head=f"{paper.council} · {title} · {when}",
    )


def chapter_place(chapter: Chapter) -> str:
    return f"item-{chapter.entry.position}"


def file_words(file: Enclosed) -> str:
    """Bilaga 2 Kartläggning"""
    words = _("Underlag %(n)s %(title)s") if file.is_knowledge else _("Bilaga %(n)s %(title)s")
    return words % {"n": file.number, "title": file.title}


def is_told(chapter: Chapter) -> bool:
    """Whether the item has a page of its own: there is something to read about it."""
    return chapter.has_pages and (bool(chapter.files) or says_more(chapter.entry))


def _write_contents(writer: Writer, package: Package, inserts: Mapping[int, Insert]) -> None:
    told = [chapter for chapter in package.chapters if is_told(chapter)]
    if not told:
        return
    writer.room(120)
    writer.heading(2, _("Innehåll"), place="contents")
    style = hanging(CELL, [str(chapter.entry.position) for chapter in told])
    inner = hanging(CELL, ["000"])
    with writer.part("TOC"):
        for chapter in told:
            entry = chapter.entry
            writer.contents_line(
                str(entry.position), _short(entry.title), "", place=chapter_place(chapter), style=style
            )
            for file in chapter.files:
                if file.attachment_id in inserts:
                    writer.contents_line("", _short(file_words(file)), "", place=place_of(file), style=inner)


def _short(words: str) -> str:
    return text.shortened(words, 250)


def _write_omitted(writer: Writer, omitted: tuple[Omitted, ...]) -> None:
    if not omitted:
        return
    writer.heading(2, _("Det som inte finns bland sidorna"), place="omitted")
    for one in omitted:
        words = omitted_words(one)
        if one.link:
            writer.link(words, one.link)
        else:
            writer.line(words)


def omitted_words(one: Omitted) -> str:
    """Punkt 3, Kartläggning: filen är varken PDF eller bild. I ZIP-filen: 03 Bilaga 2 Kartläggning.docx"""
    about = [
        _("Punkt %(number)s", number=one.item) if one.item else "",
        one.title,
    ]
    told = f"{', '.join(part for part in about if part)}: {word(one.reason)}"
    return _("%(what)s. I ZIP-filen: %(name)s", what=told, name=one.zip_name) if one.zip_name else told


def _write_about(writer: Writer, package: Package) -> None:
    writer.space(10)
    writer.line(
        _(
            "Dagordningen och sidan före varje punkts handlingar är uppmärkta för skärmläsare. Bilagorna är "
            "infogade som sidor i den form de lämnades in, utan egen uppmärkning. Originalen, med "
            "uppmärkning, formulär och underskrifter i behåll, finns i ZIP-filen och på mötets sida."
        ),
        SIDE,
    )
    if package.link:
        writer.link(_("Mötets sida: %(address)s", address=package.link), package.link, SIDE)


def _write_chapter(
    writer: Writer,
    package: Package,
    chapter: Chapter,
    inserts: Mapping[int, Insert],
    lacking: Mapping[str, Omitted],
    waiting: dict[int, int],
) -> None:
    if not is_told(chapter):
        return
    entry, paper = chapter.entry, package.paper
    writer.add(NextPageTemplate(_USUAL))
    writer.add(PageBreak())
    with writer.part("Sect"):
        writer.heading(2, f"{entry.position}. {entry.title}", place=chapter_place(chapter))
        told = [kind_words(entry, paper.called), length(entry)]
        if entry.registry_no:
            told.append(_("Dnr %(number)s", number=entry.registry_no))
        writer.lead_in(" · ".join(part for part in told if part))
        _write_files(writer, chapter, inserts, lacking)
        write_item(writer, replace(entry, attachments=(), knowledge=()), paper.called, paper.order)
        for file in chapter.files:
            if file.attachment_id in inserts:
                _leave_pages(writer, file, entry.position, inserts[file.attachment_id], waiting)


def _write_files(
    writer: Writer, chapter: Chapter, inserts: Mapping[int, Insert], lacking: Mapping[str, Omitted]
) -> None:
    """What belongs to the item: with the page it begins on, or where it is found instead."""
    for knowledge, heading in ((False, _("Bilagor")), (True, _("Kunskapsunderlag"))):
        files = [file for file in chapter.files if file.is_knowledge is knowledge]
        if not files:
            continue
        writer.heading(3, heading)
        for file in files:
            words = file_words(file)
            if file.is_late:
                words = _("%(what)s (ändrad efter kallelsen)", what=words)
            if file.attachment_id in inserts:
                with writer.part("TOC"):
                    writer.contents_line("", _short(words), "", place=place_of(file), style=CELL)
            elif file.link in lacking:
                told = omitted_words(replace(lacking[file.link], item=None, title=words))
                writer.link(told, file.link, CELL)


def _leave_pages(
    writer: Writer, file: Enclosed, position: int | None, insert: Insert, waiting: dict[int, int]
) -> None:
    stamp = _("Punkt %(number)s, %(file)s", number=position, file=_lower(file_words(file)))
    writer.add(NextPageTemplate(_WAITING))
    with writer.part("Part", title=text.plain(_short(file_words(file)))) as part:
        for number in range(len(insert.sizes)):
            facts: dict[str, Any] = {"alternative": text.plain(file.title)} if insert.is_picture else {}
            element = part.child("Figure" if insert.is_picture else "P", **facts)
            writer.add(PageBreak())
            writer.add(_WaitingPage(file, stamp, element, number, waiting))


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
