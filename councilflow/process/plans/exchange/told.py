"""A plan as plain values of JSON, and back, every field of it."""

from __future__ import annotations

import dataclasses
import json
import math
import re
import types
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from councilflow.process.errors import RuleBroken
from councilflow.process.plans.document import PlanDocument
from councilflow.process.plans.exchange.judge import judged

NAME = "councilflow-plan"
VERSION = 1

MOST = 10**15 - 1
"""The largest number, either way: what a spreadsheet keeps to the last figure."""
YEARS = range(1, 10_000)
_SMALL = range(-(2**31), 2**31)
_OF_FIELD = {"year": YEARS, "first_year": YEARS, "last_year": YEARS, "source_line": range(1, 2**31)}
_LARGE = {"amount": range(-MOST, MOST + 1)}

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n?")


def cleaned(text: str) -> str:
    """The text as a plan keeps it: line breaks are one sign, and nothing is in it that XML cannot hold."""
    return _NOT_IN_XML.sub("", _BREAKS.sub("\n", text))


def told(document: PlanDocument) -> dict[str, Any]:
    """The plan as objects, lists, texts and numbers: what JSON holds."""
    return {"format": NAME, "version": VERSION, **_told(document)}


def to_json(document: PlanDocument) -> str:
    """The same text for the same plan, made to be read by people too."""
    return json.dumps(told(document), ensure_ascii=False, indent=1) + "\n"


def _told(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_told(item) for item in value]
    if dataclasses.is_dataclass(value):
        return {field.name: _told(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    return cleaned(value) if isinstance(value, str) else value


def from_json(text: str | bytes) -> PlanDocument:
    """The plan in a file. RuleBroken: plan-file-unreadable (line), and those of `read`."""
    try:
        value = json.loads(text.decode("utf-8-sig") if isinstance(text, bytes) else text)
    except json.JSONDecodeError as error:
        raise RuleBroken("plan-file-unreadable", line=error.lineno) from None
    except (UnicodeDecodeError, RecursionError, ValueError):
        raise RuleBroken("plan-file-unreadable", line=1) from None
    return read(value)


def read(value: object) -> PlanDocument:
    """The plan that `told` gave. A field that is not there is taken as empty.

    RuleBroken: plan-file-other-format, plan-file-newer (version), plan-file-field-unknown and
    plan-file-field-missing (where, name), plan-file-value-wrong (where, given), and those of `judged`.
    """
    if not isinstance(value, dict) or value.get("format") != NAME:
        raise RuleBroken("plan-file-other-format")
    if type(value.get("version")) is not int or value["version"] != VERSION:
        raise RuleBroken("plan-file-newer", version=_shown(value.get("version")), newest=VERSION)
    return judged(kept(value))


def kept(value: dict[str, Any]) -> PlanDocument:
    """The plan in what the product itself has kept, as a version: it was judged when it came in."""
    whole = {name: part for name, part in value.items() if name not in ("format", "version")}
    return cast(PlanDocument, reading(whole, PlanDocument, ""))


def reading(value: object, kind: Any, where: str) -> Any:
    """`value` out of JSON as the type `kind` says; `where` is its place, as `nodes[2].title`.

    RuleBroken: plan-file-field-unknown, plan-file-field-missing, plan-file-value-wrong.
    """
    if get_origin(kind) in (Union, types.UnionType):
        [only] = [choice for choice in get_args(kind) if choice is not types.NoneType]
        return None if value is None else reading(value, only, where)
    if get_origin(kind) is tuple:
        return _many(value, get_args(kind), where)
    if dataclasses.is_dataclass(kind):
        return _object(value, cast(type, kind), where)
    found = _SIMPLE[kind](value, where) if kind in _SIMPLE else _choice(value, kind)
    if found is None:
        raise RuleBroken("plan-file-value-wrong", where=where, given=_shown(value))
    return found


def _many(value: object, kinds: tuple[Any, ...], where: str) -> tuple[Any, ...]:
    if not isinstance(value, list) or (kinds[-1] is not Ellipsis and len(value) != len(kinds)):
        raise RuleBroken("plan-file-value-wrong", where=where, given=_shown(value))
    of = kinds if kinds[-1] is not Ellipsis else kinds[:1] * len(value)
    pairs = enumerate(zip(value, of, strict=True))
    return tuple(reading(item, kind, f"{where}[{place}]") for place, (item, kind) in pairs)


def _object(value: object, kind: type, where: str) -> Any:
    if not isinstance(value, dict):
        raise RuleBroken("plan-file-value-wrong", where=where, given=_shown(value))
    hints, required = fields_of(kind)
    for name in value:
        if name not in hints:
            raise RuleBroken("plan-file-field-unknown", where=where, name=str(name)[:60])
    for name in required:
        if name not in value:
            raise RuleBroken("plan-file-field-missing", where=where, name=name)
    inside = f"{where}." if where else ""
    return kind(**{name: reading(part, hints[name], inside + name) for name, part in value.items()})


@cache
def fields_of(kind: type) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The fields of a dataclass with their types, and those that it cannot be without."""
    named = dataclasses.fields(kind)
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in named}, tuple(
        field.name
        for field in named
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    )


def _text(value: object, where: str) -> str | None:
    return cleaned(value) if isinstance(value, str) else None


def _truth(value: object, where: str) -> bool | None:
    return value if isinstance(value, bool) else None


def _whole(value: object, where: str) -> int | None:
    if type(value) is not int:
        return None
    name = where.rpartition(".")[2]
    return value if value in (_OF_FIELD | _LARGE).get(name, _SMALL) else None


def _number(value: object, where: str) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) and abs(value) <= MOST else None


def _day(value: object, where: str) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _choice(value: object, kind: type[StrEnum]) -> StrEnum | None:
    return next((choice for choice in kind if choice.value == value), None)


_SIMPLE: dict[Any, Any] = {str: _text, bool: _truth, int: _whole, float: _number, date: _day}


def _shown(value: object) -> str:
    """A value of JSON as it stands there, cut short."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:59] + "…"
