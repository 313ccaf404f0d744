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
    """`after` goes on with what waits, `before` with what has been answered."""
    before, after = (request.args.get(name, type=row_number) for name in ("before", "after"))
    who = viewer()
    return render(
        "standpoints/own.html",
        waiting=waiting.page_of_organisations(who, now=now(), after=after) if before is None else None,
        page=own.settled(who, before=before) if after is None else None,
        is_first=before is None and after is None,
        has_home=own.has_home(who),
    )
