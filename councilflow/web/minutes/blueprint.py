"""The blueprint that the pages of the minutes share."""

from __future__ import annotations

from flask import Blueprint, g

bp = Blueprint("minutes", __name__, url_prefix="/meetings/<int:meeting_id>/minutes")


@bp.before_request
def _section() -> None:
    g.section = "meetings"
