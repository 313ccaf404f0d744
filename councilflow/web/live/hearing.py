"""How a process hears that another one has changed a meeting: it asks SQLite, and listens to PostgreSQL."""

from __future__ import annotations

from typing import Any, Protocol

from sqlalchemy import Engine

from councilflow.services.meetings.versions import CHANNEL


class Hearing(Protocol):
    def fileno(self) -> int | None:
        """What can be waited for; None: ask now and then."""

    def has_changed(self) -> bool:
        """Whether something may have changed since the last time this was asked. OSError or the database's
        own errors: the line is broken, and a new one is needed."""

    def close(self) -> None: ...


def hearing(engine: Engine) -> Hearing:
    return Listening(engine) if engine.dialect.name == "postgresql" else Asking(engine)


class Asking:
    """SQLite tells each connection whether any other one has written: one step without a transaction."""

    def __init__(self, engine: Engine) -> None:
        self._connection: Any = engine.raw_connection()
        self._connection.detach()
        self._last = self._version()

    def _version(self) -> int:
        return int(self._connection.cursor().execute("PRAGMA data_version").fetchone()[0])

    def fileno(self) -> int | None:
        return None

    def has_changed(self) -> bool:
        before, self._last = self._last, self._version()
        return before != self._last

    def close(self) -> None:
        self._connection.close()


class Listening:
    """PostgreSQL tells whoever listens, when the transaction that says so is committed."""

    def __init__(self, engine: Engine) -> None:
        connection = engine.raw_connection()
        driver: Any = connection.driver_connection
        self._driver, self._kept = driver, connection
        connection.detach()
        self._driver.rollback()
        self._driver.autocommit = True
        self._driver.execute(f"LISTEN {CHANNEL}")

    def fileno(self) -> int | None:
        return int(self._driver.fileno())

    def has_changed(self) -> bool:
        self._driver.pgconn.consume_input()
        heard = False
        while self._driver.pgconn.notifies() is not None:
            heard = True
        return heard

    def close(self) -> None:
        self._driver.close()
