"""Calling a substitute in for a member who does not come, after a look at who it is (A42, D.1)."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import Meeting
from councilflow.process.errors import RuleBroken
from councilflow.process.rights import Act
from councilflow.services import substitutes
from councilflow.web.access import me, now, requires
from councilflow.web.errors import refuse
from councilflow.web.forms import Form
from councilflow.web.invitations.blueprint import bp, invitee_at
from councilflow.web.once import once
from councilflow.web.pages import Link, render, tell


class CallForm(Form):
    """Nothing to fill in."""


@bp.route("/meetings/<int:meeting_id>/invitees/<int:invitee_id>/substitute", methods=["GET", "POST"])
@requires(Act.INVITE)
@once
def substitute(meeting_id: int, invitee_id: int) -> ResponseReturnValue:
    invitee, form = invitee_at(meeting_id, invitee_id), CallForm()
    meeting = db.session.get_one(Meeting, meeting_id)
    back = url_for("invitations.recipients", meeting_id=meeting_id)
    try:
        place = next((one for one in substitutes.places(meeting) if one.invitee_id == invitee_id), None)
        if place is None or place.is_settled:
            raise RuleBroken("no-place-to-fill", name=invitee.name)
        if place.next is None:
            raise RuleBroken("no-substitute-left", name=invitee.name)
        if form.validate_on_submit():
            substitutes.call(invitee, by=me(), now=now())
            tell(_("%(name)s har fått frågan", name=place.next.name))
            return redirect(back)
    except RuleBroken as error:
        return refuse(error, Link(back, _("Kallade och svar")))
    return render(
        "invitations/substitute.html",
        meeting=meeting,
        council=meeting.council.name,
        starts_at=meeting.starts_at.astimezone(meeting.council.zone),
        form=form,
        invitee=invitee,
        place=place,
    )
