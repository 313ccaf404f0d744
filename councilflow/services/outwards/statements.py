"""Statements, letters and answers to those who asked for views: the register and the writing (A40, B1.18)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, true

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Body,
    Dissent,
    Hearing,
    Meeting,
    Person,
    PriorityEntry,
    PriorityList,
    Statement,
)
from councilflow.process.afterwards import HearingState, StatementKind
from councilflow.process.consensus import STANDPOINT_TAKEN
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState, local_date
from councilflow.process.outwards import UNANSWERED, check_decided, check_may_change
from councilflow.process.plans.values import StatementState
from councilflow.services import journal
from councilflow.services.outwards import said
from councilflow.services.searching import about
from councilflow.services.visibility import Viewer, statements_for

EVENTS = (
    "statement-added",
    "statement-changed",
    "statement-sent",
    "statement-proposed",
    "statement-published",
    "statement-unpublished",
)
"""Those by which a newer version of a statement comes about."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for in the register."""

    words: str = ""
    state: StatementState | None = None
    kind: StatementKind | None = None

    @property
    def is_all(self) -> bool:
        return not (self.words or self.state or self.kind)


def _readable(who: Viewer, *, drafts: bool) -> ColumnElement[bool]:
    """`drafts`: whether the viewer keeps the council and so reads its drafts as well."""
    return true() if drafts else statements_for(who)


def listed(council_id: int, who: Viewer, wanted: Wanted, *, drafts: bool) -> Sequence[Any]:
    """The register, the newest first: id, title, addressee, kind, state, due_on, sent_on, is_published,
    hearing_id."""
    matching = [Statement.body_id == council_id, _readable(who, drafts=drafts)]
    if wanted.words:
        fields = (Statement.title, Statement.addressee, Statement.registry_no, Statement.text)
        matching.append(about(wanted.words, *fields))
    if wanted.state:
        matching.append(Statement.state == wanted.state)
    if wanted.kind:
        matching.append(Statement.kind == wanted.kind)
    return db.session.execute(
        select(
            Statement.id,
            Statement.title,
            Statement.addressee,
            Statement.kind,
            Statement.state,
            Statement.due_on,
            Statement.sent_on,
            Statement.is_published,
            Statement.hearing_id,
        )
        .where(*matching)
        .order_by(func.coalesce(Statement.sent_on, Statement.due_on).desc(), Statement.id.desc())
        .limit(500)
    ).all()


def one(statement_id: int, council_id: int, who: Viewer, *, drafts: bool) -> Statement | None:
    """One statement, when the viewer may read it there."""
    return db.session.scalar(
        select(Statement).where(
            Statement.id == statement_id, Statement.body_id == council_id, _readable(who, drafts=drafts)
        )
    )


@dataclass(frozen=True, slots=True)
class Begun:
    """What a new statement begins with, made in one step from what the council has said already."""

    title: str = ""
    addressee: str = ""
    text: str = ""
    registry_no: str = ""
    due_on: Any = None
    hearing_id: int | None = None
    item_id: int | None = None
    responsible_id: int | None = None
    kind: StatementKind = StatementKind.LETTER


def from_item(item_id: int, council_id: int) -> Begun | None:
    """From a standpoint of the council: the wording read out, or the joint order of its priority list (A39,
    A40). None for one that the council has not agreed on, or under secrecy, which goes into no letter."""
    offered = {one.item_id for one in said.standpoints_of(council_id, kept=None)}
    item = db.session.get(AgendaItem, item_id)
    if item is None or item_id not in offered or item.is_secret:
        return None
    parts = [item.adopted or item.proposal, _ranked(item_id), item.shared_value]
    text = "\n\n".join(part for part in parts if part)
    return Begun(item.title, text=text, item_id=item.id, registry_no=item.registry_no)


def _ranked(item_id: int) -> str:
    """The joint order, the most important first; nothing while it is not settled."""
    ranked = db.session.scalar(
        select(PriorityList).where(PriorityList.item_id == item_id, PriorityList.settled_at.is_not(None))
    )
    if ranked is None:
        return ""
    titles = dict(
        db.session.execute(
            select(PriorityEntry.id, PriorityEntry.title).where(PriorityEntry.list_id == ranked.id)
        ).all()
    )
    named = [titles[entry] for entry in ranked.joint if entry in titles]
    lines = [f"{place}. {title}" for place, title in enumerate(named, 1)]
    return "\n".join([ranked.question, *lines])


def from_hearing(hearing: Hearing) -> Begun:
    """From a call for views: whom it goes to, until when, and under which number."""
    return Begun(
        title=hearing.title,
        addressee=hearing.sender,
        registry_no=hearing.registry_no,
        due_on=hearing.due_on,
        hearing_id=hearing.id,
        responsible_id=hearing.responsible_id,
        kind=StatementKind.ANSWER,
    )


def answer(hearing: Hearing, *, by: Person, now: datetime) -> Statement:
    """The draft of an answer to a call, with what the call says of it; the one that is begun or adopted
    already."""
    if begun := answer_begun(hearing):
        return begun
    facts = asdict(from_hearing(hearing)) | {"state": StatementState.DRAFT}
    return write(db.session.get_one(Body, hearing.body_id), None, facts, (), by=by, now=now)


def answer_begun(hearing: Hearing) -> Statement | None:
    """The answer to a call that is on its way, a draft or adopted: two who begin at once begin the same."""
    db.session.refresh(hearing, with_for_update=True)
    unsent = (Statement.hearing_id == hearing.id) & (Statement.state != StatementState.SENT)
    return db.session.scalars(select(Statement).where(unsent).order_by(Statement.id)).first()


def _check_unanswered(hearing_id: int | None) -> None:
    """A call has one answer on its way at a time. RuleBroken: hearing-has-answer (statement)."""
    hearing = db.session.get(Hearing, hearing_id) if hearing_id else None
    begun = answer_begun(hearing) if hearing else None
    if begun is not None:
        raise RuleBroken("hearing-has-answer", statement=begun.title)


def write(
    council: Body,
    standing: Statement | None,
    facts: Mapping[str, Any],
    node_ids: Collection[int],
    *,
    version: int | None = None,
    by: Person,
    now: datetime,
) -> Statement:
    """Enter a statement, or change one from `version` of it. `facts` are the columns of the table by name.

    The hearing that it answers is being answered from now on. RuleBroken: somebody-saved-first (who),
    statement-is-sent, hearing-has-answer (statement), and for what is adopted those of `check_decided`.
    """
    if standing is not None:
        said.check_version(standing, version, *EVENTS)
        check_may_change(standing.state)
    made = standing or Statement(body_id=council.id, decided_by="")
    if facts.get("hearing_id", made.hearing_id) != made.hearing_id:
        _check_unanswered(facts["hearing_id"])
    if facts.get("state", made.state) is StatementState.ADOPTED:
        check_decided(
            is_taken=is_taken(facts.get("item_id", made.item_id)),
            decided_by=facts.get("decided_by", made.decided_by),
            decided_on=facts.get("decided_on", made.decided_on),
            today=local_date(now, council.zone),
        )
    before, after = said.write(made, facts, node_ids)
    if standing is None:
        journal.note("statement-added", by=by, now=now, council=council, about=made.title, after=after)
    elif before != after:
        journal.note(
            "statement-changed", by=by, now=now, council=council, about=made.title, before=before, after=after
        )
    answering(made.hearing_id, HearingState.ANSWERING)
    return made


def is_taken(item_id: int | None) -> bool:
    """Whether the council has met and agreed at an item; one under secrecy counts as well."""
    found = select(AgendaItem.id).join(Meeting, Meeting.id == AgendaItem.meeting_id)
    taken = (Meeting.state == MeetingState.HELD) & AgendaItem.outcome.in_(STANDPOINT_TAKEN)
    return db.session.scalar(found.where(AgendaItem.id == (item_id or 0), taken)) is not None


def answering(hearing_id: int | None, state: HearingState) -> None:
    """Let the hearing say that an answer is being written, or has gone out."""
    hearing = db.session.get(Hearing, hearing_id) if hearing_id else None
    if hearing is not None and hearing.state in UNANSWERED:
        hearing.state = state


def dissents_of(item_id: int | None) -> Sequence[Any]:
    """What was noted against the standpoint that a statement rests on: organisation, person, kind, text.
    Nothing is told of one under secrecy."""
    if item_id is None:
        return []
    return db.session.execute(
        select(Dissent.organisation, Dissent.person, Dissent.kind, Dissent.text)
        .join(AgendaItem, AgendaItem.id == Dissent.item_id)
        .where(Dissent.item_id == item_id, AgendaItem.is_secret.is_(False))
        .order_by(Dissent.id)
    ).all()
