"""The door of the room: handing in, and closing the preparation (A73, A81, A85).

What is handed in is a copy made at that moment. Later work at home does not touch it; handing in again adds
a new version beside the old ones. From that moment it is a document received by the host (TF 2:9).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from councilflow.extensions import db
from councilflow.models import AgendaItem, Extension, Meeting, Organisation, Person, Submission
from councilflow.process.agenda import ANSWERED_BY_EACH, ItemKind
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.process.preparation import SubmissionGap, check_answers_open, due_on, submission_gaps
from councilflow.services import dissents, journal, secrecy
from councilflow.services.dissents import check_under_way, hold
from councilflow.services.meetings.versions import touch
from councilflow.services.preparation.room import Content, check_holds_stance, own_row
from councilflow.services.preparation.summary import counts_on
from councilflow.services.visibility import today


def submit(
    item: AgendaItem,
    organisation_id: int,
    *,
    by: Person,
    now: datetime,
    version: int | None = None,
    text_version: int | None = None,
) -> Submission:
    """Hand in what the organisation has written about an item, word for word (A73, A85).

    `version` is the draft's and `text_version` the item's that were read before the step; None takes them as
    they are. RuleBroken: not-your-organisation, preparation-not-begun, preparation-is-closed,
    meeting-is-closed, organisation-not-asked, somebody-saved-first, item-changed-meanwhile,
    submission-incomplete (with gaps), nothing-to-hand-in, consultation-is-over (with due).
    """
    check_holds_stance(item, organisation_id, by=by, now=now)
    hold(item.meeting)
    db.session.refresh(item)
    check_open(item)
    check_asked(item, organisation_id)
    check_day(item, organisation_id, now=now)
    draft = own_row(item, organisation_id)
    if draft is None:
        raise RuleBroken("nothing-to-hand-in")
    if version is not None and draft.version != version:
        raise RuleBroken("somebody-saved-first", who=draft.updated_by.name)
    _check_text(item, text_version)
    check_complete(item, Content.of(draft))
    made = new_version(item, organisation_id, Content.of(draft).as_columns(), by=by, now=now)
    about, after = _followed(item, made), {"version": made.version}
    journal.note("preparation-submitted", by=by, now=now, meeting=item.meeting, about=about, after=after)
    return made


def submit_several(
    meeting: Meeting,
    organisation_id: int,
    seen: Mapping[int, tuple[int, int]],
    *,
    by: Person,
    now: datetime,
) -> list[Submission]:
    """Hand in several items in one step, all or none. `seen` maps each item to the versions of the draft and
    of the item's text that were read before. RuleBroken: nothing-chosen, and those of `submit`."""
    items = db.session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.id.in_(seen))
        .order_by(AgendaItem.id)
    ).all()
    if not items:
        raise RuleBroken("nothing-chosen")
    return [
        submit(
            item,
            organisation_id,
            by=by,
            now=now,
            version=seen[item.id][0],
            text_version=seen[item.id][1],
        )
        for item in items
    ]


def confirm(
    item: AgendaItem, organisation_id: int, *, by: Person, now: datetime, text_version: int
) -> Submission:
    """Say that what was handed in holds for the item as it reads now (A73): the same words once more, of the
    new text. What is written at home since then stays there. RuleBroken: not-your-organisation,
    preparation-not-begun, preparation-is-closed, meeting-is-closed, nothing-to-confirm,
    item-changed-meanwhile, consultation-is-over."""
    check_holds_stance(item, organisation_id, by=by, now=now)
    hold(item.meeting)
    db.session.refresh(item)
    check_open(item)
    check_day(item, organisation_id, now=now)
    last = db.session.scalar(
        select(Submission).where(
            Submission.item_id == item.id,
            Submission.organisation_id == organisation_id,
            Submission.is_latest,
        )
    )
    if last is None or last.item_version == item.version:
        raise RuleBroken("nothing-to-confirm")
    _check_text(item, text_version)
    made = new_version(item, organisation_id, Content.of(last).as_columns(), by=by, now=now)
    about, after = _followed(item, made), {"version": made.version}
    journal.note("preparation-confirmed", by=by, now=now, meeting=item.meeting, about=about, after=after)
    return made


def _check_text(item: AgendaItem, seen: int | None) -> None:
    """Nobody answers a text that they have not seen."""
    if seen is not None and item.version != seen:
        raise RuleBroken("item-changed-meanwhile", title=item.title)


def _followed(item: AgendaItem, made: Submission) -> str:
    """Let the views for the minutes and the open meeting's page follow, and say what the journal calls it."""
    organisation = db.session.get_one(Organisation, made.organisation_id)
    dissents.follow_submission(made, organisation)
    if item.meeting.state is not MeetingState.INVITED:  # until it opens, not even that something came (H.4)
        touch(item.meeting)
    return f"{organisation.name}, {secrecy.title_outside(item)}"


def check_complete(item: AgendaItem, content: Content) -> None:
    """Refuse to hand in what lacks something: a stance, the words of a view, or anything at all."""
    gaps = submission_gaps(content.stance, dissent=content.dissent, requested=content.dissent_requested)
    if item.kind is not ItemKind.STANDPOINT:
        gaps = [gap for gap in gaps if gap is not SubmissionGap.STANCE]
    if item.kind is ItemKind.CONSULTATION and not content.note.strip():
        gaps = [SubmissionGap.ANSWER, *gaps]
    if gaps:
        raise RuleBroken("submission-incomplete", gaps=gaps)
    said = (content.note, content.dissent, *(content.answers or {}).values())
    if item.kind is not ItemKind.STANDPOINT and not any(text.strip() for text in said):
        raise RuleBroken("nothing-to-hand-in")


def check_asked(item: AgendaItem, organisation_id: int) -> None:
    """In a joint meeting only the organisations of the item's own council take a stance (H.8)."""
    if not item.meeting.is_joint or item.kind not in ANSWERED_BY_EACH:
        return
    if not counts_on(item, organisation_id):
        name = db.session.get_one(Organisation, organisation_id).name
        raise RuleBroken("organisation-not-asked", organisation=name)


def check_day(item: AgendaItem, organisation_id: int, *, now: datetime) -> None:
    """A consultation takes answers until its day, or the later one granted, is over (A37)."""
    if item.kind is not ItemKind.CONSULTATION or item.answers_by is None:
        return
    granted = db.session.scalars(
        select(Extension.until).where(
            Extension.item_id == item.id,
            Extension.organisation_id == organisation_id,
            Extension.granted.is_(True),
        )
    )
    check_answers_open(due_on(item.answers_by, granted), today=today(now))


def check_open(item: AgendaItem) -> None:
    """One hands in from the invitation until the preparation of the item is closed (A81)."""
    check_under_way(item.meeting)
    if item.preparation_closed_at is not None:
        raise RuleBroken("preparation-is-closed")


def new_version(
    item: AgendaItem,
    organisation_id: int,
    told: dict[str, Any],
    *,
    at_meeting: bool = False,
    by: Person,
    now: datetime,
) -> Submission:
    """What an organisation says (columns of Submission) beside its earlier versions, of the item's text as it
    reads now. Whether it may is for the caller to ask."""
    same = (Submission.item_id == item.id, Submission.organisation_id == organisation_id)
    last = db.session.scalar(select(func.max(Submission.version)).where(*same)) or 0
    db.session.execute(update(Submission).where(*same).values(is_latest=False))
    made = Submission(
        item_id=item.id,
        organisation_id=organisation_id,
        version=last + 1,
        submitted_by_id=by.id,
        submitted_at=now,
        item_version=item.version,
        at_meeting=at_meeting,
        **told,
    )
    db.session.add(made)
    db.session.flush()
    return made


def close(meeting: Meeting, item: AgendaItem | None = None, *, by: Person, now: datetime) -> None:
    """Close the preparation of one item, or of all that are open; nothing more can be handed in (A81).

    RuleBroken: preparation-not-begun, meeting-is-closed.
    """
    hold(meeting)
    check_under_way(meeting)
    for one in [item] if item else meeting.items:
        if one.preparation_closed_at is None:
            one.preparation_closed_at = now
            journal.note(
                "preparation-closed", by=by, now=now, meeting=meeting, about=secrecy.title_outside(one)
            )
