"""What plans have led to, as tables and as a file: of a council, and of one plan."""

from __future__ import annotations

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.i18n import gettext as _
from councilflow.process.plans.statistics import Tally
from councilflow.process.rights import Act
from councilflow.services.plans import statistics
from councilflow.services.plans.statistics import Statistics
from councilflow.web.access import reads_plan, requires, viewer
from councilflow.web.councils.blueprint import council_at
from councilflow.web.downloads import as_file
from councilflow.web.numbers import row_number
from councilflow.web.pages import render
from councilflow.web.plans.blueprint import bp, plan_at
from councilflow.web.plans.ways import ways
from councilflow.words import word

_TALLIES = list(Tally)
_OF_COUNCIL, _OF_MEASURES = (
    _TALLIES[: _TALLIES.index(Tally.MEASURES)],
    _TALLIES[_TALLIES.index(Tally.MEASURES) :],
)
"""What the council has done, and how the measures stand: two tables, so that each fits a page."""


@bp.get("/councils/<int:council_id>/plans/statistics")
@requires(Act.READ_COUNCIL)
def council_statistics(council_id: int) -> ResponseReturnValue:
    council = council_at(council_id)
    return render(
        "plans/statistics.html",
        found=_of_council(council_id),
        of_council=_OF_COUNCIL,
        of_measures=_OF_MEASURES,
        over=council.name,
        ways=[],
        back=(url_for("plans.index", council_id=council_id), _("Alla planer")),
        here=url_for("plans.council_statistics", council_id=council_id),
        file=url_for("plans.council_statistics_file", council_id=council_id, year=_year()),
    )


@bp.get("/councils/<int:council_id>/plans/statistics.csv")
@requires(Act.READ_COUNCIL)
def council_statistics_file(council_id: int) -> ResponseReturnValue:
    return _as_file(_of_council(council_id), f"plan-statistik-{council_id}.csv")


@bp.get("/plans/<int:plan_id>/statistics", endpoint="statistics")
@reads_plan
def plan_statistics(plan_id: int) -> ResponseReturnValue:
    plan = plan_at(plan_id)
    return render(
        "plans/statistics.html",
        found=_of_plan(plan_id),
        of_council=_OF_COUNCIL,
        of_measures=_OF_MEASURES,
        over=plan.title,
        ways=ways(plan_id, "plans.statistics"),
        back=(url_for("plans.show", plan_id=plan_id), plan.title),
        here=url_for("plans.statistics", plan_id=plan_id),
        file=url_for("plans.statistics_file", plan_id=plan_id, year=_year()),
    )


@bp.get("/plans/<int:plan_id>/statistics.csv")
@reads_plan
def statistics_file(plan_id: int) -> ResponseReturnValue:
    return _as_file(_of_plan(plan_id), f"plan-statistik-plan-{plan_id}.csv")


def _year() -> int | None:
    return request.args.get("year", type=row_number) or None


def _of_council(council_id: int) -> Statistics:
    return statistics.of_council(council_id, viewer(), year=_year(), no_year=_("Utan år"))


def _of_plan(plan_id: int) -> Statistics:
    return statistics.of_plan(plan_id, viewer(), year=_year(), no_year=_("Utan år"))


def _as_file(found: Statistics, name: str) -> Response:
    tables = [(_("Område"), found.areas), (_("Mål"), found.goals), (_("År"), found.years)]
    heads = [_("Efter"), _("Rubrik"), _("Var"), *(word(tally) for tally in Tally)]
    content = statistics.as_csv(tables, heads, _("Summa"))
    answer = as_file(content, mimetype="text/csv", name=name)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
