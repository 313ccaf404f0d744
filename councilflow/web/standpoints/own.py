"""Våra formella beslut: what the viewer's own organisations are asked for, and have answered."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from councilflow.services.formal_decisions import own, waiting
from councilflow.web.access import now, signed_in, viewer
from councilflow.web.numbers import row_number
from councilflow.web.pages import render
from councilflow.web.standpoints.blueprint import bp


@bp.get("/formal-decisions")
@signed_in
def own_decisions() -> ResponseReturnValue:
    before = request.args.get("before", type=row_number)
    who = viewer()
    found = waiting.of_organisations(who, now=now()) if before is None else []
    return render(
        "standpoints/own.html",
        waiting=found,
        more=waiting.many_of_organisations(who) - len(found) if len(found) >= waiting.MOST else 0,
        page=own.settled(who, before=before),
        is_first=before is None,
        has_home=own.has_home(who),
    )
