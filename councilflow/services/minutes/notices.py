"""The notice of signed minutes on the host's notice board: put up, taken down, and what it says (KL 8:12)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select

from councilflow.extensions import db
from councilflow.models import Body, Meeting, MinutesDocument, Notice, Organisation, Person
from councilflow.process import notices
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import local_date
from councilflow.process.minutes import MinutesState, from_json
from councilflow.process.notices import NoticePaper
from councilflow.process.profiles import WITH_NOTICE
from councilflow.services import journal
from councilflow.services.minutes import hold


def are_kept(meeting_id: int) -> bool:
    """Whether the minutes of this meeting are announced, by the rules it was opened under (D.1)."""
    profile = db.session.scalar(
        select(func.coalesce(Meeting.minutes_profile, Body.minutes_profile))
        .join_from(Meeting, Body, Meeting.council_id == Body.id)
        .where(Meeting.id == meeting_id)
    )
    return profile in WITH_NOTICE


def of(meeting_id: int) -> Row[*tuple[Any, ...]] | None:
    """The notice of a meeting's minutes: posted_on, kept_at, taken_down_on, posted_by; None without one."""
    return db.session.execute(
        select(Notice.posted_on, Notice.kept_at, Notice.taken_down_on, Person.name.label("posted_by"))
        .join(MinutesDocument, MinutesDocument.id == Notice.document_id)
        .join(Person, Person.id == Notice.posted_by_id)
        .where(MinutesDocument.meeting_id == meeting_id)
    ).one_or_none()


def usual_place(meeting_id: int) -> str:
    """Where the minutes are kept: what the council's latest notice said, else its host."""
    council = select(Meeting.council_id).where(Meeting.id == meeting_id).scalar_subquery()
    latest = db.session.scalar(
        select(Notice.kept_at)
        .join(MinutesDocument, MinutesDocument.id == Notice.document_id)
        .join(Meeting, Meeting.id == MinutesDocument.meeting_id)
        .where(Meeting.council_id == council)
        .order_by(Notice.posted_on.desc(), Notice.id.desc())
        .limit(1)
    )
    return (
        latest
        or db.session.scalars(
            select(Organisation.name).join(Body, Body.host_id == Organisation.id).where(Body.id == council)
        ).one()
    )


def post(meeting_id: int, *, on: date, kept_at: str, by: Person, now: datetime) -> Notice:
    """Note that the notice was put up on a day of the council's calendar, and where the minutes are kept.

    RuleBroken: notice-not-kept, notice-before-signing, notice-already-posted, and those of `check_posting`.
    """
    document = _held(meeting_id)
    zone = document.meeting.council.zone
    if _notice(document) is not None:
        raise RuleBroken("notice-already-posted")
    notices.check_posting(on, approved_on=_approved_on(document), today=local_date(now, zone))
    notice = Notice(document_id=document.id, posted_on=on, posted_by_id=by.id, kept_at=kept_at)
    db.session.add(notice)
    journal.note(
        "notice-posted",
        by=by,
        now=now,
        meeting=document.meeting,
        after={"posted_on": on.isoformat(), "kept_at": kept_at},
    )
    return notice


def take_down(meeting_id: int, *, on: date, by: Person, now: datetime) -> Notice:
    """Note that the notice was taken down.

    RuleBroken: notice-not-kept, notice-before-signing, notice-not-posted, notice-already-down, and those of
    `check_removal`.
    """
    document = _held(meeting_id)
    notice = _notice(document)
    if notice is None:
        raise RuleBroken("notice-not-posted")
    if notice.taken_down_on is not None:
        raise RuleBroken("notice-already-down")
    today = local_date(now, document.meeting.council.zone)
    notices.check_removal(on, posted_on=notice.posted_on, today=today)
    notice.taken_down_on = on
    journal.note(
        "notice-taken-down",
        by=by,
        now=now,
        meeting=document.meeting,
        before={"posted_on": notice.posted_on.isoformat()},
        after={"taken_down_on": on.isoformat()},
    )
    return notice


def _held(meeting_id: int) -> MinutesDocument:
    """The minutes, held against everybody else: of two who put a notice up, one is told so."""
    if not are_kept(meeting_id):
        raise RuleBroken("notice-not-kept")
    document = hold(meeting_id)
    _approved_on(document)
    return document


def _notice(document: MinutesDocument) -> Notice | None:
    return db.session.scalar(select(Notice).where(Notice.document_id == document.id))


def _approved_on(document: MinutesDocument) -> date:
    if document.state is not MinutesState.SIGNED or document.signed_at is None:
        raise RuleBroken("notice-before-signing", state=document.state)
    return local_date(document.signed_at, document.meeting.council.zone)


def paper(meeting_id: int) -> NoticePaper:
    """What the notice says. RuleBroken: notice-before-signing, notice-not-posted."""
    document = db.session.scalars(
        select(MinutesDocument).where(MinutesDocument.meeting_id == meeting_id)
    ).one()
    approved_on, notice = _approved_on(document), of(meeting_id)
    if notice is None:
        raise RuleBroken("notice-not-posted")
    minutes = from_json(document.snapshot)
    return NoticePaper(
        council=minutes.council,
        language=minutes.language,
        host=minutes.host,
        meeting_number=minutes.number,
        meeting_year=minutes.year,
        sittings=minutes.sittings,
        paragraphs=minutes.range,
        approved_on=approved_on,
        posted_on=notice.posted_on,
        kept_at=notice.kept_at,
        posted_by=notice.posted_by,
        taken_down_on=notice.taken_down_on,
    )
