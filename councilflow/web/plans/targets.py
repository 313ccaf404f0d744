"""What an indicator should reach, written in a grid: its dimension down, the years across (B3.6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import FieldList, FormField

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import PlanNode
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.document import Target
from councilflow.process.plans.figures import figure_in
from councilflow.services.plans import indicators as measuring
from councilflow.services.plans.indicators import Aim
from councilflow.services.plans.writing import open_for_changes
from councilflow.web.access import keeps_plan, me, now
from councilflow.web.fields import line
from councilflow.web.forms import Form, Part
from councilflow.web.numbers import row_number
from councilflow.web.pages import render, tell
from councilflow.web.plans import figures
from councilflow.web.plans.blueprint import bp, plan_at
from councilflow.web.plans.indicators import indicator_at
from councilflow.web.refusals import explained

MOST_YEARS, MOST_ROWS, EMPTY_ROWS = 15, 60, 3


def _figure(label: Any) -> Any:
    return line(label, longest=40)


class AimsPart(Part):
    """A row of the grid."""

    name = line(_l("Rad"))
    cells = FieldList(_figure(_l("Mål")), max_entries=MOST_YEARS)
    total = _figure(_l("Planens egen summa"))


class TargetsForm(Form):
    rows = FieldList(FormField(AimsPart), max_entries=MOST_ROWS)
    sums = FieldList(_figure(_l("Planens egen summa")), max_entries=MOST_YEARS)
    total = _figure(_l("Planens egen summa"))

    unread: frozenset[str] = frozenset()
    """What stands there already and is no number; it may stay."""

    def holds(self) -> bool:
        """Every figure is one, and every row that says something has a name of its own."""
        if not self.is_submitted():
            return False
        self.validate()
        for field in self._figures():
            self._hold_figure(field)
        self._hold_names()
        # A list of fields asks its fields only once, which was before these were held.
        self.rows.errors = [row.form.errors for row in self.rows if row.form.errors]
        self.sums.errors = [list(field.errors) for field in self.sums if field.errors]
        return not self.errors

    def _figures(self) -> Iterator[Any]:
        for row in self.rows:
            yield from row.form.cells
            yield row.form.total
        yield from self.sums
        yield self.total

    def _hold_figure(self, field: Any) -> None:
        if (field.data or "") in self.unread:
            return
        try:
            figure_in(field.data or "")
        except RuleBroken as error:
            field.errors = [" ".join(explained(error))]

    def _hold_names(self) -> None:
        written = [row.form for row in self.rows if _says(row.form)]
        names = [row.name.data or "" for row in written]
        for row, name in zip(written, names, strict=True):
            row.cells.errors = [list(field.errors) for field in row.cells if field.errors]
            if not name and (len(written) > 1 or row.total.data):
                row.name.errors = [_("Skriv vad raden gäller.")]
            elif names.count(name) > 1:
                row.name.errors = [_("Två rader heter så. Slå ihop dem eller ge dem olika namn.")]

    def aims(self, years: list[int]) -> list[Aim]:
        found = []
        for row in self.rows:
            name = row.form.name.data or ""
            found += [
                Aim(cell.data or "", name, year) for cell, year in zip(row.form.cells, years, strict=False)
            ]
            if name:
                found.append(Aim(row.form.total.data or "", name, None, is_sum=True))
        found += [
            Aim(cell.data or "", "", year, is_sum=True) for cell, year in zip(self.sums, years, strict=False)
        ]
        return [*found, Aim(self.total.data or "", is_sum=True)]


def _says(row: AimsPart) -> bool:
    return any(cell.data for cell in row.cells) or bool(row.total.data)


@bp.route("/plans/<int:plan_id>/indicators/<int:indicator_id>/targets", methods=["GET", "POST"])
@keeps_plan
def targets(plan_id: int, indicator_id: int) -> ResponseReturnValue:
    """The grid of the whole plan, or of one node (`?node=`), for the years that have targets and those that
    are asked for (`?first=`, `?last=`)."""
    plan, row = plan_at(plan_id), indicator_at(plan_id, indicator_id)
    open_for_changes(plan)
    node = _node_asked(plan_id)
    found = measuring.measured(row)
    standing = [one for one in found.indicator.targets if one.node == (node.key if node else "")]
    years = _years(standing, plan.first_year)
    form = TargetsForm(data=_as_form(standing, years))
    form.unread = measuring.unread_targets(row)
    if form.holds():
        node_id = node.id if node else None
        measuring.set_targets(row, node_id, form.aims(years), by=me(), now=now())
        tell(_("Målen är sparade"))
        return redirect(url_for("plans.indicator", plan_id=plan_id, indicator_id=indicator_id))
    nodes = found.tree.nodes
    facts = {"plan": plan, "row": row, "node": node, "years": years, "form": form, "nodes": nodes}
    return render("plans/targets.html", ids=_ids(plan_id), **facts), 422 if form.errors else 200


def _ids(plan_id: int) -> dict[str, int]:
    rows = db.session.execute(select(PlanNode.key, PlanNode.id).where(PlanNode.plan_id == plan_id))
    return {row.key: row.id for row in rows}


def _years(standing: list[Target], usual: int | None) -> list[int]:
    """From the first year to the last of those that stand there and those asked for; a few at most."""
    known = [one.year for one in standing if one.year is not None]
    asked = [_year(name) for name in ("first", "last")]
    wanted = [*known, *(year for year in asked if year is not None)] or [usual or now().year]
    first, last = min(wanted), max(wanted)
    return list(range(first, min(last, first + MOST_YEARS - 1) + 1))


def _year(name: str) -> int | None:
    written = request.args.get(name, "")
    is_year = written.isascii() and written.isdecimal() and len(written) == 4
    return int(written) if is_year and figures.FIRST <= int(written) <= figures.LAST else None


def _as_form(standing: list[Target], years: list[int]) -> dict[str, Any]:
    """The targets that stand there, as the grid has them, with a few empty rows below."""
    plain = {(one.dimension, one.year): one.raw for one in standing if not one.is_sum}
    sums = {(one.dimension, one.year): one.raw for one in standing if one.is_sum}
    named = (one.dimension for one in standing if not one.is_sum and one.year is not None)
    summed = (one.dimension for one in standing if one.is_sum and one.year is None and one.dimension)
    names = [*dict.fromkeys((*named, *summed)), *[""] * EMPTY_ROWS]
    rows = []
    for place, name in enumerate(names):
        is_empty = place >= len(names) - EMPTY_ROWS
        cells = ["" if is_empty else plain.get((name, year), "") for year in years]
        total = "" if is_empty or not name else sums.get((name, None), "")
        rows.append({"name": name, "cells": cells, "total": total})
    margin = [sums.get(("", year), "") for year in years]
    return {"rows": rows, "sums": margin, "total": sums.get(("", None), "")}


def _node_asked(plan_id: int) -> PlanNode | None:
    node_id = request.args.get("node", type=row_number)
    if not node_id:
        return None
    node = db.session.get(PlanNode, node_id)
    if node is None or node.plan_id != plan_id:
        abort(404)
    return node
