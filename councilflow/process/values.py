"""Frozen value trees as text, and back: what is signed is kept as one of these.

The text is always the same for the same value, so that its fingerprint is what people sign. A value may say
of which `format` it is; a part that came with a later format is left out of its text, so that what was read
from an old text gives that text and its fingerprint again.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import types
from datetime import date, time
from typing import Any, Union, get_args, get_origin, get_type_hints

_SINCE = "since"
_IF_ANY = "if_any"


def since(format: int, *, if_any: bool = False) -> dict[str, int]:
    """The metadata of a dataclass field that came with this format; fields without it came with the first.

    `if_any`: what is not there leaves no key either.
    """
    return {_SINCE: format, _IF_ANY: int(if_any)}


def is_told_if_any(field: dataclasses.Field[Any]) -> bool:
    """Whether the field is left out of the text when there is nothing in it."""
    return bool(field.metadata.get(_IF_ANY))


def came_with(field: dataclasses.Field[Any]) -> int:
    """The format that a field came with."""
    return int(field.metadata.get(_SINCE, 1))


def as_json(value: Any) -> str:
    """A dataclass as text: keys sorted, no space, letters as they are."""
    told = _told(value, getattr(value, "format", None))
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def _told(value: Any, format: int | None) -> Any:
    if isinstance(value, tuple):
        return [_told(item, format) for item in value]
    if not dataclasses.is_dataclass(value):
        return value
    return {
        part.name: _told(getattr(value, part.name), format)
        for part in dataclasses.fields(value)
        if (format is None or came_with(part) <= format)
        and not (is_told_if_any(part) and getattr(value, part.name) is None)
    }


def fingerprint(value: Any) -> str:
    """SHA-256 of the value in hexadecimal: another word anywhere, another fingerprint."""
    return hashlib.sha256(as_json(value).encode("utf-8", "surrogatepass")).hexdigest()


def read(text: str, kind: type) -> Any:
    """The `kind` that `as_json` wrote. KeyError, TypeError or ValueError for anything else."""
    return _read(json.loads(text), kind)


def _read(value: Any, kind: Any) -> Any:
    """`value` out of JSON as the type `kind` says."""
    if get_origin(kind) in (Union, types.UnionType):
        [only] = [choice for choice in get_args(kind) if choice is not types.NoneType]
        return None if value is None else _read(value, only)
    if get_origin(kind) is tuple:
        return tuple(_read(item, get_args(kind)[0]) for item in value)
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: _read(part, hints[name]) for name, part in value.items()})  # type: ignore[operator]  # a class here, never an instance
    if kind in (date, time):
        return kind.fromisoformat(value)
    return kind(value)
