"""How gunicorn serves Councilflow: `gunicorn wsgi:app` reads this file by itself.

Settings are variables named COUNCILFLOW_…, as everywhere; what stands on gunicorn's command line wins.
"""

from __future__ import annotations

import gc
import os
import re
import sys
from typing import TYPE_CHECKING, Any

from gunicorn.glogging import Logger

from councilflow import mailroom, packroom
from councilflow.web.live import apart

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

bind = os.environ.get("COUNCILFLOW_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("COUNCILFLOW_WORKERS", "2"))
threads = int(os.environ.get("COUNCILFLOW_THREADS", "8"))
preload_app = True
control_socket_disable = True
timeout = 60
graceful_timeout = 30
max_requests = 20_000  # a worker that has served this many is replaced, so that no leak grows for weeks
max_requests_jitter = 2_000
accesslog = os.environ.get("COUNCILFLOW_ACCESS_LOG") or None
errorlog = "-"
# Forwarded headers are read by the application, and only for as many proxies as COUNCILFLOW_PROXIES says.
forwarded_allow_ips = ""


class Discreet(Logger):
    """Leaves the secrets out of addresses that are as good as a key: of somebody's calendar, of an answer to
    an invitation, of a choice of password."""

    _KEYS = re.compile(r"(/(?:calendar/feed|answer|password)/)[^\s?/]+")

    def atoms(self, *of: Any) -> dict[str, Any]:
        """What a line of the access log can be made of."""
        found = super().atoms(*of).items()
        return {
            name: self._KEYS.sub(r"\1…", value) if isinstance(value, str) else value for name, value in found
        }


logger_class = Discreet


def when_ready(server: Arbiter) -> None:
    """What was loaded before the fork is never garbage: no request waits while it is looked through, and the
    workers go on sharing its memory. One process more than the workers tells those who follow a meeting what
    happens."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    apart.start(server.app.wsgi(), [one.fileno() for one in server.LISTENERS])


def post_worker_init(worker: Worker) -> None:
    """Each worker sends mail and has packages made as well, when the installation wants that inside; the
    tables share the work out."""
    # The thread that tells two hundred people what has happened gives up its turn at each of them, and must
    # not wait for it as long as a page that is being made keeps it.
    sys.setswitchinterval(0.0005)
    mailroom.start(worker.wsgi)
    packroom.start(worker.wsgi)
