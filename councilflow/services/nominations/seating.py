"""From a name to a seat, one press each, with every rule of seats and of the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from councilflow.extensions import db
from councilflow.models import NominationAnswer, NominationRequest, Person, Seat, SeatRule
from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.process.nominations import WITH_SIDE, Nominee
from councilflow.services import people, seats, setup
from councilflow.services.nominations.following import seats_of
from councilflow.services.seats import SeatEntry


def seat_nominee(
    answer: NominationAnswer, number: int, email: str, *, starts_on: date, by: Person, now: datetime
) -> Seat:
    """Give the seat to somebody who is named: the `number` from 0 in the answer, with the address that was
    read there. Whoever is in the register already is known by the address; anybody else is entered, without
    a password.

    RuleBroken: name-was-changed, nominee-has-seat, account-is-closed, and those of `seats.add`.
    """
    db.session.refresh(answer, with_for_update=True)
    named = [Nominee.of(one) for one in answer.nominees]
    if number >= len(named) or named[number].email != email:
        raise RuleBroken("name-was-changed")
    nominee, request = named[number], answer.request
    if (nominee.seat_id, nominee.person_id) in seats_of(request.body_id, [nominee]):
        raise RuleBroken("nominee-has-seat", name=nominee.name)
    person = _person(nominee, request, by=by, now=now)
    entry = _entry(nominee, answer, person, starts_on)
    seat = seats.add(request.body, entry, by=by, now=now)
    named[number] = replace(nominee, seat_id=seat.id, person_id=person.id)
    answer.nominees = [one.stored() for one in named]
    return seat


def _person(nominee: Nominee, request: NominationRequest, *, by: Person, now: datetime) -> Person:
    found = people.person_with(nominee.email)
    if found is None:
        return setup.add_person(
            name=nominee.name,
            email=nominee.email,
            title=nominee.title,
            language=request.body.document_language,
            by=by,
            now=now,
        )
    if not found.is_active:
        raise RuleBroken("account-is-closed", name=found.name)
    return found


def _entry(nominee: Nominee, answer: NominationAnswer, person: Person, starts_on: date) -> SeatEntry:
    request = answer.request
    rule = db.session.get(SeatRule, request.rule_id) if request.rule_id else None
    function = rule.function if rule else ""
    if request.category is Category.SPEAKING_FUNCTION:
        function = function or nominee.title
    return SeatEntry(
        category=request.category,
        person_id=person.id,
        organisation_id=answer.organisation_id,
        side=nominee.side if request.category in WITH_SIDE else None,
        party=nominee.party if request.category in WITH_SIDE else "",
        function=function,
        rule_id=request.rule_id,
        starts_on=starts_on,
    )
