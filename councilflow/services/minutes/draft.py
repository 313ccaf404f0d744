"""The draft: made from the record when the meeting closes, then edited by the secretary (A70).

Every save is a revision. What the page keeps by itself while somebody writes gives way to what they save next
in the same sitting, and stands in the journal once the sitting is over. A save over somebody else's newer one
is refused with both texts, and making the draft anew keeps every edit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from councilflow.extensions import db
from councilflow.models import Meeting, MinutesDocument, MinutesRevision, Person, Supplement
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import MinutesState
from councilflow.services import journal
from councilflow.services.minutes import passages
from councilflow.services.minutes.passages import Passages
from councilflow.services.minutes.record import read

SITTING = timedelta(minutes=30)
"""Who has written nothing for so long begins a sitting of its own."""


class SavedFirst(Exception):
    """Somebody saved while another was writing. `clash` has both texts; nothing was stored."""

    def __init__(self, clash: Clash) -> None:
        super().__init__(f"revision {clash.newest} is newer")
        self.clash = clash


@dataclass(frozen=True, slots=True)
class Clash:
    """What two people made of the same revision."""

    newest: int
    """The number of the revision that was saved first; a new save is based on it."""
    saved_by: str
    saved_at: datetime
    theirs: dict[str, str]
    """By key: the newest text of the passages that both have changed, each in their own way."""
    brought: list[str]
    """The keys of passages that only the other one has changed."""
    merged: dict[str, str]
    """By key: the writer's text where they changed it, else the newest. Goes back into the form."""


def begin(meeting: Meeting, *, by: Person, now: datetime) -> MinutesDocument:
    """The first draft of a meeting that has just closed, with revision 1 made from the record."""
    db.session.flush()
    document = MinutesDocument(meeting_id=meeting.id, state=MinutesState.DRAFT)
    document.revisions.append(
        MinutesRevision(
            number=1, passages=passages.from_record(read(meeting.id)), saved_by_id=by.id, saved_at=now
        )
    )
    db.session.add(document)
    journal.note("minutes-begun", by=by, now=now, meeting=meeting)
    return document


def hold(meeting_id: int) -> MinutesDocument:
    """The minutes of a meeting, held against everybody else until the transaction ends. NoResultFound."""
    return db.session.scalars(
        select(MinutesDocument)
        .where(MinutesDocument.meeting_id == meeting_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def hold_supplement(supplement_id: int) -> Supplement:
    """A supplement, held against everybody else until the transaction ends. NoResultFound."""
    return db.session.scalars(
        select(Supplement)
        .where(Supplement.id == supplement_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def latest(document: MinutesDocument) -> MinutesRevision:
    return db.session.scalars(
        select(MinutesRevision)
        .where(MinutesRevision.document_id == document.id)
        .order_by(MinutesRevision.number.desc())
        .limit(1)
    ).one()


def save(
    document: MinutesDocument,
    texts: Mapping[str, str],
    *,
    base: int,
    by_itself: bool = False,
    by: Person,
    now: datetime,
) -> MinutesRevision:
    """Keep the secretary's texts as a new revision; nothing is kept when nothing has changed.

    `texts` by key of the passage; `base` is the number of the revision that was edited; `by_itself`: the page
    keeps them while they are written, and nobody has pressed anything. RuleBroken:
    minutes-not-draft, paragraph-already-approved (with the §). SavedFirst when somebody has saved a newer
    revision and this would change it.
    """
    _check_draft(document)
    newest = latest(document)
    plain = {key: _plain(text) for key, text in texts.items()}
    if newest.number != base:
        clash = _clash(document, newest, plain, base)
        if any(text != _plain(passages.text_of(newest.passages, key)) for key, text in clash.merged.items()):
            raise SavedFirst(clash)
        plain = clash.merged
    _check_open(document, newest, plain)
    held = passages.edited(newest.passages, plain)
    if held != newest.passages:
        return _keep(document, newest, held, by_itself=by_itself, by=by, now=now)
    if not by_itself:
        settle(document, now=now)
    return newest


def settle(document: MinutesDocument, *, now: datetime) -> None:
    """What the page has kept by itself is a save like any other from here on, and stands in the journal."""
    newest = latest(document)
    if not newest.by_itself:
        return
    newest.by_itself = False
    # As readers count them: the numbers of saves that gave way are left out.
    version = db.session.scalar(
        select(func.count(MinutesRevision.id)).where(
            MinutesRevision.document_id == document.id, MinutesRevision.number <= newest.number
        )
    )
    journal.note(
        "minutes-saved",
        by=newest.saved_by,
        now=now,
        meeting=document.meeting,
        before={"revision": (version or 1) - 1},
        after={"revision": version},
    )


def remake(
    document: MinutesDocument,
    *,
    taken: Collection[str] | None = None,
    base: int | None = None,
    by: Person,
    now: datetime,
) -> MinutesRevision:
    """Make the draft anew from the record, with its text where that is `taken` (keys), and as it stands
    elsewhere. Without a choice, passages that nobody has edited follow the record.

    `base`: the number of the revision that was chosen for. RuleBroken: minutes-not-draft,
    somebody-saved-first (with who).
    """
    _check_draft(document)
    newest = latest(document)
    if base not in (None, newest.number):
        raise RuleBroken("somebody-saved-first", who=newest.saved_by.name)
    record = read(document.meeting_id)
    made = (
        passages.anew(newest.passages, record)
        if taken is None
        else passages.chosen(newest.passages, record, taken)
    )
    stands = {key: newest.passages[key] for key in passages.closed(record) if key in newest.passages}
    held = made | stands
    return newest if held == newest.passages else _keep(document, newest, held, by=by, now=now)


def _check_draft(document: MinutesDocument) -> None:
    if document.state is not MinutesState.DRAFT:
        raise RuleBroken("minutes-not-draft", state=document.state)


def _check_open(document: MinutesDocument, newest: MinutesRevision, texts: Mapping[str, str]) -> None:
    """What has a document of its own cannot be written any more."""
    for key, number in passages.closed(read(document.meeting_id)).items():
        if key in texts and texts[key] != _plain(passages.text_of(newest.passages, key)):
            raise RuleBroken("paragraph-already-approved", paragraph=number)


def _plain(text: str) -> str:
    """The text with line ends as the tables have them, so that an untouched passage is seen as untouched."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def _clash(document: MinutesDocument, newest: MinutesRevision, mine: dict[str, str], base: int) -> Clash:
    # A revision that gave way is no longer there: the writer's text is then compared with the one before it.
    common = db.session.scalar(
        select(MinutesRevision.passages)
        .where(MinutesRevision.document_id == document.id, MinutesRevision.number <= base)
        .order_by(MinutesRevision.number.desc())
        .limit(1)
    )
    merged, theirs, brought = {}, {}, []
    for key in newest.passages:
        newer = _plain(passages.text_of(newest.passages, key))
        older = _plain(passages.text_of(common or {}, key))
        text = mine.get(key, older)
        merged[key] = newer if text == older else text
        if newer != older and text == older:
            brought.append(key)
        elif newer not in (older, text):
            theirs[key] = newer
    return Clash(newest.number, newest.saved_by.name, newest.saved_at, theirs, brought, merged)


def _keep(
    document: MinutesDocument,
    newest: MinutesRevision,
    held: Passages,
    *,
    by_itself: bool = False,
    by: Person,
    now: datetime,
) -> MinutesRevision:
    number = newest.number + 1
    if newest.by_itself and newest.saved_by_id == by.id and now - newest.saved_at < SITTING:
        # The number rises all the same: whoever has the text that gave way before them is then told.
        newest.number, newest.passages, newest.saved_at = number, held, now
    else:
        settle(document, now=now)
        newest = MinutesRevision(
            document_id=document.id,
            number=number,
            passages=held,
            saved_by_id=by.id,
            saved_at=now,
            by_itself=True,
        )
        db.session.add(newest)
    db.session.flush()
    if not by_itself:
        settle(document, now=now)
    return newest
