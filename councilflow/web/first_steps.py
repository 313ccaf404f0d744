"""What is left to do before a council can meet, in words, and where one does it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from councilflow.i18n import LazyText
from councilflow.i18n import lazy_gettext as _l
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
_BY_ADMINISTRATOR = frozenset({FirstStep.ORGANISATIONS, FirstStep.PEOPLE, FirstStep.COUNCIL, FirstStep.GROUP})


@dataclass(frozen=True, slots=True)
class Line:
    words: str
    done: bool
    url: str


@dataclass(frozen=True, slots=True)
class Checklist:
    council_id: int | None
    council: str
    lines: list[Line]

    @property
    def next(self) -> Line | None:
        return next((line for line in self.lines if not line.done), None)


def unfinished(progress: Iterable[Progress], viewer: Viewer) -> list[Checklist]:
    """A checklist for every council that is not ready for its first meeting yet."""
    return [
        Checklist(
            one.council_id,
            one.council,
            [Line(str(_WORDS[step]), step in one.done, _url(step, one, viewer)) for step in FirstStep],
        )
        for one in progress
        if not one.is_complete
    ]


def _url(step: FirstStep, one: Progress, viewer: Viewer) -> str:
    """Where the step is taken; empty when it is not the viewer's or its time has not come."""
    if step in _BY_ADMINISTRATOR and not viewer.is_administrator:
        return ""
    if step is FirstStep.ORGANISATIONS:
        return url_for("administration.organisations")
    if step is FirstStep.PEOPLE:
        return url_for("administration.people_list")
    if step is FirstStep.COUNCIL:
        return url_for("administration.new_council")
    if one.council_id is None:
        return ""
    if step is FirstStep.PLAN:
        return url_for("councils.plan", council_id=one.council_id)
    if step is FirstStep.MEETING:
        plans = Act.MANAGE_COUNCIL in viewer.acts_in(one.council_id)
        return url_for("meetings.new", council_id=one.council_id) if plans else ""
    return url_for("councils.manage", council_id=one.council_id)
