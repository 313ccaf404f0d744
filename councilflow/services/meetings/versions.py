"""A meeting's version: it rises with everything that the meeting's page shows.

Whoever has seen a version need not be sent the page again. The session itself watches what is written, so
that no step can forget it; only what is written past the session, by Core, calls `touch`. What an
organisation prepares at home is not watched: a private draft leaves no trace that others can see (H.5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, event, or_, select, update
from sqlalchemy.orm import Session

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Attachment,
    Attendance,
    Base,
    Body,
    Dissent,
    ExtraInvitee,
    Invitation,
    Invitee,
    Meeting,
    MinutesDocument,
    MinutesReview,
    NumberSeries,
    Plan,
    PlanNode,
    Presenter,
    Question,
    Seat,
    Signatory,
    SignedFile,
    StrategyLink,
)
from councilflow.process.meeting import COMING

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


def _of(*selected: Select[int]) -> ColumnElement[bool]:
    return or_(*(Meeting.id.in_(ids) for ids in selected))


def _by_item(ids: Ids) -> ColumnElement[bool]:
    return _of(select(AgendaItem.meeting_id).where(AgendaItem.id.in_(ids)))


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
    Dissent: ("item_id", _by_item),
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
