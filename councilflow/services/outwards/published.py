"""Statements that everybody may read, without an account (A40): sent, and let out by the secretary.

The letter is public, and nothing else of the case: neither the item that it rests on nor whose task it was,
where it was mailed, or what it answered. One that rests on an item under secrecy is shown to nobody outside,
also when the mark came after the letter had gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, false, literal, or_, select, tuple_

from councilflow.extensions import db
from councilflow.models import AgendaItem, Body, Person, Statement
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import StatementState
from councilflow.services import journal
from councilflow.services.searching import about

PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of id, title, addressee, kind, sent_on, council_id and council."""

    statements: Sequence[Any]
    older: int | None
    """The statement after which the next page goes on; None on the last one."""


def is_public() -> ColumnElement[bool]:
    """In a query of statements: those that everybody may read now."""
    secret = select(AgendaItem.id).where(AgendaItem.is_secret)
    return and_(
        Statement.state == StatementState.SENT,
        Statement.is_published,
        Statement.sent_on.is_not(None),
        or_(Statement.item_id.is_(None), Statement.item_id.not_in(secret)),
    )


def listed(*, words: str = "", council_id: int | None = None, before: int | None = None) -> Page:
    """What the councils of this installation have said, the newest first."""
    query = _rows().where(is_public())
    if words:
        query = query.where(about(words, Statement.title, Statement.addressee, Statement.text))
    if council_id is not None:
        query = query.where(Statement.body_id == council_id)
    if before is not None:
        query = query.where(_older_than(before))
    rows = db.session.execute(query.limit(PAGE + 1)).all()
    return Page(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None)


def councils() -> Sequence[Any]:
    """The councils that something public is from: id and name."""
    said = select(Statement.body_id).where(is_public())
    return db.session.execute(select(Body.id, Body.name).where(Body.id.in_(said)).order_by(Body.name)).all()


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Statement.id,
            Statement.title,
            Statement.addressee,
            Statement.kind,
            Statement.sent_on,
            Body.id.label("council_id"),
            Body.name.label("council"),
        )
        .join(Body, Body.id == Statement.body_id)
        .order_by(Statement.sent_on.desc(), Statement.id.desc())
    )


def _older_than(statement_id: int) -> ColumnElement[bool]:
    day = db.session.scalar(select(Statement.sent_on).where(Statement.id == statement_id, is_public()))
    if day is None:
        return false()
    return tuple_(Statement.sent_on, Statement.id) < tuple_(literal(day, Date), literal(statement_id))


def one(statement_id: int) -> Statement | None:
    """One statement that everybody may read; None for any other."""
    return db.session.scalar(select(Statement).where(Statement.id == statement_id, is_public()))


def is_open(statement: Statement) -> bool:
    """Whether everybody may read it now."""
    return statement.is_published and one(statement.id) is not None


def has_any() -> bool:
    return db.session.scalar(select(Statement.id).where(is_public()).limit(1)) is not None


def let_out(statement: Statement, *, public: bool, by: Person, now: datetime) -> None:
    """Open a statement that has been sent for everybody, or close it again.

    RuleBroken: statement-not-sent, statement-of-secret-item.
    """
    db.session.refresh(statement, with_for_update=True)
    if statement.state is not StatementState.SENT:
        raise RuleBroken("statement-not-sent")
    item = db.session.get(AgendaItem, statement.item_id) if statement.item_id else None
    if public and item is not None and item.is_secret:
        raise RuleBroken("statement-of-secret-item")
    if statement.is_published == public:
        return
    statement.is_published = public
    statement.version += 1
    db.session.flush()
    journal.note(
        "statement-published" if public else "statement-unpublished",
        by=by,
        now=now,
        council=statement.body_id,
        about=statement.title,
    )
