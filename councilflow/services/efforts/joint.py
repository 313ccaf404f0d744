"""Joint efforts and what organisations put into them (A23, A96, B4.11)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import exists, select

from councilflow.extensions import db
from councilflow.models import (
    Body,
    EffortContribution,
    Implementation,
    JointEffort,
    Organisation,
    Person,
)
from councilflow.process.efforts import Effort, check_contribution, check_effort
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import ContributionKind
from councilflow.services import journal
from councilflow.services.register import plain
from councilflow.services.rows import is_still_there

_FACTS = (
    "title",
    "text",
    "state",
    "starts_on",
    "ends_on",
    "follow_up_on",
    "result",
    "standpoint_id",
    "advocacy_id",
    "node_id",
)
_NOTED = {"text": "effort_text", "state": "effort_state", "result": "effort_result"}
"""What the journal calls them, where their own names mean something else there."""


def make(council: Body, effort: Effort, *, by: Person, now: datetime) -> JointEffort:
    """RuleBroken: those of `check_effort`."""
    check_effort(effort)
    row = JointEffort(body_id=council.id, title=effort.title)
    _put(row, effort)
    db.session.add(row)
    db.session.flush()
    _note("effort-made", row, by, now, after=_said(row))
    return row


def change(row: JointEffort, effort: Effort, *, version: int, by: Person, now: datetime) -> None:
    """Change it, from `version` of it. RuleBroken: effort-saved-first, and those of `check_effort`."""
    db.session.refresh(row, with_for_update={"key_share": True})
    if row.version != version:
        raise RuleBroken("effort-saved-first")
    check_effort(effort)
    before = _said(row)
    _put(row, effort)
    after = _said(row)
    if before != after:
        row.version += 1
        db.session.flush()
        _note("effort-changed", row, by, now, before=before, after=after)


def remove(row: JointEffort, *, by: Person, now: datetime) -> None:
    """Take away one that nobody has begun. RuleBroken: effort-has-parts."""
    if not is_still_there(row):
        return
    parts = exists().where(EffortContribution.effort_id == row.id)
    work = exists().where(Implementation.effort_id == row.id)
    if db.session.scalar(select(parts | work)):
        raise RuleBroken("effort-has-parts")
    _note("effort-removed", row, by, now, before=_said(row))
    db.session.delete(row)
    db.session.flush()


def give(
    row: JointEffort,
    organisation_id: int,
    kind: ContributionKind,
    *,
    amount: float | None,
    year: int | None,
    text: str,
    by: Person,
    now: datetime,
) -> EffortContribution:
    """`amount` is hours, whole kroner or persons, as the kind says; None where the words say it.

    RuleBroken: those of `check_contribution`.
    """
    check_contribution(kind, amount, text)
    given = EffortContribution(
        effort_id=row.id,
        organisation_id=organisation_id,
        kind=kind,
        amount=amount,
        year=year,
        text=text.strip(),
    )
    db.session.add(given)
    db.session.flush()
    after = _told(given)
    _note("effort-contribution-added", row, by, now, after=after, whose=organisation_id)
    return given


def take_back(given: EffortContribution, *, by: Person, now: datetime) -> None:
    if not is_still_there(given):
        return
    row = db.session.get_one(JointEffort, given.effort_id)
    before = _told(given)
    _note("effort-contribution-removed", row, by, now, before=before, whose=given.organisation_id)
    db.session.delete(given)
    db.session.flush()


def _told(given: EffortContribution) -> dict[str, Any]:
    amount = given.amount
    shown = int(amount) if amount is not None and not amount % 1 else amount
    return {"contribution": given.kind, "amount": shown, "year": given.year, "text": given.text}


def contribution_to(effort: JointEffort, given_id: int) -> EffortContribution | None:
    """The contribution, when it is one to this effort."""
    given = db.session.get(EffortContribution, given_id)
    return given if given is not None and given.effort_id == effort.id else None


def _put(row: JointEffort, effort: Effort) -> None:
    for name in _FACTS:
        value = getattr(effort, name)
        setattr(row, name, value.strip() if type(value) is str else value)


def _said(row: JointEffort) -> dict[str, Any]:
    told = [name for name in _FACTS if not name.endswith("_id")]
    return {_NOTED.get(name, name): plain(getattr(row, name)) for name in told if getattr(row, name)}


def _note(
    happened: str,
    row: JointEffort,
    by: Person,
    now: datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    whose: int | None = None,
) -> None:
    named = [row.title]
    if whose is not None:
        named.append(db.session.get_one(Organisation, whose).name)
    journal.note(
        happened,
        by=by,
        now=now,
        council=row.body_id,
        about=", ".join(named),
        before=before or {},
        after=after or {},
    )
