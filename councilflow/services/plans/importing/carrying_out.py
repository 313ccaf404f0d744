"""Storing what a draft was read as, in the transaction of the caller: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Body, FundingSource, Person, Plan, PlanImport
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.document import PlanDocument
from councilflow.process.plans.reading import Draft
from councilflow.process.plans.sums import Difference
from councilflow.services import journal
from councilflow.services.plans.importing.drafts import read_again, refuse_done
from councilflow.services.plans.writing import add_document, new_plan, open_for_changes


def carry_out(draft: PlanImport, *, by: Person | None, now: datetime) -> Plan:
    """Put everything that the draft says into its plan, or into a new one. `by` None: the installation.

    RuleBroken: plan-import-done, plan-import-flawed, plan-import-waiting, plan-import-nothing, plan-adopted.
    """
    db.session.refresh(draft, with_for_update=True)
    refuse_done(draft)
    standing = _held(draft.plan_id)
    _source, found = read_again(draft)
    refuse_unready(found)
    body = db.session.get_one(Body, draft.body_id)
    parent_id = draft.found.get("parent_id")
    parent = db.session.get(Plan, parent_id) if parent_id else None
    sources = _sources(body)
    plan = standing or new_plan(body, found.document, parent=parent)
    gains = add_document(plan, found.document, now=now, import_id=draft.id)
    draft.plan_id, draft.makes_plan, draft.carried_out_at = plan.id, standing is None, now
    draft.found = (
        draft.found
        | summary_of(found)
        | {
            "gains": [asdict(gain) for gain in gains],
            "sources": sorted(_sources(body) - sources),
        }
    )
    counts = {"imported-measures": found.counts.measures, "imported-budget": found.counts.budget}
    journal.note("plan-imported", by=by, now=now, council=body, about=plan.title, after=counts)
    return plan


def _held(plan_id: int | None) -> Plan | None:
    """The plan that stands, kept from everybody else until this transaction ends."""
    if plan_id is None:
        return None
    plan = db.session.scalars(select(Plan).where(Plan.id == plan_id).with_for_update()).one()
    open_for_changes(plan)
    return plan


def refuse_unready(found: Draft) -> None:
    """RuleBroken: plan-import-flawed, plan-import-waiting, plan-import-nothing."""
    document = found.document
    if found.flaws:
        raise RuleBroken("plan-import-flawed", count=len(found.flaws))
    if found.waiting:
        raise RuleBroken("plan-import-waiting", count=len(found.waiting))
    if not (document.nodes or document.lines or document.indicators):
        raise RuleBroken("plan-import-nothing")


def _sources(body: Body) -> set[int]:
    return set(db.session.scalars(select(FundingSource.id).where(FundingSource.body_id == body.id)))


def summary_of(found: Draft) -> dict[str, Any]:
    """What was found, as plain values of JSON: per level, money, doubts, differences, what was left."""
    counts = found.counts
    return {
        "title": found.document.title,
        "levels": [
            {"kind": str(kind), "level": level, "count": count} for kind, level, count in counts.levels
        ],
        "counts": {name: value for name, value in asdict(counts).items() if isinstance(value, int)}
        | {"goals": dict(counts.goals)},
        "areas": [asdict(area) for area in counts.areas],
        "doubts": [_plain(doubt) for doubt in found.doubts],
        "differences": [_difference(one, found.document) for one in found.differences],
        "fills": [_plain(fill) for fill in found.fills],
        "unread": [_plain(one) for one in found.unread],
        "questions": [_plain(question) for question in found.questions],
        "flaws": [_plain(flaw) for flaw in found.flaws],
    }


def _difference(one: Difference, document: PlanDocument) -> dict[str, Any]:
    """The difference with the title of the node that it is about."""
    node = document.by_key.get(one.node)
    return _plain(one) | {"missing": one.missing, "about": node.title if node else ""}


def _plain(part: Any) -> dict[str, Any]:
    return {name: _json(value) for name, value in asdict(part).items()}


def _json(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _json(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_json(one) for one in value]
    return value if value is None or isinstance(value, bool | int | float) else str(value)
