"""What a report is about, each thing asked for once and only when a heading wants it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Plan, PlanNode, PlanReport
from councilflow.process.plans.document import Node, PlanDocument
from councilflow.services.plans.document import document_of
from councilflow.services.plans.indicators import Measured, indicators_of
from councilflow.services.plans.reports.assessing import Assessed, goals_of


@dataclass
class Known:
    """The plan of a report, or the part of it that is its project."""

    report: PlanReport
    plan: Plan

    @cached_property
    def document(self) -> PlanDocument:
        return document_of(self.plan)

    @cached_property
    def keys(self) -> dict[str, int]:
        """The ids of the nodes by their keys."""
        rows = db.session.execute(select(PlanNode.key, PlanNode.id).where(PlanNode.plan_id == self.plan.id))
        return {row.key: row.id for row in rows}

    @cached_property
    def top(self) -> str:
        """The key of the project; empty for the whole plan."""
        wanted = self.report.node_id
        return next((key for key, number in self.keys.items() if number == wanted), "") if wanted else ""

    @cached_property
    def nodes(self) -> list[Node]:
        """What the report is about, in the order of the plan."""
        return list(self.document.under(self.top))

    @cached_property
    def ids(self) -> frozenset[int]:
        return frozenset(self.keys[node.key] for node in self.nodes)

    @cached_property
    def measures(self) -> list[Node]:
        return [node for node in self.nodes if node.measure and not node.measure.is_placeholder]

    @cached_property
    def goals(self) -> list[Assessed]:
        return goals_of(self.report)

    @cached_property
    def indicators(self) -> tuple[Measured, ...]:
        return indicators_of(self.plan.id)
