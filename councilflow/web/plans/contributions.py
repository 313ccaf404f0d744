"""What organisations put into a measure themselves: hours, kroner, people (A23, B4.11)."""

from __future__ import annotations

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import RadioField
from wtforms.validators import InputRequired

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Contribution, Organisation
from councilflow.process.plans.values import ContributionKind
from councilflow.services.plans import access as plans
from councilflow.services.plans import money
from councilflow.services.plans.reading import heading
from councilflow.web.access import keeps_this_plan, me, now, reads_plan, viewer, works_on_node
from councilflow.web.fields import choices, line
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.web.plans import figures
from councilflow.web.plans.blueprint import bp, node_at
from councilflow.words import word


@bp.get("/plans/<int:plan_id>/nodes/<int:node_id>/contributions")
@reads_plan
def contributions(plan_id: int, node_id: int) -> ResponseReturnValue:
    return _page(plan_id, node_id, None)


class ContributionForm(Form):
    organisation = figures.one_of(_l("Organisation"), _l("Välj vem som bidrar."))
    kind = RadioField(_l("Slag"), [InputRequired(_l("Välj timmar, pengar eller personal."))])
    amount = figures.whole(_l("Antal"))
    year = figures.year(_l("År"))
    text = line(_l("Med ord"), longest=1000)

    def offer(self) -> None:
        rows = db.session.execute(select(Organisation.id, Organisation.name).order_by(Organisation.name))
        known = ((str(row.id), row.name) for row in rows)
        self.organisation.choices = choices([("", _("Välj en organisation")), *known])
        self.kind.choices = choices((one, word(one)) for one in ContributionKind)

    def holds(self) -> bool:
        if not self.validate_on_submit():
            return False
        if self.amount.data is None and not self.text.data:
            self.amount.errors = [_("Skriv ett antal, eller beskriv insatsen med ord.")]
        return not self.amount.errors


@bp.route("/plans/<int:plan_id>/nodes/<int:node_id>/contributions/new", methods=["GET", "POST"])
@works_on_node
def new_contribution(plan_id: int, node_id: int) -> ResponseReturnValue:
    form = ContributionForm(data={"kind": ContributionKind.HOURS.value})
    form.offer()
    if not form.holds():
        return _page(plan_id, node_id, form)
    money.add_contribution(
        node_at(plan_id, node_id),
        organisation=db.session.get_one(Organisation, int(form.organisation.data)),
        kind=ContributionKind(form.kind.data),
        amount=form.amount.data,
        year=form.year.data,
        text=form.text.data or "",
        by=me(),
        now=now(),
    )
    tell(_("Insatsen är sparad"))
    return redirect(url_for("plans.contributions", plan_id=plan_id, node_id=node_id))


@bp.post("/plans/<int:plan_id>/nodes/<int:node_id>/contributions/<int:contribution_id>/remove")
@works_on_node
def remove_contribution(plan_id: int, node_id: int, contribution_id: int) -> ResponseReturnValue:
    row = db.session.get(Contribution, contribution_id)
    if row is None or row.node_id != node_id:
        abort(404)
    money.remove_contribution(row, by=me(), now=now())
    tell(_("Insatsen är borttagen"))
    return redirect(url_for("plans.contributions", plan_id=plan_id, node_id=node_id))


def _page(plan_id: int, node_id: int, form: ContributionForm | None) -> ResponseReturnValue:
    node, rows = node_at(plan_id, node_id), money.contributions_to(node_id)
    works = keeps_this_plan() or plans.works_on(viewer(), node_id)
    page = render(
        "plans/contributions.html",
        plan=heading(plan_id),
        node=node,
        rows=rows,
        sums=money.summed(rows),
        works=works,
        form=form,
    )
    return page, 422 if form is not None and form.errors else 200
