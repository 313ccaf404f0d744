"""The plans that a council steers by (B.6), as tables."""

from __future__ import annotations

from councilflow.models.plans.following import (
    Contribution,
    FundApplication,
    GoalAssessment,
    Milestone,
    PhaseStep,
    StatusReport,
)
from councilflow.models.plans.indicators import Indicator, IndicatorTarget, IndicatorValue
from councilflow.models.plans.money import FundingSource, PlanMoney, Reallocation
from councilflow.models.plans.nodes import AreaCriteria, Measure, MeasureParty, NodeLink, PlanNode
from councilflow.models.plans.plan import (
    Plan,
    PlanApproval,
    PlanFile,
    PlanGoal,
    PlanImport,
    PlanReview,
    PlanShare,
    PlanVersion,
)
from councilflow.models.plans.reports import Evaluation, PlanReport, ReportTemplate
from councilflow.models.plans.voice import AdvocacyIssue, NodeMention, Statement

__all__ = [
    "AdvocacyIssue",
    "AreaCriteria",
    "Contribution",
    "Evaluation",
    "FundApplication",
    "FundingSource",
    "GoalAssessment",
    "Indicator",
    "IndicatorTarget",
    "IndicatorValue",
    "Measure",
    "MeasureParty",
    "Milestone",
    "NodeLink",
    "NodeMention",
    "PhaseStep",
    "Plan",
    "PlanApproval",
    "PlanFile",
    "PlanGoal",
    "PlanImport",
    "PlanMoney",
    "PlanNode",
    "PlanReport",
    "PlanReview",
    "PlanShare",
    "PlanVersion",
    "Reallocation",
    "ReportTemplate",
    "Statement",
    "StatusReport",
]
