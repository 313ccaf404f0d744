"""Adopting a plan at a § or a case, opening and ending it, and who answers before that (B2.21, B3.2)."""

from __future__ import annotations

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Body, Organisation, PlanApproval
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import ApprovalResult, ApprovalStep
from councilflow.services.bodies import organisations_on
from councilflow.services.plans import adoption
from councilflow.services.plans.adoption import Decided
from councilflow.services.plans.making import is_open
from councilflow.services.plans.versions import Noted
from councilflow.services.visibility import today
from councilflow.web.access import keeps_plan, me, now
from councilflow.web.errors import refuse
from councilflow.web.fields import choices, day, line, passage, say
from councilflow.web.forms import Form
from councilflow.web.pages import Link, tell
from councilflow.web.plans import figures
from councilflow.web.plans.blueprint import bp, plan_at
from councilflow.web.plans.versions import step_page
from councilflow.words import word


class ResultForm(Form):
    """Its fields stand before those of the decision: what was answered comes before where."""

    result = SelectField(_l("Beslut"), [InputRequired()], coerce=ApprovalResult)
    on = day(_l("Beslutat den"))


class DecisionForm(Form):
    """Where and when something was decided."""

    on = day(_l("Beslutat den"), _l("Skriv vilken dag beslutet togs."))
    item = figures.one_of(_l("Paragraf i rådets protokoll"))
    case_no = line(_l("Eller ärendets nummer, om det beslutades på annat håll"), longest=60)
    note = passage(_l("Anteckning"), longest=2000)

    def noted(self) -> Noted:
        return Noted(figures.chosen(self.item), self.case_no.data or "")


@bp.route("/plans/<int:plan_id>/adopt", methods=["GET", "POST"])
@keeps_plan
def adopt(plan_id: int) -> ResponseReturnValue:
    plan = plan_at(plan_id)
    form = DecisionForm(data={"on": today(now())})
    figures.offer_decisions(form.item, db.session.get_one(Body, plan.body_id))
    if form.validate_on_submit():
        try:
            adoption.adopt(plan, form.on.data, form.noted(), note=form.note.data or "", by=me(), now=now())
        except RuleBroken as error:
            say(form, error)
        else:
            tell(
                _("Planen är antagen"), _("Den är låst. Du kan öppna den för ändring när den ska revideras.")
            )
            return redirect(url_for("plans.versions", plan_id=plan_id))
    return step_page(
        plan_id,
        form,
        title=_("Anta planen"),
        lead=_("Planen låses som den är nu och sparas som en version. Skriv var den antogs."),
        verb=_("Anta planen"),
    )


class ReasonForm(Form):
    reason = line(_l("Varför"), _l("Skriv varför, så att andra förstår det sedan."))


@bp.route("/plans/<int:plan_id>/open", methods=["GET", "POST"])
@keeps_plan
def open_again(plan_id: int) -> ResponseReturnValue:
    plan, form = plan_at(plan_id), ReasonForm()
    if form.validate_on_submit():
        adoption.open_again(plan, form.reason.data, by=me(), now=now())
        tell(_("Planen går att ändra"), _("Den antagna versionen finns kvar att läsa."))
        return redirect(url_for("plans.show", plan_id=plan_id))
    lead = _("Planen blir ett utkast igen. Den antagna versionen gäller och går att läsa tills en ny antas.")
    live = _("Sidan som är öppen för alla visar ändringarna medan du gör dem.")
    return step_page(
        plan_id,
        form,
        title=_("Öppna planen för ändring?"),
        lead=" ".join((lead, *([live] if is_open(plan) else []))),
        verb=_("Öppna för ändring"),
    )


@bp.route("/plans/<int:plan_id>/end", methods=["GET", "POST"])
@keeps_plan
def end(plan_id: int) -> ResponseReturnValue:
    form = ReasonForm()
    if form.validate_on_submit():
        adoption.end(plan_at(plan_id), form.reason.data, by=me(), now=now())
        tell(_("Planen är avslutad"))
        return redirect(url_for("plans.versions", plan_id=plan_id))
    return step_page(
        plan_id,
        form,
        title=_("Avsluta planen?"),
        lead=_("Planen gäller inte längre och kan inte öppnas igen. Den går att läsa, med allt som hänt."),
        verb=_("Avsluta planen"),
    )


# The chain


class ApprovalsForm(Form):
    step = SelectField(_l("Gör"), [InputRequired()], coerce=ApprovalStep)
    organisations = SelectMultipleField(
        _l("Ett råd eller fullmäktige i var och en av"), [Optional()], coerce=int
    )
    assembly = line(_l("Eller ett annat organ, i ord"), longest=120)


@bp.route("/plans/<int:plan_id>/approvals/new", methods=["GET", "POST"])
@keeps_plan
def new_approval(plan_id: int) -> ResponseReturnValue:
    plan, form = plan_at(plan_id), ApprovalsForm()
    members = {one.id: one.name for one in organisations_on(plan.body_id, today(now()))}
    form.step.choices = choices((step, word(step)) for step in ApprovalStep)
    form.organisations.choices = choices(members.items())
    if form.validate_on_submit():
        chosen = [db.session.get_one(Organisation, one) for one in form.organisations.data or []]
        try:
            adoption.add_approvals(
                plan,
                form.step.data,
                assembly=form.assembly.data or "",
                organisations=chosen,
                by=me(),
                now=now(),
            )
        except RuleBroken as error:
            say(form, error)
        else:
            tell(_("De står i planens väg till antagande"))
            return redirect(url_for("plans.versions", plan_id=plan_id))
    return step_page(
        plan_id,
        form,
        title=_("Lägg till vem som ska besluta"),
        lead=_(
            "Planen kan antas när alla som står här har svarat. En rad för varje organ, med dag och ärende."
        ),
        verb=_("Lägg till"),
    )


class AnswerForm(ResultForm, DecisionForm):
    def decided(self) -> Decided:
        return Decided(self.result.data, self.on.data, self.noted(), self.note.data or "")


def _row_at(plan_id: int, row_id: int) -> PlanApproval:
    row = db.session.scalar(
        select(PlanApproval).where(PlanApproval.id == row_id, PlanApproval.plan_id == plan_id)
    )
    if row is None:
        abort(404)
    return row


@bp.route("/plans/<int:plan_id>/approvals/<int:row_id>", methods=["GET", "POST"])
@keeps_plan
def approval(plan_id: int, row_id: int) -> ResponseReturnValue:
    row, plan = _row_at(plan_id, row_id), plan_at(plan_id)
    facts = {"result": row.result, "on": row.decided_on, "item": str(row.item_id or ""), "note": row.note}
    form = AnswerForm(data={**facts, "case_no": row.case_no})
    form.result.choices = choices((one, word(one)) for one in ApprovalResult)
    figures.offer_decisions(form.item, db.session.get_one(Body, plan.body_id))
    if form.validate_on_submit():
        try:
            adoption.answer_approval(row, form.decided(), by=me(), now=now())
        except RuleBroken as error:
            say(form, error)
        else:
            tell(_("Beslutet är noterat"))
            return redirect(url_for("plans.versions", plan_id=plan_id))
    return step_page(
        plan_id,
        form,
        title=_("%(assembly)s om planen", assembly=row.assembly),
        lead=f"{word(row.step)}.",
        verb=_("Spara beslutet"),
    )


@bp.route("/plans/<int:plan_id>/approvals/<int:row_id>/remove", methods=["GET", "POST"])
@keeps_plan
def remove_approval(plan_id: int, row_id: int) -> ResponseReturnValue:
    row, form = _row_at(plan_id, row_id), Form()
    if form.validate_on_submit():
        try:
            adoption.remove_approval(row, by=me(), now=now())
        except RuleBroken as error:
            return refuse(error, Link(url_for("plans.versions", plan_id=plan_id), _("Tillbaka")))
        tell(_("Raden är borttagen"))
        return redirect(url_for("plans.versions", plan_id=plan_id))
    return step_page(
        plan_id,
        form,
        title=_("Ta bort %(assembly)s?", assembly=row.assembly),
        lead=_("Planen kan då antas utan deras svar."),
        verb=_("Ta bort raden"),
    )
