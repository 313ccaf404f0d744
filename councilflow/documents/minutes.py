"""The minutes as a file: everything of F.1, in its order, ready to be signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from councilflow.documents import text
from councilflow.documents.finish import Attached, finish
from councilflow.documents.flowables import ContentsLine
from councilflow.documents.gate import approve
from councilflow.documents.layout import BODY, CELL, H1, LEAD, NAME, SIDE, Writer
from councilflow.documents.paragraph import paragraph_number, write_paragraph
from councilflow.documents.sheet import Front
from councilflow.documents.words import days, form_sentence, presenter_line, times
from councilflow.i18n import date_long, listed, speaking
from councilflow.i18n import gettext as _
from councilflow.process.councils import Category, Office
from councilflow.process.meeting import PRESENT, Presence
from councilflow.process.minutes import Attendance, Minutes, Presenter, Range, Signatory
from councilflow.process.values import as_json, fingerprint
from councilflow.words import group_word, word

_FEW = 4
"""Below this many people a part of the roll is a list."""


def as_pdf(minutes: Minutes, *, now: datetime) -> bytes:
    """The minutes as PDF/A-3a and PDF/UA-1, in their own language, with an empty field for each signatory.

    The field of a signatory is named by its `key`. The value itself is attached as JSON. `now` (aware) is
    the creation date; the same minutes and the same `now` give the same bytes. A file that does not pass the
    gate raises RuleBroken("document-not-approved").
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
        write_signatures(writer, minutes.signatories, fingerprint(minutes))
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
    when = days(minutes.sittings)
    parts = [minutes.council, _("Protokoll %(days)s", days=when), _range(minutes.range)]
    return Front(
        title=_("Protokoll – %(council)s %(days)s", council=minutes.council, days=when),
        author=minutes.host or minutes.council,
        subject=_("Protokoll"),
        language=minutes.language,
        running_head=" · ".join(part for part in parts if part),
    )


def _range(numbers: Range | None) -> str:
    if numbers is None:
        return ""
    if numbers.first == numbers.last:
        return paragraph_number(numbers.first)
    return _("§ %(first)s–%(last)s", first=numbers.first, last=numbers.last).replace(" ", "\u00a0")


def _write_head(writer: Writer, minutes: Minutes) -> None:
    writer.line(minutes.council, LEAD)
    writer.heading(1, _("Protokoll"), style=H1)
    writer.line(
        _(
            "%(days)s · Möte %(number)s/%(year)s",
            days=days(minutes.sittings),
            number=minutes.number,
            year=minutes.year,
        ),
        LEAD,
    )
    writer.space(10)
    writer.facts(
        [
            (_("Tid"), times(minutes.sittings)),
            (_("Form"), form_sentence(minutes.kind, minutes.form)),
            (_("Plats"), minutes.place),
            (_("Ordförande"), minutes.chair),
            (_("Sekreterare"), minutes.secretary),
            (_("Paragrafer"), _range(minutes.range)),
        ]
    )


def _groups() -> list[tuple[str, tuple[Category, ...], bool]]:
    """The headings of the roll (F.1, 3), what belongs under each, and whether substitutes are serving."""
    return [
        (group_word(Category.MEMBER), (Category.MEMBER,), False),
        (_("Tjänstgörande ersättare"), (Category.SUBSTITUTE,), True),
        (group_word(Category.SUBSTITUTE), (Category.SUBSTITUTE,), False),
        (group_word(Category.ADJUNCT), (Category.ADJUNCT,), False),
        (group_word(Category.SPEAKING_FUNCTION), (Category.SPEAKING_FUNCTION,), False),
        (group_word(Category.ACTOR), (Category.ACTOR,), False),
        (group_word(Category.SECRETARY), (Category.SECRETARY,), False),
        (group_word(Category.OBSERVER), (Category.OBSERVER, Category.OFFICIAL, Category.PREPARER), False),
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
    """A heading of the roll with a table, or with a plain list when there are few."""
    if not people:
        return
    if len(people) < _FEW:
        writer.labelled_items(heading, [_told(person) for person in people])
        return
    writer.room(70)
    writer.heading(3, heading)
    writer.table(
        [_("Namn"), _("Organisation"), _("Uppdrag"), _("Deltog")],
        [[_name(person), person.organisation, _role(person), _presence(person)] for person in people],
        [58, 46, 36, 28],
    )


def _told(person: Attendance) -> str:
    parts = (_name(person), person.organisation, _role(person), _presence(person))
    return ", ".join(part for part in parts if part)


def _name(person: Attendance) -> str:
    return f"{person.name}\u00a0({person.party})" if person.party else person.name


def _role(person: Attendance) -> str:
    offices = {Office.CHAIR: _("ordförande"), Office.VICE_CHAIR: _("vice ordförande")}
    told = [person.function]
    if person.office:
        told.append(offices[person.office])
    if person.side:
        told.append(word(person.side))
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
    """Each presenter once, with the paragraphs."""
    presented: dict[Presenter, list[str]] = {}
    for paragraph in minutes.paragraphs:
        for presenter in paragraph.presenters:
            presented.setdefault(presenter, []).append(paragraph_number(paragraph.number))
    writer.labelled_items(
        _("Föredragande"), [f"{presenter_line(who)}, {listed(where)}" for who, where in presented.items()]
    )


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
            words = f"{paragraph_number(paragraph.number)} {text.shortened(paragraph.title, 250)}"
            element = contents.child("TOCI").child("Reference").child("Link", alternative=text.plain(words))
            title = writer.piece(words, CELL, within=element)
            element.kids.clear()  # the line is one mark: the link itself carries it
            place = f"paragraph-{paragraph.number}"
            writer.add(ContentsLine(title, word(paragraph.kind), place, element))


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


def write_signatures(writer: Writer, signatories: Sequence[Signatory], print_: str) -> None:
    """The page of signatures. `print_` is the fingerprint of what is signed, in hexadecimal."""
    if not signatories:
        return
    writer.room(260)
    writer.heading(2, _("Underskrifter"), place="signatures")
    writer.line(
        _(
            "Protokollet skrivs under elektroniskt. Underskrifterna ligger i filen och visar vem som skrev "
            "under, när, och att texten inte har ändrats sedan dess. De är inte kvalificerade underskrifter."
        ),
        BODY,
    )
    writer.space(6)
    for signatory in signatories:
        _write_signatory(writer, signatory)
    fours = " ".join(print_[at : at + 4] for at in range(0, len(print_), 4))
    writer.line(_("Innehållets fingeravtryck (SHA-256): %(fingerprint)s", fingerprint=fours), SIDE)


def _write_signatory(writer: Writer, signatory: Signatory) -> None:
    role = word(signatory.role)
    label = _("Underskrift: %(role)s %(name)s", role=role.lower(), name=signatory.name)
    writer.signature(
        signatory.key, label, [(role, SIDE), (signatory.name, NAME), (signatory.organisation, SIDE)]
    )
