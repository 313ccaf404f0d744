"""What the pages about items read, by Core queries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Attachment,
    Body,
    Dissent,
    Issue,
    Meeting,
    Organisation,
    Plan,
    PlanNode,
    Presenter,
    Question,
    StrategyLink,
)
from councilflow.process.agenda import ISSUE_STEPS, IssueStep
from councilflow.process.councils import BodyKind
from councilflow.process.meeting import AGENDA_OPEN, MeetingState
from councilflow.services.agenda.files import is_late
from councilflow.services.meetings.of_council import meetings_of
from councilflow.services.numbering import place_on_agenda
from councilflow.services.plans.access import plans_for
from councilflow.services.visibility import Viewer, agendas_for

Rows = Sequence[Any]
"""Rows with the columns that each function names."""

POOL = [state for state, step in ISSUE_STEPS if step is IssueStep.PUT_ON_AGENDA]
"""The states from which an issue can go to the agenda."""


def item(item_id: int) -> Any:
    """One item with its meeting and council, and its place on the agenda
    (place, from 1; headings are not counted)."""
    narrower = Body.__table__.alias("narrower")
    return db.session.execute(
        select(
            *AgendaItem.__table__.c,
            place_on_agenda().label("place"),
            Meeting.state.label("meeting_state"),
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.nights,
            Body.name.label("council"),
            Body.time_zone,
            Body.advisory,
            Meeting.council_id,
            Meeting.is_joint,
            Body.kind.label("council_kind"),
            func.coalesce(Meeting.minutes_profile, Body.minutes_profile).label("minutes_profile"),
            Body.short_name,
            Body.includes_id,
            narrower.c.short_name.label("other_short_name"),
        )
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Body, Body.id == Meeting.council_id)
        .outerjoin(narrower, narrower.c.id == Body.includes_id)
        .where(AgendaItem.id == item_id)
    ).one()


def council_of(meeting_id: int) -> Any:
    """What a meeting's items are judged by: id, council_id, council_kind, includes_id, minutes_profile."""
    return db.session.execute(
        select(
            Meeting.id,
            Meeting.council_id,
            Body.kind.label("council_kind"),
            Body.includes_id,
            func.coalesce(Meeting.minutes_profile, Body.minutes_profile).label("minutes_profile"),
        )
        .join(Body, Body.id == Meeting.council_id)
        .where(Meeting.id == meeting_id)
    ).one()


def included(council_id: int | None) -> str:
    """The name of the council that another includes; empty when it includes none."""
    return db.session.scalar(select(Body.name).where(Body.id == council_id)) or "" if council_id else ""


def body_name(body_id: int | None) -> str:
    return db.session.scalar(select(Body.name).where(Body.id == body_id)) or ""


def groups(council_id: int, *, kept: int | None = None) -> Rows:
    """The groups of a council by name, which can recommend something (B1.13): id, name. `kept` is one that
    stands already, though it may be closed."""
    stands = Body.closed_on.is_(None) & (Body.council_id == council_id)
    return db.session.execute(
        select(Body.id, Body.name)
        .where(or_(stands, Body.id == kept), Body.kind != BodyKind.PREPARATORY_GROUP)
        .order_by(Body.name)
    ).all()


def parts(item_id: int, who: Viewer) -> dict[str, Rows]:
    """What belongs to an item: strategy (id, plan_id, title, level, plan, is_open: whether the viewer reads
    that plan), questions, presenters, attachments (each in its newest version)."""
    queries: dict[str, Any] = {
        "strategy": select(
            PlanNode.id,
            PlanNode.plan_id,
            PlanNode.title,
            PlanNode.level,
            Plan.short_title.label("plan"),
            plans_for(who).label("is_open"),
        )
        .join(StrategyLink, StrategyLink.node_id == PlanNode.id)
        .join(Plan, Plan.id == PlanNode.plan_id)
        .where(StrategyLink.item_id == item_id)
        .order_by(Plan.position, PlanNode.position, PlanNode.id),
        "questions": select(Question.id, Question.text)
        .where(Question.item_id == item_id)
        .order_by(Question.position),
        "presenters": select(Presenter.name, Presenter.title, Presenter.organisation)
        .where(Presenter.item_id == item_id)
        .order_by(Presenter.id),
        "attachments": select(
            Attachment.id,
            Attachment.title,
            Attachment.media_type,
            Attachment.size,
            Attachment.is_knowledge,
            Attachment.is_secret,
            Attachment.secrecy_section,
            Attachment.version,
            is_late().label("is_late"),
        )
        .join(AgendaItem, AgendaItem.id == Attachment.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(Attachment.item_id == item_id, Attachment.replaced_by_id.is_(None))
        .order_by(Attachment.position, Attachment.id),
    }
    return {name: db.session.execute(query).all() for name, query in queries.items()}


def dissents(item_id: int) -> Rows:
    """The views in the minutes of an item, word for word: kind, organisation, person, side, text."""
    return db.session.execute(
        select(Dissent.kind, Dissent.organisation, Dissent.person, Dissent.side, Dissent.text)
        .where(Dissent.item_id == item_id)
        .order_by(Dissent.id)
    ).all()


def earlier(who: Viewer, issue_id: int | None, item_id: int) -> Rows:
    """Where the same issue has been dealt with before, as far as the viewer reads it (A94): id, title,
    number, outcome, starts_at. What another council did with it is for its own members."""
    if issue_id is None:
        return []
    return db.session.execute(
        select(AgendaItem.id, AgendaItem.title, AgendaItem.number, AgendaItem.outcome, Meeting.starts_at)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItem.issue_id == issue_id,
            AgendaItem.id != item_id,
            Meeting.state == MeetingState.HELD,
            agendas_for(who),
        )
        .order_by(Meeting.starts_at.desc())
    ).all()


def pool(council_ids: Collection[int]) -> Rows:
    """The issues of these councils that an agenda can take: id, title, state, organisation, proposed_at."""
    return db.session.execute(
        select(Issue.id, Issue.title, Issue.state, Issue.proposed_at, Organisation.name.label("organisation"))
        .outerjoin(Organisation, Organisation.id == Issue.organisation_id)
        .where(Issue.council_id.in_(council_ids), Issue.state.in_(POOL))
        .order_by(Issue.proposed_at, Issue.id)
        .limit(100)
    ).all()


def open_meetings(council_id: int, *, now: datetime) -> Rows:
    """The coming meetings whose agenda is open, joint ones included: id, starts_at, time_zone, and the
    council_id and short_name of the council that holds the meeting."""
    return db.session.execute(
        select(Meeting.id, Meeting.starts_at, Meeting.council_id, Body.time_zone, Body.short_name)
        .join(Body, Body.id == Meeting.council_id)
        .where(meetings_of(council_id), Meeting.state.in_(AGENDA_OPEN), Meeting.ends_at >= now)
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()


def file(attachment_id: int) -> Any:
    """One attachment: file_name, media_type, sha256, is_secret (it or its item)."""
    return db.session.execute(
        select(
            Attachment.file_name,
            Attachment.media_type,
            Attachment.sha256,
            or_(Attachment.is_secret, AgendaItem.is_secret).label("is_secret"),
        )
        .join(AgendaItem, AgendaItem.id == Attachment.item_id)
        .where(Attachment.id == attachment_id)
    ).one()
