"""The register of financing sources that a council uses again and again (A25, B2.13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update

from councilflow.extensions import db
from councilflow.models import Body, FundingSource, Organisation, Person, Plan, PlanMoney, PlanNode
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import MoneyKind
from councilflow.services import journal


def sources_of(council_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """In alphabetical order: id, name, organisation, text, measures (that it stands on), plans. One query."""
    return db.session.execute(
        select(
            FundingSource.id,
            FundingSource.name,
            FundingSource.text,
            Organisation.name.label("organisation"),
            func.count(PlanMoney.node_id.distinct()).label("measures"),
            func.count(PlanMoney.plan_id.distinct()).label("plans"),
        )
        .outerjoin(Organisation, Organisation.id == FundingSource.organisation_id)
        .outerjoin(PlanMoney, PlanMoney.source_id == FundingSource.id)
        .where(FundingSource.body_id == council_id)
        .group_by(FundingSource.id, FundingSource.name, FundingSource.text, Organisation.name)
        .order_by(func.lower(FundingSource.name), FundingSource.id)
    ).all()


def uses_of(source_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """What a source stands on, in plans and on nodes or lines, with the cell. One query."""
    return db.session.execute(
        select(
            PlanMoney.plan_id,
            Plan.title.label("plan"),
            Plan.currency,
            Plan.language,
            PlanMoney.node_id,
            PlanNode.title.label("node"),
            PlanNode.code,
            PlanMoney.title,
            PlanMoney.year,
            PlanMoney.raw,
            PlanMoney.amount,
            PlanMoney.state,
        )
        .join(Plan, Plan.id == PlanMoney.plan_id)
        .outerjoin(PlanNode, PlanNode.id == PlanMoney.node_id)
        .where(PlanMoney.source_id == source_id, PlanMoney.kind == MoneyKind.FINANCING)
        .order_by(Plan.position, Plan.id, PlanMoney.position, PlanMoney.id)
    ).all()


def source_named(council_id: int, name: str) -> FundingSource:
    """The council's source of that name, whichever way its letters are written; a new one where there is
    none."""
    plain = " ".join(name.split())
    found = _named(council_id, plain)
    if found is None:
        found = FundingSource(body_id=council_id, name=plain)
        db.session.add(found)
        db.session.flush()
    return found


def _named(council_id: int, name: str) -> FundingSource | None:
    rows = db.session.scalars(select(FundingSource).where(FundingSource.body_id == council_id))
    wanted = name.casefold()  # the database folds no å, ä and ö everywhere
    same = [row for row in rows if row.name.casefold() == wanted]
    return next((row for row in same if row.name == name), same[0] if same else None)


def add_source(
    council: Body, *, name: str, organisation_id: int | None, text: str, by: Person, now: datetime
) -> FundingSource:
    """RuleBroken: source-named-so."""
    if _named(council.id, " ".join(name.split())) is not None:
        raise RuleBroken("source-named-so", name=name)
    row = source_named(council.id, name)
    row.organisation_id, row.text = organisation_id, text.strip()
    journal.note("funding-source-added", by=by, now=now, council=council, about=row.name)
    return row


def change_source(
    row: FundingSource, *, name: str, organisation_id: int | None, text: str, by: Person, now: datetime
) -> None:
    """RuleBroken: source-named-so."""
    plain = " ".join(name.split())
    found = _named(row.body_id, plain)
    if found is not None and found.id != row.id:
        raise RuleBroken("source-named-so", name=plain)
    before = {"name": row.name, "text": row.text}
    row.name, row.organisation_id, row.text = plain, organisation_id, text.strip()
    after = {"name": row.name, "text": row.text}
    journal.note(
        "funding-source-changed",
        by=by,
        now=now,
        council=row.body_id,
        about=plain,
        before=before,
        after=after,
    )


def merge_sources(gone: FundingSource, into: FundingSource, *, by: Person, now: datetime) -> None:
    """Two spellings of one source become one; the cells of the plans keep what they say themselves.

    RuleBroken: source-same.
    """
    if gone.id == into.id or gone.body_id != into.body_id:
        raise RuleBroken("source-same")
    db.session.execute(update(PlanMoney).where(PlanMoney.source_id == gone.id).values(source_id=into.id))
    into.organisation_id = into.organisation_id or gone.organisation_id
    into.text = into.text or gone.text
    before, after = {"name": gone.name}, {"name": into.name}
    journal.note(
        "funding-source-merged",
        by=by,
        now=now,
        council=into.body_id,
        about=into.name,
        before=before,
        after=after,
    )
    db.session.delete(gone)
