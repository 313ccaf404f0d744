"""What is told of standpoints and results: by whom, where and when; the plan of the year (A98, B1.19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import (
    AgendaItem,
    Body,
    Communication,
    JournalEntry,
    Person,
    Plan,
    PlanNode,
    Spokesperson,
    Standpoint,
)
from councilflow.process.errors import RuleBroken
from councilflow.process.outwards import SPOKEN, check_link, check_told
from councilflow.process.rights import Act
from councilflow.services import journal
from councilflow.services.outwards import speaking
from councilflow.services.outwards.keeping import put
from councilflow.services.plans import choosing
from councilflow.services.plans.access import plans_for
from councilflow.services.visibility import Viewer, standpoints_for, today

_DAY = func.coalesce(Communication.told_on, Communication.planned_on)


def _rows(*which: Any, who: Viewer) -> Sequence[Any]:
    """Columns of Communication, `speaker`, and of the standpoint that the viewer reads item_id, number, year
    and title; plan_id and title of the node in a plan that the viewer reads."""
    readable = (
        select(
            Standpoint.id,
            Standpoint.item_id,
            Standpoint.number,
            Standpoint.year,
            AgendaItem.title,
        )
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .where(standpoints_for(who))
        .subquery()
    )
    node = (
        select(PlanNode.id, PlanNode.title, PlanNode.plan_id)
        .join(Plan, Plan.id == PlanNode.plan_id)
        .where(plans_for(who))
        .subquery()
    )
    return db.session.execute(
        select(
            Communication.__table__,
            Person.name.label("speaker"),
            readable.c.item_id,
            readable.c.number,
            readable.c.year,
            readable.c.title.label("standpoint"),
            node.c.title.label("node"),
            node.c.plan_id,
        )
        .outerjoin(Spokesperson, Spokesperson.id == Communication.spokesperson_id)
        .outerjoin(Person, Person.id == Spokesperson.person_id)
        .outerjoin(readable, readable.c.id == Communication.standpoint_id)
        .outerjoin(node, node.c.id == Communication.node_id)
        .where(*which)
        .order_by(_DAY.is_(None), _DAY, Communication.id)
        .limit(500)
    ).all()


def shown_to(who: Viewer) -> ColumnElement[bool]:
    """What is told of a standpoint under secrecy is seen by those who keep the plan alone."""
    kept = Communication.body_id.in_(who.councils_with(Act.MANAGE_COUNCIL))
    return or_(kept, tells_no_secret())


def tells_no_secret() -> ColumnElement[bool]:
    secret = (
        select(Standpoint.id)
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .where(AgendaItem.is_secret)
    )
    return or_(Communication.standpoint_id.is_(None), Communication.standpoint_id.not_in(secret))


def of_year(council_id: int, year: int, who: Viewer) -> Sequence[Any]:
    """What is told or planned in a year, in the order of days; what has no day last."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    in_year = or_(_DAY.is_(None), _DAY.between(first, last))
    return _rows(Communication.body_id == council_id, in_year, shown_to(who), who=who)


def of_standpoint(standpoint_id: int, who: Viewer) -> Sequence[Any]:
    return _rows(Communication.standpoint_id == standpoint_id, who=who)


def one(communication_id: int, council_id: int) -> Communication | None:
    return db.session.scalar(
        select(Communication).where(Communication.id == communication_id, Communication.body_id == council_id)
    )


def standpoints_to_tell(council_id: int, who: Viewer) -> Sequence[Any]:
    """The standpoints that something can be told of, the newest first: id, number, year, title."""
    return db.session.execute(
        select(Standpoint.id, Standpoint.number, Standpoint.year, AgendaItem.title)
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .where(Standpoint.council_id == council_id, standpoints_for(who))
        .order_by(Standpoint.taken_on.desc(), Standpoint.id.desc())
        .limit(200)
    ).all()


def write(
    council: Body,
    standing: Communication | None,
    facts: Mapping[str, Any],
    *,
    version: int | None = None,
    by: Person,
    now: datetime,
) -> Communication:
    """Plan something to tell, or say that it is told, from `version` of what stands. `facts` are the columns
    by name.

    Only somebody with the right to speak on that day speaks for the council (B1.19).
    RuleBroken: somebody-saved-first (who), link-unsafe, told-without-day, told-day-to-come,
    told-but-not-done, speaker-missing, speaker-not-current, standpoint-of-another-council, tells-of-nothing.
    """
    if standing is not None:
        _check_version(standing, version)
    check_link(facts["link"])
    check_told(facts["state"], facts["told_on"], today=today(now))
    _check_speaker(council.id, facts, now)
    _check_subject(council.id, facts, standing)
    made = standing or Communication(body_id=council.id)
    changed = put(made, facts)
    if changed.is_any:
        made.version += not changed.is_new
        journal.note(
            "communication-added" if changed.is_new else "communication-changed",
            by=by,
            now=now,
            council=council,
            about=made.message[:80],
            before=changed.before,
            after=changed.after,
        )
    return made


def _check_version(standing: Communication, version: int | None) -> None:
    """Hold what is about to change, and refuse what was written from an older version of it."""
    db.session.refresh(standing, with_for_update=True)
    if standing.version == version:
        return
    last = (
        select(JournalEntry.who)
        .where(
            JournalEntry.council_id == standing.body_id,
            JournalEntry.event.in_(("communication-added", "communication-changed")),
            JournalEntry.about == standing.message[:80],
        )
        .order_by(JournalEntry.id.desc())
        .limit(1)
    )
    raise RuleBroken("somebody-saved-first", who=db.session.scalar(last) or _("Någon annan"))


def _check_speaker(council_id: int, facts: Mapping[str, Any], now: datetime) -> None:
    speaker_id = facts["spokesperson_id"]
    if speaker_id is None:
        if facts["channel"] in SPOKEN:
            raise RuleBroken("speaker-missing")
        return
    day = facts["told_on"] or facts["planned_on"] or today(now)
    if not speaking.holds_right(speaker_id, council_id, day):
        raise RuleBroken("speaker-not-current")


def _check_subject(council_id: int, facts: Mapping[str, Any], standing: Communication | None) -> None:
    standpoint_id, node_id = facts["standpoint_id"], facts["node_id"]
    if standpoint_id is None and node_id is None:
        raise RuleBroken("tells-of-nothing")
    if standpoint_id is not None:
        found = db.session.scalar(select(Standpoint.council_id).where(Standpoint.id == standpoint_id))
        if found != council_id:
            raise RuleBroken("standpoint-of-another-council")
    kept = [standing.node_id] if standing and standing.node_id else []
    if node_id is not None and not choosing.permitted(council_id, [node_id], kept=kept):
        raise RuleBroken("tells-of-nothing")
