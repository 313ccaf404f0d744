"""Which organisations belong to a body: entering several at once, and ending one (A29, A49–A53)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import delete, or_, select

from councilflow.extensions import db
from councilflow.models import Body, Membership, Organisation, Person
from councilflow.process.errors import RuleBroken
from councilflow.services import journal
from councilflow.services.bodies import council_of
from councilflow.services.rows import is_still_there


def join(
    body: Body, organisation_ids: Collection[int], *, starts_on: date, by: Person, now: datetime
) -> list[Organisation]:
    """Let organisations belong to a body from a day on; those that do already are left as they are.

    Gives those that joined. RuleBroken: nobody-chosen, and organisation-is-closed for one that ended before.
    """
    db.session.execute(select(Body.id).where(Body.id == body.id).with_for_update())
    belonging = select(Membership.organisation_id).where(
        Membership.body_id == body.id, or_(Membership.ends_on.is_(None), Membership.ends_on >= starts_on)
    )
    joining = db.session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(organisation_ids), Organisation.id.not_in(belonging))
        .order_by(Organisation.name)
    ).all()
    if not joining:
        raise RuleBroken("nobody-chosen")
    for one in joining:
        if one.closed_on is not None and one.closed_on < starts_on:
            raise RuleBroken("organisation-is-closed", name=one.name, closed_on=one.closed_on)
        db.session.add(Membership(body_id=body.id, organisation_id=one.id, starts_on=starts_on))
    journal.note(
        "organisations-joined",
        by=by,
        now=now,
        council=council_of(body),
        about=body.name,
        after={"organisations": [one.name for one in joining], "starts_on": starts_on.isoformat()},
    )
    return list(joining)


def end(membership: Membership, body: Body, *, on: date, by: Person, now: datetime) -> None:
    """Let an organisation belong to a body no longer; `on` is its last day.

    RuleBroken: membership-ends-before-it-begins.
    """
    if on < membership.starts_on:
        raise RuleBroken("membership-ends-before-it-begins", starts_on=membership.starts_on)
    before = {"ends_on": membership.ends_on.isoformat()} if membership.ends_on else {}
    membership.ends_on = on
    after = {"ends_on": on.isoformat(), "organisation": membership.organisation.name}
    journal.note(
        "organisation-left",
        by=by,
        now=now,
        council=council_of(body),
        about=membership.organisation.name,
        before=before,
        after=after,
    )


def withdraw(membership: Membership, body: Body, *, by: Person, now: datetime) -> None:
    """Take away a membership that was entered by mistake; the journal keeps that it was."""
    if not is_still_there(membership):
        return
    journal.note(
        "membership-withdrawn",
        by=by,
        now=now,
        council=council_of(body),
        about=membership.organisation.name,
        before={"starts_on": membership.starts_on.isoformat()},
    )
    db.session.execute(delete(Membership).where(Membership.id == membership.id))


def membership_in(body_id: int, membership_id: int) -> Membership | None:
    """The membership, when it is one of this body."""
    found = db.session.get(Membership, membership_id)
    return found if found is not None and found.body_id == body_id else None
