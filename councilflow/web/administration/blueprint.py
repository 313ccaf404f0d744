"""The blueprint that the modules of this folder put their pages on."""

from __future__ import annotations

from flask import Blueprint, g

bp = Blueprint("administration", __name__, url_prefix="/administration")


@bp.before_request
def _section() -> None:
    g.section = "administration"
