"""Sogn and Hallingdal: Norwegian councils, each from a few facts and a plan that is read as people paste it.

They can stand beside each other and beside Västernorrland. Everything is entered by the same services as by
hand, so what the example holds is what the product allows.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Body, Organisation, Person
from councilflow.process.councils import BodyKind, Category, Office, OrganisationKind
from councilflow.process.record import MinutesProfile
from councilflow.services import founding, memberships, people, seats, setup
from councilflow.services.example.accounts import DOMAIN, PASSWORD, Account
from councilflow.services.example.plan import read_plan
from councilflow.services.seats import SeatEntry

REGIONS = ("sogn", "hallingdal")
SINCE = date(2020, 1, 1)


def facts_of(region: str) -> dict[str, Any]:
    """What the repository knows of `region`, one of REGIONS."""
    return tomllib.loads((files("councilflow.example") / f"{region}.toml").read_text("utf-8"))


def accounts_of(region: str) -> list[Account]:
    """Those who can be tried: their role stands in the region's own language."""
    seats = facts_of(region)["seat"]
    return [Account(f"{seat['account']}.{DOMAIN}", seat["role"]) for seat in seats if "role" in seat]


def is_loaded(region: str) -> bool:
    name = facts_of(region)["council"]["name"]
    return db.session.scalar(select(Body.id).where(Body.name == name)) is not None


def load_region(region: str, *, now: datetime) -> Body:
    """Enter one of REGIONS: organisations, council, groups, people with example passwords, and its plan.

    `now` is an aware instant. Gives the council. RuleBroken: name-taken, when it is there already.
    """
    facts = facts_of(region)
    entering = _Entering(facts, now)
    entering.everything()
    read_plan(entering.council, facts["plan"], by=entering.by, now=now)
    return entering.council


@dataclass
class _Entering:
    facts: dict[str, Any]
    now: datetime
    organisations: dict[str, Organisation] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.password = people.hashed(PASSWORD)
        self.by = self._administrator()

    @property
    def council(self) -> Body:
        return self.bodies[""]

    def everything(self) -> None:
        for key, (name, short_name, kind) in self.facts["organisation"].items():
            self.organisations[key] = self._organisation(key, name, short_name, kind)
        self.bodies[""] = self._council(dict(self.facts["council"]))
        for group in self.facts["group"]:
            self.bodies[group["name"]] = self._group(group)
        for seat in self.facts["seat"]:
            self._seat(seat)

    def _administrator(self) -> Person:
        """Whoever keeps the register already; in an empty database somebody is made."""
        found = db.session.scalars(
            select(Person).where(Person.is_administrator).order_by(Person.id).limit(1)
        ).first()
        return found or self._person("forvalter@region", "Systemforvalter", is_administrator=True)

    def _person(self, account: str, name: str, **more: Any) -> Person:
        email = f"{account}.{DOMAIN}"
        found = people.person_with(email)
        if found is not None:
            return found
        language = self.facts["council"]["language"]
        person = setup.add_person(name=name, email=email, language=language, by=None, now=self.now, **more)
        people.choose_password(person, self.password, now=self.now)
        return person

    def _organisation(self, key: str, name: str, short_name: str, kind: str) -> Organisation:
        found = db.session.scalar(select(Organisation).where(Organisation.name == name))
        return found or setup.add_organisation(
            name=name,
            short_name=short_name,
            kind=OrganisationKind(kind),
            mailbox=f"postmottak@{key}.{DOMAIN}",
            by=self.by,
            now=self.now,
        )

    def _council(self, one: dict[str, Any]) -> Body:
        db.session.flush()
        members = [self.organisations[key].id for key in one.pop("members")]
        council = founding.add_council(
            BodyKind.COUNCIL,
            MinutesProfile.IPR,
            by=self.by,
            now=self.now,
            document_language=one.pop("language"),
            host_id=self.organisations[one.pop("host")].id,
            starts_on=SINCE,
            **{name: text.strip() for name, text in one.items()},
        )
        memberships.join(council, members, starts_on=SINCE, by=self.by, now=self.now)
        return council

    def _group(self, group: dict[str, Any]) -> Body:
        return founding.add_group(
            self.council,
            BodyKind(group["kind"]),
            name=group["name"],
            short_name=group["name"],
            prepares=group.get("prepares", False),
            starts_on=SINCE,
            by=self.by,
            now=self.now,
        )

    def _seat(self, seat: dict[str, Any]) -> None:
        person = self._person(seat["account"], seat["name"], title=seat.get("function", ""))
        entry = SeatEntry(
            category=Category(seat["category"]),
            starts_on=SINCE,
            person_id=person.id,
            organisation_id=self.organisations[seat["organisation"]].id,
            office=Office(seat["office"]) if "office" in seat else None,
            function=seat.get("function", ""),
        )
        seats.add(self.bodies[seat.get("group", "")], entry, by=self.by, now=self.now)
