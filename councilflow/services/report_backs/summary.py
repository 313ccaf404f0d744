"""The summary that an organisation takes home, written from the record of the meeting (A74).

Only what the whole council may read is in it, and what falls under secrecy is not: no draft, no stance, and
nothing of what anybody prepared at home (H.5).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, func, select

from councilflow.extensions import db
from councilflow.models import (
    DEALT_WITH,
    AgendaItem,
    Body,
    Concerned,
    Dissent,
    FormalDecision,
    Implementation,
    Meeting,
    MinutesDocument,
    Organisation,
    ReportBack,
    Standpoint,
)
from councilflow.process.afterwards import FormalState
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import STANDPOINT_TAKEN
from councilflow.process.formal_decisions import MADE, SETTLE_WITHIN
from councilflow.process.meeting import COMING, local_date
from councilflow.process.profiles import PROFILES, OutcomeWord
from councilflow.process.report_backs import Doing, Elsewhere, HomeSummary, Owed, Taken, Told, View
from councilflow.services.minutes.signed import changes_of

Found = Row[*tuple[Any, ...]]


def summary(report: ReportBack, *, language: str = "") -> HomeSummary:
    """What the organisation takes home from the meeting, in the language that is asked for, its own, or else
    that of the council's documents. Ten statements, however many items there are."""
    head = _head(report)
    zone = ZoneInfo(head.time_zone)
    called = PROFILES[head.minutes_profile].outcome
    items = _items(report)
    taken = [one for one in items if one.standpoint_id is not None]
    following = _next(head)
    return HomeSummary(
        council=head.council,
        host=head.host,
        organisation=head.organisation,
        language=language or head.language or head.document_language,
        met_on=local_date(head.starts_at, zone),
        signed_on=local_date(head.signed_at, zone) if head.signed_at else None,
        standpoints=_standpoints(report, taken, called),
        others=tuple(
            Told(number=one.number, title=one.title, outcome=one.outcome, called=called)
            for one in items
            if one.standpoint_id is None and one.kind is not ItemKind.STANDING
        ),
        next_on=local_date(following.starts_at, zone) if following else None,
        next_place=following.place if following else "",
    )


def _head(report: ReportBack) -> Found:
    host = Organisation.__table__.alias("host")
    return db.session.execute(
        select(
            Meeting.starts_at,
            Meeting.council_id,
            func.coalesce(Meeting.minutes_profile, Body.minutes_profile).label("minutes_profile"),
            Body.name.label("council"),
            Body.time_zone,
            Body.document_language,
            host.c.name.label("host"),
            Organisation.name.label("organisation"),
            Organisation.language,
            MinutesDocument.signed_at,
        )
        .join(Body, Body.id == Meeting.council_id)
        .join(host, host.c.id == Body.host_id)
        .join(Organisation, Organisation.id == report.organisation_id)
        .outerjoin(MinutesDocument, MinutesDocument.meeting_id == Meeting.id)
        .where(Meeting.id == report.meeting_id)
    ).one()


def _items(report: ReportBack) -> Sequence[Found]:
    """The items that were dealt with and are no secret; those whose standpoint was taken have its id."""
    own = and_(Concerned.item_id == AgendaItem.id, Concerned.organisation_id == report.organisation_id)
    return db.session.execute(
        select(
            AgendaItem.id,
            AgendaItem.number,
            AgendaItem.title,
            AgendaItem.kind,
            AgendaItem.outcome,
            AgendaItem.adopted,
            AgendaItem.shared_value,
            Standpoint.id.label("standpoint_id"),
            Standpoint.message,
            Standpoint.in_force_on,
            Concerned.contribution,
        )
        .outerjoin(
            Standpoint,
            and_(Standpoint.item_id == AgendaItem.id, AgendaItem.outcome.in_(STANDPOINT_TAKEN)),
        )
        .outerjoin(Concerned, own)
        .where(
            AgendaItem.meeting_id == report.meeting_id,
            AgendaItem.number.is_not(None),
            AgendaItem.is_secret.is_(False),
            DEALT_WITH,
        )
        .order_by(AgendaItem.number)
    ).all()


def _standpoints(report: ReportBack, items: Sequence[Found], called: OutcomeWord) -> tuple[Taken, ...]:
    if not items:
        return ()
    views = _views([one.id for one in items])
    owed = _owed(report, items)
    elsewhere = _elsewhere(report, [one.standpoint_id for one in items if one.in_force_on])
    doing = _doing(report, [one.standpoint_id for one in items])
    corrected: dict[int | None, list[str]] = defaultdict(list)
    for change in changes_of(report.meeting_id):
        corrected[change.paragraph].append(change.should_say)
    return tuple(
        Taken(
            number=one.number,
            title=one.title,
            outcome=one.outcome,
            called=called,
            wording=one.adopted,
            corrections=tuple(filter(None, corrected[one.number])),
            message=one.message,
            shared_value=one.shared_value,
            contribution=one.contribution or "",
            views=tuple(views[one.id]),
            owed=tuple(owed[one.standpoint_id]),
            elsewhere=tuple(elsewhere[one.standpoint_id]),
            doing=tuple(doing[one.standpoint_id]),
        )
        for one in items
    )


def _views(item_ids: Iterable[int]) -> dict[int, list[View]]:
    rows = db.session.execute(
        select(Dissent.item_id, Dissent.organisation, Dissent.person, Dissent.kind, Dissent.text)
        .where(Dissent.item_id.in_(item_ids))
        .order_by(Dissent.id)
    )
    found: dict[int, list[View]] = defaultdict(list)
    for row in rows:
        who = f"{row.person} ({row.organisation})" if row.person else row.organisation
        found[row.item_id].append(View(who=who, kind=row.kind, text=row.text))
    return found


def _owed(report: ReportBack, items: Sequence[Found]) -> dict[int, list[Owed]]:
    """The organisation's own steps; until when it is asked, where it has not answered."""
    in_force = {one.standpoint_id: one.in_force_on for one in items}
    rows = db.session.execute(
        select(
            FormalDecision.standpoint_id,
            FormalDecision.state,
            FormalDecision.deciding_body,
            FormalDecision.planned_on,
            FormalDecision.decided_on,
            FormalDecision.reference,
        )
        .where(
            FormalDecision.standpoint_id.in_(in_force),
            FormalDecision.organisation_id == report.organisation_id,
        )
        .order_by(FormalDecision.standpoint_id, FormalDecision.position)
    )
    found: dict[int, list[Owed]] = defaultdict(list)
    for row in rows:
        on = row.decided_on if row.state in MADE else row.planned_on
        if row.state is FormalState.UNSETTLED:
            on = _settle_by(in_force[row.standpoint_id])
        step = Owed(state=row.state, body=row.deciding_body, on=on, reference=row.reference)
        found[row.standpoint_id].append(step)
    return found


def _elsewhere(report: ReportBack, standpoint_ids: Iterable[int]) -> dict[int, list[Elsewhere]]:
    """What the others decided with a change or against, which everybody in the council reads (A82)."""
    rows = db.session.execute(
        select(
            FormalDecision.standpoint_id,
            FormalDecision.state,
            FormalDecision.deciding_body,
            FormalDecision.decided_on,
            FormalDecision.reference,
            FormalDecision.note,
            Organisation.name,
        )
        .join(Organisation, Organisation.id == FormalDecision.organisation_id)
        .where(
            FormalDecision.standpoint_id.in_(standpoint_ids),
            FormalDecision.organisation_id != report.organisation_id,
            FormalDecision.state.in_((FormalState.CHANGED, FormalState.REJECTED)),
        )
        .order_by(Organisation.name, FormalDecision.position)
    )
    found: dict[int, list[Elsewhere]] = defaultdict(list)
    for row in rows:
        found[row.standpoint_id].append(
            Elsewhere(
                organisation=row.name,
                state=row.state,
                body=row.deciding_body,
                on=row.decided_on,
                reference=row.reference,
                note=row.note,
            )
        )
    return found


def _settle_by(in_force_on: date | None) -> date | None:
    return in_force_on + timedelta(days=SETTLE_WITHIN) if in_force_on else None


def _doing(report: ReportBack, standpoint_ids: Iterable[int]) -> dict[int, list[Doing]]:
    """What every organisation does, the own first."""
    rows = db.session.execute(
        select(
            Implementation.standpoint_id,
            Implementation.organisation_id,
            Implementation.text,
            Implementation.responsible,
            Implementation.state,
            Implementation.follow_up_on,
            Organisation.name,
        )
        .join(Organisation, Organisation.id == Implementation.organisation_id)
        .where(Implementation.standpoint_id.in_(standpoint_ids))
        .order_by(Organisation.name, Implementation.id)
    )
    found: dict[int, list[Doing]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.organisation_id != report.organisation_id):
        found[row.standpoint_id].append(
            Doing(
                organisation=row.name,
                text=row.text,
                responsible=row.responsible,
                state=row.state,
                follow_up_on=row.follow_up_on,
                is_own=row.organisation_id == report.organisation_id,
            )
        )
    return found


def _next(head: Found) -> Found | None:
    """The meeting of the council that comes after this one."""
    return db.session.execute(
        select(Meeting.starts_at, Meeting.place)
        .where(
            Meeting.council_id == head.council_id,
            Meeting.starts_at > head.starts_at,
            Meeting.state.in_(COMING),
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(1)
    ).one_or_none()
