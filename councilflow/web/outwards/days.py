"""The days that what is said outwards has to keep, in words, and where one sees to them."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for

from councilflow.i18n import gettext as _
from councilflow.services.outwards.due import Due, Kind

_WORDS: dict[Kind, Callable[[Due], str]] = {
    Kind.HEARING: lambda one: _("Svara på remissen %(title)s", title=one.title),
    Kind.TELLING: lambda one: _("Berätta: %(title)s", title=one.title[:120]),
    Kind.PLACE: lambda one: _("Uppdraget i %(title)s tar slut", title=one.title),
}


def in_words(one: Due) -> str:
    return _WORDS[one.kind](one)


def address_of(one: Due) -> str:
    """The page where one sees to it; everybody in the council may open it."""
    if one.kind is Kind.HEARING:
        return url_for("outwards.hearing", council_id=one.council_id, hearing_id=one.id)
    if one.kind is Kind.PLACE:
        return url_for("outwards.representation", council_id=one.council_id, representation_id=one.id)
    return url_for("outwards.communication", council_id=one.council_id, year=one.on.year)
