"""Stands in until this part of the site is written."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from councilflow.web.access import signed_in
from councilflow.web.pages import render

bp = Blueprint("mail", __name__)


@bp.get("/meetings/<int:meeting_id>/mail")
@signed_in
def index(meeting_id: int) -> ResponseReturnValue:
    return render("errors/404.html")
