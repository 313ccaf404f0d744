"""Reminders, read before they are sent."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.models import Meeting
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import local_date
from councilflow.process.reminders import ReminderKind
from councilflow.process.rights import Act
from councilflow.services import mail, reminders
from councilflow.services.reminders import Preview, Waiting
from councilflow.web.access import me, now, requires
from councilflow.web.errors import refuse
from councilflow.web.invitations.blueprint import bp, is_out
from councilflow.web.once import once
from councilflow.web.pages import Link, render, tell


@dataclass(frozen=True, slots=True)
class Group:
    """Those waited for: who gets a mail now, who has had one today, and the first mail to read."""

    kind: ReminderKind
    now: list[Waiting]
    today: list[Waiting]
    sample: Preview | None


@bp.get("/meetings/<int:meeting_id>/reminders")
@requires(Act.INVITE)
def remind(meeting_id: int) -> ResponseReturnValue:
    """Whom each reminder would reach, and the mail as it would read."""
    meeting = db.session.get_one(Meeting, meeting_id)
    if not is_out(meeting):
        return redirect(url_for("invitations.confirm", meeting_id=meeting_id))
    day = local_date(now(), meeting.council.zone)
    sender = mail.Sender(me().name, me().email)
    groups = []
    for kind in ReminderKind:
        found = reminders.awaited_by(meeting, kind, now=now())
        fresh = [one for one in found if one.may_go(day)]
        sample = reminders.preview(meeting, kind, fresh[0], sender=sender) if fresh else None
        groups.append(Group(kind, fresh, [one for one in found if not one.may_go(day)], sample))
    return render(
        "invitations/remind.html",
        meeting=meeting,
        council=meeting.council,
        starts_at=meeting.starts_at.astimezone(meeting.council.zone),
        answers=groups[0],
        preparations=groups[1],
    )


@bp.post("/meetings/<int:meeting_id>/reminders/answer")
@requires(Act.INVITE)
@once
def remind_answers(meeting_id: int) -> ResponseReturnValue:
    return _send(meeting_id, ReminderKind.ANSWER)


@bp.post("/meetings/<int:meeting_id>/reminders/preparation")
@requires(Act.INVITE)
@once
def remind_preparation(meeting_id: int) -> ResponseReturnValue:
    return _send(meeting_id, ReminderKind.PREPARATION)


def _send(meeting_id: int, kind: ReminderKind) -> ResponseReturnValue:
    here = url_for("invitations.remind", meeting_id=meeting_id)
    try:
        count = reminders.send(db.session.get_one(Meeting, meeting_id), kind, by=me(), now=now())
    except RuleBroken as error:
        return refuse(error, Link(here, _("Påminnelser")))
    tell(ngettext("En påminnelse är på väg", "%(n)s påminnelser är på väg", count))
    return redirect(here)
