"""The plans that a council steers by: as they stand in the tables, as a whole, and what happens to them."""

from __future__ import annotations

from councilflow.services.plans.document import document_of
from councilflow.services.plans.strategy import LEVELS, plan_of, titles, write_plan
from councilflow.services.plans.writing import Gain, add_document, new_plan, open_for_changes

__all__ = [
    "LEVELS",
    "Gain",
    "add_document",
    "document_of",
    "new_plan",
    "open_for_changes",
    "plan_of",
    "titles",
    "write_plan",
]
