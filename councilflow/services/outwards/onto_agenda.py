"""What the council wants to say outwards is put before it as an item to agree on (A40, A97)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.models import AdvocacyIssue, AgendaItem, Body, Meeting, Person, Statement
from councilflow.process.agenda import ItemKind
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.process.plans.values import AdvocacyState
from councilflow.services import agenda, journal
from councilflow.services.agenda import Draft
from councilflow.services.outwards import said
from councilflow.words import word

OPEN = (MeetingState.PREPARING, MeetingState.PREPARED)
"""The meetings whose agenda still takes new items."""


def meetings_of(council_id: int, *, now: datetime) -> Sequence[Any]:
    """The coming meetings that an item can be put on, the nearest first: id, starts_at."""
    return db.session.execute(
        select(Meeting.id, Meeting.starts_at)
        .where(Meeting.council_id == council_id, Meeting.state.in_(OPEN), Meeting.starts_at >= now)
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(30)
    ).all()


def put_statement(statement: Statement, meeting: Meeting, *, by: Person, now: datetime) -> AgendaItem:
    """A statement on an agenda, with its text as the proposal; it rests on that item from now on. The meeting
    is held by who calls. RuleBroken: meeting-of-another-council, statement-has-item, statement-without-text,
    and those of `agenda.add`."""
    _check_of(meeting, statement.body_id)
    db.session.refresh(statement, with_for_update=True)
    if statement.item_id is not None:
        raise RuleBroken("statement-has-item")
    if not statement.text.strip():
        raise RuleBroken("statement-without-text")
    council = db.session.get_one(Body, statement.body_id)
    with speaking(council.document_language):
        background = _("Mottagare: %(who)s", who=statement.addressee)
        proposal = _(
            "Rådet ställer sig bakom följande text och lämnar den till %(who)s.", who=statement.addressee
        )
    item = agenda.add(
        meeting,
        Draft(
            title=statement.title,
            kind=ItemKind.STANDPOINT,
            registry_no=statement.registry_no,
            background=background,
            proposal=f"{proposal}\n\n{statement.text}",
            node_ids=said.nodes_of(statement),
        ),
        by=by,
        now=now,
    )
    statement.item_id = item.id
    statement.version += 1
    facts = {"item": item.id}
    journal.note("statement-proposed", by=by, now=now, meeting=meeting, about=statement.title, after=facts)
    db.session.flush()
    return item


def put_agenda(council: Body, meeting: Meeting, *, by: Person, now: datetime) -> AgendaItem:
    """The påverkansagenda itself on an agenda (A97); every question that rests on nothing yet rests on that
    item. The meeting is held by who calls. RuleBroken: meeting-of-another-council, agenda-has-no-question,
    and those of `agenda.add`."""
    _check_of(meeting, council.id)
    issues = db.session.scalars(
        select(AdvocacyIssue)
        .where(AdvocacyIssue.body_id == council.id, AdvocacyIssue.state != AdvocacyState.ENDED)
        .order_by(AdvocacyIssue.position, AdvocacyIssue.id)
    ).all()
    if not issues:
        raise RuleBroken("agenda-has-no-question")
    with speaking(council.document_language):
        title = _("Påverkansagenda")
        proposal = _("Rådet ställer sig bakom följande frågor och driver dem tillsammans.")
        lines = [_line(place, one) for place, one in enumerate(issues, 1)]
    nodes = list(dict.fromkeys(node for one in issues for node in said.nodes_of(one)))
    item = agenda.add(
        meeting,
        Draft(
            title=title,
            kind=ItemKind.STANDPOINT,
            proposal="\n".join([proposal, "", *lines]),
            node_ids=nodes,
        ),
        by=by,
        now=now,
    )
    for one in issues:
        one.item_id = one.item_id or item.id
    facts = {"item": item.id}
    journal.note("advocacy-proposed", by=by, now=now, meeting=meeting, about=title, after=facts)
    db.session.flush()
    return item


def _line(place: int, one: AdvocacyIssue) -> str:
    message = " ".join(one.message.split())
    return (
        f"{place}. {one.title} ({word(one.target_level)}): {message}" if message else f"{place}. {one.title}"
    )


def _check_of(meeting: Meeting, council_id: int) -> None:
    if meeting.council_id != council_id:
        raise RuleBroken("meeting-of-another-council")
