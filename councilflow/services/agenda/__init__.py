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
from councilflow.process.meeting import MeetingState
from councilflow.services import action_links, issues, journal, priorities, secrecy
from councilflow.services.agenda import again, comments, late, moving
from councilflow.services.agenda import files as versioned
from councilflow.services.agenda.moving import give_time, move
from councilflow.services.agenda.noted import TEXTS, noted, outside
from councilflow.services.files import Stored
from councilflow.services.issues import concerned, earlier, linked
from councilflow.services.meetings import check_editable, locked
from councilflow.services.outwards import said
from councilflow.services.plans import choosing
from councilflow.services.visibility import today

__all__ = [
    "FACTS",
    "LISTS",
    "TEXTS",
    "Draft",
    "Upload",
    "add",
    "check_version",
    "give_time",
    "held",
    "move",
    "put_up",
    "remove",
    "restore",
    "save",
]

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
    meeting: Meeting,
    draft: Draft,
    uploads: Sequence[Upload] = (),
    *,
    at: int | None = None,
    secret_by: str | None = None,
    by: Person,
    now: datetime,
) -> AgendaItem:
    """Put a new item on the agenda, at an index of it or in its usual place, before other business and the
    closing. `secret_by`: the section by which it falls under secrecy from the first; None: it does not.
    RuleBroken: those of `check_editable`, mark-of-another-council, group-of-another-council."""
    check_editable(meeting)
    with late.watching(meeting, by=by, now=now):
        return _add(meeting, draft, uploads, at=at, secret_by=secret_by, by=by, now=now)


def _add(
    meeting: Meeting,
    draft: Draft,
    uploads: Sequence[Upload],
    *,
    at: int | None,
    secret_by: str | None,
    by: Person,
    now: datetime,
) -> AgendaItem:
    order = moving.ordered(meeting)
    place = moving.usual_place(meeting, is_standing=draft.kind is ItemKind.STANDING) if at is None else at
    item = AgendaItem(version=0, **_texts(draft))
    moving.settle([*order[:place], item, *order[place:]])
    item.kind = draft.kind
    item.standing = StandingItem.OTHER if draft.kind is ItemKind.STANDING else None
    item.is_prepared = False
    if secret_by is not None:
        item.is_secret, item.secrecy_section = True, secret_by
    meeting.items.append(item)
    _fill(item, draft, uploads, by=by, now=now)
    db.session.flush()
    concerned.concern(draft.concerned, item_id=item.id)
    about = secrecy.title_outside(item)
    journal.note("item-added", by=by, now=now, meeting=meeting, about=about, after={"item": item.id})
    return item


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

    RuleBroken: those of `check_editable`, mark-of-another-council, file-went-out (name), and
    somebody-saved-first (who) when the item has been saved since.
    """
    check_version(item, version)
    with late.watching(item.meeting, by=by, now=now):
        _save(item, draft, uploads, by=by, now=now)


def _save(item: AgendaItem, draft: Draft, uploads: Sequence[Upload], *, by: Person, now: datetime) -> None:
    before = noted(item)
    for name, value in _texts(draft).items():
        setattr(item, name, value)
    if item.standing is None:
        item.kind = draft.kind
    _fill(item, draft, uploads, by=by, now=now)
    concerned.concern(draft.concerned, item_id=item.id)
    db.session.flush()
    after = noted(item)
    changed = [name for name in after if before[name] != after[name]]
    journal.note(
        "item-changed",
        by=by,
        now=now,
        meeting=item.meeting,
        about=secrecy.title_outside(item),
        before=outside({name: before[name] for name in changed}, item),
        after=outside({name: after[name] for name in changed}, item)
        | {"item": item.id, "version": item.version},
    )


def check_version(item: AgendaItem, version: int) -> None:
    """Refuse what cannot be saved now: RuleBroken as `save`."""
    check_editable(item.meeting)
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
    gone = [one for one in item.files if one.id not in titles]
    versioned.check_not_sent(gone)
    versioned.let_go(item, gone)
    for attachment in item.files:
        attachment.title = titles[attachment.id].strip() or attachment.title
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


def _last_saver(item: AgendaItem) -> str:
    entries = db.session.execute(
        select(JournalEntry.who, JournalEntry.after)
        .where(JournalEntry.meeting_id == item.meeting_id, JournalEntry.event == "item-changed")
        .order_by(JournalEntry.id.desc())
        .limit(50)
    )
    return next((who for who, after in entries if after.get("item") == item.id), "")


def remove(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Take an item off the agenda; its issue goes back to preparation. After the invitation its line stays,
    as withdrawn (A.8). RuleBroken: those of `check_editable`, item-cannot-be-withdrawn."""
    meeting = item.meeting
    check_editable(meeting)
    if meeting.state is MeetingState.INVITED:
        late.withdraw(item, by=by, now=now)
    if item.issue is not None:
        issues.take(item.issue, IssueStep.TAKE_OFF_AGENDA, by=by, now=now)
    if item.withdrawn_kind is not None:
        return
    if item.issue is not None and item.is_secret:
        item.issue.secrecy_section = item.secrecy_section  # the line goes, the mark does not
    about, before = secrecy.title_outside(item), outside(noted(item), item)
    journal.note("item-removed", by=by, now=now, meeting=meeting, about=about, before=before)
    concerned.concern({}, item_id=item.id)
    earlier.forget(item.id)
    comments.forget(item.id)
    priorities.forget(item.id)
    said.forget(item.id)
    action_links.forget(item.id, now=now)
    versioned.let_go(item, item.files)
    meeting.items.remove(item)


def restore(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Put an item back that was withdrawn after the invitation, with its issue. RuleBroken: those of
    `check_editable`, item-is-not-withdrawn, issue-step-not-allowed."""
    check_editable(item.meeting)
    late.restore(item, by=by, now=now)
    if item.issue is not None and item.issue.state is not IssueState.ON_AGENDA:
        issues.take(item.issue, IssueStep.PUT_ON_AGENDA, by=by, now=now)


def put_up(
    issue: Issue,
    meeting: Meeting,
    *,
    reason: str = "",
    at: int | None = None,
    by: Person,
    now: datetime,
) -> AgendaItem:
    """Put an issue on a meeting's agenda, which answers the one who proposed it (A72).

    Challenge, why and background become the background of the item; purposes, reach, those concerned, the
    parts of plans and earlier handling go with it, and it counts as prepared when the issue was (A58). In a
    joint meeting an issue of the narrower council gives an item of that council (A62). An issue that a
    meeting put off gives the item as it was, with its files (A.8). What fell under secrecy does so again.

    RuleBroken: those of `check_editable`, issue-step-not-allowed, mark-of-another-council.
    """
    issues.held(issue.id)  # nobody else puts it up, nor corrects where its last meeting left it
    is_prepared = issue.state is IssueState.PREPARED
    before = again.left_from(issue)
    issues.take(issue, IssueStep.PUT_ON_AGENDA, reason=reason, by=by, now=now)
    if before is None:
        draft = _draft_of(issue, meeting, is_prepared=is_prepared)
    else:
        facts = again.facts_of(before, meeting, is_prepared=is_prepared, today=today(now))
        draft = Draft(**facts)
    secret_by = again.secret_by(issue, before)
    item = add(meeting, draft, at=at, secret_by=secret_by, by=by, now=now)
    item.issue, issue.secrecy_section = issue, None  # from now on the item says it
    earlier.pass_on(issue.id, item.id)
    db.session.flush()
    if before is not None:
        again.carry(before, item, now=now)
    return item


def _draft_of(issue: Issue, meeting: Meeting, *, is_prepared: bool) -> Draft:
    background = "\n\n".join(
        text.strip() for text in (issue.challenge, issue.why, issue.background) if text.strip()
    )
    return Draft(
        title=issue.title,
        background=background,
        is_prepared=is_prepared,
        of_council_id=issue.council_id if issue.council_id != meeting.council_id else None,
        purposes=[Purpose(one) for one in issue.purposes],
        reach=issue.reach,
        reach_text=issue.reach_text,
        node_ids=choosing.permitted(meeting.council_id, linked.nodes_of(issue.id)),
        concerned={row.organisation_id: row.contribution for row in concerned.of(issue_id=issue.id)},
    )
