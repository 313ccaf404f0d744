"""A measure run as a project: its page, its phases, its roles and its milestones (PLP, B3.21, B4.3, B4.5)."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import FieldList, FormField, RadioField
from wtforms.validators import InputRequired

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Body, Measure, Plan, PlanNode
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.projects import ROLES
from councilflow.process.plans.values import PartyRole, PhaseDecision, ProjectPhase
from councilflow.services.plans import access as plans
from councilflow.services.plans import projects
from councilflow.services.plans.money import contributions_to, summed
from councilflow.services.plans.projects import Milestones
from councilflow.services.visibility import today
from councilflow.web.access import keeps_this_plan, me, now, reads_plan, viewer, works_on_node
from councilflow.web.fields import choices, day, line, lines_of, passage, say
from councilflow.web.forms import Form, Part
from councilflow.web.pages import render, tell
from councilflow.web.plans.blueprint import bp, node_at, plan_at
from councilflow.web.plans.figures import chosen, offer_decisions, one_of
from councilflow.words import WORDS, word

SPARE = 3
"""Empty rows below those that are filled in."""
MOST = 100


@bp.get("/plans/<int:plan_id>/nodes/<int:node_id>/project")
@reads_plan
def project(plan_id: int, node_id: int) -> ResponseReturnValue:
    plan, node = plan_at(plan_id), node_at(plan_id, node_id)
    given = contributions_to(node_id)
    return render(
        "plans/project.html",
        plan=plan,
        node=node,
        project=projects.project_of(node),
        contributed=summed(given),
        works=keeps_this_plan() or plans.works_on(viewer(), node_id),
        today=today(now()),
        zone=db.session.get_one(Body, plan.body_id).zone,
    )


def measure_at(plan_id: int, node_id: int) -> tuple[Plan, PlanNode, Measure]:
    """The measure in the address; a node that is none is no project."""
    node = node_at(plan_id, node_id)
    measure = db.session.scalar(select(Measure).where(Measure.node_id == node_id))
    if measure is None:
        abort(404)
    return plan_at(plan_id), node, measure


def _shown(template: str, form: Form, plan: Plan, node: PlanNode, **facts: Any) -> ResponseReturnValue:
    return render(template, form=form, plan=plan, node=node, **facts), 422 if form.errors else 200


def _back(plan_id: int, node_id: int) -> ResponseReturnValue:
    return redirect(url_for("plans.project", plan_id=plan_id, node_id=node_id))


class PhaseForm(Form):
    phase = RadioField(_l("Fas"), [InputRequired(_l("Välj vilken fas som börjar."))])
    starts_on = day(_l("Börjar"))
    ends_on = day(_l("Ska vara klar"))


@bp.route("/plans/<int:plan_id>/nodes/<int:node_id>/project/phase", methods=["GET", "POST"])
@works_on_node
def open_phase(plan_id: int, node_id: int) -> ResponseReturnValue:
    plan, node, _measure = measure_at(plan_id, node_id)
    at = projects.project_of(node)
    form = PhaseForm(data={"phase": at.openable[0].value if at.openable else "", "starts_on": today(now())})
    form.phase.choices = choices((one, word(one)) for one in at.openable)
    if form.validate_on_submit():
        days = {"starts_on": form.starts_on.data, "ends_on": form.ends_on.data}
        try:
            projects.open_phase(node, ProjectPhase(form.phase.data), **days, by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
            plan, node, _measure = measure_at(plan_id, node_id)
        else:
            tell(_("Fasen är öppnad"), node.title)
            return _back(plan_id, node_id)
    return _shown("plans/project_phase.html", form, plan, node, project=at)


class DecisionForm(Form):
    decision = RadioField(_l("Beslut"), [InputRequired(_l("Välj vad som beslutades."))])
    decided_on = day(_l("Beslutat den"), _l("Skriv vilken dag beslutet togs."))
    item = one_of(_l("Rådets paragraf"))
    note = line(_l("Ärendets nummer, om beslutet togs på annat håll"), longest=500)


@bp.route("/plans/<int:plan_id>/nodes/<int:node_id>/project/decision", methods=["GET", "POST"])
@works_on_node
def decide_phase(plan_id: int, node_id: int) -> ResponseReturnValue:
    plan, node, _measure = measure_at(plan_id, node_id)
    at = projects.project_of(node)
    form = DecisionForm()
    form.decision.choices = choices((one, word(one)) for one in PhaseDecision)
    offer_decisions(form.item, db.session.get_one(Body, plan.body_id))
    if form.validate_on_submit():
        try:
            projects.decide_phase(
                node,
                PhaseDecision(form.decision.data),
                decided_on=form.decided_on.data,
                item_id=chosen(form.item),
                note=form.note.data or "",
                by=me(),
                now=now(),
            )
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
            plan, node, _measure = measure_at(plan_id, node_id)
        else:
            tell(_("Beslutet är inskrivet"), node.title)
            return _back(plan_id, node_id)
    return _shown("plans/project_decision.html", form, plan, node, project=at)


class RolesForm(Form):
    """A field for each of the fixed roles, one name on each line."""

    def names(self) -> dict[PartyRole, list[str]]:
        return {role: lines_of(self[role.value].data or "") for role in ROLES}


for _role in ROLES:
    setattr(RolesForm, _role.value, passage(WORDS[PartyRole, _role], longest=4000))


@bp.route("/plans/<int:plan_id>/nodes/<int:node_id>/project/roles", methods=["GET", "POST"])
@works_on_node
def project_roles(plan_id: int, node_id: int) -> ResponseReturnValue:
    plan, node, _measure = measure_at(plan_id, node_id)
    standing = dict(projects.project_of(node).roles)
    form = RolesForm(
        data={role.value: "\n".join(row.name for row in standing.get(role, [])) for role in ROLES}
    )
    if form.validate_on_submit():
        if all(len(name) <= 300 for names in form.names().values() for name in names):
            projects.set_roles(node, form.names(), by=me(), now=now())
            tell(_("Projektorganisationen är sparad"), node.title)
            return _back(plan_id, node_id)
        form.form_errors.append(_("Skriv ett namn på varje rad, högst 300 tecken."))
    return _shown("plans/project_roles.html", form, plan, node, roles=ROLES)


class MilestonePart(Part):
    title = line(_l("Milstolpe"))
    planned_on = day(_l("Planerad"))
    reached_on = day(_l("Nådd"))

    def validate(self, extra_validators: Any = None) -> bool:
        holds = super().validate(extra_validators)
        if (self.planned_on.data or self.reached_on.data) and not self.title.data:
            self.title.errors, holds = [_("Skriv vad milstolpen är.")], False
        return holds


class MilestonesForm(Form):
    milestones = FieldList(FormField(MilestonePart), max_entries=MOST)
    deliverables = passage(_l("Vad projektet ska leverera"), longest=4000)
    follow_up_on = day(_l("Följ upp effekterna den"))

    def said(self) -> Milestones:
        rows = (part.form for part in self.milestones if part.form.title.data)
        return Milestones(
            tuple((row.title.data, row.planned_on.data, row.reached_on.data) for row in rows),
            self.deliverables.data or "",
            self.follow_up_on.data,
        )


@bp.route("/plans/<int:plan_id>/nodes/<int:node_id>/project/milestones", methods=["GET", "POST"])
@works_on_node
def milestones(plan_id: int, node_id: int) -> ResponseReturnValue:
    plan, node, measure = measure_at(plan_id, node_id)
    rows = [
        {"title": row.title, "planned_on": row.planned_on, "reached_on": row.reached_on}
        for row in projects.project_of(node).milestones
    ]
    form = MilestonesForm(
        milestones=[*rows, *({} for _spare in range(min(SPARE, MOST - len(rows))))],
        deliverables=measure.deliverables,
        follow_up_on=measure.follow_up_on,
    )
    if form.validate_on_submit():
        projects.set_milestones(node, form.said(), by=me(), now=now())
        tell(_("Milstolpar och uppföljning är sparade"), node.title)
        return _back(plan_id, node_id)
    return _shown("plans/project_milestones.html", form, plan, node)
