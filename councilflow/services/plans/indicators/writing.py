"""Indicators written by hand: what they are, what they should reach, and what they were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select

from councilflow.extensions import db
from councilflow.models import Indicator, IndicatorTarget, IndicatorValue, Person, Plan
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.figures import figure_in
from councilflow.services import journal
from councilflow.services.plans.writing import open_for_changes
from councilflow.services.rows import is_still_there


@dataclass(frozen=True, slots=True)
class Described:
    """What an indicator is: its words and the node it belongs to, if any."""

    name: str
    node_id: int | None = None
    unit: str = ""
    dimension: str = ""
    definition: str = ""
    counting_rule: str = ""
    source: str = ""
    cadence: str = ""


@dataclass(frozen=True, slots=True)
class Aim:
    """A target as it is typed. A sum that the plan states has `is_sum` and leaves empty what it is of."""

    raw: str
    dimension: str = ""
    year: int | None = None
    is_sum: bool = False


def add_indicator(plan: Plan, said: Described, *, by: Person, now: datetime) -> Indicator:
    """RuleBroken: plan-adopted."""
    open_for_changes(plan)
    last = db.session.scalar(select(func.max(Indicator.position)).where(Indicator.plan_id == plan.id))
    row = Indicator(plan_id=plan.id, position=(last or 0) + 1, **asdict(said))
    db.session.add(row)
    db.session.flush()
    journal.note("indicator-added", by=by, now=now, council=plan.body_id, about=row.name)
    return row


def change_indicator(row: Indicator, said: Described, *, by: Person, now: datetime) -> None:
    """RuleBroken: plan-adopted."""
    plan = _plan(row)
    open_for_changes(plan)
    before = _said(row)
    for name, text in asdict(said).items():
        setattr(row, name, text)
    journal.note(
        "indicator-changed",
        by=by,
        now=now,
        council=plan.body_id,
        about=row.name,
        before=before,
        after=_said(row),
    )


def remove_indicator(row: Indicator, *, by: Person, now: datetime) -> None:
    """With its targets. One that has values stays. RuleBroken: plan-adopted, indicator-has-values."""
    if not is_still_there(row):
        return
    plan = _plan(row)
    open_for_changes(plan)
    if db.session.scalar(select(IndicatorValue.id).where(IndicatorValue.indicator_id == row.id).limit(1)):
        raise RuleBroken("indicator-has-values", name=row.name)
    db.session.execute(delete(IndicatorTarget).where(IndicatorTarget.indicator_id == row.id))
    journal.note("indicator-removed", by=by, now=now, council=plan.body_id, about=row.name, before=_said(row))
    db.session.delete(row)


def set_targets(
    row: Indicator, node_id: int | None, aims: Iterable[Aim], *, by: Person, now: datetime
) -> None:
    """What should be reached year by year on one node, or by the whole plan, instead of what stood there.

    Targets without a year, and sums for one value in one year, have no place among them and stay. What nobody
    could read before may stand there still. RuleBroken: plan-adopted, not-a-figure.
    """
    plan = _plan(row)
    open_for_changes(plan)
    mine = IndicatorTarget.node_id.is_(None) if node_id is None else IndicatorTarget.node_id == node_id
    here = (IndicatorTarget.indicator_id == row.id, mine, _of_the_grid())
    before, unread = _targets_said(here), unread_targets(row)
    db.session.execute(delete(IndicatorTarget).where(*here))
    last = db.session.scalar(
        select(func.max(IndicatorTarget.position)).where(IndicatorTarget.indicator_id == row.id)
    )
    place = (last or 0) + 1
    for one in aims:
        if one.raw.strip():
            figure = None if one.raw.strip() in unread else figure_in(one.raw)
            db.session.add(_target(row, node_id, one, figure, place))
            place += 1
    db.session.flush()
    after = _targets_said(here)
    if after != before:
        journal.note(
            "indicator-targets-changed",
            by=by,
            now=now,
            council=plan.body_id,
            about=row.name,
            before={"targets": before},
            after={"targets": after},
        )


def _of_the_grid() -> ColumnElement[bool]:
    """What stands in a table of the dimension against years, with the sums of its rows and columns."""
    plain = and_(IndicatorTarget.is_sum.is_(False), IndicatorTarget.year.is_not(None))
    margin = or_(IndicatorTarget.dimension == "", IndicatorTarget.year.is_(None))
    return or_(plain, and_(IndicatorTarget.is_sum.is_(True), margin))


def unread_targets(row: Indicator) -> frozenset[str]:
    """What stands among the targets of an indicator and is no number: "mange"."""
    found = select(IndicatorTarget.raw).where(
        IndicatorTarget.indicator_id == row.id, IndicatorTarget.value.is_(None)
    )
    return frozenset(raw.strip() for raw in db.session.scalars(found))


def _target(
    row: Indicator, node_id: int | None, one: Aim, figure: float | None, place: int
) -> IndicatorTarget:
    return IndicatorTarget(
        indicator_id=row.id,
        node_id=node_id,
        position=place,
        dimension=one.dimension,
        year=one.year,
        value=figure,
        raw=one.raw.strip(),
        is_sum=one.is_sum,
    )


def _targets_said(here: Sequence[Any]) -> list[str]:
    rows = db.session.execute(
        select(IndicatorTarget.dimension, IndicatorTarget.year, IndicatorTarget.raw)
        .where(*here)
        .order_by(IndicatorTarget.position, IndicatorTarget.id)
    )
    return [" ".join(str(part) for part in row if part) for row in rows]


def note_value(
    row: Indicator,
    *,
    year: int,
    written: str,
    dimension: str,
    comment: str,
    by: Person,
    now: datetime,
) -> IndicatorValue:
    """What the indicator was in a year, by who keeps the plan: a number, or words such as a place in a
    ranking (B3.19). It stands for the whole, beside what projects report (B3.8); a newer one for the same
    year and dimension takes its place, and the journal keeps the earlier one. Goes on in adopted plans.
    """
    number, text = _number_or_words(written)
    found = db.session.scalar(
        select(IndicatorValue).where(
            IndicatorValue.indicator_id == row.id,
            IndicatorValue.node_id.is_(None),
            IndicatorValue.report_id.is_(None),
            IndicatorValue.year == year,
            IndicatorValue.dimension == dimension,
        )
    )
    before = _value_said(found) if found else {}
    made = found or IndicatorValue(indicator_id=row.id, year=year, dimension=dimension)
    made.value, made.text, made.comment = number, text, comment.strip()
    made.noted_by_id, made.noted_at = by.id, now
    db.session.add(made)
    journal.note(
        "indicator-value-noted",
        by=by,
        now=now,
        council=_plan(row).body_id,
        about=row.name,
        before=before,
        after=_value_said(made),
    )
    return made


def remove_value(row: IndicatorValue, *, by: Person, now: datetime) -> None:
    """Take away a value noted by mistake. One that a project has reported is the report's own.

    RuleBroken: value-is-reported.
    """
    if not is_still_there(row):
        return
    if row.report_id is not None or row.node_id is not None:
        raise RuleBroken("value-is-reported")
    indicator = db.session.get_one(Indicator, row.indicator_id)
    journal.note(
        "indicator-value-removed",
        by=by,
        now=now,
        council=_plan(indicator).body_id,
        about=indicator.name,
        before=_value_said(row),
    )
    db.session.delete(row)


def _number_or_words(written: str) -> tuple[float | None, str]:
    try:
        return figure_in(written), ""
    except RuleBroken:
        return None, written.strip()


def _plan(row: Indicator) -> Plan:
    return db.session.get_one(Plan, row.plan_id)


def _said(row: Indicator) -> dict[str, Any]:
    names = ("name", "unit", "dimension", "definition", "counting_rule", "source", "cadence")
    return {f"indicator-{name}": getattr(row, name) for name in names}


def _value_said(row: IndicatorValue) -> dict[str, Any]:
    said = row.text if row.value is None else f"{row.value:g}"
    return {"year": row.year, "value": said, "dimension": row.dimension, "comment": row.comment}
