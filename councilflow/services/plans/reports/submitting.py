"""A report that is submitted: its facts are kept as they were that day, and nobody edits it any more.

The secretary may take it back with a reason, as long as no later report about the same thing is submitted:
what builds on it must not lose its ground. What was submitted stays readable as an earlier edition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Person, Plan, PlanReport
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.reports import Gap, Report, as_json, from_json, gaps, says_nothing
from councilflow.process.plans.values import ReportKind, ReportState
from councilflow.services import journal
from councilflow.services.plans.reports.assessing import goals_of
from councilflow.services.plans.reports.facts import build, parts_of
from councilflow.services.plans.reports.writing import held, hold
from councilflow.services.visibility import today


def missing(report: PlanReport, built: Report) -> list[Gap]:
    """What a draft lacks, for whoever is about to submit it."""
    not_assessed = [goal.title for goal in goals_of(report) if goal.result is None]
    for_funder = report.kind is ReportKind.FINAL
    return gaps(built, parts_of(report), not_assessed, for_funder=for_funder)


def submit(report: PlanReport, *, version: int, by: Person, now: datetime) -> Report:
    """Hand in the report as it was at `version`. Its facts are kept in `content` from now on.

    RuleBroken: report-submitted, report-changed-since when somebody has written in it, report-empty.
    """
    held(report)
    if report.version != version:
        raise RuleBroken("report-changed-since")
    built = replace(build(report), day=today(now), submitted_by=by.name)
    if says_nothing(built):
        raise RuleBroken("report-empty")
    report.content = {"earlier": report.content.get("earlier", []), "report": as_json(built)}
    report.state = ReportState.SUBMITTED
    report.submitted_at, report.submitted_by_id = now, by.id
    council = db.session.get_one(Plan, report.plan_id).body_id
    after = {"headings": [section.title for section in built.sections]}
    journal.note("report-submitted", by=by, now=now, council=council, about=report.title, after=after)
    return built


def why_not_withdrawn(report: PlanReport) -> str:
    """The code of the rule that keeps the report from being taken back; empty when nothing does."""
    if report.state is not ReportState.SUBMITTED:
        return "report-not-submitted"
    same = PlanReport.node_id == report.node_id if report.node_id else PlanReport.node_id.is_(None)
    later = select(PlanReport.id).where(
        PlanReport.plan_id == report.plan_id,
        same,
        PlanReport.kind == report.kind,
        PlanReport.state == ReportState.SUBMITTED,
        PlanReport.submitted_at > report.submitted_at,
    )
    return "later-report-submitted" if db.session.scalar(later.limit(1)) else ""


def withdraw(report: PlanReport, reason: str, *, by: Person, now: datetime) -> None:
    """Open the report for writing again. What was submitted is kept as an earlier edition.

    RuleBroken: report-not-submitted, later-report-submitted, withdrawal-without-reason.
    """
    hold(report)
    why = why_not_withdrawn(report)
    if why == "later-report-submitted":
        raise RuleBroken("later-report-submitted")
    if why:
        raise RuleBroken("report-not-submitted")
    if not reason.strip():
        raise RuleBroken("withdrawal-without-reason")
    taken_back = {"at": now.astimezone(UTC).isoformat(), "by": by.name, "reason": reason.strip()}
    earlier = [*report.content.get("earlier", []), taken_back | {"report": report.content["report"]}]
    report.content = {"earlier": earlier}
    report.state, report.submitted_at, report.submitted_by_id = ReportState.DRAFT, None, None
    report.version += 1
    council = db.session.get_one(Plan, report.plan_id).body_id
    after = {"reason": reason.strip()}
    journal.note("report-withdrawn", by=by, now=now, council=council, about=report.title, after=after)


@dataclass(frozen=True, slots=True)
class Edition:
    """What was submitted once and taken back."""

    number: int  # from 1
    report: Report
    withdrawn_at: datetime
    withdrawn_by: str
    reason: str


def earlier_editions(report: PlanReport) -> Sequence[Edition]:
    """The oldest first."""
    return [
        Edition(
            number,
            from_json(kept["report"]),
            datetime.fromisoformat(kept["at"]),
            kept["by"],
            kept["reason"],
        )
        for number, kept in enumerate(report.content.get("earlier", []), 1)
    ]


def edition(report: PlanReport) -> Report:
    """The report as it reads: as it was submitted, or a draft as it stands now."""
    if report.state is ReportState.SUBMITTED:
        kept: dict[str, Any] = report.content["report"]
        return from_json(kept)
    return build(report)
