"""The places of the minutes that come straight from the record: their names, and what stands there."""

from __future__ import annotations

from councilflow.documents.attendance import presence_words, recusal_words, serving_words
from councilflow.i18n import gettext as _
from councilflow.process.minutes import Minutes, Paragraph
from councilflow.services.minutes.places import (
    ATTENDANCE,
    DISSENTS,
    OUTCOME,
    RECUSALS,
    WHOLE,
    place_of,
)
from councilflow.services.minutes.record import Rows
from councilflow.words import word


def place_names(items: Rows) -> dict[str, str]:
    """What each place is called: "Utfallet, § 70"."""
    names = {ATTENDANCE: _("Vem som var med")}
    for item in items:
        number = item.number or item.position
        names[place_of(item.id, OUTCOME)] = _("Utfallet, § %(number)s", number=number)
        names[place_of(item.id, DISSENTS)] = _("Begärt till protokollet, § %(number)s", number=number)
        names[place_of(item.id, RECUSALS)] = _("Jäv, § %(number)s", number=number)
        names[place_of(item.id, WHOLE)] = _("Hela § %(number)s", number=number)
    return names


def attendance_lines(minutes: Minutes) -> str:
    """Who was there and how, a line for each."""
    return "\n".join(
        ", ".join(
            part for part in (one.name, one.organisation, presence_words(one), serving_words(one)) if part
        )
        for one in minutes.attendance
    )


def paragraph_lines(paragraph: Paragraph) -> dict[str, str]:
    """What stands at the places of a §; a place where nothing stands is not there."""
    stated = [word(paragraph.outcome, paragraph.called) + ".", paragraph.wording]
    found = {
        OUTCOME: "\n".join(part for part in stated if part),
        DISSENTS: "\n\n".join(f"{one.person or one.organisation}: {one.text}" for one in paragraph.dissents),
        RECUSALS: "\n".join(recusal_words(one) for one in paragraph.recusals),
    }
    return {place: text for place, text in found.items() if text}
