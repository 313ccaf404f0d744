"""Stands in until this part of the site is written."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from councilflow.web.access import signed_in
from councilflow.web.pages import render

bp = Blueprint("agenda", __name__)


@bp.get("/items/<int:item_id>")
@signed_in
def item(item_id: int) -> ResponseReturnValue:
    return render("errors/404.html")


@bp.get("/items/<int:item_id>/edit")
@signed_in
def edit(item_id: int) -> ResponseReturnValue:
    return render("errors/404.html")


@bp.get("/meetings/<int:meeting_id>/agenda")
@signed_in
def arrange(meeting_id: int) -> ResponseReturnValue:
    return render("errors/404.html")


@bp.get("/attachments/<int:attachment_id>")
@signed_in
def attachment(attachment_id: int) -> ResponseReturnValue:
    return render("errors/404.html")
