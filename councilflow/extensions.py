"""The database as the whole application shares it, and how its transactions begin.

Reading and writing begin differently on SQLite: a writer takes its lock at once (BEGIN IMMEDIATE), because
one that starts as a reader cannot become a writer while another waits; and the writers of one process queue
for a lock of their own, which is fairer than SQLite's waiting. PostgreSQL needs neither.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, event

from councilflow.models import Base

if TYPE_CHECKING:
    from flask import Flask

db = SQLAlchemy(metadata=Base.metadata, session_options={"autoflush": True})
migrate = Migrate(render_as_batch=True)

_writing: ContextVar[bool] = ContextVar("writing", default=True)
_writer = threading.Lock()

WAITS_FOR_WRITER = 30.0
"""Seconds that a writer waits for its turn, the same as SQLite's own busy_timeout."""


def init_app(app: Flask) -> None:
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(app.config["SQLALCHEMY_DATABASE_URI"])
    db.init_app(app)
    migrate.init_app(app, db, directory=str(app.config["MIGRATIONS"]), compare_type=True)


def _engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 30, "check_same_thread": False}}
    return {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 20}


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun inside only read, and so never wait for a writer."""
    token = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(token)


def is_writing() -> bool:
    """Whether the transaction of this request may change something."""
    return _writing.get()


def begin_as(*, writer: bool) -> None:
    """Say what the transaction of this request is for, before its first query."""
    _writing.set(writer)


@event.listens_for(Engine, "connect")
def _configure_sqlite(connection: Any, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # the driver would begin in its own way
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "busy_timeout = 30000",
        ):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if not _writing.get():
        connection.exec_driver_sql("BEGIN")
        return
    if not _writer.acquire(timeout=WAITS_FOR_WRITER):
        raise TimeoutError("no turn to write: another transaction of this process has not ended")
    connection.info["holds_writer"] = True
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except BaseException:
        _let_go(connection)
        raise


@event.listens_for(Engine, "commit")
@event.listens_for(Engine, "rollback")
def _let_go(connection: Connection) -> None:
    # The event comes before the statement itself; SQLite's own lock covers the instant between.
    if connection.info.pop("holds_writer", False):
        _writer.release()
