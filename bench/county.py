"""A county to measure on: councils, members, and meetings with items, files and noted views."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Attachment,
    Body,
    Dissent,
    Meeting,
    MinutesDocument,
    Organisation,
    Person,
    Plan,
    PlanNode,
    Seat,
    StrategyLink,
)
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.councils import BodyKind, Category, OrganisationKind, Side
from councilflow.process.meeting import MeetingState
from councilflow.process.minutes import MinutesState

HELD_AT = datetime(2026, 10, 2, 7, 0, tzinfo=UTC)
MEMBERS = 30
FILES = 3


@dataclass
class County:
    """What the measurements need to know of it: ids, and the sessions that people sign in with."""

    meetings: dict[int, int] = field(default_factory=dict)
    """Number of items → id of the meeting that has them."""
    readers: dict[int, str] = field(default_factory=dict)
    """Number of councils → the session of somebody who sits in that many."""
    council_id: int = 0
    organisation_ids: list[int] = field(default_factory=list)
    member_sessions: list[str] = field(default_factory=list)
    secretary_session: str = ""
    invited_items: list[int] = field(default_factory=list)
    """The items of a meeting that organisations prepare, one for each member."""
    ongoing_items: list[int] = field(default_factory=list)
    """The items of a meeting that goes on, as many."""


def settle(*, sizes: tuple[int, ...] = (4, 40, 400), councils: tuple[int, ...] = (1, 10, 100)) -> County:
    """Fill an empty database and commit."""
    county = County()
    homes = [_organisation(f"Kommun {number}") for number in range(8)]
    bodies = [_council(f"Råd {number}", homes[0]) for number in range(max(councils))]
    db.session.add_all([*homes, *bodies])
    db.session.flush()
    county.council_id, county.organisation_ids = bodies[0].id, [home.id for home in homes]
    for number in range(MEMBERS):
        person = _seated(f"ledamot{number}", bodies[:1], homes[number % len(homes)])
        county.member_sessions.append(f"{person.id}:{person.session_key}")
    for count in councils:
        reader = _seated(f"lasare{count}", bodies[:count], homes[0])
        county.readers[count] = f"{reader.id}:{reader.session_key}"
    writer = _seated("sekreteraren", bodies[:1], homes[0])
    secretary = _seated("motessekreteraren", bodies[:1], homes[0], Category.SECRETARY)
    county.secretary_session = f"{secretary.id}:{secretary.session_key}"
    nodes = _plan(bodies[0])
    for size in sizes:
        county.meetings[size] = _meeting(bodies[0], size, nodes, homes, writer)
    county.invited_items = _under_way(bodies[0], MeetingState.INVITED)
    county.ongoing_items = _under_way(bodies[0], MeetingState.ONGOING)
    db.session.commit()
    return county


def _organisation(name: str) -> Organisation:
    return Organisation(name=name, short_name=name, kind=OrganisationKind.MUNICIPALITY)


def _council(name: str, host: Organisation) -> Body:
    return Body(name=name, short_name=name, kind=BodyKind.COUNCIL, host=host)


def _seated(
    name: str, bodies: list[Body], home: Organisation, category: Category = Category.MEMBER
) -> Person:
    person = Person(name=name, email=f"{name}@example.org", session_key=name, created_at=HELD_AT)
    db.session.add(person)
    db.session.flush()
    db.session.add_all(
        Seat(
            body_id=body.id,
            person_id=person.id,
            organisation_id=home.id,
            category=category,
            side=Side.MAJORITY if category is Category.MEMBER else None,
            starts_on=date(2023, 1, 1),
        )
        for body in bodies
    )
    return person


def _plan(council: Body) -> list[PlanNode]:
    plan = Plan(body_id=council.id, title="Regional utvecklingsstrategi", short_title="RUS")
    plan.nodes = [
        PlanNode(level="Fokusområde", title=f"Fokusområde nummer {number}", position=number)
        for number in range(4)
    ]
    db.session.add(plan)
    db.session.flush()
    return plan.nodes


def _meeting(council: Body, size: int, nodes: list[PlanNode], homes: list[Organisation], by: Person) -> int:
    meeting = Meeting(
        council_id=council.id,
        starts_at=HELD_AT,
        ends_at=HELD_AT + timedelta(hours=3),
        state=MeetingState.HELD,
        closed_at=HELD_AT + timedelta(hours=3),
        number=5,
    )
    db.session.add(meeting)
    db.session.flush()
    for number in range(1, size + 1):
        _item(meeting, number, nodes, homes, by)
    # Signed minutes refuse every later change of their meeting, so they come last.
    db.session.add(MinutesDocument(meeting_id=meeting.id, state=MinutesState.SIGNED, signed_at=HELD_AT))
    db.session.flush()
    return meeting.id


def _under_way(council: Body, state: MeetingState) -> list[int]:
    """A meeting in that state with a standpoint for each member to write about; gives their ids."""
    meeting = Meeting(
        council_id=council.id, starts_at=HELD_AT, ends_at=HELD_AT + timedelta(hours=3), state=state
    )
    meeting.items = [
        AgendaItem(position=place, kind=ItemKind.STANDPOINT, title=f"Ställningstagande {place}", minutes=5)
        for place in range(1, MEMBERS + 1)
    ]
    db.session.add(meeting)
    db.session.flush()
    return [item.id for item in meeting.items]


def _item(
    meeting: Meeting, number: int, nodes: list[PlanNode], homes: list[Organisation], by: Person
) -> None:
    item = AgendaItem(
        meeting_id=meeting.id,
        position=number,
        number=number,
        kind=ItemKind.STANDPOINT if number % 2 else ItemKind.INFORMATION,
        title=f"Gemensamma prioriteringar i länet, del {number}",
        minutes=15,
        background="Bakgrunden till frågan. " * 40,
        strategy_sentence="Frågan bidrar till målet.",
        proposal="Rådet ställer sig bakom förslaget.",
        outcome=Outcome.CONSENSUS_NOTED
        if number % 4 == 1
        else Outcome.CONSENSUS
        if number % 2
        else Outcome.NOTED,
    )
    item.strategy_links = [StrategyLink(node_id=nodes[number % len(nodes)].id)]
    item.attachments = [
        Attachment(
            position=place,
            title=f"Underlag {place} till punkten",
            file_name=f"underlag-{place}.pdf",
            media_type="application/pdf",
            size=300_000 + number,
            sha256="0" * 64,
            uploaded_by_id=by.id,
            uploaded_at=HELD_AT,
        )
        for place in range(FILES)
    ]
    db.session.add(item)
    db.session.flush()
    if number % 4 == 1:
        home = homes[number % len(homes)]
        db.session.add(
            Dissent(
                item_id=item.id,
                organisation_id=home.id,
                organisation=home.name,
                text="En annan ordning vore bättre.",
                requested_by_id=by.id,
                requested_at=HELD_AT,
            )
        )
