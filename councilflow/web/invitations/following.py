"""After the invitation: sent once more to one, withdrawn from one, and sent to those who have come to sit."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Meeting
from councilflow.process.errors import RuleBroken
from councilflow.process.rights import Act
from councilflow.services import invitations
from councilflow.web.access import me, now, requires
from councilflow.web.errors import refuse
from councilflow.web.fields import passage
from councilflow.web.forms import Form
from councilflow.web.invitations.blueprint import bp, invitee_at
from councilflow.web.once import once
from councilflow.web.pages import Link, render, tell


class WithdrawForm(Form):
    reason = passage(_l("Skäl"), _l("Skriv ett skäl, det står i mejlet."), longest=500)


@bp.post("/meetings/<int:meeting_id>/invitees/<int:invitee_id>/resend")
@requires(Act.INVITE)
@once
def resend(meeting_id: int, invitee_id: int) -> ResponseReturnValue:
    invitee = invitee_at(meeting_id, invitee_id)
    try:
        invitations.resend(invitee, by=me(), now=now())
    except RuleBroken as error:
        return refuse(error, _back(meeting_id))
    tell(_("Kallelsen till %(name)s skickas igen", name=invitee.name))
    return redirect(url_for("invitations.recipients", meeting_id=meeting_id))


@bp.route("/meetings/<int:meeting_id>/invitees/<int:invitee_id>/withdraw", methods=["GET", "POST"])
@requires(Act.INVITE)
@once
def withdraw(meeting_id: int, invitee_id: int) -> ResponseReturnValue:
    invitee, form = invitee_at(meeting_id, invitee_id), WithdrawForm()
    try:
        invitations.check_withdrawable(invitee)
        if form.validate_on_submit():
            invitations.withdraw(invitee, reason=form.reason.data or "", by=me(), now=now())
            tell(_("Kallelsen till %(name)s är återkallad", name=invitee.name))
            return redirect(url_for("invitations.recipients", meeting_id=meeting_id))
    except RuleBroken as error:
        return refuse(error, _back(meeting_id))
    meeting = db.session.get_one(Meeting, meeting_id)
    page = render(
        "invitations/withdraw.html",
        meeting=meeting,
        council=meeting.council.name,
        starts_at=meeting.starts_at.astimezone(meeting.council.zone),
        form=form,
        invitee=invitee,
    )
    return page, 422 if form.errors else 200


@bp.post("/meetings/<int:meeting_id>/recipients/catch-up")
@requires(Act.INVITE)
@once
def catch_up(meeting_id: int) -> ResponseReturnValue:
    try:
        found = invitations.catch_up(db.session.get_one(Meeting, meeting_id), by=me(), now=now())
    except RuleBroken as error:
        return refuse(error, _back(meeting_id))
    tell(_("Kallelsen är i takt med platserna"), ", ".join(one.name for one in found.coming.guests))
    return redirect(url_for("invitations.recipients", meeting_id=meeting_id))


def _back(meeting_id: int) -> Link:
    return Link(url_for("invitations.recipients", meeting_id=meeting_id), _("Kallade och svar"))
