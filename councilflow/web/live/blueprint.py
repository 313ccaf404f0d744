"""Where the pages of the meeting that goes on are put."""

from __future__ import annotations

from flask import Blueprint, g

bp = Blueprint("live", __name__)


@bp.before_request
def _section() -> None:
    g.section = "meetings"
