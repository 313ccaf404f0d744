"""Reminding organisations of results that they have not taken home.

By itself some days before the last day and after it, in councils that let reminders go (H.7); by the
secretariat at any time, after a look at whom it reaches, once a day at most for each organisation. A report
back is claimed by writing when it was reminded, in one statement that says how long ago that must have been:
of several workers one gets the row, and the mail goes with the same transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, update

from councilflow.extensions import db, reading
from councilflow.models import Body, Meeting, Person, ReportBack
from councilflow.process.afterwards import ReportBackState
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import local_date
from councilflow.process.reminders import GOES_FROM
from councilflow.process.report_backs import REMIND_EVERY
from councilflow.services import journal, mail
from councilflow.services.formal_decisions.reminding import carriers
from councilflow.services.report_backs.reading import Listed, listed, query
from councilflow.services.visibility import ZONE, today


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail: to somebody who carries an organisation's stance, or to the organisation's own mailbox."""

    to: mail.Recipient
    organisation: str
    about: Sequence[Listed]


@dataclass(frozen=True, slots=True)
class Preview:
    """The mail as one recipient would read it."""

    name: str
    subject: str
    text: str


def letters(council: Body, *, now: datetime) -> list[Letter]:
    """The mails that the secretariat would send now: about what is late or has a fortnight left, to
    organisations that nobody has reminded today. Two statements."""
    midnight = _midnight(now)
    is_open = ReportBack.state == ReportBackState.OPEN
    rows = db.session.execute(
        query().where(Meeting.council_id == council.id, or_(is_open, ReportBack.reminded_at >= midnight))
    ).all()
    quiet = {row.organisation_id for row in rows if row.reminded_at and row.reminded_at >= midnight}
    near = today(now) + timedelta(days=REMIND_EVERY)
    waits = [row for row in rows if row.state is ReportBackState.OPEN and row.due_on <= near]
    found = [row for row in waits if row.organisation_id not in quiet]
    return _addressed(council, [listed(row, now) for row in found], now)


def _midnight(now: datetime) -> datetime:
    return datetime.combine(today(now), time.min, ZONE)


def preview(council: Body, one: Letter) -> Preview:
    """The mail as it will be."""
    facts = _facts(council, one)
    subject, text, _html = mail.written("report_back_reminder", facts, language=one.to.language)
    return Preview(one.to.name, mail.one_line(subject), text)


def send(council: Body, *, by: Person, now: datetime) -> int:
    """Remind everybody of `letters`; how many mails. RuleBroken: nobody-left-to-remind."""
    found = {each.row.id: each for one in letters(council, now=now) for each in one.about}
    won = _claimed(list(found.values()), before=_midnight(now), now=now)
    if not won:
        raise RuleBroken("nobody-left-to-remind")
    return _write(council, won, mail.Sender(by.name, by.email), by=by, now=now)


def send_due(now: datetime) -> int:
    """Remind everybody whose time has come; how many mails. Ends the transaction it is called in."""
    if now.astimezone(ZONE).time() < GOES_FROM:
        return 0
    with reading():
        db.session.rollback()
        due = _due(now)
        db.session.rollback()
    by_council: dict[int, list[Listed]] = defaultdict(list)
    for one in due:
        by_council[one.row.council_id].append(one)
    count = 0
    for council_id, found in by_council.items():
        won = _claimed(found, before=now - timedelta(days=REMIND_EVERY), now=now)
        if won:
            council = db.session.get_one(Body, council_id)
            count += _write(council, won, mail.Sender(council.name), by=None, now=now)
        db.session.commit()
    return count


def _due(now: datetime) -> list[Listed]:
    before = now - timedelta(days=REMIND_EVERY)
    rows = db.session.execute(
        query().where(
            ReportBack.state == ReportBackState.OPEN,
            Body.reminder_days > 0,
            or_(ReportBack.reminded_at.is_(None), ReportBack.reminded_at <= before),
        )
    )
    return [listed(row, now) for row in rows if _has_come(row, now)]


def _has_come(row: Any, now: datetime) -> bool:
    day = local_date(now, ZoneInfo(row.time_zone))
    return bool(row.due_on - timedelta(days=row.reminder_days) <= day)


def _claimed(found: Sequence[Listed], *, before: datetime, now: datetime) -> list[Listed]:
    """Those that nobody else has reminded of since `before`, now marked as ours."""
    won = set(
        db.session.scalars(
            update(ReportBack)
            .where(
                ReportBack.id.in_([one.row.id for one in found]),
                ReportBack.state == ReportBackState.OPEN,
                or_(ReportBack.reminded_at.is_(None), ReportBack.reminded_at <= before),
            )
            .values(reminded_at=now)
            .returning(ReportBack.id)
            .execution_options(synchronize_session=False)
        )
    )
    return [one for one in found if one.row.id in won]


def _addressed(council: Body, found: Sequence[Listed], now: datetime) -> list[Letter]:
    """One mail to each of those who carry an organisation's stance, or to its mailbox where nobody does."""
    by_organisation: dict[int, list[Listed]] = defaultdict(list)
    for one in sorted(found, key=lambda one: (one.row.due_on, one.row.id)):
        by_organisation[one.row.organisation_id].append(one)
    people = carriers(council, by_organisation, now) if by_organisation else {}
    made = []
    for organisation_id, about in by_organisation.items():
        row, carrying = about[0].row, people.get(organisation_id, [])
        to = [mail.Recipient(one.name, one.email, one.language, one.id) for one in carrying]
        if not to and row.mailbox:
            to = [mail.Recipient(row.organisation, row.mailbox, row.language or council.document_language)]
        made += [Letter(one, row.organisation, about) for one in to]
    return sorted(made, key=lambda one: (one.organisation, one.to.name))


def _write(
    council: Body, found: Sequence[Listed], sender: mail.Sender, *, by: Person | None, now: datetime
) -> int:
    """Queue the mails; they stand in the mail log of the last meeting that they are about."""
    written = _addressed(council, found, now)
    for one in written:
        mail.queue(
            "report-back-reminder",
            to=one.to,
            template="report_back_reminder",
            facts=_facts(council, one),
            sender=sender,
            meeting=db.session.get(Meeting, max(each.row.meeting_id for each in one.about)),
            now=now,
        )
    journal.note(
        "report-backs-reminded",
        by=by,
        now=now,
        council=council,
        about=", ".join(sorted({one.row.organisation for one in found})),
        after={"told": len(written)},
    )
    return len(written)


def _facts(council: Body, letter: Letter) -> dict[str, Any]:
    return {
        "name": letter.to.name,
        "council": council.name,
        "organisation": letter.organisation,
        "about": [
            {
                "met_on": one.met_on,
                "due_on": one.row.due_on,
                "url": mail.address_of(
                    f"/meetings/{one.row.meeting_id}/report-back/{one.row.organisation_id}"
                ),
            }
            for one in letter.about
        ],
        "all_url": mail.address_of("/report-backs"),
    }
