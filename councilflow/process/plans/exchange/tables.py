"""A plan as tables of records: what a workbook and a separated file hold beside what people read.

Each record is of one table and has a value for each of the table's columns; `of` names the node or indicator
that it belongs to. The order of the records of a table is the order in the plan. A text that is longer than a
cell can be goes on in records of the table `+`, right below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, get_args, get_origin

from councilflow.process.plans.document import (
    Assessment,
    GoalPart,
    Indicator,
    Link,
    Measure,
    Milestone,
    Money,
    Node,
    Party,
    Period,
    Phase,
    PlanDocument,
    StatusNote,
    Target,
    Value,
)
from councilflow.process.plans.exchange.told import NAME, VERSION, fields_of
from councilflow.process.plans.values import NodeKind

HEADING = f"{NAME}/{VERSION}"
"""Above the first column, which names the table of each record: the mark of a file of ours."""
GOES_ON = "+"
LONGEST = 30_000
"""Signs in a cell; a spreadsheet cuts at 32,767."""

Cell = str | int | float | bool | date | None


@dataclass(frozen=True)
class Level:
    """One of the plan's own words, with the kind of node that it names."""

    kind: NodeKind
    word: str


@dataclass(frozen=True)
class Table:
    """What the records of one name hold: the fields of `kind` but for those that are tables themselves."""

    kind: type
    owner: str = ""  # the table of what `of` names
    columns: Mapping[str, Any] = field(init=False)
    required: tuple[str, ...] = field(init=False)  # the columns that a record cannot be without

    def __post_init__(self) -> None:
        columns = {"of": str} if self.owner else {}
        for name, hint in fields_of(self.kind)[0].items():
            if hint is Period:
                columns |= {
                    "period" if one.name == "raw" else one.name: PERIOD[one.name] for one in fields(Period)
                }
            elif name == "covers" or not _is_table(hint):
                columns[name] = hint
        object.__setattr__(self, "columns", columns)
        needed = tuple(name for name in fields_of(self.kind)[1] if name in columns)
        object.__setattr__(self, "required", needed)


PERIOD = fields_of(Period)[0]


def _is_table(hint: Any) -> bool:
    return get_origin(hint) is tuple or Measure in get_args(hint)


TABLES: Mapping[str, Table] = {
    "plan": Table(PlanDocument),
    "level": Table(Level),
    "node": Table(Node),
    "measure": Table(Measure, "node"),
    "party": Table(Party, "node"),
    "money": Table(Money, "node"),
    "goal_part": Table(GoalPart, "node"),
    "assessment": Table(Assessment, "node"),
    "status": Table(StatusNote, "node"),
    "phase": Table(Phase, "node"),
    "milestone": Table(Milestone, "node"),
    "link": Table(Link),
    "indicator": Table(Indicator),
    "target": Table(Target, "indicator"),
    "value": Table(Value, "indicator"),
}
COLUMNS = tuple(dict.fromkeys(["of", *(name for table in TABLES.values() for name in table.columns)]))
"""Every column that some table has, in order."""


@dataclass(frozen=True)
class Record:
    table: str
    values: Mapping[str, Cell]
    number: int = 0
    """The row that it stood on, from 1."""


PARTS_OF_MEASURE = {"party": "parties", "status": "history", "phase": "phases", "milestone": "milestones"}
"""The tables of what a measure has several of, and what it calls them."""
