"""The blueprint that the views of this folder share."""

from __future__ import annotations

from flask import Blueprint, g

bp = Blueprint("calendar", __name__)


@bp.before_request
def _section() -> None:
    g.section = "calendar"
