"""Answering by the link in the mail, and the own item of a presenter."""

from __future__ import annotations

from flask import abort, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import AgendaItem, Invitee, SubstituteCall
from councilflow.process.invitation import ANSWERS_OPEN
from councilflow.process.meeting import InvitationAnswer, MeetingForm
from councilflow.services import invitations, substitutes
from councilflow.web.access import now, open_to_everyone, presents
from councilflow.web.fields import line
from councilflow.web.forms import Form
from councilflow.web.invitations.blueprint import bp
from councilflow.web.meetings import beside
from councilflow.web.numbers import number_in
from councilflow.web.pages import render, tell
from councilflow.words import word


class AnswerForm(Form):
    note = line(_l("Ett ord med svaret"), longest=300)


@bp.route("/answer/<secret>", methods=["GET", "POST"])
@open_to_everyone
def answer(secret: str) -> ResponseReturnValue:
    invitee = invitations.behind(secret)
    if invitee is None:
        abort(404)
    with i18n.speaking(session.get("language") or invitee.language):
        form = AnswerForm(note=invitee.answer_note)
        if request.method == "POST" and form.validate_on_submit():
            return _take_answer(invitee, secret, form.note.data or "")
        response = make_response(_answer_page(invitee, secret, form), 422 if form.errors else 200)
        response.headers["Content-Language"] = i18n.language()
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response


def _take_answer(invitee: Invitee, secret: str, note: str) -> ResponseReturnValue:
    chosen = request.form.get("answer", "")
    if chosen not in set(InvitationAnswer):
        abort(400)
    read = request.form.get("sequence")
    sequence = number_in(read) if read is not None else None
    invitations.answer(invitee, InvitationAnswer(chosen), now=now(), sequence=sequence, note=note)
    tell(_("Ditt svar är sparat: %(answer)s", answer=word(InvitationAnswer(chosen))), _what_follows(invitee))
    return redirect(url_for("invitations.answer", secret=secret))


def _what_follows(invitee: Invitee) -> str:
    """What a member who does not come is told of the substitutes, where there is one to ask."""
    meeting = invitee.invitation.meeting
    place = next((one for one in substitutes.places(meeting) if one.invitee_id == invitee.id), None)
    if place is None or not (place.next or place.is_settled):
        return ""
    if meeting.council.calls_substitutes:
        return _("Ersättarna får frågan om att tjänstgöra, en i taget i sin ordning.")
    return _("Sekreteraren frågar en ersättare om att tjänstgöra.")


def _answer_page(invitee: Invitee, secret: str, form: AnswerForm) -> str:
    """Looking changes nothing: programs that follow every link in a mail do not answer for anybody."""
    meeting = invitee.invitation.meeting
    asked = request.args.get("answer") or request.form.get("answer")
    wanted = InvitationAnswer(asked) if asked in set(InvitationAnswer) else None
    facts = invitations.place_and_time(meeting)
    if invitee.withdrawn_at is not None:
        facts["link"] = ""  # nor the item, which is somebody else's to present
    elif invitee.item is not None:
        facts = invitations.own_item(invitee.item)
    digital = meeting.form is MeetingForm.DIGITAL
    choices = [one for one in InvitationAnswer if not (digital and one is InvitationAnswer.REMOTELY)]
    if invitee.answer is InvitationAnswer.REMOTELY or wanted is InvitationAnswer.REMOTELY:
        choices = list(InvitationAnswer)
    first = wanted or (None if invitee.answer else InvitationAnswer.COMES)
    return render(
        "invitations/answer.html",
        form=form,
        invitee=invitee,
        own=facts,
        url=url_for("invitations.answer", secret=secret),
        choices=sorted(choices, key=lambda one: one is not first),
        first=first,
        serves_for=_serves_for(invitee),
        open=meeting.state in ANSWERS_OPEN and invitee.withdrawn_at is None,
        cancelled_on=beside.cancelled_on(meeting, meeting.council.zone),
        cancel_reason=meeting.cancel_reason,
        chair=invitee.invitation.in_name_of,
        sequence=invitee.invitation.sequence,
    )


def _serves_for(invitee: Invitee) -> str:
    """The member in whose place the reader is asked to serve, if any."""
    call = (
        db.session.query(SubstituteCall)
        .filter(
            SubstituteCall.substitute_id == invitee.id,
            SubstituteCall.ended_at.is_(None),
            SubstituteCall.answer.is_not(False),
        )
        .first()
    )
    return db.session.get_one(Invitee, call.invitee_id).name if call else ""


@bp.get("/presenting/<int:item_id>")
@presents
def presenting(item_id: int) -> ResponseReturnValue:
    item = db.session.get_one(AgendaItem, item_id)
    return render(
        "invitations/presenting.html",
        meeting_id=item.meeting_id,
        meeting_state=item.meeting.state,
        own=invitations.own_item(item),
        cancelled_on=beside.cancelled_on(item.meeting, item.meeting.council.zone),
        cancel_reason=item.meeting.cancel_reason,
    )
