"""What those who prepare say to each other about the agenda, on an item or on the whole of it (A65).

Nobody else sees a word of it: a comment is no part of the agenda, raises no version and sends no mail. What
is unsettled stands on the first page of those who prepare.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import aliased

from councilflow.extensions import db
from councilflow.models import AgendaComment, AgendaItem, Meeting, Person
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import COMING
from councilflow.services.visibility import Viewer


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments on one item, or on the agenda as a whole, the first first."""

    item_id: int | None
    title: str
    comments: list[Any]

    @property
    def open(self) -> int:
        return sum(one.done_at is None for one in self.comments)


def say(
    meeting: Meeting, text: str, *, item_id: int | None = None, by: Person, now: datetime
) -> AgendaComment:
    """Say something about the agenda, or about one of its items. RuleBroken: comment-after-meeting,
    item-of-another-meeting."""
    _check_before(meeting)
    if item_id is not None and item_id not in {item.id for item in meeting.items}:
        raise RuleBroken("item-of-another-meeting")
    made = AgendaComment(meeting_id=meeting.id, item_id=item_id, person_id=by.id, text=text.strip(), at=now)
    db.session.add(made)
    db.session.flush()
    return made


def edit(comment: AgendaComment, text: str, *, by: Person, now: datetime) -> None:
    """Write one's own comment anew. RuleBroken: comment-is-not-yours, comment-after-meeting."""
    _check_own(comment, by)
    if comment.text != text.strip():
        comment.text, comment.edited_at = text.strip(), now


def remove(comment: AgendaComment, *, by: Person, now: datetime) -> None:
    """Take one's own comment away; it can be put back. RuleBroken: as `edit`."""
    _check_own(comment, by)
    comment.removed_at = comment.removed_at or now


def put_back(comment: AgendaComment, *, by: Person) -> None:
    """Put a comment back that one has taken away. RuleBroken: as `edit`."""
    _check_own(comment, by)
    comment.removed_at = None


def settle(comment: AgendaComment, *, by: Person, now: datetime) -> None:
    """Say that a comment has been dealt with; whoever prepares may. RuleBroken: comment-after-meeting."""
    _check_before(_meeting(comment))
    if comment.done_at is None:
        comment.done_at, comment.done_by_id = now, by.id


def reopen(comment: AgendaComment) -> None:
    """Say that it has not been dealt with after all. RuleBroken: comment-after-meeting."""
    _check_before(_meeting(comment))
    comment.done_at = comment.done_by_id = None


def _check_own(comment: AgendaComment, by: Person) -> None:
    if comment.person_id != by.id:
        raise RuleBroken("comment-is-not-yours")
    _check_before(_meeting(comment))


def _check_before(meeting: Meeting) -> None:
    if meeting.state not in COMING:
        raise RuleBroken("comment-after-meeting")


def _meeting(comment: AgendaComment) -> Meeting:
    return db.session.get_one(Meeting, comment.meeting_id)


def held(comment_id: int, meeting_id: int) -> AgendaComment | None:
    """A comment of this meeting, held for this transaction; None when there is none."""
    return db.session.scalar(
        select(AgendaComment)
        .where(AgendaComment.id == comment_id, AgendaComment.meeting_id == meeting_id)
        .with_for_update()
    )


def forget(item_id: int) -> None:
    """An item goes before anybody was invited: so does what was said about it."""
    db.session.execute(delete(AgendaComment).where(AgendaComment.item_id == item_id))


_SETTLER = aliased(Person)
_SHOWN = (
    select(
        AgendaComment.id,
        AgendaComment.item_id,
        AgendaComment.person_id,
        AgendaComment.text,
        AgendaComment.at,
        AgendaComment.edited_at,
        AgendaComment.done_at,
        Person.name.label("who"),
        _SETTLER.name.label("done_by"),
    )
    .join(Person, Person.id == AgendaComment.person_id)
    .outerjoin(_SETTLER, _SETTLER.id == AgendaComment.done_by_id)
    .where(AgendaComment.removed_at.is_(None))
    .order_by(AgendaComment.at, AgendaComment.id)
)


def on_item(item_id: int) -> Sequence[Any]:
    """What is said about one item: id, item_id, person_id, text, at, edited_at, done_at, who, done_by."""
    return db.session.execute(_SHOWN.where(AgendaComment.item_id == item_id)).all()


def on_meeting(meeting_id: int) -> list[Thread]:
    """Everything said about a meeting's agenda: the agenda as a whole first, then item by item in order."""
    rows = db.session.execute(_SHOWN.where(AgendaComment.meeting_id == meeting_id)).all()
    items = db.session.execute(
        select(AgendaItem.id, AgendaItem.title)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(AgendaItem.position, AgendaItem.id)
    ).all()
    found = [Thread(None, "", [row for row in rows if row.item_id is None])]
    found += [Thread(item.id, item.title, [row for row in rows if row.item_id == item.id]) for item in items]
    return [found[0], *(one for one in found[1:] if one.comments)]


def unsettled(meeting_id: int) -> dict[int | None, int]:
    """How many comments wait to be dealt with, by item; under None those on the agenda as a whole."""
    rows = db.session.execute(
        select(AgendaComment.item_id, func.count())
        .where(
            AgendaComment.meeting_id == meeting_id,
            AgendaComment.done_at.is_(None),
            AgendaComment.removed_at.is_(None),
        )
        .group_by(AgendaComment.item_id)
    )
    return {row[0]: row[1] for row in rows}


def by_others(viewer: Viewer, council_ids: Collection[int]) -> dict[int, int]:
    """How many comments of others wait in the coming meetings of these councils, by meeting."""
    rows = db.session.execute(
        select(AgendaComment.meeting_id, func.count())
        .join(Meeting, Meeting.id == AgendaComment.meeting_id)
        .where(
            Meeting.council_id.in_(council_ids),
            Meeting.state.in_(COMING),
            AgendaComment.person_id != viewer.person_id,
            AgendaComment.done_at.is_(None),
            AgendaComment.removed_at.is_(None),
        )
        .group_by(AgendaComment.meeting_id)
    )
    return {row[0]: row[1] for row in rows}
