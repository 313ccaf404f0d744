"""Stands in until this part of the site is written."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from councilflow.web.access import signed_in
from councilflow.web.pages import render

bp = Blueprint("preparation", __name__)


@bp.get("/meetings/<int:meeting_id>/preparation")
@signed_in
def room(meeting_id: int) -> ResponseReturnValue:
    return render("errors/404.html")


@bp.get("/items/<int:item_id>/preparation")
@signed_in
def item(item_id: int) -> ResponseReturnValue:
    return render("errors/404.html")


@bp.get("/meetings/<int:meeting_id>/stances")
@signed_in
def summary(meeting_id: int) -> ResponseReturnValue:
    return render("errors/404.html")
