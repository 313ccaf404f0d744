"""The money of a plan: read whole, changed cell by cell, moved, applied for, given (B1.8, B3.15–B3.18)."""

from __future__ import annotations

from councilflow.services.plans.money.applications import (
    Application,
    add_application,
    applications_of,
    change_application,
    remove_application,
)
from councilflow.services.plans.money.book import Book, Cell, Level, Overview, StatedSum, book_of, overview
from councilflow.services.plans.money.cells import Written, add_cell, change_cell, remove_cell
from councilflow.services.plans.money.contributions import (
    add_contribution,
    contributed,
    contributions_to,
    remove_contribution,
    summed,
)
from councilflow.services.plans.money.decided import decided_items
from councilflow.services.plans.money.reallocations import (
    Decision,
    has_budget,
    moved_on,
    reallocate,
    reallocations_of,
)
from councilflow.services.plans.money.sources import (
    add_source,
    change_source,
    merge_sources,
    source_named,
    sources_of,
    uses_of,
)

__all__ = [
    "Application",
    "Book",
    "Cell",
    "Decision",
    "Level",
    "Overview",
    "StatedSum",
    "Written",
    "add_application",
    "add_cell",
    "add_contribution",
    "add_source",
    "applications_of",
    "book_of",
    "change_application",
    "change_cell",
    "change_source",
    "contributed",
    "contributions_to",
    "decided_items",
    "has_budget",
    "merge_sources",
    "moved_on",
    "overview",
    "reallocate",
    "reallocations_of",
    "remove_application",
    "remove_cell",
    "remove_contribution",
    "source_named",
    "sources_of",
    "summed",
    "uses_of",
]
