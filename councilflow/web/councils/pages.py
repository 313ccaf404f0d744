"""Reading about the councils, and the page from which one is managed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask.typing import ResponseReturnValue

from councilflow.i18n import lazy_gettext as _l
from councilflow.process.councils import Side
from councilflow.process.rights import Act
from councilflow.services import councils, first_steps, plans
from councilflow.services.visibility import today
from councilflow.web.access import manages, now, requires, signed_in, viewer
from councilflow.web.councils.blueprint import bp, council_at
from councilflow.web.first_steps import unfinished
from councilflow.web.pages import render


@bp.get("/councils")
@signed_in
def index() -> ResponseReturnValue:
    who = viewer()
    return render(
        "councils/index.html",
        councils=councils.listed(who),
        others=councils.others(who) if who.is_administrator else [],
    )


@bp.get("/councils/<int:council_id>")
@requires(Act.READ_COUNCIL)
def show(council_id: int) -> ResponseReturnValue:
    day = today(now())
    council = council_at(council_id)
    return render(
        "councils/show.html",
        council=council,
        seats=councils.seats_on(council_id, day),
        breach_lines=_breach_lines(council_id, day),
        group=councils.group_of(council_id, day),
        nodes=plans.nodes_of(council_id),
        principles=plans.principles_of(council_id, on=day),
        meetings=councils.upcoming_meetings(council_id, viewer(), now=now(), zone=council.zone),
    )


@bp.get("/councils/<int:council_id>/manage")
@manages
def manage(council_id: int) -> ResponseReturnValue:
    day = today(now())
    council = council_at(council_id)
    steps = [one for one in first_steps.progress(now()) if one.council_id == council_id]
    return render(
        "councils/manage.html",
        council=council,
        bodies=councils.bodies_with_seats(council_id, day),
        breach_lines=_breach_lines(council_id, day),
        steps=unfinished(steps, viewer()),
        day=day,
        reads=Act.READ_COUNCIL in viewer().acts_in(council_id),
        plans_meetings=Act.MANAGE_COUNCIL in viewer().acts_in(council_id),
    )


_ABSENT = {
    Side.MAJORITY: _l("Ingen ledamot från majoriteten."),
    Side.OPPOSITION: _l("Ingen ledamot från oppositionen."),
}


@dataclass(frozen=True, slots=True)
class BreachLine:
    """A seat that the composition asks for, as the panel of missing things shows it."""

    label: str
    advice: str
    url: str = ""


def _breach_lines(council_id: int, day: date) -> list[BreachLine]:
    return [
        BreachLine(breach.organisation, str(_ABSENT[breach.side]))
        for breach in councils.breaches_on(council_id, day)
    ]
