"""Series of meetings: laying one down, planning a year from it, and ending it (A55, A59, A61)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from flask import Blueprint, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.models import Body, MeetingSeries
from councilflow.process.days import NotADay, read_day
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import local_date
from councilflow.process.rights import Act
from councilflow.services.meetings import series as services
from councilflow.services.meetings.series import Proposal
from councilflow.services.visibility import today
from councilflow.web.access import me, now, requires
from councilflow.web.fields import day_words
from councilflow.web.meetings.beside import sentence
from councilflow.web.meetings.series_forms import LIKE, EndForm, SeriesForm, rule_words, titles
from councilflow.web.numbers import number_in
from councilflow.web.pages import render, tell
from councilflow.web.refusals import explained

bp = Blueprint("series", __name__)

YEARS_AHEAD = 4


@bp.before_request
def _section() -> None:
    g.section = "councils"


@bp.get("/councils/<int:council_id>/series")
@requires(Act.MANAGE_COUNCIL)
def index(council_id: int) -> ResponseReturnValue:
    council = db.session.get_one(Body, council_id)
    rows = services.of_council(council_id)
    return render(
        "meetings/series_index.html",
        council=council,
        rows=[(one, rule_words(services.rule_of(one)), coming) for one, coming in rows],
        this_year=today(now()).year,
    )


@bp.route("/councils/<int:council_id>/series/new", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def new(council_id: int) -> ResponseReturnValue:
    council = db.session.get_one(Body, council_id)
    like = request.args.get("like", "")
    begun = LIKE.get(like, LIKE["monthly"])
    form = SeriesForm(**begun, title=titles().get(like, ""))
    if form.validate_on_submit():
        try:
            made = services.add(council, form.draft(), by=me(), now=now())
        except RuleBroken as error:
            form.blame(error)
        else:
            db.session.flush()
            tell(_("Serien är sparad"), _("Här är dagarna den ger. Inget är planerat förrän du trycker."))
            return redirect(url_for("series.plan", council_id=council_id, series_id=made.id))
    page = render("meetings/series_new.html", form=form, council=council)
    return page, 422 if form.errors else 200


@bp.route("/councils/<int:council_id>/series/<int:series_id>/edit", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def edit(council_id: int, series_id: int) -> ResponseReturnValue:
    council, series = _found(council_id, series_id)
    form = SeriesForm(obj=series)
    if form.validate_on_submit():
        try:
            services.change(series, form.draft(), by=me(), now=now())
        except RuleBroken as error:
            form.blame(error)
        else:
            tell(_("Serien är ändrad"), _("Möten som redan är planerade står kvar som de var."))
            return redirect(url_for("series.plan", council_id=council_id, series_id=series_id))
    page = render("meetings/series_edit.html", form=form, council=council, series=series)
    return page, 422 if form.errors else 200


def _found(council_id: int, series_id: int) -> tuple[Body, MeetingSeries]:
    series = services.found(council_id, series_id)
    if series is None:
        abort(404)
    return db.session.get_one(Body, council_id), series


@dataclass(slots=True)
class Row:
    """One day of the year as the page offers it, with what the secretary has written there."""

    proposal: Proposal
    is_chosen: bool
    written: str
    errors: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.proposal.day.isoformat()

    @property
    def is_changed(self) -> bool:
        return self.written != self.key

    @property
    def month(self) -> str:
        return sentence(i18n.month_numbered(self.proposal.day.month))


@bp.route("/councils/<int:council_id>/series/<int:series_id>", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def plan(council_id: int, series_id: int) -> ResponseReturnValue:
    """The days that the series gives in a year; a press plans those that are chosen."""
    council, series = _found(council_id, series_id)
    year = _year(series, council)
    proposals = services.proposals(series, council, year, now=now())
    rows = [_row(one) for one in proposals]
    if request.method == "POST":
        chosen = _chosen(rows, series, council)
        if chosen and not any(row.errors for row in rows):
            made = services.plan(series, council, chosen, by=me(), now=now())
            tell(
                ngettext("Ett möte är planerat", "%(n)s möten är planerade", len(made)),
                _("Varje möte är nu ett eget, som kan flyttas eller ställas in för sig."),
            )
            return redirect(url_for("series.plan", council_id=council_id, series_id=series_id, year=year))
    wrong = [(row.key, error) for row in rows for error in row.errors]
    none_chosen = request.method == "POST" and not wrong
    page = render(
        "meetings/series_plan.html",
        council=council,
        series=series,
        zone=council.zone,
        rule=rule_words(services.rule_of(series)),
        year=year,
        years=range(today(now()).year, today(now()).year + YEARS_AHEAD),
        rows=rows,
        is_open=any(row.proposal.is_open for row in rows),
        wrong=wrong,
        none_chosen=none_chosen,
    )
    return page, 422 if wrong or none_chosen else 200


def _year(series: MeetingSeries, council: Body) -> int:
    """The year that the address names, among those that can be planned; else the next to plan."""
    asked = number_in(request.args.get("year", ""))
    this = today(now()).year
    if this <= asked < this + YEARS_AHEAD:
        return asked
    return services.year_to_plan(series, council, now=now())


def _row(proposal: Proposal) -> Row:
    """A day on a holiday or at a weekend is not chosen until somebody has looked at it."""
    key = proposal.day.isoformat()
    if request.method == "POST":
        written = request.form.get(f"day-{key}", key).strip()
        return Row(proposal, key in request.form.getlist("slot"), written)
    is_free = bool(proposal.holidays) or proposal.is_weekend
    return Row(proposal, proposal.is_open and not is_free, key)


def _chosen(rows: list[Row], series: MeetingSeries, council: Body) -> dict[date, date]:
    """The days to plan, by the ones the series gives; what is wrong is said at its row."""
    chosen: dict[date, date] = {}
    for row in rows:
        if not row.proposal.is_open:
            continue
        day = _day_of(row)
        if not row.is_chosen or day is None:
            continue
        if day in chosen.values():
            row.errors.append(_("Den dagen är vald till ett annat möte också."))
        try:
            services.check_day(series, council, day, now=now())
        except RuleBroken as error:
            row.errors.append(" ".join(explained(error)))
        chosen[row.proposal.day] = day
    return chosen


def _day_of(row: Row) -> date | None:
    """The day that stands in the row; a day changed and not chosen is asked about."""
    if not row.is_chosen and row.written in ("", row.key):
        return None
    try:
        day = read_day(row.written, i18n.months())
    except NotADay as error:
        row.errors.append(day_words(error))
        return None
    if not row.is_chosen and day != row.proposal.day:
        row.errors.append(_("Du har ändrat dagen men inte valt mötet. Välj det, eller skriv tillbaka dagen."))
    return day


@bp.route("/councils/<int:council_id>/series/<int:series_id>/end", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def end(council_id: int, series_id: int) -> ResponseReturnValue:
    council, series = _found(council_id, series_id)
    form = EndForm(on=series.ended_on or today(now()))
    if form.validate_on_submit():
        cancelled = services.end(
            series,
            form.on.data,
            cancels=form.cancels.data,
            reason=form.reason.data or "",
            by=me(),
            now=now(),
        )
        words = ngettext("Ett möte är inställt.", "%(n)s möten är inställda.", cancelled) if cancelled else ""
        tell(_("Serien är avslutad"), words)
        return redirect(url_for("series.index", council_id=council_id))
    left = services.untouched_after(series, today(now()))
    page = render(
        "meetings/series_end.html",
        council=council,
        series=series,
        form=form,
        left=[i18n.weekday_date(local_date(one.starts_at, council.zone)) for one in left],
    )
    return page, 422 if form.errors else 200
