"""The shape of a plan as data: a JSON Schema (draft 2020-12), made from the value itself."""

from __future__ import annotations

import dataclasses
import types
from datetime import date
from enum import StrEnum
from typing import Any, Union, cast, get_args, get_origin

from councilflow.process.plans.document import PlanDocument
from councilflow.process.plans.exchange.told import MOST, NAME, VERSION, YEARS, fields_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_SIMPLE: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": -MOST, "maximum": MOST},
    float: {"type": "number", "minimum": -MOST, "maximum": MOST},
    date: {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
}
_YEAR = {"type": "integer", "minimum": YEARS.start, "maximum": YEARS.stop - 1}
_KEY = {"type": "string", "pattern": r"^\S+$"}


def schema() -> dict[str, Any]:
    """The schema of a plan. What `required` does not name may be left out, and is then empty."""
    parts: dict[str, Any] = {}
    whole = _object(PlanDocument, parts)
    head = {
        "$schema": DIALECT,
        "$id": f"urn:councilflow:plan:{VERSION}",
        "title": f"Plan, version {VERSION}",
    }
    whole["properties"] = {"format": {"const": NAME}, "version": {"const": VERSION}, **whole["properties"]}
    whole["required"] = ["format", "version", *whole["required"]]
    return {**head, **whole, "$defs": dict(sorted(parts.items()))}


def _object(kind: type, parts: dict[str, Any]) -> dict[str, Any]:
    hints, required = fields_of(kind)
    return {
        "description": " ".join((kind.__doc__ or "").split()),
        "type": "object",
        "properties": {name: _field(name, hint, parts) for name, hint in hints.items()},
        "required": list(required),
        "additionalProperties": False,
    }


def _field(name: str, hint: Any, parts: dict[str, Any]) -> dict[str, Any]:
    if name == "key":
        return _KEY
    found = _schema(hint, parts)
    if name.removeprefix("first_").removeprefix("last_") == "year":
        return {"anyOf": [_YEAR, {"type": "null"}]} if "anyOf" in found else _YEAR
    return found


def _schema(kind: Any, parts: dict[str, Any]) -> dict[str, Any]:
    """The schema of one type; those of dataclasses and choices go into `parts`, under their names."""
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if get_origin(kind) in (Union, types.UnionType):
        [only] = [choice for choice in get_args(kind) if choice is not types.NoneType]
        return {"anyOf": [_schema(only, parts), {"type": "null"}]}
    if get_origin(kind) is tuple:
        return _list(get_args(kind), parts)
    if kind.__name__ not in parts:
        parts[kind.__name__] = {}  # so that a part that holds itself would end here
        of = _object(cast(type, kind), parts) if dataclasses.is_dataclass(kind) else _choice(kind)
        parts[kind.__name__] = of
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _list(kinds: tuple[Any, ...], parts: dict[str, Any]) -> dict[str, Any]:
    if kinds[-1] is Ellipsis:
        return {"type": "array", "items": _schema(kinds[0], parts)}
    each = [_schema(kind, parts) for kind in kinds]
    return {"type": "array", "prefixItems": each, "items": False, "minItems": len(each)}


def _choice(kind: type[StrEnum]) -> dict[str, Any]:
    return {"enum": [str(value) for value in kind]}
