"""The annual report of a council, gathered in as many statements whatever it holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Body,
    FormalDecision,
    JointEffort,
    Meeting,
    ReportBack,
    Standpoint,
    Statement,
)
from councilflow.process.afterwards import FormalState, ReportBackState
from councilflow.process.annual import AnnualReport, Followed, Given, Said, Together
from councilflow.process.meeting import MeetingState, local_date
from councilflow.process.report_backs import is_late
from councilflow.services.annual.bodies import within, years_of_bodies
from councilflow.services.efforts import reading as efforts
from councilflow.services.efforts.access import is_no_secret
from councilflow.services.formal_decisions import waiting
from councilflow.services.standpoints.facts import counted, is_last, progress_in, state_in
from councilflow.services.visibility import Viewer, standpoints_for, statements_for

FIRST, LAST = 2000, 2100


def report(who: Viewer, council: Body, year: int, *, now: datetime) -> AnnualReport:
    """What the council and the bodies under it that the viewer reads did in a calendar year. Thirteen
    statements."""
    today = local_date(now, council.zone)
    states, late = _report_backs(council, year, today)
    return AnnualReport(
        council=council.name,
        host=council.host.name,
        language=council.document_language,
        year=year,
        made_on=today,
        bodies=years_of_bodies(who, council, year),
        standpoints=_standpoints(who, council, year, today),
        decisions=_decisions(who, council, year),
        late_decisions=_late_decisions(who, council, year, now),
        report_backs=states,
        late_report_backs=late,
        statements=_statements(who, council, year),
        efforts=_efforts(council, year),
        given=tuple(
            Given(organisation=one.organisation, kind=one.kind, amount=one.amount)
            for one in efforts.given_in(council.id, year=year)
        ),
    )


def years(council: Body) -> list[int]:
    """The years in which the council has met, the latest first."""
    found = db.session.scalars(
        select(Meeting.starts_at).where(Meeting.council_id == council.id, Meeting.state == MeetingState.HELD)
    )
    return sorted({local_date(one, council.zone).year for one in found}, reverse=True)


def _standpoints(who: Viewer, council: Body, year: int, today: date) -> tuple[Followed, ...]:
    rows = db.session.execute(
        select(Standpoint.number, Standpoint.taken_on, AgendaItem.title, *counted(today))
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .where(Standpoint.council_id == council.id, Standpoint.year == year, standpoints_for(who))
        .order_by(Standpoint.number)
    )
    return tuple(
        Followed(
            number=row.number,
            title=row.title,
            on=row.taken_on,
            state=state_in(row),
            progress=progress_in(row),
        )
        for row in rows
    )


def _decisions(who: Viewer, council: Body, year: int) -> tuple[tuple[FormalState, int], ...]:
    rows = db.session.execute(
        select(FormalDecision.state, func.count().label("many"))
        .join(Standpoint, Standpoint.id == FormalDecision.standpoint_id)
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .where(
            Standpoint.council_id == council.id,
            Standpoint.year == year,
            Standpoint.in_force_on.is_not(None),
            standpoints_for(who),
            is_last(),
        )
        .group_by(FormalDecision.state)
    ).all()
    many = {row.state: row.many for row in rows}
    return tuple((state, many[state]) for state in FormalState if state in many)


def _late_decisions(who: Viewer, council: Body, year: int, now: datetime) -> int:
    """As many as the list of what is late has of the year's standpoints."""
    rows = db.session.execute(
        waiting.query().where(
            Standpoint.council_id == council.id, Standpoint.year == year, standpoints_for(who)
        )
    )
    return sum(1 for row in rows if waiting.awaited(row, now).is_late)


def _report_backs(
    council: Body, year: int, today: date
) -> tuple[tuple[tuple[ReportBackState, int], ...], int]:
    """How many stand where, and how many are late."""
    found = db.session.execute(
        select(ReportBack.state, ReportBack.due_on, Meeting.starts_at)
        .join(Meeting, Meeting.id == ReportBack.meeting_id)
        .where(Meeting.council_id == council.id, within(year))
    )
    rows = [row for row in found if local_date(row.starts_at, council.zone).year == year]
    states = tuple(
        (state, many) for state in ReportBackState if (many := sum(1 for row in rows if row.state is state))
    )
    return states, sum(1 for row in rows if is_late(row.state, row.due_on, today))


def _in_year(column: Any, year: int) -> ColumnElement[bool]:
    return and_(column >= date(year, 1, 1), column <= date(year, 12, 31))


def _statements(who: Viewer, council: Body, year: int) -> tuple[Said, ...]:
    rows = db.session.execute(
        select(Statement.title, Statement.addressee, Statement.sent_on)
        .outerjoin(AgendaItem, AgendaItem.id == Statement.item_id)
        .where(
            Statement.body_id == council.id,
            _in_year(Statement.sent_on, year),
            statements_for(who),
            is_no_secret(),
        )
        .order_by(Statement.sent_on, Statement.id)
    )
    return tuple(Said(title=row.title, addressee=row.addressee, on=row.sent_on) for row in rows)


def _efforts(council: Body, year: int) -> tuple[Together, ...]:
    """The joint efforts that had begun before the year was over, and were not over before it began."""
    rows: Sequence[Any] = db.session.execute(
        select(JointEffort.title, JointEffort.state, JointEffort.result)
        .outerjoin(Standpoint, Standpoint.id == JointEffort.standpoint_id)
        .outerjoin(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .where(
            JointEffort.body_id == council.id,
            or_(JointEffort.starts_on.is_(None), JointEffort.starts_on <= date(year, 12, 31)),
            or_(JointEffort.ends_on.is_(None), JointEffort.ends_on >= date(year, 1, 1)),
            or_(Standpoint.id.is_(None), Standpoint.year <= year),
            is_no_secret(),
        )
        .order_by(JointEffort.starts_on, JointEffort.id)
    ).all()
    return tuple(Together(title=row.title, state=row.state, result=row.result) for row in rows)
