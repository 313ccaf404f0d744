"""Moving money within a plan, and the history of it (B3.17)."""

from __future__ import annotations

from collections.abc import Iterator

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Body, PlanMoney, PlanNode
from councilflow.process.errors import RuleBroken
from councilflow.services.plans import money
from councilflow.services.plans.money import Book, Cell, Decision
from councilflow.services.plans.reading import heading
from councilflow.services.visibility import today
from councilflow.web.access import keeps_plan, keeps_this_plan, me, now, reads_plan
from councilflow.web.fields import choices, day, line, passage, say
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.web.plans import figures
from councilflow.web.plans.blueprint import bp, plan_at
from councilflow.words import word


@bp.get("/plans/<int:plan_id>/reallocations")
@reads_plan
def reallocations(plan_id: int) -> ResponseReturnValue:
    plan = heading(plan_id)
    return render(
        "plans/reallocations.html",
        plan=plan,
        rows=money.reallocations_of(plan_id),
        zone=db.session.get_one(Body, plan.council_id).zone,
        keeps=keeps_this_plan(),
        can_move=money.has_budget(plan_id),
    )


class ReallocationForm(Form):
    giver = figures.one_of(_l("Från"), _l("Välj raden som pengarna tas från."))
    taker = figures.one_of(_l("Till"), _l("Välj vart pengarna ska."))
    amount = figures.kroner(_l("Belopp"), _l("Skriv beloppet."))
    moved_on = day(_l("Gäller från"), _l("Välj en dag."))
    item = figures.one_of(_l("Beslutat vid"))
    case_no = line(_l("Ärendets nummer"))
    reason = passage(_l("Skäl"))
    beyond = BooleanField(_l("Beslutet flyttar mer än vad som finns på raden"))

    def offer(self, book: Book, council: Body) -> None:
        self.giver.choices = choices([("", _("Välj en rad")), *_givers(book)])
        self.taker.choices = choices([("", _("Välj en rad")), *_takers(book)])
        figures.offer_decisions(self.item, council)

    def decision(self) -> Decision:
        return Decision(
            amount=self.amount.data,
            moved_on=self.moved_on.data,
            reason=self.reason.data or "",
            item_id=figures.chosen(self.item),
            case_no=self.case_no.data or "",
            beyond=self.beyond.data,
        )


@bp.route("/plans/<int:plan_id>/reallocations/new", methods=["GET", "POST"])
@keeps_plan
def new_reallocation(plan_id: int) -> ResponseReturnValue:
    plan = plan_at(plan_id)
    council = db.session.get_one(Body, plan.body_id)
    form = ReallocationForm(data={"moved_on": today(now())})
    form.offer(money.book_of(plan), council)
    if form.validate_on_submit():
        giver = db.session.get_one(PlanMoney, int(form.giver.data[1:]))
        try:
            money.reallocate(plan, giver, _end(form.taker.data), form.decision(), by=me(), now=now())
        except RuleBroken as error:
            _say_at(form, error)
        else:
            tell(_("Omfördelningen är sparad"))
            return redirect(url_for("plans.reallocations", plan_id=plan_id))
    answer = render("plans/reallocation_new.html", plan=plan, form=form)
    return answer, 422 if form.errors else 200


def _end(chosen: str) -> PlanMoney | PlanNode:
    """What a choice stands for: c and the id of a cell, n and that of a node without one."""
    number = int(chosen[1:])
    if chosen.startswith("c"):
        return db.session.get_one(PlanMoney, number)
    return db.session.get_one(PlanNode, number)


def _say_at(form: ReallocationForm, error: RuleBroken) -> None:
    """The sentence of a refusal at the field that can mend it."""
    fields = {
        "reallocation-undecided": form.item,
        "reallocation-nothing": form.amount,
        "reallocation-too-much": form.amount,
        "reallocation-same": form.taker,
        "reallocation-unlike": form.taker,
    }
    for name, value in error.facts.items():
        error.facts[name] = i18n.number(value) if isinstance(value, int) else value
    say(form, error)
    if error.code in fields:
        fields[error.code].errors = [*form.form_errors]
        form.form_errors.clear()


def _givers(book: Book) -> Iterator[tuple[str, str]]:
    """Every line that has something, with what is in force on it."""
    for cell, name in _cells(book):
        if cell.in_force is not None:
            currency = cell.money.currency or book.document.currency
            there = f"{i18n.number(cell.in_force)} {currency}"
            yield f"c{cell.id}", _("%(line)s: %(amount)s", line=_full(cell, name), amount=there)


def _takers(book: Book) -> Iterator[tuple[str, str]]:
    """Every line, and every point that has none of its own."""
    for cell, name in _cells(book):
        yield f"c{cell.id}", _full(cell, name)
    for level in book.levels:
        if all(cell.money.is_sum for cell in level.cells):
            yield f"n{level.id}", f"{level.node.code} {level.node.title}".strip()


def _cells(book: Book) -> Iterator[tuple[Cell, str]]:
    for level in book.levels:
        for cell in level.cells:
            if not cell.money.is_sum:
                yield cell, f"{level.node.code} {level.node.title}".strip()
    for cell in book.lines:
        yield cell, cell.money.title or cell.money.source


def _full(cell: Cell, name: str) -> str:
    year = f" {cell.money.year}" if cell.money.year else ""
    return f"{name}, {word(cell.money.kind).lower()}{year}"
