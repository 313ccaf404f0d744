"""Who was there, by category in the order of F.1, who presented what, and who was away."""

from __future__ import annotations

from collections.abc import Sequence

from councilflow.documents.attendance import presence_words, serving_words
from councilflow.documents.layout import Writer
from councilflow.documents.paragraph_numbers import numbers_words
from councilflow.documents.words import presenter_line
from councilflow.i18n import gettext as _
from councilflow.i18n import weekday_date
from councilflow.process.councils import Category, Office
from councilflow.process.meeting import PRESENT
from councilflow.process.minutes import Attendance, Minutes, Presenter
from councilflow.words import group_word, word

_FEW = 4
"""Below this many people a part of the roll is a list."""


def write_roll(writer: Writer, minutes: Minutes) -> None:
    """The attendance list; one for each day when the roll was called on several (A61)."""
    if not minutes.attendance and not any(paragraph.presenters for paragraph in minutes.paragraphs):
        return
    days = [sitting for sitting in minutes.sittings if sitting.attendance]
    if not days:
        writer.heading(2, _("Närvarande"), place="present")
        _write_list(writer, minutes.attendance)
        _write_presenters(writer, minutes)
        _write_away(writer, minutes.attendance)
        return
    for number, sitting in enumerate(days, start=1):
        place = "present" if number == 1 else f"present-{number}"
        writer.heading(2, _("Närvarande %(day)s", day=weekday_date(sitting.day)), place=place)
        _write_list(writer, sitting.attendance)
        _write_away(writer, sitting.attendance)
    _write_presenters(writer, minutes)


def _write_list(writer: Writer, people: Sequence[Attendance]) -> None:
    for heading, categories, serving in _groups():
        here = [
            person
            for person in people
            if person.category in categories
            and person.presence in PRESENT
            and (person.category is not Category.SUBSTITUTE or bool(person.serving_for) is serving)
        ]
        _write_group(writer, heading, here)


def _write_away(writer: Writer, people: Sequence[Attendance]) -> None:
    away = [person for person in people if person.presence not in PRESENT]
    _write_group(writer, _("Frånvarande"), away)


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
        [[_name(person), person.organisation, _role(person), presence_words(person)] for person in people],
        [56, 42, 34, 36],
    )


def _told(person: Attendance) -> str:
    parts = (_name(person), person.organisation, _role(person), presence_words(person))
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
    told.append(serving_words(person))
    return ", ".join(part for part in told if part)


def _write_presenters(writer: Writer, minutes: Minutes) -> None:
    """Each presenter once, with the paragraphs."""
    presented: dict[Presenter, list[int]] = {}
    for paragraph in minutes.paragraphs:
        for presenter in paragraph.presenters:
            presented.setdefault(presenter, []).append(paragraph.number)
    writer.labelled_items(
        _("Föredragande"),
        [f"{presenter_line(who)}, {numbers_words(where)}" for who, where in presented.items()],
    )
