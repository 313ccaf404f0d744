"""Searching the mail of all meetings of a council."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, func, select

from councilflow.extensions import db
from councilflow.models import Mail, Meeting
from councilflow.process.mail import MailState
from councilflow.services.mail.outbox import COLUMNS, Mailing, mailing_of
from councilflow.services.searching import about

PAGE = 50
"""Mails on a page."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for; what is empty does not narrow. Days are of the council's own calendar."""

    words: str = ""
    """In the recipient's name or address, or in the subject."""
    kind: str = ""
    state: MailState | None = None
    meeting_id: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """A page of the mail log, newest first: each mail with its meeting's id and when that begins."""

    mails: list[tuple[Mailing, int, datetime]]
    count: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE))


def search(council_id: int, wanted: Wanted, *, zone: ZoneInfo, page: int = 1) -> Log:
    """The mails about a council's meetings that answer to all that is wanted. Two queries."""
    where = _conditions(council_id, wanted, zone)
    of_meeting = Meeting.id == Mail.meeting_id
    count = db.session.scalar(select(func.count(Mail.id)).join(Meeting, of_meeting).where(*where)) or 0
    page = min(max(1, page), max(1, -(-count // PAGE)))
    rows = db.session.execute(
        select(*COLUMNS, Meeting.id.label("meeting_id"), Meeting.starts_at)
        .join(Meeting, of_meeting)
        .where(*where)
        .order_by(Mail.queued_at.desc(), Mail.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).mappings()
    found = []
    for row in rows:
        facts = dict(row)
        meeting_id, starts_at = facts.pop("meeting_id"), facts.pop("starts_at")
        found.append((mailing_of(facts), meeting_id, starts_at))
    return Log(found, count, page)


def failed(council_id: int) -> int:
    """How many mails of the council's meetings could not be sent."""
    return (
        db.session.scalar(
            select(func.count(Mail.id))
            .join(Meeting, Meeting.id == Mail.meeting_id)
            .where(Meeting.council_id == council_id, Mail.state == MailState.FAILED)
        )
        or 0
    )


def choices_of(council_id: int) -> tuple[Sequence[str], Sequence[Row[*tuple[Any, ...]]]]:
    """The kinds of mail that the council has sent, and the meetings they were about, newest first."""
    kinds = db.session.scalars(
        select(Mail.kind)
        .join(Meeting, Meeting.id == Mail.meeting_id)
        .where(Meeting.council_id == council_id)
        .distinct()
        .order_by(Mail.kind)
    ).all()
    meetings = db.session.execute(
        select(Meeting.id, Meeting.starts_at)
        .where(Meeting.council_id == council_id, Meeting.id.in_(select(Mail.meeting_id)))
        .order_by(Meeting.starts_at.desc(), Meeting.id)
    ).all()
    return kinds, meetings


def _conditions(council_id: int, wanted: Wanted, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [Meeting.council_id == council_id]
    if wanted.words.strip():
        where.append(about(wanted.words, Mail.to_name, Mail.to_address, Mail.subject))
    if wanted.kind:
        where.append(Mail.kind == wanted.kind)
    if wanted.state is not None:
        where.append(Mail.state == wanted.state)
    if wanted.meeting_id is not None:
        where.append(Mail.meeting_id == wanted.meeting_id)
    if wanted.since is not None:
        where.append(Mail.queued_at >= datetime.combine(wanted.since, time(), tzinfo=zone))
    if wanted.until is not None:
        where.append(Mail.queued_at < datetime.combine(wanted.until + timedelta(days=1), time(), tzinfo=zone))
    return where
