"""A plan that leaves the product and comes back: `councilflow-plan`, described in docs/guides/plan-json.md.

What goes out comes in again as the same value, whether it travelled as JSON or as tables of records. A text
keeps every sign but those that no XML file can hold (the control characters other than tab and line break),
and a line break is always one sign, `\\n`.
"""

from __future__ import annotations

from councilflow.process.plans.exchange.gathering import document_from
from councilflow.process.plans.exchange.judge import judged
from councilflow.process.plans.exchange.records import records_of
from councilflow.process.plans.exchange.tables import COLUMNS, HEADING, TABLES, Cell, Record
from councilflow.process.plans.exchange.told import (
    NAME,
    VERSION,
    cleaned,
    from_json,
    kept,
    read,
    to_json,
    told,
)

__all__ = [
    "COLUMNS",
    "HEADING",
    "NAME",
    "TABLES",
    "VERSION",
    "Cell",
    "Record",
    "cleaned",
    "document_from",
    "from_json",
    "judged",
    "kept",
    "read",
    "records_of",
    "to_json",
    "told",
]
