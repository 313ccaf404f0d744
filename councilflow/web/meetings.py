"""Stands in until this part of the site is written."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from councilflow.web.access import signed_in
from councilflow.web.pages import render

bp = Blueprint("meetings", __name__)


@bp.get("/meetings")
@signed_in
def index() -> ResponseReturnValue:
    return render("errors/404.html")


@bp.get("/councils/<int:council_id>/meetings/new")
@signed_in
def new(council_id: int) -> ResponseReturnValue:
    return render("errors/404.html")


@bp.get("/meetings/<int:meeting_id>")
@signed_in
def show(meeting_id: int) -> ResponseReturnValue:
    return render("errors/404.html")
