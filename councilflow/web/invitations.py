"""Stands in until this part of the site is written."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from councilflow.web.access import signed_in
from councilflow.web.pages import render

bp = Blueprint("invitations", __name__)


@bp.get("/meetings/<int:meeting_id>/invitation")
@signed_in
def confirm(meeting_id: int) -> ResponseReturnValue:
    return render("errors/404.html")


@bp.get("/meetings/<int:meeting_id>/recipients")
@signed_in
def recipients(meeting_id: int) -> ResponseReturnValue:
    return render("errors/404.html")


@bp.get("/answer/<secret>")
@signed_in
def answer(secret: str) -> ResponseReturnValue:
    return render("errors/404.html")


@bp.get("/presenting/<int:item_id>")
@signed_in
def presenting(item_id: int) -> ResponseReturnValue:
    return render("errors/404.html")
