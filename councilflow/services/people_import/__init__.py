"""People and seats from a file into a council, and out of it again.

Two steps: `planned` says what becomes of every row of a file, and `carry_out` does exactly that, all of it or
nothing. Between the two the file lies in a draft that belongs to one person and one council.
"""

from __future__ import annotations

from councilflow.services.people_import.carrying_out import carry_out, hold
from councilflow.services.people_import.columns import heading
from councilflow.services.people_import.drafts import draft_of, drop, keep
from councilflow.services.people_import.export import KINDS, seats_of, written
from councilflow.services.people_import.planning import Plan, Step, planned
from councilflow.services.people_import.reading import read
from councilflow.services.people_import.rows import Flaw
from councilflow.services.people_import.table import MOST_BYTES, MOST_ROWS, Table

__all__ = [
    "KINDS",
    "MOST_BYTES",
    "MOST_ROWS",
    "Flaw",
    "Plan",
    "Step",
    "Table",
    "carry_out",
    "draft_of",
    "drop",
    "heading",
    "hold",
    "keep",
    "planned",
    "read",
    "seats_of",
    "written",
]
