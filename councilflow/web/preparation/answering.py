"""Requests for more time, as the chair and the secretary answer them (A85)."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Extension
from councilflow.process.meeting import local_date
from councilflow.process.rights import Act
from councilflow.services.preparation import extensions
from councilflow.web.access import me, now, requires, viewer
from councilflow.web.fields import choices
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.web.preparation.blueprint import bp
from councilflow.web.preparation.entrance import meeting_at

_LONGEST = 2000


class AnswerForm(Form):
    granted = RadioField(_l("Ert svar"), [InputRequired(_l("Välj om ni ger mer tid."))])
    words = TextAreaField(
        _l("Några ord till organisationen"),
        [Length(max=_LONGEST, message=_l("Högst %(longest)s tecken.", longest=_LONGEST))],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        holds = bool(super().validate(extra_validators))
        if self.granted.data == "no" and not (self.words.data or "").strip():
            self.words.errors = [_("Skriv varför ni inte ger mer tid.")]
            return False
        return holds


@bp.route("/meetings/<int:meeting_id>/extensions", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
def extension_requests(meeting_id: int) -> ResponseReturnValue:
    """Who asks for more time, until when and why; each is answered by itself."""
    meeting = meeting_at(meeting_id)
    rows = extensions.requests(viewer(), meeting)
    asked = request.form.get("request", type=int)
    forms = {row.id: _form(row.id, posted=row.id == asked) for row in rows if row.granted is None}
    if request.method == "POST":
        if asked not in {row.id for row in rows}:
            abort(404)
        form = forms.get(asked) or _form(asked, posted=True)
        if form.validate_on_submit():
            extension = db.session.get_one(Extension, asked)
            granted = form.granted.data == "yes"
            words = form.words.data or ""
            extensions.answer(extension, granted=granted, words=words, by=me(), now=now())
            tell(_("Svaret är skickat"), _("Organisationen har fått det med mejl."))
            return redirect(url_for("preparation.extension_requests", meeting_id=meeting_id))
    page = render(
        "preparation/extensions.html",
        meeting=meeting,
        council=meeting.council,
        zone=meeting.council.zone,
        day=local_date(meeting.starts_at, meeting.council.zone),
        due=extensions.usual_due(meeting),
        rows=rows,
        forms=forms,
        flawed=forms.get(asked) if asked else None,
    )
    return page, 422 if request.method == "POST" else 200


def _form(number: int | None, *, posted: bool) -> AnswerForm:
    prefix = f"svar{number}-"
    form = AnswerForm(prefix=prefix) if posted else AnswerForm(formdata=None, prefix=prefix)
    form.granted.choices = choices([("yes", _("Ge mer tid")), ("no", _("Ge inte mer tid"))])
    return form
