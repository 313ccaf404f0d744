"""A report as it reads now: what was written, and under each heading what the plan knows by itself (B4.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.models import Body, Contribution, Organisation, Plan, PlanFile, PlanNode, PlanReport
from councilflow.process.plans.document import GoalPart, Node
from councilflow.process.plans.projects import ROLES
from councilflow.process.plans.reports import (
    Cell,
    CellKind,
    Column,
    Passage,
    Report,
    ReportPart,
    Section,
    Table,
)
from councilflow.process.plans.values import NodeKind
from councilflow.services.plans.money import summed
from councilflow.services.plans.reports.assessing import evaluations_of
from councilflow.services.plans.reports.figures import indicator_tables, project_figures
from councilflow.services.plans.reports.known import Known
from councilflow.services.plans.reports.money import budget_tables, moved_tables
from councilflow.services.plans.reports.named import named
from councilflow.words import word


def build(report: PlanReport) -> Report:
    """The report as a value, in its own language. At most some twenty-five statements, however large."""
    plan = db.session.get_one(Plan, report.plan_id)
    council = db.session.get_one(Body, plan.body_id)
    known = Known(report, plan)
    node = db.session.get(PlanNode, report.node_id) if report.node_id else None
    with speaking(report.language):
        return Report(
            title=report.title,
            kind=word(report.kind),
            council=council.name,
            plan=plan.title,
            language=report.language,
            currency=plan.currency,
            project=named(node.code, node.title) if node else "",
            funder=report.funder,
            host=council.host.name,
            from_on=report.from_on,
            to_on=report.to_on,
            acknowledgement=plan.acknowledgement,
            sections=tuple(_section(known, one) for one in report.sections),
        )


def parts_of(report: PlanReport) -> list[list[ReportPart]]:
    """What each heading asks to have filled in."""
    return [[ReportPart(part) for part in section["content"]] for section in report.sections]


def _section(known: Known, kept: dict[str, object]) -> Section:
    parts = [ReportPart(part) for part in kept["content"]]  # type: ignore[attr-defined]  # JSON
    tables = [table for part in parts for table in _FILLED[part](known)]
    return Section(str(kept["title"]), str(kept["text"]), tuple(tables))


def _of_plan(known: Known, column: Column) -> tuple[Column, ...]:
    """The column for the measure, which a report about one project does without."""
    return () if known.top else (column,)


def _goals(known: Known) -> Iterable[Table]:
    parts = {known.keys[node.key]: node.goal_parts for node in known.nodes if node.goal_parts}
    rows = []
    for goal in known.goals:
        lines = [named(goal.code, goal.title)]
        lines += [f"– {_part_words(part)}" for part in parts.get(goal.id, ()) if part.text != goal.title]
        rows.append(
            (
                word(goal.kind) if goal.kind else _("Mål"),
                "\n".join(lines),
                word(goal.result) if goal.result else _("Inte bedömt"),
                goal.text,
                goal.on,
            )
        )
    columns = (
        Column(_("Slag"), share=14),
        Column(_("Mål"), share=32),
        Column(_("Bedömning"), share=14),
        Column(_("Motivering"), share=30),
        Column(_("Bedömt"), CellKind.DAY, 13),
    )
    yield Table(_("Mål och bedömning"), columns, tuple(rows), "" if rows else _("Inga mål är inskrivna."))


def _part_words(part: GoalPart) -> str:
    """A countable part of a goal (B3.13), with what was reached when somebody has said so."""
    if part.planned is None:
        return part.text
    if part.reached is None:
        return _("%(part)s (%(planned)s planerade)", part=part.text, planned=part.planned)
    return _(
        "%(part)s (%(reached)s av %(planned)s)", part=part.text, reached=part.reached, planned=part.planned
    )


def _area(known: Known, node: Node) -> str:
    """The area that a measure belongs to: the nearest above it, whatever stands between."""
    above = known.document.by_key.get(node.parent)
    while above is not None and above.kind is not NodeKind.AREA:
        above = known.document.by_key.get(above.parent)
    return named(above.code, above.short_label or above.title) if above else ""


def _measures(known: Known) -> Iterable[Table]:
    rows = []
    for node in known.measures:
        measure = node.measure
        assert measure is not None  # noqa: S101 – `measures` are those that have one
        told = [note.text for note in measure.history if note.state] or [""]
        who = ", ".join(dict.fromkeys(party.name for party in measure.parties if party.role not in ROLES))
        where = () if known.top else (_area(known, node),)
        what = named(node.code, node.title)
        rows.append((what, *where, measure.period.raw, who, word(measure.state), told[-1]))
    columns = (
        Column(_("Insats"), share=28),
        *_of_plan(known, Column(_("Hör till"), share=25)),
        Column(_("När"), share=12),
        Column(_("Vilka"), share=20),
        Column(_("Läge"), share=11),
        Column(_("Senaste rapport"), share=24),
    )
    yield Table(_("Insatser"), columns, tuple(rows), "" if rows else _("Inga insatser är inskrivna."))


def _milestones(known: Known) -> Iterable[Table]:
    rows = tuple(
        (*(() if known.top else (named(node.code, node.title),)), one.title, one.planned_on, one.reached_on)
        for node in known.measures
        if node.measure
        for one in node.measure.milestones
    )
    columns = (
        *_of_plan(known, Column(_("Insats"), share=30)),
        Column(_("Milstolpe"), share=36),
        Column(_("Planerad"), CellKind.DAY, 14),
        Column(_("Nådd"), CellKind.DAY, 14),
    )
    yield Table(_("Milstolpar"), columns, rows, "" if rows else _("Inga milstolpar är inskrivna."))


def _phases(known: Known) -> Iterable[Table]:
    rows = tuple(
        (
            *(() if known.top else (named(node.code, node.title),)),
            word(one.phase),
            one.starts_on,
            one.ends_on,
            word(one.decision) if one.decision else "",
            one.decided_on,
            one.note,
        )
        for node in known.measures
        if node.measure
        for one in node.measure.phases
    )
    columns = (
        *_of_plan(known, Column(_("Insats"), share=22)),
        Column(_("Fas"), share=17),
        Column(_("Från"), CellKind.DAY, 13),
        Column(_("Till"), CellKind.DAY, 13),
        Column(_("Beslut"), share=14),
        Column(_("Beslutat"), CellKind.DAY, 13),
        Column(_("Ärende"), share=16),
    )
    yield Table(_("Faser och beslut"), columns, rows, "" if rows else _("Inga faser är inskrivna."))


def _indicators(known: Known) -> Iterable[Table]:
    if known.top:
        return project_figures(known.indicators, known.ids)
    return indicator_tables(known.indicators)


def _budget(known: Known) -> Iterable[Table]:
    first, *others = budget_tables(known.document, known.top)
    moved = () if known.top else moved_tables(known.plan.id, known.document.currency)
    return (first, *moved, *others)


def _given(known: Known) -> list[Any]:
    """What organisations put into the measures that the report is about."""
    rows = db.session.execute(
        select(
            Contribution.__table__,
            Organisation.name.label("organisation"),
            PlanNode.code,
            PlanNode.title,
        )
        .join(PlanNode, PlanNode.id == Contribution.node_id)
        .join(Organisation, Organisation.id == Contribution.organisation_id)
        .where(PlanNode.plan_id == known.plan.id)
        .order_by(Organisation.name, Contribution.year, Contribution.id)
    )
    return [row for row in rows if row.node_id in known.ids]


def _contributions(known: Known) -> Iterable[Table]:
    given = _given(known)
    rows: list[tuple[Cell, ...]] = []
    for row in given:
        what = () if known.top else (named(row.code, row.title),)
        rows.append((row.organisation, *what, word(row.kind), str(row.year or ""), row.amount, row.text))
    blank = () if known.top else ("",)
    sums = [(_("Summa"), *blank, word(kind), "", amount, "") for kind, amount in summed(given).items()]
    columns = (
        Column(_("Organisation"), share=26),
        *_of_plan(known, Column(_("Insats"), share=28)),
        Column(_("Slag"), share=12),
        Column(_("År"), share=8),
        Column(_("Antal"), CellKind.NUMBER, 12),
        Column(_("Anmärkning"), share=20),
    )
    note = "" if rows else _("Ingen egen insats är inskriven.")
    yield Table(_("Organisationernas egen insats"), columns, (*rows, *sums), note, len(sums))


def _organisation(known: Known) -> Iterable[Table]:
    rows = []
    for node in known.measures:
        parties = node.measure.parties if node.measure else ()
        for role in ROLES:
            names = [party.name for party in parties if party.role is role]
            if names:
                what = () if known.top else (named(node.code, node.title),)
                rows.append((*what, word(role), "\n".join(names)))
    columns = (
        *_of_plan(known, Column(_("Insats"), share=34)),
        Column(_("Roll"), share=22),
        Column(_("Vem"), share=44),
    )
    note = "" if rows else _("Inga projektroller är inskrivna.")
    yield Table(_("Projektorganisation"), columns, tuple(rows), note)


def _evaluations(known: Known) -> Iterable[Table]:
    passages = tuple(Passage(row.viewpoint, row.name, row.text) for row in evaluations_of(known.report.id))
    note = "" if passages else _("Inga utvärderingar är inskrivna.")
    yield Table(_("Utvärderingar"), passages=passages, note=note)


def _attachments(known: Known) -> Iterable[Table]:
    files = db.session.scalars(
        select(PlanFile).where(PlanFile.plan_id == known.plan.id, PlanFile.is_logo.is_(False))
    ).all()
    mine = [
        file
        for file in sorted(files, key=lambda one: one.id)
        if file.node_id in known.ids or (file.node_id is None and not known.top)
    ]
    rows = tuple((str(number), file.title, file.file_name) for number, file in enumerate(mine, 1))
    columns = (Column(_("Nr"), share=8), Column(_("Bilaga"), share=56), Column(_("Fil"), share=36))
    yield Table(_("Bilagor"), columns, rows, "" if rows else _("Inga bilagor."))


_FILLED: dict[ReportPart, Callable[[Known], Iterable[Table]]] = {
    ReportPart.GOALS: _goals,
    ReportPart.MEASURES: _measures,
    ReportPart.PHASES: _phases,
    ReportPart.MILESTONES: _milestones,
    ReportPart.INDICATORS: _indicators,
    ReportPart.BUDGET: _budget,
    ReportPart.CONTRIBUTIONS: _contributions,
    ReportPart.ORGANISATION: _organisation,
    ReportPart.EVALUATIONS: _evaluations,
    ReportPart.ATTACHMENTS: _attachments,
}
