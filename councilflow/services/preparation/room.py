"""Inside the room: what one organisation writes about an item before it hands anything in (A73, A80, A83).

Every reading here passes `visibility.preparations_of`. Nothing is noted in the journal and no table outside
the room changes, so that nobody can tell an organisation that has begun from one that has not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, or_, select
from sqlalchemy.exc import IntegrityError

from councilflow.extensions import db
from councilflow.models import AgendaItem, Body, Person, Preparation, PreparationComment, Seat, Submission
from councilflow.process.agenda import ItemKind
from councilflow.process.councils import BodyKind, Category
from councilflow.process.errors import RuleBroken
from councilflow.process.preparation import Stance
from councilflow.services import visibility
from councilflow.services.dissents import check_under_way, plain
from councilflow.services.visibility import Viewer, held_on

Found = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Content:
    """What an organisation says about one item: the part of a preparation that can be handed in."""

    forum: str = ""
    met_on: date | None = None
    note: str = ""
    stance: Stance | None = None
    gives_and_gains: str = ""
    dissent: str = ""
    dissent_requested: bool = False
    answers: Mapping[str, str] | None = None  # question id as text → answer

    @classmethod
    def of(cls, row: Any, prefix: str = "") -> Content:
        """The content of a preparation, a submission or a row with such columns."""
        return cls(**{one.name: getattr(row, prefix + one.name) for one in fields(cls)})

    def as_columns(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def differing(self, other: Content) -> tuple[str, ...]:
        """What the two say otherwise than each other, by name; nothing is the same in whatever shape."""
        mine, theirs = self.as_columns(), other.as_columns()
        return tuple(name for name in mine if (mine[name] or None) != (theirs[name] or None))

    def says_the_same(self, other: Content) -> bool:
        return not self.differing(other)


def save(
    item: AgendaItem,
    organisation_id: int,
    *,
    forum: str,
    met_on: date | None,
    note: str,
    stance: Stance | None,
    gives_and_gains: str,
    dissent: str,
    dissent_requested: bool,
    answers: Mapping[str, str],
    version: int,
    by: Person,
    now: datetime,
) -> Preparation:
    """Keep what the organisation has written so far; nobody outside it can tell (A73, H.5).

    `version` is the one that the writer began from (0: an empty room). `answers` maps the id of a question,
    as text, to the answer. RuleBroken: not-your-organisation, preparation-not-begun, meeting-is-closed,
    somebody-saved-first.
    """
    check_holds_stance(item, organisation_id, by=by, now=now)
    check_under_way(item.meeting)
    row = row_of(item, organisation_id, by=by, now=now)
    if row.version != version:
        raise RuleBroken("somebody-saved-first", who=row.updated_by.name)
    content = Content(
        forum=plain(forum).strip(),
        met_on=met_on,
        note=plain(note),
        stance=stance if item.kind is ItemKind.STANDPOINT else None,
        gives_and_gains=plain(gives_and_gains),
        dissent=plain(dissent),
        dissent_requested=dissent_requested,
        answers=_answers(item, answers),
    )
    for name, value in content.as_columns().items():
        setattr(row, name, value)
    row.version, row.updated_by_id, row.updated_at = version + 1, by.id, now
    db.session.flush()
    return row


def comment(
    item: AgendaItem, organisation_id: int, *, text: str, by: Person, now: datetime
) -> PreparationComment:
    """Say something to the colleagues at home, from the opposition as well (0.2). It is never handed in.

    RuleBroken: not-your-organisation, preparation-not-begun, meeting-is-closed.
    """
    who = visibility.viewer(by.id, by.session_key, now=now)
    if who is None or organisation_id not in who.homes(item.meeting.council_id):
        raise RuleBroken("not-your-organisation")
    check_under_way(item.meeting)
    row = row_of(item, organisation_id, by=by, now=now)
    said = PreparationComment(person_id=by.id, text=plain(text), at=now)
    row.comments.append(said)
    return said


def check_holds_stance(item: AgendaItem, organisation_id: int, *, by: Person, now: datetime) -> None:
    """Only somebody who holds the organisation's stance right writes for it (A83)."""
    who = visibility.viewer(by.id, by.session_key, now=now)
    if who is None or organisation_id not in who.stance_homes(item.meeting.council_id):
        raise RuleBroken("not-your-organisation")


def own_row(item: AgendaItem, organisation_id: int) -> Preparation | None:
    """The organisation's preparation, locked against its other writers until the transaction ends."""
    return db.session.scalar(
        select(Preparation)
        .where(Preparation.item_id == item.id, Preparation.organisation_id == organisation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def row_of(item: AgendaItem, organisation_id: int, *, by: Person, now: datetime) -> Preparation:
    """The same, made when it is the first word about the item; version 0 says that nothing is saved yet."""
    if (found := own_row(item, organisation_id)) is not None:
        return found
    new = Preparation(
        item_id=item.id, organisation_id=organisation_id, version=0, updated_by_id=by.id, updated_at=now
    )
    try:
        with db.session.begin_nested():
            db.session.add(new)
    except IntegrityError:  # a colleague wrote the first word at the same instant
        found = own_row(item, organisation_id)
    return found or new


def _answers(item: AgendaItem, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers to this item's own questions; an empty one is no answer."""
    asked = {str(question.id) for question in item.questions}
    return {number: plain(text) for number, text in answers.items() if number in asked and text.strip()}


def draft(who: Viewer, council_id: int, item_id: int, organisation_id: int) -> Found | None:
    """The organisation's draft, for a viewer who belongs to it: its content, version, updated_at, writer."""
    return db.session.execute(
        select(
            *(getattr(Preparation, one.name) for one in fields(Content)),
            Preparation.version,
            Preparation.updated_at,
            Person.name.label("writer"),
        )
        .join(Person, Person.id == Preparation.updated_by_id)
        .where(
            Preparation.item_id == item_id,
            Preparation.organisation_id == organisation_id,
            visibility.preparations_of(who, council_id),
        )
    ).one_or_none()


def own_drafts(who: Viewer, council_id: int) -> Select[int, int, int, datetime]:
    """The drafts in the viewer's own room, without a word of what they say, for a query about their meeting:
    item_id, organisation_id, version, updated_at (UTC)."""
    return select(
        Preparation.item_id, Preparation.organisation_id, Preparation.version, Preparation.updated_at
    ).where(visibility.preparations_of(who, council_id))


def is_marked_ready(who: Viewer, council_id: int) -> ColumnElement[bool]:
    """In a query of items, for whoever may hand in: whether the draft at home is marked klar hos oss."""
    return exists().where(
        Preparation.item_id == AgendaItem.id,
        Preparation.organisation_id.in_(who.stance_homes(council_id)),
        Preparation.ready_version == Preparation.version,
        visibility.preparations_of(who, council_id),
    )


def comments(who: Viewer, council_id: int, item_id: int, organisation_id: int) -> Sequence[Found]:
    """What colleagues have said, oldest first: text, at, name."""
    return db.session.execute(
        select(PreparationComment.text, PreparationComment.at, Person.name)
        .join(Preparation, Preparation.id == PreparationComment.preparation_id)
        .join(Person, Person.id == PreparationComment.person_id)
        .where(
            Preparation.item_id == item_id,
            Preparation.organisation_id == organisation_id,
            visibility.preparations_of(who, council_id),
        )
        .order_by(PreparationComment.id)
    ).all()


def handed_in(who: Viewer, council_id: int, item_id: int, organisation_id: int) -> Found | None:
    """What the own organisation handed in last: its content, version, item_version, submitted_at and who."""
    return next(iter(versions(who, council_id, item_id, organisation_id)), None)


def versions(who: Viewer, council_id: int, item_id: int, organisation_id: int) -> Sequence[Found]:
    """All that the own organisation has handed in on an item, the last first, with the same columns."""
    return db.session.execute(
        select(
            *(getattr(Submission, one.name) for one in fields(Content)),
            Submission.version,
            Submission.item_version,
            Submission.submitted_at,
            Person.name.label("submitter"),
        )
        .join(Person, Person.id == Submission.submitted_by_id)
        .where(
            Submission.item_id == item_id,
            Submission.organisation_id == organisation_id,
            visibility.handed_in_by(who, council_id),
        )
        .order_by(Submission.version.desc())
    ).all()


def people(council_id: int, organisation_id: int, day: date) -> Sequence[Found]:
    """Who is in the room on a day: the organisation's members and officials – name, category, side, title.

    The same seats as `Viewer.homes` counts: of the council, its preparatory group, the council it includes.
    """
    included = select(Body.includes_id).where(Body.id == council_id).scalar_subquery()
    return db.session.execute(
        select(Person.id, Person.name, Person.title, Seat.category, Seat.side)
        .join(Seat, Seat.person_id == Person.id)
        .join(Body, Body.id == Seat.body_id)
        .where(
            or_(
                and_(Body.id == council_id, Body.kind != BodyKind.PREPARATORY_GROUP),
                and_(Body.council_id == council_id, Body.kind == BodyKind.PREPARATORY_GROUP),
                Body.id == included,
            ),
            Seat.organisation_id == organisation_id,
            Seat.category.in_([Category.MEMBER, Category.OFFICIAL]),
            Person.is_active,
            held_on(day),
        )
        .order_by(Seat.position, Seat.id)
    ).all()
