"""A report while it is written: begun from a template, one heading at a time, never over somebody else's
newer text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, select

from councilflow.extensions import db
from councilflow.models import Evaluation, Person, Plan, PlanNode, PlanReport
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.projects import check_period
from councilflow.process.plans.values import ReportState
from councilflow.services import journal
from councilflow.services.plans.report_templates import Form, as_stored
from councilflow.services.rows import is_still_there


def reports_of(
    plan_id: int, *, drafts: bool, node_ids: Sequence[int] = ()
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The reports of a plan, the newest first: id, title, kind, state, funder, period, node, submitted_at.

    Without `drafts` those that are submitted, and the drafts of projects in `node_ids`. One statement.
    """
    query = (
        select(
            PlanReport.id,
            PlanReport.title,
            PlanReport.kind,
            PlanReport.state,
            PlanReport.funder,
            PlanReport.from_on,
            PlanReport.to_on,
            PlanReport.node_id,
            PlanReport.submitted_at,
            PlanReport.made_at,
            PlanNode.title.label("project"),
            Person.name.label("submitted_by"),
        )
        .outerjoin(PlanNode, PlanNode.id == PlanReport.node_id)
        .outerjoin(Person, Person.id == PlanReport.submitted_by_id)
        .where(PlanReport.plan_id == plan_id)
        .order_by(PlanReport.made_at.desc(), PlanReport.id.desc())
    )
    if not drafts:
        query = query.where((PlanReport.state == ReportState.SUBMITTED) | PlanReport.node_id.in_(node_ids))
    return db.session.execute(query).all()


def begin(
    plan: Plan,
    form: Form,
    *,
    title: str,
    node: PlanNode | None = None,
    template_id: int | None = None,
    funder: str = "",
    from_on: date | None = None,
    to_on: date | None = None,
    by: Person,
    now: datetime,
) -> PlanReport:
    """A draft with the headings of the template, in the plan's language. RuleBroken: period-backwards."""
    check_period(from_on, to_on)
    report = PlanReport(
        plan_id=plan.id,
        node_id=node.id if node else None,
        template_id=template_id,
        kind=form.kind,
        title=title,
        funder=funder or form.funder,
        language=plan.language,
        from_on=from_on,
        to_on=to_on,
        sections=[as_stored(heading) | {"text": "", "version": 1} for heading in form.headings],
        made_at=now,
    )
    db.session.add(report)
    db.session.flush()
    after = {"title": title, "report-kind": form.kind, "project": node.title if node else ""}
    journal.note("report-begun", by=by, now=now, council=plan.body_id, about=title, after=after)
    return report


def hold(report: PlanReport) -> None:
    """As it stands now; nobody else changes it before this transaction ends."""
    db.session.flush()  # what this transaction has changed itself is not lost
    db.session.refresh(report, with_for_update=True)


def held(report: PlanReport) -> PlanReport:
    """The draft, held for the time of the change. RuleBroken: report-submitted."""
    hold(report)
    if report.state is not ReportState.DRAFT:
        raise RuleBroken("report-submitted")
    return report


def change_head(
    report: PlanReport,
    *,
    title: str,
    funder: str,
    from_on: date | None,
    to_on: date | None,
    by: Person,
    now: datetime,
) -> None:
    """What stands above the headings. RuleBroken: report-submitted, period-backwards."""
    check_period(from_on, to_on)
    held(report)
    before = _head(report)
    report.title, report.funder, report.from_on, report.to_on = title, funder, from_on, to_on
    report.version += 1
    if (after := _head(report)) != before:
        _note("report-changed", report, by=by, now=now, before=before, after=after)


def write_section(
    report: PlanReport, place: int, text: str, *, version: int, title: str = "", by: Person, now: datetime
) -> None:
    """The text under one heading, written from `version` of it; two people may write under two headings.

    RuleBroken: report-submitted, somebody-saved-first (who).
    """
    held(report)
    section = report.sections[place]
    if section["version"] != version:
        raise RuleBroken("somebody-saved-first", who=section.get("who", ""))
    if (section["text"], section["title"]) == (text, title or section["title"]):
        return
    changed = section | {
        "text": text,
        "title": title or section["title"],
        "version": version + 1,
        "who": by.name,
    }
    report.sections = [*report.sections[:place], changed, *report.sections[place + 1 :]]
    report.version += 1
    before, after = {"text": section["text"]}, {"heading": changed["title"], "text": text}
    _note("report-section-written", report, by=by, now=now, before=before, after=after)


def remove(report: PlanReport, *, by: Person, now: datetime) -> None:
    """Throw away a draft that was never submitted. RuleBroken: report-submitted."""
    if not is_still_there(report):
        return
    held(report)
    if report.content:
        raise RuleBroken("report-submitted")
    _note("report-removed", report, by=by, now=now, before=_head(report))
    db.session.execute(delete(Evaluation).where(Evaluation.report_id == report.id))
    db.session.delete(report)


def _head(report: PlanReport) -> dict[str, Any]:
    first, last = report.from_on, report.to_on
    return {
        "title": report.title,
        "funder": report.funder,
        "from_on": first.isoformat() if first else "",
        "to_on": last.isoformat() if last else "",
    }


def _note(happened: str, report: PlanReport, *, by: Person, now: datetime, **facts: Any) -> None:
    council = db.session.get_one(Plan, report.plan_id).body_id
    journal.note(happened, by=by, now=now, council=council, about=report.title, **facts)
