"""What every page of the minutes shows: where they stand, who has signed, and the text itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from councilflow import i18n
from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.process.meeting import PRESENT, Deadline, SignatoryRole, local_date
from councilflow.process.minutes import Attendance, Minutes, MinutesState
from councilflow.process.roll import ROLL_ORDER
from councilflow.services.meetings import reading as meetings
from councilflow.services.minutes import reading
from councilflow.services.minutes.reading import Hand
from councilflow.services.minutes.review import REVIEWERS
from councilflow.web.access import here, now, viewer
from councilflow.web.countdown import counted
from councilflow.web.meetings.line import Standing, stations
from councilflow.web.meetings.page import calendar
from councilflow.web.pages import environment
from councilflow.words import group_word, word


@dataclass(frozen=True, slots=True)
class Sign:
    """A line in the list of those who sign, as the macro `signatures` takes it."""

    name: str
    words: str
    signed: bool


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where the minutes of a meeting stand."""

    document: Any
    """A row of `reading.head`."""
    meeting: Any
    """A row of `meetings.reading.head`."""
    zone: ZoneInfo
    dates: dict[Deadline, date]
    hands: list[Hand]

    @property
    def state(self) -> MinutesState:
        state: MinutesState = self.document.state
        return state

    @property
    def day(self) -> date:
        return local_date(self.meeting.starts_at, self.zone)

    @property
    def mine(self) -> Hand | None:
        return next((hand for hand in self.hands if hand.person_id == viewer().person_id), None)

    @property
    def unapproved(self) -> list[str]:
        return [
            hand.name
            for hand in self.hands
            if hand.role is SignatoryRole.ELECTED and hand.approved_at is None
        ]

    @property
    def signed(self) -> int:
        return sum(hand.signed_at is not None for hand in self.hands)


def standpoint(meeting_id: int) -> Standpoint:
    """RuleBroken: minutes-not-begun."""
    document = reading.head(meeting_id)
    meeting = meetings.head(meeting_id, here().council_id, viewer())
    zone, dates = calendar(meeting)
    return Standpoint(document, meeting, zone, dates, reading.hands(document))


def may_answer(at: Standpoint) -> bool:
    """Whether the review waits for the viewer's word."""
    mine = at.mine
    return (
        at.state is MinutesState.IN_REVIEW
        and mine is not None
        and mine.role in REVIEWERS
        and mine.approved_at is None
    )


def head_of(at: Standpoint) -> dict[str, Any]:
    """What `minutes/_head.html` and the facts beside the page name."""
    now_words, next_words = _sentences(at)
    acts = viewer().acts_in(at.meeting.council_id)
    line = Standing(meeting=at.meeting, zone=at.zone, dates=at.dates, acts=acts, has_home=False)
    return {
        "meeting": at.meeting,
        "document": at.document,
        "day": at.day,
        "zone": at.zone,
        "stations": stations(line),
        "now": now_words,
        "coming": counted(next_words, at.state, at.dates[Deadline.SIGNING], local_date(now(), at.zone)),
        "signs": _signs(at),
        "dates": _dates(at),
    }


def _sentences(at: Standpoint) -> tuple[str, str]:
    """Now, and next, about the minutes."""
    by = i18n.weekday_day(at.dates[Deadline.SIGNING])
    match at.state:
        case MinutesState.DRAFT:
            return _("protokollet är ett utkast."), _(
                "sekreteraren skickar det för granskning, senast %(day)s.",
                day=i18n.weekday_day(at.dates[Deadline.DRAFT]),
            )
        case MinutesState.IN_REVIEW if at.unapproved:
            return _("protokollet granskas."), _(
                "godkännande av %(who)s, senast %(day)s.", who=i18n.listed(at.unapproved), day=by
            )
        case MinutesState.IN_REVIEW:
            return _("alla justerare har godkänt protokollet."), _(
                "sekreteraren låser det, och sedan skriver alla under, senast %(day)s.", day=by
            )
        case MinutesState.LOCKED:
            return _signing_sentences(at, by)
        case _:
            return _("protokollet är justerat."), ""


def _signing_sentences(at: Standpoint, by: str) -> tuple[str, str]:
    now_words = ngettext(
        "en av %(all)s har skrivit under.",
        "%(n)s av %(all)s har skrivit under.",
        at.signed,
        all=len(at.hands),
    )
    if at.mine and at.mine.signed_at is None:
        return now_words, _("din underskrift, senast %(day)s.", day=by)
    waiting = i18n.listed([hand.name for hand in at.hands if hand.signed_at is None])
    return now_words, _("underskrift av %(who)s, senast %(day)s.", who=waiting, day=by)


def _signs(at: Standpoint) -> list[Sign]:
    return [
        Sign(
            _("%(role)s: %(name)s", role=word(hand.role), name=hand.name),
            _sign_words(at, hand),
            hand.signed_at is not None,
        )
        for hand in at.hands
    ]


def _sign_words(at: Standpoint, hand: Hand) -> str:
    if hand.signed_at:
        return _("Skrev under %(moment)s", moment=i18n.date_time(hand.signed_at, at.zone))
    if at.state is MinutesState.LOCKED:
        return _("Väntar på dig") if hand == at.mine else _("Har inte skrivit under än")
    if hand.approved_at and at.state is MinutesState.IN_REVIEW:
        return _("Godkände utkastet %(moment)s", moment=i18n.date_time(hand.approved_at, at.zone))
    if hand.role is SignatoryRole.ELECTED and at.state is MinutesState.IN_REVIEW:
        return _("Granskar")
    return _("Skriver under när protokollet är låst")


def _dates(at: Standpoint) -> list[tuple[str, str]]:
    draft, signing = at.dates[Deadline.DRAFT], at.dates[Deadline.SIGNING]
    pairs = []
    if at.state is MinutesState.DRAFT:
        pairs.append((_("Utkast"), _due(at, draft)))
    if at.state is MinutesState.SIGNED:
        pairs.append((_("Justerat"), i18n.date_time(at.document.signed_at, at.zone)))
    else:
        pairs.append((_("Justerat"), _due(at, signing)))
    return pairs


def _due(at: Standpoint, day: date) -> str:
    """The last day, and how far away it is."""
    left = (day - local_date(now(), at.zone)).days
    facts = {"day": i18n.weekday_day(day)}
    if left == 0:
        return _("i dag, %(day)s", **facts)
    if left > 0:
        return ngettext("senast %(day)s, i morgon", "senast %(day)s, om %(n)s dagar", left, **facts)
    return ngettext(
        "skulle ha varit klart %(day)s, i går",
        "skulle ha varit klart %(day)s, för %(n)s dagar sedan",
        -left,
        **facts,
    )


def sheets(minutes: Minutes) -> Markup:
    """The text of the minutes as a page shows it, in the minutes' own language."""
    with i18n.speaking(minutes.language):
        template = environment(minutes.language).get_template("minutes/_text.html")
        away = [person for person in minutes.attendance if person.presence not in PRESENT]
        html = template.render(minutes=minutes, present=_present(minutes), away=away)
    return Markup(html)  # noqa: S704 – the template has escaped what people wrote


def _present(minutes: Minutes) -> list[tuple[str, list[Attendance]]]:
    """Those who came, under the headings of the roll and in its order (F.1, 3)."""
    groups: dict[str, list[Attendance]] = {group_word(category): [] for category in ROLL_ORDER}
    for person in minutes.attendance:
        if person.presence in PRESENT:
            groups[group_word(person.category)].append(person)
    return [(heading, people) for heading, people in groups.items() if people]
