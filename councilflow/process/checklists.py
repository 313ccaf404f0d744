"""The secretariat's checklists before, during and after a meeting (A.9, A71).

Every point is there for every meeting. What the system can know it ticks itself; the others are ticked by
hand. A point that does not apply to the council or the meeting is left out.
"""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    BEFORE = "before"
    AT = "at"
    AFTER = "after"


class ChecklistPoint(StrEnum):
    COLLECT_PROPOSALS = "collect-proposals"
    AGENDA_DIALOGUE = "agenda-dialogue"
    COMPLETE_ITEMS = "complete-items"
    CHAIR_SETS_AGENDA = "chair-sets-agenda"
    INVITE_PRESENTERS = "invite-presenters"
    ISSUE_INVITATION = "issue-invitation"
    DOCUMENTS_OUT = "documents-out"
    BOOK_PLACE = "book-place"
    HOME_PREPARATION = "home-preparation"
    STANCES_TO_CHAIR = "stances-to-chair"
    ROLL_CALL = "roll-call"
    ELECT_SIGNATORIES = "elect-signatories"
    APPROVE_AGENDA = "approve-agenda"
    PRESENTATIONS_HELD = "presentations-held"
    OUTCOMES_RECORDED = "outcomes-recorded"
    DISSENT_ASKED_FOR = "dissent-asked-for"
    NEXT_MEETING = "next-meeting"
    DRAFT_MINUTES = "draft-minutes"
    REVIEW_MINUTES = "review-minutes"
    SIGN_MINUTES = "sign-minutes"
    PUBLISH = "publish"
    SEND_EXTRACTS = "send-extracts"
    REPORT_BACK = "report-back"
    FORMAL_DECISIONS = "formal-decisions"
    COMMUNICATE = "communicate"
    ARCHIVE = "archive"


PHASES: dict[Phase, tuple[ChecklistPoint, ...]] = {
    Phase.BEFORE: tuple(ChecklistPoint)[:10],
    Phase.AT: tuple(ChecklistPoint)[10:17],
    Phase.AFTER: tuple(ChecklistPoint)[17:],
}
