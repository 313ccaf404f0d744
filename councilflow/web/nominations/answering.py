"""The pages of an organisation that is asked: it reads and writes its own answer, and sees no other."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import NominationAnswer, SeatRule
from councilflow.process.errors import RuleBroken
from councilflow.services import nominations
from councilflow.web.access import me, now, signed_in, viewer
from councilflow.web.fields import say
from councilflow.web.nominations.blueprint import bp
from councilflow.web.nominations.forms import AnswerForm, answer_form, has_side
from councilflow.web.pages import Link, render, tell


@bp.get("/nominations")
@signed_in
def mine() -> ResponseReturnValue:
    """Every request to the viewer's own organisations."""
    return render("nominations/mine.html", answers=nominations.own_answers(viewer()))


@bp.route("/nominations/<int:request_id>", methods=["GET", "POST"])
@signed_in
def answer(request_id: int) -> ResponseReturnValue:
    """The own organisation's answer; a request to others does not exist here."""
    found, others = _own(request_id)
    may_write = nominations.may_answer(viewer(), found)
    if request.method == "POST" and not may_write:
        abort(403)
    home = found.organisation_id
    form, fixed = answer_form(found)
    if may_write and take_in(form, found):
        tell(_("Svaret är lämnat"), _("Ni kan ändra det tills förfrågan avslutas."))
        return redirect(url_for("nominations.answer", request_id=request_id, organisation=home))
    found = _own(request_id)[0]
    asked = found.request
    page = render(
        "nominations/answer.html",
        form=form,
        answer=found,
        request=asked,
        fixed=fixed,
        has_side=has_side(asked.category),
        rule=db.session.get(SeatRule, asked.rule_id) if asked.rule_id else None,
        may_write=may_write and asked.closed_at is None,
        writes_for_others=False,
        others=others,
        action=url_for("nominations.answer", request_id=request_id, organisation=home),
        way_back=url_for("nominations.mine"),
    )
    return page, 422 if form.errors else 200


def take_in(form: AnswerForm, answer: NominationAnswer) -> bool:
    """Put down what the form says; what a rule refuses is told on the form."""
    if not form.validate_on_submit():
        return False
    note = form.note.data or ""
    try:
        nominations.answer(answer, form.nominees(), declines=form.declines, note=note, by=me(), now=now())
    except RuleBroken as error:
        db.session.rollback()
        say(form, error)
        return False
    return True


def _own(request_id: int) -> tuple[NominationAnswer, list[Link]]:
    """The answer of the organisation in the address, else of the first that still owes one; and links to
    those of the viewer's other organisations."""
    answers = nominations.visible(viewer(), request_id)
    named = request.args.get("organisation", "")
    if named:
        found = next((one for one in answers if str(one.organisation_id) == named), None)
    else:
        found = next((one for one in answers if one.answered_at is None), answers[0] if answers else None)
    if found is None:
        abort(404)
    others = [
        Link(
            url_for("nominations.answer", request_id=request_id, organisation=one.organisation_id),
            one.organisation.name,
        )
        for one in answers
        if one is not found
    ]
    return found, others
