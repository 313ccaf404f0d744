"""The county itself: organisations, councils, seats, the strategy and the working principles."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.resources import files
from secrets import token_urlsafe
from typing import Any, TypeVar

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import (
    Base,
    Body,
    Membership,
    Organisation,
    Person,
    Plan,
    PlanNode,
    Seat,
    SeatRule,
    WorkingPrinciples,
)
from councilflow.process.councils import BodyKind, Category, Office, OrganisationKind, Scope, Side
from councilflow.process.plans import periods
from councilflow.process.plans.values import NodeKind, PlanKind, PlanStatus
from councilflow.services.example.accounts import DOMAIN, PASSWORD
from councilflow.services.founding import MEETINGS_A_YEAR
from councilflow.services.people import hashed

Row = TypeVar("Row", bound=Base)
TERM = (date(2023, 1, 1), date(2026, 12, 31))
NEXT_TERM = (date(2027, 1, 1), None)


def _period(raw: str) -> dict[str, Any]:
    read, _doubt = periods.read(raw)
    return {"period": raw, "first_year": read.first_year, "last_year": read.last_year}


@dataclass
class County:
    """What the story of the meetings needs to name."""

    council: Body
    wide_council: Body
    people: dict[str, Person] = field(default_factory=dict)  # by the part of the address before .example
    organisations: dict[str, Organisation] = field(default_factory=dict)
    nodes: dict[str, PlanNode] = field(default_factory=dict)  # by title

    def person(self, account: str) -> Person:
        return self.people[account]


def load_county(*, now: datetime) -> County:
    facts = tomllib.loads((files("councilflow.example") / "vasternorrland.toml").read_text("utf-8"))
    return _Loader(facts, now).county


class _Loader:
    """Makes the rows in the order they need each other."""

    def __init__(self, facts: dict[str, Any], now: datetime) -> None:
        self.now = now
        self.password = hashed(PASSWORD)
        self.position = 0
        organisations = {one["key"]: self._organisation(one) for one in facts["organisation"]}
        host = organisations["region"]
        council = self._body(facts["council"], BodyKind.COUNCIL, host)
        wide = self._body(facts["wide_council"], BodyKind.WIDE_COUNCIL, host, includes_id=council.id)
        wide.meetings_least, wide.meetings_most = MEETINGS_A_YEAR
        group = self._body(
            facts["preparatory_group"], BodyKind.PREPARATORY_GROUP, host, council_id=council.id
        )
        self.county = County(council, wide, organisations=organisations)
        self._seats(facts, group)
        self._actors(facts["actors"])
        self._others()
        self._memberships()
        self._rules(facts["rule"], {"council": council, "wide_council": wide, "preparatory_group": group})
        self._texts(facts)
        db.session.flush()

    def _organisation(self, one: dict[str, Any]) -> Organisation:
        mailbox = f"registrator@{one['key']}.{DOMAIN}"
        return self._add(
            Organisation(
                name=one["name"],
                short_name=one["short_name"],
                kind=OrganisationKind(one["kind"]),
                mailbox=mailbox,
            )
        )

    def _body(self, one: dict[str, Any], kind: BodyKind, host: Organisation, **links: int) -> Body:
        return self._add(
            Body(
                name=one["name"],
                short_name=one["short_name"],
                kind=kind,
                prepares=kind is BodyKind.PREPARATORY_GROUP,
                host=host,
                description=one["description"].strip(),
                tasks=one.get("tasks", "").strip(),
                motto=one.get("motto", ""),
                cost_rule=one.get("cost_rule", ""),
                **links,
            )
        )

    def _seats(self, facts: dict[str, Any], group: Body) -> None:
        special = facts["seat"]
        self._seat(special[0])  # the chair comes first in every list
        for key, organisation in self.county.organisations.items():
            if organisation.kind is OrganisationKind.MUNICIPALITY:
                self._municipality(key, organisation, group)
        for one in special[1:]:
            self._seat(one, group)

    def _municipality(self, key: str, organisation: Organisation, group: Body) -> None:
        place = organisation.short_name
        vice = (
            {"office": "vice_chair", "function": "Kommunförbundets ordförande"} if key == "sundsvall" else {}
        )
        rows: list[dict[str, Any]] = [
            {"account": "majoritet", "name": f"Ledamot för majoriteten, {place}", "side": "majority"} | vice,
            {"account": "opposition", "name": f"Ledamot för oppositionen, {place}", "side": "opposition"},
            {"account": "tjansteperson", "name": f"Tjänsteperson, {place}", "category": "official"},
            {
                "account": "utveckling",
                "name": f"Utvecklingschef, {place}",
                "category": "preparer",
                "prepares": True,
            },
        ]
        for row in rows:
            self._seat(
                {"category": "member", "organisation": key} | row | {"account": f"{row['account']}@{key}"},
                group,
            )

    def _seat(self, one: dict[str, Any], group: Body | None = None) -> None:
        person = self._person(one["account"], one["name"], one.get("function", ""))
        if one["category"] != Category.PREPARER:
            self._hold(self.county.council, person, one)
        if one.get("prepares") and group is not None:
            self._hold(group, person, one | {"category": "preparer"})

    def _hold(self, body: Body, person: Person, one: dict[str, Any]) -> None:
        terms = (TERM, NEXT_TERM) if one["category"] == Category.MEMBER else ((TERM[0], None),)
        for starts_on, ends_on in terms:
            self.position += 1
            self._add(
                Seat(
                    body=body,
                    person=person,
                    organisation=self.county.organisations[one["organisation"]],
                    category=Category(one["category"]),
                    side=Side(one["side"]) if "side" in one else None,
                    office=Office(one["office"]) if "office" in one else None,
                    function=one.get("function", ""),
                    ground=one.get("ground", "") if one["category"] == Category.ADJUNCT else "",
                    position=self.position,
                    starts_on=starts_on,
                    ends_on=ends_on,
                )
            )

    def _actors(self, actors: dict[str, list[str]]) -> None:
        names = [(kind, name) for kind, listed in actors.items() for name in listed]
        for number, (kind, name) in enumerate(names, start=1):
            key = f"aktor{number}"
            organisation = self._organisation({"key": key, "name": name, "short_name": name, "kind": kind})
            self.county.organisations[key] = organisation
            person = self._person(f"foretradare@{key}", f"Företrädare, {name}", "")
            self._hold(self.county.wide_council, person, {"category": "actor", "organisation": key})

    def _memberships(self) -> None:
        """The organisations that members and actors sit for belong to their council."""
        sitting = select(Seat.body_id, Seat.organisation_id).where(
            Seat.category.in_((Category.MEMBER, Category.ACTOR)), Seat.organisation_id.isnot(None)
        )
        for body_id, organisation_id in db.session.execute(sitting.distinct()).all():
            self._add(Membership(body_id=body_id, organisation_id=organisation_id, starts_on=TERM[0]))

    def _rules(self, rules: list[dict[str, Any]], bodies: dict[str, Body]) -> None:
        """What the bodies are composed of; each seat fills the first rule that it fits."""
        for position, one in enumerate(rules, start=1):
            whose = self.county.organisations[one["of"]] if "of" in one else None
            self._add(
                SeatRule(
                    body_id=bodies[one["body"]].id,
                    title=one["title"],
                    category=Category(one["category"]),
                    function=one.get("function", ""),
                    scope=Scope.ONCE if whose else Scope.EACH_ORGANISATION,
                    organisation_kind=OrganisationKind(one["kind"]) if "kind" in one else None,
                    organisation_id=whose.id if whose else None,
                    least=one.get("least", 1),
                    most=one.get("most"),
                    both_sides=one.get("both_sides", False),
                    position=position,
                    starts_on=TERM[0],
                )
            )

    def _others(self) -> None:
        self._person("foredragande@region", "Regionens infrastrukturstrateg", "Infrastrukturstrateg")
        self._person("forvaltare@region", "Systemförvaltare", "Systemförvaltare", is_administrator=True)

    def _person(self, account: str, name: str, title: str, **facts: bool) -> Person:
        if account not in self.county.people:
            self.county.people[account] = self._add(
                Person(
                    name=name,
                    email=f"{account}.{DOMAIN}",
                    title=title,
                    password_hash=self.password,
                    session_key=token_urlsafe(16),
                    created_at=self.now,
                    **facts,
                )
            )
        return self.county.people[account]

    def _texts(self, facts: dict[str, Any]) -> None:
        council = self.county.council
        self._add(
            WorkingPrinciples(
                body_id=council.id,
                version=1,
                title=facts["principles"]["title"],
                principles=facts["principles"]["principles"],
                valid_from=TERM[0],
            )
        )
        parent: Plan | None = None
        for position, one in enumerate(facts["plan"]):
            plan = self._add(
                Plan(
                    body_id=council.id,
                    parent_id=parent.id if parent else None,
                    title=one["title"],
                    short_title=one["short_title"],
                    position=position,
                    kind=PlanKind(one["kind"]),
                    status=PlanStatus(one["status"]),
                    levels=one["levels"],
                    **_period(one["period"]),
                )
            )
            for place, node in enumerate(one["node"]):
                kind = NodeKind(node.get("kind", NodeKind.AREA))
                words = {name: node.get(name, "").strip() for name in ("level", "title", "text")}
                made = PlanNode(plan=plan, position=place, kind=kind, **words)
                self.county.nodes[made.title] = self._add(made)
            parent = parent or plan

    def _add(self, thing: Row) -> Row:
        db.session.add(thing)
        db.session.flush()
        return thing
