"""The meeting that goes on, for everybody in the room or at home: the page that follows it, and its steps."""

from __future__ import annotations

from functools import partial
from typing import Any

from councilflow.web.live import pages, pieces, speaking, steps
from councilflow.web.live.blueprint import bp
from councilflow.web.live.hub import Hub

__all__ = ["bp", "pages", "speaking", "steps"]


@bp.record_once
def _settle(setup: Any) -> None:
    """Each application has a hub; it does nothing before somebody follows a meeting."""
    setup.app.extensions["live"] = Hub(setup.app, partial(pieces.render, setup.app), pieces.may_follow)
