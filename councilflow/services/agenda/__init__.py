"""The agenda: its items, their order and their documents, until the chair has set it (A65, A87–A90).

Every change first holds the meeting, so that no item changes while the chair sets the agenda, and no two
people move items at the same time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Attachment,
    Body,
    Issue,
    JournalEntry,
    Meeting,
    Person,
    Presenter,
    Question,
    StrategyLink,
)
from councilflow.process.agenda import IssueState, IssueStep, ItemKind, Purpose, Reach, StandingItem
from councilflow.process.errors import RuleBroken
from councilflow.process.joint import marks
from councilflow.services import issues, journal
from councilflow.services.files import Stored
from councilflow.services.issues import concerned, earlier
from councilflow.services.meetings import check_open, locked

TEXTS = (
    "title",
    "registry_no",
    "summary",
    "background",
    "strategy_sentence",
    "proposal",
    "shared_value",
    "consultation",
    "recommendation",
    "reach_text",
    "ecological",
    "social",
    "economic",
    "acknowledgement",
)
FACTS = ("reach", "answers_by", "recommending_id")
LISTS = ("purposes", "agenda_2030")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody writes about an item. `presenters` are (name, title, organisation, email)."""

    title: str
    kind: ItemKind | None = None
    registry_no: str = ""
    minutes: int | None = None
    background: str = ""
    strategy_sentence: str = ""
    proposal: str = ""
    shared_value: str = ""
    summary: str = ""
    """Ärendet i korthet (D.3)."""
    consultation: str = ""
    """What is asked in a samråd (A37), which needs `answers_by` as well."""
    answers_by: date | None = None
    recommendation: str = ""
    """What a working group recommends (B1.13), `recommending_id`."""
    recommending_id: int | None = None
    purposes: Sequence[Purpose] = ()
    reach: Reach | None = None
    reach_text: str = ""
    ecological: str = ""
    social: str = ""
    economic: str = ""
    acknowledgement: str = ""
    agenda_2030: Sequence[int] = ()
    concerned: dict[int, str] | None = None
    """What each organisation that the item concerns brings, by its id; empty: all members. None leaves them
    as they are (A34)."""
    of_council_id: int | None = None
    """Whose item it is in a joint meeting; None: both councils' (A62)."""
    is_prepared: bool | None = None
    """Marked as prepared (A58); None leaves the mark as it is."""
    node_ids: Sequence[int] = ()
    questions: Sequence[str] = ()
    presenters: Sequence[tuple[str, str, str, str]] = ()
    attachment_titles: dict[int, str] = field(default_factory=dict)
    """New titles of the files that stay, by id; a file that is not named here is taken away."""


@dataclass(frozen=True, slots=True)
class Upload:
    title: str
    file: Stored


def held(item_id: int) -> AgendaItem:
    """The item as it stands now, its meeting held for this transaction."""
    meeting_id = db.session.scalars(select(AgendaItem.meeting_id).where(AgendaItem.id == item_id)).one()
    locked(meeting_id)
    return db.session.get_one(AgendaItem, item_id, populate_existing=True)


def add(
    meeting: Meeting, draft: Draft, uploads: Sequence[Upload] = (), *, by: Person, now: datetime
) -> AgendaItem:
    """Put a new item on the agenda, before the closing. RuleBroken: agenda-is-closed,
    mark-of-another-council."""
    check_open(meeting)
    item = AgendaItem(position=_place_for_new(meeting), version=0, **_texts(draft))
    item.kind = draft.kind
    item.standing = StandingItem.OTHER if draft.kind is ItemKind.STANDING else None
    item.is_prepared = False
    meeting.items.append(item)
    _fill(item, draft, uploads, by=by, now=now)
    db.session.flush()
    concerned.concern(draft.concerned, item_id=item.id)
    journal.note("item-added", by=by, now=now, meeting=meeting, about=item.title)
    return item


def _place_for_new(meeting: Meeting) -> int:
    """The position before the closing, which moves one step down."""
    closing = [item for item in meeting.items if item.standing is StandingItem.CLOSING]
    last = max((item.position for item in meeting.items), default=0)
    if closing and closing[-1].position == last:
        closing[-1].position = last + 1
        return last
    return last + 1


def save(
    item: AgendaItem,
    draft: Draft,
    uploads: Sequence[Upload] = (),
    *,
    version: int,
    by: Person,
    now: datetime,
) -> None:
    """Save what was written from `version` of the item.

    RuleBroken: agenda-is-closed, mark-of-another-council, and somebody-saved-first (who) when the item has
    been saved since.
    """
    check_version(item, version)
    before = _noted(item)
    for name, value in _texts(draft).items():
        setattr(item, name, value)
    if item.standing is None:
        item.kind = draft.kind
    _fill(item, draft, uploads, by=by, now=now)
    concerned.concern(draft.concerned, item_id=item.id)
    db.session.flush()
    after = _noted(item)
    changed = [name for name in after if before[name] != after[name]]
    journal.note(
        "item-changed",
        by=by,
        now=now,
        meeting=item.meeting,
        about=item.title,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed} | {"item": item.id, "version": item.version},
    )


def check_version(item: AgendaItem, version: int) -> None:
    """Refuse what cannot be saved now: RuleBroken as `save`."""
    check_open(item.meeting)
    if item.version != version:
        raise RuleBroken("somebody-saved-first", who=_last_saver(item))


def _texts(draft: Draft) -> dict[str, Any]:
    return (
        {name: getattr(draft, name).strip() for name in TEXTS}
        | {name: getattr(draft, name) for name in FACTS}
        | {name: sorted(getattr(draft, name)) for name in LISTS}
        | {"minutes": draft.minutes}
    )


def _fill(item: AgendaItem, draft: Draft, uploads: Sequence[Upload], *, by: Person, now: datetime) -> None:
    item.version += 1
    _mark(item, draft)
    _check_group(item)
    _link(item, draft.node_ids)
    _ask(item, draft.questions)
    _present(item, draft.presenters)
    _attach(item, draft.attachment_titles, uploads, by=by, now=now)


def _mark(item: AgendaItem, draft: Draft) -> None:
    """Whose item it is (A62), and whether it is prepared (A58)."""
    meeting = item.meeting
    allowed = marks(meeting.council_id, meeting.council.includes_id, is_joint=meeting.is_joint)
    if draft.of_council_id is not None and draft.of_council_id not in allowed:
        raise RuleBroken("mark-of-another-council")
    item.of_council_id = draft.of_council_id
    if draft.is_prepared is not None:
        item.is_prepared = draft.is_prepared


def _check_group(item: AgendaItem) -> None:
    """A recommendation comes from a group of the council (B1.13). RuleBroken: group-of-another-council."""
    if item.recommending_id is None:
        return
    meeting = item.meeting
    own = {meeting.council_id, meeting.council.includes_id}
    if db.session.get_one(Body, item.recommending_id).council_id not in own - {None}:
        raise RuleBroken("group-of-another-council")


def _link(item: AgendaItem, node_ids: Sequence[int]) -> None:
    linked = {link.node_id: link for link in item.strategy_links}
    for node_id, link in linked.items():
        if node_id not in node_ids:
            item.strategy_links.remove(link)
    item.strategy_links += [StrategyLink(node_id=node_id) for node_id in node_ids if node_id not in linked]


def _ask(item: AgendaItem, texts: Sequence[str]) -> None:
    """A question that stays the same keeps its row, since organisations may already have answered it."""
    asked = {question.text: question for question in item.questions}
    wanted = list(dict.fromkeys(stripped for text in texts if (stripped := text.strip())))
    for text, question in asked.items():
        if text not in wanted:
            item.questions.remove(question)
    for position, text in enumerate(wanted, 1):
        if text in asked:
            asked[text].position = position
        else:
            item.questions.append(Question(text=text, position=position))


def _present(item: AgendaItem, rows: Sequence[tuple[str, str, str, str]]) -> None:
    present = {(p.name, p.title, p.organisation, p.email): p for p in item.presenters}
    for facts, presenter in present.items():
        if facts not in rows:
            item.presenters.remove(presenter)
    item.presenters += [
        Presenter(name=name, title=title, organisation=organisation, email=email)
        for name, title, organisation, email in rows
        if (name, title, organisation, email) not in present
    ]


def _attach(
    item: AgendaItem, titles: dict[int, str], uploads: Sequence[Upload], *, by: Person, now: datetime
) -> None:
    for attachment in list(item.attachments):
        if attachment.id in titles:
            attachment.title = titles[attachment.id].strip() or attachment.title
        else:
            item.attachments.remove(attachment)
    last = max((attachment.position for attachment in item.attachments), default=0)
    item.attachments += [
        Attachment(
            position=position,
            title=upload.title.strip() or upload.file.file_name,
            file_name=upload.file.file_name,
            media_type=upload.file.media_type,
            size=upload.file.size,
            sha256=upload.file.sha256,
            uploaded_by_id=by.id,
            uploaded_at=now,
        )
        for position, upload in enumerate(uploads, last + 1)
    ]


def _noted(item: AgendaItem) -> dict[str, Any]:
    """What the journal keeps of an item: nothing that the meeting's documents do not say."""
    return {name: getattr(item, name) for name in (*TEXTS, "minutes")} | {
        "kind": str(item.kind) if item.kind else None,
        "reach": str(item.reach) if item.reach else None,
        "answers_by": item.answers_by.isoformat() if item.answers_by else None,
        "recommending": item.recommending_id,
        "purposes": [str(one) for one in item.purposes],
        "agenda_2030": list(item.agenda_2030),
        "links": sorted(link.node_id for link in item.strategy_links),
        "questions": [question.text for question in item.questions],
        "presenters": [presenter.name for presenter in item.presenters],
        "attachments": [attachment.title for attachment in item.attachments],
        "of_council": item.of_council_id,
        "is_prepared": item.is_prepared,
    }


def _last_saver(item: AgendaItem) -> str:
    entries = db.session.execute(
        select(JournalEntry.who, JournalEntry.after)
        .where(JournalEntry.meeting_id == item.meeting_id, JournalEntry.event == "item-changed")
        .order_by(JournalEntry.id.desc())
        .limit(50)
    )
    return next((who for who, after in entries if after.get("item") == item.id), "")


def remove(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Take an item off the agenda; its issue goes back to preparation. RuleBroken: agenda-is-closed."""
    meeting = item.meeting
    check_open(meeting)
    if item.issue is not None:
        issues.take(item.issue, IssueStep.TAKE_OFF_AGENDA, by=by, now=now)
    journal.note("item-removed", by=by, now=now, meeting=meeting, about=item.title, before=_noted(item))
    concerned.concern({}, item_id=item.id)
    earlier.forget(item.id)
    meeting.items.remove(item)


def put_up(issue: Issue, meeting: Meeting, *, reason: str = "", by: Person, now: datetime) -> AgendaItem:
    """Put an issue on a meeting's agenda, which answers the one who proposed it (A72).

    Challenge, why and background become the background of the item, purposes, reach, those concerned and
    earlier handling go with it, and it counts as prepared when the issue
    was (A58). In a joint meeting an issue of the narrower council gives an item of that council (A62).
    RuleBroken: agenda-is-closed, issue-step-not-allowed, mark-of-another-council.
    """
    is_prepared = issue.state is IssueState.PREPARED
    issues.take(issue, IssueStep.PUT_ON_AGENDA, reason=reason, by=by, now=now)
    background = "\n\n".join(
        text.strip() for text in (issue.challenge, issue.why, issue.background) if text.strip()
    )
    other = issue.council_id if issue.council_id != meeting.council_id else None
    draft = Draft(
        title=issue.title,
        background=background,
        is_prepared=is_prepared,
        of_council_id=other,
        purposes=[Purpose(one) for one in issue.purposes],
        reach=issue.reach,
        reach_text=issue.reach_text,
    )
    item = add(meeting, draft, by=by, now=now)
    item.issue = issue
    named = {row.organisation_id: row.contribution for row in concerned.of(issue_id=issue.id)}
    concerned.concern(named, item_id=item.id)
    earlier.pass_on(issue.id, item.id)
    return item


def move(item: AgendaItem, *, up: bool, by: Person, now: datetime) -> None:
    """Let an item change places with the one before or after it. RuleBroken: agenda-is-closed."""
    meeting = item.meeting
    check_open(meeting)
    order = sorted(meeting.items, key=lambda one: (one.position, one.id))
    here = order.index(item)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(order):
        return
    order[here], order[there] = order[there], order[here]
    for position, one in enumerate(order, 1):
        one.position = position
    journal.note(
        "item-moved",
        by=by,
        now=now,
        meeting=meeting,
        about=item.title,
        before={"number": here + 1},
        after={"number": there + 1},
    )


def give_time(meeting: Meeting, minutes: dict[int, int | None], *, by: Person, now: datetime) -> None:
    """Set how long each item may take, by item id. RuleBroken: agenda-is-closed."""
    check_open(meeting)
    changed = [item for item in meeting.items if item.id in minutes and item.minutes != minutes[item.id]]
    if not changed:
        return
    before = {item.title: item.minutes for item in changed}
    for item in changed:
        item.minutes = minutes[item.id]
    after = {item.title: item.minutes for item in changed}
    journal.note("times-set", by=by, now=now, meeting=meeting, before=before, after=after)
