"""Applications for funds, and what own money has set free (A19, B2.19, B3.18)."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import SelectField
from wtforms.validators import InputRequired

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Body, FundApplication, Plan, PlanNode
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.financing import leverage
from councilflow.process.plans.values import ApplicationState, NodeKind, ProjectPhase
from councilflow.services.plans import money
from councilflow.services.plans.money import Application
from councilflow.services.plans.reading import heading
from councilflow.web.access import keeps_plan, keeps_this_plan, me, now, reads_plan
from councilflow.web.fields import choices, day, line, passage, say
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.web.plans import figures
from councilflow.web.plans.blueprint import bp, plan_at
from councilflow.words import word


@bp.get("/plans/<int:plan_id>/applications")
@reads_plan
def applications(plan_id: int) -> ResponseReturnValue:
    plan, rows = heading(plan_id), money.applications_of(plan_id)
    sums = {
        name: sum(getattr(row, name) or 0 for row in rows) for name in ("applied", "granted", "own", "other")
    }
    return render(
        "plans/applications.html",
        plan=plan,
        rows=[(row, leverage([(row.granted, row.own, row.other)])) for row in rows],
        sums=sums,
        lever=leverage((row.granted, row.own, row.other) for row in rows),
        zone=db.session.get_one(Body, plan.council_id).zone,
        keeps=keeps_this_plan(),
    )


class ApplicationForm(Form):
    applicant = line(_l("Vem söker"), _l("Skriv vem som söker."))
    funder = line(_l("Från vem"))
    programme = line(_l("Program eller utlysning"))
    node = figures.one_of(_l("Vad i planen det gäller"))
    phase = figures.one_of(_l("Projektfas"))
    applied = figures.kroner(_l("Sökt belopp"))
    own = figures.kroner(_l("Egna medel"))
    other = figures.kroner(_l("Andra medel"))
    granted = figures.kroner(_l("Beviljat belopp"))
    state = SelectField(_l("Läge"), [InputRequired(_l("Välj ett läge."))])
    decided_on = day(_l("Beslutat den"))
    item = figures.one_of(_l("Behandlat vid"))
    note = passage(_l("Anmärkning"))

    def offer(self, plan: Plan) -> None:
        self.phase.choices = choices([("", _("Ingen fas")), *((one, word(one)) for one in ProjectPhase)])
        self.state.choices = choices((one, word(one)) for one in ApplicationState)
        nodes = db.session.execute(
            select(PlanNode.id, PlanNode.code, PlanNode.title)
            .where(PlanNode.plan_id == plan.id, PlanNode.kind.in_((NodeKind.MEASURE, NodeKind.AREA)))
            .order_by(PlanNode.position, PlanNode.id)
        )
        known = ((str(row.id), f"{row.code} {row.title}".strip()) for row in nodes)
        self.node.choices = choices([("", _("Hela planen")), *known])
        figures.offer_decisions(self.item, db.session.get_one(Body, plan.body_id))

    def said(self) -> Application:
        return Application(
            applicant=self.applicant.data,
            funder=self.funder.data or "",
            programme=self.programme.data or "",
            node_id=figures.chosen(self.node),
            phase=ProjectPhase(self.phase.data) if self.phase.data else None,
            applied=self.applied.data,
            granted=self.granted.data,
            own=self.own.data,
            other=self.other.data,
            state=ApplicationState(self.state.data),
            decided_on=self.decided_on.data,
            item_id=figures.chosen(self.item),
            note=self.note.data or "",
        )


@bp.route("/plans/<int:plan_id>/applications/new", methods=["GET", "POST"])
@keeps_plan
def new_application(plan_id: int) -> ResponseReturnValue:
    plan = plan_at(plan_id)
    form = ApplicationForm(data={"state": ApplicationState.PLANNED.value, "node": request.args.get("node")})
    form.offer(plan)
    if form.validate_on_submit():
        try:
            money.add_application(plan, form.said(), by=me(), now=now())
        except RuleBroken as error:
            _say_at_grant(form, error)
        else:
            tell(_("Ansökan är sparad"))
            return redirect(url_for("plans.applications", plan_id=plan_id))
    facts = {"plan": plan, "application": None, "form": form}
    return render("plans/application_edit.html", **facts), 422 if form.errors else 200


@bp.route("/plans/<int:plan_id>/applications/<int:application_id>", methods=["GET", "POST"])
@keeps_plan
def edit_application(plan_id: int, application_id: int) -> ResponseReturnValue:
    plan, row = plan_at(plan_id), _application_at(plan_id, application_id)
    form = ApplicationForm(obj=row, data=_chosen(row))
    form.offer(plan)
    if form.validate_on_submit():
        try:
            money.change_application(row, form.said(), by=me(), now=now())
        except RuleBroken as error:
            _say_at_grant(form, error)
        else:
            tell(_("Ansökan är sparad"))
            return redirect(url_for("plans.applications", plan_id=plan_id))
    facts = {"plan": plan, "application": row, "form": form}
    return render("plans/application_edit.html", **facts), 422 if form.errors else 200


@bp.route("/plans/<int:plan_id>/applications/<int:application_id>/remove", methods=["GET", "POST"])
@keeps_plan
def remove_application(plan_id: int, application_id: int) -> ResponseReturnValue:
    plan, row = plan_at(plan_id), _application_at(plan_id, application_id)
    if request.method == "POST":
        money.remove_application(row, by=me(), now=now())
        tell(_("Ansökan är borttagen"))
        return redirect(url_for("plans.applications", plan_id=plan_id))
    return render("plans/application_remove.html", plan=plan, application=row)


def _chosen(row: FundApplication) -> dict[str, str]:
    """What lists and rows of choices stand at."""
    return {
        "node": str(row.node_id or ""),
        "item": str(row.item_id or ""),
    }


def _say_at_grant(form: ApplicationForm, error: RuleBroken) -> None:
    say(form, error)
    form.granted.errors = [*form.form_errors]
    form.form_errors.clear()


def _application_at(plan_id: int, application_id: int) -> FundApplication:
    row = db.session.get(FundApplication, application_id)
    if row is None or row.plan_id != plan_id:
        abort(404)
    return row
