"""What the pages about meetings read: rows from Core queries, the same number of them at any size."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    bindparam,
    cast,
    func,
    null,
    or_,
    select,
    tuple_,
    union_all,
)

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Attachment,
    Body,
    Dissent,
    LateChange,
    Meeting,
    MinutesDocument,
    Plan,
    PlanNode,
    Presenter,
    Question,
    Signatory,
    SignedFile,
    StrategyLink,
    Submission,
)
from councilflow.models.base import UtcDateTime
from councilflow.process.meeting import MeetingState
from councilflow.services.preparation.room import own_drafts
from councilflow.services.visibility import Viewer, meetings_for, meetings_that_invite, submissions_for

Rows = Sequence[Any]
"""Rows with the columns that each function names."""

PAGE = 20
"""Meetings on one page of those that have been."""

_LISTED = (
    Meeting.id,
    Meeting.council_id,
    Meeting.kind,
    Meeting.form,
    Meeting.state,
    Meeting.starts_at,
    Meeting.ends_at,
    Meeting.number,
    Meeting.title,
    Meeting.is_joint,
    Body.name.label("council"),
    Body.time_zone,
)


def coming(viewer: Viewer, *, now: datetime) -> Rows:
    """The meetings of the own councils that are not over, the nearest first; none that is cancelled."""
    return db.session.execute(
        _listed(viewer)
        .where(Meeting.ends_at >= now, Meeting.state != MeetingState.CANCELLED)
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(50)
    ).all()


def called_off(viewer: Viewer, *, now: datetime) -> Rows:
    """The meetings that would be still to come and are cancelled, the nearest first."""
    return db.session.execute(
        _listed(viewer)
        .where(Meeting.ends_at >= now, Meeting.state == MeetingState.CANCELLED)
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(20)
    ).all()


def past(viewer: Viewer, *, now: datetime, before: tuple[datetime, int] | None = None) -> Rows:
    """The meetings that have been, the latest first; `before` is (starts_at, id) of the last one seen.

    Gives one row more than `PAGE` when there are older ones still.
    """
    query = _listed(viewer).where(Meeting.ends_at < now)
    if before is not None:
        query = query.where(tuple_(Meeting.starts_at, Meeting.id) < tuple_(*before))
    return db.session.execute(
        query.order_by(Meeting.starts_at.desc(), Meeting.id.desc()).limit(PAGE + 1)
    ).all()


def _listed(viewer: Viewer) -> Any:
    """Those of the own councils, and those that invite the viewer alone, once they are out (A55)."""
    return (
        select(*_LISTED)
        .join(Body, Body.id == Meeting.council_id)
        .where(or_(meetings_for(viewer), meetings_that_invite(viewer)))
    )


def _rows(statement: Any, **facts: Any) -> Rows:
    """Straight from the connection: the statements are made once, and no ORM stands in their way. The rows
    are plain named tuples, whose fields a template finds ten times as fast as those of the driver's rows."""
    result = db.session.connection().execute(statement, facts)
    return list(map(_shape(*result.keys())._make, result.all()))


@cache
def _shape(*names: str) -> Any:
    return namedtuple("Found", names)


_MEETING = bindparam("meeting_id", type_=Integer)
_PERSON = bindparam("person_id", type_=Integer)
_SIGNS = (
    select(Signatory.role)
    .where(Signatory.meeting_id == Meeting.id, Signatory.person_id == _PERSON)
    .limit(1)
    .correlate(Meeting)
)
_SIGNED = (
    select(SignedFile.id)
    .where(
        SignedFile.document_id == MinutesDocument.id,
        SignedFile.person_id == _PERSON,
        SignedFile.superseded.is_(False),
    )
    .limit(1)
    .correlate(MinutesDocument)
)
_UNTOLD = (
    select(func.count(LateChange.item_id.distinct()))
    .where(LateChange.meeting_id == Meeting.id, LateChange.told_at.is_(None))
    .correlate(Meeting)
)
_OTHER = Body.__table__.alias("other")
"""The narrower council that the meeting's own includes (A54)."""
_HEAD = (
    select(
        *_LISTED,
        Meeting.nights,
        Meeting.place,
        Meeting.link,
        Meeting.version,
        Meeting.prepared_at,
        Meeting.set_at,
        Meeting.invited_at,
        Meeting.cancelled_at,
        Meeting.cancel_reason,
        Meeting.opened_at,
        Meeting.closed_at,
        Body.includes_id,
        Body.kind.label("council_kind"),
        func.coalesce(Meeting.minutes_profile, Body.minutes_profile).label("minutes_profile"),
        Body.short_name,
        Body.cost_rule,
        _OTHER.c.name.label("other"),
        _OTHER.c.short_name.label("other_short_name"),
        Body.invitation_days,
        Body.preparation_days,
        Body.draft_days,
        Body.signing_days,
        MinutesDocument.state.label("minutes_state"),
        MinutesDocument.signed_at,
        _SIGNS.scalar_subquery().label("signs_as"),
        _SIGNED.scalar_subquery().label("has_signed"),
        _UNTOLD.scalar_subquery().label("untold"),
    )
    .join(Body, Body.id == Meeting.council_id)
    .outerjoin(_OTHER, _OTHER.c.id == Body.includes_id)
    .outerjoin(MinutesDocument, MinutesDocument.meeting_id == Meeting.id)
    .where(Meeting.id == _MEETING)
)


_HEAD_ALONE = _HEAD.add_columns(null().label("own_drafts"), null().label("handed_in"))


def head(meeting_id: int, council_id: int, viewer: Viewer, *, while_preparing: bool = True) -> Any:
    """The meeting itself, its council, where its minutes are, and what the viewer has to do with them.

    `own_drafts` and `handed_in` are the stamps by which a page seen before is known to be unchanged; they
    matter only while organisations prepare.
    """
    statement = _HEAD.add_columns(*_stamps(viewer, council_id)) if while_preparing else _HEAD_ALONE
    return _rows(statement, meeting_id=meeting_id, person_id=viewer.person_id)[0]


def _stamps(viewer: Viewer, council_id: int) -> tuple[Any, Any]:
    here = select(AgendaItem.id).where(AgendaItem.meeting_id == Meeting.id).correlate(Meeting)
    own = own_drafts(viewer, council_id).subquery()
    drafts = select(func.sum(own.c.version)).where(own.c.item_id.in_(here))
    copies = select(func.sum(Submission.version)).where(
        Submission.item_id.in_(here), submissions_for(viewer, council_id)
    )
    return (
        drafts.correlate(Meeting).scalar_subquery().label("own_drafts"),
        copies.correlate(Meeting).scalar_subquery().label("handed_in"),
    )


def _count(kind: type[StrategyLink] | type[Question] | type[Presenter]) -> Any:
    counted = select(func.count()).select_from(kind).where(kind.item_id == AgendaItem.id)
    return counted.correlate(AgendaItem).scalar_subquery()


_ITEMS_SHOWN = (
    select(
        AgendaItem.id,
        AgendaItem.number,
        AgendaItem.kind,
        AgendaItem.standing,
        AgendaItem.title,
        AgendaItem.minutes,
        AgendaItem.outcome,
        AgendaItem.of_council_id,
        AgendaItem.is_secret,
        AgendaItem.secrecy_section,
        AgendaItem.changed_at,
        AgendaItem.withdrawn_kind,
        _count(Presenter).label("presenters"),
    )
    .where(AgendaItem.meeting_id == _MEETING)
    .order_by(AgendaItem.position, AgendaItem.id)
)
_ITEMS = _ITEMS_SHOWN.add_columns(
    (AgendaItem.background != "").label("has_background"),
    (AgendaItem.strategy_sentence != "").label("has_sentence"),
    (AgendaItem.proposal != "").label("has_proposal"),
    (AgendaItem.consultation != "").label("has_consultation"),
    AgendaItem.answers_by,
    AgendaItem.is_prepared,
    _count(StrategyLink).label("links"),
    _count(Question).label("questions"),
)
_STRATEGY = (
    select(StrategyLink.item_id, PlanNode.title, PlanNode.level, Plan.short_title)
    .join(AgendaItem, AgendaItem.id == StrategyLink.item_id)
    .join(PlanNode, PlanNode.id == StrategyLink.node_id)
    .join(Plan, Plan.id == PlanNode.plan_id)
    .where(AgendaItem.meeting_id == _MEETING)
    .order_by(StrategyLink.id)
)
_ATTACHMENTS = (
    select(
        Attachment.item_id,
        Attachment.id,
        Attachment.title,
        Attachment.media_type,
        Attachment.size,
        Attachment.is_secret,
    )
    .join(AgendaItem, AgendaItem.id == Attachment.item_id)
    .where(AgendaItem.meeting_id == _MEETING, Attachment.replaced_by_id.is_(None))
    .order_by(Attachment.position, Attachment.id)
)
_DISSENTS = (
    select(Dissent.item_id, Dissent.organisation, Dissent.person)
    .join(AgendaItem, AgendaItem.id == Dissent.item_id)
    .where(AgendaItem.meeting_id == _MEETING)
    .order_by(Dissent.id)
)


def items(meeting_id: int, *, while_open: bool = True) -> Rows:
    """The agenda in order: id, number, kind, standing, title, minutes, outcome, is_secret, secrecy_section,
    changed_at, withdrawn_kind, presenters, and `while_open` how much of its documents each item has
    (has_background, has_sentence, has_proposal, has_consultation, answers_by, links, questions)."""
    return _rows(_ITEMS if while_open else _ITEMS_SHOWN, meeting_id=meeting_id)


def strategy(meeting_id: int) -> Rows:
    """What the items link to: item_id, title and level of the node, short_title of its plan."""
    return _rows(_STRATEGY, meeting_id=meeting_id)


def attachments(meeting_id: int) -> Rows:
    """The files beside the items: item_id, id, title, media_type, size in bytes, is_secret."""
    return _rows(_ATTACHMENTS, meeting_id=meeting_id)


def dissents(meeting_id: int) -> Rows:
    """Whose views stand in the minutes: item_id, organisation, person (empty for an organisation's own)."""
    return _rows(_DISSENTS, meeting_id=meeting_id)


def prepared(meeting_id: int, council_id: int, viewer: Viewer) -> Rows:
    """How far the preparation is, as far as the viewer may know: item_id, drafts (of the own organisation),
    submissions, and how many of these are older than the own draft (changed)."""
    here = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id)
    drafts = own_drafts(viewer, council_id).subquery()
    own = select(
        drafts.c.item_id,
        drafts.c.organisation_id,
        drafts.c.updated_at.label("drafted_at"),
        _none().label("submitted_at"),
    ).where(drafts.c.item_id.in_(here))
    handed_in = select(
        Submission.item_id,
        Submission.organisation_id,
        _none().label("drafted_at"),
        Submission.submitted_at,
    ).where(submissions_for(viewer, council_id), Submission.item_id.in_(here))
    both = union_all(own, handed_in).subquery()
    each = (
        select(
            both.c.item_id,
            both.c.organisation_id,
            func.max(both.c.drafted_at).label("drafted_at"),
            func.max(both.c.submitted_at).label("submitted_at"),
        )
        .group_by(both.c.item_id, both.c.organisation_id)
        .subquery()
    )
    return db.session.execute(
        select(
            each.c.item_id,
            func.count(each.c.drafted_at).label("drafts"),
            func.count(each.c.submitted_at).label("submissions"),
            func.count().filter(each.c.drafted_at > each.c.submitted_at).label("changed"),
        ).group_by(each.c.item_id)
    ).all()


def _none() -> ColumnElement[datetime]:
    """No instant, of the type that both databases want to see in the other half of a union."""
    return cast(null(), UtcDateTime)
