"""The calendar by month and by year: of all the viewer's councils, and of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from councilflow import i18n
from councilflow.process.calendar import FIRST_YEAR, LAST_YEAR, Month, weeks_of
from councilflow.process.rights import Act
from councilflow.services.calendar import reading
from councilflow.services.outwards import due
from councilflow.services.visibility import today
from councilflow.web import planning
from councilflow.web.access import now, requires, signed_in, viewer
from councilflow.web.calendar.blueprint import bp
from councilflow.web.calendar.days import Days
from councilflow.web.pages import Link, render


@dataclass(frozen=True, slots=True)
class Calendar:
    """Whose calendar a page shows, and with what."""

    councils: Sequence[Any]
    which: Any
    council: Any = None
    """The one council, when it is only one's."""

    @property
    def council_id(self) -> int | None:
        return self.council.id if self.council else None

    @property
    def with_deadlines(self) -> bool:
        return request.args.get("deadlines") == "1"

    def url(self, view: str, **at: str) -> str:
        """A page of the same calendar, with the same layers."""
        kept = {"deadlines": "1"} if self.with_deadlines else {}
        return self.bare_url(view, **at, **kept)

    def bare_url(self, view: str, **at: Any) -> str:
        """A page of the same calendar, with what is said and nothing else."""
        if self.council is None:
            return url_for(f"calendar.{view}", **at)
        return url_for(f"calendar.council_{view}", council_id=self.council.id, **at)

    def days(self, first: date, last: date) -> Days:
        """What stands on the days between two: meetings, and the last days of calls for views; the other
        days to keep are a layer. Two queries."""
        rows = reading.between(first, last, self.which, deadlines=self.with_deadlines)
        found = Days(today(now()), [one.country for one in (*self.councils, *rows)])
        found.fill(rows, opens=self._opens, with_deadlines=self.with_deadlines)
        outwards = due.between([one.id for one in self.councils], first, last)
        found.fill_outwards(one for one in outwards if self.with_deadlines or one.kind is due.Kind.HEARING)
        return found

    def _opens(self, row: Any) -> bool:
        """Whoever keeps a council's group knows of its meetings, and opens those of the own seats only."""
        return self.council is None or bool(viewer().acts_in(row.council_id))


@bp.get("/calendar")
@signed_in
def month() -> ResponseReturnValue:
    return _month_page(_of_viewer())


@bp.get("/calendar/year")
@signed_in
def year() -> ResponseReturnValue:
    return _year_page(_of_viewer())


@bp.get("/councils/<int:council_id>/calendar")
@requires(Act.READ_COUNCIL)
def council_month(council_id: int) -> ResponseReturnValue:
    return _month_page(_of_council(council_id))


@bp.get("/councils/<int:council_id>/calendar/year")
@requires(Act.READ_COUNCIL)
def council_year(council_id: int) -> ResponseReturnValue:
    return _year_page(_of_council(council_id))


def _of_viewer() -> Calendar:
    return Calendar(reading.councils_of(viewer()), reading.of_viewer(viewer()))


def _of_council(council_id: int) -> Calendar:
    [council] = reading.council(council_id)
    return Calendar([council], reading.of_council(council_id), council)


def _month_page(calendar: Calendar) -> str:
    shown = _asked_month()
    weeks = weeks_of(shown)
    first, last = weeks[0].days[0], weeks[-1].days[-1]
    days = calendar.days(first, last)
    own = [day for week in weeks for day in week.days if (day.year, day.month) == (shown.year, shown.month)]
    return render(
        "calendar/month.html",
        **_frame(calendar, "month"),
        shown=shown,
        name=i18n.month_name(shown.first),
        weekdays=[i18n.weekday_name(day) for day in weeks[0].days],
        weeks=[(week.number, [days.on(day) for day in week.days]) for week in weeks],
        is_empty=not any(days.on(day).meetings for day in own),
        steps=_month_steps(calendar, shown),
        is_now=shown == _this_month(),
        heed=planning.of_month(viewer(), own[0], own[-1], calendar.council_id),
        here={"month": _mark(shown)},
        here_url=calendar.url("month", month=_mark(shown)),
        other_view=Link(calendar.url("year", year=str(shown.year)), str(shown.year)),
    )


def _month_steps(calendar: Calendar, shown: Month) -> tuple[Link | None, Link | None]:
    """The month before and the month after, as far as the calendar goes."""
    return tuple(  # type: ignore[return-value]  # there are two
        Link(calendar.url("month", month=_mark(one)), f"{i18n.month_name(one.first)} {one.year}")
        if one.is_shown
        else None
        for one in (shown.moved(-1), shown.moved(1))
    )


def _year_page(calendar: Calendar) -> str:
    shown = _asked_year()
    first, last = date(shown, 1, 1), date(shown, 12, 31)
    days = calendar.days(first, last)
    on = days.with_something(first, last)
    months = [
        (
            i18n.month_name(date(shown, month, 1)),
            calendar.url("month", month=f"{shown}-{month:02}"),
            [day for day in on if day.date.month == month],
            (shown, month) == (_this_month().year, _this_month().month),
        )
        for month in range(1, 13)
    ]
    return render(
        "calendar/year.html",
        **_frame(calendar, "year"),
        shown=shown,
        months=months,
        is_empty=not any(day.meetings for day in on),
        steps=_year_steps(calendar, shown),
        is_now=shown == _this_month().year,
        heed=planning.of_year(viewer(), shown, calendar.council_id),
        here={"year": str(shown)},
        here_url=calendar.url("year", year=str(shown)),
        other_view=Link(months[0][1] if shown != _this_month().year else calendar.url("month"), ""),
    )


def _year_steps(calendar: Calendar, shown: int) -> tuple[Link | None, Link | None]:
    return tuple(  # type: ignore[return-value]  # there are two
        Link(calendar.url("year", year=str(one)), str(one)) if FIRST_YEAR <= one <= LAST_YEAR else None
        for one in (shown - 1, shown + 1)
    )


def _frame(calendar: Calendar, view: str) -> dict[str, Any]:
    """What both views have around the days themselves."""
    return {
        "council": calendar.council,
        "councils": calendar.councils,
        "is_of_all": calendar.council is None,
        "with_deadlines": calendar.with_deadlines,
        "today_url": calendar.url(view),
        "form_url": calendar.bare_url(view),
    }


def _this_month() -> Month:
    day = today(now())
    return Month(day.year, day.month)


def _asked_month() -> Month:
    """The month of the address; the present one when nothing or nonsense stands there."""
    year_text, _sign, month_text = request.args.get("month", "").partition("-")
    asked = _number(year_text), _number(month_text)
    return Month(*asked) if FIRST_YEAR <= asked[0] <= LAST_YEAR and 1 <= asked[1] <= 12 else _this_month()


def _asked_year() -> int:
    asked = _number(request.args.get("year", ""))
    return asked if FIRST_YEAR <= asked <= LAST_YEAR else _this_month().year


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else 0


def _mark(shown: Month) -> str:
    return f"{shown.year}-{shown.month:02}"
