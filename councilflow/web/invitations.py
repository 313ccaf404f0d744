"""The chair's invitation: looking at it before it goes, sending it, answering it, and who has answered."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Blueprint, abort, g, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.i18n import ngettext
from councilflow.models import AgendaItem, Invitee, Meeting
from councilflow.process.errors import RuleBroken
from councilflow.process.invitation import ANSWERS_OPEN, is_late, is_the_chair
from councilflow.process.meeting import (
    Deadline,
    InvitationAnswer,
    MeetingStep,
    are_out,
    meeting_after,
)
from councilflow.process.rights import Act
from councilflow.services import invitations
from councilflow.services.visibility import today
from councilflow.web.access import here, me, now, open_to_everyone, presents, requires, viewer
from councilflow.web.errors import refuse
from councilflow.web.forms import Form
from councilflow.web.mail import trouble_words
from councilflow.web.meetings import beside
from councilflow.web.numbers import number_in
from councilflow.web.pages import Link, render, tell
from councilflow.words import group_word, word

bp = Blueprint("invitations", __name__)


@bp.before_request
def _section() -> None:
    g.section = "meetings"


class OrderForm(Form):
    on_order = TextAreaField(
        _l("Ordförandens uppdrag"),
        [
            DataRequired(_l("Skriv hur ordföranden har gett dig uppdraget.")),
            Length(max=500, message=_l("Högst 500 tecken.")),
        ],
    )


class SendForm(Form):
    """The chair's own: nothing to fill in."""


@bp.route("/meetings/<int:meeting_id>/invitation", methods=["GET", "POST"])
@requires(Act.INVITE)
def confirm(meeting_id: int) -> ResponseReturnValue:
    meeting = db.session.get_one(Meeting, meeting_id)
    if request.method == "GET" and _is_out(meeting):
        return redirect(url_for("invitations.recipients", meeting_id=meeting_id))
    chair_acts = is_the_chair(viewer().held_in(here().council_id))
    form: Form = SendForm() if chair_acts else OrderForm()
    try:
        meeting_after(meeting.state, MeetingStep.INVITE)
        if form.validate_on_submit():
            return _send(meeting, form.on_order.data or "" if isinstance(form, OrderForm) else "")
    except RuleBroken as error:
        return refuse(error, *_ways_on(meeting_id, error))
    page = render("invitations/confirm.html", form=form, chair_acts=chair_acts, **_before_sending(meeting))
    return page, 422 if form.errors else 200


def _is_out(meeting: Meeting) -> bool:
    return are_out(meeting.state, invited=meeting.invited_at is not None)


def _send(meeting: Meeting, on_order: str) -> ResponseReturnValue:
    guests = invitations.expected(meeting)
    invitations.invite(meeting, by=me(), now=now(), on_order=on_order)
    text = ngettext(
        "En person får den med mejl inom kort.", "%(n)s personer får den med mejl inom kort.", guests.people
    )
    tell(_("Kallelsen är skickad"), text)
    return redirect(url_for("invitations.recipients", meeting_id=meeting.id))


def _ways_on(meeting_id: int, error: RuleBroken) -> list[Link]:
    to_meeting = Link(url_for("meetings.show", meeting_id=meeting_id), _("Öppna mötet"))
    if error.code == "items-incomplete":
        return [
            Link(url_for("agenda.arrange", meeting_id=meeting_id), _("Komplettera punkterna")),
            to_meeting,
        ]
    return [to_meeting]


def _before_sending(meeting: Meeting) -> dict[str, Any]:
    """Everything that the confirm page shows: whom it goes to, what it says, what is missing."""
    council, zone, numbers = meeting.council, meeting.council.zone, meeting.numbers
    guests = invitations.expected(meeting)
    latest_on = invitations.latest_days(meeting)[Deadline.INVITATION]
    return {
        "meeting": meeting,
        "council": council.name,
        "starts_at": meeting.starts_at.astimezone(zone),
        "ends_at": meeting.ends_at.astimezone(zone),
        "guests": guests,
        "groups": [(group_word(category), some) for category, some in guests.by_category()],
        "missing": [
            {
                "label": f"{numbers[item.id]}. {item.title}",
                "url": url_for("agenda.edit", item_id=item.id),
                "advice": " ".join(word(gap) for gap in item.gaps),
            }
            for item in meeting.items
            if item.gaps
        ],
        "late": is_late(today(now()), latest_on),
        "days": council.invitation_days,
    }


@bp.get("/meetings/<int:meeting_id>/recipients")
@requires(Act.INVITE, Act.PREPARE_AGENDA, Act.SEE_MAIL)
def recipients(meeting_id: int) -> ResponseReturnValue:
    meeting = db.session.get_one(Meeting, meeting_id)
    if not _is_out(meeting):
        return redirect(url_for("invitations.confirm", meeting_id=meeting_id))
    people = invitations.overview(meeting_id)
    answers = Counter(one.answer for one in people if one.withdrawn_at is None)
    counts = [(word(choice), str(answers[choice])) for choice in InvitationAnswer]
    counts.append((_("Har inte svarat"), str(answers[None])))
    return render(
        "invitations/recipients.html",
        meeting=meeting,
        invitation=meeting.invitation,
        council=meeting.council.name,
        zone=meeting.council.zone,
        starts_at=meeting.starts_at.astimezone(meeting.council.zone),
        people=people,
        cancelled_on=beside.cancelled_on(meeting, meeting.council.zone),
        counts=counts,
        trouble_words=trouble_words,
    )


@bp.route("/answer/<secret>", methods=["GET", "POST"])
@open_to_everyone
def answer(secret: str) -> ResponseReturnValue:
    invitee = invitations.behind(secret)
    if invitee is None:
        abort(404)
    with i18n.speaking(session.get("language") or invitee.language):
        if request.method == "POST":
            return _take_answer(invitee, secret)
        response = make_response(_answer_page(invitee, secret))
        response.headers["Content-Language"] = i18n.language()
        return response


def _take_answer(invitee: Invitee, secret: str) -> ResponseReturnValue:
    chosen = request.form.get("answer", "")
    if chosen not in set(InvitationAnswer):
        abort(400)
    read = request.form.get("sequence")
    sequence = number_in(read) if read is not None else None
    invitations.answer(invitee, InvitationAnswer(chosen), now=now(), sequence=sequence)
    tell(_("Ditt svar är sparat: %(answer)s", answer=word(InvitationAnswer(chosen))))
    return redirect(url_for("invitations.answer", secret=secret))


def _answer_page(invitee: Invitee, secret: str) -> str:
    """Looking changes nothing: programs that follow every link in a mail do not answer for anybody."""
    meeting = invitee.invitation.meeting
    wanted = request.args.get("answer")
    facts = invitations.place_and_time(meeting)
    if invitee.item is not None:
        facts = invitations.own_item(invitee.item)
    if invitee.withdrawn_at is not None:
        facts["link"] = ""
    return render(
        "invitations/answer.html",
        invitee=invitee,
        own=facts,
        url=url_for("invitations.answer", secret=secret),
        choices=list(InvitationAnswer),
        wanted=wanted if wanted in set(InvitationAnswer) else InvitationAnswer.COMES,
        open=meeting.state in ANSWERS_OPEN and invitee.withdrawn_at is None,
        cancelled_on=beside.cancelled_on(meeting, meeting.council.zone),
        cancel_reason=meeting.cancel_reason,
        chair=invitee.invitation.in_name_of,
        sequence=invitee.invitation.sequence,
    )


@bp.get("/presenting/<int:item_id>")
@presents
def presenting(item_id: int) -> ResponseReturnValue:
    item = db.session.get_one(AgendaItem, item_id)
    return render(
        "invitations/presenting.html",
        own=invitations.own_item(item),
        cancelled_on=beside.cancelled_on(item.meeting, item.meeting.council.zone),
        cancel_reason=item.meeting.cancel_reason,
    )
