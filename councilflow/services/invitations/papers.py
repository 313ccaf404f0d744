"""What travels with the invitation: the agenda as a file, and the request to the recipient's calendar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from councilflow.documents import agenda
from councilflow.documents.calendar import Contact, Occasion, cancel, request
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.models import AgendaItem, Meeting
from councilflow.process.meeting import Deadline, deadlines, local_date
from councilflow.process.minutes import Sitting
from councilflow.process.papers import AgendaPaper
from councilflow.process.timetable import Slot, dates
from councilflow.services import secrecy
from councilflow.services.agenda.papers import entries_of, order_of
from councilflow.services.mail import Enclosure
from councilflow.services.meetings import joint


@dataclass(frozen=True, slots=True)
class Call:
    """The chair's call to a meeting; `uid` and `sequence` name its entry in people's calendars, and one that
    `cancels` takes it out of them."""

    chair: Contact
    uid: str
    sequence: int
    now: datetime
    cancels: bool = False

    def entry(self, occasion: Occasion, to: Contact) -> bytes:
        return (cancel if self.cancels else request)(occasion, to=to, now=self.now)


def agenda_file(meeting: Meeting, *, chair: str, now: datetime) -> Enclosure:
    """The invitation with the agenda, in the council's own language (H.16)."""
    council = meeting.council
    paper = agenda_paper(meeting, chair=chair, issued_on=local_date(now, council.zone))
    with speaking(council.document_language):
        name = _("Dagordning %(day)s.pdf", day=local_date(meeting.starts_at, council.zone).isoformat())
    content = agenda.as_pdf(paper, now=now, archive=council.archive_format)
    return Enclosure(name, "application/pdf", content)


def agenda_paper(meeting: Meeting, *, chair: str, issued_on: date | None) -> AgendaPaper:
    """The agenda as a value; a draft while `issued_on` is None."""
    council = meeting.council
    with speaking(council.document_language):
        note = _("Rådet är rådgivande.") if council.advisory else ""
    names = joint.names_of(meeting)
    return AgendaPaper(
        council=council.name,
        joint_with=names.get(council.includes_id, ""),
        language=council.document_language,
        kind=meeting.kind,
        called=meeting.called,
        form=meeting.form,
        sittings=sittings(meeting),
        chair=chair,
        host=council.host.name,
        place=meeting.place,
        link=meeting.link,
        issued_on=issued_on,
        prepare_by=prepare_by(meeting),
        cost_note=council.cost_rule,
        standing_note=note,
        order=order_of(meeting),
        items=tuple(entries_of(meeting)),
    )


def sittings(meeting: Meeting) -> tuple[Sitting, ...]:
    """The meeting's days in local time; a meeting from lunch to lunch has two (A61)."""
    begins, ends = (at.astimezone(meeting.council.zone) for at in (meeting.starts_at, meeting.ends_at))
    if len(dates(begins, ends, meeting.council.zone)) > 1 and not meeting.nights:
        # Nobody has said when the first day ends and the last one begins.
        return Sitting(day=begins.date(), begins=begins.time()), Sitting(day=ends.date(), ends=ends.time())
    return tuple(
        Sitting(day=day.starts_at.date(), begins=day.starts_at.time(), ends=day.ends_at.time())
        for day in meeting.days
    )


def prepare_by(meeting: Meeting) -> date:
    """The last day for handing in what was prepared at home (H.7)."""
    return latest_days(meeting)[Deadline.PREPARATION]


def latest_days(meeting: Meeting) -> dict[Deadline, date]:
    """The days that the meeting steers by, on the council's own calendar."""
    council = meeting.council
    return deadlines(
        local_date(meeting.starts_at, council.zone),
        local_date(meeting.ends_at, council.zone),
        invitation=council.invitation_days,
        preparation=council.preparation_days,
        draft=council.draft_days,
        signing=council.signing_days,
    )


def calendar_of_meeting(meeting: Meeting, call: Call, *, to: Contact, text: str) -> bytes:
    """The whole meeting, for somebody who is invited to all of it. In the language being spoken."""
    title = _("%(council)s: möte", council=meeting.council.name)
    times = Slot(meeting.starts_at, meeting.ends_at)
    whole = replace(_occasion(meeting, call, call.uid, title, text, times), nights=meeting.nights)
    return call.entry(whole, to)


def calendar_of_item(item: AgendaItem, planned: Slot | None, call: Call, *, to: Contact, text: str) -> bytes:
    """The planned time of one item, for its presenter (A68); to the meeting's end while nobody knows."""
    meeting = item.meeting
    title = _(
        "%(item)s: föredragning i %(council)s", item=secrecy.title_outside(item), council=meeting.council.name
    )
    times = planned or Slot(meeting.starts_at, None)
    return call.entry(_occasion(meeting, call, f"{item.id}.{call.uid}", title, text, times), to)


def _occasion(meeting: Meeting, call: Call, uid: str, title: str, text: str, times: Slot) -> Occasion:
    return Occasion(
        uid=uid,
        sequence=call.sequence,
        title=title,
        starts_at=times.starts_at,
        ends_at=times.ends_at or meeting.ends_at,
        zone=meeting.council.zone,
        organizer=call.chair,
        place=meeting.place,
        link=meeting.link,
        description=text,
    )
