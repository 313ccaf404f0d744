"""What the system knows of meetings, for their checklists: two queries, however many meetings and items.

Of what organisations do at home only what they have handed in is read here; no draft is (H.5).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, String, and_, case, cast, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Attachment,
    Attendance,
    Body,
    ChecklistMark,
    Dissent,
    Extract,
    Invitation,
    Invitee,
    Meeting,
    MinutesDocument,
    MinutesReview,
    MinutesRevision,
    Notice,
    Presenter,
    Question,
    Seat,
    Signatory,
    SignedFile,
    StrategyLink,
    Submission,
)
from councilflow.process.agenda import ItemKind, gaps
from councilflow.process.checklists import ChecklistPoint, Facts, ItemFacts
from councilflow.process.councils import Category
from councilflow.process.joint import counting, must_be_prepared
from councilflow.process.meeting import COMING, MeetingState, SignatoryRole, deadlines, local_date
from councilflow.process.profiles import WITH_NOTICE
from councilflow.services.visibility import held_on


@dataclass(frozen=True, slots=True)
class Known:
    """A meeting, what is known of it, and the points that somebody has ticked."""

    meeting_id: int
    council_id: int
    council: str
    facts: Facts
    marked: frozenset[ChecklistPoint]


def of(*which: ColumnElement[bool], day: date | None = None, most: int = 20) -> list[Known]:
    """What is known of these meetings, the nearest first. `day` is the local day of the one meeting whose
    stances are counted; without it, nobody counts as asked for one."""
    rows = db.session.execute(_meetings(day).where(*which).order_by(Meeting.starts_at).limit(most)).all()
    items: dict[int, list[Any]] = defaultdict(list)
    for item in db.session.execute(_items([row.id for row in rows], day)):
        items[item.meeting_id].append(item)
    return [
        Known(row.id, row.council_id, row.council, _facts(row, items[row.id]), _marked(row.marked))
        for row in rows
    ]


def _count(table: Any, *which: Any) -> Any:
    return select(func.count(table.id)).where(*which).correlate(Meeting).scalar_subquery()


def _of_document(table: Any, *which: Any) -> Any:
    """How many different people have a row about the minutes."""
    return (
        select(func.count(func.distinct(table.person_id)))
        .join(MinutesDocument, MinutesDocument.id == table.document_id)
        .where(MinutesDocument.meeting_id == Meeting.id, *which)
        .correlate(Meeting)
        .scalar_subquery()
    )


def _meetings(day: date | None) -> Any:
    later = aliased(Meeting)
    latest = (
        select(func.max(MinutesRevision.number))
        .where(MinutesRevision.document_id == MinutesReview.document_id)
        .correlate(MinutesReview)
        .scalar_subquery()
    )
    justerare = (
        select(Signatory.person_id)
        .where(Signatory.meeting_id == Meeting.id, Signatory.role == SignatoryRole.ELECTED)
        .correlate(Meeting)
    )
    here = {table: table.meeting_id == Meeting.id for table in (Attendance, Signatory, Extract)}
    elected = Signatory.role == SignatoryRole.ELECTED
    facts = {
        "roll": _count(Attendance, here[Attendance]),
        "called": _count(Attendance, here[Attendance], Attendance.presence.is_not(None)),
        "elected": _count(Signatory, here[Signatory], elected),
        "signing": _count(Signatory, here[Signatory]),
        "extracts": _count(Extract, here[Extract]),
        # One without an address is handed over on paper.
        "extracts_sent": _count(
            Extract, here[Extract], or_(Extract.email == "", Extract.mail_id.is_not(None))
        ),
        # The chair may approve the text as well, but only the justerare must.
        "approved": _of_document(
            MinutesReview,
            MinutesReview.approved,
            MinutesReview.revision == latest,
            MinutesReview.person_id.in_(justerare),
        ),
        "signed": _of_document(SignedFile, SignedFile.superseded.is_(False)),
        "later": _count(
            later,
            later.council_id == Meeting.council_id,
            later.starts_at > Meeting.starts_at,
            later.state.in_([*COMING, MeetingState.HELD]),
        ),
        "marked": select(func.aggregate_strings(cast(ChecklistMark.point, String), " "))
        .where(ChecklistMark.meeting_id == Meeting.id)
        .correlate(Meeting)
        .scalar_subquery(),
        "wide": _asked(day, Meeting.council_id, Body.includes_id),
        "narrow": _asked(day, Body.includes_id),
    }
    posted = exists().where(Notice.document_id == MinutesDocument.id).correlate(MinutesDocument)
    return (
        select(
            Meeting.id,
            Meeting.council_id,
            Meeting.state,
            Meeting.form,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.is_joint,
            Body.name.label("council"),
            Body.kind.label("council_kind"),
            Body.includes_id,
            Body.time_zone,
            func.coalesce(Meeting.minutes_profile, Body.minutes_profile).label("minutes_profile"),
            Body.invitation_days,
            Body.preparation_days,
            Body.draft_days,
            Body.signing_days,
            MinutesDocument.state.label("minutes"),
            MinutesDocument.signed_at,
            case((posted, 1), else_=0).label("posted"),
            *(fact.label(name) for name, fact in facts.items()),
        )
        .join(Body, Body.id == Meeting.council_id)
        .outerjoin(MinutesDocument, MinutesDocument.meeting_id == Meeting.id)
    )


def _asked(day: date | None, *bodies: Any) -> Any:
    """How many organisations have members in these bodies on the day of the meeting (A45)."""
    if day is None:
        return literal(0)
    return (
        select(func.count(func.distinct(Seat.organisation_id)))
        .where(or_(*(Seat.body_id == body for body in bodies)), _is_asked(day))
        .correlate(Meeting, Body)
        .scalar_subquery()
    )


def _is_asked(day: date) -> ColumnElement[bool]:
    return and_(Seat.category == Category.MEMBER, Seat.organisation_id.is_not(None), held_on(day))


def _items(meeting_ids: list[int], day: date | None) -> Any:
    def hanging(table: Any, *which: Any) -> Any:
        found = select(func.count(table.id)).where(table.item_id == AgendaItem.id, *which)
        return found.correlate(AgendaItem).scalar_subquery()

    answered = (
        select(func.count(Invitee.id))
        .join(Invitation, Invitation.id == Invitee.invitation_id)
        .where(Invitee.item_id == AgendaItem.id, Invitee.answer.is_not(None), Invitee.withdrawn_at.is_(None))
        .correlate(AgendaItem)
        .scalar_subquery()
    )
    return (
        select(
            AgendaItem.meeting_id,
            AgendaItem.kind,
            AgendaItem.standing,
            AgendaItem.of_council_id,
            AgendaItem.strategy_sentence,
            AgendaItem.background,
            AgendaItem.proposal,
            AgendaItem.is_prepared,
            AgendaItem.preparation_closed_at,
            AgendaItem.presented_at,
            AgendaItem.outcome,
            hanging(StrategyLink).label("links"),
            hanging(Question).label("questions"),
            hanging(Attachment).label("attachments"),
            hanging(Presenter).label("presenters"),
            hanging(Dissent).label("dissents"),
            answered.label("answered"),
            _handed_in(day, narrow=False).label("handed_in"),
            _handed_in(day, narrow=True).label("handed_in_narrow"),
        )
        .where(AgendaItem.meeting_id.in_(meeting_ids))
        .order_by(AgendaItem.position, AgendaItem.id)
    )


def _handed_in(day: date | None, *, narrow: bool) -> Any:
    """How many of those asked have handed in on an item: of the whole council, or of the one it includes."""
    if day is None:
        return literal(0)
    bodies = [Body.includes_id] if narrow else [Meeting.council_id, Body.includes_id]
    sits = (
        exists()
        .where(
            Seat.organisation_id == Submission.organisation_id,
            or_(*(Seat.body_id == body for body in bodies)),
            _is_asked(day),
        )
        .correlate(Submission, Meeting, Body)
    )
    return (
        select(func.count(func.distinct(Submission.organisation_id)))
        .select_from(Submission)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Body, Body.id == Meeting.council_id)
        .where(Submission.item_id == AgendaItem.id, Submission.is_latest, sits)
        .correlate(AgendaItem)
        .scalar_subquery()
    )


def _facts(row: Any, items: list[Any]) -> Facts:
    zone = ZoneInfo(row.time_zone)
    starts_on, ends_on = local_date(row.starts_at, zone), local_date(row.ends_at, zone)
    return Facts(
        state=row.state,
        form=row.form,
        starts_on=starts_on,
        ends_on=ends_on,
        days=deadlines(
            starts_on,
            ends_on,
            invitation=row.invitation_days,
            preparation=row.preparation_days,
            draft=row.draft_days,
            signing=row.signing_days,
        ),
        with_notice=row.minutes_profile in WITH_NOTICE,
        items=tuple(_item(row, item) for item in items),
        presenters_answered=sum(item.answered for item in items),
        roll=row.roll,
        called=row.called,
        elected=row.elected,
        dissents=sum(item.dissents for item in items),
        has_next=row.later > 0,
        minutes=row.minutes,
        approved=row.approved,
        signing=row.signing,
        signed=row.signed,
        signed_on=local_date(row.signed_at, zone) if row.signed_at else None,
        is_posted=bool(row.posted),
        extracts=row.extracts,
        extracts_sent=row.extracts_sent,
    )


def _item(row: Any, item: Any) -> ItemFacts:
    waits = must_be_prepared(row.council_kind, row.includes_id, of_council_id=item.of_council_id)
    missing = gaps(
        item.kind,
        strategy_links=item.links,
        strategy_sentence=item.strategy_sentence,
        background=item.background,
        questions=item.questions,
        attachments=item.attachments,
        proposal=item.proposal,
        is_prepared=item.is_prepared or not waits,
    )
    asked = counting(row.council_id, row.includes_id, is_joint=row.is_joint, of_council_id=item.of_council_id)
    narrow = asked == (row.includes_id,)
    is_standpoint = item.kind is ItemKind.STANDPOINT
    return ItemFacts(
        kind=item.kind,
        standing=item.standing,
        is_complete=not missing,
        presenters=item.presenters,
        asked=(row.narrow if narrow else row.wide) if is_standpoint else 0,
        handed_in=(item.handed_in_narrow if narrow else item.handed_in) if is_standpoint else 0,
        is_closed=item.preparation_closed_at is not None,
        is_presented=item.presented_at is not None,
        outcome=item.outcome,
    )


def _marked(words: str | None) -> frozenset[ChecklistPoint]:
    return frozenset(ChecklistPoint(word) for word in (words or "").split())
