"""Runs the migrations against the database of the current application."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from flask import current_app

from councilflow.models import Base
from councilflow.models.base import UtcDateTime

migrate = current_app.extensions["migrate"]


def render(kind: str, thing: Any, _autogenerate: Any) -> str | Literal[False]:
    """Keep the application out of the migrations: they must run when its types have long changed."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def number(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """Name revisions 0001, 0002, … so that the folder lists them in order."""
    if directives:
        head = context.script.get_current_head()
        directives[0].rev_id = f"{int(head or 0) + 1:04}"


with migrate.db.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render,
        process_revision_directives=number,
        **migrate.configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()
