"""Priority lists on an item: one order of each organisation, and a joint one (A35, A39).

An order is nothing until it is handed in: what somebody tries out on the form is stored nowhere (H.5). Who
sees the others' orders before the meeting follows the same setting as stances (H.4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Meeting,
    Organisation,
    Person,
    PlanNode,
    PriorityEntry,
    PriorityList,
    PriorityRanking,
    StrategyLink,
)
from councilflow.process.agenda import NOT_ASKED_AT_HOME, Purpose
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.process.priorities import Placed, check_order, proposed
from councilflow.services import journal, secrecy, visibility
from councilflow.services.dissents import hold
from councilflow.services.preparation.handing_in import check_open
from councilflow.services.preparation.room import check_holds_stance
from councilflow.services.preparation.summary import Found, asked_on
from councilflow.services.preparation.summary import is_open_to as stances_open_to
from councilflow.services.visibility import Viewer

LEAST, MOST = 2, 30
"""How many things one list ranks."""


def of_item(item_id: int) -> PriorityList | None:
    return db.session.scalar(select(PriorityList).where(PriorityList.item_id == item_id))


def entries_of(made: PriorityList) -> Sequence[PriorityEntry]:
    """What is ranked, as it was laid out."""
    return db.session.scalars(
        select(PriorityEntry).where(PriorityEntry.list_id == made.id).order_by(PriorityEntry.position)
    ).all()


def choosable(item: AgendaItem) -> Sequence[Found]:
    """The parts of plans that the item links to and those right below them: id, title."""
    linked = select(StrategyLink.node_id).where(StrategyLink.item_id == item.id)
    return db.session.execute(
        select(PlanNode.id, PlanNode.title)
        .where(PlanNode.id.in_(linked) | PlanNode.parent_id.in_(linked))
        .order_by(PlanNode.parent_id, PlanNode.position, PlanNode.id)
        .limit(100)
    ).all()


def lay_out(
    item: AgendaItem,
    *,
    question: str,
    titles: Sequence[str],
    node_ids: Sequence[int],
    by: Person,
    now: datetime,
) -> PriorityList:
    """Say what is to be ranked: own words, and parts of plans among `choosable` (A35).

    RuleBroken: item-not-ranked, meeting-is-closed, meeting-is-cancelled, ranking-has-begun,
    entries-out-of-bounds (with least, most).
    """
    hold(item.meeting)
    _check_not_over(item.meeting)
    if item.kind in NOT_ASKED_AT_HOME:
        raise RuleBroken("item-not-ranked")
    nodes = [(row.id, row.title) for row in choosable(item) if row.id in node_ids]
    wanted: list[tuple[int | None, str]] = [*nodes, *((None, title) for title in dict.fromkeys(titles))]
    if not LEAST <= len(wanted) <= MOST:
        raise RuleBroken("entries-out-of-bounds", least=LEAST, most=MOST)
    made = _hold(item.id)
    if made is None:
        made = PriorityList(item_id=item.id, question=question)
        db.session.add(made)
        db.session.flush()
    elif _has_begun(made):
        raise RuleBroken("ranking-has-begun")
    made.question = question
    if Purpose.PRIORITISATION not in item.purposes:
        item.purposes = [*item.purposes, Purpose.PRIORITISATION]  # by which its readers find the list
    db.session.execute(delete(PriorityEntry).where(PriorityEntry.list_id == made.id))
    for position, (node_id, title) in enumerate(wanted, 1):
        db.session.add(PriorityEntry(list_id=made.id, node_id=node_id, position=position, title=title))
    journal.note(
        "priorities-laid-out", by=by, now=now, meeting=item.meeting, about=secrecy.title_outside(item)
    )
    return made


def _hold(item_id: int) -> PriorityList | None:
    return db.session.scalar(
        select(PriorityList)
        .where(PriorityList.item_id == item_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _has_begun(made: PriorityList) -> bool:
    found = select(PriorityRanking.id).where(PriorityRanking.list_id == made.id).limit(1)
    return made.settled_at is not None or db.session.scalar(found) is not None


def _check_not_over(meeting: Meeting) -> None:
    if meeting.state is MeetingState.HELD:
        raise RuleBroken("meeting-is-closed")
    if meeting.state is MeetingState.CANCELLED:
        raise RuleBroken("meeting-is-cancelled")


def rank(
    item: AgendaItem, organisation_id: int, order: Sequence[int], *, note: str, by: Person, now: datetime
) -> PriorityRanking:
    """Hand in an organisation's order; earlier versions are kept (A35).

    `order` are ids of entries, the first most important. RuleBroken: not-your-organisation,
    preparation-not-begun, preparation-is-closed, meeting-is-closed, meeting-is-cancelled, nothing-to-rank,
    organisation-not-asked, ranking-is-settled, order-incomplete.
    """
    check_holds_stance(item, organisation_id, by=by, now=now)
    hold(item.meeting)
    db.session.refresh(item)
    check_open(item)
    made = _hold(item.id)
    if made is None:
        raise RuleBroken("nothing-to-rank")
    organisation = db.session.get_one(Organisation, organisation_id)
    if organisation_id not in {one.id for one in asked_on(item)}:
        raise RuleBroken("organisation-not-asked", organisation=organisation.name)
    if made.settled_at is not None:
        raise RuleBroken("ranking-is-settled")
    check_order(order, [one.id for one in entries_of(made)])
    own = (PriorityRanking.list_id == made.id, PriorityRanking.organisation_id == organisation_id)
    last = db.session.scalar(select(func.max(PriorityRanking.version)).where(*own)) or 0
    ranking = PriorityRanking(
        list_id=made.id,
        organisation_id=organisation_id,
        version=last + 1,
        entries=list(order),
        note=note,
        submitted_by_id=by.id,
        submitted_at=now,
    )
    db.session.add(ranking)
    about, after = f"{organisation.name}, {secrecy.title_outside(item)}", {"version": last + 1}
    journal.note("ranking-handed-in", by=by, now=now, meeting=item.meeting, about=about, after=after)
    return ranking


def settle(item: AgendaItem, order: Sequence[int], *, how: str, by: Person, now: datetime) -> PriorityList:
    """Write in the joint order as the chair states it, with how it was reached (A35, A39).

    RuleBroken: preparation-not-begun, meeting-is-closed, meeting-is-cancelled, nothing-to-rank,
    order-incomplete, order-without-reason.
    """
    hold(item.meeting)
    _check_not_over(item.meeting)
    made = _hold(item.id)
    if made is None:
        raise RuleBroken("nothing-to-rank")
    check_order(order, [one.id for one in entries_of(made)])
    if not how.strip():
        raise RuleBroken("order-without-reason")
    made.joint, made.how, made.settled_at = list(order), how.strip(), now
    journal.note(
        "priorities-settled", by=by, now=now, meeting=item.meeting, about=secrecy.title_outside(item)
    )
    return made


@dataclass(frozen=True, slots=True)
class Priorities:
    """A list as one viewer may see it."""

    made: PriorityList
    entries: Sequence[PriorityEntry]
    rankings: Sequence[Found]  # organisation_id, organisation, entries, note, version, submitted_at
    proposal: list[Placed]
    """By the mean of all orders; empty for who does not see them all."""
    asked: int
    is_open: bool

    def place(self, ranking: Found, entry_id: int) -> int:
        return int(ranking.entries.index(entry_id)) + 1

    @property
    def joint(self) -> list[PriorityEntry]:
        """The order that was settled; empty until then."""
        by_id = {one.id: one for one in self.entries}
        return [by_id[one] for one in self.made.joint]


def read(who: Viewer, item: AgendaItem) -> Priorities | None:
    """The list with the latest orders that the viewer may see; None when nothing is to be ranked."""
    made = of_item(item.id)
    if made is None:
        return None
    council, entries = item.meeting.council, entries_of(made)
    is_open = stances_open_to(who, item.meeting, members_see=council.members_see_stances)
    rankings = db.session.execute(
        select(
            PriorityRanking.organisation_id,
            Organisation.name.label("organisation"),
            PriorityRanking.entries,
            PriorityRanking.note,
            PriorityRanking.version,
            PriorityRanking.submitted_at,
        )
        .join(Organisation, Organisation.id == PriorityRanking.organisation_id)
        .where(PriorityRanking.list_id == made.id, visibility.rankings_for(who, council.id, sees_all=is_open))
        .order_by(Organisation.name, PriorityRanking.version)
    ).all()
    latest = list({row.organisation_id: row for row in rankings}.values())
    ids = [one.id for one in entries]
    proposal = proposed(ids, [row.entries for row in latest]) if is_open else []
    return Priorities(made, entries, latest, proposal, len(asked_on(item)), is_open)


def forget(item_id: int) -> None:
    """Take the list away with its item, which leaves the agenda before anybody was invited."""
    lists = select(PriorityList.id).where(PriorityList.item_id == item_id)
    db.session.execute(delete(PriorityRanking).where(PriorityRanking.list_id.in_(lists)))
    db.session.execute(delete(PriorityEntry).where(PriorityEntry.list_id.in_(lists)))
    db.session.execute(delete(PriorityList).where(PriorityList.item_id == item_id))
