"""The secrecy mark of an item or a file, with the section it rests on, and what stands in its place outside.

What goes out of the house – mails and what travels with them, packages, the public copy of the minutes – has
the mark and no word of what it hides: neither title nor text. Those who may read the meeting read it inside,
with its mark.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, select, update

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import AgendaItem, Attachment, Issue, JournalEntry, Mail, Meeting, Person
from councilflow.process.consensus import Outcome
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import Minutes, Paragraph
from councilflow.process.papers import AgendaEntry
from councilflow.services import journal
from councilflow.services.meetings import joint


def told(section: str) -> str:
    """The mark in words, in the language being spoken."""
    return _("Sekretess enligt %(section)s", section=section) if section else _("Sekretess")


def title_outside(item: AgendaItem, names: dict[int | None, str] | None = None) -> str:
    """The title of an item as something that leaves the house says it."""
    return told(item.secrecy_section) if item.is_secret else joint.titled(item, names or {})


def mark_of_issue(issue: Issue) -> str:
    """The mark in words of an issue that an agenda has had as an item under secrecy; empty for any other."""
    found = select(AgendaItem.secrecy_section).where(AgendaItem.issue_id == issue.id, AgendaItem.is_secret)
    section = db.session.scalar(found.order_by(AgendaItem.id.desc()).limit(1))
    section = issue.secrecy_section if section is None else section
    return "" if section is None else told(section)


def issue_outside(issue: Issue) -> str:
    """The title of an issue as the journal says it."""
    return mark_of_issue(issue) or issue.title


def words_by_mail(items: Iterable[AgendaItem], words: str) -> str:
    """What somebody wrote about items, as a mail says it: nothing, when one of them falls under secrecy; it
    is read on the page that the mail leads to."""
    return "" if any(item.is_secret for item in items) else words


def words_outside(item: AgendaItem, facts: dict[str, Any]) -> dict[str, Any]:
    """What was said on an item, as the journal keeps it: of one under secrecy the mark in its place."""
    if not item.is_secret:
        return facts
    mark = told(item.secrecy_section)
    return {name: mark if name in _SAID and value else value for name, value in facts.items()}


def all_outside(item: AgendaItem, facts: dict[str, Any]) -> dict[str, Any]:
    """What followed on an item under secrecy, as the journal keeps it: which facts there are, not what they
    say."""
    mark = told(item.secrecy_section)
    return {name: mark if value else value for name, value in facts.items()}


_SAID = frozenset({"text", "wording", "override", "discussion", "question", "reason"})


def open_title() -> ColumnElement[str]:
    """In a query of items: the title, or of a secret one its mark, for pages that more people read than sit
    in the council – a plan's, which groups, other councils and whoever keeps the register read."""
    mark = func.replace(literal(told(_PLACE)), _PLACE, AgendaItem.secrecy_section)
    return case((AgendaItem.is_secret, mark), else_=AgendaItem.title)


_PLACE = "{section}"


def file_outside(one: Attachment) -> str:
    """The title of a file as something that leaves the house says it."""
    return told(one.secrecy_section) if one.is_secret else one.title


def entry_outside(entry: AgendaEntry, item: AgendaItem) -> AgendaEntry:
    """An item of the agenda as it leaves the house: of a secret one, its place and its time."""
    if not item.is_secret:
        return entry
    return AgendaEntry(
        position=entry.position,
        title=told(item.secrecy_section),
        kind=entry.kind,
        mark=entry.mark,
        begins=entry.begins,
        begins_day=entry.begins_day,
        minutes=entry.minutes,
    )


def mark(
    marked: AgendaItem | Attachment, *, is_secret: bool, section: str, by: Person, now: datetime
) -> None:
    """Mark an item or a file as secret, or take the mark away; at any time, since a text is often found to be
    secret after it was written. RuleBroken: secrecy-without-section."""
    section = " ".join(section.split())
    if is_secret and not section:
        raise RuleBroken("secrecy-without-section")
    said = {"is_secret": is_secret, "secrecy_section": section if is_secret else ""}
    before = {name: getattr(marked, name) for name in said}
    if before == said:
        return
    kind = type(marked)
    # The mark is no part of the record that signed minutes hold fast, so it goes past that wall.
    db.session.execute(update(kind).where(kind.id == marked.id).values(**said))
    db.session.refresh(marked)
    item = marked if isinstance(marked, AgendaItem) else marked.item
    journal.note(
        "secrecy-marked" if is_secret else "secrecy-lifted",
        by=by,
        now=now,
        meeting=item.meeting,
        about=_about(item),  # the journal is read by more people than the item: no title here
        before=before,
        after=said,
    )


def check_may_go_again(letter: Mail) -> None:
    """A mail that was written before something in its meeting was marked may say what is secret now.

    RuleBroken: mail-before-secrecy (with `to`).
    """
    if letter.meeting_id is None or not hides_something(letter.meeting_id):
        return
    since = select(JournalEntry.id).where(
        JournalEntry.meeting_id == letter.meeting_id,
        JournalEntry.event == "secrecy-marked",
        JournalEntry.at >= letter.queued_at,
    )
    if db.session.scalar(since.limit(1)) is not None:
        raise RuleBroken("mail-before-secrecy", to=letter.to_name)


def _about(item: AgendaItem) -> str:
    return str(item.meeting.numbers[item.id] or item.position)


def minutes_outside(minutes: Minutes, meeting_id: int) -> Minutes:
    """The minutes as everybody may read them: of a § under secrecy its number alone. The mark of today
    counts, also when it came after the signatures."""
    hidden, files = _hidden(meeting_id), _secret_files(meeting_id)
    return replace(
        minutes, paragraphs=tuple(_paragraph_outside(one, hidden, files) for one in minutes.paragraphs)
    )


def hides_something(meeting_id: int) -> bool:
    """Whether anything in a meeting falls under secrecy."""
    items = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id)
    secret = items.where(AgendaItem.is_secret).limit(1)
    files = select(Attachment.id).where(Attachment.item_id.in_(items), Attachment.is_secret).limit(1)
    return db.session.scalar(secret) is not None or db.session.scalar(files) is not None


def mark_of(meeting_id: int, paragraph: int) -> str:
    """The mark of a § in words, in the language being spoken; empty for one that everybody may read."""
    section = _hidden(meeting_id).get(paragraph)
    return "" if section is None else told(section)


def files_outside(minutes: Minutes, meeting_id: int) -> Minutes:
    """The minutes word for word, but for the names of secret files."""
    files = _secret_files(meeting_id)
    return replace(minutes, paragraphs=tuple(_without_files(one, files) for one in minutes.paragraphs))


def _paragraph_outside(one: Paragraph, hidden: dict[int, str], files: dict[str, str]) -> Paragraph:
    if one.number in hidden:
        return Paragraph(
            number=one.number,
            title=told(hidden[one.number]),
            kind=one.kind,
            outcome=Outcome.NOTED,
            approved_on=one.approved_on,
            called=one.called,
        )
    return _without_files(one, files)


def _without_files(one: Paragraph, files: dict[str, str]) -> Paragraph:
    return replace(one, attachments=tuple(_line_outside(line, files) for line in one.attachments))


def _hidden(meeting_id: int) -> dict[int, str]:
    """The section of each § under secrecy, by its number."""
    rows = db.session.execute(
        select(AgendaItem.number, AgendaItem.position, AgendaItem.secrecy_section).where(
            AgendaItem.meeting_id == meeting_id, AgendaItem.is_secret
        )
    )
    return {row.number or row.position: row.secrecy_section for row in rows}


def _line_outside(line: str, files: dict[str, str]) -> str:
    """A line of the minutes names a file by title, name and hash: the hash says which one it is."""
    return next((told(section) for sha256, section in files.items() if sha256 in line), line)


def _secret_files(meeting_id: int) -> dict[str, str]:
    rows = db.session.execute(
        select(Attachment.sha256, Attachment.secrecy_section)
        .join(AgendaItem, AgendaItem.id == Attachment.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(Meeting.id == meeting_id, Attachment.is_secret)
    )
    return {row.sha256: row.secrecy_section for row in rows}
