"""What somebody wrote, with its lists, on a page as in its letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup

from councilflow.documents import text

_Line = tuple[re.Match[str] | None, str]
"""How a line of a list begins, None for any other; and the line."""
_LISTS = {"ul": Markup("<ul>{}</ul>"), "ol": Markup("<ol>{}</ol>")}


def prose(words: str) -> Markup:
    """What somebody wrote, as its letter prints it: a paragraph for each line, and lines with a dash or a
    figure first as a list."""
    told = [(text.LISTED.match(line), line) for line in text.lines(words)]
    return Markup("").join(_told(kind, list(each)) for kind, each in groupby(told, key=_kind_of))


def _kind_of(told: _Line) -> str:
    begins = told[0]
    return "p" if begins is None else "ol" if begins[1][0].isdigit() else "ul"


def _told(kind: str, lines: Sequence[_Line]) -> Markup:
    if kind == "p":
        return Markup("").join(Markup("<p>{}</p>").format(line) for _none, line in lines)
    items = Markup("").join(_item(begins, line) for begins, line in lines if begins)
    return _LISTS[kind].format(items)


def _item(begins: re.Match[str], line: str) -> Markup:
    number = begins[1].rstrip(".)")
    value = Markup(' value="{}"').format(number) if number.isdigit() else ""
    return Markup("<li{}>{}</li>").format(value, line[begins.end() :])
