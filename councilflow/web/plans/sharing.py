"""A plan that another council shares, and areas brought in from another's plan (B4.8)."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import SelectField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Body, Plan, PlanNode
from councilflow.process.councils import COUNCILS
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import ApprovalResult
from councilflow.process.rights import Act
from councilflow.services.plans import sharing
from councilflow.services.plans.access import plans_for, reads
from councilflow.services.plans.adoption import Decided
from councilflow.services.visibility import today
from councilflow.web.access import keeps_plan, manages, me, now, requires, viewer
from councilflow.web.councils.blueprint import council_at
from councilflow.web.fields import choices, say
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.web.plans import figures
from councilflow.web.plans.adoption import DecisionForm
from councilflow.web.plans.blueprint import bp, plan_at
from councilflow.web.plans.versions import step_page
from councilflow.words import word


class ShareForm(Form):
    council = SelectField(_l("Råd"), [InputRequired(_l("Välj vilket råd."))], coerce=int)


@bp.route("/plans/<int:plan_id>/share", methods=["GET", "POST"])
@keeps_plan
def share(plan_id: int) -> ResponseReturnValue:
    plan, form = plan_at(plan_id), ShareForm()
    others = select(Body.id, Body.name).where(
        Body.kind.in_(COUNCILS), Body.closed_on.is_(None), Body.id != plan.body_id
    )
    form.council.choices = choices(
        (row.id, row.name) for row in db.session.execute(others.order_by(Body.name))
    )
    if form.validate_on_submit():
        council = db.session.get_one(Body, form.council.data)
        try:
            sharing.share(plan, council, by=me(), now=now())
        except RuleBroken as error:
            say(form, error)
        else:
            tell(_("%(council)s har planen tillsammans med er", council=council.name))
            return redirect(url_for("plans.versions", plan_id=plan_id))
    return step_page(
        plan_id,
        form,
        title=_("Dela planen med ett annat råd"),
        lead=_("Rådet läser planen genast och ska anta den som ni. Bara ni ändrar i den."),
        verb=_("Dela planen"),
    )


@bp.get("/councils/<int:council_id>/shared-plans")
@requires(Act.READ_COUNCIL)
def shared_plans(council_id: int) -> ResponseReturnValue:
    return render(
        "plans/shared.html",
        council=council_at(council_id),
        rows=sharing.shared_with(council_id),
        keeps=Act.MANAGE_COUNCIL in viewer().acts_in(council_id) or viewer().is_administrator,
    )


class ShareAnswerForm(DecisionForm):
    result = SelectField(_l("Vi"), [InputRequired()], coerce=ApprovalResult)

    def decided(self) -> Decided:
        return Decided(self.result.data, self.on.data, self.noted(), self.note.data or "")


@bp.route("/councils/<int:council_id>/shared-plans/<int:shared_id>", methods=["GET", "POST"])
@manages
def answer_share(council_id: int, shared_id: int) -> ResponseReturnValue:
    council = council_at(council_id)
    if shared_id not in {row.id for row in sharing.shared_with(council_id)}:
        abort(404)
    plan, form = plan_at(shared_id), ShareAnswerForm(data={"on": today(now())})
    answers = (ApprovalResult.APPROVED, ApprovalResult.CHANGED, ApprovalResult.REJECTED)
    form.result.choices = choices((one, word(one)) for one in answers)
    figures.offer_decisions(form.item, council)
    if form.validate_on_submit():
        try:
            sharing.answer_share(plan, council, form.decided(), by=me(), now=now())
        except RuleBroken as error:
            say(form, error)
        else:
            tell(_("Ert beslut om planen är noterat"))
            return redirect(url_for("plans.shared_plans", council_id=council_id))
    page = render(
        "plans/step.html",
        plan=plan,
        form=form,
        title=_("Beslut om den delade planen"),
        lead=_(
            "%(plan)s antas när båda råden har antagit den. Ett avslag avslutar delningen.", plan=plan.title
        ),
        verb=_("Spara beslutet"),
        action=request.path,
        way_out=url_for("plans.shared_plans", council_id=council_id),
    )
    return page, 422 if form.errors else 200


class BringInForm(Form):
    areas = SelectMultipleField(_l("Områden"), [DataRequired(_l("Välj minst ett område."))], coerce=str)


@bp.get("/plans/<int:plan_id>/bring-in")
@keeps_plan
def bring_in(plan_id: int) -> ResponseReturnValue:
    """The other plans that can be brought in from: all that the viewer reads."""
    others = db.session.execute(
        select(Plan.id, Plan.title, Plan.period, Body.name.label("council"))
        .join(Body, Body.id == Plan.body_id)
        .where(Plan.id != plan_id, plans_for(viewer()))
        .order_by(Body.name, Plan.position, Plan.id)
    ).all()
    return render("plans/bring_in.html", plan=plan_at(plan_id), others=others)


@bp.route("/plans/<int:plan_id>/bring-in/<int:other_id>", methods=["GET", "POST"])
@keeps_plan
def bring_in_areas(plan_id: int, other_id: int) -> ResponseReturnValue:
    if other_id == plan_id or not reads(viewer(), other_id):
        abort(404)
    plan, other, form = plan_at(plan_id), plan_at(other_id), BringInForm()
    top = select(PlanNode.key, PlanNode.title).where(
        PlanNode.plan_id == other_id, PlanNode.parent_id.is_(None)
    )
    found = db.session.execute(top.order_by(PlanNode.position, PlanNode.id))
    form.areas.choices = choices((row.key, row.title) for row in found)
    if form.validate_on_submit():
        try:
            count = sharing.bring_in(plan, other, form.areas.data or [], by=me(), now=now())
        except RuleBroken as error:
            say(form, error)
        else:
            tell(_("%(n)s punkter kom in ur %(plan)s", n=count, plan=other.title))
            return redirect(url_for("plans.show", plan_id=plan_id))
    return step_page(
        plan_id,
        form,
        title=_("Ta in områden ur %(plan)s", plan=other.title),
        lead=_("De kopieras med allt som står under dem, och varje punkt pekar tillbaka dit den kom ifrån."),
        verb=_("Ta in områdena"),
    )
