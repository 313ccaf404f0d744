"""Earlier handling of a question: found by search, linked, and shown from both sides (A94).

Only what the reader may read is found: items of meetings that have been held, and the issues that the reader
sees. What is still a draft is never found, whoever looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, or_, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Body, Earlier, Issue, Meeting, Organisation, Person
from councilflow.process.agenda import ItemKind
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.services import journal, secrecy
from councilflow.services.searching import about
from councilflow.services.visibility import Viewer, agendas_for, issues_for

FOUND = 20
"""So many hits of each kind are shown."""


def _items(who: Viewer) -> Select[*tuple[Any, ...]]:
    """What has been dealt with and the reader may read: id, title, number, outcome, starts_at, time_zone,
    council, minutes_profile."""
    return (
        select(
            AgendaItem.id,
            AgendaItem.title,
            AgendaItem.number,
            AgendaItem.outcome,
            Meeting.starts_at,
            Meeting.minutes_profile,
            Body.time_zone,
            Body.name.label("council"),
        )
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Body, Body.id == Meeting.council_id)
        .where(agendas_for(who), Meeting.state == MeetingState.HELD, AgendaItem.number.is_not(None))
        .order_by(Meeting.starts_at.desc(), AgendaItem.number)
    )


def search(who: Viewer, words: str, *, item_id: int | None = None) -> Sequence[Any]:
    """Items and standpoints about these words, the latest first; `item_id` is the item one looks from."""
    if not words.split():
        return []
    query = _items(who).where(
        about(words, AgendaItem.title, AgendaItem.background, AgendaItem.proposal, AgendaItem.adopted),
        or_(AgendaItem.kind.is_(None), AgendaItem.kind != ItemKind.STANDING),
    )
    if item_id is not None:
        query = query.where(AgendaItem.id != item_id)
    return db.session.execute(query.limit(FOUND)).all()


def search_issues(who: Viewer, words: str, *, issue_id: int | None = None) -> Sequence[Any]:
    """Issues about these words that the reader sees: id, title, state, proposed_at, organisation."""
    if not words.split():
        return []
    query = (
        select(Issue.id, Issue.title, Issue.state, Issue.proposed_at, Organisation.name.label("organisation"))
        .outerjoin(Organisation, Organisation.id == Issue.organisation_id)
        .where(issues_for(who), about(words, Issue.title, Issue.challenge, Issue.why, Issue.background))
        .order_by(Issue.proposed_at.desc(), Issue.id.desc())
    )
    if issue_id is not None:
        query = query.where(Issue.id != issue_id)
    return db.session.execute(query.limit(FOUND)).all()


def of(who: Viewer, *, issue_id: int | None = None, item_id: int | None = None) -> Sequence[Any]:
    """What is linked as earlier handling, as far as the reader may read it."""
    linked = select(Earlier.earlier_id).where(_side(issue_id, item_id))
    return db.session.execute(_items(who).where(AgendaItem.id.in_(linked))).all()


def later(who: Viewer, item_id: int) -> tuple[Sequence[Any], Sequence[Any]]:
    """Where an item is referred to, seen from it: items (id, title, number, starts_at, time_zone,
    council) and issues (id, title), as far as the reader may read them."""
    naming = select(Earlier.item_id).where(Earlier.earlier_id == item_id, Earlier.item_id.is_not(None))
    items = db.session.execute(
        select(
            AgendaItem.id,
            AgendaItem.title,
            AgendaItem.number,
            Meeting.starts_at,
            Body.time_zone,
            Body.name.label("council"),
        )
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Body, Body.id == Meeting.council_id)
        .where(agendas_for(who), AgendaItem.id.in_(naming))
        .order_by(Meeting.starts_at, AgendaItem.id)
        .limit(FOUND)
    ).all()
    asking = select(Earlier.issue_id).where(Earlier.earlier_id == item_id, Earlier.issue_id.is_not(None))
    issues = db.session.execute(
        select(Issue.id, Issue.title)
        .where(issues_for(who), Issue.id.in_(asking))
        .order_by(Issue.proposed_at, Issue.id)
        .limit(FOUND)
    ).all()
    return items, issues


def link(who: Viewer, earlier_id: int, of_: Issue | AgendaItem, *, by: Person, now: datetime) -> None:
    """Say that a question was dealt with in an earlier item; once is enough. RuleBroken: earlier-unknown when
    it is nothing the reader may read, or the item itself."""
    mine = _facts(of_)
    known = db.session.execute(_items(who).where(AgendaItem.id == earlier_id)).one_or_none()
    if known is None or earlier_id == mine.get("item_id"):
        raise RuleBroken("earlier-unknown")
    found = db.session.scalar(select(Earlier.id).where(_side(**mine), Earlier.earlier_id == earlier_id))
    if found is None:
        db.session.add(Earlier(earlier_id=earlier_id, **mine))
        _note("earlier-linked", of_, earlier_id, by=by, now=now)


def unlink(earlier_id: int, of_: Issue | AgendaItem, *, by: Person, now: datetime) -> None:
    """Take the link away again."""
    gone = db.session.execute(delete(Earlier).where(_side(**_facts(of_)), Earlier.earlier_id == earlier_id))
    if gone.rowcount:  # type: ignore[attr-defined]  # a delete has one
        _note("earlier-unlinked", of_, earlier_id, by=by, now=now)


def pass_on(issue_id: int, item_id: int) -> None:
    """Let an item that an issue becomes have the issue's earlier handling."""
    for earlier_id in db.session.scalars(select(Earlier.earlier_id).where(Earlier.issue_id == issue_id)):
        db.session.add(Earlier(item_id=item_id, earlier_id=earlier_id))


def name(issue_id: int, earlier_id: int) -> None:
    """Say without a word in the journal that an item was about an issue: the meeting itself has said so."""
    known = select(Earlier.id).where(Earlier.issue_id == issue_id, Earlier.earlier_id == earlier_id)
    if db.session.scalar(known) is None:
        db.session.add(Earlier(issue_id=issue_id, earlier_id=earlier_id))


def unname(issue_id: int, earlier_id: int) -> None:
    """The meeting had not put the question off after all: its item is no earlier handling of it."""
    db.session.execute(delete(Earlier).where(Earlier.issue_id == issue_id, Earlier.earlier_id == earlier_id))


def forget(item_id: int) -> None:
    """An item goes: so do its links, in both directions."""
    db.session.execute(delete(Earlier).where(or_(Earlier.item_id == item_id, Earlier.earlier_id == item_id)))


def _note(event: str, of_: Issue | AgendaItem, earlier_id: int, *, by: Person, now: datetime) -> None:
    """Of what falls under secrecy the journal has the mark: it is read by more people than the item."""
    after = {"earlier": secrecy.title_outside(db.session.get_one(AgendaItem, earlier_id))}
    if isinstance(of_, AgendaItem):
        about = secrecy.title_outside(of_)
        journal.note(event, by=by, now=now, meeting=of_.meeting, about=about, after=after)
    else:
        about = secrecy.issue_outside(of_)
        journal.note(event, by=by, now=now, council=of_.council_id, about=about, after=after)


def _facts(of_: Issue | AgendaItem) -> dict[str, int]:
    return {"item_id": of_.id} if isinstance(of_, AgendaItem) else {"issue_id": of_.id}


def _side(issue_id: int | None = None, item_id: int | None = None) -> Any:
    return Earlier.issue_id == issue_id if issue_id is not None else Earlier.item_id == item_id
