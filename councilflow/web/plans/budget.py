"""A plan's money: budget against financing at every level, and each cell of it (B1.8, B3.15, B3.16)."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import FundingSource, Plan, PlanMoney, PlanNode
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import MoneyKind, PlanStatus
from councilflow.services.plans import money
from councilflow.services.plans.money import Written
from councilflow.services.plans.reading import heading
from councilflow.services.plans.writing import open_for_changes
from councilflow.web.access import keeps_plan, keeps_this_plan, me, now, reads_plan
from councilflow.web.fields import choices, line, say
from councilflow.web.forms import Form
from councilflow.web.numbers import row_number
from councilflow.web.pages import render, tell
from councilflow.web.plans import figures
from councilflow.web.plans.blueprint import bp, plan_at
from councilflow.web.plans.ways import ways
from councilflow.words import word

MANY = 400
"""With more points than this the page shows the levels above the measures first."""


@bp.get("/plans/<int:plan_id>/budget")
@reads_plan
def budget(plan_id: int) -> ResponseReturnValue:
    plan = plan_at(plan_id)
    book = money.book_of(plan)
    is_short = len(book.levels) > MANY and "all" not in request.args
    return render(
        "plans/budget.html",
        plan=heading(plan_id),
        book=book,
        levels=[one for one in book.levels if not (is_short and one.node.measure)],
        is_short=is_short,
        contributed=money.contributed(plan_id),
        keeps=keeps_this_plan(),
        is_open=plan.status is PlanStatus.DRAFT,
        can_move=money.has_budget(plan_id),
        ways=ways(plan_id, "plans.budget"),
    )


class CellForm(Form):
    """A cell of money. Whether it stands on a node or beside the tree is settled by where one comes from."""

    kind = RadioField(_l("Slag"), [InputRequired(_l("Välj budget eller finansiering."))])
    title = line(_l("Vad raden gäller"))
    raw = line(_l("Belopp"), longest=200)
    year = figures.year(_l("År"))
    source = line(_l("Finansieringskälla"))
    note = line(_l("Anmärkning"), longest=1000)
    is_sum = BooleanField(_l("Planens egen summa: den jämförs med det som går att räkna ihop"))
    of_tree = BooleanField(_l("Summan omfattar planens områden"))
    of_lines = BooleanField(_l("Summan omfattar raderna bredvid trädet"))

    def offer(self, plan: Plan) -> list[str]:
        """The kinds to choose between; gives the names of the council's sources, to write one of."""
        self.kind.choices = choices((one, word(one)) for one in MoneyKind)
        return [row.name for row in money.sources_of(plan.body_id)]

    def written(self, node: PlanNode | None) -> Written:
        return Written(
            kind=MoneyKind(self.kind.data),
            raw=self.raw.data or "",
            node_id=node.id if node else None,
            title=self.title.data or "",
            year=self.year.data,
            source=self.source.data or "",
            note=self.note.data or "",
            is_sum=self.is_sum.data,
            of_tree=self.of_tree.data,
            of_lines=self.of_lines.data,
        )

    def holds(self, node: PlanNode | None) -> bool:
        if not self.validate_on_submit():
            return False
        if node is None and not (self.title.data or self.source.data):
            self.title.errors = [_("Skriv vad raden gäller, till exempel Administration.")]
        return not self.title.errors


@bp.route("/plans/<int:plan_id>/money/new", methods=["GET", "POST"])
@keeps_plan
def new_money(plan_id: int) -> ResponseReturnValue:
    """A cell on a node (`?node=`), or beside the tree."""
    plan, node = plan_at(plan_id), _node_asked(plan_id)
    open_for_changes(plan)
    kind = MoneyKind.FINANCING if request.args.get("kind") == "financing" else MoneyKind.BUDGET
    form = CellForm(data={"kind": kind.value, "year": plan.first_year})
    names = form.offer(plan)
    if form.holds(node):
        try:
            money.add_cell(plan, form.written(node), by=me(), now=now())
        except RuleBroken as error:
            _say_at_cell(form, error)
        else:
            tell(_("Raden är sparad"))
            return redirect(url_for("plans.budget", plan_id=plan_id))
    facts = {"plan": plan, "node": node, "form": form, "names": names, "cell": None}
    return render("plans/money_edit.html", **facts), 422 if form.errors else 200


@bp.route("/plans/<int:plan_id>/money/<int:money_id>", methods=["GET", "POST"])
@keeps_plan
def edit_money(plan_id: int, money_id: int) -> ResponseReturnValue:
    plan, cell = plan_at(plan_id), _cell_at(plan_id, money_id)
    open_for_changes(plan)
    node = db.session.get(PlanNode, cell.node_id) if cell.node_id else None
    form = CellForm(data=_as_form(cell))
    names = form.offer(plan)
    if form.holds(node):
        try:
            money.change_cell(cell, form.written(node), by=me(), now=now())
        except RuleBroken as error:
            _say_at_cell(form, error)
        else:
            tell(_("Raden är sparad"))
            return redirect(url_for("plans.budget", plan_id=plan_id))
    facts = {"plan": plan, "node": node, "form": form, "names": names, "cell": cell}
    return render("plans/money_edit.html", **facts), 422 if form.errors else 200


@bp.route("/plans/<int:plan_id>/money/<int:money_id>/remove", methods=["GET", "POST"])
@keeps_plan
def remove_money(plan_id: int, money_id: int) -> ResponseReturnValue:
    plan, cell = plan_at(plan_id), _cell_at(plan_id, money_id)
    open_for_changes(plan)
    if request.method == "POST":
        money.remove_cell(cell, by=me(), now=now())
        tell(_("Raden är borttagen"))
        return redirect(url_for("plans.budget", plan_id=plan_id))
    node = db.session.get(PlanNode, cell.node_id) if cell.node_id else None
    return render("plans/money_remove.html", plan=plan, cell=cell, node=node)


def _as_form(cell: PlanMoney) -> dict[str, object]:
    source = db.session.get(FundingSource, cell.source_id) if cell.source_id else None
    return {
        "kind": cell.kind.value,
        "title": cell.title,
        "raw": cell.raw,
        "year": cell.year,
        "source": source.name if source else "",
        "note": cell.note,
        "is_sum": cell.is_sum,
        "of_tree": bool(cell.covers),
        "of_lines": cell.covers_outside,
    }


def _say_at_cell(form: CellForm, error: RuleBroken) -> None:
    """What is wrong with the amount is said where it was written."""
    if error.code not in ("money-unread", "money-below-moved"):
        raise error
    error.facts |= {name: i18n.number(value) for name, value in error.facts.items() if isinstance(value, int)}
    say(form, error)
    form.raw.errors = [*form.form_errors]
    form.form_errors.clear()


def _node_asked(plan_id: int) -> PlanNode | None:
    node_id = request.args.get("node", type=row_number)
    if node_id is None:
        return None
    node = db.session.get(PlanNode, node_id)
    if node is None or node.plan_id != plan_id:
        abort(404)
    return node


def _cell_at(plan_id: int, money_id: int) -> PlanMoney:
    cell = db.session.get(PlanMoney, money_id)
    if cell is None or cell.plan_id != plan_id:
        abort(404)
    return cell
