"""Substitutes in the place of members who are away, in the order the council has set (KL 5:17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from councilflow.extensions import db
from councilflow.models import Meeting, Person, Service
from councilflow.process import presence as rules
from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import PRESENT, MeetingState
from councilflow.services import attendance, journal
from councilflow.services.attendance import Found, Roll
from councilflow.services.desk.hold import hold_record
from councilflow.services.desk.presence import check_item, is_first, line_of, settle


@dataclass(frozen=True, slots=True)
class Vacant:
    """A member who is away now, nobody in the place yet, and who may serve: the first first."""

    member: Found
    stand_ins: list[Found]


def vacant(roll: Roll) -> list[Vacant]:
    """The members who are called and away, with the substitutes who are there and free."""
    open_now = [one for one in roll.services if one.until_item_id is None]
    filled = {one.member_id for one in open_now}
    busy = {one.substitute_id for one in open_now}
    there = {line.id for line in roll.lines if line.presence in PRESENT}
    return [
        Vacant(line, rules.stand_ins(line, roll.lines, there, busy))
        for line in roll.lines
        if line.category is Category.MEMBER
        and line.presence is not None
        and line.id not in there
        and line.id not in filled
    ]


def serve(
    meeting: Meeting,
    substitute_id: int,
    member_id: int,
    *,
    from_item_id: int | None = None,
    until_item_id: int | None = None,
    correction: str = "",
    by: Person,
    now: datetime,
) -> None:
    """Let a substitute serve for a member, from an item (None: the one on the table) until another one.

    For one item only, as when the member has a conflict of interest in it, name the next as `until_item_id`.
    After the meeting has closed, for a reason (`correction`), None as the first item is the very first.
    RuleBroken: those of `hold_record`, not-on-the-roll, not-on-the-agenda, not-a-substitute, not-a-member,
    substitute-not-there, already-serves, member-is-there.
    """
    hold_record(meeting, correction, by=by, now=now)
    is_over = meeting.state is MeetingState.HELD
    roll = attendance.read(meeting.id)
    substitute, member = line_of(roll, substitute_id), line_of(roll, member_id)
    check_item(roll, from_item_id)
    check_item(roll, until_item_id)
    first = from_item_id
    if first is None:
        first = (
            (roll.course[0].item if roll.course else None)
            if is_over
            else rules.on_the_table(now, roll.course)
        )
    _check_categories(substitute, member)
    if not is_over:
        _check_free(roll, substitute, member, first)
    db.session.add(
        Service(
            meeting_id=meeting.id,
            substitute_id=substitute.id,
            member_id=member.id,
            from_item_id=None if is_first(roll, first) else first,
            until_item_id=until_item_id,
            by_id=by.id,
            at=now,
        )
    )
    journal.note(
        "substitute-called",
        by=by,
        now=now,
        meeting=meeting,
        about=substitute.name,
        after={"serves_for": member.name}
        | ({"from-item": roll.numbers[first]} if first in roll.numbers else {}),
    )
    roll = settle(meeting, by=by, now=now)
    if is_over and not any(one.get(substitute.id) == member.id for one in roll.serving.values()):
        raise RuleBroken("never-served", name=substitute.name, member=member.name)


def relieve(
    service: Service,
    *,
    from_item_id: int | None = None,
    correction: str = "",
    by: Person,
    now: datetime,
) -> None:
    """Let a substitute serve no longer, from an item (None: the one on the table); one who has not served for
    any item never did. After the meeting has closed, for a reason, one who was put down by mistake never did
    either. RuleBroken: those of `hold_record`, not-on-the-agenda."""
    meeting = db.session.get_one(Meeting, service.meeting_id)
    hold_record(meeting, correction, by=by, now=now)
    db.session.refresh(service)
    roll = attendance.read(meeting.id)
    check_item(roll, from_item_id)
    last = from_item_id if from_item_id is not None else rules.on_the_table(now, roll.course)
    names = roll.by_id[service.substitute_id].name, roll.by_id[service.member_id].name
    never = from_item_id is None and meeting.state is MeetingState.HELD
    if last is None and service.until_item_id is None and not never:
        return
    if never or last == service.from_item_id or (service.from_item_id is None and is_first(roll, last)):
        db.session.delete(service)
    else:
        service.until_item_id = last
    journal.note(
        "substitute-relieved",
        by=by,
        now=now,
        meeting=meeting,
        about=names[0],
        before={"serves_for": names[1]},
        after={"from-item": roll.numbers[last]} if last in roll.numbers else {},
    )
    settle(meeting, by=by, now=now)


def _check_categories(substitute: Found, member: Found) -> None:
    if substitute.category is not Category.SUBSTITUTE:
        raise RuleBroken("not-a-substitute", name=substitute.name)
    if member.category is not Category.MEMBER:
        raise RuleBroken("not-a-member", name=member.name)


def _check_free(roll: Roll, substitute: Found, member: Found, item: int | None) -> None:
    """As things stand at the table now."""
    if substitute.presence not in PRESENT:
        raise RuleBroken("substitute-not-there", name=substitute.name)
    for one in roll.services:
        if one.until_item_id is None and substitute.id == one.substitute_id:
            raise RuleBroken("already-serves", name=substitute.name)
        if one.until_item_id is None and member.id == one.member_id:
            raise RuleBroken("already-serves", name=roll.by_id[one.substitute_id].name)
    if member.presence in PRESENT and member.id not in roll.recused.get(item or 0, ()):
        raise RuleBroken("member-is-there", name=member.name)
