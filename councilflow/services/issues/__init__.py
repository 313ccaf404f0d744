"""Proposing issues and answering them, all year (A10, A65, A72)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Body, Issue, JournalEntry, Organisation, Person
from councilflow.process.agenda import (
    ANSWERS,
    NEEDS_REASON,
    OPEN_TO_CHANGES,
    IssueState,
    IssueStep,
    Purpose,
    Reach,
    issue_after,
)
from councilflow.process.errors import RuleBroken
from councilflow.services import journal, secrecy
from councilflow.services.issues import letters, linked
from councilflow.services.issues.concerned import concern
from councilflow.services.visibility import Viewer, issues_for

TEXTS = ("title", "challenge", "why", "background", "reach_text", "leadership_reason", "urgent_reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class More:
    """What a proposal may say besides its texts: the criteria of A5 and A6 (None: not judged yet), the plan
    that would otherwise own the question (A2), purposes (A57), reach (A93), and whom it concerns (A34)."""

    purposes: Sequence[Purpose] = ()
    reach: Reach | None = None
    reach_text: str = ""
    needs_leadership: bool | None = None
    leadership_reason: str = ""
    is_urgent: bool | None = None
    urgent_reason: str = ""
    decide_by: date | None = None
    other_plan: str = ""
    node_ids: Sequence[int] | None = None
    """The parts of plans that it is about (A89), among those within the council's reach. None leaves them."""
    concerned: Mapping[int, str] | None = None
    """What each organisation brings, by its id; empty: it concerns all members. None leaves that as it is."""


_FACTS = (
    *("reach", "reach_text", "needs_leadership", "leadership_reason"),
    *("is_urgent", "urgent_reason", "decide_by", "other_plan"),
)


def propose(
    council: Body,
    *,
    title: str,
    challenge: str,
    why: str,
    background: str,
    organisation: Organisation | None,
    more: More | None = None,
    by: Person,
    now: datetime,
) -> Issue:
    """Put an organisation's question before the preparatory group (A72), the challenge first (A33)."""
    issue = Issue(
        council_id=council.id,
        organisation=organisation,
        proposed_by=by,
        proposed_at=now,
        title=title,
        challenge=challenge,
        why=why,
        background=background,
        state=IssueState.PROPOSED,
    )
    db.session.add(issue)
    db.session.flush()
    _fill(issue, more or More())
    journal.note(
        "issue-proposed", by=by, now=now, council=council, about=title, after={"issue": str(issue.id)}
    )
    return issue


def held(issue_id: int) -> Issue:
    """The issue as it stands now, held for this transaction."""
    db.session.flush()
    return db.session.get_one(Issue, issue_id, with_for_update=True, populate_existing=True)


def save(
    issue: Issue, texts: Mapping[str, str], more: More, *, prepares: bool, by: Person, now: datetime
) -> None:
    """Write a proposal anew: its organisation until somebody has taken it up, the preparatory group while it
    is worked on. RuleBroken: issue-is-taken-up, issue-is-done."""
    check_open(issue, prepares=prepares)
    for name in ("title", "challenge", "why", "background"):
        setattr(issue, name, texts[name].strip())
    _fill(issue, more)
    journal.note(
        "issue-changed",
        by=by,
        now=now,
        council=issue.council_id,
        about=secrecy.issue_outside(issue),
        after={"issue": str(issue.id)},
    )


def check_open(issue: Issue, *, prepares: bool) -> None:
    """Refuse to change what is settled. RuleBroken: issue-is-taken-up, issue-is-done."""
    if issue.state not in OPEN_TO_CHANGES:
        raise RuleBroken("issue-is-done", state=issue.state)
    if not prepares and issue.state is not IssueState.PROPOSED:
        raise RuleBroken("issue-is-taken-up")


def _fill(issue: Issue, more: More) -> None:
    issue.purposes = sorted(more.purposes)
    for name in _FACTS:
        said = getattr(more, name)
        setattr(issue, name, said.strip() if isinstance(said, str) else said)
    concern(more.concerned, issue_id=issue.id)
    linked.link(issue.id, more.node_ids)


def take(
    issue: Issue,
    step: IssueStep,
    *,
    reason: str = "",
    rests_until: date | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Take a step with an issue; resting and declining are answers and need a reason (A72).

    One that rests may say until when; then the preparatory group is asked again. The proposer gets each
    answer by mail. RuleBroken: issue-step-not-allowed, reason-missing.
    """
    if step in NEEDS_REASON and not reason.strip():
        raise RuleBroken("reason-missing")
    before, issue.state = issue.state, issue_after(issue.state, step)
    issue.rests_until = rests_until if step is IssueStep.REST else None
    if step in ANSWERS:
        issue.answer, issue.answered_at, issue.answered_by_id = reason.strip(), now, by.id
    mark = secrecy.mark_of_issue(issue)
    said = {"reason": mark or reason.strip()} if reason.strip() else {}
    journal.note(
        "issue-step",
        by=by,
        now=now,
        council=issue.council_id,
        about=mark or issue.title,
        before={"state": before},
        after={"state": issue.state, "issue": str(issue.id)} | said,
    )
    if step in ANSWERS and by.id != issue.proposed_by_id:
        letters.answer(issue, by=by, now=now)


def stand_instead(issue: Issue, state: IssueState, *, reason: str, by: Person, now: datetime) -> None:
    """Let an issue stand where its meeting really left it, when the outcome of its item is put right
    (docs/decisions/0020). Who calls holds it and has asked `restating.issue_instead`."""
    before, issue.state = issue.state, state
    if before is state:
        return
    journal.note(
        "issue-step",
        by=by,
        now=now,
        council=issue.council_id,
        about=secrecy.issue_outside(issue),
        before={"state": before},
        after={"state": state, "issue": str(issue.id), "reason": secrecy.mark_of_issue(issue) or reason},
    )


def visible(issue_id: int, viewer: Viewer) -> Issue | None:
    """The issue when the viewer may see it."""
    return db.session.scalar(select(Issue).where(Issue.id == issue_id, issues_for(viewer)))


def history(issue: Issue) -> Sequence[Any]:
    """What has been done with an issue, the first first: at, who, event, before, after."""
    return db.session.execute(
        select(JournalEntry.at, JournalEntry.who, JournalEntry.event, JournalEntry.before, JournalEntry.after)
        .where(
            JournalEntry.council_id == issue.council_id,
            JournalEntry.event.in_(["issue-proposed", "issue-changed", "issue-step"]),
            JournalEntry.after["issue"].as_string() == str(issue.id),
        )
        .order_by(JournalEntry.id)
        .limit(200)
    ).all()
