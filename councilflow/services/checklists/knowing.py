"""What the system knows of meetings, as the rules of their checklists take it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement

from councilflow.extensions import db
from councilflow.models import Meeting
from councilflow.process.agenda import ItemKind, gaps
from councilflow.process.checklists import ChecklistPoint, Facts, ItemFacts
from councilflow.process.joint import counting, must_be_prepared
from councilflow.process.meeting import deadlines, local_date
from councilflow.process.profiles import WITH_NOTICE
from councilflow.services.checklists import asking


@dataclass(frozen=True, slots=True)
class Known:
    """A meeting, what is known of it, and the points that somebody has ticked."""

    meeting_id: int
    council_id: int
    council: str
    facts: Facts
    marked: frozenset[ChecklistPoint]


def of(*which: ColumnElement[bool], day: date | None = None, most: int = 20) -> list[Known]:
    """What is known of these meetings, the nearest first. `day` is the local day of the one meeting whose
    stances are counted; without it, nobody counts as asked for one."""
    rows = db.session.execute(
        asking.meetings(day).where(*which).order_by(Meeting.starts_at).limit(most)
    ).all()
    items: dict[int, list[Any]] = defaultdict(list)
    for item in db.session.execute(asking.items([row.id for row in rows], day)):
        items[item.meeting_id].append(item)
    return [
        Known(row.id, row.council_id, row.council, _facts(row, items[row.id]), _marked(row.marked))
        for row in rows
    ]


def _facts(row: Any, items: list[Any]) -> Facts:
    zone = ZoneInfo(row.time_zone)
    starts_on, ends_on = local_date(row.starts_at, zone), local_date(row.ends_at, zone)
    return Facts(
        state=row.state,
        form=row.form,
        starts_on=starts_on,
        ends_on=ends_on,
        days=deadlines(
            starts_on,
            ends_on,
            invitation=row.invitation_days,
            preparation=row.preparation_days,
            draft=row.draft_days,
            signing=row.signing_days,
        ),
        with_notice=row.minutes_profile in WITH_NOTICE,
        items=tuple(_item(row, item) for item in items),
        presenters_answered=sum(item.answered for item in items),
        roll=row.roll,
        called=row.called,
        elected=row.elected,
        dissents=sum(item.dissents for item in items),
        has_next=row.later > 0,
        minutes=row.minutes,
        approved=row.approved,
        signing=row.signing,
        signed=row.signed,
        signed_on=local_date(row.signed_at, zone) if row.signed_at else None,
        is_posted=bool(row.posted),
        extracts=row.extracts,
        extracts_sent=row.extracts_sent,
    )


def _item(row: Any, item: Any) -> ItemFacts:
    waits = must_be_prepared(row.council_kind, row.includes_id, of_council_id=item.of_council_id)
    missing = gaps(
        item.kind,
        strategy_links=item.links,
        strategy_sentence=item.strategy_sentence,
        background=item.background,
        questions=item.questions,
        attachments=item.attachments,
        proposal=item.proposal,
        consultation=item.consultation,
        answers_by=item.answers_by,
        is_prepared=item.is_prepared or not waits,
    )
    asked = counting(row.council_id, row.includes_id, is_joint=row.is_joint, of_council_id=item.of_council_id)
    narrow = asked == (row.includes_id,)
    is_standpoint = item.kind is ItemKind.STANDPOINT
    return ItemFacts(
        kind=item.kind,
        standing=item.standing,
        is_complete=not missing,
        presenters=item.presenters,
        asked=(row.narrow if narrow else row.wide) if is_standpoint else 0,
        handed_in=(item.handed_in_narrow if narrow else item.handed_in) if is_standpoint else 0,
        is_closed=item.preparation_closed_at is not None,
        is_presented=item.presented_at is not None,
        outcome=item.outcome,
    )


def _marked(words: str | None) -> frozenset[ChecklistPoint]:
    return frozenset(ChecklistPoint(word) for word in (words or "").split())
