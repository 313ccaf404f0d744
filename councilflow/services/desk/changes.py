"""The agenda as it changes while the meeting goes on: an item added, moved or withdrawn, with its reason.

What was never prepared is information or a standing item. Only a body that decides may take up a question for
decision at the table: a standpoint in consensus is prepared at home first (A79, A81).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from councilflow.extensions import db
from councilflow.models import AgendaItem, Meeting, Person
from councilflow.process.agenda import IssueState, IssueStep, ItemKind, StandingItem
from councilflow.process.errors import RuleBroken
from councilflow.process.profiles import OutcomeWord
from councilflow.services import issues, journal, secrecy
from councilflow.services.agenda import moving
from councilflow.services.desk import table
from councilflow.services.desk.hold import hold_open


def kinds(called: OutcomeWord) -> tuple[ItemKind, ...]:
    """What may be put on the agenda at the table."""
    decides = (ItemKind.STANDPOINT,) if called is OutcomeWord.DECISION else ()
    return (ItemKind.INFORMATION, ItemKind.STANDING, *decides)


def add(
    meeting: Meeting,
    title: str,
    kind: ItemKind,
    *,
    proposal: str = "",
    after: AgendaItem | None = None,
    reason: str,
    by: Person,
    now: datetime,
) -> AgendaItem:
    """Put an item on the agenda of a meeting that goes on, after another; None: in its usual place.

    RuleBroken: meeting-not-ongoing, change-without-reason, kind-not-added-at-meeting, not-on-the-agenda.
    """
    hold_open(meeting)
    _check_reason(reason)
    if kind not in kinds(meeting.called):
        raise RuleBroken("kind-not-added-at-meeting")
    order = _order(meeting)
    is_standing = kind is ItemKind.STANDING
    place = moving.usual_place(meeting, is_standing=is_standing) if after is None else _place(order, after)
    item = AgendaItem(title=title.strip(), kind=kind, added_at_meeting=True, position=0)
    item.proposal = proposal.strip() if kind is ItemKind.STANDPOINT else ""
    item.standing = StandingItem.OTHER if is_standing else None
    meeting.items.append(item)
    moving.settle([*order[:place], item, *order[place:]])
    db.session.flush()
    _note("item-added", item, reason, by=by, now=now)
    return item


def move(item: AgendaItem, after: AgendaItem | None, *, reason: str, by: Person, now: datetime) -> None:
    """Let an item that waits be dealt with right after another; None: first.

    RuleBroken: meeting-not-ongoing, change-without-reason, outcome-already-stated, not-on-the-agenda.
    """
    meeting = _hold_waiting(item, reason)
    rest = [one for one in _order(meeting) if one.id != item.id]
    place = 0 if after is None else _place(rest, after)
    moving.settle([*rest[:place], item, *rest[place:]])
    _note("item-moved", item, reason, by=by, now=now)


def withdraw(item: AgendaItem, *, reason: str, by: Person, now: datetime) -> None:
    """Let an item that waits be left out of the meeting; its line stays, and its issue waits for another one.

    RuleBroken: meeting-not-ongoing, change-without-reason, outcome-already-stated, item-cannot-be-withdrawn.
    """
    meeting = _hold_waiting(item, reason)
    if item.kind is ItemKind.HEADING or item.standing in (StandingItem.OPENING, StandingItem.CLOSING):
        raise RuleBroken("item-cannot-be-withdrawn")
    if table.on_table(meeting.id) == item.id:
        table.take_off(meeting, now)
    item.withdrawn_kind, item.kind = item.kind or ItemKind.INFORMATION, ItemKind.HEADING
    item.version += 1
    if item.issue is not None and item.issue.state is IssueState.ON_AGENDA:
        issues.take(item.issue, IssueStep.TAKE_OFF_AGENDA, by=by, now=now)
    _note("item-withdrawn", item, reason, by=by, now=now)


def restore(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Put it back where it was. RuleBroken: meeting-not-ongoing, item-is-not-withdrawn,
    issue-step-not-allowed."""
    hold_open(item.meeting)
    db.session.refresh(item)
    if item.withdrawn_kind is None:
        raise RuleBroken("item-is-not-withdrawn")
    item.kind, item.withdrawn_kind = item.withdrawn_kind, None
    item.version += 1
    if item.issue is not None and item.issue.state is not IssueState.ON_AGENDA:
        issues.take(item.issue, IssueStep.PUT_ON_AGENDA, by=by, now=now)
    _note("item-restored", item, "", by=by, now=now)


def _hold_waiting(item: AgendaItem, reason: str) -> Meeting:
    hold_open(item.meeting)
    db.session.refresh(item)
    _check_reason(reason)
    if item.outcome is not None:
        raise RuleBroken("outcome-already-stated", outcome=item.outcome)
    return item.meeting


def _order(meeting: Meeting) -> list[AgendaItem]:
    """Read afresh: somebody else may have changed it while this one waited for the meeting."""
    db.session.expire(meeting, ["items"])
    return moving.ordered(meeting)


def _place(order: list[AgendaItem], after: AgendaItem) -> int:
    if after not in order:
        raise RuleBroken("not-on-the-agenda")
    return order.index(after) + 1


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("change-without-reason")


def _note(happened: str, item: AgendaItem, reason: str, *, by: Person, now: datetime) -> None:
    after: dict[str, Any] = {"item": item.id} | ({"reason": reason.strip()} if reason.strip() else {})
    about, after = secrecy.title_outside(item), secrecy.words_outside(item, after)
    journal.note(happened, by=by, now=now, meeting=item.meeting, about=about, after=after)
