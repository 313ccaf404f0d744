"""What touched a part of a plan, its links to other plans, why its areas were chosen, and rolling over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Plan, PlanNode
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.agenda_2030 import NUMBERS, goal_name
from councilflow.process.plans.criteria import Criteria, too_many
from councilflow.process.plans.values import LinkKind, PlanStatus
from councilflow.services.plans import areas, choosing, linkage, links, rolling
from councilflow.services.plans.linkage import Touched
from councilflow.services.plans.writing import open_for_changes
from councilflow.services.visibility import today
from councilflow.web.access import keeps_plan, keeps_this_plan, me, now, reads_plan, viewer
from councilflow.web.fields import choices, day, line, passage, say
from councilflow.web.forms import Form
from councilflow.web.numbers import row_number
from councilflow.web.pages import render, tell
from councilflow.web.plans.blueprint import bp, node_at, plan_at
from councilflow.web.plans.choosing import Picker, Searching, looks, nodes_field, pick
from councilflow.web.plans.ways import ways
from councilflow.words import word


@dataclass(frozen=True)
class Part:
    """What `plans/_touched.html` shows on the page of a node."""

    found: Touched
    is_below: bool
    can_widen: bool
    wide_url: str
    narrow_url: str


def part(node: PlanNode, *, can_widen: bool = True) -> Part:
    """What touched the node of this page, and with `?below=1` what touched all below it. `can_widen` is
    whether anything stands below."""
    is_below = can_widen and request.args.get("below") == "1"
    asked = choosing.below(node.id) if is_below else [node.id]
    here: dict[str, Any] = {"plan_id": node.plan_id, "node_id": node.id, "_anchor": "rort"}
    return Part(
        linkage.touched(viewer(), asked),
        is_below,
        can_widen,
        url_for("plans.node", **here, below=1),
        url_for("plans.node", **here),
    )


# --- Links to other plans --------------------------------------------------------------------------------


class LinkForm(Searching, Form):
    nodes = nodes_field(_l("Det som det kopplas till"), InputRequired(_l("Välj minst en del av en plan.")))
    kind = RadioField(
        _l("Hur de hör ihop"),
        [InputRequired(_l("Välj hur de hör ihop."))],
        coerce=LinkKind,
        default=LinkKind.SERVES,
    )
    reason = passage(_l("Skäl"), _l("Skriv varför de hör ihop."), longest=2000)


class ReasonForm(Form):
    reason = passage(_l("Skäl"), _l("Skriv varför de hör ihop."), longest=2000)


@bp.get("/plans/<int:plan_id>/nodes/<int:node_id>/links")
@reads_plan
def node_links(plan_id: int, node_id: int) -> ResponseReturnValue:
    """The links of a node (A4)."""
    node = node_at(plan_id, node_id)
    return _links_of(node, *_link_form(node))


@bp.post("/plans/<int:plan_id>/nodes/<int:node_id>/links")
@keeps_plan
def link_node(plan_id: int, node_id: int) -> ResponseReturnValue:
    """Link a node to others, for a reason."""
    node = node_at(plan_id, node_id)
    form, picker = _link_form(node)
    open_for_changes(node.plan)
    if not looks(form) and form.validate_on_submit():
        try:
            links.link(node, form.nodes.data or [], form.kind.data, form.reason.data, by=me(), now=now())
        except RuleBroken as error:
            say(form, error)
        else:
            tell(_("Kopplingen är sparad"))
            return redirect(url_for("plans.node_links", plan_id=plan_id, node_id=node_id))
    return _links_of(node, form, picker)


def _link_form(node: PlanNode) -> tuple[LinkForm, Picker | None]:
    """The form, and what can be chosen when the plan is still written by the viewer."""
    form = LinkForm()
    form.kind.choices = choices((kind, word(kind)) for kind in links.WRITTEN)
    is_open = keeps_this_plan() and node.plan.status is PlanStatus.DRAFT
    return form, pick(form, "nodes", node.plan.body_id) if is_open else None


def _links_of(node: PlanNode, form: LinkForm, picker: Picker | None) -> ResponseReturnValue:
    page = render(
        "plans/node_links.html",
        node=node,
        links=links.links_of(node.id, viewer()),
        themes=links.themes_of(node.plan_id),
        form=form,
        picker=picker,
    )
    return page, 422 if form.errors else 200


@bp.route("/plans/<int:plan_id>/nodes/<int:node_id>/links/<int:link_id>", methods=["GET", "POST"])
@keeps_plan
def node_link(plan_id: int, node_id: int, link_id: int) -> ResponseReturnValue:
    """Why a node is linked to another: changing the reason, or taking the link away."""
    node = node_at(plan_id, node_id)
    one = next(
        (one for one in links.links_of(node_id, viewer()) if one.id == link_id and one.is_ahead), None
    ) or abort(404)
    form = ReasonForm(data={"reason": one.reason})
    if "remove" in request.form:
        links.unlink(node, link_id, by=me(), now=now())
        tell(_("Kopplingen är borttagen"), one.title)
        return redirect(url_for("plans.node_links", plan_id=plan_id, node_id=node_id))
    if form.validate_on_submit():
        links.give_reason(node, link_id, form.reason.data, by=me(), now=now())
        tell(_("Skälet är sparat"))
        return redirect(url_for("plans.node_links", plan_id=plan_id, node_id=node_id))
    page = render("plans/node_link.html", node=node, one=one, form=form)
    return page, 422 if form.errors else 200


# --- The areas and why they were chosen ------------------------------------------------------------------


class LimitForm(Form):
    limit = IntegerField(
        _l("Säg till när områdena är fler än"),
        [Optional(), NumberRange(1, 100, _l("Skriv ett antal mellan 1 och 100, eller lämna tomt."))],
    )


class AreaForm(Form):
    needs_leadership = RadioField(_l("Kräver strategiska beslut från högsta politiska ledning"), [Optional()])
    leadership_reason = passage(_l("Skäl: varför ledningen behövs"), longest=2000)
    is_urgent = RadioField(_l("Är tidsmässigt angeläget"), [Optional()])
    urgent_reason = passage(_l("Skäl: varför nu"), longest=2000)
    decide_by = day(_l("Vägvalet behöver göras senast"))
    other_plan = line(_l("Obligatorisk plan som annars skulle äga frågan"), longest=300)
    agenda_2030 = SelectMultipleField(_l("Globala mål i Agenda 2030"), [Optional()], coerce=int)

    def offer(self) -> None:
        answers = (("yes", _("Ja")), ("no", _("Nej")), ("", _("Inte bedömt än")))
        self.needs_leadership.choices = self.is_urgent.choices = choices(answers)
        language = i18n.language()
        self.agenda_2030.choices = [(number, goal_name(number, language)) for number in NUMBERS]

    def validate(self, *more: Any, **further: Any) -> bool:
        holds = bool(super().validate(*more, **further))
        answered = ((self.needs_leadership, self.leadership_reason), (self.is_urgent, self.urgent_reason))
        for answer, reason in answered:
            if answer.data in _READ and not reason.data:
                reason.errors = [_("Skriv skälet till ditt svar.")]
                holds = False
        return holds

    def criteria(self) -> Criteria:
        return Criteria(
            _READ.get(self.needs_leadership.data or ""),
            self.leadership_reason.data,
            _READ.get(self.is_urgent.data or ""),
            self.urgent_reason.data,
            self.decide_by.data,
        )


_READ = {"yes": True, "no": False}
_WRITTEN = {True: "yes", False: "no", None: ""}


@bp.get("/plans/<int:plan_id>/areas")
@reads_plan
def plan_areas(plan_id: int) -> ResponseReturnValue:
    """The areas of a plan with their criteria, and how many there may be before the product says so (A3)."""
    plan = plan_at(plan_id)
    return _areas_of(plan, LimitForm(data={"limit": plan.area_limit}))


@bp.post("/plans/<int:plan_id>/areas")
@keeps_plan
def limit_areas(plan_id: int) -> ResponseReturnValue:
    plan, form = plan_at(plan_id), LimitForm()
    if not form.validate_on_submit():
        return _areas_of(plan, form)
    areas.limit_areas(plan, form.limit.data, by=me(), now=now())
    tell(_("Gränsen är sparad"))
    return redirect(url_for("plans.plan_areas", plan_id=plan_id))


def _areas_of(plan: Plan, form: LimitForm) -> ResponseReturnValue:
    found = areas.areas_of(plan.id, today(now()))
    page = render(
        "plans/areas.html",
        plan=plan,
        areas=found,
        over=too_many(len(found), plan.area_limit),
        form=form,
        keeps=keeps_this_plan(),
        goal_name=goal_name,
        ways=ways(plan.id, "plans.plan_areas"),
    )
    return page, 422 if form.errors else 200


@bp.route("/plans/<int:plan_id>/nodes/<int:node_id>/area", methods=["GET", "POST"])
@keeps_plan
def area(plan_id: int, node_id: int) -> ResponseReturnValue:
    """Why one area was chosen (A2, A5, A6), and the global goals it works for (A12)."""
    node = node_at(plan_id, node_id)
    one = areas.area_of(node, today(now()))
    said = one.criteria
    form = AreaForm(
        needs_leadership=_WRITTEN[said.needs_leadership],
        leadership_reason=said.leadership_reason,
        is_urgent=_WRITTEN[said.is_urgent],
        urgent_reason=said.urgent_reason,
        decide_by=said.decide_by,
        other_plan=one.other_plan,
        agenda_2030=list(one.agenda_2030),
    )
    form.offer()
    if form.validate_on_submit():
        areas.choose(
            node,
            form.criteria(),
            other_plan=form.other_plan.data,
            agenda_2030=form.agenda_2030.data or [],
            by=me(),
            now=now(),
        )
        tell(_("Urvalet är sparat"), node.title)
        return redirect(url_for("plans.plan_areas", plan_id=plan_id))
    page = render("plans/area.html", node=node, form=form)
    return page, 422 if form.errors else 200


# --- Rolling over ----------------------------------------------------------------------------------------


class RollForm(Form):
    measures = SelectMultipleField(
        _l("Insatser som ska fortsätta"), [InputRequired(_l("Välj minst en insats."))], coerce=int
    )


@bp.route("/plans/<int:plan_id>/roll-over", methods=["GET", "POST"])
@keeps_plan
def roll_over(plan_id: int) -> ResponseReturnValue:
    """Let measures of an earlier plan go on in this one (B2.15)."""
    plan = plan_at(plan_id)
    sources = rolling.sources_for(plan)
    asked = request.args.get("source", type=row_number)
    chosen = next((one for one in sources if one.id == asked), None)
    found, more = rolling.offered(chosen.id, plan_id) if chosen else ([], False)
    form = RollForm(data={"measures": [one.id for one in found if one.rolls]})
    form.measures.choices = [(one.id, one.title) for one in found if not one.is_taken]
    if chosen and form.validate_on_submit():
        source = db.session.get_one(Plan, chosen.id)
        made = rolling.roll_over(source, plan, form.measures.data or [], by=me(), now=now())
        tell(_("Insatserna fortsätter i den här planen"), _("%(n)s insatser lades till.", n=len(made)))
        return redirect(url_for("plans.show", plan_id=plan_id))
    page = render(
        "plans/roll_over.html",
        plan=plan,
        sources=sources,
        chosen=chosen,
        offered=found,
        more=more,
        form=form,
        is_open=plan.status is PlanStatus.DRAFT,
    )
    return page, 422 if form.errors else 200
