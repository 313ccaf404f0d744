"""Runs the migrations against the database of the current application."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection

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


def heed_what_points(connection: Connection, on: Literal["ON", "OFF"]) -> None:
    """SQLite changes a table by making it anew, and dropping the old one must not count as deleting what
    others point at. It takes this only outside a transaction, so the driver is told."""
    if connection.dialect.name == "sqlite":
        connection.connection.cursor().execute(f"PRAGMA foreign_keys = {on}")


def hold_what_points(connection: Connection) -> None:
    """Before it is committed: whatever points at a row still does."""
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if lost:
            raise RuntimeError(f"rows would point at nothing: {lost[:5]}")


with migrate.db.engine.connect() as connection:
    heed_what_points(connection, "OFF")
    try:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render,
            process_revision_directives=number,
            **migrate.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
            hold_what_points(connection)
    finally:
        connection.rollback()
        heed_what_points(connection, "ON")
