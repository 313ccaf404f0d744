"""The shape of the minutes as data, for those who read them by machine: a JSON Schema (draft 2020-12).

It is derived from the value itself, so that the two never part. Each format of the value has a schema of its
own; the data says its number under `format`. The file in a PDF is exactly the text that people signed.
"""

from __future__ import annotations

import dataclasses
import types
from datetime import date, time
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from councilflow.process.minutes import FORMAT, Minutes
from councilflow.process.values import came_with, is_told_if_any

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_SIMPLE: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    date: {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    time: {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$"},
}


def schema(format: int = FORMAT) -> dict[str, Any]:
    """The schema of minutes of this format. ValueError for a format that there is not."""
    if not 1 <= format <= FORMAT:
        raise ValueError(f"there is no format {format}; the newest is {FORMAT}")
    parts: dict[str, Any] = {}
    whole = _object(Minutes, format, parts)
    whole["properties"]["format"] = {"const": format}
    head = {
        "$schema": DIALECT,
        "$id": f"urn:councilflow:minutes:{format}",
        "title": f"Minutes, format {format}",
    }
    return {**head, **whole, "$defs": dict(sorted(parts.items()))}


def _object(kind: type, format: int, parts: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    fields = [field for field in dataclasses.fields(kind) if came_with(field) <= format]
    named = [field.name for field in fields]
    return {
        "description": " ".join((kind.__doc__ or "").split()),
        "type": "object",
        "properties": {name: _schema(hints[name], format, parts) for name in named},
        "required": [field.name for field in fields if not is_told_if_any(field)],
        "additionalProperties": False,
    }


def _schema(kind: Any, format: int, parts: dict[str, Any]) -> dict[str, Any]:
    """The schema of one type; those of dataclasses and choices go into `parts`, under their names."""
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if get_origin(kind) in (Union, types.UnionType):
        [only] = [choice for choice in get_args(kind) if choice is not types.NoneType]
        return {"anyOf": [_schema(only, format, parts), {"type": "null"}]}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _schema(get_args(kind)[0], format, parts)}
    if kind.__name__ not in parts:
        parts[kind.__name__] = {}  # so that a part that holds itself would end here
        is_choice = issubclass(kind, StrEnum)
        parts[kind.__name__] = _choice(kind) if is_choice else _object(kind, format, parts)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _choice(kind: type[StrEnum]) -> dict[str, Any]:
    return {"enum": [str(value) for value in kind]}
