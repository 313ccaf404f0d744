"""Who was there, as the minutes tell it: the lists, who came and went, who served, who had jäv (F.1, 3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Row

from councilflow.i18n import listed
from councilflow.process.meeting import PRESENT, SignatoryRole, local_date
from councilflow.process.minutes import (
    Adjournment,
    Attendance,
    Movement,
    Range,
    Recusal,
    Service,
    Signatory,
    Sitting,
)
from councilflow.process.roll import leading
from councilflow.services.attendance import Found, Roll
from councilflow.services.minutes.record import Record


def attendance(roll: Roll, day: date | None = None) -> tuple[Attendance, ...]:
    """The attendance list of the meeting or of a day, in the council's language, which is being spoken."""
    return tuple(_attendance(roll, line, day) for line in roll.lines)


def sittings(record: Record, note: str) -> tuple[Sitting, ...]:
    """When the meeting sat, in the council's time, with a list for each day whose roll was called (A61).

    A meeting over several days whose roll was called once tells of the first and the last, and of those on
    which it rested.
    """
    roll = record.roll
    first, last = record.days
    if first == last:
        whole = Sitting(day=first, begins=record.began_at.time(), ends=record.ended_at.time(), note=note)
        return (_with_rests(record, whole),)
    rested = [day for one in record.adjournments if (day := roll.day_of(one.begun_at))]
    days = sorted({first, last, *rested, *(roll.called_on if len(roll.called_on) > 1 else ())})
    return tuple(_with_rests(record, _sitting(record, day, note if day == first else "")) for day in days)


def recusals(roll: Roll, item_id: int) -> tuple[Recusal, ...]:
    return tuple(
        Recusal(
            name=roll.by_id[one.attendance_id].name,
            organisation=roll.by_id[one.attendance_id].organisation,
            reason=one.reason,
            left_at=_clock(roll, one.left_at),
            returned_at=_clock(roll, one.returned_at),
        )
        for one in roll.recusals
        if one.item_id == item_id
    )


def led_by(roll: Roll, item_id: int) -> str:
    """Who led the meeting for an item when the one who leads it was away or had jäv; otherwise nothing."""
    chair, leader = leading(roll.attended()), roll.leader(item_id)
    return leader.name if chair and leader and leader.id != chair.id else ""


def signatories(record: Record, signing: Iterable[Signatory]) -> tuple[Signatory, ...]:
    """Those who sign, the ones who led in the chair's place for their paragraphs only."""
    signing = tuple(signing)
    if sum(one.role is SignatoryRole.CHAIR for one in signing) < 2:
        return signing
    persons = {one.key: one.person_id for one in record.signers}
    return tuple(
        _for_own(record.roll, one, persons[one.key]) if one.role is SignatoryRole.CHAIR else one
        for one in signing
    )


def _for_own(roll: Roll, one: Signatory, person_id: int) -> Signatory:
    leaders = {item.id: roll.leader(item.id) for item in roll.items}
    led = [item for item, leader in leaders.items() if leader and leader.person_id == person_id]
    return Signatory(
        key=one.key,
        name=one.name,
        role=one.role,
        organisation=one.organisation,
        paragraphs=_ranges(roll, led),
    )


def _attendance(roll: Roll, line: Found, day: date | None) -> Attendance:
    told = roll.told(line.id, day)
    services = _services(roll, line.id, day)
    return Attendance(
        name=line.name,
        category=line.category,
        presence=told,
        organisation=line.organisation,
        party=line.party,
        side=line.side,
        office=line.office,
        function=line.function,
        serving_for=listed([one.member for one in services]),
        paragraphs=_ranges(roll, roll.items_of(line.id), day) if told in PRESENT else (),
        movements=_movements(roll, line.id, day),
        services=services,
    )


def _services(roll: Roll, substitute_id: int, day: date | None) -> tuple[Service, ...]:
    """In whose place a substitute served, each member once, in the order it happened."""
    items: dict[int, list[int]] = {}
    for item in roll.items_on(day):
        member = roll.serving[item].get(substitute_id)
        if member is not None:
            items.setdefault(member, []).append(item)
    return tuple(
        Service(member=roll.by_id[member].name, paragraphs=_ranges(roll, served, day))
        for member, served in items.items()
    )


def _movements(roll: Roll, line_id: int, day: date | None) -> tuple[Movement, ...]:
    return tuple(
        Movement(
            move=one.move,
            day=one.day,
            at=_clock(roll, one.at),
            after=roll.numbers[one.after] if one.after is not None else None,
            before=roll.numbers[one.before] if one.before is not None else None,
        )
        for one in roll.movements
        if one.line == line_id and day in (None, one.day)
    )


def _ranges(roll: Roll, items: Iterable[int], day: date | None = None) -> tuple[Range, ...]:
    return tuple(Range(first, last) for first, last in roll.ranges(list(items), day))


def _sitting(record: Record, day: date, note: str) -> Sitting:
    """One day of several: from its first item to its last, as far as somebody noted them."""
    roll, (first, last) = record.roll, record.days
    begun = [one.begun_at for one in roll.course if one.day == day and one.begun_at]
    ended = [one.ended_at for one in roll.course if one.day == day and one.begun_at and one.ended_at]
    begins = record.began_at.time() if day == first else _clock(roll, min(begun, default=None))
    ends = record.ended_at.time() if day == last else _clock(roll, max(ended, default=None))
    own = attendance(roll, day) if len(roll.called_on) > 1 else ()
    return Sitting(day=day, begins=begins, ends=ends, note=note, attendance=own)


def _with_rests(record: Record, sitting: Sitting) -> Sitting:
    """The day with its rests. One that lasted until another day is told by when the days began and ended, and
    besides only when somebody said why."""
    rests = tuple(
        Adjournment(
            begins=begins,
            ends=_clock(record.roll, one.ended_at) if _ended_on(record, one) == sitting.day else None,
            reason=one.reason,
        )
        for one in record.adjournments
        if record.roll.day_of(one.begun_at) == sitting.day
        and (one.reason or _ended_on(record, one) in (None, sitting.day))
        if (begins := _clock(record.roll, one.begun_at)) is not None
    )
    return Sitting(
        day=sitting.day,
        begins=sitting.begins,
        ends=sitting.ends,
        note=sitting.note,
        adjournments=rests,
        attendance=sitting.attendance,
    )


def _ended_on(record: Record, rest: Row[*tuple[Any, ...]]) -> date | None:
    if rest.ended_at is None:
        return None
    return record.roll.day_of(rest.ended_at) or local_date(rest.ended_at, record.zone)


def _clock(roll: Roll, moment: datetime | None) -> time | None:
    """The hour and minute on the council's wall; None for what was noted on no day of the meeting."""
    if moment is None or roll.day_of(moment) is None:
        return None
    return moment.astimezone(roll.zone).time().replace(second=0, microsecond=0)
