"""What the record says of one item: what came before the standpoint, and what the chair stated (A79–A81)."""

from __future__ import annotations

from datetime import datetime

from councilflow.extensions import db
from councilflow.models import AgendaItem, Person
from councilflow.process.amendments import check_nothing_waits, check_wording_seen, wording_to_keep
from councilflow.process.consensus import STANDPOINT_TAKEN, Gate, Outcome, check_outcome, closed_gates
from councilflow.process.errors import RuleBroken
from councilflow.process.immediate import check_open
from councilflow.services import journal, secrecy
from councilflow.services.desk import notes
from councilflow.services.desk.amendments import waiting, wording_of
from councilflow.services.desk.hold import hold_open, hold_record
from councilflow.services.desk.votes import questions
from councilflow.services.dissents import plain, stands_against
from councilflow.services.lying_fast import check_paragraph_open
from councilflow.services.meetings.versions import touch


def mark_presented(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Note that the presentation has been held (A81). RuleBroken: meeting-not-ongoing."""
    _hold_item(item)
    if item.presented_at is None:
        item.presented_at = now
        journal.note(
            "presentation-held", by=by, now=now, meeting=item.meeting, about=secrecy.title_outside(item)
        )


def unmark_presented(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Take that back, until there is an outcome. RuleBroken: meeting-not-ongoing, outcome-already-stated."""
    _hold_undecided(item)
    if item.presented_at is not None:
        item.presented_at = None
        journal.note(
            "presentation-not-held", by=by, now=now, meeting=item.meeting, about=secrecy.title_outside(item)
        )


def reopen_preparation(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Open it again, until there is an outcome. RuleBroken: meeting-not-ongoing, outcome-already-stated."""
    _hold_undecided(item)
    if item.preparation_closed_at is not None:
        item.preparation_closed_at = None
        journal.note(
            "preparation-reopened", by=by, now=now, meeting=item.meeting, about=secrecy.title_outside(item)
        )


def note_discussion(
    item: AgendaItem,
    text: str,
    *,
    wording: str = "",
    seen: str | None = None,
    version: int | None = None,
    base: str = "",
    by: Person,
    now: datetime,
) -> None:
    """Keep the short note on the discussion, and while nothing is stated yet the wording being worked on.

    `seen` is the wording that the writer began from, `base` and `version` the note: another one written
    meanwhile is not written over. RuleBroken: meeting-not-ongoing, paragraph-lies-fast,
    wording-changed-meanwhile. WrittenMeanwhile for the note.
    """
    notes.keep(item, text, version=version, base=base, now=now)
    if item.outcome is None:
        standing = wording_of(item)
        check_wording_seen(standing, seen, wording)
        item.adopted = wording_to_keep(standing, seen, wording).strip()
    touch(item.meeting)
    notes.tell_journal(item.meeting, [item], by=by, now=now)


def record_outcome(
    item: AgendaItem, outcome: Outcome, *, wording: str = "", override: str = "", by: Person, now: datetime
) -> None:
    """Record what the chair stated; may be corrected until the meeting closes (A79–A81, A86).

    `override` is the chair's reason to let a standpoint be taken before its time; it is kept only when a gate
    was closed. RuleBroken: meeting-not-ongoing, paragraph-lies-fast, wordings-wait (count), and those of
    `consensus.check_outcome`.
    """
    _hold_item(item)
    check_nothing_waits(outcome, waiting(item.id))
    gates = gates_of(item)
    if item.kind is None:
        raise RuleBroken("item-without-kind")
    asked = questions(item) if item.meeting.profile.votes else None
    if asked and asked.next is not None and len(asked.alternatives) > 1 and outcome in STANDPOINT_TAKEN:
        raise RuleBroken("questions-remain")
    check_outcome(
        item.kind,
        outcome,
        wording=wording,
        dissents=stands_against(item),
        gates=gates,
        override=override,
        by_majority=asked is not None,
        divided=asked is not None and asked.divided,
    )
    taken = outcome in STANDPOINT_TAKEN
    adopted = wording.strip() if taken else ""
    reason = override.strip() if taken and gates else ""
    if item.immediate_approval_at is not None:
        same = (outcome, adopted, reason) == (item.outcome, item.adopted, item.override_reason)
        check_open(is_approved=not same)
        return
    before = stated(item) if item.outcome else {}
    item.outcome, item.outcome_at = outcome, now
    item.adopted, item.override_reason = adopted, reason
    if before != stated(item):
        journal.note(
            "outcome-recorded",
            by=by,
            now=now,
            meeting=item.meeting,
            about=secrecy.title_outside(item),
            before=secrecy.words_outside(item, before),
            after=secrecy.words_outside(item, stated(item)),
        )


def correct_wording(item: AgendaItem, wording: str, *, correction: str, by: Person, now: datetime) -> None:
    """Correct the words of what the chair stated, after the meeting has closed, for a reason. What was stated
    stays: only the meeting itself states something else (A79, docs/decisions/0020).

    RuleBroken: those of `hold_record`, paragraph-lies-fast, nothing-was-stated, standpoint-without-wording.
    """
    hold_record(item.meeting, correction, by=by, now=now)
    db.session.refresh(item)
    if item.outcome not in STANDPOINT_TAKEN:
        raise RuleBroken("nothing-was-stated")
    check_paragraph_open(item)
    text = plain(wording).strip()
    if not text:
        raise RuleBroken("standpoint-without-wording")
    before, item.adopted = item.adopted, text
    journal.note(
        "wording-corrected",
        by=by,
        now=now,
        meeting=item.meeting,
        about=secrecy.title_outside(item),
        before=secrecy.words_outside(item, {"wording": before}),
        after=secrecy.words_outside(item, {"wording": text}),
    )


def gates_of(item: AgendaItem) -> list[Gate]:
    """What still stands between the council and a standpoint (A81); nothing in a body that votes."""
    return closed_gates(
        waits=item.meeting.profile.waits,
        preparation_closed=item.preparation_closed_at is not None,
        presentation_held=item.presented_at is not None,
    )


def stated(item: AgendaItem) -> dict[str, str]:
    """What the chair stated, as the journal keeps it."""
    facts = {"outcome": item.outcome, "wording": item.adopted, "override": item.override_reason}
    return {name: str(value) for name, value in facts.items() if value}


def _hold_item(item: AgendaItem) -> None:
    hold_open(item.meeting)
    db.session.refresh(item)


def _hold_undecided(item: AgendaItem) -> None:
    _hold_item(item)
    if item.outcome is not None:
        raise RuleBroken("outcome-already-stated", outcome=item.outcome)
