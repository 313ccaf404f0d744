"""What is left to do before a council can meet, in words, and where one does it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for

from councilflow.i18n import LazyText
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.process.councils import BodyKind, Category, Office
from councilflow.process.rights import Act
from councilflow.services.first_steps import FirstStep, Progress
from councilflow.services.visibility import Viewer

_WORDS: dict[FirstStep, LazyText] = {
    FirstStep.ORGANISATIONS: _l("Lägg till organisationerna som möts"),
    FirstStep.PEOPLE: _l("Lägg till personerna som ska ha platser"),
    FirstStep.COUNCIL: _l("Skapa det första rådet"),
    FirstStep.SECRETARY: _l("Ge rådet en sekreterare"),
    FirstStep.CHAIR: _l("Ge rådet en ordförande"),
    FirstStep.MEMBERS: _l("Ge organisationerna sina ledamöter"),
    FirstStep.GROUP: _l("Skapa beredningsgruppen och ge den platser"),
    FirstStep.PLAN: _l("Skriv in strategins mål och fokusområden"),
    FirstStep.MEETING: _l("Planera första mötet"),
}
_SEATS: dict[FirstStep, dict[str, Any]] = {
    FirstStep.SECRETARY: {"category": Category.SECRETARY},
    FirstStep.CHAIR: {"office": Office.CHAIR},
}
"""What is chosen from the start in the form of a seat."""
_BY_ADMINISTRATOR = frozenset({FirstStep.ORGANISATIONS, FirstStep.PEOPLE, FirstStep.COUNCIL})


@dataclass(frozen=True, slots=True)
class Line:
    words: str
    done: bool
    url: str
    """Where the viewer takes the step; empty when it is another's, or its time has not come."""
    whose: str
    """Who takes it, when it is another's."""


@dataclass(frozen=True, slots=True)
class Checklist:
    council_id: int | None
    council: str
    lines: list[Line]

    @property
    def next(self) -> Line | None:
        """The first step left that the viewer can take."""
        return next((line for line in self.lines if line.url and not line.done), None)


def unfinished(progress: Iterable[Progress], viewer: Viewer) -> list[Checklist]:
    """A checklist for every council that is not ready for its first meeting yet."""
    return [
        Checklist(one.council_id, one.council, [_line(step, one, viewer) for step in FirstStep])
        for one in progress
        if not one.is_complete
    ]


def _line(step: FirstStep, one: Progress, viewer: Viewer) -> Line:
    whose = _whose(step, one, viewer)
    return Line(str(_WORDS[step]), step in one.done, "" if whose else _url(step, one), whose)


def _whose(step: FirstStep, one: Progress, viewer: Viewer) -> str:
    """Only the secretary plans a meeting, only an administrator keeps the register."""
    if step is FirstStep.MEETING and one.council_id is not None:
        plans = Act.MANAGE_COUNCIL in viewer.acts_in(one.council_id)
        return "" if plans else _("Sekreteraren gör det.")
    is_administrators = step in _BY_ADMINISTRATOR and not viewer.is_administrator
    return _("Den som administrerar gör det.") if is_administrators else ""


def _url(step: FirstStep, one: Progress) -> str:
    if step in _OF_REGISTER:
        return url_for(_OF_REGISTER[step])
    if one.council_id is None:
        return ""
    if step is FirstStep.GROUP and one.group_id is None:
        kind = BodyKind.PREPARATORY_GROUP
        return url_for("councils.new_group", council_id=one.council_id, kind=kind)
    if step is FirstStep.PLAN:
        return url_for("councils.plan", council_id=one.council_id)
    if step is FirstStep.MEETING:
        return url_for("meetings.new", council_id=one.council_id)
    chosen: dict[str, Any] = _SEATS.get(step, {})
    if step is not FirstStep.GROUP:
        return url_for("councils.new_seat", council_id=one.council_id, body_id=one.council_id, **chosen)
    # A group that only prepares has its pages at the council; any other has pages of its own.
    at = one.council_id if one.group_kind is BodyKind.PREPARATORY_GROUP else one.group_id
    return url_for("councils.new_seat", council_id=at, body_id=one.group_id)


_OF_REGISTER = {
    FirstStep.ORGANISATIONS: "administration.organisations",
    FirstStep.PEOPLE: "administration.people_list",
    FirstStep.COUNCIL: "administration.new_council",
}
