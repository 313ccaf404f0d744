"""The blueprint that the pages of this folder share."""

from __future__ import annotations

from flask import Blueprint, g

bp = Blueprint("preparation", __name__)


@bp.before_request
def _section() -> None:
    g.section = "meetings"
