"""Våra återföringar: what the viewer's own organisations have taken home, and have not."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from councilflow.services import formal_decisions
from councilflow.services.report_backs import reading
from councilflow.web.access import now, signed_in, viewer
from councilflow.web.numbers import row_number
from councilflow.web.pages import render
from councilflow.web.report_backs.blueprint import bp


@bp.get("/report-backs")
@signed_in
def index() -> ResponseReturnValue:
    before, who = request.args.get("before", type=row_number), viewer()
    found = reading.waiting(who, now=now()) if before is None else []
    return render(
        "report_backs/index.html",
        waiting=found,
        more=reading.many_waiting(who) - len(found) if len(found) >= reading.MOST else 0,
        page=reading.settled(who, now=now(), before=before),
        is_first=before is None,
        has_home=formal_decisions.has_home(who),
    )
