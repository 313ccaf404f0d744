"""The things that can wait for a person, and what each line needs to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from councilflow.models import Body, Meeting
from councilflow.process.checklists import ChecklistPoint
from councilflow.process.meeting import local_date


class Task(StrEnum):
    ANSWER_NOMINATION = "answer-nomination"
    ANSWER_ISSUE = "answer-issue"
    WAKE_ISSUE = "wake-issue"
    COMPLETE_ITEMS = "complete-items"
    FINISH_PREPARING = "finish-preparing"
    SET_AGENDA = "set-agenda"
    INVITE = "invite"
    INVITE_ON_ORDER = "invite-on-order"
    SEND_CHANGES = "send-changes"
    CALL_SUBSTITUTE = "call-substitute"
    ANSWER_EXTENSIONS = "answer-extensions"
    READ_COMMENTS = "read-comments"
    ANSWER_INVITATION = "answer-invitation"
    PREPARE_AT_HOME = "prepare-at-home"
    CLOSE_PREPARATION = "close-preparation"
    PRESENT = "present"
    OPEN_MEETING = "open-meeting"
    GO_TO_MEETING = "go-to-meeting"
    CLOSE_MEETING = "close-meeting"
    WRITE_MINUTES = "write-minutes"
    LOCK_MINUTES = "lock-minutes"
    REVIEW_MINUTES = "review-minutes"
    SIGN_MINUTES = "sign-minutes"
    SIGN_AT_ONCE = "sign-at-once"
    SIGN_CORRECTION = "sign-correction"
    REMIND_REVIEWERS = "remind-reviewers"
    REMIND_SIGNERS = "remind-signers"
    POST_NOTICE = "post-notice"
    TAKE_DOWN_NOTICE = "take-down-notice"
    LOOK_AT_MAIL = "look-at-mail"
    GO_THROUGH_CHECKLIST = "go-through-checklist"
    FILL_SEATS = "fill-seats"
    PLAN_YEAR = "plan-year"
    REVIEW_PLAN = "review-plan"
    REPORT_MEASURES = "report-measures"
    ENTER_FORMAL_DECISIONS = "enter-formal-decisions"
    FOLLOW_FORMAL_DECISIONS = "follow-formal-decisions"
    FOLLOW_UP_STANDPOINT = "follow-up-standpoint"
    ANSWER_HEARING = "answer-hearing"
    TELL = "tell"
    FILL_PLACE = "fill-place"
    REPORT_BACK = "report-back"
    FOLLOW_REPORT_BACKS = "follow-report-backs"
    FOLLOW_UP_EFFORTS = "follow-up-efforts"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits. `due` is a local date; the ids say where it is done."""

    task: Task
    due: date
    council: str
    council_id: int | None = None
    meeting_id: int | None = None
    item_id: int | None = None
    issue_id: int | None = None
    supplement_id: int | None = None
    request_id: int | None = None
    organisation_id: int | None = None
    meeting_on: date | None = None
    sign_by: date | None = None
    title: str = ""
    count: int = 0
    ready: int = 0
    """How many of these are marked at home as ready to hand in."""
    secret: str = ""
    year: int | None = None
    plan_id: int | None = None
    hearing_id: int | None = None
    points: tuple[ChecklistPoint, ...] = ()
    """What is late on a checklist."""


MEETING = (
    Meeting.id.label("meeting_id"),
    Meeting.starts_at,
    Meeting.ends_at,
    Meeting.state,
    Meeting.council_id,
    Body.name.label("council"),
    Body.time_zone,
)


def held_on(row: Row[*tuple[Any, ...]]) -> date:
    return local_date(row.starts_at, ZoneInfo(row.time_zone))


def ended_on(row: Row[*tuple[Any, ...]]) -> date:
    return local_date(row.ends_at, ZoneInfo(row.time_zone))
