"""The påverkansagenda: its questions, who drives them, and whom they have reached (A20–A23, B1.21)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import false, func, select

from councilflow.extensions import db
from councilflow.models import (
    AdvocacyContact,
    AdvocacyIssue,
    AdvocacyParty,
    Body,
    NodeMention,
    Organisation,
    Person,
    Plan,
    PlanNode,
    Statement,
)
from councilflow.process.afterwards import AdvocacyRole, ContactKind
from councilflow.process.errors import RuleBroken
from councilflow.process.outwards import check_link, check_period
from councilflow.process.plans.values import AdvocacyState, TargetLevel
from councilflow.services import journal
from councilflow.services.outwards import said
from councilflow.services.outwards.keeping import hold, put
from councilflow.services.plans.access import plans_for
from councilflow.services.rows import is_still_there
from councilflow.services.searching import about
from councilflow.services.visibility import Viewer, statements_for

EVENTS = ("advocacy-added", "advocacy-changed")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for in the agenda."""

    words: str = ""
    level: TargetLevel | None = None
    state: AdvocacyState | None = None
    organisation_id: int | None = None

    @property
    def is_all(self) -> bool:
        return not (self.words or self.level or self.state or self.organisation_id)


@dataclass(frozen=True, slots=True)
class Line:
    """A question with those who drive it and the areas it belongs to. `row` has the columns of
    AdvocacyIssue."""

    row: Any
    parties: dict[AdvocacyRole, list[str]] = field(default_factory=lambda: defaultdict(list))
    areas: list[str] = field(default_factory=list)
    contacts: int = 0


def listed(council_id: int, wanted: Wanted, who: Viewer | None = None) -> list[Line]:
    """The questions in their order, with the areas of the plans that `who` reads. Four statements."""
    matching = [AdvocacyIssue.body_id == council_id]
    if wanted.words:
        fields = (
            AdvocacyIssue.title,
            AdvocacyIssue.message,
            AdvocacyIssue.policy_area,
            AdvocacyIssue.recipients,
        )
        matching.append(about(wanted.words, *fields))
    if wanted.level:
        matching.append(AdvocacyIssue.target_level == wanted.level)
    if wanted.state:
        matching.append(AdvocacyIssue.state == wanted.state)
    if wanted.organisation_id:
        theirs = select(AdvocacyParty.advocacy_id).where(
            AdvocacyParty.organisation_id == wanted.organisation_id
        )
        matching.append(AdvocacyIssue.id.in_(theirs))
    rows = db.session.execute(
        select(AdvocacyIssue.__table__)
        .where(*matching)
        .order_by(AdvocacyIssue.position, AdvocacyIssue.id)
        .limit(500)
    ).all()
    found = {row.id: Line(row) for row in rows}
    _fill(found, select(AdvocacyIssue.id).where(*matching), who)
    return list(found.values())


def _fill(found: dict[int, Line], which: Any, who: Viewer | None) -> None:
    for party in _parties(AdvocacyParty.advocacy_id.in_(which)):
        if party.advocacy_id in found:
            found[party.advocacy_id].parties[party.role].append(party.who)
    mentioned = db.session.execute(
        select(NodeMention.advocacy_id, PlanNode.title)
        .join(PlanNode, PlanNode.id == NodeMention.node_id)
        .join(Plan, Plan.id == PlanNode.plan_id)
        .where(NodeMention.advocacy_id.in_(which), plans_for(who) if who else false())
        .order_by(NodeMention.id)
    )
    for row in mentioned:
        if row.advocacy_id in found:
            found[row.advocacy_id].areas.append(row.title)
    counted = db.session.execute(
        select(AdvocacyContact.advocacy_id, func.count())
        .where(AdvocacyContact.advocacy_id.in_(which))
        .group_by(AdvocacyContact.advocacy_id)
    ).all()
    for advocacy_id, number in counted:
        if advocacy_id in found:
            found[advocacy_id] = Line(
                found[advocacy_id].row, found[advocacy_id].parties, found[advocacy_id].areas, number
            )


def one(advocacy_id: int, council_id: int) -> AdvocacyIssue | None:
    return db.session.scalar(
        select(AdvocacyIssue).where(AdvocacyIssue.id == advocacy_id, AdvocacyIssue.body_id == council_id)
    )


def _parties(which: Any) -> Sequence[Any]:
    name = func.coalesce(Organisation.name, AdvocacyParty.name).label("who")
    return db.session.execute(
        select(
            AdvocacyParty.id,
            AdvocacyParty.advocacy_id,
            AdvocacyParty.organisation_id,
            AdvocacyParty.role,
            name,
        )
        .outerjoin(Organisation, Organisation.id == AdvocacyParty.organisation_id)
        .where(which)
        .order_by(name, AdvocacyParty.id)
    ).all()


def parties_of(issue: AdvocacyIssue) -> Sequence[Any]:
    """Who leads, contributes and stands beside: id, organisation_id, role, who; the leading ones first."""
    order = list(AdvocacyRole)
    rows = _parties(AdvocacyParty.advocacy_id == issue.id)
    return sorted(rows, key=lambda row: order.index(row.role))


def contacts_of(issue: AdvocacyIssue, who: Viewer, *, drafts: bool) -> Sequence[Any]:
    """The log, the latest first: columns of AdvocacyContact, `by`, and the title of a statement that the
    viewer reads."""
    readable = [] if drafts else [statements_for(who)]
    told = (
        select(Statement.id, Statement.title).where(Statement.body_id == issue.body_id, *readable).subquery()
    )
    return db.session.execute(
        select(AdvocacyContact.__table__, Person.name.label("by"), told.c.title.label("statement"))
        .join(Person, Person.id == AdvocacyContact.noted_by_id)
        .outerjoin(told, told.c.id == AdvocacyContact.statement_id)
        .where(AdvocacyContact.advocacy_id == issue.id)
        .order_by(AdvocacyContact.on.desc(), AdvocacyContact.id.desc())
        .limit(500)
    ).all()


def write(
    council: Body,
    standing: AdvocacyIssue | None,
    facts: Mapping[str, Any],
    node_ids: Collection[int],
    *,
    version: int | None = None,
    by: Person,
    now: datetime,
) -> AdvocacyIssue:
    """Enter a question of the påverkansagenda, or change one from `version` of it. `facts` are the columns by
    name. RuleBroken: somebody-saved-first (who), ends-before-it-begins."""
    check_period(facts.get("starts_on"), facts.get("ends_on"))
    if standing is not None:
        said.check_version(standing, version, *EVENTS)
    made = standing or AdvocacyIssue(body_id=council.id, position=_last_place(council.id) + 1)
    before, after = said.write(made, facts, node_ids)
    if standing is None:
        journal.note("advocacy-added", by=by, now=now, council=council, about=made.title, after=after)
    elif before != after:
        journal.note(
            "advocacy-changed", by=by, now=now, council=council, about=made.title, before=before, after=after
        )
    return made


def _last_place(council_id: int) -> int:
    last = select(func.max(AdvocacyIssue.position)).where(AdvocacyIssue.body_id == council_id)
    return db.session.scalar(last) or 0


def add_party(
    issue: AdvocacyIssue,
    role: AdvocacyRole,
    *,
    organisation_id: int | None,
    name: str,
    by: Person,
    now: datetime,
) -> AdvocacyParty:
    """Say who leads, contributes or stands beside: an organisation of the register or somebody outside it, in
    the county or not (A22). RuleBroken: party-of-nobody, party-twice (who)."""
    named = db.session.get(Organisation, organisation_id) if organisation_id else None
    who = named.name if named else name.strip()
    if not who:
        raise RuleBroken("party-of-nobody")
    if who.casefold() in {row.who.casefold() for row in parties_of(issue)}:
        raise RuleBroken("party-twice", who=who)
    made = AdvocacyParty(
        advocacy_id=issue.id,
        organisation_id=named.id if named else None,
        name="" if named else who,
        role=role,
    )
    db.session.add(made)
    db.session.flush()
    _note("advocacy-party-added", issue, {"party": who, "advocacy_role": role.value}, by, now)
    return made


def remove_party(issue: AdvocacyIssue, party_id: int, *, by: Person, now: datetime) -> bool:
    """Take somebody off the question; False when there is nobody there."""
    row = db.session.scalar(
        select(AdvocacyParty).where(AdvocacyParty.id == party_id, AdvocacyParty.advocacy_id == issue.id)
    )
    if row is None:
        return False
    named = db.session.get(Organisation, row.organisation_id) if row.organisation_id else None
    db.session.delete(row)
    _note("advocacy-party-removed", issue, {"party": named.name if named else row.name}, by, now)
    return True


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody was reached, on a local day."""

    on: date
    kind: ContactKind
    recipient: str
    text: str = ""
    link: str = ""
    statement_id: int | None = None


CONTACT = tuple(one.name for one in fields(Reached))
"""The columns of a row of the log that are written in a form."""


def note_contact(
    issue: AdvocacyIssue, reached: Reached, *, by: Person, today: date, now: datetime
) -> AdvocacyContact:
    """Write in the log that somebody was reached, with the letter that went there (A20, B1.21).

    RuleBroken: contact-day-to-come, link-unsafe, letter-of-another-council.
    """
    _check_reached(issue, reached, today)
    made = AdvocacyContact(advocacy_id=issue.id, noted_by_id=by.id)
    put(made, asdict(reached))
    facts = {"on": reached.on.isoformat(), "recipient": reached.recipient}
    _note("advocacy-contact-noted", issue, facts, by, now)
    return made


def _check_reached(issue: AdvocacyIssue, reached: Reached, today: date) -> None:
    if reached.on > today:
        raise RuleBroken("contact-day-to-come")
    check_link(reached.link)
    letter = db.session.get(Statement, reached.statement_id) if reached.statement_id else None
    if letter is not None and letter.body_id != issue.body_id:
        raise RuleBroken("letter-of-another-council")


def contact_of(issue: AdvocacyIssue, contact_id: int) -> AdvocacyContact | None:
    """A row of the log, when it is one of this question's."""
    row = db.session.get(AdvocacyContact, contact_id)
    return row if row is not None and row.advocacy_id == issue.id else None


def change_contact(
    issue: AdvocacyIssue,
    row: AdvocacyContact,
    reached: Reached,
    *,
    version: str,
    by: Person,
    today: date,
    now: datetime,
) -> None:
    """Correct a row of the log from `version` of it; who wrote it first stays. RuleBroken:
    somebody-saved-first (who), and those of `note_contact`."""
    hold(row, CONTACT, version)
    _check_reached(issue, reached, today)
    changed = put(row, asdict(reached))
    if changed.is_any:
        journal.note(
            "advocacy-contact-changed",
            by=by,
            now=now,
            council=issue.body_id,
            about=issue.title,
            before=_kept(changed.before),
            after=_kept(changed.after),
        )


def remove_contact(issue: AdvocacyIssue, row: AdvocacyContact, *, by: Person, now: datetime) -> None:
    """Take a row of the log away; the journal keeps what it said."""
    if not is_still_there(row):
        return
    before = {"on": row.on.isoformat(), "recipient": row.recipient, "text": row.text}
    journal.note(
        "advocacy-contact-removed", by=by, now=now, council=issue.body_id, about=issue.title, before=before
    )
    db.session.delete(row)
    db.session.flush()


def _kept(facts: Mapping[str, Any]) -> dict[str, Any]:
    """As the journal calls them."""
    return {("contact_kind" if name == "kind" else name): value for name, value in facts.items()}


def _note(event: str, issue: AdvocacyIssue, facts: dict[str, str], by: Person, now: datetime) -> None:
    journal.note(event, by=by, now=now, council=issue.body_id, about=issue.title, after=facts)
