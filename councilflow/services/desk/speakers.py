"""The list of speakers of an item: asked for on one's own device, kept by whoever leads (A.7, A68).

The list is the chair's and not part of the record: the journal does not say who wanted to speak, only when
the list was closed, and whom the chair or a departure took off it. A council may have those who spoke in its
minutes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, exists, func, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Attendance, Body, Meeting, Person, Presenter, Recusal, Service
from councilflow.models import SpeakerRequest as Request
from councilflow.process.errors import RuleBroken
from councilflow.process.rights import Settled
from councilflow.process.sitting import SpeechKind
from councilflow.process.speaking import AtTheTable, check_speaker, may_speak, moved, place_of
from councilflow.services import journal, secrecy
from councilflow.services.attendance import Roll
from councilflow.services.desk import table
from councilflow.services.desk.hold import hold_open

Found = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who may be given the floor on an item."""

    name: str
    organisation: str
    attendance_id: int | None = None
    presenter_id: int | None = None

    @property
    def key(self) -> str:
        return f"line-{self.attendance_id}" if self.attendance_id else f"presenter-{self.presenter_id}"


def speakers(item: AgendaItem) -> list[Speaker]:
    """Everybody who may speak on an item now: those on the roll, then who presents it."""
    lines = [(row, _at_the_table(row)) for row in _lines(item)]
    return _may_speak(lines, _presenters(item.id), item.meeting.council.rights)


def on_the_roll(item: AgendaItem, roll: Roll, presenters: Sequence[Found], settled: Settled) -> list[Speaker]:
    """As `speakers`, from a roll that has been read already."""
    serve = {one.substitute_id for one in roll.services if one.until_item_id is None}
    recused = roll.recused.get(item.id, ())
    lines = [
        (row, AtTheTable(row.category, row.presence, serves=row.id in serve, has_jav=row.id in recused))
        for row in roll.lines
    ]
    return _may_speak(lines, presenters, settled)


def _may_speak(
    lines: Sequence[tuple[Found, AtTheTable]], presenters: Sequence[Found], settled: Settled
) -> list[Speaker]:
    """Those on the roll who may, and who presents the item without standing on it."""
    names = {row.name for row, _there in lines}
    found = [_on_the_roll(row) for row, there in lines if may_speak(there, settled)]
    return found + [_presenting(row) for row in presenters if row.name not in names]


def own_speaker(item_id: int, meeting_id: int, person: tuple[int, str]) -> Speaker | None:
    """As whom somebody with this id and e-mail address may speak on an item; None when they may not."""
    try:
        return _own(item_id, meeting_id, _rights(meeting_id), *person)
    except RuleBroken:
        return None


def ask(
    item: AgendaItem, *, kind: SpeechKind = SpeechKind.SPEECH, by: Person, now: datetime
) -> Request | None:
    """Ask for the floor oneself; who waits already goes on waiting.

    RuleBroken: meeting-not-ongoing, outcome-already-stated, no-right-to-speak, speaker-is-away,
    speaker-has-jav, speakers-closed, nothing-to-reply-to.
    """
    _hold(item)
    _check_undecided(item)
    own = _own(item.id, item.meeting_id, item.meeting.council.rights, by.id, by.email)
    if item.speakers_closed_at is not None and kind is SpeechKind.SPEECH:
        raise RuleBroken("speakers-closed")
    return _put_up(item, own, kind, by=by, now=now)


def put_up(
    item: AgendaItem, key: str, *, kind: SpeechKind = SpeechKind.SPEECH, by: Person, now: datetime
) -> Request | None:
    """Put up somebody without a device, on the chair's word also when the list is closed; `key` of a Speaker.

    RuleBroken: meeting-not-ongoing, outcome-already-stated, no-right-to-speak, nothing-to-reply-to.
    """
    _hold(item)
    _check_undecided(item)
    who = next((one for one in speakers(item) if one.key == key), None)
    if who is None:
        raise RuleBroken("no-right-to-speak")
    return _put_up(item, who, kind, by=by, now=now)


def take_back(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Leave the list again; nothing happens to who does not stand on it. RuleBroken: meeting-not-ongoing."""
    _hold(item)
    for one in _waiting(item.id):
        if _is_of(one, by):
            one.withdrawn_at = now
    db.session.flush()


def begin(one: Request, *, by: Person, now: datetime) -> None:
    """Give somebody who waits the floor; who has it leaves it.

    RuleBroken: meeting-not-ongoing, item-not-on-the-table, speech-is-over.
    """
    item = _hold_request(one)
    if table.on_table(item.meeting_id) != item.id:
        raise RuleBroken("item-not-on-the-table")
    if one.begun_at is None:
        table.end_speeches(item.id, now)
        one.begun_at = now


def end(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Let whoever has the floor leave it. RuleBroken: meeting-not-ongoing."""
    _hold(item)
    table.end_speeches(item.id, now)


def go_on(item: AgendaItem, *, seen: int | None = None, by: Person, now: datetime) -> None:
    """Give the floor to the next who waits. `seen` is whom the page showed as next: pressed twice, only one
    comes. RuleBroken: meeting-not-ongoing, item-not-on-the-table."""
    _hold(item)
    if table.on_table(item.meeting_id) != item.id:
        raise RuleBroken("item-not-on-the-table")
    waiting = _waiting(item.id)
    if waiting and seen in (None, waiting[0].id):
        begin(waiting[0], by=by, now=now)


def shift(one: Request, step: int, *, by: Person, now: datetime) -> None:
    """Move somebody who waits a step nearer (-1) or further (1). RuleBroken: meeting-not-ongoing,
    speech-is-over."""
    item = _hold_request(one)
    waiting = {each.id: each for each in _waiting(item.id)}
    if one.id not in waiting:
        raise RuleBroken("speech-is-over")
    for place, request_id in enumerate(moved(list(waiting), one.id, step)):
        waiting[request_id].position = place


def remove(one: Request, *, by: Person, now: datetime) -> None:
    """Take somebody who waits off the list. RuleBroken: meeting-not-ongoing, speech-is-over."""
    item = _hold_request(one)
    if one.begun_at is not None:
        raise RuleBroken("speech-is-over")
    one.withdrawn_at = now
    journal.note("speaker-removed", by=by, now=now, meeting=item.meeting, about=one.name)


def leave(
    meeting: Meeting,
    attendance_ids: Collection[int],
    *,
    item_id: int | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Whoever leaves the room, or has jäv in this item, waits for the floor no longer, and no longer has it.
    Who calls holds the meeting."""
    if not attendance_ids:
        return
    query = (
        select(Request)
        .join(AgendaItem, AgendaItem.id == Request.item_id)
        .where(
            AgendaItem.meeting_id == meeting.id,
            Request.attendance_id.in_(attendance_ids),
            Request.ended_at.is_(None),
            Request.withdrawn_at.is_(None),
        )
        .order_by(Request.id)
    )
    found = db.session.scalars(query if item_id is None else query.where(Request.item_id == item_id)).all()
    for one in found:
        if one.begun_at is None:
            one.withdrawn_at = now
        else:
            one.ended_at = max(one.begun_at, now)
    for name in dict.fromkeys(one.name for one in found if one.begun_at is None):
        journal.note("speaker-left", by=by, now=now, meeting=meeting, about=name)


def close(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Let nobody more ask for the floor; replies are still given. RuleBroken: meeting-not-ongoing."""
    _hold(item)
    if item.speakers_closed_at is None:
        item.speakers_closed_at = now
        _note("speakers-closed", item, by=by, now=now)


def reopen(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """RuleBroken: meeting-not-ongoing."""
    _hold(item)
    if item.speakers_closed_at is not None:
        item.speakers_closed_at = None
        _note("speakers-reopened", item, by=by, now=now)


def listed(item_id: int) -> Sequence[Found]:
    """Everybody who has, has had or waits for the floor: who spoke in the order they did, then who waits.

    id, attendance_id, presenter_id, name, organisation, kind, begun_at, ended_at.
    """
    return db.session.execute(
        select(
            Request.id,
            Request.attendance_id,
            Request.presenter_id,
            Request.name,
            Request.organisation,
            Request.kind,
            Request.begun_at,
            Request.ended_at,
        )
        .where(Request.item_id == item_id, Request.withdrawn_at.is_(None))
        .order_by(Request.begun_at.is_(None), Request.begun_at, Request.position, Request.id)
    ).all()


def _put_up(item: AgendaItem, who: Speaker, kind: SpeechKind, *, by: Person, now: datetime) -> Request | None:
    waiting = _waiting(item.id)
    same = [one for one in waiting if _of(one) == who.key]
    if same:
        return same[0]
    answered = _speech_to_answer(item.id, who) if kind is SpeechKind.REPLY else None
    made = Request(
        item_id=item.id,
        attendance_id=who.attendance_id,
        presenter_id=who.presenter_id,
        name=who.name,
        organisation=who.organisation,
        kind=kind,
        reply_to_id=answered,
        asked_at=now,
        asked_by_id=by.id,
    )
    place = place_of(kind, [one.kind for one in waiting])
    for position, one in enumerate([*waiting[:place], made, *waiting[place:]]):
        one.position = position
    db.session.add(made)
    db.session.flush()
    return made


def _speech_to_answer(item_id: int, who: Speaker) -> int:
    """The speech that is or was last held, by somebody else. RuleBroken: nothing-to-reply-to."""
    held = [one for one in listed(item_id) if one.begun_at is not None]
    if not held or _of(held[-1]) == who.key:
        raise RuleBroken("nothing-to-reply-to")
    return int(held[-1].id)


def _of(one: Any) -> str:
    return f"line-{one.attendance_id}" if one.attendance_id else f"presenter-{one.presenter_id}"


def _is_of(one: Request, person: Person) -> bool:
    if one.attendance_id is not None:
        return db.session.get_one(Attendance, one.attendance_id).person_id == person.id
    presenter = db.session.get(Presenter, one.presenter_id)
    return presenter is not None and presenter.email.lower() == person.email.lower()


def _waiting(item_id: int) -> list[Request]:
    return list(
        db.session.scalars(
            select(Request)
            .where(Request.item_id == item_id, Request.begun_at.is_(None), Request.withdrawn_at.is_(None))
            .order_by(Request.position, Request.id)
            .execution_options(populate_existing=True)
        )
    )


def _own(item_id: int, meeting_id: int, settled: Settled, person_id: int, email: str) -> Speaker:
    """RuleBroken: no-right-to-speak, speaker-is-away, speaker-has-jav."""
    line = next((row for row in _roll(item_id, meeting_id, person_id)), None)
    presents = next((row for row in _presenters(item_id) if email and row.email == email.lower()), None)
    if line is not None and (presents is None or line.has_jav):
        check_speaker(_at_the_table(line), settled)
    if line is not None and may_speak(_at_the_table(line), settled):
        return _on_the_roll(line)
    if presents is None:
        raise RuleBroken("no-right-to-speak")
    return _presenting(presents)


def _lines(item: AgendaItem) -> Sequence[Found]:
    return _roll(item.id, item.meeting_id)


def _roll(item_id: int, meeting_id: int, person_id: int | None = None) -> Sequence[Found]:
    serves = exists().where(Service.substitute_id == Attendance.id, Service.until_item_id.is_(None))
    recused = exists().where(Recusal.attendance_id == Attendance.id, Recusal.item_id == item_id)
    lines = select(
        Attendance.id,
        Attendance.name,
        Attendance.organisation,
        Attendance.category,
        Attendance.presence,
        serves.label("serves"),
        recused.label("has_jav"),
    ).where(Attendance.meeting_id == meeting_id)
    if person_id is not None:
        lines = lines.where(Attendance.person_id == person_id)
    return db.session.execute(lines.order_by(Attendance.position, Attendance.id)).all()


def _presenters(item_id: int) -> Sequence[Found]:
    return db.session.execute(
        select(
            Presenter.id, Presenter.name, Presenter.organisation, func.lower(Presenter.email).label("email")
        )
        .where(Presenter.item_id == item_id)
        .order_by(Presenter.id)
    ).all()


def _rights(meeting_id: int) -> Settled:
    found: Settled = db.session.execute(
        select(Body.rights).join(Meeting, Meeting.council_id == Body.id).where(Meeting.id == meeting_id)
    ).scalar_one()
    return found


def _at_the_table(row: Found) -> AtTheTable:
    return AtTheTable(row.category, row.presence, serves=row.serves, has_jav=row.has_jav)


def _on_the_roll(row: Found) -> Speaker:
    return Speaker(row.name, row.organisation, attendance_id=row.id)


def _presenting(row: Found) -> Speaker:
    return Speaker(row.name, row.organisation, presenter_id=row.id)


def _hold(item: AgendaItem) -> None:
    hold_open(item.meeting)
    db.session.refresh(item)


def _hold_request(one: Request) -> AgendaItem:
    """RuleBroken: meeting-not-ongoing, speech-is-over."""
    item = db.session.get_one(AgendaItem, one.item_id)
    _hold(item)
    db.session.refresh(one)
    if one.ended_at is not None or one.withdrawn_at is not None:
        raise RuleBroken("speech-is-over")
    return item


def _check_undecided(item: AgendaItem) -> None:
    if item.outcome is not None:
        raise RuleBroken("outcome-already-stated", outcome=item.outcome)


def _note(happened: str, item: AgendaItem, *, by: Person, now: datetime) -> None:
    journal.note(happened, by=by, now=now, meeting=item.meeting, about=secrecy.title_outside(item))
