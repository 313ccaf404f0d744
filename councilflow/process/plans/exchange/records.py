"""A plan as records, table after table."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from councilflow.process.plans.document import Measure, PlanDocument
from councilflow.process.plans.exchange.tables import (
    GOES_ON,
    LONGEST,
    PARTS_OF_MEASURE,
    PERIOD,
    TABLES,
    Cell,
    Level,
    Record,
)
from councilflow.process.plans.exchange.told import cleaned


def records_of(document: PlanDocument) -> Iterator[Record]:
    """The plan as records, table after table; empty cells are left out, and long texts go on below."""
    by_table: dict[str, list[Record]] = {name: [] for name in TABLES}
    for name, thing, of in _things(document):
        by_table[name] += _pieces(Record(name, _values(name, thing, of)))
    for records in by_table.values():
        yield from records


def _things(document: PlanDocument) -> Iterator[tuple[str, Any, str]]:
    yield "plan", document, ""
    yield from (("level", Level(*level), "") for level in document.levels)
    for node in document.nodes:
        yield "node", node, ""
        yield from (("money", one, node.key) for one in node.money)
        yield from (("goal_part", one, node.key) for one in node.goal_parts)
        yield from (("assessment", one, node.key) for one in node.assessments)
        if node.measure:
            yield from _of_measure(node.measure, node.key)
    yield from (("money", one, "") for one in document.lines)
    yield from (("link", one, "") for one in document.links)
    for indicator in document.indicators:
        yield "indicator", indicator, ""
        yield from (("target", one, indicator.key) for one in indicator.targets)
        yield from (("value", one, indicator.key) for one in indicator.values)


def _of_measure(measure: Measure, key: str) -> Iterator[tuple[str, Any, str]]:
    yield "measure", measure, key
    for table, name in PARTS_OF_MEASURE.items():
        yield from ((table, one, key) for one in getattr(measure, name))


def _values(name: str, thing: Any, of: str) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for column in TABLES[name].columns:
        value = of if column == "of" else _value(thing, column)
        if value not in ("", None, False) or (value == 0 and not isinstance(value, bool)):
            found[column] = value
    return found


def _value(thing: Any, column: str) -> Any:
    name = "raw" if column == "period" else column
    if isinstance(thing, Measure | PlanDocument) and name in PERIOD:
        thing, column = thing.period, name
    value = getattr(thing, column)
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, StrEnum):
        return value.value
    return cleaned(value) if isinstance(value, str) else value


def _pieces(record: Record) -> Iterator[Record]:
    """The record, and one more for as long as a text of it is longer than a cell."""
    rest = dict(record.values)
    table = record.table
    while rest:
        yield Record(table, {name: _first(value) for name, value in rest.items()})
        rest = {
            name: value[LONGEST:]
            for name, value in rest.items()
            if isinstance(value, str) and len(value) > LONGEST
        }
        table = GOES_ON


def _first(value: Cell) -> Cell:
    return value[:LONGEST] if isinstance(value, str) else value
