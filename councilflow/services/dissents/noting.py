"""Taking a view in, writing its reasons, and taking it off the record (A86, D.2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from councilflow.extensions import db
from councilflow.models import AgendaItem, Dissent, MinutesDocument, Organisation, Person, Submission
from councilflow.process.consensus import with_dissents
from councilflow.process.dissents import (
    DISSENTS,
    STAND_AGAINST,
    Moment,
    check_kind,
    may_add_reasons,
    usual_kind,
)
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.process.minutes import MinutesState
from councilflow.process.profiles import DissentKind
from councilflow.services import journal, secrecy
from councilflow.services.correcting import hold_to_correct
from councilflow.services.correcting import hold_with_minutes as hold
from councilflow.services.dissents.times import check_under_way, moment_of
from councilflow.services.dissents.whose import check_keeps_record, check_speaks_for, side_of
from councilflow.services.lying_fast import check_paragraph_open
from councilflow.services.taking_part import check_not_recused, took_part


def plain(text: str) -> str:
    """Text exactly as it was written; only the ends of its lines are made the same everywhere."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def note_dissent(
    item: AgendaItem,
    *,
    organisation_id: int,
    person: Person | None = None,
    text: str,
    kind: DissentKind | None = None,
    correction: str = "",
    by: Person,
    now: datetime,
) -> Dissent:
    """Put a view on the record, exactly as worded (A86); a second one of the kind by the same replaces it.

    `person` None: the organisation's own view. `kind` None: the body's usual one. `by` is whoever asks, or
    records it at the desk. `correction`: why whoever keeps the record notes, after the meeting has closed,
    what was asked for while it went on. RuleBroken: preparation-not-begun, meeting-is-closed, not-your-view,
    may-not-have-noted, recused, those of `process.dissents.check_kind`, and for a correction those of
    `correcting.hold_to_correct`, paragraph-lies-fast.
    """
    meeting, _council = item.meeting, item.meeting.council  # kept here, or the session forgets and reads anew
    corrects = _hold(item, correction, by=by, now=now)
    db.session.refresh(item)
    check_not_recused(item, by.id, person.id if person else None)
    known = meeting.profile.dissents
    kind = kind or usual_kind(known)
    moment = Moment.LEFT if corrects else _moment(item, DISSENTS[kind].last)
    check_kind(
        kind,
        known,
        moment,
        text=text,
        by_organisation=person is None,
        took_part=_took_part(item, kind, person),
        recorded=check_speaks_for(item, organisation_id, person, by=by, now=now),
    )
    side = side_of(item.meeting, organisation_id, person, kind)
    noted = _of(item, organisation_id, person, kind) or Dissent(
        item_id=item.id, organisation_id=organisation_id, person_id=person.id if person else None, kind=kind
    )
    before = {"text": noted.text} if noted.id else {}
    noted.organisation = db.session.get_one(Organisation, organisation_id).name
    noted.person, noted.side = (person.name, side) if person else ("", None)
    noted.text, noted.from_preparation = plain(text), False
    noted.requested_by_id, noted.requested_at = by.id, now
    db.session.add(noted)
    _record("dissent-noted", noted, item, by=by, now=now, before=before, after={"text": noted.text})
    _ask_again(item, moment, now=now)
    return noted


def add_reasons(noted: Dissent, text: str, *, by: Person, now: datetime) -> None:
    """Write or change the words of what was asked for in time, until the minutes are approved (D.2).

    RuleBroken: not-your-view, dissent-without-text, dissent-too-late (kind), meeting-is-closed.
    """
    item = noted.item
    hold(item.meeting)
    db.session.refresh(item)
    moment = _moment(item, DISSENTS[noted.kind].reasons_until or DISSENTS[noted.kind].last)
    if not may_add_reasons(noted.kind, moment):
        raise RuleBroken("dissent-too-late", kind=noted.kind)
    person = db.session.get(Person, noted.person_id) if noted.person_id else None
    check_speaks_for(item, noted.organisation_id, person, by=by, now=now)
    if not text.strip():
        raise RuleBroken("dissent-without-text")
    before, noted.text = noted.text, plain(text)
    _record("dissent-noted", noted, item, by=by, now=now, before={"text": before}, after={"text": noted.text})
    _ask_again(item, moment, now=now)


def withdraw(noted: Dissent, *, correction: str = "", by: Person, now: datetime) -> None:
    """Take a view off the record before the meeting closes; afterwards whoever keeps the record does, for a
    reason (`correction`). RuleBroken: meeting-is-closed, not-your-view, and those of a correction."""
    item = noted.item
    if not _hold(item, correction, by=by, now=now):
        db.session.refresh(item)
        check_under_way(item.meeting)
    person = db.session.get(Person, noted.person_id) if noted.person_id else None
    check_speaks_for(item, noted.organisation_id, person, by=by, now=now)
    db.session.delete(noted)
    _record("dissent-withdrawn", noted, item, by=by, now=now, before={"text": noted.text}, after={})


def follow_submission(submission: Submission, organisation: Organisation) -> None:
    """Let the organisation's view in the minutes be the one it handed in last, or none (A86).

    Called while the meeting is held still, as a part of handing in: the journal has that step's entry.
    """
    item = db.session.get_one(AgendaItem, submission.item_id)
    kind = usual_kind(item.meeting.profile.dissents)
    noted = _of(item, organisation.id, None, kind)
    if submission.dissent_requested:
        noted = noted or Dissent(item_id=item.id, organisation_id=organisation.id, kind=kind)
        noted.organisation, noted.text, noted.from_preparation = organisation.name, submission.dissent, True
        noted.requested_by_id, noted.requested_at = submission.submitted_by_id, submission.submitted_at
        db.session.add(noted)
    elif noted is not None and noted.from_preparation:
        db.session.delete(noted)
    _follow_outcome(item)


def stands_against(item: AgendaItem) -> int:
    """How many noted views keep the item from being shown as one that all stand behind."""
    counted = select(func.count()).where(Dissent.item_id == item.id, Dissent.kind.in_(STAND_AGAINST))
    return db.session.scalar(counted) or 0


def _hold(item: AgendaItem, correction: str, *, by: Person, now: datetime) -> bool:
    """Hold the meeting; whether it has closed, and its record is corrected by whoever keeps it."""
    meeting = item.meeting
    if not correction or meeting.state is not MeetingState.HELD:
        hold(meeting)
        return False
    hold_to_correct(meeting, correction, by=by, now=now)
    check_keeps_record(meeting, by=by, now=now)
    db.session.refresh(item)
    check_paragraph_open(item)
    return True


def _took_part(item: AgendaItem, kind: DissentKind, person: Person | None) -> bool:
    """Whether the person took part in the item; the roll is read only for a kind that asks for it."""
    return person is not None and (not DISSENTS[kind].takes_part or took_part(item, person.id))


def _moment(item: AgendaItem, last: Moment) -> Moment:
    """How far the item has come; what ends with the meeting says so in the meeting's words."""
    if last <= Moment.LEFT:
        check_under_way(item.meeting)
    return moment_of(item)


def _ask_again(item: AgendaItem, moment: Moment, *, now: datetime) -> None:
    """Who approved minutes that now say more is asked once more: nobody has approved what they never saw."""
    if moment is Moment.CLOSED:
        db.session.execute(
            update(MinutesDocument)
            .where(
                MinutesDocument.meeting_id == item.meeting_id,
                MinutesDocument.state == MinutesState.IN_REVIEW,
            )
            .values(sent_for_review_at=now)
        )


def _of(item: AgendaItem, organisation_id: int, person: Person | None, kind: DissentKind) -> Dissent | None:
    whose = Dissent.person_id == person.id if person else Dissent.person_id.is_(None)
    return db.session.scalar(
        select(Dissent).where(
            Dissent.item_id == item.id,
            Dissent.organisation_id == organisation_id,
            Dissent.kind == kind,
            whose,
        )
    )


def _record(
    happened: str,
    noted: Dissent,
    item: AgendaItem,
    *,
    by: Person,
    now: datetime,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    """The journal shows whose view it was, of which kind, its words, and the outcome when that changed."""
    stated = item.outcome
    _follow_outcome(item)
    if item.outcome is not stated:
        before, after = before | {"outcome": stated}, after | {"outcome": item.outcome}
    is_view = noted.kind is DissentKind.DISSENTING_VIEW
    before, after = secrecy.words_outside(item, before), secrecy.words_outside(item, after)
    whose = f"{noted.person}, {noted.organisation}" if noted.person else noted.organisation
    journal.note(
        happened if is_view else happened.replace("dissent-", "opinion-"),
        by=by,
        now=now,
        meeting=item.meeting,
        about=f"{whose}, {secrecy.title_outside(item)}",
        before=before,
        after=after if is_view else after | {"kind": noted.kind},
    )


def _follow_outcome(item: AgendaItem) -> None:
    """A standpoint already stated reads with or without a noted view, as the record now does."""
    db.session.flush()
    item.outcome = with_dissents(item.outcome, stands_against(item))
