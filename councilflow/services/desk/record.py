"""What the record says of one item: what came before the standpoint, and what the chair stated (A79–A81)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Dissent, Person
from councilflow.process.consensus import STANDPOINT_TAKEN, Gate, Outcome, check_outcome, closed_gates
from councilflow.process.errors import RuleBroken
from councilflow.services import journal
from councilflow.services.desk.hold import hold_open


def mark_presented(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Note that the presentation has been held (A81). RuleBroken: meeting-not-ongoing."""
    _hold_item(item)
    if item.presented_at is None:
        item.presented_at = now
        journal.note("presentation-held", by=by, now=now, meeting=item.meeting, about=item.title)


def unmark_presented(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Take that back, until there is an outcome. RuleBroken: meeting-not-ongoing, outcome-already-stated."""
    _hold_undecided(item)
    if item.presented_at is not None:
        item.presented_at = None
        journal.note("presentation-not-held", by=by, now=now, meeting=item.meeting, about=item.title)


def reopen_preparation(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Open it again, until there is an outcome. RuleBroken: meeting-not-ongoing, outcome-already-stated."""
    _hold_undecided(item)
    if item.preparation_closed_at is not None:
        item.preparation_closed_at = None
        journal.note("preparation-reopened", by=by, now=now, meeting=item.meeting, about=item.title)


def note_discussion(item: AgendaItem, text: str, *, wording: str = "", by: Person, now: datetime) -> None:
    """Keep the short note on the discussion, and while nothing is stated yet the wording being worked on.

    RuleBroken: meeting-not-ongoing.
    """
    _hold_item(item)
    if item.outcome is None:
        item.adopted = wording.strip()
    before, item.discussion = item.discussion, text.strip()
    if before != item.discussion:
        journal.note(
            "discussion-noted",
            by=by,
            now=now,
            meeting=item.meeting,
            about=item.title,
            before={"discussion": before},
            after={"discussion": item.discussion},
        )


def record_outcome(
    item: AgendaItem, outcome: Outcome, *, wording: str = "", override: str = "", by: Person, now: datetime
) -> None:
    """Record what the chair stated; may be corrected until the meeting closes (A79–A81, A86).

    `override` is the chair's reason to let a standpoint be taken before its time; it is kept only when a gate
    was closed. RuleBroken: meeting-not-ongoing, and those of `consensus.check_outcome`.
    """
    _hold_item(item)
    gates = gates_of(item)
    if item.kind is None:
        raise RuleBroken("item-without-kind")
    check_outcome(
        item.kind, outcome, wording=wording, dissents=dissents_on(item), gates=gates, override=override
    )
    before = _stated(item) if item.outcome else {}
    taken = outcome in STANDPOINT_TAKEN
    item.outcome, item.outcome_at = outcome, now
    item.adopted = wording.strip() if taken else ""
    item.override_reason = override.strip() if taken and gates else ""
    if before != _stated(item):
        journal.note(
            "outcome-recorded",
            by=by,
            now=now,
            meeting=item.meeting,
            about=item.title,
            before=before,
            after=_stated(item),
        )


def gates_of(item: AgendaItem) -> list[Gate]:
    """What still stands between the council and a standpoint on this item (A81)."""
    return closed_gates(
        preparation_closed=item.preparation_closed_at is not None,
        presentation_held=item.presented_at is not None,
    )


def dissents_on(item: AgendaItem) -> int:
    """How many views are asked into the minutes of this item."""
    return db.session.scalar(select(func.count()).select_from(Dissent).where(Dissent.item_id == item.id)) or 0


def _stated(item: AgendaItem) -> dict[str, str]:
    facts = {"outcome": item.outcome, "wording": item.adopted, "override": item.override_reason}
    return {name: str(value) for name, value in facts.items() if value}


def _hold_item(item: AgendaItem) -> None:
    hold_open(item.meeting)
    db.session.refresh(item)


def _hold_undecided(item: AgendaItem) -> None:
    _hold_item(item)
    if item.outcome is not None:
        raise RuleBroken("outcome-already-stated", outcome=item.outcome)
