"""The justerare's review: approve or send back; then the secretary locks the text."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from councilflow.i18n import gettext as _
from councilflow.process.errors import RuleBroken
from councilflow.process.rights import Act
from councilflow.services import minutes
from councilflow.web.access import me, now, requires, signs
from councilflow.web.desk.going_on import keep_correction
from councilflow.web.errors import refuse
from councilflow.web.minutes.blueprint import bp
from councilflow.web.minutes.forms import APPROVE, LockForm, ReviewForm
from councilflow.web.minutes.reading import page
from councilflow.web.once import once
from councilflow.web.pages import Link, tell
from councilflow.web.place import signing_place


@bp.post("/send")
@requires(Act.WRITE_MINUTES)
@once
def send(meeting_id: int) -> ResponseReturnValue:
    document = minutes.hold(meeting_id)
    minutes.send_for_review(document, url=url_for("minutes.show", meeting_id=meeting_id), by=me(), now=now())
    keep_correction(meeting_id, "")  # what is corrected after this is corrected for another reason
    tell(
        _("Protokollet är skickat för granskning"), _("Justerarna och ordföranden får ett mejl med en länk.")
    )
    return _back(meeting_id)


@bp.post("/review")
@signs
@once
def review(meeting_id: int) -> ResponseReturnValue:
    form = ReviewForm()
    if not form.validate_on_submit():
        return page(meeting_id, form), 422
    approved = form.answer.data == APPROVE
    minutes.answer(
        minutes.hold(meeting_id),
        approved=approved,
        comment=form.comment.data or "",
        read=form.read.data or None,
        url=url_for("minutes.show", meeting_id=meeting_id),
        by=me(),
        now=now(),
    )
    if approved:
        tell(
            _("Du har godkänt protokollet"),
            _("När alla justerare har godkänt det låses texten, och du skriver under."),
        )
    else:
        tell(_("Protokollet är tillbaka hos sekreteraren"), _("Du får det igen när det är ändrat."))
    return _back(meeting_id)


@bp.post("/lock")
@requires(Act.WRITE_MINUTES)
@once
def lock(meeting_id: int) -> ResponseReturnValue:
    form = LockForm()
    if not form.validate_on_submit():
        return page(meeting_id, ReviewForm(formdata=None), form), 422
    try:
        minutes.lock(
            meeting_id,
            place=signing_place(),
            by=me(),
            now=now(),
            url=url_for("minutes.sign", meeting_id=meeting_id),
            override=form.override.data or "",
        )
    except RuleBroken as refused:
        return refuse(refused, Link(url_for("minutes.show", meeting_id=meeting_id), _("Till protokollet")))
    tell(
        _("Protokollet är låst"),
        _("De som ska skriva under har fått ett mejl med en länk. De gör det i vilken ordning som helst."),
    )
    return _back(meeting_id)


@bp.post("/unlock")
@requires(Act.WRITE_MINUTES, Act.RECORD_MEETING)
@once
def unlock(meeting_id: int) -> ResponseReturnValue:
    minutes.unlock(minutes.hold(meeting_id), by=me(), now=now())
    tell(_("Protokollet är ett utkast igen"), _("Justerarna granskar det på nytt innan det låses."))
    return _back(meeting_id)


def _back(meeting_id: int) -> ResponseReturnValue:
    return redirect(url_for("minutes.show", meeting_id=meeting_id))
