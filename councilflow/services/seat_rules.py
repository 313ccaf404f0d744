"""Writing the rules of composition: a rule is entered, changed by one that comes after it, and ended."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, func, or_, select

from councilflow.extensions import db
from councilflow.models import Body, NominationRequest, Organisation, Person, Seat, SeatRule
from councilflow.process.composition import rule_flaws
from councilflow.process.councils import Category, OrganisationKind, Scope
from councilflow.process.errors import RuleBroken
from councilflow.services import journal
from councilflow.services.bodies import council_of
from councilflow.services.rows import is_still_there


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleEntry:
    """What is written about a rule. `most` None: as many as like ("and/or")."""

    title: str
    category: Category
    scope: Scope
    starts_on: date
    function: str = ""
    organisation_kind: OrganisationKind | None = None
    organisation_id: int | None = None
    least: int = 1
    most: int | None = None
    both_sides: bool = False


def add(body: Body, entry: RuleEntry, *, by: Person, now: datetime) -> SeatRule:
    """Let a body be composed by one more rule. RuleBroken: rule-flawed."""
    rule = _enter(body, entry, position=None)
    journal.note(
        "seat-rule-added", by=by, now=now, council=council_of(body), about=rule.title, after=_words(rule)
    )
    return rule


def change(rule: SeatRule, entry: RuleEntry, *, by: Person, now: datetime) -> SeatRule:
    """Let another wording hold from `entry.starts_on`: the old rule ends the day before.

    RuleBroken: rule-change-must-come-later, rule-has-ended, rule-flawed.
    """
    if entry.starts_on <= rule.starts_on:
        raise RuleBroken("rule-change-must-come-later", starts_on=rule.starts_on)
    body, before = _hold(rule), _words(rule)
    if rule.ends_on is not None and rule.ends_on < entry.starts_on:
        raise RuleBroken("rule-has-ended")
    new = _enter(body, entry, position=rule.position, ends_on=rule.ends_on)
    rule.ends_on = entry.starts_on - timedelta(days=1)
    journal.note(
        "seat-rule-changed",
        by=by,
        now=now,
        council=council_of(body),
        about=rule.title,
        before=before,
        after=_words(new),
    )
    return new


def end(rule: SeatRule, *, on: date, by: Person, now: datetime) -> None:
    """Let a rule end; `on` is its last day. RuleBroken: rule-ends-before-it-begins, rule-has-ended."""
    if on < rule.starts_on:
        raise RuleBroken("rule-ends-before-it-begins", starts_on=rule.starts_on)
    body = _hold(rule)
    before = {"ends_on": rule.ends_on.isoformat()} if rule.ends_on else {}
    rule.ends_on = on
    journal.note(
        "seat-rule-ended",
        by=by,
        now=now,
        council=council_of(body),
        about=rule.title,
        before=before,
        after={"ends_on": on.isoformat()},
    )


def withdraw(rule: SeatRule, *, by: Person, now: datetime) -> None:
    """Take away a rule that was entered by mistake. RuleBroken: rule-is-used."""
    if not is_still_there(rule):
        return
    if is_used(rule):
        raise RuleBroken("rule-is-used")
    body = db.session.get_one(Body, rule.body_id)
    journal.note(
        "seat-rule-withdrawn", by=by, now=now, council=council_of(body), about=rule.title, before=_words(rule)
    )
    db.session.execute(delete(SeatRule).where(SeatRule.id == rule.id))


def is_used(rule: SeatRule) -> bool:
    """Whether a seat or a request for names says that it is by this rule, or another stands in its place."""
    others = exists().where(
        SeatRule.body_id == rule.body_id, SeatRule.position == rule.position, SeatRule.id != rule.id
    )
    seats = exists().where(Seat.rule_id == rule.id)
    requests = exists().where(NominationRequest.rule_id == rule.id)
    return bool(db.session.scalar(select(or_(others, seats, requests))))


def _hold(rule: SeatRule) -> Body:
    """Let nobody else give the rule a successor while this step does. RuleBroken: rule-has-ended."""
    body = db.session.scalars(select(Body).where(Body.id == rule.body_id).with_for_update()).one()
    db.session.refresh(rule)
    later = exists().where(
        SeatRule.body_id == rule.body_id,
        SeatRule.position == rule.position,
        SeatRule.starts_on > rule.starts_on,
    )
    if db.session.scalar(select(later)):
        raise RuleBroken("rule-has-ended")
    return body


def _enter(body: Body, entry: RuleEntry, *, position: int | None, ends_on: date | None = None) -> SeatRule:
    flaws = rule_flaws(
        body.kind,
        entry.category,
        function=entry.function,
        least=entry.least,
        most=entry.most,
        both_sides=entry.both_sides,
        starts_on=entry.starts_on,
        ends_on=ends_on,
    )
    if flaws:
        raise RuleBroken("rule-flawed", flaws=flaws)
    if position is None:
        db.session.execute(select(Body.id).where(Body.id == body.id).with_for_update())
        highest = db.session.scalar(select(func.max(SeatRule.position)).where(SeatRule.body_id == body.id))
        position = (highest or 0) + 1
    facts = asdict(entry)
    facts["organisation_kind" if entry.scope is Scope.ONCE else "organisation_id"] = None
    rule = SeatRule(body_id=body.id, position=position, ends_on=ends_on, **facts)
    db.session.add(rule)
    db.session.flush()
    return rule


def _words(rule: SeatRule) -> dict[str, Any]:
    """The rule as plain values, for the journal."""
    organisation = db.session.get(Organisation, rule.organisation_id) if rule.organisation_id else None
    found = {
        "title": rule.title,
        "category": rule.category,
        "function": rule.function,
        "scope": rule.scope,
        "organisation_kind": rule.organisation_kind,
        "organisation": organisation.name if organisation else None,
        "least": rule.least,
        "most": rule.most,
        "both_sides": rule.both_sides,
        "starts_on": rule.starts_on.isoformat(),
        "ends_on": rule.ends_on.isoformat() if rule.ends_on else None,
    }
    return {name: value for name, value in found.items() if value not in (None, "", False)}
