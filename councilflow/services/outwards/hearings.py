"""Calls for views from outside (remiss, høring): by when, whose task, and what the council does (B1.18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from councilflow.extensions import db
from councilflow.models import Body, Hearing, Person, Statement
from councilflow.process.outwards import UNANSWERED, check_link
from councilflow.services import journal
from councilflow.services.outwards.keeping import hold, put
from councilflow.services.visibility import Viewer, statements_for


def listed(council_id: int) -> Sequence[Any]:
    """The open ones first, by their deadline, then the others, the latest first; columns of Hearing and
    `responsible`."""
    rows = db.session.execute(
        select(Hearing.__table__, Person.name.label("responsible"))
        .outerjoin(Person, Person.id == Hearing.responsible_id)
        .where(Hearing.body_id == council_id)
        .order_by(Hearing.due_on.desc(), Hearing.id.desc())
        .limit(500)
    ).all()
    still = [row for row in rows if row.state in UNANSWERED]
    return [*sorted(still, key=lambda row: (row.due_on, row.id)), *(row for row in rows if row not in still)]


def one(hearing_id: int | None, council_id: int) -> Hearing | None:
    return db.session.scalar(select(Hearing).where(Hearing.id == hearing_id, Hearing.body_id == council_id))


def choosable(council_id: int, *, kept: int | None) -> Sequence[Any]:
    """The hearings that a statement can answer: those that are open, and `kept`; id, title."""
    return db.session.execute(
        select(Hearing.id, Hearing.title)
        .where(
            Hearing.body_id == council_id, or_(Hearing.state.in_(list(UNANSWERED)), Hearing.id == (kept or 0))
        )
        .order_by(Hearing.due_on, Hearing.id)
    ).all()


def answers_to(hearing: Hearing, who: Viewer, *, drafts: bool) -> Sequence[Any]:
    """The statements that answer it, as far as the viewer reads them: id, title, state, sent_on."""
    mine = [] if drafts else [statements_for(who)]
    return db.session.execute(
        select(Statement.id, Statement.title, Statement.state, Statement.sent_on)
        .where(Statement.hearing_id == hearing.id, Statement.body_id == hearing.body_id, *mine)
        .order_by(Statement.id)
    ).all()


def write(
    council: Body,
    standing: Hearing | None,
    facts: Mapping[str, Any],
    *,
    version: str = "",
    by: Person,
    now: datetime,
) -> Hearing:
    """Enter a call for views, or change one from `version` of it. `facts` are the columns by name.
    RuleBroken: somebody-saved-first (who), link-unsafe."""
    if standing is not None:
        hold(standing, facts, version)
    check_link(facts.get("link", ""))
    made = standing or Hearing(body_id=council.id)
    changed = put(made, facts)
    if changed.is_any:
        journal.note(
            "hearing-added" if changed.is_new else "hearing-changed",
            by=by,
            now=now,
            council=council,
            about=made.title,
            before=changed.before,
            after=changed.after,
        )
    return made
