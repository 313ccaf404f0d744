"""The register that an administrator keeps: organisations and people. Bodies are founded in `founding`."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, exists, or_, select, true, tuple_, update

from councilflow.extensions import db
from councilflow.models import Body, Membership, Organisation, Person, Seat
from councilflow.process.councils import OrganisationKind
from councilflow.process.errors import RuleBroken
from councilflow.services import journal, mail, people, register
from councilflow.services.visibility import today

PAGE = 50


# --- Organisations --------------------------------------------------------------------------------------


def organisations() -> Sequence[Row[*tuple[Any, ...]]]:
    """Every organisation by name, the closed ones last: id, name, short_name, kind, mailbox, closed_on."""
    return db.session.execute(
        select(
            Organisation.id,
            Organisation.name,
            Organisation.short_name,
            Organisation.kind,
            Organisation.mailbox,
            Organisation.closed_on,
        ).order_by(Organisation.closed_on.isnot(None), Organisation.name)
    ).all()


def standing_organisations() -> Sequence[Row[*tuple[Any, ...]]]:
    """The organisations that can host a council or send somebody, by name: id, name. A category cannot."""
    return db.session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.closed_on.is_(None), Organisation.kind != OrganisationKind.CATEGORY)
        .order_by(Organisation.name)
    ).all()


def successors(organisation: Organisation) -> Sequence[Row[*tuple[Any, ...]]]:
    """The organisations that may carry on after one that closes, by name: id, name (H.17)."""
    return db.session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.id != organisation.id, Organisation.kind != OrganisationKind.CATEGORY)
        .order_by(Organisation.name)
    ).all()


def add_organisation(
    *,
    name: str,
    short_name: str,
    kind: OrganisationKind,
    mailbox: str,
    language: str = "",
    starts_on: date | None = None,
    by: Person,
    now: datetime,
) -> Organisation:
    """Enter an organisation in the register (A29); `language` empty: the council's.

    RuleBroken: name-taken.
    """
    register.refuse_taken(Organisation, name)
    organisation = Organisation(
        name=name,
        short_name=short_name,
        kind=kind,
        mailbox=mailbox,
        language=language,
        starts_on=starts_on,
    )
    db.session.add(organisation)
    journal.note("organisation-added", by=by, now=now, about=name, after={"kind": kind})
    return organisation


def change_organisation(organisation: Organisation, *, by: Person, now: datetime, **facts: Any) -> None:
    """Correct name, short_name, kind, mailbox, language or starts_on. RuleBroken: name-taken,
    category-cannot-host."""
    register.refuse_taken(Organisation, facts.get("name", organisation.name), but=organisation.id)
    if facts.get("kind") is OrganisationKind.CATEGORY and _hosted_after(organisation, None):
        raise RuleBroken("category-cannot-host", name=organisation.name)
    register.change("organisation-changed", organisation, facts, by=by, now=now)


def close_organisation(
    organisation: Organisation, *, on: date, successor_id: int | None = None, by: Person, now: datetime
) -> None:
    """Let an organisation end on its last day, perhaps with another that carries on (H.17).

    It leaves the bodies it belongs to on that day; what it has done stays readable. RuleBroken:
    closed-before-start, organisation-has-seats, organisation-hosts, successor-goes-round.
    """
    if organisation.starts_on is not None and on < organisation.starts_on:
        raise RuleBroken("closed-before-start", starts_on=organisation.starts_on)
    lasting = exists().where(
        Seat.organisation_id == organisation.id, or_(Seat.ends_on.is_(None), Seat.ends_on > on)
    )
    if db.session.scalar(select(lasting)):
        raise RuleBroken("organisation-has-seats", name=organisation.name)
    if hosted := _hosted_after(organisation, on):
        raise RuleBroken("organisation-hosts", name=organisation.name, bodies=", ".join(hosted))
    successor = register.successor(Organisation, organisation, successor_id)
    db.session.execute(
        update(Membership)
        .where(
            Membership.organisation_id == organisation.id,
            or_(Membership.ends_on.is_(None), Membership.ends_on > on),
        )
        .values(ends_on=on)
    )
    register.close("organisation-closed", organisation, on, successor, by=by, now=now)


def _hosted_after(organisation: Organisation, day: date | None) -> Sequence[str]:
    """The bodies that the organisation hosts and that stand after a day; None: that it hosts at all."""
    standing = or_(Body.closed_on.is_(None), Body.closed_on > day) if day else true()
    return db.session.scalars(
        select(Body.name).where(Body.host_id == organisation.id, standing).order_by(Body.name)
    ).all()


# --- People ---------------------------------------------------------------------------------------------


def people_named(words: str = "", *, after: tuple[str, int] | None = None) -> Sequence[Row[*tuple[Any, ...]]]:
    """One page of people by name: id, name, email, title, is_active, is_administrator, has_password.

    `words` picks those whose name or address holds them; `after` is the (name, id) that the page before
    ended with. One row more than a page tells that there is a next.
    """
    query = select(
        Person.id,
        Person.name,
        Person.email,
        Person.title,
        Person.is_active,
        Person.is_administrator,
        Person.password_hash.isnot(None).label("has_password"),
    ).order_by(Person.name, Person.id)
    for word in words.split():
        query = query.where(
            or_(Person.name.icontains(word, autoescape=True), Person.email.icontains(word, autoescape=True))
        )
    if after:
        query = query.where(tuple_(Person.name, Person.id) > after)
    return db.session.execute(query.limit(PAGE + 1)).all()


def people_to_choose() -> Sequence[Row[*tuple[Any, ...]]]:
    """Everybody with an open account, by name, for lists to choose from: id, name, email."""
    return db.session.execute(
        select(Person.id, Person.name, Person.email).where(Person.is_active).order_by(Person.name, Person.id)
    ).all()


def add_person(
    *,
    name: str,
    email: str,
    title: str = "",
    phone: str = "",
    language: str = "sv",
    is_administrator: bool = False,
    by: Person | None,
    now: datetime,
) -> Person:
    """Enter somebody in the register, without a password yet. RuleBroken: address-taken."""
    person = Person(
        name=name,
        email=people.address(email),
        title=title,
        phone=phone,
        language=language,
        is_administrator=is_administrator,
        session_key=secrets.token_urlsafe(24),
        created_at=now,
    )
    if people.person_with(email):
        raise RuleBroken("address-taken", email=person.email)
    db.session.add(person)
    db.session.flush()
    after = {"is_administrator": True} if is_administrator else {}
    journal.note("person-added", by=by, now=now, about=name, after=after)
    return person


def change_person(person: Person, *, by: Person, now: datetime, **facts: Any) -> None:
    """Correct what the register says of somebody. RuleBroken: address-taken, last-administrator."""
    facts["email"] = people.address(facts["email"])
    taken = people.person_with(facts["email"])
    if taken and taken.id != person.id:
        raise RuleBroken("address-taken", email=facts["email"])
    if person.is_administrator and not facts.get("is_administrator", True):
        _refuse_last_administrator(person)
    register.change("person-changed", person, facts, by=by, now=now)


def close_account(person: Person, *, by: Person, now: datetime) -> None:
    """Keep somebody from signing in; what they have done stays. RuleBroken: last-administrator."""
    _refuse_last_administrator(person)
    person.session_key = secrets.token_urlsafe(24)
    register.change("person-closed", person, {"is_active": False}, by=by, now=now)


def open_account(person: Person, *, by: Person, now: datetime) -> None:
    """Let somebody sign in again."""
    register.change("person-opened", person, {"is_active": True}, by=by, now=now)


def give_password_link(person: Person, *, by: Person | None, now: datetime) -> str:
    """The secret of a new password link, and a line in the journal that it was made."""
    secret = people.make_password_link(person, now=now)
    journal.note("password-link-made", by=by, now=now, about=person.name)
    return secret


def mail_password_link(person: Person, *, by: Person, now: datetime) -> None:
    """Send somebody a new password link; its secret goes into the mail and nowhere else."""
    secret = give_password_link(person, by=by, now=now)
    facts = {
        "name": person.name,
        "url": mail.address_of(f"/password/{secret}"),
        "until": today(now + people.LINK_HOLDS),
    }
    mail.queue("password", to=mail.Recipient.of(person), template="password", facts=facts, now=now)


def _refuse_last_administrator(person: Person) -> None:
    others = exists().where(Person.is_administrator, Person.is_active, Person.id != person.id)
    if person.is_administrator and not db.session.scalar(select(others)):
        raise RuleBroken("last-administrator")
