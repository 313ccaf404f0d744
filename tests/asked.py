"""What the database is asked, for promises of the kind "the same number of questions at any size"."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from councilflow.extensions import db


@contextmanager
def asked() -> Iterator[list[str]]:
    """The statements of the block, in order; the beginning of a transaction is none."""
    statements: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield statements
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", listen)


def questions_of(client: Any, page: str) -> int:
    """How many statements a page costs."""
    with asked() as statements:
        assert client.get(page).status_code == 200
    return len(statements)
