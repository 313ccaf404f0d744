"""Reminding organisations of decisions that are late, or of the answer whether one is needed.

The secretariat sends it after a look at whom it reaches; by itself it goes when the planned day has passed or
nobody has answered for a month, once in `REMIND_EVERY` days, in councils that let reminders go (H.7). One
mail to each person and council, about everything that their organisation is asked for.

A step is claimed by writing when it was reminded, in one statement that says how long ago that must have
been: of several workers one gets the row, and the mail goes with the same transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import or_, select, update

from councilflow.extensions import db, reading
from councilflow.models import Body, FormalDecision, Person, Seat, Standpoint
from councilflow.process.councils import BodyKind, Category
from councilflow.process.errors import RuleBroken
from councilflow.process.formal_decisions import REMIND_EVERY, SETTLE_WITHIN
from councilflow.process.reminders import GOES_FROM
from councilflow.process.rights import Holding, stance_organisations
from councilflow.services import journal, mail
from councilflow.services.formal_decisions.waiting import Awaited, awaited, query
from councilflow.services.visibility import ZONE, held_on, today

SHOWN = 20
"""So many standpoints a mail tells of one by one; the page has them all."""


@dataclass(slots=True)
class Letter:
    """One mail: to somebody who carries an organisation's stance, or to the organisation's own mailbox."""

    name: str
    address: str
    language: str
    person_id: int | None
    organisation: str
    about: list[Awaited] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Preview:
    """The mail as one recipient would read it."""

    name: str
    organisation: str
    subject: str
    text: str


def letters(council: Body, *, now: datetime, only: Collection[int] | None = None) -> list[Letter]:
    """The mails that a reminder would send now, about what is late in the council and not reminded of today.
    `only` are the ids of the steps that it may be about. Two statements."""
    rows = db.session.execute(
        query().where(FormalDecision.organisation_id.is_not(None), Standpoint.council_id == council.id)
    )
    late = [
        one
        for one in (awaited(row, now) for row in rows)
        if one.is_late and (only is None or one.row.id in only) and not _was_today(one, now)
    ]
    return _addressed(council, late, now)


def preview(council: Body, one: Letter, *, sender: mail.Sender) -> Preview:
    facts = _facts(council, one, sender)
    subject, text, _html = mail.written("formal_reminder", facts, language=one.language)
    return Preview(one.name, one.organisation, mail.one_line(subject), text)


def send(council: Body, *, by: Person, now: datetime) -> int:
    """Remind everybody of `letters`; how many mails that was. RuleBroken: nobody-is-late."""
    midnight = datetime.combine(today(now), time.min, ZONE)
    written = _claimed(letters(council, now=now), before=midnight, now=now)
    if not written:
        raise RuleBroken("nobody-is-late")
    _write(council, written, mail.Sender(by.name, by.email), by=by, now=now)
    return len(written)


def send_due(now: datetime) -> int:
    """Send what goes by itself, in every council; how many mails. Ends the transaction it is called in."""
    count = 0
    if now.astimezone(ZONE).time() < GOES_FROM:
        return count
    before = now - timedelta(days=REMIND_EVERY)
    with reading():
        db.session.rollback()
        councils = db.session.scalars(_councils_with_late(now)).all()
        db.session.rollback()
    for council_id in councils:
        council = db.session.get_one(Body, council_id)
        written = _claimed(letters(council, now=now), before=before, now=now)
        if written:
            _write(council, written, mail.Sender(council.name), by=None, now=now)
        count += len(written)
        db.session.commit()
    return count


def _councils_with_late(now: datetime) -> Any:
    """Councils whose reminders go by themselves, and in which a step may be late that was not reminded of
    lately. Days are taken widely here; `letters` looks closely."""
    before, day = now - timedelta(days=REMIND_EVERY), today(now)
    quiet = or_(FormalDecision.reminded_at.is_(None), FormalDecision.reminded_at <= before)
    late = or_(
        FormalDecision.planned_on < day,
        Standpoint.in_force_on < day - timedelta(days=SETTLE_WITHIN - 1),
    )
    found = query().where(FormalDecision.organisation_id.is_not(None), Body.reminder_days > 0, quiet, late)
    return found.with_only_columns(Body.id).distinct().order_by(Body.id)


def _claimed(found: Sequence[Letter], *, before: datetime, now: datetime) -> list[Letter]:
    """The mails about the steps that nobody else has reminded of since `before`, now marked as ours."""
    ids = {each.row.id for one in found for each in one.about}
    if not ids:
        return []
    won = set(
        db.session.scalars(
            update(FormalDecision)
            .where(
                FormalDecision.id.in_(ids),
                or_(FormalDecision.reminded_at.is_(None), FormalDecision.reminded_at <= before),
            )
            .values(reminded_at=now)
            .returning(FormalDecision.id)
            .execution_options(synchronize_session=False)
        )
    )
    for one in found:
        one.about = [each for each in one.about if each.row.id in won]
    return [one for one in found if one.about]


def _was_today(one: Awaited, now: datetime) -> bool:
    return one.row.reminded_at is not None and today(one.row.reminded_at) == today(now)


def _addressed(council: Body, found: Sequence[Awaited], now: datetime) -> list[Letter]:
    by_organisation: dict[int, list[Awaited]] = defaultdict(list)
    for one in sorted(found, key=lambda one: (one.due, one.row.id)):
        by_organisation[one.row.organisation_id].append(one)
    found_carriers = carriers(council, by_organisation, now)
    made = []
    for organisation_id, about in by_organisation.items():
        row = about[0].row
        people = found_carriers.get(organisation_id, [])
        made += [
            Letter(person.name, person.email, person.language, person.id, row.organisation, about)
            for person in people
        ]
        if not people and row.mailbox:
            language = row.language or council.document_language
            made.append(Letter(row.organisation, row.mailbox, language, None, row.organisation, about))
    return sorted(made, key=lambda one: (one.organisation, one.name))


def carriers(council: Body, organisation_ids: Iterable[int], now: datetime) -> dict[int, list[Person]]:
    """Who answers for each organisation today: those who carry its stance (A83)."""
    rows = db.session.execute(
        select(Person, Seat.organisation_id, Seat.category, Seat.side)
        .join(Seat, Seat.person_id == Person.id)
        .join(Body, Body.id == Seat.body_id)
        .where(
            or_(
                Body.id == council.id,
                Body.id == council.includes_id,
                (Body.council_id == council.id) & (Body.kind == BodyKind.PREPARATORY_GROUP),
            ),
            Seat.organisation_id.in_(list(organisation_ids)),
            Seat.category.in_([Category.MEMBER, Category.OFFICIAL]),
            Person.is_active,
            Person.email != "",
            held_on(today(now)),
        )
        .order_by(Seat.position, Seat.id)
    )
    found: dict[int, list[Person]] = defaultdict(list)
    for person, organisation_id, category, side in rows:
        carried = stance_organisations([Holding(council.id, organisation_id, category, side)])
        if organisation_id in carried and person not in found[organisation_id]:
            found[organisation_id].append(person)
    return found


def _facts(council: Body, one: Letter, sender: mail.Sender) -> dict[str, Any]:
    organisation_id = one.about[0].row.organisation_id
    return {
        "name": one.name,
        "council": council.name,
        "organisation": one.organisation,
        "sender": sender.name,
        "about": [
            {
                "number": each.row.number,
                "year": each.row.year,
                "title": each.row.title,
                "state": each.row.state,
                "deciding_body": each.row.deciding_body,
                "due": each.due,
                "taken_on": each.row.taken_on,
                "url": mail.address_of(f"/standpoints/{each.row.item_id}/decisions/{organisation_id}"),
            }
            for each in one.about[:SHOWN]
        ],
        "count": len(one.about),
        "more": max(len(one.about) - SHOWN, 0),
        "all_url": mail.address_of("/formal-decisions"),
    }


def _write(
    council: Body, found: Sequence[Letter], sender: mail.Sender, *, by: Person | None, now: datetime
) -> None:
    for one in found:
        mail.queue(
            "formal-reminder",
            to=mail.Recipient(one.name, one.address, one.language, one.person_id),
            template="formal_reminder",
            facts=_facts(council, one, sender),
            sender=sender,
            now=now,
        )
    named = sorted({one.organisation for one in found})
    journal.note(
        "formal-decisions-reminded",
        by=by,
        now=now,
        council=council,
        about=", ".join(named),
        after={"told": len(found)},
    )
