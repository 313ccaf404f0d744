"""The items of a meeting as values: what the invitation, the package and the memo of one item print."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from councilflow.documents import memo
from councilflow.extensions import db
from councilflow.i18n import date_long, speaking
from councilflow.i18n import gettext as _
from councilflow.models import AgendaItem, Attachment, Body, Concerned, Earlier, Meeting, Organisation
from councilflow.process.agenda import Purpose
from councilflow.process.meeting import MeetingState, local_date
from councilflow.process.minutes import Presenter
from councilflow.process.papers import AgendaEntry, Memo, PaperOrder
from councilflow.process.profiles import PROFILES
from councilflow.process.timetable import Slot, beginnings, slots
from councilflow.services import secrecy
from councilflow.services.meetings import joint
from councilflow.services.meetings.of_council import items_of


def entries_of(meeting: Meeting, *, outside: bool = True) -> list[AgendaEntry]:
    """All items in order. The same number of queries for any number of items. What goes `outside` says
    nothing of what falls under secrecy; only what is read by those who may read the item says it all."""
    planned = slots(meeting.days, [(item.kind, item.minutes) for item in meeting.items])
    names, numbers, beside = joint.names_of(meeting), meeting.numbers, _Beside(meeting.items, meeting)
    found = [
        replace(
            _entry(item, joint.titled(item, names), numbers[item.id], slot, beside, outside=outside),
            begins_day=day.starts_at.date() if day else None,
        )
        for item, slot, day in zip(meeting.items, planned, beginnings(planned, meeting.days), strict=True)
    ]
    if not outside:
        return found
    with speaking(meeting.council.document_language):
        return [secrecy.entry_outside(entry, item) for entry, item in zip(found, meeting.items, strict=True)]


def order_of(meeting: Meeting) -> PaperOrder:
    """How the papers are laid out: by the rules that the meeting goes by (B1.24, D.3)."""
    profile = PROFILES[meeting.minutes_profile or meeting.council.minutes_profile]
    return PaperOrder.NORWEGIAN if profile.is_norwegian_record else PaperOrder.SWEDISH


def memo_of(item: AgendaItem, *, author: str = "", outside: bool = False) -> Memo:
    """One item as a document of its own, in the council's document language (H.16). `outside`: for who does
    not read what falls under secrecy."""
    meeting, council = item.meeting, item.meeting.council
    entry = next(
        one
        for one, row in zip(entries_of(meeting, outside=outside), meeting.items, strict=True)
        if row.id == item.id
    )
    with speaking(council.document_language):
        note = _("Rådet är rådgivande.") if council.advisory else ""
        secret = secrecy.told(item.secrecy_section) if item.is_secret else ""
    return Memo(
        council=council.name,
        language=council.document_language,
        day=local_date(meeting.starts_at, council.zone),
        entry=entry,
        order=order_of(meeting),
        called=meeting.called,
        host=council.host.name,
        author=author,
        standing_note=note,
        secrecy=secret,
    )


def memo_file(item: AgendaItem, *, outside: bool = False, now: datetime) -> bytes:
    """The memo as PDF. RuleBroken: document-not-approved."""
    return memo.as_pdf(memo_of(item, outside=outside), now=now, archive=item.meeting.council.archive_format)


class _Beside:
    """What hangs on the items in other tables, by item id."""

    def __init__(self, items: Collection[AgendaItem], meeting: Meeting) -> None:
        ids = [item.id for item in items]
        with speaking(meeting.council.document_language):
            self.concerned = _concerned(ids)
            self.earlier = _earlier(ids, meeting)
        self.groups = _names({item.recommending_id for item in items if item.recommending_id})


def _names(bodies: Collection[int]) -> dict[int | None, str]:
    if not bodies:
        return {}
    rows = db.session.execute(select(Body.id, Body.name).where(Body.id.in_(bodies)))
    return {row.id: row.name for row in rows}


def _concerned(ids: Collection[int]) -> dict[int, list[str]]:
    """Timrå kommun: lånar ut lokaler"""
    rows = db.session.execute(
        select(Concerned.item_id, Organisation.name, Concerned.contribution)
        .join(Organisation, Organisation.id == Concerned.organisation_id)
        .where(Concerned.item_id.in_(ids))
        .order_by(Organisation.name)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        found[row.item_id].append(": ".join(filter(None, (row.name, " ".join(row.contribution.split())))))
    return found


def _earlier(ids: Collection[int], meeting: Meeting) -> dict[int, list[str]]:
    """Where the questions were dealt with in the same council: what another council did is for its own
    members to read."""
    rows = db.session.execute(
        select(Earlier.item_id, AgendaItem.title, AgendaItem.number, Meeting.starts_at, Body.time_zone)
        .join(AgendaItem, AgendaItem.id == Earlier.earlier_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Body, Body.id == Meeting.council_id)
        .where(
            Earlier.item_id.in_(ids),
            items_of(meeting.council_id),
            Meeting.state == MeetingState.HELD,
            AgendaItem.is_secret.is_(False),
        )
        .order_by(Meeting.starts_at.desc(), AgendaItem.number)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        found[row.item_id].append(_place(row))
    return found


def _place(row: Any) -> str:
    """§ 12 den 4 december 2026: Bostäder"""
    day = date_long(local_date(row.starts_at, ZoneInfo(row.time_zone)))
    return _("§ %(number)s den %(day)s: %(title)s", number=row.number, day=day, title=row.title)


def _entry(
    item: AgendaItem, title: str, number: int | None, slot: Slot | None, beside: _Beside, *, outside: bool
) -> AgendaEntry:
    with speaking(item.meeting.council.document_language):
        lines = [(one.is_knowledge, _file_line(one, outside=outside)) for one in item.files]
        mark = _mark(item)
    return AgendaEntry(
        position=number,
        title=title,
        kind=item.kind,
        mark=mark,
        begins=slot.starts_at.time() if slot else None,
        minutes=item.takes,
        registry_no=item.registry_no,
        presenters=tuple(
            Presenter(name=one.name, title=one.title, organisation=one.organisation)
            for one in item.presenters
        ),
        strategy_links=tuple(link.node.title for link in item.strategy_links),
        strategy_sentence=item.strategy_sentence,
        background=item.background,
        questions=tuple(question.text for question in item.questions),
        proposal=item.proposal,
        shared_value=item.shared_value,
        attachments=tuple(line for is_knowledge, line in lines if not is_knowledge),
        knowledge=tuple(line for is_knowledge, line in lines if is_knowledge),
        **_more(item, beside),
    )


def _mark(item: AgendaItem) -> str:
    """That the item is no more what the invitation said (A.8); in the language being spoken."""
    if item.withdrawn_kind is not None:
        return _("utgår")
    return _("ändrad efter kallelse") if item.changed_at is not None else ""


def _file_line(one: Attachment, *, outside: bool) -> str:
    """Trafikanalys (ändrad efter kallelse)"""
    title = secrecy.file_outside(one) if outside else one.title
    marks = [secrecy.told(one.secrecy_section)] if one.is_secret and not outside else []
    if one.is_late:
        marks.append(_("ändrad efter kallelse") if one.version > 1 else _("tillagd efter kallelse"))
    return f"{title} ({', '.join(marks)})" if marks else title


def _more(item: AgendaItem, beside: _Beside) -> dict[str, Any]:
    """What is printed only when somebody has filled it in."""
    same = ("summary", "reach", "reach_text", "ecological", "social", "economic", "acknowledgement")
    return {name: getattr(item, name) for name in same} | {
        "purposes": tuple(Purpose(one) for one in item.purposes),
        "concerned": tuple(beside.concerned.get(item.id, ())),
        "agenda_2030": tuple(item.agenda_2030),
        "recommending": beside.groups.get(item.recommending_id, ""),
        "recommendation": item.recommendation,
        "consultation": item.consultation,
        "answers_by": item.answers_by,
        "earlier": tuple(beside.earlier.get(item.id, ())),
    }
