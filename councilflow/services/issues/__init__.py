"""Proposing issues and answering them (A65, A72)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from councilflow.extensions import db
from councilflow.models import Body, Issue, Organisation, Person
from councilflow.process.agenda import NEEDS_REASON, IssueStep, issue_after
from councilflow.process.errors import RuleBroken
from councilflow.services import journal
from councilflow.services.visibility import Viewer, issues_for


def propose(
    council: Body,
    *,
    title: str,
    challenge: str,
    why: str,
    background: str,
    organisation: Organisation | None,
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
    )
    db.session.add(issue)
    journal.note("issue-proposed", by=by, now=now, council=council, about=title)
    return issue


def take(issue: Issue, step: IssueStep, *, reason: str = "", by: Person, now: datetime) -> None:
    """Take a step with an issue; resting and declining are answers and need a reason (A72).

    RuleBroken: issue-step-not-allowed, reason-missing.
    """
    if step in NEEDS_REASON and not reason.strip():
        raise RuleBroken("reason-missing")
    before, issue.state = issue.state, issue_after(issue.state, step)
    if step in NEEDS_REASON or step is IssueStep.PUT_ON_AGENDA:
        issue.answer, issue.answered_at, issue.answered_by_id = reason.strip(), now, by.id
    journal.note(
        "issue-step",
        by=by,
        now=now,
        council=issue.council_id,
        about=issue.title,
        before={"state": before},
        after={"state": issue.state} | ({"reason": reason.strip()} if reason.strip() else {}),
    )


def listed(viewer: Viewer) -> Sequence[Row[*tuple[Any, ...]]]:
    """The issues the viewer may see, newest first: id, title, state, proposed_at, answer, organisation,
    council, council_id."""
    return db.session.execute(
        select(
            Issue.id,
            Issue.title,
            Issue.state,
            Issue.proposed_at,
            Issue.answer,
            Issue.council_id,
            Organisation.name.label("organisation"),
            Body.name.label("council"),
        )
        .join(Body, Body.id == Issue.council_id)
        .outerjoin(Organisation, Organisation.id == Issue.organisation_id)
        .where(issues_for(viewer))
        .order_by(Issue.proposed_at.desc(), Issue.id.desc())
        .limit(200)
    ).all()


def visible(issue_id: int, viewer: Viewer) -> Issue | None:
    """The issue when the viewer may see it."""
    return db.session.scalar(select(Issue).where(Issue.id == issue_id, issues_for(viewer)))
