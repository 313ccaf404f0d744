"""Reports about a plan or a project, to a funder or to the council (B4.1): written heading by heading, filled
in by themselves with what the plan knows, and kept as they were when they are submitted."""

from __future__ import annotations

from councilflow.services.plans.reports.assessing import Assessed, assess, goals_of, set_evaluations
from councilflow.services.plans.reports.facts import build
from councilflow.services.plans.reports.submitting import (
    earlier_editions,
    edition,
    missing,
    submit,
    why_not_withdrawn,
    withdraw,
)
from councilflow.services.plans.reports.writing import (
    begin,
    change_head,
    remove,
    reports_of,
    write_section,
)

__all__ = [
    "Assessed",
    "assess",
    "begin",
    "build",
    "change_head",
    "earlier_editions",
    "edition",
    "goals_of",
    "missing",
    "remove",
    "reports_of",
    "set_evaluations",
    "submit",
    "why_not_withdrawn",
    "withdraw",
    "write_section",
]
