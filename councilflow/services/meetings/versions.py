"""A meeting's version: it rises with everything that the meeting's page shows.

Whoever has seen a version need not be sent the page again. The session itself watches what is written, so
that no step can forget it; only what is written past the session, by Core, calls `touch`. What an
organisation prepares at home is not watched: a private draft leaves no trace that others can see (H.5).

When what raised a version is committed, those who follow meetings are told, in this process at once and on
PostgreSQL in the others as well; the message says no more than that something has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, event, func, or_, select, update
from sqlalchemy.orm import Session, SessionTransaction

from councilflow.extensions import db
from councilflow.models import (
    Adjournment,
    AgendaItem,
    Amendment,
    Attachment,
    Attendance,
    Base,
    Body,
    Dissent,
    ExtraInvitee,
    Invitation,
    Invitee,
    ItemTime,
    Meeting,
    MinutesDocument,
    MinutesReview,
    Motion,
    NumberSeries,
    Plan,
    PlanNode,
    PresenceChange,
    Presenter,
    Question,
    Recusal,
    Seat,
    Service,
    Signatory,
    SignedFile,
    SpeakerRequest,
    StrategyLink,
    Vote,
    VoteCount,
)
from councilflow.process.meeting import COMING, MeetingState

CHANNEL = "councilflow_meetings"
"""Where PostgreSQL tells other processes that the version of some meeting has risen."""

Ids = list[int]
Touched = Callable[[Ids], ColumnElement[bool]]


def touch(meeting: Meeting | int) -> None:
    """Let the version of a meeting rise, for what the session does not see."""
    meeting_id = meeting if isinstance(meeting, int) else meeting.id
    _rise(db.session(), [Meeting.id == meeting_id])


def _rise(session: Session, conditions: Iterable[ColumnElement[bool]]) -> None:
    session.execute(
        update(Meeting).where(or_(*conditions)).values(version=Meeting.version + 1),
        execution_options={"synchronize_session": False},
    )
    if "has_risen" not in session.info and session.connection().dialect.name == "postgresql":
        session.execute(select(func.pg_notify(CHANNEL, "")))  # heard when, and only when, this is committed
    session.info["has_risen"] = True


_heard_by: list[Callable[[], None]] = []


def woken_by(wake: Callable[[], None]) -> None:
    """Call `wake` after each commit of this process with which a version has risen; it must not take long."""
    _heard_by.append(wake)


@event.listens_for(Session, "after_commit")
def _tell(session: Session) -> None:
    if session.info.pop("has_risen", False):
        for wake in _heard_by:
            wake()


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        session.info.pop("has_risen", None)


def _of(*selected: Select[int]) -> ColumnElement[bool]:
    return or_(*(Meeting.id.in_(ids) for ids in selected))


def _by_item(ids: Ids) -> ColumnElement[bool]:
    return _of(select(AgendaItem.meeting_id).where(AgendaItem.id.in_(ids)))


def _by_item_begun(ids: Ids) -> ColumnElement[bool]:
    """Before a meeting opens, what is asked into its minutes is known at home and to those who prepare."""
    return _by_item(ids) & Meeting.state.in_((MeetingState.ONGOING, MeetingState.HELD))


def _by_vote(ids: Ids) -> ColumnElement[bool]:
    of_votes = select(AgendaItem.meeting_id).join(Vote, Vote.item_id == AgendaItem.id)
    return _of(of_votes.where(Vote.id.in_(ids)))


def _by_document(ids: Ids) -> ColumnElement[bool]:
    return _of(select(MinutesDocument.meeting_id).where(MinutesDocument.id.in_(ids)))


def _by_invitation(ids: Ids) -> ColumnElement[bool]:
    return _of(select(Invitation.meeting_id).where(Invitation.id.in_(ids)))


def _by_node(column: Any) -> Touched:
    return lambda ids: _of(
        select(AgendaItem.meeting_id)
        .join(StrategyLink, StrategyLink.item_id == AgendaItem.id)
        .join(PlanNode, PlanNode.id == StrategyLink.node_id)
        .where(column.in_(ids))
    )


def _coming(ids: Ids) -> ColumnElement[bool]:
    """The meetings that a change of seats or numbers still reaches, in the wider council as well (A54)."""
    wide = select(Body.id).where(Body.includes_id.in_(ids))
    return or_(Meeting.council_id.in_(ids), Meeting.council_id.in_(wide)) & (Meeting.state.in_(COMING))


_WATCHED: dict[type[Base], tuple[str, Touched]] = {
    Meeting: ("id", Meeting.id.in_),
    AgendaItem: ("meeting_id", Meeting.id.in_),
    StrategyLink: ("item_id", _by_item),
    Question: ("item_id", _by_item),
    Attachment: ("item_id", _by_item),
    Presenter: ("item_id", _by_item),
    Dissent: ("item_id", _by_item_begun),
    ItemTime: ("item_id", _by_item),
    Adjournment: ("meeting_id", Meeting.id.in_),
    PresenceChange: ("meeting_id", Meeting.id.in_),
    Service: ("meeting_id", Meeting.id.in_),
    Recusal: ("item_id", _by_item),
    SpeakerRequest: ("item_id", _by_item),
    Amendment: ("item_id", _by_item),
    Motion: ("item_id", _by_item),
    Vote: ("item_id", _by_item),
    VoteCount: ("vote_id", _by_vote),
    Attendance: ("meeting_id", Meeting.id.in_),
    ExtraInvitee: ("meeting_id", Meeting.id.in_),
    Signatory: ("meeting_id", Meeting.id.in_),
    Invitation: ("meeting_id", Meeting.id.in_),
    Invitee: ("invitation_id", _by_invitation),
    MinutesDocument: ("meeting_id", Meeting.id.in_),
    MinutesReview: ("document_id", _by_document),
    SignedFile: ("document_id", _by_document),
    Plan: ("id", _by_node(PlanNode.plan_id)),
    PlanNode: ("id", _by_node(PlanNode.id)),
    Body: ("id", Meeting.council_id.in_),
    Seat: ("body_id", _coming),
    NumberSeries: ("council_id", _coming),
}
"""For each table the page draws on: the column that leads to meetings, and which meetings it means."""


@event.listens_for(Session, "after_flush")
def _watch(session: Session, _context: object) -> None:
    changed: dict[type[Base], set[int]] = {}
    written = [*session.new, *session.deleted, *(row for row in session.dirty if session.is_modified(row))]
    for row in written:
        if (kind := type(row)) in _WATCHED:
            changed.setdefault(kind, set()).add(getattr(row, _WATCHED[kind][0]))
    if changed:
        _rise(session, [_WATCHED[kind][1](sorted(ids)) for kind, ids in changed.items()])
