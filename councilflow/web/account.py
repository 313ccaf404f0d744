"""Signing in and out, one's own profile, and the language of the pages."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from councilflow.web.access import open_to_everyone, signed_in
from councilflow.web.pages import render

bp = Blueprint("account", __name__)


@bp.route("/sign-in", methods=["GET", "POST"])
@open_to_everyone
def sign_in() -> ResponseReturnValue:
    return render("errors/404.html")


@bp.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    return render("errors/404.html")


@bp.route("/profile", methods=["GET", "POST"])
@signed_in
def profile() -> ResponseReturnValue:
    return render("errors/404.html")


@bp.post("/language")
@open_to_everyone
def language() -> ResponseReturnValue:
    return render("errors/404.html")
