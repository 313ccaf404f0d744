"""How a plan is adopted, opened again and ended, as a table, and what its adoption waits for (B1.14, B2.21).

An adopted plan is locked. To change it one opens it: it is a draft again, while the version that was adopted
can still be read and holds until the next one is adopted. Every assembly in the chain has its say first: one
that handles the plan answers it, one that adopts it must not say no (B3.2, B4.8).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import ApprovalResult, ApprovalStep, PlanStatus


class PlanStep(StrEnum):
    """What somebody does with a plan as a whole."""

    ADOPT = "adopt"
    OPEN = "open"  # for changes
    END = "end"


STEPS: Mapping[tuple[PlanStatus, PlanStep], PlanStatus] = {
    (PlanStatus.DRAFT, PlanStep.ADOPT): PlanStatus.ADOPTED,
    (PlanStatus.ADOPTED, PlanStep.OPEN): PlanStatus.DRAFT,
    (PlanStatus.ADOPTED, PlanStep.END): PlanStatus.ENDED,
    (PlanStatus.DRAFT, PlanStep.END): PlanStatus.ENDED,
}


def after(status: PlanStatus, step: PlanStep) -> PlanStatus:
    """Where a step leads. RuleBroken: plan-step-not-now (state)."""
    if (status, step) not in STEPS:
        raise RuleBroken("plan-step-not-now", state=status)
    return STEPS[status, step]


def steps_from(status: PlanStatus) -> frozenset[PlanStep]:
    return frozenset(step for state, step in STEPS if state is status)


@dataclass(frozen=True, slots=True)
class Answer:
    """One assembly's row in the chain: `is_own` for the council whose plan it is, which adopts last."""

    assembly: str
    step: ApprovalStep
    result: ApprovalResult
    is_own: bool = False


def refuse_unready(answers: Iterable[Answer]) -> None:
    """RuleBroken: plan-approvals-waiting (assemblies), plan-approval-refused (assemblies)."""
    others = [one for one in answers if not one.is_own]
    no = [
        one.assembly
        for one in others
        if one.step is ApprovalStep.ADOPTS and one.result is ApprovalResult.REJECTED
    ]
    if no:
        raise RuleBroken("plan-approval-refused", assemblies=", ".join(no))
    waiting = [one.assembly for one in others if one.result is ApprovalResult.WAITING]
    if waiting:
        raise RuleBroken("plan-approvals-waiting", assemblies=", ".join(waiting))
