"""The blueprint of what the council says outwards, and the line of its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, current_app, g, url_for

from councilflow import i18n
from councilflow.documents.paragraph_numbers import paragraph_of_year
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import AdvocacyIssue, Statement
from councilflow.process.rights import Act
from councilflow.services.outwards import said
from councilflow.services.outwards.said import Resting
from councilflow.services.plans import choosing as chosen
from councilflow.web.access import answers_here, can, viewer
from councilflow.web.fields import choices
from councilflow.web.pages import Link

bp = Blueprint("outwards", __name__)

_WAYS = (
    ("outwards.index", _l("Översikt")),
    ("outwards.hearings", _l("Remisser")),
    ("outwards.statements", _l("Yttranden")),
    ("outwards.advocacy", _l("Påverkansagenda")),
    ("outwards.communication", _l("Kommunikation")),
    ("outwards.representations", _l("Representation")),
    ("outwards.uptake", _l("I kommunernas planer")),
)


@bp.before_request
def _section() -> None:
    g.section = "councils"


def ways(council_id: int, current: str) -> list[Link]:
    """Links to everything that the council says outwards; `current` is the endpoint of this page."""
    there = current_app.view_functions
    return [
        Link(url_for(endpoint, council_id=council_id), str(label), is_current=endpoint == current)
        for endpoint, label in _WAYS
        if endpoint in there
    ]


@dataclass(frozen=True, slots=True)
class Around:
    """What a page of something said has around its text."""

    resting: Resting | None
    words: str
    links: Any


def around(one: Statement | AdvocacyIssue) -> Around:
    resting = said.rests_on(one, viewer())
    words = resting_words(resting) if resting else ""
    return Around(resting, words, chosen.links(said.nodes_of(one), viewer()))


def resting_item(item_id: int | None) -> tuple[Resting | None, str]:
    """An item that a row points at, as far as the viewer reads it, and its words."""
    found = said.item(item_id, viewer()) if item_id else None
    return found, resting_words(found) if found else ""


def resting_words(one: Resting) -> str:
    """§ 6/2026 Gemensam vuxenutbildning, as the register names it; by its day before it has a paragraph."""
    if one.number:
        return f"{paragraph_of_year(one.number, one.day.year)} {one.title}"
    return f"{i18n.date_long(one.day)}: {one.title}"


def standpoint_choices(council_id: int, kept: int | None) -> Any:
    offered = said.standpoints_of(council_id, kept=kept)
    return choices([("", _("Inget ännu")), *((one.item_id, resting_words(one)) for one in offered)])


def keeps() -> bool:
    """Whether the viewer keeps what the council says outwards."""
    return can(Act.MANAGE_COUNCIL)


def reads_drafts() -> bool:
    """Whether the viewer reads drafts here: who prepares, and the secretary of the council and its groups."""
    return can(Act.READ_DRAFT, Act.MANAGE_COUNCIL)


def reads_this_draft() -> bool:
    """Whether the viewer reads the hearing or the statement in the address while it is a draft: who reads
    drafts, and whoever is responsible for it."""
    return reads_drafts() or answers_here()


def or_404(found: Any) -> Any:
    return found if found is not None else abort(404)


def chosen_number(value: Any) -> int | None:
    """What a list of choices gives: a number, or nothing. ValueError for anything else."""
    return int(value) if value else None
