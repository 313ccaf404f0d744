"""The two questions that the checklists ask of the database, however many meetings and items there are.

Of what organisations do at home only what they have handed in is read here; no draft is (H.5).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from councilflow.models import (
    DEALT_WITH,
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
from councilflow.process.councils import Category
from councilflow.process.meeting import COMING, MeetingState, SignatoryRole
from councilflow.services.visibility import held_on


def meetings(day: date | None) -> Any:
    """Meetings with what is counted of each; the caller says which."""
    counted = _of_the_meeting() | _of_the_minutes()
    counted["wide"] = _asked(day, Meeting.council_id, Body.includes_id)
    counted["narrow"] = _asked(day, Body.includes_id)
    posted = exists().where(Notice.document_id == MinutesDocument.id).correlate(MinutesDocument)
    return (
        select(
            *_SAID,
            case((posted, 1), else_=0).label("posted"),
            *(number.label(name) for name, number in counted.items()),
        )
        .join(Body, Body.id == Meeting.council_id)
        .outerjoin(MinutesDocument, MinutesDocument.meeting_id == Meeting.id)
    )


_SAID = (
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
)


def _of_the_meeting() -> dict[str, Any]:
    """How many stand in the roll and are called, and whether another meeting comes; the points ticked."""
    later = aliased(Meeting)
    in_roll = Attendance.meeting_id == Meeting.id
    return {
        "roll": _count(Attendance, in_roll),
        "called": _count(Attendance, in_roll, Attendance.presence.is_not(None)),
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
    }


def _of_the_minutes() -> dict[str, Any]:
    """How many sign, have approved and have signed, and how many extracts are made and sent."""
    latest = (
        select(func.max(MinutesRevision.number))
        .where(MinutesRevision.document_id == MinutesReview.document_id)
        .correlate(MinutesReview)
        .scalar_subquery()
    )
    signs, elected = Signatory.meeting_id == Meeting.id, Signatory.role == SignatoryRole.ELECTED
    justerare = select(Signatory.person_id).where(signs, elected).correlate(Meeting)
    of_meeting = Extract.meeting_id == Meeting.id
    # One without an address is handed over on paper.
    is_sent = or_(Extract.email == "", Extract.mail_id.is_not(None))
    return {
        "elected": _count(Signatory, signs, elected),
        "signing": _count(Signatory, signs),
        "extracts": _count(Extract, of_meeting),
        "extracts_sent": _count(Extract, of_meeting, is_sent),
        # The chair may approve the text as well, but only the justerare must.
        "approved": _of_document(
            MinutesReview,
            MinutesReview.approved,
            MinutesReview.revision == latest,
            MinutesReview.person_id.in_(justerare),
        ),
        "signed": _of_document(SignedFile, SignedFile.superseded.is_(False)),
    }


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


def items(meeting_ids: list[int], day: date | None) -> Any:
    """The items of these meetings, with what hangs on each."""
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
            AgendaItem.consultation,
            AgendaItem.answers_by,
            AgendaItem.is_prepared,
            AgendaItem.preparation_closed_at,
            AgendaItem.presented_at,
            AgendaItem.outcome,
            _hanging(StrategyLink).label("links"),
            _hanging(Question).label("questions"),
            _hanging(Attachment).label("attachments"),
            _hanging(Presenter).label("presenters"),
            _hanging(Dissent).label("dissents"),
            answered.label("answered"),
            _handed_in(day, narrow=False).label("handed_in"),
            _handed_in(day, narrow=True).label("handed_in_narrow"),
        )
        .where(AgendaItem.meeting_id.in_(meeting_ids), DEALT_WITH)
        .order_by(AgendaItem.position, AgendaItem.id)
    )


def _hanging(table: Any) -> Any:
    return (
        select(func.count(table.id))
        .where(table.item_id == AgendaItem.id)
        .correlate(AgendaItem)
        .scalar_subquery()
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
