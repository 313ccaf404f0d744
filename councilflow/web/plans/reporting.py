"""What a project leader reports by form, and the measures that nobody has reported on (B3.8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import FieldList, FormField, RadioField, StringField
from wtforms.validators import Length, Optional

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.i18n import number
from councilflow.models import Organisation
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.figures import figure_in
from councilflow.process.plans.values import MeasureState
from councilflow.services.plans import projects
from councilflow.services.plans.indicators import Measured
from councilflow.services.plans.projects import Figures, Told
from councilflow.services.plans.reading import heading
from councilflow.services.visibility import today
from councilflow.web.access import keeps_plan, me, now, works_on_node
from councilflow.web.fields import choices, day, passage, say
from councilflow.web.forms import Form, Part
from councilflow.web.pages import render, tell
from councilflow.web.plans import figures
from councilflow.web.plans.blueprint import bp
from councilflow.web.plans.projects import measure_at
from councilflow.web.refusals import explained
from councilflow.words import word

HOURS_ROWS = 3


class FigureField(StringField):
    """A number as people write it; `figure` is what it says, None where nothing stands."""

    figure: float | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = (self.data or "").strip()
        try:
            self.figure = figure_in(self.data)
        except RuleBroken as error:
            raise ValueError(" ".join(explained(error))) from None


@dataclass(frozen=True, slots=True)
class Asked:
    """An indicator in a form: a field for each value of its dimension, or a single one."""

    measured: Measured
    names: Sequence[tuple[str, str]]  # the name of the field, and the value of the dimension


class Counting(Form):
    """A form with a field for every figure that the project may report."""

    year = figures.year(_l("Siffrorna gäller år"))

    def figures_of(self, asked: Sequence[Asked]) -> Figures:
        return {
            (one.measured.id, dimension): self[name].figure
            for one in asked
            for name, dimension in one.names
            if self[name].figure is not None
        }


def counting(kind: type[Counting], indicators: Sequence[Measured]) -> tuple[Any, list[Asked]]:
    """The form with a field for each figure, and which they are."""
    asked, fields = [], {}
    for one in indicators:
        names = []
        for place, dimension in enumerate(one.dimensions or ("",)):
            name = f"figure-{one.id}-{place}"
            fields[name] = FigureField(dimension or one.indicator.name, [Optional(), Length(max=30)])
            names.append((name, dimension))
        asked.append(Asked(one, names))
    return type(kind.__name__, (kind,), fields), asked


class HoursPart(Part):
    organisation = figures.one_of(_l("Organisation"))
    hours = figures.whole(_l("Timmar"))

    def validate(self, extra_validators: Any = None) -> bool:
        holds = super().validate(extra_validators)
        if self.hours.data and not self.organisation.data:
            self.organisation.errors, holds = [_("Välj vems timmar det är.")], False
        return holds


class ReportForm(Counting):
    from_on = day(_l("Från och med"))
    to_on = day(_l("Till och med"))
    state = RadioField(_l("Läge"))
    text = passage(_l("Vad har hänt, och vad händer nu?"), longest=8000)
    hours = FieldList(FormField(HoursPart), max_entries=HOURS_ROWS)

    def offer(self) -> None:
        known = db.session.execute(select(Organisation.id, Organisation.name).order_by(Organisation.name))
        organisations = choices([("", _("Ingen vald")), *((str(row.id), row.name) for row in known)])
        for part in self.hours:
            part.form.organisation.choices = organisations
        self.state.choices = choices((one, word(one)) for one in MeasureState)

    def told(self, asked: Sequence[Asked]) -> Told:
        hours: dict[int, int] = {}
        for part in self.hours:
            if part.form.hours.data:
                whose = int(part.form.organisation.data)
                hours[whose] = hours.get(whose, 0) + part.form.hours.data
        return Told(
            text=self.text.data or "",
            state=MeasureState(self.state.data) if self.state.data else None,
            from_on=self.from_on.data,
            to_on=self.to_on.data,
            year=self.year.data or 0,
            figures=self.figures_of(asked),
            hours=hours,
        )

    def holds(self, asked: Sequence[Asked]) -> bool:
        if not self.validate_on_submit():
            return False
        told = self.told(asked)
        if (told.figures or told.hours) and not told.year:
            self.year.errors = [_("Skriv vilket år siffrorna gäller.")]
        for one in asked:
            for name, _dimension in one.names:
                if (self[name].figure or 0) < 0:
                    self[name].errors = [_("Skriv ett tal som inte är mindre än noll.")]
        return not self.errors


@bp.route("/plans/<int:plan_id>/nodes/<int:node_id>/reports/new", methods=["GET", "POST"])
@works_on_node
def leader_report(plan_id: int, node_id: int) -> ResponseReturnValue:
    """The project leader's report of a period."""
    plan, node, measure = measure_at(plan_id, node_id)
    made, asked = counting(ReportForm, projects.measured_for(plan, node))
    form = made(state=measure.state.value, year=today(now()).year, hours=[{} for _row in range(HOURS_ROWS)])
    form.offer()
    if form.holds(asked):
        try:
            projects.report(node, form.told(asked), by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
            plan, node, measure = measure_at(plan_id, node_id)
        else:
            tell(_("Rapporten är inlämnad"), node.title)
            return redirect(url_for("plans.project", plan_id=plan_id, node_id=node_id))
    page = render("plans/project_report.html", form=form, plan=plan, node=node, asked=asked)
    return page, 422 if form.errors else 200


class CorrectionForm(Counting):
    reason = passage(_l("Vad var fel?"), _l("Skriv kort vad som var fel."), longest=2000)


@bp.route("/plans/<int:plan_id>/nodes/<int:node_id>/reports/correct", methods=["GET", "POST"])
@works_on_node
def correct_figures(plan_id: int, node_id: int) -> ResponseReturnValue:
    """What the project has reported for a year (`?year=`), to be put right by a report of its own."""
    plan, node, _measure = measure_at(plan_id, node_id)
    made, asked = counting(CorrectionForm, projects.measured_for(plan, node))
    year = _asked_year()
    standing = projects.figures_of(node_id, year)
    form = made(year=year, data=_written(asked, standing) | {"year": year})
    if form.validate_on_submit():
        try:
            _correct(form, asked, node)
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
            plan, node, _measure = measure_at(plan_id, node_id)
        else:
            tell(_("Rättelsen är inskriven"), _("Den står som en egen rad, så att båda syns."))
            return redirect(url_for("plans.project", plan_id=plan_id, node_id=node_id))
    page = render("plans/project_correct.html", form=form, plan=plan, node=node, asked=asked, year=year)
    return page, 422 if form.errors else 200


def _asked_year() -> int:
    written = request.form.get("year") or request.args.get("year", "")
    this = today(now()).year
    return int(written) if written.isascii() and written.isdecimal() and len(written) == 4 else this


def _written(asked: Sequence[Asked], standing: Figures) -> dict[str, str]:
    keyed = {name: (one.measured.id, dimension) for one in asked for name, dimension in one.names}
    return {name: number(standing[key]) if key in standing else "" for name, key in keyed.items()}


def _correct(form: Any, asked: Sequence[Asked], node: Any) -> None:
    """An emptied field says that nothing was to be reported."""
    totals = {
        (one.measured.id, dimension): form[name].figure or 0 for one in asked for name, dimension in one.names
    }
    projects.correct(node, _asked_year(), totals, reason=form.reason.data, by=me(), now=now())


@bp.get("/plans/<int:plan_id>/reports/waiting")
@keeps_plan
def waiting_reports(plan_id: int) -> ResponseReturnValue:
    """The measures that nobody has reported on in a period: `?from=&to=`, or the last three months."""
    last = _day("to") or today(now())
    first = _day("from") or _months_before(last, 3)
    return render(
        "plans/reports_waiting.html",
        plan=heading(plan_id),
        waiting=projects.waiting(plan_id, first, last) if first <= last else [],
        first=first,
        last=last,
        backwards=first > last,
    )


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _months_before(day_: date, months: int) -> date:
    whole = day_.year * 12 + day_.month - 1 - months
    return date(max(1, whole // 12), whole % 12 + 1, 1)
