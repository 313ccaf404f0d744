"""The directory: who holds a seat today, for whom, and how to reach them (A36).

It is for the members of a council alone: a person stands here for those who may read about a council that
both belong to. Whoever no longer holds a seat is not here. The one place where it is settled who is seen is
`_seats_of`; each page asks the same number of questions however many people there are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, false, or_, select, tuple_

from councilflow.extensions import db
from councilflow.models import Body, Organisation, Person, Seat
from councilflow.process.councils import BodyKind, Category, Office, Side
from councilflow.process.rights import Act
from councilflow.services.visibility import Viewer, held_on

PAGE = 50


@dataclass(frozen=True, slots=True)
class Sitting:
    """One seat as the directory shows it."""

    body: str
    organisation: str
    category: Category
    office: Office | None
    side: Side | None
    party: str
    function: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody in the directory. `phone` is empty when there is none, or when it is hidden."""

    id: int
    name: str
    title: str
    email: str
    phone: str
    sittings: list[Sitting] = field(default_factory=list)

    @property
    def dialled(self) -> str:
        return dialled(self.phone)

    @property
    def organisations(self) -> list[str]:
        return list(dict.fromkeys(one.organisation for one in self.sittings if one.organisation))


def dialled(phone: str) -> str:
    """A number as a telephone takes it, "+46 (0)60-12 34 56 (växel)" as +4660123456; empty for no number."""
    found = re.search(r"[+\d][\d\s()./\u2010-\u2015\-\u00a0]*", phone)
    number = found.group() if found else ""
    number = number.replace("(0)", "") if number.startswith(("+", "00")) else number
    digits = "".join(sign for sign in number if sign in "+0123456789")
    return digits if len(digits) > 2 else ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for: one council, one organisation, words in names, titles and organisations."""

    council_id: int | None = None
    organisation_id: int | None = None
    words: str = ""


def councils_of(viewer: Viewer) -> Sequence[Row[*tuple[Any, ...]]]:
    """The bodies whose directory the viewer may read, by name: id, name.

    Those the viewer may read about, and the groups of the councils that the viewer manages.
    """
    managed = viewer.councils_with(Act.MANAGE_COUNCIL)
    return db.session.execute(
        select(Body.id, Body.name)
        .where(
            or_(Body.id.in_(viewer.councils_with(Act.READ_COUNCIL)), Body.council_id.in_(managed)),
            Body.kind != BodyKind.PREPARATORY_GROUP,
        )
        .order_by(Body.name)
    ).all()


def organisations_in(council_ids: Collection[int], day: date) -> Sequence[Row[*tuple[Any, ...]]]:
    """The organisations that somebody sits for in these, by name: id, name."""
    sitting = select(Seat.organisation_id).where(_seats_of(council_ids, day), Seat.person_id.isnot(None))
    return db.session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.id.in_(sitting))
        .order_by(Organisation.name)
    ).all()


def one_page(
    council_ids: Collection[int], wanted: Wanted, *, after: int | None, day: date
) -> tuple[list[Contact], int | None]:
    """A page of the people in these councils, by name, and the id that the next page begins after.

    `wanted.council_id` counts only when it is one of `council_ids`. `after` is the id of the last person of
    the page before; one that is not in the directory is passed over.
    """
    council_ids = {wanted.council_id} & set(council_ids) if wanted.council_id else council_ids
    query = _people(_seats_of(council_ids, day)).distinct()
    if wanted.organisation_id:
        query = query.where(Seat.organisation_id == wanted.organisation_id)
    for word in wanted.words.split():
        query = query.where(_holds(word))
    if after:
        mark = _people(_seats_of(council_ids, day), Person.id == after)
        last = db.session.execute(mark.with_only_columns(Person.name, Person.id).limit(1)).first()
        query = query.where(tuple_(Person.name, Person.id) > tuple(last)) if last else query
    rows = db.session.execute(query.order_by(Person.name, Person.id).limit(PAGE + 1)).all()
    shown = rows[:PAGE]
    return _contacts(shown, council_ids, day), shown[-1].id if len(rows) > PAGE else None


def everyone(council_ids: Collection[int], day: date) -> list[Contact]:
    """All the people in these councils on a day, by name."""
    query = _people(_seats_of(council_ids, day)).distinct().order_by(Person.name, Person.id)
    return _contacts(db.session.execute(query).all(), council_ids, day)


def one(person_id: int, council_ids: Collection[int], day: date) -> Contact | None:
    """Somebody, as those see them who may read about these councils; None when they are not there."""
    query = _people(_seats_of(council_ids, day), Person.id == person_id).distinct()
    found = _contacts(db.session.execute(query).all(), council_ids, day)
    return found[0] if found else None


def by_organisation(people: Iterable[Contact]) -> list[tuple[str, list[Contact]]]:
    """The people under each organisation that they sit for, by its name; those without one come last."""
    under: dict[str, list[Contact]] = {}
    for person in people:
        for name in person.organisations or [""]:
            under.setdefault(name, []).append(person)
    return sorted(under.items(), key=lambda pair: (not pair[0], pair[0]))


def _seats_of(council_ids: Collection[int], day: date) -> ColumnElement[bool]:
    """The seats held on a day in these councils, in those they include (A54), and in the groups that prepare
    them (A66)."""
    if not council_ids:
        return false()
    included = select(Body.includes_id).where(Body.id.in_(council_ids), Body.includes_id.isnot(None))
    bodies = select(Body.id).where(
        or_(
            Body.id.in_(council_ids),
            Body.id.in_(included),
            and_(Body.council_id.in_(council_ids), Body.kind == BodyKind.PREPARATORY_GROUP),
        )
    )
    return and_(Seat.body_id.in_(bodies), held_on(day))


def _people(*which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(Person.id, Person.name, Person.title, Person.email, Person.phone, Person.phone_hidden)
        .join(Seat, Seat.person_id == Person.id)
        .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
        .where(*which)
    )


def _holds(word: str) -> ColumnElement[bool]:
    """A word anywhere, in whatever case. SQLite folds no letter beyond z, so the word is tried in each."""
    places = (Person.name, Person.title, Person.email, Organisation.name, Seat.function, Seat.party)
    written = dict.fromkeys([word, word.lower(), word.upper(), word.capitalize()])
    return or_(*(place.icontains(one, autoescape=True) for place in places for one in written))


def _contacts(rows: Sequence[Any], council_ids: Collection[int], day: date) -> list[Contact]:
    """The people of these rows with their seats in the councils, in one more question."""
    found = {
        row.id: Contact(row.id, row.name, row.title, row.email, "" if row.phone_hidden else row.phone)
        for row in rows
    }
    if not found:
        return []
    seats = db.session.execute(
        select(
            Seat.person_id,
            Body.name.label("body"),
            Organisation.name.label("organisation"),
            Seat.category,
            Seat.office,
            Seat.side,
            Seat.party,
            Seat.function,
        )
        .join(Body, Body.id == Seat.body_id)
        .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
        .where(_seats_of(council_ids, day), Seat.person_id.in_(found))
        .order_by(Body.name, Seat.position, Seat.id)
    )
    for seat in seats.mappings():
        facts = dict(seat)
        sittings = found[facts.pop("person_id")].sittings
        sittings.append(Sitting(**facts | {"organisation": seat["organisation"] or ""}))
    return list(found.values())
