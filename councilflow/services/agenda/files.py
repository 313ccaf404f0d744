"""The files beside an item in their versions: which one went out with the invitation, and what came after it.

A new version never takes the place of the old one in the data folder: the older ones stay in the history of
the file, and what went out with the invitation can always be fetched as it went out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from councilflow.extensions import db
from councilflow.models import AgendaItem, Attachment, Meeting, Person
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import COMING
from councilflow.services import journal, secrecy
from councilflow.services.agenda import late
from councilflow.services.files import Stored
from councilflow.services.meetings import locked


def held_file(attachment_id: int) -> Attachment:
    """The file as it stands now, its meeting held for this transaction."""
    meeting_id = db.session.scalars(
        select(AgendaItem.meeting_id)
        .join(Attachment, Attachment.item_id == AgendaItem.id)
        .where(Attachment.id == attachment_id)
    ).one()
    locked(meeting_id)
    return db.session.get_one(Attachment, attachment_id, populate_existing=True)


def check_replaceable(old: Attachment) -> None:
    """A file changes until the meeting is over. RuleBroken: file-after-meeting, file-has-newer-version."""
    if old.item.meeting.state not in COMING:
        raise RuleBroken("file-after-meeting")
    if old.replaced_by_id is not None:
        raise RuleBroken("file-has-newer-version", name=old.title)


def replace(old: Attachment, stored: Stored, *, by: Person, now: datetime) -> Attachment:
    """Put a new version in the place of a file, with its title, its order and its marks.

    RuleBroken: those of `check_replaceable` and `check_new`.
    """
    check_replaceable(old)
    item = old.item
    check_new(item.meeting_id, stored)
    newer = Attachment(
        position=old.position,
        title=old.title,
        file_name=stored.file_name,
        media_type=stored.media_type,
        size=stored.size,
        sha256=stored.sha256,
        uploaded_by_id=by.id,
        uploaded_at=now,
        is_knowledge=old.is_knowledge,
        is_secret=old.is_secret,
        secrecy_section=old.secrecy_section,
        version=old.version + 1,
    )
    item.attachments.append(newer)
    db.session.flush()
    old.replaced_by_id = newer.id
    item.version += 1  # whoever is writing about the item has the older file before them
    if item.meeting.invited_at is not None:
        item.changed_at = now
    late.log(item, ["attachments"], by=by, now=now)
    journal.note(
        "file-replaced",
        by=by,
        now=now,
        meeting=item.meeting,
        about=secrecy.file_outside(old),
        before={"version": old.version},
        after={"version": newer.version, "item": item.id},
    )
    return newer


def say_knowledge(one: Attachment, *, is_knowledge: bool, by: Person, now: datetime) -> None:
    """List a file as knowledge behind the question (A28), or among the others."""
    if one.is_knowledge == is_knowledge:
        return
    check_replaceable(one)
    one.is_knowledge = is_knowledge
    journal.note(
        "file-marked",
        by=by,
        now=now,
        meeting=one.item.meeting,
        about=secrecy.file_outside(one),
        before={"is_knowledge": not is_knowledge},
        after={"is_knowledge": is_knowledge},
    )


def pin(meeting: Meeting, *, now: datetime) -> None:
    """Hold fast which version of each file went out with the invitation."""
    items = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id)
    db.session.execute(
        update(Attachment)
        .where(Attachment.item_id.in_(items), Attachment.replaced_by_id.is_(None))
        .values(pinned_at=now)
    )


def is_late() -> ColumnElement[bool]:
    """In a query of files with their items and meetings: whether this version came after the invitation."""
    invited_at = func.coalesce(Meeting.invited_at, Attachment.uploaded_at)
    return and_(Attachment.pinned_at.is_(None), Attachment.uploaded_at > invited_at)


def check_new(meeting_id: int, stored: Stored) -> None:
    """The same content lies once in a meeting, known by its hash. RuleBroken: file-is-here-already (name of
    the new file, title of the one that is there, its item)."""
    row = db.session.execute(
        select(Attachment.title, AgendaItem.title.label("item"))
        .join(AgendaItem, AgendaItem.id == Attachment.item_id)
        .where(AgendaItem.meeting_id == meeting_id, Attachment.sha256 == stored.sha256)
        .order_by(Attachment.id)
        .limit(1)
    ).first()
    if row is not None:
        raise RuleBroken("file-is-here-already", name=stored.file_name, title=row.title, item=row.item)


def chain(newest: Attachment) -> list[Attachment]:
    """A file with all its older versions, the newest first."""
    found = [newest]
    while older := [one for one in newest.item.attachments if one.replaced_by_id == found[-1].id]:
        found += older
    return found


def check_not_sent(files: Sequence[Attachment]) -> None:
    """What went out with the invitation can always be fetched as it went out. RuleBroken: file-went-out."""
    for one in files:
        if any(each.pinned_at for each in chain(one)):
            raise RuleBroken("file-went-out", name=one.title)


def let_go(item: AgendaItem, files: Sequence[Attachment]) -> None:
    """Take files off an item, each with all its versions."""
    gone = [each for one in files for each in chain(one)]
    for one in gone:
        one.replaced_by_id = None  # a row cannot go while another points to it
    db.session.flush()
    for one in gone:
        item.attachments.remove(one)


def versions(attachment_id: int) -> Sequence[Any]:
    """All versions of the file that one of them belongs to, the newest first: id, version, title, file_name,
    media_type, size, uploaded_at, uploaded_by, is_pinned, is_late, is_secret (it
    or its item), secrecy_section. Two queries."""
    item_id = select(Attachment.item_id).where(Attachment.id == attachment_id).scalar_subquery()
    links = db.session.execute(
        select(Attachment.id, Attachment.replaced_by_id).where(Attachment.item_id == item_id)
    ).all()
    newer = {row.id: row.replaced_by_id for row in links}
    ids = [one for one in newer if _newest(one, newer) == _newest(attachment_id, newer)]
    return db.session.execute(
        select(
            Attachment.id,
            Attachment.version,
            Attachment.title,
            Attachment.file_name,
            Attachment.media_type,
            Attachment.size,
            Attachment.uploaded_at,
            Attachment.pinned_at.is_not(None).label("is_pinned"),
            or_(Attachment.is_secret, AgendaItem.is_secret).label("is_secret"),
            Attachment.secrecy_section,
            is_late().label("is_late"),
            Person.name.label("uploaded_by"),
        )
        .join(Person, Person.id == Attachment.uploaded_by_id)
        .join(AgendaItem, AgendaItem.id == Attachment.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(Attachment.id.in_(ids))
        .order_by(Attachment.version.desc())
    ).all()


def _newest(one: int, newer: dict[int, int | None]) -> int:
    while (after := newer.get(one)) is not None:
        one = after
    return one
