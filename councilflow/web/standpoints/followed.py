"""The standing item *uppföljning*: looked at, and put on the agenda of a coming meeting."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from councilflow.i18n import gettext as _
from councilflow.models import Meeting
from councilflow.process.errors import RuleBroken
from councilflow.process.rights import Act
from councilflow.services import meetings
from councilflow.services.standpoints import following_up, onto_agenda
from councilflow.web.access import me, now, requires
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.web.standpoints.blueprint import bp


class PutForm(Form):
    pass


@bp.route("/meetings/<int:meeting_id>/follow-up", methods=["GET", "POST"])
@requires(Act.PREPARE_AGENDA)
def follow_up(meeting_id: int) -> ResponseReturnValue:
    meeting, form = meetings.locked(meeting_id), PutForm()
    if form.validate_on_submit():
        put = onto_agenda.put(meeting, by=me(), now=now())
        tell(_("Uppföljningen står på dagordningen"), put.title)
        return redirect(url_for("agenda.item", item_id=put.id))
    item = onto_agenda.item_of(meeting)
    text = following_up.words(meeting, now=now())
    return render(
        "standpoints/follow_up.html",
        meeting=meeting,
        item=item,
        text=text,
        is_same=item is not None and item.background == text,
        refusal=_refusal(meeting),
    )


def _refusal(meeting: Meeting) -> RuleBroken | None:
    """Why the agenda cannot be changed now, if so."""
    try:
        meetings.check_editable(meeting)
    except RuleBroken as error:
        return error
    return None
