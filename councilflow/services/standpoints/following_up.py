"""Uppföljning: what the next meeting should know of the standpoints that were taken before (A74, A82).

A plain text for the standing item, in the language of the council's documents: what organisations have
decided since the last meeting – with a change and against it as well –, what is late, who has not answered,
whose day for following up has come, and what has been carried out or replaced. Nothing under secrecy is in
it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from councilflow import i18n
from councilflow.documents.paragraph_numbers import paragraph_of_year
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.models import AgendaItem, Body, FormalDecision, Meeting, Organisation, Standpoint
from councilflow.process.afterwards import FormalState
from councilflow.process.formal_decisions import SETTLE_WITHIN
from councilflow.process.meeting import MeetingState, local_date
from councilflow.services.efforts.follow_up import to_follow_up
from councilflow.services.meetings.of_council import meetings_of

MOST = 30
"""So many lines below each heading; the register has them all."""


def words(meeting: Meeting, *, now: datetime) -> str:
    """What the item of this meeting says as things are now; empty when there is nothing to follow up. Eleven
    statements."""
    council = meeting.council
    since = _since(meeting)
    meeting_day = local_date(meeting.starts_at, council.zone)
    today = min(local_date(now, council.zone), meeting_day)
    with i18n.speaking(council.document_language):
        work = to_follow_up(council.id, by=meeting_day)
        parts = [
            *_decided(council, since),
            _late(council, today),
            _silent(council, today),
            _coming(council, today),
            _finished(council, since),
            _awaited(council, meeting_day),
            _under(_("Arbete och satsningar att följa upp"), work, of_all=len(work)),
        ]
        return "\n\n".join(part for part in parts if part)


def _since(meeting: Meeting) -> datetime:
    """When the council met last before this meeting; a year before it, when it never has."""
    last = db.session.scalar(
        select(Meeting.starts_at)
        .where(
            meetings_of(meeting.council_id),
            Meeting.state == MeetingState.HELD,
            Meeting.starts_at < meeting.starts_at,
        )
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    )
    return last or meeting.starts_at - timedelta(days=365)


def _steps(council: Body, *conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Steps of the standpoints that are followed; `of_all` counts those that are cut off as well."""
    return (
        select(
            Standpoint.id,
            Standpoint.number,
            Standpoint.year,
            Standpoint.in_force_on,
            AgendaItem.title,
            FormalDecision.state,
            FormalDecision.deciding_body,
            FormalDecision.planned_on,
            FormalDecision.decided_on,
            FormalDecision.reference,
            FormalDecision.note,
            Organisation.name.label("organisation"),
            func.count().over().label("of_all"),
        )
        .join(Standpoint, Standpoint.id == FormalDecision.standpoint_id)
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .outerjoin(Organisation, Organisation.id == FormalDecision.organisation_id)
        .where(*_followed(council), *conditions)
    )


def _followed(council: Body) -> list[ColumnElement[bool]]:
    return [
        Standpoint.council_id == council.id,
        Standpoint.in_force_on.is_not(None),
        Standpoint.replaced_by_id.is_(None),
        AgendaItem.is_secret.is_(False),
    ]


def _decided(council: Body, since: datetime) -> list[str]:
    """Decisions that were made or entered since the last meeting, by what came of them: the newest of each
    first, so that nothing new is cut off by something older."""
    day = local_date(since, council.zone)
    news = or_(FormalDecision.decided_on > day, FormalDecision.updated_at > since)
    heads = {
        FormalState.REJECTED: _("Avslag sedan förra mötet"),
        FormalState.CHANGED: _("Beslutat med ändring sedan förra mötet"),
        FormalState.DECIDED: _("Beslutat enligt ställningstagandet sedan förra mötet"),
    }
    newest = (FormalDecision.decided_on.desc(), Standpoint.number.desc(), FormalDecision.id.desc())
    return [
        _part(head, _made, _steps(council, news, FormalDecision.state == state).order_by(*newest))
        for state, head in heads.items()
    ]


_PLANNED_FOR = (FormalDecision.planned_on, Standpoint.number, FormalDecision.id)


def _late(council: Body, today: date) -> str:
    """The longest overdue first."""
    late = _planned_steps(council).where(FormalDecision.planned_on < today)
    return _part(_("Försenade beslut"), _planned, late.order_by(*_PLANNED_FOR))


def _coming(council: Body, today: date) -> str:
    """The next first."""
    coming = _planned_steps(council).where(FormalDecision.planned_on >= today)
    return _part(_("Planerade beslut"), _planned, coming.order_by(*_PLANNED_FOR))


def _planned_steps(council: Body) -> Select[*tuple[Any, ...]]:
    return _steps(council, FormalDecision.state == FormalState.PLANNED, Standpoint.carried_out_on.is_(None))


def _silent(council: Body, today: date) -> str:
    """By standpoint, who has not said whether a decision is needed; those that waited longest first."""
    silent = (
        FormalDecision.state == FormalState.UNSETTLED,
        Standpoint.in_force_on < today - timedelta(days=SETTLE_WITHIN),
        Standpoint.carried_out_on.is_(None),
    )
    order = (Standpoint.taken_on, Standpoint.number, Standpoint.id)
    about = (
        select(Standpoint.id, func.count().over().label("of_all"))
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .where(
            *_followed(council),
            exists().where(FormalDecision.standpoint_id == Standpoint.id, *silent),
        )
        .order_by(*order)
        .limit(MOST)
        .subquery()
    )
    rows = db.session.execute(
        _steps(council, *silent)
        .join(about, about.c.id == Standpoint.id)
        .add_columns(about.c.of_all.label("standpoints"))
        .order_by(*order, Organisation.name)
    ).all()
    by_standpoint: dict[int, list[Any]] = {}
    for row in rows:
        by_standpoint.setdefault(row.id, []).append(row)
    lines = [
        f"{_standpoint(found[0])}: {i18n.listed([one.organisation or '' for one in found])}"
        for found in by_standpoint.values()
    ]
    head = _("Har inte svarat om ett eget beslut behövs")
    return _under(head, lines, of_all=rows[0].standpoints if rows else 0)


def _awaited(council: Body, by: date) -> str:
    """The standpoints whose own day for following up has come at the meeting."""
    rows = (
        select(
            Standpoint.number,
            Standpoint.year,
            Standpoint.follow_up_on,
            AgendaItem.title,
            func.count().over().label("of_all"),
        )
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .where(*_followed(council), Standpoint.carried_out_on.is_(None), Standpoint.follow_up_on <= by)
        .order_by(Standpoint.follow_up_on, Standpoint.taken_on, Standpoint.number)
    )
    return _part(_("Ställningstaganden att följa upp"), _to_follow, rows)


def _finished(council: Body, since: datetime) -> str:
    newer = aliased(Standpoint)
    day = local_date(since, council.zone)
    rows = (
        select(
            Standpoint.number,
            Standpoint.year,
            AgendaItem.title,
            Standpoint.carried_out,
            Standpoint.carried_out_on,
            func.count().over().label("of_all"),
            newer.number.label("newer_number"),
            newer.year.label("newer_year"),
        )
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .outerjoin(newer, newer.id == Standpoint.replaced_by_id)
        .where(
            Standpoint.council_id == council.id,
            AgendaItem.is_secret.is_(False),
            or_(Standpoint.carried_out_on > day, Standpoint.replaced_on > day),
        )
        .order_by(
            func.coalesce(Standpoint.carried_out_on, Standpoint.replaced_on).desc(), Standpoint.number.desc()
        )
    )
    return _part(_("Genomfört eller ersatt"), _ended, rows)


def _standpoint(row: Any) -> str:
    return f"{paragraph_of_year(row.number, row.year)} {row.title}"


def _to_follow(row: Any) -> str:
    day = i18n.date_long(row.follow_up_on)
    return _("%(what)s, följs upp den %(day)s", what=_standpoint(row), day=day)


def _made(row: Any) -> str:
    said = [
        row.organisation or "",
        row.deciding_body,
        i18n.date_long(row.decided_on) if row.decided_on else "",
        row.reference,
    ]
    told = f"{_standpoint(row)}: {', '.join(filter(None, said))}"
    return f"{told}. {' '.join(row.note.split())}" if row.note else told


def _planned(row: Any) -> str:
    who = ", ".join(filter(None, (row.organisation or "", row.deciding_body)))
    return _(
        "%(standpoint)s: %(who)s, planerat till den %(day)s",
        standpoint=_standpoint(row),
        who=who,
        day=i18n.date_long(row.planned_on),
    )


def _ended(row: Any) -> str:
    if row.newer_number is not None:
        newer = paragraph_of_year(row.newer_number, row.newer_year)
        return _("%(standpoint)s: ersatt av %(newer)s", standpoint=_standpoint(row), newer=newer)
    how = " ".join(row.carried_out.split())
    done = _("%(standpoint)s: genomfört den %(day)s", standpoint=_standpoint(row), day=_day(row))
    return f"{done}. {how}" if how else done


def _day(row: Any) -> str:
    return i18n.date_long(row.carried_out_on) if row.carried_out_on else ""


def _part(head: str, line: Callable[[Any], str], wanted: Select[*tuple[Any, ...]]) -> str:
    """A heading with the first lines of a query that counts `of_all` it would give. One statement."""
    rows = db.session.execute(wanted.limit(MOST)).all()
    return _under(head, [line(row) for row in rows], of_all=rows[0].of_all if rows else 0)


def _under(head: str, lines: Sequence[str], *, of_all: int) -> str:
    """A heading with its lines, and how many there are besides; the empty text when there are none."""
    if not lines:
        return ""
    shown = [f"– {line}" for line in lines[:MOST]]
    left = of_all - len(shown)
    if left > 0:
        shown.append(ngettext("– och en till, i registret", "– och %(n)s till, i registret", left))
    return "\n".join([head, *shown])
