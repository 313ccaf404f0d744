"""Where each point of a checklist is done, by whom, and when the page is there to go to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import url_for

from councilflow.i18n import LazyText
from councilflow.i18n import lazy_gettext as _l
from councilflow.process.checklists import ChecklistPoint
from councilflow.process.meeting import AGENDA_OPEN, MeetingState
from councilflow.process.minutes import MinutesState
from councilflow.process.rights import KEEPS_CHECKLIST, Act

_P = ChecklistPoint


@dataclass(frozen=True, slots=True)
class Way:
    """Where a point is done, by whom, and when the page is there to go to."""

    endpoint: str
    verb: LazyText
    acts: frozenset[Act]
    open: Callable[[Any], bool]


def _while_open(head: Any) -> bool:
    return head.state in AGENDA_OPEN


def _in(*states: MeetingState) -> Callable[[Any], bool]:
    return lambda head: head.state in states


def _has_minutes(*states: MinutesState) -> Callable[[Any], bool]:
    return lambda head: head.minutes_state in (states or tuple(MinutesState))


_ANY = KEEPS_CHECKLIST
_PREPARE = frozenset({Act.PREPARE_AGENDA})
_WRITE = frozenset({Act.WRITE_MINUTES})
_DESK = Way("desk.show", _l("Till mötesbordet"), frozenset({Act.RECORD_MEETING}), _in(MeetingState.ONGOING))
_STANCES = Way(
    "preparation.summary",
    _l("Till organisationernas hållning"),
    frozenset({Act.SEE_STANCES}),
    _in(MeetingState.INVITED),
)
_INVITE = Way("invitations.confirm", _l("Till kallelsen"), frozenset({Act.INVITE}), _in(MeetingState.SET))
_MINUTES = Way("minutes.show", _l("Till protokollet"), _ANY, _has_minutes())
_STANDPOINTS = Way(
    "standpoints.index", _l("Till ställningstagandena"), _ANY, _has_minutes(MinutesState.SIGNED)
)
_WAYS: dict[ChecklistPoint, Way] = {
    _P.COLLECT_PROPOSALS: Way("issues.index", _l("Till frågorna"), _PREPARE, _while_open),
    _P.AGENDA_DIALOGUE: Way("agenda.arrange", _l("Ordna dagordningen"), _PREPARE, _while_open),
    _P.COMPLETE_ITEMS: Way("meetings.show", _l("Till dagordningen"), _PREPARE, _while_open),
    _P.CHAIR_SETS_AGENDA: Way("meetings.show", _l("Till dagordningen"), _ANY, _while_open),
    _P.INVITE_PRESENTERS: Way("agenda.arrange", _l("Ordna dagordningen"), _PREPARE, _while_open),
    _P.ISSUE_INVITATION: _INVITE,
    _P.DOCUMENTS_OUT: _INVITE,
    _P.BOOK_PLACE: Way("meetings.edit", _l("Ändra tid och plats"), _PREPARE, _while_open),
    _P.HOME_PREPARATION: _STANCES,
    _P.STANCES_TO_CHAIR: _STANCES,
    _P.ROLL_CALL: Way("desk.roll", _l("Till uppropet"), _DESK.acts, _DESK.open),
    _P.ELECT_SIGNATORIES: Way("desk.elect", _l("Till valet"), _DESK.acts, _DESK.open),
    _P.APPROVE_AGENDA: _DESK,
    _P.PRESENTATIONS_HELD: _DESK,
    _P.OUTCOMES_RECORDED: _DESK,
    _P.DISSENT_ASKED_FOR: _DESK,
    _P.NEXT_MEETING: Way(
        "meetings.new",
        _l("Planera ett möte"),
        frozenset({Act.MANAGE_COUNCIL, Act.PREPARE_AGENDA}),
        lambda _head: True,
    ),
    _P.DRAFT_MINUTES: Way("minutes.edit", _l("Öppna utkastet"), _WRITE, _has_minutes(MinutesState.DRAFT)),
    _P.REVIEW_MINUTES: _MINUTES,
    _P.SIGN_MINUTES: _MINUTES,
    _P.PUBLISH: Way("minutes.notice", _l("Till anslaget"), _WRITE, _has_minutes(MinutesState.SIGNED)),
    _P.SEND_EXTRACTS: Way(
        "minutes.new_extracts", _l("Gör utdrag"), _WRITE, _has_minutes(MinutesState.SIGNED)
    ),
    _P.REPORT_BACK: _MINUTES,
    _P.FORMAL_DECISIONS: _STANDPOINTS,
    _P.COMMUNICATE: _STANDPOINTS,
    _P.ARCHIVE: Way(
        "minutes.archive_page", _l("Till arkivpaketet"), _WRITE, _has_minutes(MinutesState.SIGNED)
    ),
}


def way_to(point: ChecklistPoint, head: Any, acts: frozenset[Act]) -> tuple[str, str]:
    """The address and the words of where a point is done; empty while the reader cannot do it."""
    way = _WAYS[point]
    if not way.acts & acts or not way.open(head):
        return "", ""
    places: dict[str, dict[str, int]] = {
        "issues.index": {},
        "standpoints.index": {},
        "meetings.new": {"council_id": head.council_id},
    }
    return url_for(way.endpoint, **places.get(way.endpoint, {"meeting_id": head.id})), str(way.verb)
