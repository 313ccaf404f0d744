"""The items that stand on every agenda of a council, and what they say of themselves: the last minutes, what
was agreed before, and when one meets next (A74, A96).

They say it for as long as nobody has written on them; from then on the words are those of whoever wrote.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select

from councilflow import i18n
from councilflow.documents.paragraph_numbers import paragraph_number
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import AgendaItem, Attachment, Body, Meeting, MinutesDocument, Person, SignedFile
from councilflow.process.agenda import LOOKS_BACK, USUAL_STANDING, ItemKind, StandingItem
from councilflow.process.consensus import STANDPOINT_TAKEN
from councilflow.process.meeting import COMING, MeetingState, local_date
from councilflow.process.minutes import MinutesState
from councilflow.process.span import span
from councilflow.services import files, journal
from councilflow.services.meetings.of_council import items_of, meetings_of
from councilflow.services.standpoints import following_up
from councilflow.words import word

UNTOUCHED = 1
"""The version of an item that nobody has saved since it was put there."""

STANDPOINTS = 12
"""As many earlier standpoints as the follow-up names."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One standing item of a council's new meetings. An empty title is the usual one."""

    about: StandingItem
    minutes: int | None
    title: str = ""


def of_council(council: Body) -> list[Standing]:
    """What a council has settled, or the usual items, in the order of an agenda."""
    if not council.standing_items:
        return [Standing(about, minutes) for about, minutes in USUAL_STANDING.items()]
    return [
        Standing(StandingItem(one["about"]), one["minutes"], one["title"]) for one in council.standing_items
    ]


def settle(council: Body, chosen: Sequence[Standing], *, by: Person, now: datetime) -> None:
    """Settle the standing items of the meetings that are planned from now on; those that are planned already
    stay as they are."""
    before, after = _stored(of_council(council)), _stored(chosen)
    if before == after:
        return
    council.standing_items = after
    journal.note(
        "standing-items-settled",
        by=by,
        now=now,
        council=council,
        about=council.name,
        before={"standing_items": [one["about"] for one in before]},
        after={"standing_items": [one["about"] for one in after]},
    )


def _stored(chosen: Sequence[Standing]) -> list[dict[str, Any]]:
    order = list(StandingItem)
    return [
        {"about": one.about.value, "minutes": one.minutes, "title": one.title.strip()}
        for one in sorted(chosen, key=lambda one: order.index(one.about))
    ]


def items_for(council: Body) -> list[AgendaItem]:
    """The items that a new meeting of the council begins with, in the language of its documents. A council
    that has not met yet has nothing to look back on."""
    met = select(Meeting.id).where(Meeting.council_id == council.id, Meeting.state == MeetingState.HELD)
    is_first = db.session.scalar(met.limit(1)) is None
    chosen = [one for one in of_council(council) if not (is_first and one.about in LOOKS_BACK)]
    with i18n.speaking(council.document_language):
        return [
            AgendaItem(
                kind=ItemKind.STANDING,
                standing=one.about,
                title=one.title or usual_title(one.about, chosen),
                minutes=one.minutes,
                position=position,
            )
            for position, one in enumerate(chosen, 1)
        ]


def usual_title(about: StandingItem, chosen: Collection[Standing]) -> str:
    """What an item is called when the council calls it nothing else: the opening names what happens there and
    has no item of its own."""
    apart = {one.about for one in chosen} & {StandingItem.ELECTION, StandingItem.AGENDA}
    if about is not StandingItem.OPENING or not apart:
        return word(about)
    if StandingItem.AGENDA not in apart:
        return _("Öppnande och dagordning")
    return _("Öppnande och val av justerare") if StandingItem.ELECTION not in apart else _("Öppnande")


def refresh(meeting: Meeting, *, folder: Path, by: Person, now: datetime) -> None:
    """Let the standing items say what is so now. `folder` is the data folder, where a copy of the signed
    minutes is kept beside the other files."""
    untouched = {item.standing: item for item in meeting.items if item.standing and item.version == UNTOUCHED}
    if not untouched:
        return
    council = meeting.council
    with i18n.speaking(council.document_language):
        last = _last_meeting(meeting)
        if (item := untouched.get(StandingItem.PREVIOUS_MINUTES)) and last:
            _say(item, _minutes_words(last, council.zone))
            _attach(item, last, council.zone, folder=folder, by=by, now=now)
        if item := untouched.get(StandingItem.FOLLOW_UP):
            _say(item, following_up.words(meeting, now=now) or _standpoints_words(meeting))
        if item := untouched.get(StandingItem.CLOSING):
            _say(item, _next_words(meeting))


def _say(item: AgendaItem, words: str) -> None:
    if words and item.background != words:
        item.background = words


def _last_meeting(meeting: Meeting) -> Row[*tuple[Any, ...]] | None:
    """The last meeting held before this one: id, starts_at, ends_at, minutes (the id of the document), state,
    signed_at."""
    return db.session.execute(
        select(
            Meeting.id,
            Meeting.starts_at,
            Meeting.ends_at,
            MinutesDocument.id.label("minutes"),
            MinutesDocument.state,
            MinutesDocument.signed_at,
        )
        .outerjoin(MinutesDocument, MinutesDocument.meeting_id == Meeting.id)
        .where(
            meetings_of(meeting.council_id),
            Meeting.state == MeetingState.HELD,
            Meeting.starts_at < meeting.starts_at,
        )
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    ).first()


def _minutes_words(last: Row[*tuple[Any, ...]], zone: ZoneInfo) -> str:
    day = i18n.date_span(span(last.starts_at, last.ends_at, zone))
    if last.state is MinutesState.SIGNED:
        signed = i18n.date_long(local_date(last.signed_at, zone))
        return _("Protokollet från %(day)s justerades %(signed)s.", day=day, signed=signed)
    return _("Protokollet från %(day)s är inte justerat än.", day=day)


def _attach(
    item: AgendaItem,
    last: Row[*tuple[Any, ...]],
    zone: ZoneInfo,
    *,
    folder: Path,
    by: Person,
    now: datetime,
) -> None:
    """Put the newest file of the signed minutes beside the item. Minutes that are not signed are not to be
    read yet, and a file that somebody has put here stays."""
    if last.state is not MinutesState.SIGNED or item.files:
        return
    row = db.session.execute(
        select(SignedFile.content)
        .where(SignedFile.document_id == last.minutes)
        .order_by(SignedFile.number.desc())
        .limit(1)
    ).one()
    days = span(last.starts_at, last.ends_at, zone)
    name, size = f"{_('Protokoll')} {days.name}.pdf", len(row.content)
    kept = files.store(BytesIO(row.content), name, folder=folder, limit=size, clamd="")
    secret = _secrecy_of(last.id)
    item.attachments.append(
        Attachment(
            position=1,
            title=_("Protokoll %(day)s", day=i18n.date_span(days)),
            file_name=kept.file_name,
            media_type=kept.media_type,
            size=kept.size,
            sha256=kept.sha256,
            is_secret=secret is not None,
            secrecy_section=secret or "",
            uploaded_by_id=by.id,
            uploaded_at=now,
        )
    )


def _secrecy_of(meeting_id: int) -> str | None:
    """The section that something in the meeting is secret by; None when nothing is. Minutes that tell of it
    carry its mark, and so leave the house in no package and no mail."""
    return db.session.scalar(
        select(AgendaItem.secrecy_section).where(
            AgendaItem.meeting_id == meeting_id, AgendaItem.is_secret.is_(True)
        )
    )


def _standpoints_words(meeting: Meeting) -> str:
    """What the council has agreed on during the year before, one line each, the newest first."""
    zone = meeting.council.zone
    rows = db.session.execute(
        select(AgendaItem.number, AgendaItem.title, Meeting.starts_at)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            items_of(meeting.council_id),
            Meeting.state == MeetingState.HELD,
            Meeting.starts_at < meeting.starts_at,
            AgendaItem.outcome.in_(STANDPOINT_TAKEN),
            AgendaItem.is_secret.is_(False),
        )
        .order_by(Meeting.starts_at.desc(), AgendaItem.number)
        .limit(STANDPOINTS)
    ).all()
    return "\n".join(
        f"{paragraph_number(row.number)} {row.title} ({i18n.date_long(local_date(row.starts_at, zone))})"
        for row in rows
    )


def _next_words(meeting: Meeting) -> str:
    starts_at = db.session.scalar(
        select(Meeting.starts_at)
        .where(
            meetings_of(meeting.council_id),
            Meeting.state.in_(COMING),
            Meeting.starts_at > meeting.starts_at,
        )
        .order_by(Meeting.starts_at)
        .limit(1)
    )
    if starts_at is None:
        return ""
    local = starts_at.astimezone(meeting.council.zone)
    return _(
        "Nästa möte är %(day)s klockan %(clock)s.",
        day=i18n.weekday_date(local.date()),
        clock=i18n.clock(local),
    )
