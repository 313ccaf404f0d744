"""What goes into a package, as a value (see `process.packages` for the rules)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from councilflow.documents.package import Chapter, Package
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.models import AgendaItem, Attachment, Body, Meeting, StrategyLink
from councilflow.process.agenda import ItemKind
from councilflow.process.meeting import are_out, local_date
from councilflow.process.packages import Enclosed, LeftOut, Omitted, in_order, zip_name
from councilflow.process.papers import AgendaEntry
from councilflow.services import mail
from councilflow.services.agenda.papers import entries_of
from councilflow.services.invitations.issue import chair_of
from councilflow.services.invitations.papers import agenda_paper


def package_of(meeting_id: int, *, now: datetime) -> Package:
    """Everything that goes into the package of a meeting today. The same number of queries for any number of
    items and files."""
    meeting = _whole(meeting_id)
    with speaking(meeting.council.document_language):
        return _package(meeting, now)


def _package(meeting: Meeting, now: datetime) -> Package:
    entries, numbers, taken = entries_of(meeting), meeting.numbers, {_("00 Dagordning.pdf").casefold()}
    chapters: list[Chapter] = []
    omitted: list[Omitted] = []
    for item, entry in zip(meeting.items, entries, strict=True):
        if item.is_secret:
            omitted.append(Omitted(numbers[item.id], None, "", LeftOut.SECRET, is_file=False))
            continue
        files = _files(item, numbers[item.id], taken)
        omitted += [
            Omitted(numbers[item.id], None, "", LeftOut.SECRET) for one in _latest(item) if one.is_secret
        ]
        titles = tuple(file.title for file in files)
        chapters.append(Chapter(replace(entry, attachments=titles, knowledge=()), files))
    paper = agenda_paper(meeting, chair=_chair(meeting, now), issued_on=_issued_on(meeting))
    return Package(
        paper=replace(paper, items=tuple(_without_lone_headings([one.entry for one in chapters]))),
        chapters=tuple(chapters),
        omitted=tuple(omitted),
        archive=meeting.council.archive_format,
        link=mail.address_of(f"/meetings/{meeting.id}"),
    )


def _without_lone_headings(entries: list[AgendaEntry]) -> list[AgendaEntry]:
    """A heading whose items all fall under secrecy says too much by itself."""
    following = [*entries[1:], None]
    return [
        entry
        for entry, after in zip(entries, following, strict=False)  # of no entries, none
        if entry.kind is not ItemKind.HEADING or (after is not None and after.kind is not ItemKind.HEADING)
    ]


def _whole(meeting_id: int) -> Meeting:
    return db.session.execute(
        select(Meeting)
        .where(Meeting.id == meeting_id)
        .options(
            joinedload(Meeting.council).joinedload(Body.host),
            joinedload(Meeting.invitation),
            selectinload(Meeting.items).options(
                selectinload(AgendaItem.attachments),
                selectinload(AgendaItem.presenters),
                selectinload(AgendaItem.questions),
                selectinload(AgendaItem.strategy_links).joinedload(StrategyLink.node),
            ),
        )
    ).scalar_one()


def _chair(meeting: Meeting, now: datetime) -> str:
    if meeting.invitation is not None:
        return meeting.invitation.in_name_of
    chair = chair_of(meeting, now)
    return chair.name if chair else ""


def _issued_on(meeting: Meeting) -> date | None:
    is_out = are_out(meeting.state, invited=meeting.invited_at is not None)
    return local_date(meeting.invited_at, meeting.council.zone) if is_out and meeting.invited_at else None


def _latest(item: AgendaItem) -> list[Attachment]:
    """The files of an item, each in its newest version."""
    return [one for one in item.attachments if one.replaced_by_id is None]


def _files(item: AgendaItem, number: int | None, taken: set[str]) -> tuple[Enclosed, ...]:
    open_ones = {one.id: one for one in _latest(item) if not one.is_secret}
    order = in_order((one.is_knowledge, one.position, one.id) for one in open_ones.values())
    counts = {False: 0, True: 0}
    files = []
    for attachment_id in order:
        one = open_ones[attachment_id]
        counts[one.is_knowledge] += 1
        files.append(_enclosed(one, item.meeting, number, counts[one.is_knowledge], taken))
    return tuple(files)


def _enclosed(one: Attachment, meeting: Meeting, number: int | None, count: int, taken: set[str]) -> Enclosed:
    kind = _("Underlag") if one.is_knowledge else _("Bilaga")
    lead = f"{number or 0:02} {kind} {count}"
    invited = meeting.invited_at
    return Enclosed(
        attachment_id=one.id,
        number=count,
        title=one.title,
        media_type=one.media_type,
        size=one.size,
        sha256=one.sha256,
        is_knowledge=one.is_knowledge,
        is_late=invited is not None and one.pinned_at is None and one.uploaded_at > invited,
        zip_name=zip_name(lead, one.title, PurePath(one.file_name).suffix or ".fil", taken),
        link=mail.address_of(f"/attachments/{one.id}"),
    )
