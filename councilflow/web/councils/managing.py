"""The page from which a council is managed."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from councilflow.process.rights import Act
from councilflow.services import bodies, composition, councils, first_steps
from councilflow.services.visibility import today
from councilflow.web import planning
from councilflow.web.access import manages, now, viewer
from councilflow.web.councils.blueprint import bp, council_at
from councilflow.web.councils.composition import short_lines
from councilflow.web.first_steps import unfinished
from councilflow.web.pages import render

LONGEST = 100
"""More than this nobody searches for."""


@bp.get("/councils/<int:council_id>/manage")
@manages
def manage(council_id: int) -> ResponseReturnValue:
    day = today(now())
    council = council_at(council_id)
    words = request.args.get("q", "").strip()[:LONGEST]
    seated = councils.bodies_with_seats(council_id, day)
    layouts = composition.layouts({body.id: body.held for body in seated}, day)
    missing = [one for body in seated for one in layouts[body.id].missing]
    steps = [one for one in first_steps.progress(now()) if one.council_id == council_id]
    plans = Act.MANAGE_COUNCIL in viewer().acts_in(council_id)
    return render(
        "councils/manage.html",
        council=council,
        bodies=[body.holding(words) for body in seated] if words else seated,
        words=words,
        seats_in_all=sum(len(body.held) + len(body.coming) for body in seated),
        breach_lines=short_lines(council_id, missing),
        lacking=len(missing),
        steps=unfinished(steps, viewer()),
        day=day,
        around=bodies.around(council),
        plans_meetings=plans,
        year_heed=planning.of_council(council_id, day.year) if plans else [],
    )
