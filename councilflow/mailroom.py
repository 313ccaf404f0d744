"""The worker that sends the mail: a thread inside the server, or `flask mail work` beside it.

It also has the reminders written whose time has come, once a minute.

The outbox is all that the two share with the rest: mail is claimed row by row, so any number of them may work
at once. A commit that queued mail wakes the thread; it looks by itself every few seconds as well, for what
another process queued and for what has rested long enough.
"""

from __future__ import annotations

import atexit
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from councilflow.extensions import db
from councilflow.services import mail, reminders
from councilflow.services.formal_decisions import reminding
from councilflow.services.mail import Counts, Folder, Smtp, Transport
from councilflow.services.report_backs import reminding as home_reminding

LOOK_EVERY = 5.0
"""Seconds between two looks into the outbox when nothing wakes the worker."""

REMINDS_EVERY = 60.0
"""Seconds between two looks for reminders whose time has come."""

GOES_WITHIN = 10.0
"""Seconds that a stopping worker is given to finish the mail in its hands."""


def transport_of(app: Flask) -> Transport | None:
    """How this installation sends mail; None when it has not said, and mail waits in the outbox."""
    config = app.config
    if config["MAIL_SERVER"]:
        return Smtp(
            config["MAIL_SERVER"],
            tls=config["MAIL_TLS"],
            user=config["MAIL_USER"],
            password=config["MAIL_PASSWORD"],
        )
    if config["ENVIRONMENT"] == "development":
        return Folder(Path(config["DATA_DIR"]) / "mail")
    return None


def _clock() -> datetime:
    return datetime.now(UTC)


class Mailroom:
    """One worker. `run` works until `stop` is called, from a thread of its own or in the foreground."""

    def __init__(self, app: Flask, transport: Transport) -> None:
        self._app, self._transport = app, transport
        self._wake, self._stopped = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._reminded: float | None = None

    def round(self) -> Counts:
        """Send what is due now, the reminders of the day among it."""
        with self._app.app_context():
            self._remind()
            return mail.deliver_due(self._transport, clock=_clock, stop=self._stopped.is_set)

    def _remind(self) -> None:
        """What goes wrong with a reminder keeps no other mail waiting."""
        if self._reminded is not None and time.monotonic() - self._reminded < REMINDS_EVERY:
            return
        self._reminded = time.monotonic()
        for send_due in (reminders.send_due, reminding.send_due, home_reminding.send_due):
            try:
                send_due(_clock())
            except Exception:
                db.session.rollback()
                self._app.logger.exception("The reminders could not be written; trying again soon")

    def run(self) -> None:
        mail.woken_by(self._wake.set)
        while not self._stopped.is_set():
            self._wake.clear()
            try:
                self.round()
            except Exception:  # the database may be away for a while; the mail is safe and the worker goes on
                self._app.logger.exception("The mail could not be sent; trying again soon")
            self._wake.wait(LOOK_EVERY)
        mail.woken_no_more(self._wake.set)

    def start(self) -> None:
        self._thread = threading.Thread(target=self.run, name="mailroom", daemon=True)
        self._thread.start()
        atexit.register(self.stop)

    def stop(self) -> None:
        """Finish the mail in hand and end; what is left waits for the next start."""
        self._stopped.set()
        self._wake.set()
        atexit.unregister(self.stop)
        if self._thread is not None:
            self._thread.join(GOES_WITHIN)


def start(app: Flask) -> Mailroom | None:
    """Let this server process send mail, when the installation wants that (MAIL_WORKER is "inside").

    Call it in the process that serves, after any fork. None when somebody else sends the mail, or when the
    installation has not said how: then mail waits, and the log says so.
    """
    if app.config["MAIL_WORKER"] != "inside":
        return None
    transport = transport_of(app)
    if transport is None:
        app.logger.warning("No mail server is set (COUNCILFLOW_MAIL_SERVER); mail waits in the outbox")
        return None
    room = Mailroom(app, transport)
    room.start()
    return room
