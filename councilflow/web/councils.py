"""Stands in until this part of the site is written."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from councilflow.web.access import signed_in
from councilflow.web.pages import render

bp = Blueprint("councils", __name__)


@bp.get("/councils")
@signed_in
def index() -> ResponseReturnValue:
    return render("errors/404.html")


@bp.get("/councils/<int:council_id>")
@signed_in
def show(council_id: int) -> ResponseReturnValue:
    return render("errors/404.html")
