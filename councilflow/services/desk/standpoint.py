"""Where the organisations stand at the meeting itself (A.8: uppdaterad på mötet).

What an organisation handed in stays as it was; what it says at the meeting is a new version beside it. The
room at home is not touched, and nothing of it leaves: only what was handed in before, and the words said now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Organisation, Person, Submission
from councilflow.process.agenda import ItemKind
from councilflow.process.errors import RuleBroken
from councilflow.process.preparation import Stance, submission_gaps
from councilflow.process.rights import Act
from councilflow.services import dissents, journal, secrecy, visibility
from councilflow.services.desk.hold import hold_open
from councilflow.services.meetings.versions import touch
from councilflow.services.preparation.handing_in import new_version
from councilflow.services.preparation.room import Content
from councilflow.services.preparation.summary import asked_on
from councilflow.services.taking_part import check_not_recused

Found = Row[*tuple[Any, ...]]


def change_stance(
    item: AgendaItem,
    organisation_id: int,
    stance: Stance,
    *,
    dissent: str = "",
    requested: bool = False,
    by: Person,
    now: datetime,
) -> Submission:
    """Say where the organisation stands now, until the chair states the outcome (A83, A86).

    `by` holds its stance right, or keeps the record and writes what was said. `dissent` is its differing
    view, and `requested` whether it goes into the minutes. RuleBroken: meeting-not-ongoing,
    outcome-already-stated, stance-not-for-this-kind, not-your-organisation, organisation-not-asked,
    submission-incomplete (gaps), recused.
    """
    hold_open(item.meeting)
    db.session.refresh(item)
    check_not_recused(item, by.id)
    _check(item, organisation_id, by=by, now=now)
    if gaps := submission_gaps(stance, dissent=dissent, requested=requested):
        raise RuleBroken("submission-incomplete", gaps=gaps)
    last = latest(item.id, organisation_id)
    told = Content.of(last).as_columns() if last else Content(answers={}).as_columns()
    told |= {"stance": stance, "dissent": dissents.plain(dissent), "dissent_requested": requested}
    made = new_version(item, organisation_id, told, at_meeting=True, by=by, now=now)
    organisation = db.session.get_one(Organisation, organisation_id)
    dissents.follow_submission(made, organisation)
    touch(item.meeting)
    journal.note(
        "stance-changed-at-meeting",
        by=by,
        now=now,
        meeting=item.meeting,
        about=f"{organisation.name}, {secrecy.title_outside(item)}",
        before={"version": last.version if last else 0},
        after={"version": made.version},
    )
    return made


def may_change(item: AgendaItem, *, by: Person, now: datetime) -> list[Found]:
    """The organisations that this person may say the stance of on the item: id, name. Those that do not count
    for it are not among them (H.8)."""
    asked = asked_on(item)
    who = visibility.viewer(by.id, by.session_key, now=now)
    if who is None:
        return []
    if Act.RECORD_MEETING in who.acts_in(item.meeting.council_id):
        return list(asked)
    own = who.stance_homes(item.meeting.council_id)
    return [one for one in asked if one.id in own]


def history(item_id: int, organisation_ids: Sequence[int]) -> Sequence[Found]:
    """Every stance that these organisations have handed in on the item, the newest first: organisation_id,
    version, stance, submitted_at, at_meeting, who. Only for those who may see these organisations' (H.4)."""
    return db.session.execute(
        select(
            Submission.organisation_id,
            Submission.version,
            Submission.stance,
            Submission.submitted_at,
            Submission.at_meeting,
            Person.name.label("who"),
        )
        .join(Person, Person.id == Submission.submitted_by_id)
        .where(Submission.item_id == item_id, Submission.organisation_id.in_(organisation_ids))
        .order_by(Submission.organisation_id, Submission.version.desc())
    ).all()


def latest(item_id: int, organisation_id: int) -> Submission | None:
    return db.session.scalar(
        select(Submission).where(
            Submission.item_id == item_id,
            Submission.organisation_id == organisation_id,
            Submission.is_latest,
        )
    )


def _check(item: AgendaItem, organisation_id: int, *, by: Person, now: datetime) -> None:
    if item.kind is not ItemKind.STANDPOINT:
        raise RuleBroken("stance-not-for-this-kind")
    if item.outcome is not None:
        raise RuleBroken("outcome-already-stated", outcome=item.outcome)
    who = visibility.viewer(by.id, by.session_key, now=now)
    council_id = item.meeting.council_id
    records = who is not None and Act.RECORD_MEETING in who.acts_in(council_id)
    if who is None or not (records or organisation_id in who.stance_homes(council_id)):
        raise RuleBroken("not-your-organisation")
    if not any(one.id == organisation_id for one in asked_on(item)):
        name = db.session.get_one(Organisation, organisation_id).name
        raise RuleBroken("organisation-not-asked", organisation=name)
