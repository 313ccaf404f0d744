"""More time at home: an organisation asks for it, the chair or the secretary answers (A85, H.7).

A request is handed to the host: until when, and why. Nothing of what is written at home goes with it, and
asking says nothing about whether anything is written (H.5).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, or_, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Extension, Meeting, Organisation, Person, Seat
from councilflow.process.agenda import ItemKind
from councilflow.process.councils import Category, Office
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import local_date
from councilflow.process.preparation import check_extension, due_on
from councilflow.services import journal, mail, secrecy, visibility
from councilflow.services.dissents import hold
from councilflow.services.numbering import place_on_agenda
from councilflow.services.preparation.handing_in import check_open
from councilflow.services.preparation.overview import PREPARED
from councilflow.services.preparation.room import check_holds_stance
from councilflow.services.visibility import Viewer, held_on, today

Found = Row[*tuple[Any, ...]]


def usual_due(meeting: Meeting) -> date:
    """The local date by which all organisations hand in (H.7)."""
    council = meeting.council
    return local_date(meeting.starts_at, council.zone) - timedelta(days=council.preparation_days)


def ask(
    meeting: Meeting,
    organisation_id: int,
    item_ids: Iterable[int],
    *,
    until: date,
    reason: str,
    by: Person,
    now: datetime,
) -> list[Extension]:
    """Ask for more time for some items; the chair and the secretary are written to (A85).

    RuleBroken: nothing-chosen, not-your-organisation, preparation-not-begun, preparation-is-closed,
    meeting-is-closed, extension-too-short, extension-too-long, extension-already-asked.
    """
    items = db.session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.kind.in_(PREPARED))
        .where(AgendaItem.id.in_(list(item_ids)))
        .order_by(AgendaItem.position, AgendaItem.id)
    ).all()
    if not items:
        raise RuleBroken("nothing-chosen")
    check_holds_stance(items[0], organisation_id, by=by, now=now)
    hold(meeting)
    made = [_asked(item, organisation_id, until=until, reason=reason, by=by, now=now) for item in items]
    db.session.add_all(made)
    organisation = db.session.get_one(Organisation, organisation_id)
    for item in items:
        about = f"{organisation.name}, {secrecy.title_outside(item)}"
        journal.note("extension-asked", by=by, now=now, meeting=meeting, about=about)
    _tell_host(meeting, organisation, items, until=until, reason=reason, by=by, now=now)
    return made


def _asked(
    item: AgendaItem, organisation_id: int, *, until: date, reason: str, by: Person, now: datetime
) -> Extension:
    check_open(item)
    meeting = item.meeting
    earlier = db.session.scalars(
        select(Extension).where(Extension.item_id == item.id, Extension.organisation_id == organisation_id)
    ).all()
    if any(one.granted is None for one in earlier):
        raise RuleBroken("extension-already-asked", title=item.title)
    due = _due(item, earlier)
    check_extension(until, due=due, meeting_on=local_date(meeting.starts_at, meeting.council.zone))
    return Extension(
        item_id=item.id,
        organisation_id=organisation_id,
        until=until,
        reason=reason,
        asked_by_id=by.id,
        asked_at=now,
    )


def _due(item: AgendaItem, earlier: Iterable[Extension]) -> date:
    """The day that holds for an organisation, by what it has been granted already; a samråd has its own."""
    usual = item.answers_by if item.kind is ItemKind.CONSULTATION else None
    return due_on(usual or usual_due(item.meeting), [one.until for one in earlier if one.granted])


def _tell_host(
    meeting: Meeting,
    organisation: Organisation,
    items: Sequence[AgendaItem],
    *,
    until: date,
    reason: str,
    by: Person,
    now: datetime,
) -> None:
    leads = or_(Seat.category == Category.SECRETARY, Seat.office == Office.CHAIR)
    people = db.session.scalars(
        select(Person)
        .join(Seat, Seat.person_id == Person.id)
        .where(Seat.body_id == meeting.council_id, leads, Person.is_active, held_on(today(now)))
        .order_by(Person.id)
        .distinct()
    ).all()
    facts = _letter(meeting) | {
        "organisation": organisation.name,
        "items": [(item.place, secrecy.title_outside(item)) for item in items],
        "until": until,
        "reason": secrecy.words_by_mail(items, reason),
        "asked_by": by.name,
        "url": mail.address_of(f"/meetings/{meeting.id}/extensions"),
    }
    for person in people:
        mail.queue(
            "extension-asked",
            to=mail.Recipient.of(person),
            template="extension_asked",
            facts=facts,
            sender=mail.Sender(by.name, by.email),
            meeting=meeting,
            now=now,
        )


def answer(extension: Extension, *, granted: bool, words: str, by: Person, now: datetime) -> None:
    """Grant or deny one request; see `answer_together`."""
    answer_together([(extension, granted)], words=words, by=by, now=now)


def answer_together(
    answers: Sequence[tuple[Extension, bool]], *, words: str, by: Person, now: datetime
) -> None:
    """Grant or deny requests about one meeting with the same word; each who asked gets one mail about all of
    it, in their language (A85).

    RuleBroken: extension-answered, extension-without-reason (denied without a word), preparation-is-closed,
    meeting-is-closed.
    """
    words = words.strip()
    told: dict[tuple[int, int], list[AgendaItem]] = defaultdict(list)
    given = {}
    for extension, granted in answers:
        item = _answered(extension, granted=granted, words=words, by=by, now=now)
        told[extension.asked_by_id, extension.organisation_id].append(item)
        given[item.id, extension.organisation_id] = extension
    for (asker_id, organisation_id), items in told.items():
        lines = [_told(item, given[item.id, organisation_id]) for item in items]
        said = secrecy.words_by_mail(items, words)
        _tell_asker(items[0].meeting, asker_id, organisation_id, lines, words=said, by=by, now=now)


def _answered(extension: Extension, *, granted: bool, words: str, by: Person, now: datetime) -> AgendaItem:
    item = db.session.get_one(AgendaItem, extension.item_id)
    hold(item.meeting)
    db.session.refresh(extension, with_for_update=True)
    if extension.granted is not None:
        raise RuleBroken("extension-answered")
    if granted:
        check_open(item)
    elif not words:
        raise RuleBroken("extension-without-reason")
    extension.granted, extension.answer = granted, words
    extension.answered_by_id, extension.answered_at = by.id, now
    organisation = db.session.get_one(Organisation, extension.organisation_id)
    about = f"{organisation.name}, {secrecy.title_outside(item)}"
    journal.note(
        "extension-granted" if granted else "extension-denied",
        by=by,
        now=now,
        meeting=item.meeting,
        about=about,
    )
    return item


def _told(item: AgendaItem, extension: Extension) -> dict[str, Any]:
    """What the mail says of one request. `due` is the day that holds when it was denied."""
    earlier = db.session.scalars(
        select(Extension).where(
            Extension.item_id == item.id, Extension.organisation_id == extension.organisation_id
        )
    ).all()
    return {
        "number": item.place,
        "title": secrecy.title_outside(item),
        "granted": extension.granted,
        "until": extension.until,
        "due": _due(item, earlier),
        "item_id": item.id,
    }


def _tell_asker(
    meeting: Meeting,
    asker_id: int,
    organisation_id: int,
    lines: Sequence[dict[str, Any]],
    *,
    words: str,
    by: Person,
    now: datetime,
) -> None:
    room = f"/items/{lines[0]['item_id']}" if len(lines) == 1 else f"/meetings/{meeting.id}"
    mail.queue(
        "extension-answered",
        to=mail.Recipient.of(db.session.get_one(Person, asker_id)),
        template="extension_answered",
        facts=_letter(meeting)
        | {
            "answers": lines,
            "words": words,
            "answered_by": by.name,
            "url": mail.address_of(f"{room}/preparation?organisation={organisation_id}"),
        },
        sender=mail.Sender(by.name, by.email),
        meeting=meeting,
        now=now,
    )


def _letter(meeting: Meeting) -> dict[str, Any]:
    council = meeting.council
    return {"council": council.name, "day": local_date(meeting.starts_at, council.zone)}


def requests(who: Viewer, meeting: Meeting) -> Sequence[Found]:
    """The requests about a meeting that the viewer may see, unanswered first: id, item_id,
    position (its number on the agenda), title,
    organisation_id, organisation, until, reason, asked_by, asked_at, granted, answer, answered_by,
    answered_at."""
    answerer = Person.__table__.alias("answerer")
    return db.session.execute(
        select(
            Extension.id,
            Extension.item_id,
            place_on_agenda().label("position"),
            AgendaItem.title,
            Extension.organisation_id,
            Organisation.name.label("organisation"),
            Extension.until,
            Extension.reason,
            Person.name.label("asked_by"),
            Extension.asked_at,
            Extension.granted,
            Extension.answer,
            answerer.c.name.label("answered_by"),
            Extension.answered_at,
        )
        .join(AgendaItem, AgendaItem.id == Extension.item_id)
        .join(Organisation, Organisation.id == Extension.organisation_id)
        .join(Person, Person.id == Extension.asked_by_id)
        .outerjoin(answerer, answerer.c.id == Extension.answered_by_id)
        .where(AgendaItem.meeting_id == meeting.id, visibility.extensions_for(who, meeting.council_id))
        .order_by(Extension.granted.is_not(None), AgendaItem.position, Extension.id)
    ).all()


def granted_until(meeting_id: int) -> dict[tuple[int, int], date]:
    """(item id, organisation id) → the last day that was granted, for who reminds and who counts lateness.
    It says nothing of what anybody has written."""
    rows = db.session.execute(
        select(Extension.item_id, Extension.organisation_id, Extension.until)
        .join(AgendaItem, AgendaItem.id == Extension.item_id)
        .where(and_(AgendaItem.meeting_id == meeting_id, Extension.granted.is_(True)))
        .order_by(Extension.until)
    )
    return {(row.item_id, row.organisation_id): row.until for row in rows}
