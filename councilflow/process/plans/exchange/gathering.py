"""A plan out of records, however a spreadsheet kept their cells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, get_args, get_origin

from councilflow.process.errors import RuleBroken
from councilflow.process.plans.document import Indicator, Measure, Node, Period, PlanDocument
from councilflow.process.plans.exchange.judge import judged
from councilflow.process.plans.exchange.tables import (
    GOES_ON,
    PARTS_OF_MEASURE,
    PERIOD,
    TABLES,
    Cell,
    Record,
)
from councilflow.process.plans.exchange.told import NAME, reading


def document_from(records: Iterable[Record]) -> PlanDocument:
    """The plan that the records are of.

    RuleBroken: plan-file-value-wrong, plan-file-field-unknown, plan-file-field-missing, plan-file-key-twice,
    and those of `judged`. Their `where` is the table, the row and the column: money[14].amount.
    """
    found: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for record in _whole(records):
        found[record.table].append(_thing(record))
    if len(found["plan"]) > 1:
        raise RuleBroken("plan-file-key-twice", key="plan")
    _refuse_nobodys(found)
    beside: dict[str, Any] = {
        "levels": tuple((level.kind, level.word) for _, level in found["level"]),
        "nodes": _nodes(found),
        "links": tuple(link for _, link in found["link"]),
        "lines": tuple(money for of, money in found["money"] if not of),
        "indicators": _indicators(found),
    }
    facts = found["plan"][0][1] if found["plan"] else {}
    return judged(PlanDocument(**facts, **beside))


def _whole(records: Iterable[Record]) -> Iterator[Record]:
    """The records with what goes on below them."""
    last: Record | None = None
    below: list[Record] = []
    for record in records:
        if record.table == GOES_ON and last is not None:
            below.append(record)
            continue
        if last is not None:
            yield _together(last, below)
            below = []
        if record.table not in TABLES:
            where = f"{NAME}[{record.number}]"
            raise RuleBroken("plan-file-value-wrong", where=where, given=record.table[:60])
        last = record
    if last is not None:
        yield _together(last, below)


def _together(first: Record, below: Sequence[Record]) -> Record:
    """A record with what goes on below it, each text put together once."""
    parts: dict[str, list[str]] = defaultdict(list)
    for record in below:
        for name, text in record.values.items():
            if text not in (None, ""):
                parts[name].append(str(text))
    more = {name: "".join([f"{first.values.get(name) or ''}", *texts]) for name, texts in parts.items()}
    return Record(first.table, {**first.values, **more}, first.number) if more else first


def _thing(record: Record) -> tuple[str, Any]:
    """What the record belongs to, and what it says: for nodes, measures and the plan as named facts."""
    table = TABLES[record.table]
    where = f"{record.table}[{record.number}]"
    for name, cell in record.values.items():
        if name not in table.columns and cell not in (None, ""):
            raise RuleBroken("plan-file-field-unknown", where=where, name=name[:60])
    facts: dict[str, Any] = {}
    for name, hint in table.columns.items():
        value = _read(record.values.get(name), hint, f"{where}.{name}")
        if value is not None or type(None) in get_args(hint):
            facts[name] = value
        elif name in table.required:
            raise RuleBroken("plan-file-field-missing", where=where, name=name)
    of = str(facts.pop("of", ""))
    if "first_season" in facts:
        raw = facts.pop("period")
        facts["period"] = Period(raw, **{name: facts.pop(name) for name in list(PERIOD) if name != "raw"})
    has_parts = table.kind in (PlanDocument, Node, Measure, Indicator)
    return of, facts if has_parts else table.kind(**facts)


def _read(cell: Cell, hint: Any, where: str) -> Any:
    if get_origin(hint) is tuple:
        return tuple(str(cell or "").split())
    optional = type(None) in get_args(hint)
    kind = get_args(hint)[0] if optional else hint
    plain = _plain(cell, kind)
    if plain is None or (optional and plain == ""):
        return None
    return reading(plain, kind, where)


def _plain(cell: Cell, kind: type) -> Any:
    """A cell as JSON would have it, however the spreadsheet keeps it; None for an empty one."""
    if kind is bool:
        return _TRUTHS.get(str(cell or "").strip().casefold(), cell)
    if kind is str:
        return _as_text(cell)
    if isinstance(cell, datetime | date):
        return _as_text(cell)
    text = str(cell).strip() if cell is not None else ""
    if not text:
        return None
    if kind is int and _INTEGER.fullmatch(text):
        return int(text.partition(".")[0])
    if kind is float and _NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    return text


_TRUTHS: Mapping[str, bool] = {
    **dict.fromkeys(("true", "1", "sant", "sann"), True),
    **dict.fromkeys(("", "false", "0", "falskt", "usann"), False),
}
_INTEGER = re.compile(r"-?\d{1,18}(\.0+)?", re.ASCII)
_NUMBER = re.compile(r"-?\d+([.,]\d+)?(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell)


def _refuse_nobodys(found: Mapping[str, list[tuple[str, Any]]]) -> None:
    """RuleBroken: plan-file-key-unknown, for a record of what is not there."""
    known = {"node": _keys(found["node"]), "indicator": _keys(found["indicator"])}
    for name, table in TABLES.items():
        for of, _ in found[name] if table.owner else ():
            if of not in known[table.owner] and (of or name != "money"):
                raise RuleBroken("plan-file-key-unknown", where=name, key=of[:60] or "?")
    seen: set[str] = set()
    for of, _ in found["measure"]:
        if of in seen:
            raise RuleBroken("plan-file-key-twice", key=of)
        seen.add(of)


def _keys(things: Iterable[tuple[str, Any]]) -> set[str]:
    return {facts["key"] for _, facts in things}


def _by_owner(things: Iterable[tuple[str, Any]]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for of, thing in things:
        found[of].append(thing)
    return {of: tuple(many) for of, many in found.items()}


def _nodes(found: Mapping[str, list[tuple[str, Any]]]) -> tuple[Node, ...]:
    parts = {name: _by_owner(found[name]) for name in ("money", "goal_part", "assessment", *PARTS_OF_MEASURE)}
    measures = {}
    for of, facts in found["measure"]:
        many: dict[str, Any] = {name: parts[table].get(of, ()) for table, name in PARTS_OF_MEASURE.items()}
        measures[of] = Measure(**facts, **many)
    return tuple(
        Node(
            **facts,
            measure=measures.get(facts["key"]),
            money=parts["money"].get(facts["key"], ()),
            goal_parts=parts["goal_part"].get(facts["key"], ()),
            assessments=parts["assessment"].get(facts["key"], ()),
        )
        for _, facts in found["node"]
    )


def _indicators(found: Mapping[str, list[tuple[str, Any]]]) -> tuple[Indicator, ...]:
    targets, values = _by_owner(found["target"]), _by_owner(found["value"])
    return tuple(
        Indicator(**facts, targets=targets.get(facts["key"], ()), values=values.get(facts["key"], ()))
        for _, facts in found["indicator"]
    )
