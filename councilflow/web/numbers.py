"""Numbers in addresses: those that a row can have, and no others.

Anybody may type any number into an address. One that no database could hold leads nowhere (404), and as a
mark of where a page begins it is passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.routing import IntegerConverter

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.routing import Map

LARGEST = 2**31 - 1
"""PostgreSQL keeps the ids of rows in 32 bits."""
DIGITS = len(str(LARGEST))


class RowNumber(IntegerConverter):
    """`<int:…>` in a rule: a number that a row can have."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST)


def init_app(app: Flask) -> None:
    """Before the first rule is made, since a rule keeps the converter that it was made with."""
    app.url_map.converters["int"] = RowNumber


def number_in(text: str | None) -> int:
    """The number that a hidden field carries; 0 for what no page of ours has put there."""
    return int(text) if text and text.isdecimal() and len(text) < DIGITS else 0


def row_number(text: str) -> int:
    """The id of a row in a query: `request.args.get("before", type=row_number)`. ValueError."""
    number = int(text)  # itself refuses thousands of digits
    if not 0 <= number <= LARGEST:
        raise ValueError(text)
    return number
