"""What stands beside the agenda: time and place, days, who is called, and where to go on from here."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for

from councilflow import i18n
from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.process.councils import Category
from councilflow.process.meeting import CHANGEABLE, Deadline, MeetingState, are_out, local_date
from councilflow.process.rights import KEEPS_CHECKLIST, Act
from councilflow.process.timetable import dates, days
from councilflow.services.meetings import called

DEADLINES = {
    Deadline.INVITATION: lambda: _("Kallelse och handlingar ute"),
    Deadline.PREPARATION: lambda: _("Organisationernas hållning inlämnad"),
    Deadline.DRAFT: lambda: _("Utkast till protokoll"),
    Deadline.SIGNING: lambda: _("Protokollet justerat"),
}
"""What is due on each of the days a meeting steers by."""


def length(minutes: int) -> str:
    """185 → 3 tim 5 min"""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(n)s min", n=rest)
    return (
        _("%(hours)s tim %(rest)s min", hours=hours, rest=rest) if rest else _("%(hours)s tim", hours=hours)
    )


def when(head: Any, zone: ZoneInfo) -> str:
    """Fredag 4 december, kl. 9.00–12.00"""
    begins, ends = head.starts_at.astimezone(zone), head.ends_at.astimezone(zone)
    if head.nights:
        return sentence(i18n.meeting_days(one.within(zone) for one in days(begins, ends, head.nights)))
    if begins.date() == ends.date():
        return _(
            "%(day)s, kl. %(begins)s–%(ends)s",
            day=sentence(i18n.weekday_day(begins.date())),
            begins=i18n.clock(begins),
            ends=i18n.clock(ends),
        )
    return _(
        "%(first)s kl. %(begins)s till %(last)s kl. %(ends)s",
        first=sentence(i18n.weekday_day(begins.date())),
        begins=i18n.clock(begins),
        last=i18n.weekday_day(ends.date()),
        ends=i18n.clock(ends),
    )


def days_of(head: Any, zone: ZoneInfo) -> str:
    """fredag 4 december 2026, or 4–5 december 2026"""
    on = dates(head.starts_at, head.ends_at, zone)
    return i18n.weekday_span((on[0], on[-1]))


def councils_of(head: Any) -> dict[int | None, str]:
    """In a joint meeting, the names that its items are marked with (A62); empty otherwise."""
    if not head.is_joint or head.includes_id is None:
        return {}
    return {head.council_id: head.short_name, head.includes_id: head.other_short_name}


def sentence(words: str) -> str:
    """The words as a sentence begins."""
    return words[:1].upper() + words[1:]


def seats_called(head: Any, zone: ZoneInfo) -> Any:
    day = local_date(head.starts_at, zone)
    return called.by_category(head.council_id, head.includes_id, day=day, meeting_id=head.id)


def called_words(called: Any, items: Any) -> list[tuple[int, str]]:
    by = {row.category: row for row in called}
    words = []
    if Category.MEMBER in by:
        words.append((by[Category.MEMBER].people, _members(by[Category.MEMBER])))
    words += [
        (by[category].people, say(by[category].people)) for category, say in _CALLED.items() if category in by
    ]
    presenters = sum(item.presenters for item in items)
    if presenters:
        said = ngettext(
            "föredragande, bara till sin punkt", "föredragande, bara till sina punkter", presenters
        )
        words.append((presenters, said))
    return words


def _members(row: Any) -> str:
    """How many organisations they come from; one person comes from one."""
    if row.people == 1:
        return _("ledamot från en organisation")
    return ngettext(
        "ledamöter från en organisation", "ledamöter från %(n)s organisationer", row.organisations
    )


_CALLED = {
    Category.SUBSTITUTE: lambda n: ngettext("ersättare", "ersättare", n),
    Category.ADJUNCT: lambda n: ngettext("adjungerad", "adjungerade", n),
    Category.SPEAKING_FUNCTION: lambda n: ngettext(
        "funktion med yttranderätt", "funktioner med yttranderätt", n
    ),
    Category.ACTOR: lambda n: ngettext("deltagande aktör", "deltagande aktörer", n),
    Category.OBSERVER: lambda n: ngettext("observatör", "observatörer", n),
    Category.SECRETARY: lambda n: ngettext("sekreterare", "sekreterare", n),
}


def links(head: Any, acts: frozenset[Act], has_home: bool) -> list[tuple[str, str]]:
    """Where else the reader can go from here: address and words."""
    invited = head.invited_at is not None
    is_out, is_held = are_out(head.state, invited=invited), head.state is MeetingState.HELD
    is_over = is_held or head.state is MeetingState.CANCELLED
    plans = bool(acts & {Act.MANAGE_COUNCIL, Act.PREPARE_AGENDA})
    keeps_list = bool(acts & KEEPS_CHECKLIST) and head.state is not MeetingState.CANCELLED
    reads = bool(acts & {Act.READ_MEETING, Act.READ_AGENDA})
    offered = (
        (reads, "packages.show", _("Alla handlingar i ett paket")),
        (reads and head.state is MeetingState.ONGOING, "live.show", _("Mötet just nu")),
        (
            Act.READ_MEETING in acts and head.state is not MeetingState.CANCELLED and not is_held,
            "agenda.timetable",
            _("Tidtabell"),
        ),
        (has_home and is_out, "preparation.room", _("Vår förberedelse")),
        (Act.SEE_STANCES in acts and is_out, "preparation.summary", _("Organisationernas hållning")),
        (Act.SEE_MAIL in acts and is_out, "invitations.recipients", _("Vilka som fått kallelsen och svarat")),
        (keeps_list, "checklists.show", _("Checklista")),
        (
            Act.PREPARE_AGENDA in acts and not is_over and head.state is not MeetingState.ONGOING,
            "standpoints.follow_up",
            _("Uppföljning sedan förra mötet"),
        ),
        (Act.PREPARE_AGENDA in acts, "agenda.comments_on_agenda", _("Kommentarer i beredningen")),
        (Act.PREPARE_AGENDA in acts, "agenda.history_of_agenda", _("Vem som ändrat vad")),
        (
            bool(acts & {Act.PREPARE_AGENDA, Act.INVITE}) and head.state is MeetingState.INVITED,
            "agenda.changes",
            _("Ändrat efter kallelse"),
        ),
        (plans and not is_over, "extras.show", _("Fler som bjuds in")),
        (Act.MANAGE_COUNCIL in acts, "costs.show", _("Mötets kostnader")),
        (Act.RECORD_MEETING in acts and is_out and not is_over, "desk.show", _("Mötesbordet")),
        (Act.READ_MINUTES in acts and head.minutes_state is not None, "minutes.show", _("Protokollet")),
    )
    return [(url_for(endpoint, meeting_id=head.id), words) for shows, endpoint, words in offered if shows]


def late_words(item: Any) -> str:
    """That an item has changed since the invitation, or was withdrawn then; empty for the others (A.8)."""
    if item.withdrawn_kind is not None:
        return _("Utgår")
    return _("Ändrad efter kallelse") if item.changed_at is not None else ""


def untold(head: Any, acts: frozenset[Act]) -> int:
    """How many items have changed that nobody has been told of, for those who can do something about it."""
    concerned = acts & {Act.PREPARE_AGENDA, Act.INVITE}
    return int(head.untold) if concerned and head.state is MeetingState.INVITED else 0


def changed_on(items: Any, zone: ZoneInfo) -> str:
    """The day on which an agenda last changed after the invitation; empty when it has not."""
    days = [item.changed_at for item in items if item.changed_at is not None]
    return i18n.date_long(local_date(max(days), zone)) if days else ""


def cancelled_on(meeting: Any, zone: ZoneInfo) -> str:
    """The day on which a meeting was cancelled; empty for one that stands."""
    return i18n.weekday_date(local_date(meeting.cancelled_at, zone)) if meeting.cancelled_at else ""


def changes(head: Any, acts: frozenset[Act]) -> list[tuple[str, str]]:
    """How the reader can move or cancel the meeting: plainly before the invitation, after it in the chair's
    name (A69)."""
    if head.state in CHANGEABLE and acts & {Act.PREPARE_AGENDA, Act.MANAGE_COUNCIL}:
        offered = [("meetings.edit", _("Ändra tid och plats")), ("moving.cancel", _("Ställ in mötet"))]
    elif head.state is MeetingState.INVITED and Act.INVITE in acts:
        offered = [("moving.move", _("Flytta mötet")), ("moving.cancel", _("Ställ in mötet"))]
    else:
        offered = []
    return [(url_for(endpoint, meeting_id=head.id), words) for endpoint, words in offered]


FILE_KINDS = {"pdf": "PDF", "document": "Word", "sheet": "Excel", "presentation": "PowerPoint"}


def file_words(media_type: str, size: int) -> str:
    """PDF, 340 kB"""
    last = media_type.rsplit(".", 1)[-1].rsplit("/", 1)[-1]
    kind = FILE_KINDS.get(last) or (_("bild") if media_type.startswith("image/") else "OpenDocument")
    mebibytes = round(size / 1024 / 1024)
    return f"{kind}, {mebibytes} MB" if mebibytes else f"{kind}, {max(1, size // 1024)} kB"
