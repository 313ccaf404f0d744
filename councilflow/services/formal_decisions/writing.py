"""Entering a decision, its steps and its document. Every change first holds the standpoint, so that two who
write on the same chain wait for each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Body, FormalDecision, Organisation, Person, Standpoint
from councilflow.process.afterwards import FormalState
from councilflow.process.errors import RuleBroken
from councilflow.process.formal_decisions import MADE, MOST_STEPS, Step, check_more, check_step, flaws, kept
from councilflow.services import journal, secrecy
from councilflow.services.files import Stored
from councilflow.services.formal_decisions.access import Way
from councilflow.services.register import plain
from councilflow.services.standpoints.naming import paragraph_of

_FACTS = ("state", "deciding_body", "planned_on", "decided_on", "reference", "note", "link")
_NOTED = {"note": "decision_note", "link": "decision_link"}
"""What the journal calls them, where their own names mean something else there."""
_FILE = ("file_name", "media_type", "size", "sha256")


def held(standpoint_id: int) -> Standpoint:
    """The standpoint, held for this transaction. RuleBroken: standpoint-not-signed."""
    standpoint = db.session.get_one(
        Standpoint, standpoint_id, with_for_update={"key_share": True}, populate_existing=True
    )
    if standpoint.in_force_on is None:
        raise RuleBroken("standpoint-not-signed")
    return standpoint


def chain_of(standpoint_id: int, organisation_id: int | None) -> Sequence[FormalDecision]:
    """The steps of an organisation, or of the council itself, in order."""
    whose = (
        FormalDecision.organisation_id.is_(None)
        if organisation_id is None
        else FormalDecision.organisation_id == organisation_id
    )
    return db.session.scalars(
        select(FormalDecision)
        .where(FormalDecision.standpoint_id == standpoint_id, whose)
        .order_by(FormalDecision.position)
        .execution_options(populate_existing=True)
    ).all()


def enter(
    decision: FormalDecision,
    step: Step,
    *,
    version: int,
    way: Way,
    on_word_of: str = "",
    by: Person,
    now: datetime,
) -> None:
    """Say where a step stands, from `version` of it. `on_word_of` is who said so, when the secretariat enters
    it for an organisation.

    RuleBroken: standpoint-not-signed, somebody-saved-first (who), formal-on-whose-word, and those of
    `check_step`.
    """
    standpoint = held(decision.standpoint_id)
    chain = chain_of(standpoint.id, decision.organisation_id)
    _check_way(way, on_word_of)
    if decision.version != version:
        raise RuleBroken("somebody-saved-first", who=_name(decision.updated_by_id))
    check_step(step, **_around(decision, chain, standpoint, now))
    before = _said(decision)
    for name in _FACTS:
        setattr(decision, name, getattr(kept(step), name))
    if decision.state not in MADE:
        _let_go(decision)
    after = _said(decision)
    if before == after:
        return
    _touch(decision, by, now)
    changed = [name for name in after if before[name] != after[name]]
    word = {"on_word_of": on_word_of.strip()} if way is Way.ON_WORD else {}
    _note(
        "formal-decision-entered",
        standpoint,
        decision,
        by,
        now,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed} | word,
    )


def flaws_in(
    decision: FormalDecision, step: Step, *, way: Way, on_word_of: str, now: datetime
) -> list[RuleBroken]:
    """Everything that `enter` would refuse in what is said, so that a form can say all of it at once."""
    standpoint = decision.standpoint
    chain = chain_of(standpoint.id, decision.organisation_id)
    found = flaws(step, **_around(decision, chain, standpoint, now))
    if way is Way.ON_WORD and not on_word_of.strip():
        found.append(RuleBroken("formal-on-whose-word"))
    return found


def _around(
    decision: FormalDecision, chain: Sequence[FormalDecision], standpoint: Standpoint, now: datetime
) -> dict[str, Any]:
    """What the rule of a step asks of its chain and its days."""
    return {
        "before": [one.state for one in chain if one.position < decision.position],
        "after": [one.state for one in chain if one.position > decision.position],
        "taken_on": standpoint.taken_on,
        "today": _today(standpoint, now),
    }


def add_step(
    standpoint_id: int,
    organisation_id: int | None,
    *,
    deciding_body: str,
    planned_on: date,
    way: Way,
    on_word_of: str = "",
    by: Person,
    now: datetime,
) -> FormalDecision:
    """Put one more deciding body after the others (KS, then KF), or a step of the council's own.

    RuleBroken: standpoint-not-signed, formal-on-whose-word, formal-without-body, formal-too-many-steps,
    formal-chain-not-begun.
    """
    standpoint = held(standpoint_id)
    _check_way(way, on_word_of)
    states = [one.state for one in chain_of(standpoint_id, organisation_id)]
    if organisation_id is not None:
        check_more(states)
    elif len(states) >= MOST_STEPS:
        raise RuleBroken("formal-too-many-steps", most=MOST_STEPS)
    if not deciding_body.strip():
        raise RuleBroken("formal-without-body")
    made = FormalDecision(
        standpoint_id=standpoint_id,
        organisation_id=organisation_id,
        position=len(states) + 1,
        state=FormalState.PLANNED,
        deciding_body=deciding_body.strip(),
        planned_on=planned_on,
        updated_by_id=by.id,
        updated_at=now,
    )
    db.session.add(made)
    db.session.flush()
    said = {"deciding_body": made.deciding_body, "planned_on": plain(planned_on)}
    word = {"on_word_of": on_word_of.strip()} if way is Way.ON_WORD else {}
    _note("formal-step-added", standpoint, made, by, now, before={}, after=said | word)
    return made


def remove_step(decision: FormalDecision, *, by: Person, now: datetime) -> None:
    """Take away the last step of a chain, while nothing is decided in it; the first of an organisation stays.

    RuleBroken: standpoint-not-signed, formal-step-stands.
    """
    standpoint = held(decision.standpoint_id)
    chain = chain_of(standpoint.id, decision.organisation_id)
    is_first = decision.organisation_id is not None and decision.position == 1
    if is_first or decision.state in MADE or decision.id != chain[-1].id:
        raise RuleBroken("formal-step-stands")
    before = {name: value for name, value in _said(decision).items() if value}
    _note("formal-step-removed", standpoint, decision, by, now, before=before, after={})
    db.session.delete(decision)
    db.session.flush()


def attach(decision: FormalDecision, file: Stored, *, by: Person, now: datetime) -> None:
    """Put the decision's own document beside it. RuleBroken: standpoint-not-signed, formal-file-too-early."""
    standpoint = held(decision.standpoint_id)
    if decision.state not in MADE:
        raise RuleBroken("formal-file-too-early")
    before = {"file_name": decision.file_name}
    for name in _FILE:
        setattr(decision, name, getattr(file, name))
    _touch(decision, by, now)
    after = {"file_name": file.file_name, "sha256": file.sha256}
    _note("formal-decision-entered", standpoint, decision, by, now, before=before, after=after)


def detach(decision: FormalDecision, *, by: Person, now: datetime) -> None:
    """Take the document away again. RuleBroken: standpoint-not-signed."""
    standpoint = held(decision.standpoint_id)
    if not decision.sha256:
        return
    before = {"file_name": decision.file_name, "sha256": decision.sha256}
    _let_go(decision)
    _touch(decision, by, now)
    after = {"file_name": ""}
    _note("formal-decision-entered", standpoint, decision, by, now, before=before, after=after)


def _check_way(way: Way, on_word_of: str) -> None:
    if way is Way.ON_WORD and not on_word_of.strip():
        raise RuleBroken("formal-on-whose-word")


def _let_go(decision: FormalDecision) -> None:
    """Its document; the bytes stay where they lie, others may have the same."""
    decision.file_name = decision.media_type = decision.sha256 = ""
    decision.size = 0


def _touch(decision: FormalDecision, by: Person, now: datetime) -> None:
    decision.version += 1
    decision.updated_by_id, decision.updated_at = by.id, now
    decision.reminded_at = None
    db.session.flush()


def _said(decision: FormalDecision) -> dict[str, Any]:
    return {_NOTED.get(name, name): plain(getattr(decision, name)) for name in _FACTS}


def _name(person_id: int | None) -> str:
    return db.session.get_one(Person, person_id).name if person_id else ""


def _today(standpoint: Standpoint, now: datetime) -> date:
    return now.astimezone(db.session.get_one(Body, standpoint.council_id).zone).date()


def _note(
    happened: str,
    standpoint: Standpoint,
    decision: FormalDecision,
    by: Person,
    now: datetime,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    whose = db.session.get(Organisation, decision.organisation_id) if decision.organisation_id else None
    item = db.session.get_one(AgendaItem, standpoint.item_id)
    if item.is_secret:  # the journal is read by more people than the decision
        before, after = {}, secrecy.all_outside(item, after or before)
    journal.note(
        happened,
        by=by,
        now=now,
        council=standpoint.council_id,
        about=", ".join(filter(None, (paragraph_of(standpoint), whose.name if whose else ""))),
        before=before,
        after=after,
    )
