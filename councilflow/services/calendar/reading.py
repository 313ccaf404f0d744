"""What the calendar pages read: rows of meetings, the same number of queries at any size."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from councilflow.extensions import db
from councilflow.models import Body, Meeting
from councilflow.process.rights import Act
from councilflow.services.visibility import Viewer, meetings_for, meetings_that_invite

Rows = Sequence[Any]

_A_DAY = timedelta(days=1)
_DEADLINES_REACH = timedelta(days=100)
"""How far from its meeting a day that the meeting steers by is looked for."""

_SHOWN = (
    Meeting.id,
    Meeting.council_id,
    Meeting.kind,
    Meeting.form,
    Meeting.state,
    Meeting.title,
    Meeting.is_joint,
    Meeting.starts_at,
    Meeting.ends_at,
    Meeting.nights,
    Body.name.label("council"),
    Body.short_name,
    Body.time_zone,
    Body.country,
    Body.invitation_days,
    Body.preparation_days,
    Body.draft_days,
    Body.signing_days,
)


def between(first: date, last: date, which: ColumnElement[bool], *, deadlines: bool = False) -> Rows:
    """The meetings of which a day may fall between two days, both included, in the order of time; with
    `deadlines` also those of which only a deadline may. `which` says what may be seen of them."""
    reach = _A_DAY + (_DEADLINES_REACH if deadlines else timedelta())  # a zone is at most a day away
    return db.session.execute(
        select(*_SHOWN)
        .join(Body, Body.id == Meeting.council_id)
        .where(
            which,
            Meeting.starts_at < _midnight(last) + _A_DAY + reach,
            Meeting.ends_at > _midnight(first) - reach,
        )
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def of_council(council_id: int) -> ColumnElement[bool]:
    """All meetings of one council, for whoever its page lets in."""
    return Meeting.council_id == council_id


def of_viewer(who: Viewer) -> ColumnElement[bool]:
    """Those of all councils whose meetings the viewer may know of, and those that invite the viewer alone."""
    return or_(meetings_for(who), meetings_that_invite(who))


def councils_of(who: Viewer) -> Rows:
    """The viewer's councils: id, name, short_name, country."""
    mine = who.councils_with(Act.READ_COUNCIL)
    return _councils(Body.id.in_(mine))


def council(council_id: int) -> Rows:
    """One council, as `councils_of` gives them."""
    return _councils(Body.id == council_id)


def _councils(which: ColumnElement[bool]) -> Rows:
    return db.session.execute(
        select(Body.id, Body.name, Body.short_name, Body.country).where(which).order_by(Body.name, Body.id)
    ).all()
