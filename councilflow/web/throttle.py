"""Keeping dear work that anybody may ask for from burning the server.

It counts in the memory of one process: a server of several processes lets through that many times more, which
is still little.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from councilflow.process.errors import RuleBroken

_REMEMBERED = 1000  # network addresses


class Throttle:
    """At most `at_once` side by side, and `most` within `window` for each network address."""

    def __init__(self, *, at_once: int, most: int, window: timedelta, patience: float = 20) -> None:
        self._slots = threading.BoundedSemaphore(at_once)
        self._most, self._window, self._patience = most, window, patience
        self._recent: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, address: str, *, now: datetime) -> Iterator[None]:
        """A turn for somebody at a network address; `now`: aware. RuleBroken: too-many-checks, check-busy
        (after `patience` seconds of waiting)."""
        self._count(address, now)
        if not self._slots.acquire(timeout=self._patience):
            raise RuleBroken("check-busy")
        try:
            yield
        finally:
            self._slots.release()

    def _count(self, address: str, now: datetime) -> None:
        with self._lock:
            turns = self._recent.setdefault(address, deque())
            self._recent.move_to_end(address)
            while len(self._recent) > _REMEMBERED:
                self._recent.popitem(last=False)
            while turns and turns[0] <= now - self._window:
                turns.popleft()
            if len(turns) >= self._most:
                raise RuleBroken("too-many-checks", minutes=int(self._window.total_seconds() // 60))
            turns.append(now)
