"""Reading about the councils."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from councilflow.process.councils import Category
from councilflow.process.rights import Act
from councilflow.services import bodies, composition, councils, principles
from councilflow.services.plans.listing import every as plans_of_council
from councilflow.services.visibility import today
from councilflow.web.access import can, now, requires, signed_in, viewer
from councilflow.web.councils.blueprint import bp, council_at
from councilflow.web.councils.composition import short_lines
from councilflow.web.councils.rights import rights_words
from councilflow.web.pages import render


@bp.get("/councils")
@signed_in
def index() -> ResponseReturnValue:
    who = viewer()
    return render(
        "councils/index.html",
        councils=bodies.listed(who),
        others=bodies.others(who) if who.is_administrator else [],
    )


@bp.get("/councils/<int:council_id>")
@requires(Act.READ_COUNCIL)
def show(council_id: int) -> ResponseReturnValue:
    day, who = today(now()), viewer()
    council = council_at(council_id)
    lacking = composition.missing_in(council_id, day) if can(Act.MANAGE_COUNCIL) else []
    meets = Act.READ_MEETING in who.acts_in(council_id)  # whoever only manages a group has no part in them
    return render(
        "councils/show.html",
        council=council,
        seats=councils.seats_on(council_id, day),
        breach_lines=short_lines(council_id, lacking),
        lacking=len(lacking),
        rights={one: rights_words(one, council) for one in Category},
        group=councils.group_of(council_id, day),
        around=bodies.around(council),
        organisations=bodies.organisations_on(council_id, day),
        own=who.councils,
        meets=meets,
        plans=plans_of_council(council_id, day),
        principles=principles.principles_of(council_id, on=day),
        meetings=councils.upcoming_meetings(council_id, who, now=now(), zone=council.zone) if meets else [],
    )
