"""Closing the preparation: after it nothing more is handed in (A81)."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import AgendaItem, Body, Meeting
from councilflow.process.rights import Act
from councilflow.services import preparation
from councilflow.services.meetings import check_not_cancelled
from councilflow.services.preparation import summary as outside
from councilflow.web.access import me, now, requires, viewer
from councilflow.web.pages import render, tell
from councilflow.web.preparation.blueprint import bp


@bp.route("/meetings/<int:meeting_id>/preparation/close", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
def close(meeting_id: int) -> ResponseReturnValue:
    """Close the preparation of one item, or of all of them (A81)."""
    meeting = db.session.get_one(Meeting, meeting_id)
    item_id = request.values.get("item", type=int)
    item = db.session.get(AgendaItem, item_id) if item_id else None
    if request.values.get("item") and (item is None or item.meeting_id != meeting_id):
        abort(404)
    if request.method == "POST":
        preparation.close(meeting, item, by=me(), now=now())
        tell(
            _("Förberedelsen är stängd"),
            _("Ingen kan lämna in eller ändra en hållning längre."),
        )
        return redirect(_back_url(meeting_id, item_id))
    check_not_cancelled(meeting)
    council = db.session.get_one(Body, meeting.council_id)
    found = outside.of_meeting(viewer(), meeting, council)
    silent = [one.name for one in found.organisations if not found.has_handed_in(one.id)]
    return render("preparation/close.html", meeting=meeting, item=item, silent=silent)


def _back_url(meeting_id: int, item_id: int | None) -> str:
    if request.form.get("back") != "desk":
        return url_for("preparation.summary", meeting_id=meeting_id)
    if item_id:
        return url_for("desk.item", item_id=item_id)
    return url_for("desk.show", meeting_id=meeting_id)
