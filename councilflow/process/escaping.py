"""Texts that no spreadsheet takes for a formula, and back."""

from __future__ import annotations

import re

_RUNS = "=+\\-@\t\r\uff1d\uff0b\uff0d\uff20"
_MUST_ESCAPE = re.compile(f"'*[{_RUNS}]")
_ESCAPED = re.compile(f"'+[{_RUNS}]")


def escaped(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what one would run."""
    return f"'{text}" if _MUST_ESCAPE.match(text) else text


def escaped_in_workbook(text: str) -> str:
    """In a workbook a text is marked as one, so only what looks escaped already needs an apostrophe."""
    return f"'{text}" if _ESCAPED.match(text) else text


def unescaped(text: str) -> str:
    """The text without the apostrophe of `escaped`."""
    return text[1:] if _ESCAPED.match(text) else text
