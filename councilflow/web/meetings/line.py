"""Where a meeting stands, and the one thing the reader can do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from flask import url_for

from councilflow import i18n
from councilflow.i18n import gettext as _
from councilflow.process.meeting import AGENDA_OPEN, Deadline, MeetingState, SignatoryRole
from councilflow.process.minutes import MinutesState
from councilflow.process.rights import Act
from councilflow.words import word


class Station(NamedTuple):
    label: str
    detail: str
    state: str
    """done, now or next."""
    is_late: bool = False
    """Whether its day is over though it has not been reached."""


class Step(NamedTuple):
    """The next thing to do. `posts` is for a step that is taken by the button itself."""

    url: str
    verb: str
    posts: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What the line and the next step are made of, all of it known from the meeting's head."""

    meeting: Any
    """A row of `reading.head`."""
    zone: ZoneInfo
    dates: Mapping[Deadline, date]
    acts: frozenset[Act]
    has_home: bool
    gap: tuple[int, int] | None = None
    """Number on the agenda and id of the first item that lacks something."""
    is_empty: bool = False
    """There is nothing on the agenda but the opening and the close."""
    missed: frozenset[Deadline] = frozenset()
    """The days that are over though what was due has not come."""


_AT = {
    MeetingState.PREPARING: 0,
    MeetingState.PREPARED: 0,
    MeetingState.SET: 1,
    MeetingState.INVITED: 2,
    MeetingState.ONGOING: 3,
    MeetingState.HELD: 4,
}


def stations(at: Standing) -> list[Station]:
    """The six stations of `macros/process_line.html`, with the date when each was or should be reached."""
    meeting, dates = at.meeting, at.dates
    position = 6 if meeting.minutes_state is MinutesState.SIGNED else _AT[meeting.state]

    def short(moment: Any) -> str:
        return i18n.date_short(moment.astimezone(at.zone).date()) if moment else ""

    prepared = _("klar %(day)s", day=short(meeting.prepared_at)) if meeting.prepared_at else ""

    def due(deadline: Deadline) -> str:
        day = i18n.date_short(dates[deadline])
        return (
            _("skulle ha varit %(day)s", day=day) if deadline in at.missed else _("senast %(day)s", day=day)
        )

    invited = short(meeting.invited_at) or due(Deadline.INVITATION)
    signed = short(meeting.signed_at) or due(Deadline.SIGNING)
    draft = _("utkast %(day)s", day=i18n.date_short(dates[Deadline.DRAFT]))
    if Deadline.DRAFT in at.missed:
        draft = _("utkast skulle ha varit %(day)s", day=i18n.date_short(dates[Deadline.DRAFT]))
    if position == 6:
        draft = short(meeting.closed_at)
    late = {2: Deadline.INVITATION, 4: Deadline.DRAFT, 5: Deadline.SIGNING}
    lines = (
        (word(MeetingState.PREPARING), prepared),
        (word(MeetingState.SET), short(meeting.set_at)),
        (word(MeetingState.INVITED), invited),
        (word(MeetingState.ONGOING), short(meeting.starts_at)),
        (_("Protokoll"), draft),
        (word(MinutesState.SIGNED), signed),
    )
    return [
        Station(
            label,
            detail,
            "done" if here < position else "now" if here == position else "next",
            is_late=late.get(here) in at.missed,
        )
        for here, (label, detail) in enumerate(lines)
    ]


def now_and_next(at: Standing) -> tuple[str, str]:
    """The two sentences below the line: what is so now, and what comes."""
    state, minutes = at.meeting.state, at.meeting.minutes_state
    if state is MeetingState.CANCELLED:
        return _("mötet är inställt."), ""
    by = {deadline: i18n.weekday_day(day) for deadline, day in at.dates.items()}
    if state is MeetingState.HELD:
        return _after_the_meeting(minutes, by[Deadline.DRAFT], by[Deadline.SIGNING], at.missed)
    if Deadline.INVITATION in at.missed:
        return _invitation_late(state, by[Deadline.INVITATION])
    begins = at.meeting.starts_at.astimezone(at.zone)
    sentences = {
        MeetingState.PREPARING: (
            _("beredningsgruppen tar fram dagordningen."),
            _(
                "ordföranden fastställer den och skickar kallelsen, senast %(day)s.",
                day=by[Deadline.INVITATION],
            ),
        ),
        MeetingState.PREPARED: (
            _("dagordningen är beredd."),
            _(
                "ordföranden fastställer den och skickar kallelsen, senast %(day)s.",
                day=by[Deadline.INVITATION],
            ),
        ),
        MeetingState.SET: (
            _("dagordningen är fastställd."),
            _("ordföranden skickar kallelsen, senast %(day)s.", day=by[Deadline.INVITATION]),
        ),
        MeetingState.INVITED: (
            _prepared_by(by[Deadline.PREPARATION], is_over=Deadline.PREPARATION in at.missed),
            _(
                "mötet öppnar %(day)s kl. %(clock)s.",
                day=i18n.weekday_day(begins.date()),
                clock=i18n.clock(begins),
            ),
        ),
        MeetingState.ONGOING: (
            _("mötet pågår."),
            _("sekreteraren skriver protokollet, utkast %(day)s.", day=by[Deadline.DRAFT]),
        ),
    }
    return sentences[state]


def _invitation_late(state: MeetingState, day: str) -> tuple[str, str]:
    """The two sentences while the invitation should have gone."""
    late = _("Den skulle ha gått ut %(day)s.", day=day)
    if state is MeetingState.SET:
        now, coming = _("dagordningen är fastställd."), _("ordföranden skickar kallelsen.")
    else:
        is_ready = state is MeetingState.PREPARED
        now = _("dagordningen är beredd.") if is_ready else _("beredningsgruppen tar fram dagordningen.")
        coming = _("ordföranden fastställer den och skickar kallelsen.")
    return now, f"{coming} {late}"


def _prepared_by(day: str, *, is_over: bool) -> str:
    if is_over:
        return _("kallelsen är skickad. Organisationernas hållning skulle vara inlämnad %(day)s.", day=day)
    return _("kallelsen är skickad och organisationerna förbereder sig, senast %(day)s.", day=day)


def _after_the_meeting(
    minutes: MinutesState | None, draft: str, signing: str, missed: frozenset[Deadline]
) -> tuple[str, str]:
    if minutes is MinutesState.SIGNED:
        return _("protokollet är justerat."), ""
    if minutes in (None, MinutesState.DRAFT):
        return _writing(draft, is_late=Deadline.DRAFT in missed), _("justerarna granskar det.")
    is_late, is_read = Deadline.SIGNING in missed, minutes is MinutesState.IN_REVIEW
    now = _("justerarna granskar protokollet.") if is_read else _("protokollet väntar på underskrifter.")
    if not is_late:
        by_reading = _("sekreteraren, ordföranden och justerarna skriver under, senast %(day)s.", day=signing)
        by_signing = _("protokollet är justerat när alla har skrivit under, senast %(day)s.", day=signing)
        return now, by_reading if is_read else by_signing
    by_reading = _("sekreteraren, ordföranden och justerarna skriver under.")
    by_signing = _("protokollet är justerat när alla har skrivit under.")
    late = _("Det skulle ha varit klart %(day)s.", day=signing)
    return now, f"{by_reading if is_read else by_signing} {late}"


def _writing(day: str, *, is_late: bool) -> str:
    if not is_late:
        return _("mötet är avslutat och sekreteraren skriver protokollet, utkast %(day)s.", day=day)
    late = _("Utkastet skulle ha varit klart %(day)s.", day=day)
    return f"{_('mötet är avslutat och sekreteraren skriver protokollet.')} {late}"


def next_step(at: Standing) -> Step | None:
    """The reader's own next step, for the page's one filled button; None when it is somebody else's turn."""
    meeting = at.meeting
    if meeting.state is MeetingState.CANCELLED:
        return None
    if meeting.state in AGENDA_OPEN:
        return _preparing(at)
    by_state = {
        MeetingState.SET: _inviting,
        MeetingState.INVITED: _invited,
        MeetingState.ONGOING: _ongoing,
        MeetingState.HELD: _minutes,
    }
    return by_state[meeting.state](at)


def _preparing(at: Standing) -> Step | None:
    meeting = at.meeting
    if Act.PREPARE_AGENDA in at.acts and at.gap:
        number, item_id = at.gap
        return Step(url_for("agenda.edit", item_id=item_id), _("Komplettera punkt %(number)s", number=number))
    if at.is_empty:
        adds = Act.PREPARE_AGENDA in at.acts
        return Step(url_for("agenda.new", meeting_id=meeting.id), _("Lägg till en punkt")) if adds else None
    if Act.SET_AGENDA in at.acts:
        return Step(url_for("agenda.settle", meeting_id=meeting.id), _("Fastställ dagordningen"))
    if Act.PREPARE_AGENDA in at.acts and meeting.state is MeetingState.PREPARING:
        return Step(url_for("agenda.finish", meeting_id=meeting.id), _("Dagordningen är beredd"), posts=True)
    return None


def _inviting(at: Standing) -> Step | None:
    if at.gap and Act.SET_AGENDA in at.acts:
        url = url_for("agenda.reopen", meeting_id=at.meeting.id)
        return Step(url, _("Öppna dagordningen igen"), posts=True)
    if not at.gap and Act.INVITE in at.acts:
        return Step(
            url_for("invitations.confirm", meeting_id=at.meeting.id), _("Granska och skicka kallelsen")
        )
    return None


def _invited(at: Standing) -> Step | None:
    if at.has_home:
        return Step(url_for("preparation.room", meeting_id=at.meeting.id), _("Förbered hemma"))
    if Act.RECORD_MEETING in at.acts:
        return Step(url_for("desk.show", meeting_id=at.meeting.id), _("Öppna mötet"))
    if Act.SEE_STANCES in at.acts:
        return Step(
            url_for("preparation.summary", meeting_id=at.meeting.id), _("Se organisationernas hållning")
        )
    return None


def _ongoing(at: Standing) -> Step | None:
    if Act.RECORD_MEETING in at.acts:
        return Step(url_for("desk.show", meeting_id=at.meeting.id), _("Fortsätt mötet"))
    if Act.READ_MEETING in at.acts:
        return Step(url_for("live.show", meeting_id=at.meeting.id), _("Följ mötet"))
    return None


def _minutes(at: Standing) -> Step | None:
    meeting, state = at.meeting, at.meeting.minutes_state
    if state in (None, MinutesState.DRAFT) and Act.WRITE_MINUTES in at.acts:
        return Step(url_for("minutes.edit", meeting_id=meeting.id), _("Skriv protokollet"))
    if state is MinutesState.IN_REVIEW and meeting.signs_as is SignatoryRole.ELECTED:
        return Step(url_for("minutes.show", meeting_id=meeting.id), _("Granska protokollet"))
    if state is MinutesState.LOCKED and meeting.signs_as and not meeting.has_signed:
        return Step(url_for("minutes.sign", meeting_id=meeting.id), _("Skriv under protokollet"))
    if state is MinutesState.SIGNED and Act.READ_MINUTES in at.acts:
        return Step(url_for("minutes.show", meeting_id=meeting.id), _("Läs protokollet"))
    return None
