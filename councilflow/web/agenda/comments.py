"""What those who prepare say to each other about the agenda: a page for it, and a part of the item's page."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import AgendaComment, Meeting
from councilflow.process.meeting import COMING, local_date
from councilflow.process.rights import Act
from councilflow.services import meetings
from councilflow.services.agenda import comments
from councilflow.web.access import can, me, now, requires, viewer
from councilflow.web.agenda.blueprint import bp
from councilflow.web.fields import passage
from councilflow.web.forms import Form
from councilflow.web.numbers import number_in
from councilflow.web.once import once
from councilflow.web.pages import render, tell


class AgendaCommentForm(Form):
    text = passage(_l("Kommentar"), _l("Skriv en kommentar."), longest=5000)


@bp.route("/meetings/<int:meeting_id>/comments", methods=["GET", "POST"])
@requires(Act.PREPARE_AGENDA)
@once
def comments_on_agenda(meeting_id: int) -> ResponseReturnValue:
    """Everything that is said about an agenda; a POST says something about it, or about one of its items."""
    form = AgendaCommentForm()
    item_id = number_in(request.form.get("item", "")) or None
    if not form.validate_on_submit():
        return _page(meeting_id, form, item_id), 422 if form.errors else 200
    meeting = meetings.locked(meeting_id)
    made = comments.say(meeting, form.text.data, item_id=item_id, by=me(), now=now())
    tell(_("Kommentaren är sparad"), _("Bara de som bereder dagordningen ser den."))
    return _back(made)


def _page(meeting_id: int, form: AgendaCommentForm, item_id: int | None) -> str:
    meeting = db.session.get_one(Meeting, meeting_id)
    return render(
        "agenda/comments.html",
        meeting=meeting,
        day=i18n.weekday_date(local_date(meeting.starts_at, meeting.council.zone)),
        zone=meeting.council.zone,
        threads=comments.on_meeting(meeting_id),
        form=form,
        items=meeting.items,
        chosen=item_id,
        me=viewer().person_id,
        may_comment=meeting.state in COMING,
    )


@bp.route("/meetings/<int:meeting_id>/comments/<int:comment_id>", methods=["GET", "POST"])
@requires(Act.PREPARE_AGENDA)
@once
def comment(meeting_id: int, comment_id: int) -> ResponseReturnValue:
    """Write one's own comment anew."""
    one = _comment(meeting_id, comment_id)
    if one.person_id != viewer().person_id:
        abort(403)
    form = AgendaCommentForm(obj=one)
    if form.validate_on_submit():
        comments.edit(one, form.text.data, by=me(), now=now())
        tell(_("Kommentaren är ändrad"))
        return _back(one)
    page = render("agenda/comment.html", form=form, comment=one, back_url=_address(one))
    return page, 422 if form.errors else 200


@bp.post("/meetings/<int:meeting_id>/comments/<int:comment_id>/step")
@requires(Act.PREPARE_AGENDA)
@once
def comment_step(meeting_id: int, comment_id: int) -> ResponseReturnValue:
    """Settle a comment or open it again; take away one's own, or put it back."""
    one, step = _comment(meeting_id, comment_id), request.form.get("step")
    if step == "settle":
        comments.settle(one, by=me(), now=now())
        tell(_("Kommentaren är avklarad"))
    elif step == "reopen":
        comments.reopen(one)
        tell(_("Kommentaren är öppen igen"))
    elif step == "put_back":
        comments.put_back(one, by=me())
        tell(_("Kommentaren är tillbaka"))
    elif step == "remove":
        comments.remove(one, by=me(), now=now())
        return redirect(url_for("agenda.comment_removed", meeting_id=meeting_id, comment_id=comment_id))
    else:
        abort(400)
    return _back(one)


@bp.get("/meetings/<int:meeting_id>/comments/<int:comment_id>/removed")
@requires(Act.PREPARE_AGENDA)
def comment_removed(meeting_id: int, comment_id: int) -> ResponseReturnValue:
    """The receipt for a comment that one has taken away, where it can be put back."""
    one = _comment(meeting_id, comment_id)
    if one.person_id != viewer().person_id:
        abort(403)
    if one.removed_at is None:
        return redirect(_address(one))
    return render("agenda/comment_removed.html", comment=one, back_url=_address(one))


def _comment(meeting_id: int, comment_id: int) -> AgendaComment:
    """Of another meeting's comment, or one that its writer took away, there is no such page."""
    one = comments.held(comment_id, meeting_id)
    if one is None or (one.removed_at is not None and one.person_id != viewer().person_id):
        abort(404)
    return one


def _back(one: AgendaComment) -> ResponseReturnValue:
    return redirect(_address(one))


def _address(one: AgendaComment) -> str:
    """Where the comment stands: on the item's page, or on the page of comments."""
    if one.item_id is not None and request.values.get("from") != "all":
        return url_for("agenda.item", item_id=one.item_id, _anchor="kommentarer")
    return url_for("agenda.comments_on_agenda", meeting_id=one.meeting_id, _anchor=f"kommentar-{one.id}")


def of_item(item: Any) -> dict[str, Any]:
    """What `agenda/_comments.html` names, on the page of an item; empty for those who do not prepare."""
    if not can(Act.PREPARE_AGENDA):
        return {"comments": [], "comment_form": None}
    return {
        "comments": comments.on_item(item.id),
        "comment_form": AgendaCommentForm(formdata=None) if item.meeting_state in COMING else None,
        "me": viewer().person_id,
    }
