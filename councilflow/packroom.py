"""The worker that has packages of meetings made: a thread inside the server, or `flask packages work`.

It claims a row, starts the process that does the work, and tells how far it has come; the server's own
processes do none of it. Any number of them may work at once.
"""

from __future__ import annotations

import atexit
import threading
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from councilflow.services import packages

LOOK_EVERY = 2.0
"""Seconds between two looks: somebody has just pressed the button and waits."""

GOES_WITHIN = 10.0
"""Seconds that a stopping worker is given to hand its work back."""


def _clock() -> datetime:
    return datetime.now(UTC)


class Packroom:
    """One worker. `run` works until `stop` is called, from a thread of its own or in the foreground."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def round(self) -> int:
        """Make everything that waits; how many there were."""
        count = 0
        folder = Path(self._app.config["DATA_DIR"])
        with self._app.app_context():
            while not self._stopped.is_set() and packages.make_next(
                folder=folder, clock=_clock, stop=self._stopped.is_set
            ):
                count += 1
        return count

    def run(self) -> None:
        while not self._stopped.is_set():
            try:
                self.round()
            except Exception:  # the database may be away for a while; what was asked for stays in its table
                self._app.logger.exception("No package could be made; trying again soon")
            self._stopped.wait(LOOK_EVERY)

    def start(self) -> None:
        self._thread = threading.Thread(target=self.run, name="packroom", daemon=True)
        self._thread.start()
        atexit.register(self.stop)

    def stop(self) -> None:
        """Hand back the work in hand and end; it waits for the next start."""
        self._stopped.set()
        atexit.unregister(self.stop)
        if self._thread is not None:
            self._thread.join(GOES_WITHIN)


def start(app: Flask) -> Packroom | None:
    """Let this server process have packages made, when the installation wants that (PACKAGE_WORKER is
    "inside"). Call it in the process that serves, after any fork."""
    if app.config["PACKAGE_WORKER"] != "inside":
        return None
    room = Packroom(app)
    room.start()
    return room
