"""Stands in until this part of the site is written."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from councilflow.web.access import signed_in
from councilflow.web.pages import render

bp = Blueprint("minutes", __name__)


@bp.get("/meetings/<int:meeting_id>/minutes")
@signed_in
def show(meeting_id: int) -> ResponseReturnValue:
    return render("errors/404.html")


@bp.get("/meetings/<int:meeting_id>/minutes/edit")
@signed_in
def edit(meeting_id: int) -> ResponseReturnValue:
    return render("errors/404.html")


@bp.get("/meetings/<int:meeting_id>/minutes/sign")
@signed_in
def sign(meeting_id: int) -> ResponseReturnValue:
    return render("errors/404.html")


@bp.get("/meetings/<int:meeting_id>/minutes/file")
@signed_in
def pdf(meeting_id: int) -> ResponseReturnValue:
    return render("errors/404.html")
