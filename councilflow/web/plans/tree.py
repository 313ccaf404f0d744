"""A plan as a tree, the first page of it."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.process.plans.following import Concern
from councilflow.process.plans.values import MeasureState, PlanKind, PlanStatus
from councilflow.services.plans import reading, registers, showing
from councilflow.services.plans.showing import Wanted
from councilflow.services.visibility import today
from councilflow.web.access import keeps_this_plan, now, reads_plan
from councilflow.web.pages import Link, render
from councilflow.web.plans.blueprint import bp
from councilflow.web.plans.ways import tools, ways


@bp.get("/plans/<int:plan_id>")
@reads_plan
def show(plan_id: int) -> ResponseReturnValue:
    plan = reading.heading(plan_id)
    if plan.kind is PlanKind.LINKED:  # somebody else's plan: what is known of it stands in the register (A14)
        return redirect(url_for("plans.linked", plan_id=plan_id))
    tree = reading.tree(plan_id, currency=plan.currency, today=today(now()))
    wanted, states = asked_for(), by_state(tree)
    return render(
        "plans/show.html",
        plan=plan,
        tree=tree,
        wanted=wanted,
        shown=showing.shown(tree, wanted),
        areas=showing.areas(tree),
        found=found(tree, states),
        states=states,
        concerns=by_concern(tree),
        keeps=keeps_this_plan(),
        ways=ways(plan_id, "plans.show"),
        tools=_tools_of(plan),
        funders=registers.funders_of(plan_id),
        address=address_with(plan_id),
    )


def _tools_of(plan: Any) -> list[Link]:
    """What else who keeps the plan does with it; the facts of an adopted one are locked."""
    if not keeps_this_plan():
        return []
    edit = url_for("plans.edit", plan_id=plan.id)
    return [tool for tool in tools(plan.id) if plan.status is PlanStatus.DRAFT or tool.url != edit]


def asked_for() -> Wanted:
    """What the address asks to see; what makes no sense there is passed over."""
    asked = request.args
    return Wanted(
        area=number_of(asked.get("area", "")),
        state=_one_of(MeasureState, asked.get("state", "")),
        who=asked.get("who", "")[:300],
        year=number_of(asked.get("year", "")),
        text=" ".join(asked.get("q", "")[:200].split()),
        concern=_one_of(Concern, asked.get("list", "")),
        page=number_of(asked.get("page", "")) or 1,
    )


def number_of(written: str) -> int | None:
    """What an address says as a number; None where it says something else."""
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else None


def _one_of(kind: Any, written: str) -> Any:
    return kind(written) if written in list(kind) else None


def found(tree: reading.Tree, counts: dict[MeasureState, int]) -> dict[str, list[Any]]:
    """What one can choose among in the filter."""
    return {
        "areas": [(point.id, point.name) for point in showing.areas(tree)],
        "states": [state for state, count in counts.items() if count],
        "responsible": showing.responsible(tree),
        "years": showing.years(tree),
    }


def by_state(tree: reading.Tree) -> dict[MeasureState, int]:
    """How many measures are in each state, in the order of their lives."""
    counts = dict.fromkeys(MeasureState, 0)
    for point in tree.measures():
        if point.state is not None:
            counts[point.state] += 1
    return counts


def by_concern(tree: reading.Tree) -> dict[Concern, int]:
    """How many measures stand on each of the secretary's lists."""
    counts = dict.fromkeys(Concern, 0)
    for point in tree.measures():
        for concern in point.concerns:
            counts[concern] += 1
    return counts


def address_with(plan_id: int, endpoint: str = "plans.show") -> Any:
    """This page's address with what it is asked now, but for the changes."""
    names = ("area", "state", "who", "year", "q", "list")
    asked = {name: request.args[name] for name in names if request.args.get(name)}

    def address(**changes: Any) -> str:
        return url_for(endpoint, plan_id=plan_id, **{**asked, **changes})

    return address
