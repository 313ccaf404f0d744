"""Where the council is represented, by whom and until when, and what is told from there (B2.20)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select

from councilflow.extensions import db
from councilflow.models import Body, ForumReport, Person, Representation
from councilflow.process.errors import RuleBroken
from councilflow.process.outwards import ENDS_SOON, check_link, check_period
from councilflow.services import journal
from councilflow.services.outwards.keeping import hold, put
from councilflow.services.rows import is_still_there
from councilflow.services.visibility import Viewer

REPORT = ("on", "text")
"""The columns of a report that are written in a form."""

_WHO = func.coalesce(Person.name, Representation.name).label("who")


def listed(council_id: int) -> Sequence[Any]:
    """Every place, by forum and then the latest first: columns of Representation, `who`, `reports` and
    `reported_on`."""
    told = (
        select(
            ForumReport.representation_id, func.count().label("reports"), func.max(ForumReport.on).label("on")
        )
        .group_by(ForumReport.representation_id)
        .subquery()
    )
    return db.session.execute(
        select(
            Representation.__table__,
            _WHO,
            func.coalesce(told.c.reports, 0).label("reports"),
            told.c.on.label("reported_on"),
        )
        .outerjoin(Person, Person.id == Representation.person_id)
        .outerjoin(told, told.c.representation_id == Representation.id)
        .where(Representation.body_id == council_id)
        .order_by(func.lower(Representation.forum), Representation.starts_on.desc(), Representation.id)
        .limit(500)
    ).all()


def one(representation_id: int, council_id: int) -> Representation | None:
    return db.session.scalar(
        select(Representation).where(
            Representation.id == representation_id, Representation.body_id == council_id
        )
    )


def name_of(row: Representation) -> str:
    """Who has the place; empty when it is vacant."""
    if row.person_id is None:
        return row.name
    return db.session.scalar(select(Person.name).where(Person.id == row.person_id)) or ""


def reports_of(row: Representation) -> Sequence[Any]:
    """What was told from there, the latest first: id, on, text, by, by_id, at."""
    return db.session.execute(
        select(
            ForumReport.id,
            ForumReport.on,
            ForumReport.text,
            Person.name.label("by"),
            ForumReport.by_id,
            ForumReport.at,
        )
        .join(Person, Person.id == ForumReport.by_id)
        .where(ForumReport.representation_id == row.id)
        .order_by(ForumReport.on.desc(), ForumReport.id.desc())
        .limit(200)
    ).all()


def may_report(row: Representation, who: Viewer, *, keeps: bool) -> bool:
    """Who represents the council tells from there, and the secretary for somebody without an account."""
    return keeps or row.person_id == who.person_id


def write(
    council: Body,
    standing: Representation | None,
    facts: Mapping[str, Any],
    *,
    version: str = "",
    by: Person,
    now: datetime,
) -> Representation:
    """Enter a place in a forum outside, or change it from `version` of it; without a person or a name it is
    vacant. `facts` are the columns by name. RuleBroken: somebody-saved-first (who), ends-before-it-begins,
    link-unsafe."""
    if standing is not None:
        hold(standing, facts, version)
    check_period(facts["starts_on"], facts["ends_on"])
    check_link(facts["link"])
    made = standing or Representation(body_id=council.id)
    changed = put(made, facts)
    if changed.is_any:
        journal.note(
            "representation-added" if changed.is_new else "representation-changed",
            by=by,
            now=now,
            council=council,
            about=made.forum,
            before=changed.before,
            after=changed.after,
        )
    return made


def report(
    row: Representation, on: date, text: str, *, by: Person, today: date, now: datetime
) -> ForumReport:
    """Tell from a forum what happened there on a local day. RuleBroken: forum-day-to-come."""
    if on > today:
        raise RuleBroken("forum-day-to-come")
    made = ForumReport(representation_id=row.id, on=on, text=text, by_id=by.id, at=now)
    db.session.add(made)
    db.session.flush()
    facts = {"on": on.isoformat()}
    journal.note("forum-reported", by=by, now=now, council=row.body_id, about=row.forum, after=facts)
    return made


def report_at(row: Representation, told_id: int) -> ForumReport | None:
    """One report, when it is from this place."""
    found = db.session.get(ForumReport, told_id)
    return found if found is not None and found.representation_id == row.id else None


def change_report(
    row: Representation,
    told: ForumReport,
    on: date,
    text: str,
    *,
    version: str,
    by: Person,
    today: date,
    now: datetime,
) -> None:
    """Correct a report from `version` of it; who told it first stays. RuleBroken: somebody-saved-first (who),
    forum-day-to-come."""
    hold(told, REPORT, version)
    if on > today:
        raise RuleBroken("forum-day-to-come")
    changed = put(told, {"on": on, "text": text})
    if changed.is_any:
        journal.note(
            "forum-report-changed",
            by=by,
            now=now,
            council=row.body_id,
            about=row.forum,
            before=changed.before,
            after=changed.after,
        )


def remove_report(row: Representation, told: ForumReport, *, by: Person, now: datetime) -> None:
    """Take a report away; the journal keeps what it said."""
    if not is_still_there(told):
        return
    before = {"on": told.on.isoformat(), "text": told.text}
    journal.note("forum-report-removed", by=by, now=now, council=row.body_id, about=row.forum, before=before)
    db.session.delete(told)
    db.session.flush()


def to_fill(council_ids: Sequence[int], today: date) -> Sequence[Any]:
    """The places that nobody holds or that end soon, one row a council: council_id, council, number, first
    day. A place that ended and has a successor in the same forum counts no more."""
    later = Representation.__table__.alias("later")
    followed = (
        select(later.c.id)
        .where(
            later.c.body_id == Representation.body_id,
            func.lower(later.c.forum) == func.lower(Representation.forum),
            later.c.id != Representation.id,
            later.c.starts_on > Representation.starts_on,
        )
        .correlate(Representation)
        .exists()
    )
    vacant = (Representation.person_id.is_(None)) & (Representation.name == "")
    ends = Representation.ends_on <= today + ENDS_SOON
    return db.session.execute(
        select(
            Representation.body_id.label("council_id"),
            Body.name.label("council"),
            func.count().label("number"),
            func.min(func.coalesce(Representation.ends_on, Representation.starts_on)).label("first"),
        )
        .join(Body, Body.id == Representation.body_id)
        .where(Representation.body_id.in_(council_ids), or_(vacant, ends), ~followed)
        .group_by(Representation.body_id, Body.name)
    ).all()
