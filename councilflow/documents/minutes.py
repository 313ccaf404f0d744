"""The minutes as a file: everything of F.1, in its order, ready to be signed."""

from __future__ import annotations

from datetime import date, datetime

from councilflow.documents import text
from councilflow.documents.finish import Attached, finish
from councilflow.documents.gate import approve
from councilflow.documents.layout import CELL, H1, LEAD, SIDE, Writer, hanging
from councilflow.documents.paragraph import (
    Appendix,
    appendices_to,
    kind_word,
    paragraph_place,
    write_appendix,
    write_paragraph,
)
from councilflow.documents.paragraph_numbers import paragraph_number, range_words
from councilflow.documents.roll import write_roll
from councilflow.documents.sheet import Front
from councilflow.documents.signatures import write_signatures, write_signed_by
from councilflow.documents.words import days, form_sentence, times
from councilflow.i18n import date_long, listed, speaking
from councilflow.i18n import gettext as _
from councilflow.process.minutes import Minutes
from councilflow.process.record import ArchiveFormat
from councilflow.process.values import as_json, fingerprint


def as_pdf(minutes: Minutes, *, now: datetime, archive: ArchiveFormat = ArchiveFormat.PDFA_3A) -> bytes:
    """The minutes as an archival file and PDF/UA-1, in their own language, to be signed.

    Each signatory has an empty field, named by the `key`. In PDF/A-3a the value itself is attached as JSON.
    `now` (aware) is the creation date; the same minutes and the same `now` give the same bytes. A file that
    does not pass the gate raises RuleBroken("document-not-approved").
    """
    with speaking(minutes.language):
        writer = Writer(front(minutes))
        write(writer, minutes)
        write_signatures(writer, minutes.signatories, fingerprint(minutes))
        return approve(finish(writer.drawn(), now=now, attached=value(minutes), archive=archive))


def public_copy(
    minutes: Minutes,
    *,
    now: datetime,
    signed_on: date | None,
    archive: ArchiveFormat = ArchiveFormat.PDFA_3A,
) -> bytes:
    """The same minutes for everybody to read: the same text and tags, without what signatures tell of people.

    `signed_on` is the local day of the last signature (D.5.7). Otherwise as `as_pdf`.
    """
    with speaking(minutes.language):
        writer = Writer(front(minutes))
        write(writer, minutes)
        write_signed_by(
            writer,
            minutes.signatories,
            signed_on=signed_on,
            host=minutes.host or minutes.council,
            print_=fingerprint(minutes),
        )
        return approve(finish(writer.drawn(), now=now, attached=value(minutes), archive=archive))


def write(writer: Writer, minutes: Minutes) -> None:
    """Everything but the signatures, in the language being spoken."""
    _write_head(writer, minutes)
    write_roll(writer, minutes)
    _write_approval(writer, minutes)
    appendices = appendices_to(minutes.paragraphs)
    _write_contents(writer, minutes, appendices)
    for paragraph in minutes.paragraphs:
        write_paragraph(writer, paragraph, appendices)
    _write_end(writer, minutes, appendices)


def value(minutes: Minutes) -> Attached:
    """The minutes as data, to lie in the file: exactly the text whose fingerprint is printed."""
    return Attached(
        "protokoll.json",
        _("Protokollet i maskinläsbar form"),
        "application/json",
        as_json(minutes).encode("utf-8", "replace"),
    )


def _title(minutes: Minutes) -> str:
    return _("Omedelbart justerade paragrafer") if minutes.immediate else _("Protokoll")


def front(minutes: Minutes) -> Front:
    """What the file says of itself."""
    when, title = days(minutes.sittings), _title(minutes)
    parts = [minutes.council, f"{title} {when}", range_words(minutes.range)]
    return Front(
        title=f"{title} – {minutes.council} {when}",
        author=minutes.host or minutes.council,
        subject=title,
        language=minutes.language,
        running_head=" · ".join(part for part in parts if part),
    )


def _write_head(writer: Writer, minutes: Minutes) -> None:
    writer.line(minutes.council, LEAD)
    writer.heading(1, _title(minutes), style=H1)
    writer.line(
        _(
            "%(days)s · Möte %(number)s/%(year)s",
            days=days(minutes.sittings),
            number=minutes.number,
            year=minutes.year,
        ),
        LEAD,
    )
    if minutes.immediate:
        writer.line(
            _(
                "Här står bara de paragrafer som justeras omedelbart. Hela protokollet från mötet justeras "
                "för sig."
            )
        )
    writer.space(10)
    writer.facts(
        [
            (_("Tid"), times(minutes.sittings)),
            (_("Form"), form_sentence(minutes.kind, minutes.form)),
            (_("Plats"), minutes.place),
            (_("Ordförande"), minutes.chair),
            (_("Sekreterare"), minutes.secretary),
            (_("Paragrafer"), range_words(minutes.range)),
        ]
    )


def _write_approval(writer: Writer, minutes: Minutes) -> None:
    writer.room(110)
    writer.heading(2, _("Justering"), place="approval")
    approval = minutes.approval
    writer.facts(
        [
            (_("Justerare"), listed(list(approval.elected))),
            (_("Paragrafer"), range_words(minutes.range)),
            (_("Plats"), approval.place or _("Digitalt")),
            (_("Senast"), date_long(approval.due_on) if approval.due_on else ""),
            (_("Texten godkänd"), date_long(approval.agreed_on) if approval.agreed_on else ""),
        ]
    )
    writer.space(3)
    if approval.note:
        writer.prose(approval.note)
    writer.line(_("Protokollet justeras elektroniskt. Sist i dokumentet står vilka som skriver under."), SIDE)


def _write_contents(writer: Writer, minutes: Minutes, appendices: list[Appendix]) -> None:
    if len(minutes.paragraphs) < 2:
        return
    numbers = {paragraph.number: paragraph_number(paragraph.number) for paragraph in minutes.paragraphs}
    style = hanging(CELL, numbers.values())
    writer.room(90)
    writer.heading(2, _("Innehåll"), place="contents")
    with writer.part("TOC"):
        for paragraph in minutes.paragraphs:
            writer.contents_line(
                numbers[paragraph.number],
                text.shortened(paragraph.title, 250),
                kind_word(paragraph),
                place=paragraph_place(paragraph.number),
                style=style,
            )
        for appendix in appendices:
            writer.contents_line("", appendix.title, "", place=appendix.place, style=style)


def _write_end(writer: Writer, minutes: Minutes, appendices: list[Appendix]) -> None:
    attached = [
        f"{paragraph_number(paragraph.number)}: {title}"
        for paragraph in minutes.paragraphs
        for title in paragraph.attachments
    ]
    attached += [appendix.title for appendix in appendices]
    if attached:
        writer.heading(2, _("Bilagor"), place="attachments")
        writer.items(attached)
    if minutes.recipients:
        writer.heading(2, _("Protokollet skickas till"), place="recipients")
        writer.items(minutes.recipients)
    if minutes.standing_note:
        writer.space(8)
        writer.line(minutes.standing_note, SIDE)
    for appendix in appendices:
        write_appendix(writer, appendix)
