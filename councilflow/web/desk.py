"""Stands in until this part of the site is written."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from councilflow.web.access import signed_in
from councilflow.web.pages import render

bp = Blueprint("desk", __name__)


@bp.get("/meetings/<int:meeting_id>/desk")
@signed_in
def show(meeting_id: int) -> ResponseReturnValue:
    return render("errors/404.html")


@bp.get("/items/<int:item_id>/desk")
@signed_in
def item(item_id: int) -> ResponseReturnValue:
    return render("errors/404.html")


@bp.get("/meetings/<int:meeting_id>/roll")
@signed_in
def roll(meeting_id: int) -> ResponseReturnValue:
    return render("errors/404.html")
