"""Who sits in councils and in the groups that prepare them, as pages ask for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, and_, case, or_, select

from councilflow.extensions import db
from councilflow.models import Body, Meeting, Organisation, Person, Seat, SeatRule
from councilflow.process.councils import BodyKind, Category, in_term
from councilflow.process.meeting import COMING, DOCUMENTS_OUT, MeetingState
from councilflow.process.rights import Act
from councilflow.services.bodies import kept_with, prepares
from councilflow.services.visibility import Viewer, held_on

ORDER = list(Category)
"""The categories in the order of the attendance list (F.1)."""


def named(council_ids: Collection[int]) -> Sequence[Body]:
    """These councils, by name."""
    if not council_ids:
        return []
    return db.session.scalars(select(Body).where(Body.id.in_(council_ids)).order_by(Body.name)).all()


def organisations_of(viewer: Viewer, council_id: int) -> Sequence[Organisation]:
    """The organisations the viewer sits for in a council, by name."""
    ids = {held.organisation_id for held in viewer.held_in(council_id) if held.organisation_id is not None}
    if not ids:
        return []
    return db.session.scalars(
        select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.name)
    ).all()


class Section(NamedTuple):
    """The seats of one category."""

    category: Category
    seats: list[Row[*tuple[Any, ...]]]


def seats_on(council_id: int, day: date) -> list[Section]:
    """Who sits in a council on a day, by category; in a wider council also those of the one it includes.

    Who sits the same way in both stands once, with the seat of the council itself. A seat has what `rows_of`
    gives.
    """
    included = select(Body.includes_id).where(Body.id == council_id).scalar_subquery()
    rows = _seats(or_(Seat.body_id == council_id, Seat.body_id == included), held_on(day))
    own = {_place(row) for row in rows if row.body_id == council_id and row.person_id is not None}
    return _by_category([row for row in rows if row.body_id == council_id or _place(row) not in own])


def _place(row: Any) -> tuple[int | None, Category, int | None]:
    return row.person_id, row.category, row.organisation_id


def rows_of(body_ids: Collection[int], *which: ColumnElement[bool]) -> Sequence[Row[*tuple[Any, ...]]]:
    """The seats of these bodies, in order.

    A seat has id, body_id, category, side, party, office, function, ground, rule_position, position,
    starts_on, ends_on, person_id, person, title, organisation_id, organisation and organisation_kind; person
    is None where the seat is vacant, rule_position where it does not say which rule it fills.
    """
    return _seats(Seat.body_id.in_(body_ids), *which)


def group_of(council_id: int, day: date) -> tuple[str, Sequence[Row[*tuple[Any, ...]]]] | None:
    """The preparatory group's name and its seats on a day; None when the council has no group (A66)."""
    group = db.session.execute(
        select(Body.id, Body.name).where(prepares(council_id)).order_by(Body.id).limit(1)
    ).one_or_none()
    return (group.name, _seats(Seat.body_id == group.id, held_on(day))) if group else None


class BodyWithSeats(NamedTuple):
    id: int
    name: str
    kind: BodyKind
    has_substitutes: bool
    sections: list[Section]
    coming: list[Row[*tuple[Any, ...]]]
    """Seats that begin later."""
    gone: list[Row[*tuple[Any, ...]]]
    """Seats that have ended, kept for their history."""

    def holding(self, words: str) -> BodyWithSeats:
        """The body with those seats only that every one of these words is about."""
        sought = words.casefold().split()

        def is_about(seat: Any) -> bool:
            told = (seat.person, seat.organisation, seat.function, seat.party, seat.title)
            said = " ".join(one for one in told if one).casefold()
            return all(word in said for word in sought)

        sections = [Section(one.category, list(filter(is_about, one.seats))) for one in self.sections]
        return self._replace(
            sections=[one for one in sections if one.seats],
            coming=list(filter(is_about, self.coming)),
            gone=list(filter(is_about, self.gone)),
        )

    @property
    def held(self) -> list[Row[*tuple[Any, ...]]]:
        return [seat for section in self.sections for seat in section.seats]


def bodies_with_seats(council_id: int, day: date) -> list[BodyWithSeats]:
    """The council and the groups that prepare it, each with its seats now, later and before."""
    bodies = db.session.execute(
        select(Body.id, Body.name, Body.kind, Body.has_substitutes)
        .where(kept_with(council_id))
        .order_by(case((Body.id == council_id, 0), else_=1), Body.id)
    ).all()
    rows = _seats(Seat.body_id.in_([body.id for body in bodies]))
    found = []
    for body in bodies:
        own = [row for row in rows if row.body_id == body.id]
        gone = [row for row in own if row.ends_on and row.ends_on < day]
        coming = [row for row in own if row.starts_on > day]
        sections = _by_category([row for row in own if in_term(row.starts_on, row.ends_on, day)])
        found.append(
            BodyWithSeats(body.id, body.name, body.kind, body.has_substitutes, sections, coming, gone)
        )
    return found


def upcoming_meetings(
    council_id: int, viewer: Viewer, *, now: datetime, zone: ZoneInfo
) -> list[dict[str, Any]]:
    """The council's coming meetings: id, starts_at (in the council's zone), state, is_open to the viewer."""
    sees_drafts = Act.READ_DRAFT in viewer.acts_in(council_id)
    rows = db.session.execute(
        select(Meeting.id, Meeting.starts_at, Meeting.state)
        .where(
            Meeting.council_id == council_id,
            or_(Meeting.ends_at >= now, Meeting.state == MeetingState.ONGOING),
            Meeting.state.in_(COMING),
        )
        .order_by(Meeting.starts_at)
        .limit(5)
    )
    return [
        {
            "id": row.id,
            "starts_at": row.starts_at.astimezone(zone),
            "state": row.state,
            "is_open": sees_drafts or row.state in DOCUMENTS_OUT,
        }
        for row in rows
    ]


def _seats(*which: Any) -> Sequence[Row[*tuple[Any, ...]]]:
    return db.session.execute(
        select(
            Seat.id,
            Seat.body_id,
            Seat.category,
            Seat.side,
            Seat.party,
            Seat.office,
            Seat.function,
            Seat.ground,
            Seat.position,
            Seat.starts_on,
            Seat.ends_on,
            Seat.person_id,
            Seat.organisation_id,
            SeatRule.position.label("rule_position"),
            Person.name.label("person"),
            Person.title,
            Organisation.name.label("organisation"),
            Organisation.kind.label("organisation_kind"),
        )
        .outerjoin(Person, Person.id == Seat.person_id)
        .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
        .outerjoin(SeatRule, SeatRule.id == Seat.rule_id)
        .where(and_(*which))
        .order_by(Seat.position, Seat.id)
    ).all()


def _by_category(rows: Sequence[Any]) -> list[Section]:
    """Each category with its seats, those of an organisation together, in the order of the first of each."""
    found = []
    for category in ORDER:
        first_of: dict[str, int] = {}
        seats = [row for row in rows if row.category is category]
        for place, row in enumerate(seats):
            first_of.setdefault(row.organisation or "", place)
        found.append(Section(category, sorted(seats, key=lambda row: first_of[row.organisation or ""])))
    return [section for section in found if section.seats]
