"""What a document cannot show: the characters that no face has, each with where it stands.

They are printed as a visible mark. The secretary is told before anybody signs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from councilflow.documents import text
from councilflow.documents.paragraph_numbers import paragraph_number
from councilflow.i18n import gettext as _
from councilflow.process.minutes import Minutes


@dataclass(frozen=True, slots=True)
class Lost:
    """A character that no face can draw; `where` is told in the language being spoken."""

    letter: str
    where: str


def unprintable(minutes: Minutes) -> list[Lost]:
    """Every character of the minutes that no face of the document can draw, once for each place."""
    found = [Lost(letter, where) for where, words in _places(minutes) for letter in text.lost(words)]
    return list(dict.fromkeys(found))


def _places(minutes: Minutes) -> Iterator[tuple[str, str]]:
    """Every text of the minutes, and where it stands."""
    named = _names_of_parts()
    for part in fields(minutes):
        if part.name != "paragraphs":
            for words in _strings(getattr(minutes, part.name)):
                yield named.get(part.name, _("Inledningen")), words
    named = _names_within_paragraphs()
    for paragraph in minutes.paragraphs:
        for part in fields(paragraph):
            where = f"{paragraph_number(paragraph.number)}, {named.get(part.name, _('Rubrik'))}"
            for words in _strings(getattr(paragraph, part.name)):
                yield where, words


def _names_of_parts() -> dict[str, str]:
    return {
        "chair": _("Ordförande"),
        "secretary": _("Sekreterare"),
        "place": _("Plats"),
        "sittings": _("Tid"),
        "attendance": _("Närvarande"),
        "approval": _("Justering"),
        "signatories": _("Underskrifter"),
        "recipients": _("Protokollet skickas till"),
    }


def _names_within_paragraphs() -> dict[str, str]:
    return {
        "wording": _("Texten"),
        "shared_value": _("Gemensamt värde"),
        "strategy_links": _("Koppling till RUS"),
        "strategy_sentence": _("Koppling till RUS"),
        "background": _("Bakgrund"),
        "presenters": _("Föredragande"),
        "course": _("Behandling på mötet"),
        "discussion": _("Diskussion"),
        "override_reason": _("Avsteg från ordningen"),
        "dissents": _("Annan mening i protokollet"),
        "recusals": _("Jäv"),
        "formal_decisions": _("Formella beslut hos aktörerna"),
        "follow_up": _("Uppföljning"),
        "attachments": _("Bilagor"),
        "sent_to": _("Skickas till"),
    }


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings(item)
    elif is_dataclass(value):
        for part in fields(value):
            yield from _strings(getattr(value, part.name))
