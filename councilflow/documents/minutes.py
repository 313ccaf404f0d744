"""The minutes as a file: everything of F.1, in its order, ready to be signed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from councilflow.documents import text
from councilflow.documents.finish import Attached, finish
from councilflow.documents.flowables import ContentsLine
from councilflow.documents.gate import approve
from councilflow.documents.layout import BODY, CELL, H1, LEAD, NAME, SIDE, Front, Writer
from councilflow.documents.paragraph import kind_word, paragraph_number, write_paragraph
from councilflow.i18n import clock, date_long, listed, speaking, weekday_date
from councilflow.i18n import gettext as _
from councilflow.process.councils import Category, Office, Side
from councilflow.process.meeting import PRESENT, MeetingForm, MeetingKind, Presence, SignatoryRole
from councilflow.process.minutes import Attendance, Minutes, Range, Signatory, as_json, fingerprint


def as_pdf(minutes: Minutes, *, now: datetime) -> bytes:
    """The minutes as PDF/A-3a and PDF/UA-1, in their own language, with an empty field for each signatory.

    The field of a signatory is named by its `key`. The value itself is attached as JSON. `now` (aware) is the
    creation date; the same minutes and the same `now` give the same bytes. RuleBroken("document-not-approved")
    when the finished file does not pass the gate.
    """
    with speaking(minutes.language):
        writer = Writer(_front(minutes))
        _write_head(writer, minutes)
        _write_attendance(writer, minutes)
        _write_approval(writer, minutes)
        _write_contents(writer, minutes)
        for paragraph in minutes.paragraphs:
            write_paragraph(writer, paragraph)
        _write_end(writer, minutes)
        _write_signatures(writer, minutes)
        value = Attached(
            "protokoll.json",
            _("Protokollet i maskinläsbar form"),
            "application/json",
            as_json(minutes).encode("utf-8", "replace"),
        )
        return approve(finish(writer.drawn(), now=now, attached=value))


def unprintable(minutes: Minutes) -> list[str]:
    """The characters in the minutes that no face of the document can draw; they are printed as [?]."""
    return text.lost("".join(_strings(minutes)))


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings(item)
    elif is_dataclass(value):
        for part in fields(value):
            yield from _strings(getattr(value, part.name))


def _front(minutes: Minutes) -> Front:
    days = _days(minutes)
    parts = [minutes.council, _("Protokoll %(days)s", days=days), _range(minutes.range)]
    return Front(
        title=_("Protokoll – %(council)s %(days)s", council=minutes.council, days=days),
        author=minutes.host or minutes.council,
        subject=_("Protokoll"),
        language=minutes.language,
        running_head=" · ".join(part for part in parts if part),
    )


def _days(minutes: Minutes) -> str:
    return listed([date_long(sitting.day) for sitting in minutes.sittings])


def _range(numbers: Range | None) -> str:
    if numbers is None:
        return ""
    if numbers.first == numbers.last:
        return paragraph_number(numbers.first)
    return _("§ %(first)s–%(last)s", first=numbers.first, last=numbers.last)


def _forms() -> dict[MeetingForm, str]:
    return {
        MeetingForm.DIGITAL: _("Digitalt möte"),
        MeetingForm.PHYSICAL: _("Möte på plats"),
        MeetingForm.HYBRID: _("Möte på plats och digitalt"),
    }


def _kinds() -> dict[MeetingKind, str]:
    return {
        MeetingKind.REGULAR: _("Ordinarie möte"),
        MeetingKind.EXTRA: _("Extra möte"),
        MeetingKind.PLANNING: _("Strategiskt planeringsmöte"),
    }


def _write_head(writer: Writer, minutes: Minutes) -> None:
    writer.line(minutes.council, LEAD)
    writer.heading(1, _("Protokoll"), style=H1)
    writer.line(
        _(
            "%(days)s · Möte %(number)s/%(year)s",
            days=_days(minutes),
            number=minutes.number,
            year=minutes.year,
        ),
        LEAD,
    )
    writer.space(10)
    times = [
        _(
            "%(day)s kl. %(begins)s–%(ends)s",
            day=weekday_date(sitting.day),
            begins=clock(sitting.begins),
            ends=clock(sitting.ends),
        )
        + (f"\n{sitting.note}" if sitting.note else "")
        for sitting in minutes.sittings
    ]
    writer.facts(
        [
            (_("Tid"), "\n".join(times)),
            (_("Form"), f"{_kinds()[minutes.kind]}. {_forms()[minutes.form]}."),
            (_("Plats"), minutes.place),
            (_("Ordförande"), minutes.chair),
            (_("Sekreterare"), minutes.secretary),
            (_("Paragrafer"), _range(minutes.range)),
        ]
    )


def _groups() -> list[tuple[str, tuple[Category, ...], bool]]:
    """The headings of the roll (F.1, 3), the categories under each, and whether they are serving substitutes."""
    return [
        (_("Ledamöter"), (Category.MEMBER,), False),
        (_("Tjänstgörande ersättare"), (Category.SUBSTITUTE,), True),
        (_("Ersättare"), (Category.SUBSTITUTE,), False),
        (_("Adjungerade"), (Category.ADJUNCT,), False),
        (_("Funktioner med yttranderätt"), (Category.SPEAKING_FUNCTION,), False),
        (_("Deltagande aktörer"), (Category.ACTOR,), False),
        (_("Sekreterare"), (Category.SECRETARY,), False),
        (_("Övriga"), (Category.OBSERVER, Category.OFFICIAL, Category.PREPARER), False),
    ]


def _write_attendance(writer: Writer, minutes: Minutes) -> None:
    writer.heading(2, _("Närvarande"), place="present")
    for heading, categories, serving in _groups():
        here = [
            person
            for person in minutes.attendance
            if person.category in categories
            and person.presence in PRESENT
            and (person.category is not Category.SUBSTITUTE or bool(person.serving_for) is serving)
        ]
        _write_group(writer, heading, here)
    _write_presenters(writer, minutes)
    away = [person for person in minutes.attendance if person.presence not in PRESENT]
    _write_group(writer, _("Frånvarande"), away)


def _write_group(writer: Writer, heading: str, people: list[Attendance]) -> None:
    if not people:
        return
    writer.room(70)
    writer.heading(3, heading)
    writer.table(
        [_("Namn"), _("Organisation"), _("Uppdrag"), _("Deltog")],
        [[_name(person), person.organisation, _role(person), _presence(person)] for person in people],
        [52, 48, 38, 30],
    )


def _name(person: Attendance) -> str:
    return f"{person.name} ({person.party})" if person.party else person.name


def _role(person: Attendance) -> str:
    offices = {Office.CHAIR: _("ordförande"), Office.VICE_CHAIR: _("vice ordförande")}
    sides = {Side.MAJORITY: _("majoritet"), Side.OPPOSITION: _("opposition")}
    told = [person.function]
    if person.office:
        told.append(offices[person.office])
    if person.side:
        told.append(sides[person.side])
    if person.serving_for:
        told.append(_("för %(name)s", name=person.serving_for))
    return ", ".join(part for part in told if part)


def _presence(person: Attendance) -> str:
    words = {
        Presence.ON_SITE: _("på plats"),
        Presence.REMOTE: _("på distans"),
        Presence.ABSENT: _("frånvarande"),
        Presence.EXCUSED: _("anmält förhinder"),
    }
    ranges = listed([_range(numbers) for numbers in person.paragraphs])
    return f"{words[person.presence]}, {ranges}" if ranges else words[person.presence]


def _write_presenters(writer: Writer, minutes: Minutes) -> None:
    rows = [
        [presenter.name, presenter.organisation, presenter.title, paragraph_number(paragraph.number)]
        for paragraph in minutes.paragraphs
        for presenter in paragraph.presenters
    ]
    if rows:
        writer.room(70)
        writer.heading(3, _("Föredragande"))
        writer.table([_("Namn"), _("Organisation"), _("Titel"), _("Paragraf")], rows, [52, 48, 38, 30])


def _write_approval(writer: Writer, minutes: Minutes) -> None:
    writer.room(110)
    writer.heading(2, _("Justering"), place="approval")
    approval = minutes.approval
    writer.facts(
        [
            (_("Justerare"), listed(list(approval.elected))),
            (_("Paragrafer"), _range(minutes.range)),
            (_("Plats"), approval.place or _("Digitalt")),
            (_("Senast"), date_long(approval.due_on) if approval.due_on else ""),
        ]
    )
    writer.space(3)
    writer.line(_("Protokollet justeras med elektroniska underskrifter, som står sist i dokumentet."), SIDE)


def _write_contents(writer: Writer, minutes: Minutes) -> None:
    if not minutes.paragraphs:
        return
    writer.room(90)
    writer.heading(2, _("Innehåll"), place="contents")
    with writer.part("TOC") as contents:
        for paragraph in minutes.paragraphs:
            words = f"{paragraph_number(paragraph.number)}  {paragraph.title}"
            element = contents.child("TOCI").child("Reference").child("Link", alternative=text.plain(words))
            title = writer.piece(words, CELL, within=element)
            element.kids.clear()  # the line is one mark: the link itself carries it
            place = f"paragraph-{paragraph.number}"
            writer.add(ContentsLine(title, kind_word(paragraph.kind), place, element))


def _write_end(writer: Writer, minutes: Minutes) -> None:
    attached = [
        f"{paragraph_number(paragraph.number)}: {title}"
        for paragraph in minutes.paragraphs
        for title in paragraph.attachments
    ]
    if attached:
        writer.heading(2, _("Bilagor"), place="attachments")
        writer.items(attached)
    if minutes.recipients:
        writer.heading(2, _("Protokollet skickas till"), place="recipients")
        writer.items(minutes.recipients)
    if minutes.standing_note:
        writer.space(8)
        writer.line(minutes.standing_note, SIDE)


def _roles() -> dict[SignatoryRole, str]:
    return {
        SignatoryRole.SECRETARY: _("Sekreterare"),
        SignatoryRole.CHAIR: _("Ordförande"),
        SignatoryRole.ELECTED: _("Justerare"),
    }


def _write_signatures(writer: Writer, minutes: Minutes) -> None:
    if not minutes.signatories:
        return
    writer.room(260)
    writer.heading(2, _("Underskrifter"), place="signatures")
    writer.line(
        _(
            "Protokollet skrivs under elektroniskt. Underskrifterna ligger i filen och visar vem som skrev under, "
            "när, och att texten inte har ändrats sedan dess. De är inte kvalificerade underskrifter."
        ),
        BODY,
    )
    writer.space(6)
    for signatory in minutes.signatories:
        _write_signatory(writer, signatory)
    print_ = fingerprint(minutes)
    fours = " ".join(print_[at : at + 4] for at in range(0, len(print_), 4))
    writer.line(_("Innehållets fingeravtryck (SHA-256): %(fingerprint)s", fingerprint=fours), SIDE)


def _write_signatory(writer: Writer, signatory: Signatory) -> None:
    role = _roles()[signatory.role]
    label = _("Underskrift: %(role)s %(name)s", role=role.lower(), name=signatory.name)
    writer.signature(
        signatory.key, label, [(role, SIDE), (signatory.name, NAME), (signatory.organisation, SIDE)]
    )
