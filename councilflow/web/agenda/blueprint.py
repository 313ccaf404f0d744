"""The one blueprint that the pages about the agenda share."""

from __future__ import annotations

from flask import Blueprint, g

bp = Blueprint("agenda", __name__)


@bp.before_request
def _section() -> None:
    g.section = "meetings"
