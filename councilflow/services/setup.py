"""The register that an administrator keeps: organisations, people and bodies."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, exists, func, or_, select, tuple_

from councilflow.extensions import db
from councilflow.models import Body, Organisation, Person, Seat
from councilflow.process.councils import BodyKind, OrganisationKind
from councilflow.process.errors import RuleBroken
from councilflow.services import journal, mail, people
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


def add_organisation(
    *, name: str, short_name: str, kind: OrganisationKind, mailbox: str, by: Person, now: datetime
) -> Organisation:
    """Enter an organisation in the register (A29). RuleBroken: name-taken."""
    _refuse_taken(Organisation, name)
    organisation = Organisation(name=name, short_name=short_name, kind=kind, mailbox=mailbox)
    db.session.add(organisation)
    journal.note("organisation-added", by=by, now=now, about=name, after={"kind": kind})
    return organisation


def change_organisation(organisation: Organisation, *, by: Person, now: datetime, **facts: Any) -> None:
    """Correct name, short_name, kind or mailbox. RuleBroken: name-taken."""
    _refuse_taken(Organisation, facts.get("name", organisation.name), but=organisation.id)
    _change("organisation-changed", organisation, facts, by=by, now=now)


def close_organisation(organisation: Organisation, *, on: date, by: Person, now: datetime) -> None:
    """Let an organisation end on a day; its history stays readable (H.17).

    RuleBroken: organisation-has-seats.
    """
    lasting = exists().where(
        Seat.organisation_id == organisation.id, or_(Seat.ends_on.is_(None), Seat.ends_on > on)
    )
    if db.session.scalar(select(lasting)):
        raise RuleBroken("organisation-has-seats", name=organisation.name)
    _change("organisation-closed", organisation, {"closed_on": on}, by=by, now=now)


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
    _change("person-changed", person, facts, by=by, now=now)


def close_account(person: Person, *, by: Person, now: datetime) -> None:
    """Keep somebody from signing in; what they have done stays. RuleBroken: last-administrator."""
    _refuse_last_administrator(person)
    person.session_key = secrets.token_urlsafe(24)
    _change("person-closed", person, {"is_active": False}, by=by, now=now)


def open_account(person: Person, *, by: Person, now: datetime) -> None:
    """Let somebody sign in again."""
    _change("person-opened", person, {"is_active": True}, by=by, now=now)


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


# --- Bodies ---------------------------------------------------------------------------------------------


def bodies() -> Sequence[Row[*tuple[Any, ...]]]:
    """Every council with the one it includes and the group that prepares it: id, name, kind, host, included,
    group."""
    group, included = Body.__table__.alias("grp"), Body.__table__.alias("included")
    return db.session.execute(
        select(
            Body.id,
            Body.name,
            Body.kind,
            Organisation.name.label("host"),
            included.c.name.label("included"),
            group.c.name.label("group"),
        )
        .join(Organisation, Organisation.id == Body.host_id)
        .outerjoin(
            group,
            (group.c.council_id == Body.id) & (group.c.kind == BodyKind.PREPARATORY_GROUP),
        )
        .outerjoin(included, included.c.id == Body.includes_id)
        .where(Body.kind != BodyKind.PREPARATORY_GROUP)
        .order_by(Body.name, group.c.name)
    ).all()


def add_body(kind: BodyKind, *, by: Person, now: datetime, **facts: Any) -> Body:
    """Found a council, a wider council or the preparatory group of a council. RuleBroken: name-taken."""
    _refuse_taken(Body, facts["name"])
    body = Body(kind=kind, **facts)
    db.session.add(body)
    db.session.flush()
    council = body.council_id or body.id
    journal.note("body-added", by=by, now=now, council=council, about=body.name, after={"kind": kind})
    return body


def change_body(body: Body, *, by: Person, now: datetime, **facts: Any) -> None:
    """Change a body's texts, language or deadlines (H.7). RuleBroken: name-taken."""
    _refuse_taken(Body, facts.get("name", body.name), but=body.id)
    _change("body-changed", body, facts, by=by, now=now, council=body.council_id or body.id)


# --- What every change does -----------------------------------------------------------------------------


def _refuse_taken(kind: type[Organisation | Body], name: str, *, but: int | None = None) -> None:
    found = db.session.scalar(
        select(kind.id).where(func.lower(kind.name) == name.lower(), kind.id != (but or 0))
    )
    if found:
        raise RuleBroken("name-taken", name=name)


def _change(
    event: str, thing: Any, facts: dict[str, Any], *, by: Person, now: datetime, council: int | None = None
) -> None:
    """Set what differs, and note it; nothing is noted when nothing differs."""
    about = thing.name
    changed = {name: value for name, value in facts.items() if getattr(thing, name) != value}
    before = {name: _plain(getattr(thing, name)) for name in changed}
    for name, value in changed.items():
        setattr(thing, name, value)
    if changed:
        after = {name: _plain(value) for name, value in changed.items()}
        journal.note(event, by=by, now=now, council=council, about=about, before=before, after=after)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
