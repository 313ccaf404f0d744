"""Looking at the invitation before it goes: to whom, what each gets, what to be aware of; and sending it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.i18n import ngettext
from councilflow.models import Meeting
from councilflow.process.errors import RuleBroken
from councilflow.process.invitation import Caution, Warned, is_the_chair
from councilflow.process.meeting import Deadline, MeetingStep, meeting_after
from councilflow.process.rights import Act
from councilflow.services import invitations
from councilflow.services.visibility import today
from councilflow.web.access import here, me, now, requires, viewer
from councilflow.web.errors import refuse
from councilflow.web.forms import Form
from councilflow.web.invitations.blueprint import bp, is_out
from councilflow.web.once import once
from councilflow.web.pages import Link, render, tell
from councilflow.words import group_word, word


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
@once
def confirm(meeting_id: int) -> ResponseReturnValue:
    meeting = db.session.get_one(Meeting, meeting_id)
    if request.method == "GET" and is_out(meeting):
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
    guests, days = invitations.expected(meeting), invitations.latest_days(meeting)
    return {
        "meeting": meeting,
        "council": council.name,
        "starts_at": meeting.starts_at.astimezone(zone),
        "ends_at": meeting.ends_at.astimezone(zone),
        "meeting_days": meeting.days,
        "guests": guests,
        "groups": [(group_word(category), some) for category, some in guests.by_category()],
        "spoken": i18n.LANGUAGES,
        "document_language": council.document_language,
        "not_called": invitations.not_called(meeting, guests),
        "missing": [
            {
                "label": f"{numbers[item.id]}. {item.title}",
                "url": url_for("agenda.edit", item_id=item.id),
                "advice": " ".join(word(gap) for gap in item.gaps),
            }
            for item in meeting.items
            if item.gaps
        ],
        "cautions": [_caution(one, meeting) for one in invitations.cautions(meeting, now=now())],
        "days": [
            (_("Kallelsen ska gå ut senast"), _day(days[Deadline.INVITATION])),
            (_("Organisationerna lämnar in senast"), _day(days[Deadline.PREPARATION])),
        ],
        "today": today(now()),
    }


def _day(day: date) -> str:
    return str(i18n.weekday_day(day))


_OF_ITEMS = {Caution.PAPERS_MISSING, Caution.TIMES_MISSING, Caution.ANSWERS_OVER}


def _caution(one: Warned, meeting: Meeting) -> dict[str, str]:
    """What to be aware of, as a line of the panel, with the page where it can be mended."""
    url = ""
    if one.caution in _OF_ITEMS or one.caution is Caution.TOO_LONG:
        url = url_for("agenda.arrange", meeting_id=meeting.id)
    elif one.caution in (Caution.PLACE_MISSING, Caution.LINK_MISSING):
        url = url_for("meetings.edit", meeting_id=meeting.id)
    return {"label": _sentence(one), "url": url, "advice": ", ".join(one.about)}


def _sentence(one: Warned) -> str:
    n = one.n
    sentences = {
        Caution.LATE: lambda: ngettext(
            "Kallelsen går ut en dag senare än rådet har bestämt.",
            "Kallelsen går ut %(n)s dagar senare än rådet har bestämt.",
            n,
        ),
        Caution.PREPARATION_OVER: lambda: _("Dagen då organisationerna ska ha lämnat in har redan varit."),
        Caution.PREPARATION_SHORT: lambda: ngettext(
            "Organisationerna får bara en dag på sig att lämna in.",
            "Organisationerna får bara %(n)s dagar på sig att lämna in.",
            n,
        ),
        Caution.PAPERS_MISSING: lambda: ngettext(
            "En punkt att ta ställning till har inga bilagor:",
            "%(n)s punkter att ta ställning till har inga bilagor:",
            n,
        ),
        Caution.TIMES_MISSING: lambda: ngettext(
            "En punkt har ingen tid, så de som föredrar efter den får ingen:",
            "%(n)s punkter har ingen tid, så de som föredrar efter dem får ingen:",
            n,
        ),
        Caution.TOO_LONG: lambda: ngettext(
            "Punkterna tar en minut mer än mötet.", "Punkterna tar %(n)s minuter mer än mötet.", n
        ),
        Caution.ANSWERS_OVER: lambda: _("Samrådets sista dag har redan varit:"),
        Caution.PLACE_MISSING: lambda: _("Mötet har ingen plats."),
        Caution.LINK_MISSING: lambda: _("Mötet har ingen länk för dem som deltar på distans."),
    }
    return sentences[one.caution]()
