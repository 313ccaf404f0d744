"""Numbers that run within a council's calendar year: §, meetings and extracts (D.4)."""

from __future__ import annotations

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import NumberSeries


def series(council_id: int, year: int) -> NumberSeries:
    """The council's numbers of the year, made on first use.

    Who calls holds the council (`desk.hold.hold_council`), so that two who need the year's first numbers
    cannot both make them, and no number is given twice.
    """
    found = db.session.scalar(
        select(NumberSeries)
        .where(NumberSeries.council_id == council_id, NumberSeries.year == year)
        .execution_options(populate_existing=True)
    )
    if found is None:
        found = NumberSeries(
            council_id=council_id, year=year, last_paragraph=0, last_meeting=0, last_extract=0
        )
        db.session.add(found)
    return found
