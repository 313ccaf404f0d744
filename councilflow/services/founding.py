"""Founding, changing and closing bodies: councils by administrators, the groups around them also by the
council's secretary (A31, A54, A66, B1.12, B4.10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import or_, select

from councilflow.extensions import db
from councilflow.models import Body, Meeting, Organisation, Person
from councilflow.process.councils import COUNCILS, BodyKind, OrganisationKind
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState, local_date
from councilflow.process.profiles import TIME_ZONES, starting_facts
from councilflow.process.record import MinutesProfile
from councilflow.services import journal, register
from councilflow.services.bodies import council_of

_TAKEN_OVER = (
    "host_id",
    "country",
    "document_language",
    "time_zone",
    "minutes_profile",
    "archive_format",
    "advisory",
)
"""What a group takes over from its council when it is made; its own pages change it later."""


MEETINGS_A_YEAR = (2, 3)
"""How often a wider council meets at least and at most, unless it says otherwise (A55)."""


def add_council(kind: BodyKind, profile: MinutesProfile, *, by: Person, now: datetime, **facts: Any) -> Body:
    """Found a council, a wider one or an assembly; what `facts` do not say follows from its profile (D, H).

    RuleBroken: name-taken, category-cannot-host.
    """
    if kind not in COUNCILS:
        raise ValueError(f"{kind} does not stand alone")
    _check_host(facts["host_id"])
    if "country" in facts:
        facts["time_zone"] = TIME_ZONES[facts["country"]]
    if kind is BodyKind.WIDE_COUNCIL:
        facts = dict(zip(("meetings_least", "meetings_most"), MEETINGS_A_YEAR, strict=True)) | facts
    return _add(kind, starting_facts(profile) | facts, by=by, now=now)


def add_group(council: Body, kind: BodyKind, *, by: Person, now: datetime, **facts: Any) -> Body:
    """Make a body of a council. A preparatory group always prepares it (A66).

    RuleBroken: name-taken, body-is-closed.
    """
    if kind in COUNCILS or council.kind not in COUNCILS:
        raise ValueError(f"{kind} does not belong to {council.kind}")
    if council.closed_on is not None and local_date(now, council.zone) > council.closed_on:
        raise RuleBroken("body-is-closed", name=council.name, closed_on=council.closed_on)
    facts = {name: getattr(council, name) for name in _TAKEN_OVER} | facts | {"council_id": council.id}
    if kind is BodyKind.PREPARATORY_GROUP:
        facts["prepares"] = True
    group = _add(kind, facts, by=by, now=now)
    _tell_council("body-added", group, {"kind": kind}, by=by, now=now)
    return group


def change_body(body: Body, *, by: Person, now: datetime, **facts: Any) -> None:
    """Change what a body says of itself, its settings or its deadlines (H.7).

    Another profile holds for the meetings that are not opened yet (D). RuleBroken: name-taken,
    category-cannot-host.
    """
    register.refuse_taken(Body, facts.get("name", body.name), but=body.id)
    if facts.get("host_id", body.host_id) != body.host_id:
        _check_host(facts["host_id"])
    if facts.get("country", body.country) is not body.country:
        facts["time_zone"] = TIME_ZONES[facts["country"]]
    register.change("body-changed", body, facts, by=by, now=now, council=council_of(body))


def change_group(group: Body, *, by: Person, now: datetime, **facts: Any) -> None:
    """What a council decides about its group: its name, what it is for, and whether it prepares (A66).

    RuleBroken: name-taken.
    """
    register.refuse_taken(Body, facts.get("name", group.name), but=group.id)
    if group.kind is BodyKind.PREPARATORY_GROUP:
        facts["prepares"] = True
    register.change("body-changed", group, facts, by=by, now=now, council=group.council_id)


def close_body(
    body: Body, *, on: date, successor_id: int | None = None, by: Person, now: datetime
) -> list[Body]:
    """Let a body and the groups around it end on its last day, perhaps with another that carries on (B4.10).

    Whoever sits there goes on reading; nobody meets there after that day. Gives the groups that were closed
    with it. RuleBroken: closed-before-start, body-has-meetings, successor-goes-round.
    """
    around = select(Body.id).where(or_(Body.id == body.id, Body.council_id == body.id)).order_by(Body.id)
    db.session.execute(around.with_for_update())  # nobody plans a meeting there meanwhile
    groups = list(groups_open_after(body, on))
    for one in (body, *groups):
        if one.starts_on is not None and on < one.starts_on:
            raise RuleBroken("closed-before-start", starts_on=one.starts_on)
        _refuse_meetings(one, on)
    after = register.successor(Body, body, successor_id)
    register.close("body-closed", body, on, after, by=by, now=now, council=council_of(body))
    for group in groups:
        register.close("body-closed", group, on, None, by=by, now=now, council=council_of(group))
    for group in (body, *groups):
        _tell_council("body-closed", group, {"closed_on": on.isoformat()}, by=by, now=now)
    return groups


def groups_open_after(body: Body, day: date) -> Sequence[Body]:
    """The groups of a council that would stand after a day."""
    return db.session.scalars(
        select(Body)
        .where(Body.council_id == body.id, or_(Body.closed_on.is_(None), Body.closed_on > day))
        .order_by(Body.name)
    ).all()


def _add(kind: BodyKind, facts: dict[str, Any], *, by: Person, now: datetime) -> Body:
    register.refuse_taken(Body, facts["name"])
    body = Body(kind=kind, **facts)
    db.session.add(body)
    db.session.flush()
    journal.note(
        "body-added", by=by, now=now, council=council_of(body), about=body.name, after={"kind": kind}
    )
    return body


def _tell_council(event: str, body: Body, after: dict[str, Any], *, by: Person, now: datetime) -> None:
    """A group with a journal of its own: its council's journal tells as well."""
    if body.council_id is not None and council_of(body) != body.council_id:
        journal.note(event, by=by, now=now, council=body.council_id, about=body.name, after=after)


def _check_host(organisation_id: int) -> None:
    """A category of actors has no secretariat, registry or archive (A26, A50–A53)."""
    host = db.session.get_one(Organisation, organisation_id)
    if host.kind is OrganisationKind.CATEGORY:
        raise RuleBroken("category-cannot-host", name=host.name)


def _refuse_meetings(body: Body, on: date) -> None:
    """Nobody meets in a body that has closed: what is planned after its last day is cancelled first."""
    begins = datetime.combine(on + timedelta(days=1), time.min, tzinfo=body.zone)
    first = db.session.scalar(
        select(Meeting.starts_at)
        .where(
            Meeting.council_id == body.id,
            Meeting.starts_at >= begins,
            Meeting.state != MeetingState.CANCELLED,
        )
        .order_by(Meeting.starts_at)
        .limit(1)
    )
    if first is not None:
        raise RuleBroken("body-has-meetings", name=body.name, day=local_date(first, body.zone))
