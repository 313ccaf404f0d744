"""Stands in until this part of the site is written."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from councilflow.web.access import signed_in
from councilflow.web.pages import render

bp = Blueprint("journal", __name__)


@bp.get("/councils/<int:council_id>/journal")
@signed_in
def show(council_id: int) -> ResponseReturnValue:
    return render("errors/404.html")
