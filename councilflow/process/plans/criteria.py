"""How the areas of a plan are chosen (A3, A5, A6).

The councils choose a limited number of areas. Each must need strategic decisions of the highest political
leadership, and be urgent: both are answered yes or no, with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CriteriaGap(StrEnum):
    """What is left to say, or what speaks against an area."""

    LEADERSHIP_OPEN = "leadership_open"
    LEADERSHIP_NO = "leadership_no"
    URGENT_OPEN = "urgent_open"
    URGENT_NO = "urgent_no"
    REASON = "reason"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Criteria:
    needs_leadership: bool | None = None
    leadership_reason: str = ""
    is_urgent: bool | None = None
    urgent_reason: str = ""
    decide_by: date | None = None


def criteria_gaps(criteria: Criteria, today: date) -> list[CriteriaGap]:
    """What an area's choice leaves open, in the order of the criteria."""
    found = []
    if criteria.needs_leadership is None:
        found.append(CriteriaGap.LEADERSHIP_OPEN)
    elif not criteria.needs_leadership:
        found.append(CriteriaGap.LEADERSHIP_NO)
    if criteria.is_urgent is None:
        found.append(CriteriaGap.URGENT_OPEN)
    elif not criteria.is_urgent:
        found.append(CriteriaGap.URGENT_NO)
    answered = [
        (criteria.needs_leadership, criteria.leadership_reason),
        (criteria.is_urgent, criteria.urgent_reason),
    ]
    if any(answer is not None and not reason.strip() for answer, reason in answered):
        found.append(CriteriaGap.REASON)
    if criteria.decide_by is not None and criteria.decide_by < today:
        found.append(CriteriaGap.LATE)
    return found


def too_many(areas: int, limit: int | None) -> int:
    """How many areas more than the plan should have; 0 within the limit or without one (A3)."""
    return max(0, areas - limit) if limit is not None else 0
