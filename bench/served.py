"""The installation as it is served: gunicorn with its processes, on a port of its own, and kill -9."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from types import TracebackType

from config import Settings


class Server:
    """What serves on `port`, from entering until leaving; `kill` and `start` as often as one likes."""

    def __init__(self, command: list[str], port: int, variables: dict[str, str] | None = None) -> None:
        self.port = port
        self._command, self._variables = command, variables or {}
        self._running: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Server:
        self.start()
        for _ in range(300):
            with suppress(OSError), closing(socket.create_connection(("127.0.0.1", self.port), 1)):
                break
            time.sleep(0.1)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._running is not None:
            self._running.terminate()
            self._running.wait(60)

    def start(self) -> None:
        self._running = subprocess.Popen(
            self._command, env={**os.environ, **self._variables}, start_new_session=True
        )

    def kill(self) -> None:
        """kill -9 to all its processes at once."""
        if self._running is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._running.pid, 9)
            self._running.wait()


def installation(settings: Settings) -> Server:
    """gunicorn, told to serve this installation."""
    port = free_port()
    return Server(
        [sys.executable, "-m", "gunicorn", "wsgi:app"],
        port,
        {
            "COUNCILFLOW_ENVIRONMENT": "production",
            "COUNCILFLOW_SECRET_KEY": settings.SECRET_KEY,
            "COUNCILFLOW_SIGNING_SECRET": settings.SIGNING_SECRET,
            "COUNCILFLOW_DATA_DIR": str(settings.DATA_DIR),
            "COUNCILFLOW_DATABASE_URL": settings.SQLALCHEMY_DATABASE_URI,
            "COUNCILFLOW_BIND": f"127.0.0.1:{port}",
            "COUNCILFLOW_MAIL_WORKER": "outside",
            "COUNCILFLOW_PACKAGE_WORKER": "outside",
        },
    )


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
