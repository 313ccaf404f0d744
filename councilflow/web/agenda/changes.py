"""After the invitation: what has changed, what goes to whom, and sending it; an item put back (A.8)."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.i18n import ngettext
from councilflow.models import Meeting
from councilflow.process.errors import RuleBroken
from councilflow.process.invitation import is_the_chair
from councilflow.process.meeting import local_date
from councilflow.process.rights import Act
from councilflow.services import agenda, invitations
from councilflow.services.agenda import late
from councilflow.services.invitations import changes as round_of
from councilflow.web.access import can, here, me, now, requires, viewer
from councilflow.web.agenda.blueprint import bp
from councilflow.web.errors import refuse
from councilflow.web.fields import passage
from councilflow.web.forms import Form
from councilflow.web.meetings.forms import order_field
from councilflow.web.numbers import number_in
from councilflow.web.once import once
from councilflow.web.pages import Link, render, tell
from councilflow.words import word
from councilflow.words.agenda import fact_words


class ChangesForm(Form):
    words = passage(_l("Hälsning"), longest=1000)


class ChangesOnOrderForm(ChangesForm):
    on_order = order_field()


@bp.route("/meetings/<int:meeting_id>/changes", methods=["GET", "POST"])
@requires(Act.PREPARE_AGENDA, Act.INVITE)
@once
def changes(meeting_id: int) -> ResponseReturnValue:
    """What has changed since the invitation, and what would go to whom; a POST sends it, once."""
    meeting = db.session.get_one(Meeting, meeting_id)
    form = ChangesForm() if is_the_chair(viewer().held_in(here().council_id)) else ChangesOnOrderForm()
    try:
        invitations.invitation_of(meeting)
        if can(Act.INVITE) and form.validate_on_submit():
            return _send(meeting, form)
    except RuleBroken as error:
        return refuse(error, *_ways_on(meeting_id, error))
    return _page(meeting, form), 422 if form.errors else 200


def _send(meeting: Meeting, form: ChangesForm) -> ResponseReturnValue:
    order = form.on_order.data if isinstance(form, ChangesOnOrderForm) else ""
    seen = number_in(request.form.get("seen", ""))
    sent = round_of.send(meeting, seen=seen, words=form.words.data or "", by=me(), now=now(), on_order=order)
    tell(
        _("Ändringarna är skickade"),
        ngettext("En person får mejl inom kort.", "%(n)s personer får mejl inom kort.", sent.people),
    )
    return redirect(url_for("agenda.changes", meeting_id=meeting.id))


def _ways_on(meeting_id: int, error: RuleBroken) -> list[Link]:
    to_meeting = Link(url_for("meetings.show", meeting_id=meeting_id), _("Öppna mötet"))
    if error.code in ("changes-since-preview", "nothing-new-to-send", "order-of-chair-missing"):
        return [Link(url_for("agenda.changes", meeting_id=meeting_id), _("Läs ändringarna")), to_meeting]
    return [to_meeting]


def _page(meeting: Meeting, form: ChangesForm) -> str:
    zone, found = meeting.council.zone, round_of.pending(meeting)
    gaps = invitations.gaps_of(meeting)
    return render(
        "agenda/changes.html",
        meeting=meeting,
        day=i18n.weekday_date(local_date(meeting.starts_at, zone)),
        zone=zone,
        round=found,
        numbers=meeting.numbers,
        fact_words=fact_words,
        missing=[
            {"label": name, "url": "", "advice": " ".join(word(gap, meeting.called) for gap in lacking)}
            for name, lacking in gaps.items()
        ],
        told=_told(meeting),
        form=form,
        may_send=can(Act.INVITE),
    )


def _told(meeting: Meeting) -> list[Any]:
    """What people have been told already."""
    return [row for row in late.of_meeting(meeting.id) if row.told_at is not None]


@bp.post("/items/<int:item_id>/restore")
@requires(Act.PREPARE_AGENDA)
@once
def restore(item_id: int) -> ResponseReturnValue:
    """Put an item back that was withdrawn after the invitation."""
    one = agenda.held(item_id)
    agenda.restore(one, by=me(), now=now())
    tell(_("Punkten är tillbaka på dagordningen"), one.title)
    return redirect(url_for("agenda.item", item_id=item_id))
