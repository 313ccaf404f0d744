"""Requests for more time, as the chair and the secretary answer them (A85)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, cast

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, TextAreaField
from wtforms.validators import Length, Optional

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
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
    """The answer to one organisation: yes or no to each of its requests, and a word for all of them."""

    answer_to: tuple[int, ...] = ()
    words_name = ""

    def chosen(self, number: int) -> RadioField:
        return cast(RadioField, self[_granted(number)])

    @property
    def words(self) -> TextAreaField:
        return cast(TextAreaField, self[self.words_name])

    @property
    def answers(self) -> dict[int, bool]:
        """The requests that got an answer; those that did not go on waiting."""
        said = {number: self.chosen(number).data for number in self.answer_to}
        return {number: one == "yes" for number, one in said.items() if one}

    def validate(self, extra_validators: Any = None) -> bool:
        holds = bool(super().validate(extra_validators))
        if not self.answers:
            self.chosen(self.answer_to[0]).errors = [_("Välj om ni ger mer tid.")]
            return False
        if False in self.answers.values() and not (self.words.data or "").strip():
            self.words.errors = [_("Skriv varför ni inte ger mer tid.")]
            return False
        return holds


@bp.route("/meetings/<int:meeting_id>/extensions", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
def extension_requests(meeting_id: int) -> ResponseReturnValue:
    """Who asks for more time, until when and why; what one organisation has asked is answered together."""
    meeting = meeting_at(meeting_id)
    rows = extensions.requests(viewer(), meeting)
    asked = request.form.getlist("request", type=int)
    if request.method == "POST" and not (asked and set(asked) <= {row.id for row in rows}):
        abort(404)
    posted = _form([row for row in rows if row.id in asked], posted=True) if asked else None
    if posted is not None and posted.validate_on_submit():
        _answer(posted)
        return redirect(url_for("preparation.extension_requests", meeting_id=meeting_id))
    waiting = defaultdict(list)
    for row in rows:
        if row.granted is None:
            waiting[row.organisation].append(row)
    page = render(
        "preparation/extensions.html",
        meeting=meeting,
        council=meeting.council,
        zone=meeting.council.zone,
        day=local_date(meeting.starts_at, meeting.council.zone),
        due=extensions.usual_due(meeting),
        waiting=[(name, each, _shown(each, posted)) for name, each in waiting.items()],
        answered=[row for row in rows if row.granted is not None],
        flawed=posted,
    )
    return page, 422 if request.method == "POST" else 200


def _answer(form: AnswerForm) -> None:
    answers = [(db.session.get_one(Extension, number), yes) for number, yes in form.answers.items()]
    extensions.answer_together(answers, words=form.words.data or "", by=me(), now=now())
    tell(
        ngettext("Svaret är skickat", "%(n)s svar är skickade", len(answers)),
        _("Organisationen har fått det med mejl."),
    )


def _shown(rows: Sequence[Any], posted: AnswerForm | None) -> AnswerForm:
    """What was just sent and has flaws, else the form as it begins."""
    numbers = {row.id for row in rows}
    if posted is None or not set(posted.answer_to) <= numbers:
        return _form(rows, posted=False)
    if set(posted.answer_to) == numbers:
        return posted
    more = _form(rows, posted=True)  # they have asked for something else meanwhile
    more.validate()
    return more


def _granted(number: int) -> str:
    return f"svar{number}-granted"


def _form(rows: Sequence[Any], *, posted: bool) -> AnswerForm:
    """A form with an answer for each of the requests, and one word."""
    offered = choices([("yes", _("Ge mer tid")), ("no", _("Ge inte mer tid"))])
    words_name = f"svar-{rows[0].organisation_id}-words"
    fields: dict[str, Any] = {
        _granted(row.id): RadioField(
            _("Svar om punkt %(number)s", number=row.position) if len(rows) > 1 else _("Ert svar"),
            [Optional()],
            choices=offered,
        )
        for row in rows
    }
    fields[words_name] = TextAreaField(
        _("Några ord till organisationen"),
        [Length(max=_LONGEST, message=_("Högst %(longest)s tecken.", longest=_LONGEST))],
    )
    facts = {"answer_to": tuple(row.id for row in rows), "words_name": words_name}
    made = type("OrganisationForm", (AnswerForm,), fields | facts)
    form: AnswerForm = made() if posted else made(formdata=None)
    return form
