"""What every page of the minutes shows: where they stand, who has signed, and the text itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from councilflow import i18n
from councilflow.documents.attendance import (
    led_words,
    presence_words,
    recusal_words,
    rests_of,
    serving_words,
)
from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.process.councils import Category
from councilflow.process.meeting import PRESENT, Deadline, MeetingState, SignatoryRole, local_date, missed
from councilflow.process.minutes import Attendance, Minutes, MinutesState
from councilflow.process.roll import ROLL_ORDER
from councilflow.process.span import Span, span
from councilflow.services.meetings import reading as meetings
from councilflow.services.minutes import reading
from councilflow.services.minutes.comments import REVIEWERS
from councilflow.services.minutes.reading import Hand
from councilflow.web.access import here, now, viewer
from councilflow.web.countdown import counted
from councilflow.web.meetings.line import Standing, Station, stations
from councilflow.web.meetings.page import calendar
from councilflow.web.pages import environment
from councilflow.words import group_word, word

Groups = list[tuple[str, list[Attendance]]]


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
    def days(self) -> Span:
        return span(self.meeting.starts_at, self.meeting.ends_at, self.zone)

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


def may_comment(at: Standpoint) -> bool:
    """Whether the viewer reviews a text that is out for review."""
    return at.state is MinutesState.IN_REVIEW and at.mine is not None and at.mine.role in REVIEWERS


def way(at: Standpoint) -> list[Station]:
    """The way of the minutes from a draft to signed, each with the day it was reached (A.8). That the text is
    approved and that it is signed are two events (D.1)."""
    document = at.document
    reached = {
        MinutesState.DRAFT: 0,
        MinutesState.IN_REVIEW: 1,
        MinutesState.LOCKED: 3,
        MinutesState.SIGNED: 5,
    }
    position = reached[at.state]
    if at.state is MinutesState.IN_REVIEW and document.approved_at and not at.unapproved:
        position = 2
    lines = (
        (_("Utkast"), at.meeting.closed_at),
        (_("För granskning"), document.sent_for_review_at),
        (_("Godkänt"), document.approved_at),
        (_("Låst för underskrift"), document.locked_at),
        (_("Undertecknat"), document.signed_at),
    )
    return [
        Station(
            label,
            i18n.date_time(moment, at.zone) if moment and here <= position else "",
            "done" if here < position else "now" if here == position else "next",
        )
        for here, (label, moment) in enumerate(lines)
    ]


def head_of(at: Standpoint) -> dict[str, Any]:
    """What `minutes/_head.html` and the facts beside the page name."""
    now_words, next_words = _sentences(at)
    acts = viewer().acts_in(at.meeting.council_id)
    line = Standing(
        meeting=at.meeting,
        zone=at.zone,
        dates=at.dates,
        acts=acts,
        has_home=False,
        missed=missed(
            at.dates,
            today=local_date(now(), at.zone),
            state=MeetingState.HELD,
            is_drafted=at.state is not MinutesState.DRAFT,
            is_signed=at.state is MinutesState.SIGNED,
        ),
    )
    return {
        "meeting": at.meeting,
        "document": at.document,
        "day": at.day,
        "days": at.days,
        "zone": at.zone,
        "stations": stations(line),
        "way": way(at),
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
        html = template.render(
            minutes=minutes,
            lists=_lists(minutes),
            presence_words=presence_words,
            serving_words=serving_words,
            recusal_words=recusal_words,
            led_words=led_words,
            rests_of=rests_of,
        )
    return Markup(html)  # noqa: S704 – the template has escaped what people wrote


def _lists(minutes: Minutes) -> list[tuple[str, Groups, list[Attendance]]]:
    """The attendance list, or one for each day when the roll was called on several (A61): its heading, those
    who came, those who did not."""
    days = [
        (_("Närvarande %(day)s", day=i18n.weekday_date(sitting.day)), sitting.attendance)
        for sitting in minutes.sittings
        if sitting.attendance
    ]
    found = []
    for heading, people in days or [(_("Närvarande"), minutes.attendance)]:
        away = [person for person in people if person.presence not in PRESENT]
        found.append((heading, _present(people), away))
    return found


def _present(people: Iterable[Attendance]) -> Groups:
    """Those who came, under the headings of the roll and in its order (F.1, 3)."""
    groups: dict[str, list[Attendance]] = {}
    for category in ROLL_ORDER:
        if category is Category.SUBSTITUTE:
            groups[_("Tjänstgörande ersättare")] = []
        groups[group_word(category)] = []
    for person in people:
        if person.presence in PRESENT:
            serves = person.category is Category.SUBSTITUTE and person.serving_for
            groups[_("Tjänstgörande ersättare") if serves else group_word(person.category)].append(person)
    return [(heading, found) for heading, found in groups.items() if found]
