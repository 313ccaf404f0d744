"""Where the pages of the desk are put."""

from __future__ import annotations

from flask import Blueprint, g

bp = Blueprint("desk", __name__)


@bp.before_request
def _section() -> None:
    g.section = "meetings"
