"""The secretary's note on an item, kept while it is written: no window writes over another (D.4).

A note that is kept by itself every few seconds is not put into the journal each time: the journal has it as
it was saved by hand, and as it stood when the meeting closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from councilflow.extensions import db
from councilflow.models import AgendaItem, JournalEntry, Meeting, Person
from councilflow.process.amendments import check_wording_seen, wording_to_keep
from councilflow.process.errors import RuleBroken
from councilflow.process.immediate import check_open
from councilflow.process.merging import together
from councilflow.services import journal, secrecy
from councilflow.services.desk.amendments import wording_of
from councilflow.services.desk.hold import hold_open
from councilflow.services.dissents import plain

EVENT = "discussion-noted"


@dataclass(frozen=True, slots=True)
class Clash:
    """What two people made of the same text."""

    field: str
    """discussion or wording."""
    theirs: str
    """What stands now."""
    version: int
    """The version of the note that stands now; the next save begins from it."""
    merged: str


class WrittenMeanwhile(Exception):
    """Somebody else has saved a newer text, and nothing was stored."""

    def __init__(self, clash: Clash) -> None:
        super().__init__(clash.field)
        self.clash = clash


def keep(item: AgendaItem, text: str, *, version: int | None, base: str = "", now: datetime) -> int:
    """Keep the note, written from `base`, which was of this version; None: nobody looked. Returns the version
    that it has now. RuleBroken: meeting-not-ongoing, paragraph-lies-fast. WrittenMeanwhile."""
    hold_open(item.meeting)
    db.session.refresh(item)
    mine, began = _clean(text), _clean(base)
    if mine == item.discussion:
        return item.note_version
    check_open(is_approved=item.immediate_approval_at is not None)
    if version is not None and version != item.note_version:
        if mine == began:
            return item.note_version  # the writer changed nothing: what stands now stands
        raise WrittenMeanwhile(
            Clash("discussion", item.discussion, item.note_version, together(began, item.discussion, mine))
        )
    # Past the session: what is typed here shows on no page that others follow, so none is sent anew.
    db.session.execute(
        update(AgendaItem)
        .where(AgendaItem.id == item.id)
        .values(discussion=mine, note_version=AgendaItem.note_version + 1)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(item)
    return item.note_version


def keep_wording(item: AgendaItem, text: str, *, seen: str | None, now: datetime) -> str:
    """Keep the wording that is being worked on, while nothing is stated yet; returns what stands. RuleBroken:
    meeting-not-ongoing. WrittenMeanwhile."""
    hold_open(item.meeting)
    db.session.refresh(item)
    if item.outcome is not None:
        return item.adopted
    standing, mine = wording_of(item), _clean(text)
    try:
        check_wording_seen(standing, seen, mine)
    except RuleBroken:
        merged = together(_clean(seen or ""), standing, mine)
        raise WrittenMeanwhile(Clash("wording", standing, item.note_version, merged)) from None
    kept = wording_to_keep(standing, seen, mine).strip()
    if kept and kept.split() != standing.split():
        item.adopted = kept
        db.session.flush()
    return wording_of(item)


def tell_journal(meeting: Meeting, items: Sequence[AgendaItem], *, by: Person, now: datetime) -> None:
    """Let the journal have the notes that it has not got as they stand."""
    told = select(JournalEntry.after).where(
        JournalEntry.meeting_id == meeting.id, JournalEntry.event == EVENT
    )
    if len(items) == 1:  # of one, its last entry says it all; a long meeting has thousands
        of_item = JournalEntry.after["item"].as_integer() == items[0].id
        told = told.where(of_item).order_by(JournalEntry.id.desc()).limit(1)
    else:
        told = told.order_by(JournalEntry.id)
    entries = db.session.scalars(told)
    noted = {after["item"]: after["discussion"] for after in entries if "item" in after}
    for item in items:
        before = noted.get(item.id, "")
        said = secrecy.words_outside(item, {"item": item.id, "discussion": item.discussion})
        if before != said["discussion"]:
            journal.note(
                EVENT,
                by=by,
                now=now,
                meeting=meeting,
                about=secrecy.title_outside(item),
                before=secrecy.words_outside(item, {"discussion": before}),
                after=said,
            )


def _clean(text: str) -> str:
    return plain(text).strip()
