"""One of everything that a plan's pages of money and indicators name in their addresses."""

from __future__ import annotations

from datetime import UTC, datetime

from councilflow.extensions import db
from councilflow.models import (
    Contribution,
    FundApplication,
    FundingSource,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    Plan,
    PlanMoney,
)
from councilflow.process.plans.values import ContributionKind, MoneyKind, MoneyState


def figures_on(plan_id: int, node_id: int, organisation_id: int) -> dict[str, int]:
    """Their ids, by the names that addresses give them."""
    plan = db.session.get_one(Plan, plan_id)
    source = FundingSource(body_id=plan.body_id, name="Drift")
    facts = {"kind": MoneyKind.BUDGET, "state": MoneyState.AMOUNT, "raw": "0,1 mill", "amount": 100_000}
    cell = PlanMoney(plan_id=plan_id, node_id=node_id, year=2026, **facts)
    application = FundApplication(plan_id=plan_id, node_id=node_id, applicant="Regionen", applied=50_000)
    given = {"kind": ContributionKind.HOURS, "amount": 40, "year": 2026}
    contribution = Contribution(node_id=node_id, organisation_id=organisation_id, **given)
    indicator = Indicator(plan_id=plan_id, name="Nya jobb", unit="jobb", dimension="Bransch")
    db.session.add_all([source, cell, application, contribution, indicator])
    db.session.flush()
    aim = {"dimension": "Industri", "year": 2026, "value": 12, "raw": "12"}
    db.session.add(IndicatorTarget(indicator_id=indicator.id, **aim))
    was = {"dimension": "Industri", "year": 2026, "value": 3, "noted_at": datetime.now(UTC)}
    value = IndicatorValue(indicator_id=indicator.id, **was)
    db.session.add(value)
    db.session.commit()
    return {
        "source_id": source.id,
        "money_id": cell.id,
        "application_id": application.id,
        "contribution_id": contribution.id,
        "indicator_id": indicator.id,
        "value_id": value.id,
    }
