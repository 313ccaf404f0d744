"""The standpoints that the viewer's councils have taken."""

from __future__ import annotations

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue

from councilflow.services import standpoints
from councilflow.web.access import signed_in, viewer
from councilflow.web.numbers import row_number
from councilflow.web.pages import render

bp = Blueprint("standpoints", __name__)


@bp.get("/standpoints")
@signed_in
def index() -> ResponseReturnValue:
    g.section = "standpoints"
    before = request.args.get("before", type=row_number)
    return render(
        "standpoints/index.html", page=standpoints.taken(viewer(), before=before), is_first=before is None
    )
