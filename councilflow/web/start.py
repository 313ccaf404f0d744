"""Stands in until this part of the site is written."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from councilflow.web.access import signed_in
from councilflow.web.pages import render

bp = Blueprint("start", __name__)


@bp.get("/")
@signed_in
def show() -> ResponseReturnValue:
    return render("errors/404.html")
