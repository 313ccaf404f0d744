"""What is on the table: taking up an item, letting the meeting rest and go on (ajournering).

An item lies on the table as long as a stretch of its time is open. There is one such stretch at most in a
meeting, since everybody who begins or ends one holds the meeting first. A clock that was set back ends a
stretch where it began, never before.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Adjournment, AgendaItem, ItemTime, Meeting, Person, SpeakerRequest
from councilflow.process.agenda import ItemKind
from councilflow.process.errors import RuleBroken
from councilflow.services import journal, secrecy
from councilflow.services.desk.hold import hold_open


def take_up(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Put an item on the table; what lay there leaves it. An item that lies there already stays.

    RuleBroken: meeting-not-ongoing, meeting-rests, heading-not-taken-up.
    """
    meeting = item.meeting
    hold_open(meeting)
    if item.kind is ItemKind.HEADING:
        raise RuleBroken("heading-not-taken-up")
    if _rest(meeting) is not None:
        raise RuleBroken("meeting-rests")
    open_now = _open_stretch(meeting)
    if open_now is not None and open_now.item_id == item.id:
        return
    _end(open_now, now)
    db.session.add(ItemTime(item_id=item.id, begun_at=now))
    journal.note("item-taken-up", by=by, now=now, meeting=meeting, about=secrecy.title_outside(item))


def follow(recorded: AgendaItem, following_id: int, *, by: Person, now: datetime) -> None:
    """Let the table follow the record: the next item is taken up when the one just recorded lies there, or
    when nothing has yet. Whoever records something else than what lies there moves nothing, and a meeting
    that rests goes on resting. RuleBroken: meeting-not-ongoing."""
    meeting = recorded.meeting
    hold_open(meeting)
    lies = on_table(meeting.id)
    if _rest(meeting) is None and lies in (None, recorded.id):
        take_up(db.session.get_one(AgendaItem, following_id), by=by, now=now)


def on_table(meeting_id: int) -> int | None:
    """The id of the item that lies on the table."""
    return db.session.scalar(
        select(ItemTime.item_id)
        .join(AgendaItem, AgendaItem.id == ItemTime.item_id)
        .where(AgendaItem.meeting_id == meeting_id, ItemTime.ended_at.is_(None))
        .order_by(ItemTime.id.desc())
        .limit(1)
    )


def rests(meeting_id: int) -> bool:
    """Whether the meeting is adjourned now."""
    waiting = select(Adjournment.id).where(
        Adjournment.meeting_id == meeting_id, Adjournment.ended_at.is_(None)
    )
    return db.session.scalar(waiting.limit(1)) is not None


def clear(meeting: Meeting, now: datetime) -> None:
    """Nothing lies on the table and the meeting rests no longer, as when it closes. Who calls holds it."""
    _end(_open_stretch(meeting), now)
    rest = _rest(meeting)
    if rest is not None:
        rest.ended_at = max(rest.begun_at, now)


def take_off(meeting: Meeting, now: datetime) -> None:
    """Nothing lies on the table. Who calls holds the meeting."""
    _end(_open_stretch(meeting), now)


def adjourn(
    meeting: Meeting, *, until: datetime | None = None, reason: str = "", by: Person, now: datetime
) -> None:
    """Let the meeting rest, until an instant when one was said; while it rests, change what was said.

    RuleBroken: meeting-not-ongoing.
    """
    hold_open(meeting)
    rest, open_now = _rest(meeting), _open_stretch(meeting)
    if rest is None:
        rest = Adjournment(meeting_id=meeting.id, begun_at=now, by_id=by.id)
        rest.item_id = open_now.item_id if open_now else None
        db.session.add(rest)
    elif (rest.until, rest.reason) == (until, reason.strip()):
        return
    rest.until, rest.reason = until, reason.strip()
    _end(open_now, now)
    said = {"until": until.isoformat() if until else "", "reason": rest.reason}
    after = {name: value for name, value in said.items() if value}
    journal.note("meeting-adjourned", by=by, now=now, meeting=meeting, after=after)


def resume(meeting: Meeting, *, by: Person, now: datetime) -> None:
    """Go on, with the item that lay on the table. A meeting that does not rest goes on as it does.

    RuleBroken: meeting-not-ongoing.
    """
    hold_open(meeting)
    rest = _rest(meeting)
    if rest is None:
        return
    rest.ended_at = max(rest.begun_at, now)
    if rest.item_id is not None and _open_stretch(meeting) is None:
        db.session.add(ItemTime(item_id=rest.item_id, begun_at=now))
    journal.note("meeting-resumed", by=by, now=now, meeting=meeting)


def _open_stretch(meeting: Meeting) -> ItemTime | None:
    return db.session.scalars(
        select(ItemTime)
        .join(AgendaItem, AgendaItem.id == ItemTime.item_id)
        .where(AgendaItem.meeting_id == meeting.id, ItemTime.ended_at.is_(None))
        .order_by(ItemTime.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).one_or_none()


def _rest(meeting: Meeting) -> Adjournment | None:
    return db.session.scalars(
        select(Adjournment)
        .where(Adjournment.meeting_id == meeting.id, Adjournment.ended_at.is_(None))
        .order_by(Adjournment.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).one_or_none()


def end_speeches(item_id: int, now: datetime) -> None:
    """Whoever has the floor on an item leaves it. Who calls holds the meeting."""
    held = select(SpeakerRequest).where(
        SpeakerRequest.item_id == item_id,
        SpeakerRequest.begun_at.is_not(None),
        SpeakerRequest.ended_at.is_(None),
    )
    for speech in db.session.scalars(held):
        if speech.begun_at is not None:
            speech.ended_at = max(speech.begun_at, now)


def _end(stretch: ItemTime | None, now: datetime) -> None:
    if stretch is not None:
        stretch.ended_at = max(stretch.begun_at, now)
        end_speeches(stretch.item_id, now)
