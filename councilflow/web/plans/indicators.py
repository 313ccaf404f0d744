"""What a plan measures: its indicators, what each should reach, and what it was (B3.5–B3.8, B3.19)."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Indicator, IndicatorValue, Plan, PlanNode
from councilflow.process.plans.matrix import matrices
from councilflow.process.plans.values import PlanStatus
from councilflow.services.plans import indicators as measuring
from councilflow.services.plans.indicators import Described
from councilflow.services.plans.reading import heading
from councilflow.services.plans.writing import open_for_changes
from councilflow.web.access import keeps_plan, keeps_this_plan, me, now, reads_plan
from councilflow.web.fields import choices, line, passage
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.web.plans import figures
from councilflow.web.plans.blueprint import bp, plan_at
from councilflow.web.plans.pictures import pictures
from councilflow.web.plans.ways import ways


@bp.get("/plans/<int:plan_id>/indicators")
@reads_plan
def indicators(plan_id: int) -> ResponseReturnValue:
    plan = heading(plan_id)
    return render(
        "plans/indicators.html",
        plan=plan,
        found=measuring.indicators_of(plan_id),
        keeps=keeps_this_plan(),
        is_open=plan.status is PlanStatus.DRAFT,
        ways=ways(plan_id, "plans.indicators"),
    )


@bp.get("/plans/<int:plan_id>/indicators/<int:indicator_id>")
@reads_plan
def indicator(plan_id: int, indicator_id: int) -> ResponseReturnValue:
    """Targets against values, as pictures and as tables that say the same."""
    plan, found = heading(plan_id), measuring.measured(indicator_at(plan_id, indicator_id))
    nodes = found.tree.by_key
    return render(
        "plans/indicator.html",
        plan=plan,
        found=found,
        pictures=pictures(found),
        matrices=matrices(found.indicator, list(nodes)),
        nodes=nodes,
        keeps=keeps_this_plan(),
        is_open=plan.status is PlanStatus.DRAFT,
        ways=ways(plan_id, "plans.indicators"),
    )


class IndicatorForm(Form):
    name = line(_l("Namn"), _l("Skriv vad indikatorn heter."))
    node = figures.one_of(_l("Hör till"))
    unit = line(_l("Enhet"), longest=60)
    dimension = line(_l("Delas upp efter"), longest=60)
    definition = passage(_l("Definition"))
    counting_rule = passage(_l("Räkneregel"))
    source = line(_l("Källa"))
    cadence = line(_l("Hur ofta den mäts"))

    def offer(self, plan: Plan) -> None:
        nodes = db.session.execute(
            select(PlanNode.id, PlanNode.code, PlanNode.title)
            .where(PlanNode.plan_id == plan.id)
            .order_by(PlanNode.position, PlanNode.id)
        )
        known = ((str(row.id), f"{row.code} {row.title}".strip()) for row in nodes)
        self.node.choices = choices([("", _("Hela planen")), *known])

    def said(self) -> Described:
        return Described(
            name=self.name.data,
            node_id=figures.chosen(self.node),
            unit=self.unit.data or "",
            dimension=self.dimension.data or "",
            definition=self.definition.data or "",
            counting_rule=self.counting_rule.data or "",
            source=self.source.data or "",
            cadence=self.cadence.data or "",
        )


@bp.route("/plans/<int:plan_id>/indicators/new", methods=["GET", "POST"])
@keeps_plan
def new_indicator(plan_id: int) -> ResponseReturnValue:
    plan = plan_at(plan_id)
    open_for_changes(plan)
    form = IndicatorForm(data={"node": request.args.get("node")})
    form.offer(plan)
    if form.validate_on_submit():
        made = measuring.add_indicator(plan, form.said(), by=me(), now=now())
        tell(_("Indikatorn är sparad"), _("Skriv nu vad den ska nå."))
        return redirect(url_for("plans.targets", plan_id=plan_id, indicator_id=made.id))
    facts = {"plan": plan, "row": None, "form": form}
    return render("plans/indicator_edit.html", **facts), 422 if form.errors else 200


@bp.route("/plans/<int:plan_id>/indicators/<int:indicator_id>/edit", methods=["GET", "POST"])
@keeps_plan
def edit_indicator(plan_id: int, indicator_id: int) -> ResponseReturnValue:
    plan, row = plan_at(plan_id), indicator_at(plan_id, indicator_id)
    open_for_changes(plan)
    form = IndicatorForm(obj=row, data={"node": str(row.node_id or "")})
    form.offer(plan)
    if form.validate_on_submit():
        measuring.change_indicator(row, form.said(), by=me(), now=now())
        tell(_("Indikatorn är sparad"))
        return redirect(_address(row))
    facts = {"plan": plan, "row": row, "form": form}
    return render("plans/indicator_edit.html", **facts), 422 if form.errors else 200


@bp.route("/plans/<int:plan_id>/indicators/<int:indicator_id>/remove", methods=["GET", "POST"])
@keeps_plan
def remove_indicator(plan_id: int, indicator_id: int) -> ResponseReturnValue:
    plan, row = plan_at(plan_id), indicator_at(plan_id, indicator_id)
    open_for_changes(plan)
    if request.method == "POST":
        measuring.remove_indicator(row, by=me(), now=now())
        tell(_("Indikatorn är borttagen"))
        return redirect(url_for("plans.indicators", plan_id=plan_id))
    return render("plans/indicator_remove.html", plan=plan, row=row)


class ValueForm(Form):
    year = figures.year(_l("År"), _l("Skriv vilket år värdet gäller."))
    dimension = line(_l("Gäller"))
    written = line(_l("Värde"), _l("Skriv ett tal, eller värdet med ord."))
    comment = passage(_l("Kommentar"), longest=2000)


@bp.route("/plans/<int:plan_id>/indicators/<int:indicator_id>/values/new", methods=["GET", "POST"])
@keeps_plan
def new_value(plan_id: int, indicator_id: int) -> ResponseReturnValue:
    """What the indicator was in a year, also in a plan that is adopted."""
    plan, row = plan_at(plan_id), indicator_at(plan_id, indicator_id)
    found = measuring.measured(row)
    form = ValueForm(data=_asked())
    if form.validate_on_submit():
        measuring.note_value(
            row,
            year=form.year.data,
            written=form.written.data,
            dimension=form.dimension.data or "",
            comment=form.comment.data or "",
            by=me(),
            now=now(),
        )
        tell(_("Värdet är sparat"))
        return redirect(_address(row))
    facts = {"plan": plan, "row": row, "form": form, "names": found.dimensions}
    return render("plans/value_new.html", **facts), 422 if form.errors else 200


@bp.post("/plans/<int:plan_id>/indicators/<int:indicator_id>/values/<int:value_id>/remove")
@keeps_plan
def remove_value(plan_id: int, indicator_id: int, value_id: int) -> ResponseReturnValue:
    row, value = indicator_at(plan_id, indicator_id), db.session.get(IndicatorValue, value_id)
    if value is None or value.indicator_id != row.id:
        abort(404)
    measuring.remove_value(value, by=me(), now=now())
    tell(_("Värdet är borttaget"))
    return redirect(_address(row))


def _asked() -> dict[str, Any]:
    """What the address says of the value to note."""
    year = request.args.get("year", "")
    within = year.isascii() and year.isdecimal() and len(year) == 4
    return {"year": int(year) if within else None, "dimension": request.args.get("dimension", "")}


def indicator_at(plan_id: int, indicator_id: int) -> Indicator:
    """The indicator in the address; one of another plan does not exist here."""
    row = db.session.get(Indicator, indicator_id)
    if row is None or row.plan_id != plan_id:
        abort(404)
    return row


def _address(row: Indicator) -> str:
    return url_for("plans.indicator", plan_id=row.plan_id, indicator_id=row.id)
