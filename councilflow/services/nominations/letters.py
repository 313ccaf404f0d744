"""The mails of a request: to each organisation's official mailbox, and to those who may answer for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from councilflow.extensions import db
from councilflow.models import Body, NominationAnswer, NominationRequest, Organisation, Person, Seat, SeatRule
from councilflow.process.rights import Holding, stance_organisations
from councilflow.services import mail
from councilflow.services.mail import Recipient, Sender
from councilflow.services.visibility import held_on, today


def path_of(request_id: int, organisation_id: int) -> str:
    """Where an organisation answers."""
    return f"/nominations/{request_id}?organisation={organisation_id}"


def send(
    request: NominationRequest,
    answers: Sequence[NominationAnswer],
    *,
    by: Person,
    now: datetime,
    is_reminder: bool = False,
) -> None:
    """Write to the organisations of these answers, each reader in the own language."""
    homes = [answer.organisation_id for answer in answers]
    spokespeople = who_answers(request.body, homes, today(now))
    named = {row.id: row for row in _organisations(homes)}
    facts = _facts(request, by) | {"is_reminder": is_reminder}
    for answer in answers:
        organisation = named[answer.organisation_id]
        people = spokespeople.get(answer.organisation_id, [])
        url = mail.address_of(path_of(request.id, organisation.id))
        own = facts | {"organisation": organisation.name, "url": url}
        for to, is_mailbox in _readers(request, organisation, people):
            mail.queue(
                "nomination",
                to=to,
                template="nomination",
                facts=own | {"answered_by": [one.name for one in people], "is_mailbox": is_mailbox},
                sender=Sender(by.name, by.email),
                now=now,
            )


def _readers(
    request: NominationRequest, organisation: Organisation, people: Iterable[Person]
) -> list[tuple[Recipient, bool]]:
    readers = [(Recipient.of(person), False) for person in people]
    if organisation.mailbox:
        language = request.body.document_language
        readers.insert(0, (Recipient(organisation.name, organisation.mailbox, language), True))
    return readers


def _facts(request: NominationRequest, by: Person) -> dict[str, Any]:
    rule = db.session.get(SeatRule, request.rule_id) if request.rule_id else None
    return {
        "body": request.body.name,
        "title": request.title,
        "text": request.text,
        "category": request.category,
        "rule": rule.title if rule else "",
        "names_wanted": request.names_wanted,
        "due_on": request.due_on,
        "asked_by": by.name,
    }


def _organisations(ids: Collection[int]) -> Sequence[Organisation]:
    return db.session.scalars(select(Organisation).where(Organisation.id.in_(ids))).all()


def who_answers(body: Body, organisation_ids: Collection[int], day: date) -> dict[int, list[Person]]:
    """Those who may answer for each organisation: its officials and members of its majority, in the body or
    in the council that it belongs to (A83)."""
    circle = [one for one in (body.id, body.council_id) if one is not None]
    included = select(Body.includes_id).where(Body.id.in_(circle), Body.includes_id.isnot(None))
    rows = db.session.execute(
        select(Person, Seat.organisation_id, Seat.category, Seat.side, Seat.office)
        .join(Seat, Seat.person_id == Person.id)
        .where(
            or_(Seat.body_id.in_(circle), Seat.body_id.in_(included)),
            Seat.organisation_id.in_(organisation_ids),
            held_on(day),
            Person.is_active,
        )
        .order_by(Seat.position, Seat.id)
    )
    found: dict[int, dict[int, Person]] = {}
    for person, home, category, side, office in rows:
        for spoken_for in stance_organisations([Holding(body.id, home, category, side, office)]):
            found.setdefault(spoken_for, {})[person.id] = person
    return {organisation_id: list(people.values()) for organisation_id, people in found.items()}
