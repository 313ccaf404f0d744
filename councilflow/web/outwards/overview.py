"""The first page of what the council says outwards: the days to keep, and what was said last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask.typing import ResponseReturnValue

from councilflow.process.rights import Act
from councilflow.services.outwards import due, statements
from councilflow.services.outwards.statements import Wanted
from councilflow.services.visibility import today
from councilflow.web.access import now, requires, viewer
from councilflow.web.councils.blueprint import council_at
from councilflow.web.outwards.blueprint import bp, reads_drafts, ways
from councilflow.web.outwards.days import address_of, in_words
from councilflow.web.pages import render

BACK, AHEAD = timedelta(days=366), timedelta(days=92)
LAST_SAID = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """A day to keep, in words, and where one sees to it."""

    on: date
    what: str
    url: str
    is_late: bool


@bp.get("/councils/<int:council_id>/outwards")
@requires(Act.READ_COUNCIL)
def index(council_id: int) -> ResponseReturnValue:
    day = today(now())
    found = due.between([council_id], day - BACK, day + AHEAD)
    said = statements.listed(council_id, viewer(), Wanted(), drafts=reads_drafts())
    return render(
        "outwards/index.html",
        council=council_at(council_id),
        ways=ways(council_id, "outwards.index"),
        due=[Shown(one.on, in_words(one), address_of(one), one.on < day) for one in found],
        statements=said[:LAST_SAID],
    )
