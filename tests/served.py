"""The installation as it is served: gunicorn with its processes, on a port and a database of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from councilflow.models import Person

ROOT = Path(__file__).resolve().parent.parent


class Served:
    """Starts and ends the server; `kill` leaves it no time for anything. With `clocked` it lives by a clock
    of its own (tests/clocked.py)."""

    def __init__(self, app: Flask, *, clocked: bool = False) -> None:
        self._loads = "tests.clocked:app" if clocked else "wsgi:app"
        with closing(socket.socket()) as found:
            found.bind(("127.0.0.1", 0))
            self.port = int(found.getsockname()[1])
        config = app.config
        self._folder = Path(config["DATA_DIR"])
        self._variables = {
            "COUNCILFLOW_ENVIRONMENT": "production",
            "COUNCILFLOW_SECRET_KEY": config["SECRET_KEY"],
            "COUNCILFLOW_SIGNING_SECRET": config["SIGNING_SECRET"],
            "COUNCILFLOW_DATA_DIR": str(config["DATA_DIR"]),
            "COUNCILFLOW_DATABASE_URL": config["SQLALCHEMY_DATABASE_URI"],
            "COUNCILFLOW_BIND": f"127.0.0.1:{self.port}",
            "COUNCILFLOW_MAIL_WORKER": "outside",
            "COUNCILFLOW_PACKAGE_WORKER": "outside",
        }
        self.url = f"http://127.0.0.1:{self.port}"
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", self._loads],
            cwd=ROOT,
            env={**os.environ, **self._variables},
            start_new_session=True,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(600):
            with suppress(OSError), closing(socket.create_connection(("127.0.0.1", self.port), 1)):
                return
            time.sleep(0.1)
        raise TimeoutError("the server does not answer")

    def set_clock(self, instant: datetime) -> None:
        """Let all its processes believe that it is this instant (aware) now."""
        new = self._folder / "clock.new"
        new.write_text(str((instant - datetime.now(UTC)).total_seconds()))
        new.replace(self._folder / "clock")

    def kill(self) -> None:
        """kill -9 to all its processes at once."""
        if self._server is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._server.pid, 9)
            self._server.wait()
            self._server = None


def cookie(app: Flask, person: Person) -> str:
    """Of somebody who is signed in."""
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    value = signer.dumps(
        {"_user_id": f"{person.id}:{person.session_key}", "_fresh": True, "csrf_token": "0" * 40}
    )
    return f"{app.config['SESSION_COOKIE_NAME']}={value!s}"
