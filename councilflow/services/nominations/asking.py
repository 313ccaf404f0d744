"""What the one who manages a body does with a request: asks, reminds, closes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, or_, select

from councilflow.extensions import db
from councilflow.models import Body, NominationAnswer, NominationRequest, Person, SeatRule
from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.process.seats import categories_of
from councilflow.services import bodies, journal
from councilflow.services.bodies import Rows
from councilflow.services.nominations import letters
from councilflow.services.visibility import today


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for: names to a category of seats, or to those of a rule of composition."""

    title: str
    names_wanted: int
    due_on: date
    category: Category
    rule_id: int | None = None
    text: str = ""


def organisations_to_ask(body: Body, day: date) -> Rows:
    """Those that belong to the body on a day; for a group without any, those of its council."""
    own = bodies.organisations_on(body.id, day)
    return own if own or body.council_id is None else bodies.organisations_on(body.council_id, day)


def rules_of(body: Body, day: date) -> Sequence[SeatRule]:
    """The rules of composition that hold for a body on a day."""
    return db.session.scalars(
        select(SeatRule)
        .where(
            SeatRule.body_id == body.id,
            SeatRule.starts_on <= day,
            or_(SeatRule.ends_on.is_(None), SeatRule.ends_on >= day),
        )
        .order_by(SeatRule.position, SeatRule.id)
    ).all()


def ask(
    body: Body, wish: Wish, organisation_ids: Collection[int], *, by: Person, now: datetime
) -> NominationRequest:
    """Ask these organisations for names, with a mail to each: to its official mailbox and to those who may
    answer for it.

    RuleBroken: body-is-closed, nobody-chosen, due-day-has-been, category-not-here, rule-is-for-others.
    """
    day = today(now)
    if body.closed_on is not None and body.closed_on < day:
        raise RuleBroken("body-is-closed", name=body.name, closed_on=body.closed_on)
    if wish.due_on < day:
        raise RuleBroken("due-day-has-been")
    asked = [row for row in organisations_to_ask(body, day) if row.id in organisation_ids]
    if not asked:
        raise RuleBroken("nobody-chosen")
    _check_seats(body, wish, asked, day)
    request = NominationRequest(
        body=body,
        category=wish.category,
        rule_id=wish.rule_id,
        title=wish.title,
        text=wish.text,
        names_wanted=wish.names_wanted,
        due_on=wish.due_on,
        asked_by_id=by.id,
        asked_at=now,
        answers=[NominationAnswer(organisation_id=row.id) for row in asked],
    )
    db.session.add(request)
    db.session.flush()
    letters.send(request, request.answers, by=by, now=now)
    journal.note(
        "names-asked-for",
        by=by,
        now=now,
        council=bodies.council_of(body),
        about=wish.title,
        after={"organisations": [row.name for row in asked], "due_on": wish.due_on.isoformat()},
    )
    return request


def _check_seats(body: Body, wish: Wish, asked: Rows, day: date) -> None:
    """A body's own categories, and its own rules for those whose seats they are."""
    if wish.category not in categories_of(body.kind, has_substitutes=body.has_substitutes):
        raise RuleBroken("category-not-here")
    if wish.rule_id is None:
        return
    rule = next((one for one in rules_of(body, day) if one.id == wish.rule_id), None)
    if rule is None or rule.category is not wish.category:
        raise RuleBroken("category-not-here")
    others = [row.name for row in asked if not _is_for(rule, row)]
    if others:
        raise RuleBroken("rule-is-for-others", rule=rule.title, names=", ".join(others))


def _is_for(rule: SeatRule, organisation: Row[*tuple[Any, ...]]) -> bool:
    """Whether the seats of a rule are an organisation's to fill."""
    return rule.organisation_id in (None, organisation.id) and rule.organisation_kind in (
        None,
        organisation.kind,
    )


def remind(request: NominationRequest, *, by: Person, now: datetime) -> list[NominationAnswer]:
    """Remind those that have not answered, by mail. RuleBroken: request-is-closed, nobody-to-remind."""
    held(request)
    owing = [answer for answer in request.answers if answer.answered_at is None]
    if not owing:
        raise RuleBroken("nobody-to-remind")
    letters.send(request, owing, by=by, now=now, is_reminder=True)
    journal.note(
        "names-reminded",
        by=by,
        now=now,
        council=bodies.council_of(request.body),
        about=request.title,
        after={"organisations": [answer.organisation.name for answer in owing]},
    )
    return owing


def close(request: NominationRequest, *, by: Person, now: datetime) -> None:
    """Let nobody answer any more; this cannot be undone. RuleBroken: request-is-closed."""
    held(request)
    request.closed_at = now
    journal.note("names-closed", by=by, now=now, council=bodies.council_of(request.body), about=request.title)


def held(request: NominationRequest) -> NominationRequest:
    """The request, held until the end of the transaction. RuleBroken: request-is-closed."""
    db.session.scalars(
        select(NominationRequest)
        .where(NominationRequest.id == request.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if request.closed_at is not None:
        raise RuleBroken("request-is-closed", title=request.title)
    return request
