"""What organisations put into a measure themselves: hours, kroner, people (A23, B4.11)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from councilflow.extensions import db
from councilflow.models import Contribution, Organisation, Person, Plan, PlanNode
from councilflow.process.plans.values import ContributionKind
from councilflow.services import journal
from councilflow.services.rows import is_still_there


def add_contribution(
    node: PlanNode,
    *,
    organisation: Organisation,
    kind: ContributionKind,
    amount: int | None,
    year: int | None,
    text: str,
    by: Person,
    now: datetime,
) -> Contribution:
    """`amount` is hours, whole kroner or persons, as the kind says; None where the words say it."""
    row = Contribution(
        node_id=node.id,
        organisation_id=organisation.id,
        kind=kind,
        amount=amount,
        year=year,
        text=text.strip(),
    )
    db.session.add(row)
    after = {"contribution": kind, "amount": amount, "year": year, "text": row.text}
    about = f"{organisation.name}: {node.title}"
    journal.note("contribution-added", by=by, now=now, council=_council(node), about=about, after=after)
    return row


def remove_contribution(row: Contribution, *, by: Person, now: datetime) -> None:
    if not is_still_there(row):
        return
    node = db.session.get_one(PlanNode, row.node_id)
    organisation = db.session.get_one(Organisation, row.organisation_id)
    before = {"contribution": row.kind, "amount": row.amount, "year": row.year, "text": row.text}
    about = f"{organisation.name}: {node.title}"
    journal.note("contribution-removed", by=by, now=now, council=_council(node), about=about, before=before)
    db.session.delete(row)


def _council(node: PlanNode) -> int:
    return db.session.get_one(Plan, node.plan_id).body_id


def contributions_to(node_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """To one measure: id, organisation, kind, amount, year, text. One statement."""
    return db.session.execute(
        select(
            Contribution.id,
            Organisation.name.label("organisation"),
            Contribution.kind,
            Contribution.amount,
            Contribution.year,
            Contribution.text,
        )
        .join(Organisation, Organisation.id == Contribution.organisation_id)
        .where(Contribution.node_id == node_id)
        .order_by(Organisation.name, Contribution.year, Contribution.id)
    ).all()


def contributed(plan_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """To a whole plan, summed: organisation, kind, amount, measures. One statement."""
    return db.session.execute(
        select(
            Organisation.name.label("organisation"),
            Contribution.kind,
            func.sum(Contribution.amount).label("amount"),
            func.count(Contribution.node_id.distinct()).label("measures"),
        )
        .join(Organisation, Organisation.id == Contribution.organisation_id)
        .join(PlanNode, PlanNode.id == Contribution.node_id)
        .where(PlanNode.plan_id == plan_id)
        .group_by(Organisation.id, Organisation.name, Contribution.kind)
        .order_by(Organisation.name, Contribution.kind)
    ).all()


def summed(rows: Iterable[Any]) -> dict[ContributionKind, int]:
    """What was given of each kind; hours, kroner and persons are never added to each other."""
    found: dict[ContributionKind, int] = {}
    for row in rows:
        if row.amount is not None:
            found[row.kind] = found.get(row.kind, 0) + int(row.amount)
    return found
