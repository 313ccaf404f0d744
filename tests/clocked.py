"""The installation with a clock that a test sets: what gunicorn loads in place of wsgi.

The seconds that the clock is beside the machine's stand in a file, so that every process reads the same one.
"""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from config import from_environment
from councilflow.app import create_app
from councilflow.web import access
from councilflow.web.live import pieces

_settings = from_environment()


class Clock(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        """The machine's time, and what the test has set beside it."""
        return datetime.now(tz) + timedelta(seconds=float((_settings.DATA_DIR / "clock").read_text()))


access.datetime = pieces.datetime = Clock  # type: ignore[misc,attr-defined]
app = create_app(_settings)
