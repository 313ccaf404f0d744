"""The pool of issues as a list: who sees what of it, and what becomes of each (A65, A72)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Body, Issue, IssueNode, Organisation, StrategyLink
from councilflow.process.agenda import IssueState
from councilflow.process.councils import BodyKind
from councilflow.services.plans import choosing
from councilflow.services.searching import about
from councilflow.services.visibility import Viewer, issues_for

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for; empty: everything."""

    words: str = ""
    state: IssueState | None = None
    organisation_id: int | None = None
    council_id: int | None = None
    area_id: int | None = None
    """A node of a plan: what links to it, or to anything below it, as a proposal or on an agenda."""

    @property
    def is_all(self) -> bool:
        return self == Wanted()


@dataclass(frozen=True, slots=True)
class Page:
    issues: Sequence[Any]
    count: int
    """Of all that was looked for, on every page."""
    number: int
    last: int


def listed(viewer: Viewer, wanted: Wanted, *, page: int = 1) -> Page:
    """The issues the viewer may see, newest first, by two statements: id, title, state, proposed_at, answer,
    rests_until, organisation, council, council_id."""
    which = (issues_for(viewer), *_filters(wanted))
    count = db.session.scalar(select(func.count(Issue.id)).where(*which)) or 0
    last = max(1, -(-count // PAGE))
    number = min(max(page, 1), last)
    rows = db.session.execute(
        select(
            Issue.id,
            Issue.title,
            Issue.state,
            Issue.proposed_at,
            Issue.answer,
            Issue.rests_until,
            Issue.council_id,
            Organisation.name.label("organisation"),
            Body.name.label("council"),
        )
        .join(Body, Body.id == Issue.council_id)
        .outerjoin(Organisation, Organisation.id == Issue.organisation_id)
        .where(*which)
        .order_by(Issue.proposed_at.desc(), Issue.id.desc())
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    ).all()
    return Page(rows, count, number, last)


def _filters(wanted: Wanted) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if wanted.words.split():
        filters.append(about(wanted.words, Issue.title, Issue.challenge, Issue.why, Issue.background))
    if wanted.state is not None:
        filters.append(Issue.state == wanted.state)
    if wanted.organisation_id is not None:
        filters.append(Issue.organisation_id == wanted.organisation_id)
    if wanted.council_id is not None:
        filters.append(Issue.council_id == wanted.council_id)
    if wanted.area_id is not None:
        within = choosing.below(wanted.area_id)
        on_agenda = (
            select(AgendaItem.issue_id)
            .join(StrategyLink, StrategyLink.item_id == AgendaItem.id)
            .where(StrategyLink.node_id.in_(within))
        )
        proposed = select(IssueNode.issue_id).where(IssueNode.node_id.in_(within))
        filters.append(or_(Issue.id.in_(on_agenda), Issue.id.in_(proposed)))
    return filters


def organisations(viewer: Viewer) -> Sequence[Any]:
    """Those whose issues the viewer sees, by name: id, name."""
    mine = select(Issue.organisation_id).where(issues_for(viewer), Issue.organisation_id.is_not(None))
    return db.session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.id.in_(mine))
        .order_by(Organisation.name)
    ).all()


def councils(viewer: Viewer) -> Sequence[Any]:
    """The bodies whose issues the viewer sees, by name: id, name."""
    mine = select(Issue.council_id).where(issues_for(viewer))
    return db.session.execute(select(Body.id, Body.name).where(Body.id.in_(mine)).order_by(Body.name)).all()


def areas(viewer: Viewer) -> list[Any]:
    """The areas of plans that the viewer can look by: those offered in the councils of the issues."""
    found: dict[str, Any] = {}
    for council_id in sorted(viewer.councils)[:5]:
        for place in choosing.offer_places(council_id):
            found.setdefault(place.value, place)
    return list(found.values())


def open_to(viewer: Viewer, proposing: Sequence[int]) -> Sequence[Any]:
    """Where the viewer can put a case, by name: the councils of `proposing`, and their working committees,
    on whose list any member municipality can put one (B2.4). id, name."""
    if not proposing:
        return []
    committee = (Body.kind == BodyKind.WORKING_COMMITTEE) & Body.council_id.in_(proposing)
    return db.session.execute(
        select(Body.id, Body.name)
        .where((Body.id.in_(proposing) | committee) & Body.closed_on.is_(None))
        .order_by(Body.name)
    ).all()
