"""The table of all answers, and giving seats to those who are named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import NominationRequest, Person, SeatRule
from councilflow.process.days import NotADay, read_day
from councilflow.process.errors import RuleBroken
from councilflow.process.nominations import AnswerState
from councilflow.services import nominations
from councilflow.services.visibility import today
from councilflow.web.access import manages, me, now
from councilflow.web.fields import day_words
from councilflow.web.nominations.answering import take_in
from councilflow.web.nominations.blueprint import answer_at, bp, request_at
from councilflow.web.nominations.forms import answer_form, has_side
from councilflow.web.numbers import number_in
from councilflow.web.pages import render, tell
from councilflow.web.refusals import explained


@dataclass(frozen=True, slots=True)
class Refused:
    """Whom a seat was refused, and why."""

    name: str
    sentences: list[str]


@bp.get("/councils/<int:council_id>/nominations/<int:request_id>")
@manages
def follow(council_id: int, request_id: int) -> ResponseReturnValue:
    return _page(council_id, request_at(council_id, request_id))


@bp.post("/councils/<int:council_id>/nominations/<int:request_id>/answers/<int:answer_id>/seat")
@manages
def seat(council_id: int, request_id: int, answer_id: int) -> ResponseReturnValue:
    """Give the seat to one who is named; refused, the page says why and nothing has happened."""
    found = answer_at(council_id, request_id, answer_id)
    email, number = request.form.get("email", "")[:254], number_in(request.form.get("number"))
    try:
        begins_on = _day(request.form.get("starts_on"))
        given = nominations.seat_nominee(found, number, email, starts_on=begins_on, by=me(), now=now())
    except (RuleBroken, NotADay) as error:
        sentences = [day_words(error)] if isinstance(error, NotADay) else explained(error)
        db.session.rollback()
        asked = request_at(council_id, request_id)
        return _page(council_id, asked, Refused(request.form.get("name", "")[:120] or email, sentences)), 409
    person = db.session.get_one(Person, given.person_id)
    tell(_("%(name)s har fått sin plats", name=person.name))
    back = url_for("nominations.follow", council_id=council_id, request_id=request_id)
    return redirect(f"{back}?from={given.starts_on.isoformat()}")


@bp.route(
    "/councils/<int:council_id>/nominations/<int:request_id>/answers/<int:answer_id>",
    methods=["GET", "POST"],
)
@manages
def write_in(council_id: int, request_id: int, answer_id: int) -> ResponseReturnValue:
    """Put down an answer that came another way: in a letter, or from an organisation that nobody sits for."""
    found = answer_at(council_id, request_id, answer_id)
    form, fixed = answer_form(found)
    way_back = url_for("nominations.follow", council_id=council_id, request_id=request_id)
    if take_in(form, found):
        tell(_("Svaret är inskrivet"))
        return redirect(way_back)
    found = answer_at(council_id, request_id, answer_id)
    page = render(
        "nominations/answer.html",
        form=form,
        answer=found,
        request=found.request,
        fixed=fixed,
        has_side=has_side(found.request.category),
        rule=_rule(found.request),
        may_write=found.request.closed_at is None,
        writes_for_others=True,
        others=[],
        action=url_for(
            "nominations.write_in", council_id=council_id, request_id=request_id, answer_id=answer_id
        ),
        way_back=way_back,
    )
    return page, 422 if form.errors else 200


def _page(council_id: int, asked: NominationRequest, refused: Refused | None = None) -> str:
    day, wrong = today(now()), ""
    answers = nominations.answers_to(asked, day)
    typed = request.form.get("starts_on") if refused else request.args.get("from")
    begins_on = day
    try:
        begins_on = _day(typed)
    except NotADay as error:
        wrong = day_words(error)
    return render(
        "nominations/follow.html",
        request=asked,
        council_id=council_id,
        rule=_rule(asked),
        answers=answers,
        counts={state: sum(one.state is state for one in answers) for state in AnswerState},
        unseated=sum(not one.is_seated for answer in answers for one in answer.named),
        begins_on=begins_on,
        typed=(typed or "")[:40] if wrong else begins_on.isoformat(),
        wrong=wrong,
        refused=refused,
        has_side=has_side(asked.category),
        asked_by=db.session.get_one(Person, asked.asked_by_id).name,
    )


def _rule(asked: NominationRequest) -> SeatRule | None:
    return db.session.get(SeatRule, asked.rule_id) if asked.rule_id else None


def _day(text: str | None) -> date:
    """The first day of the seats, as it stands on the page; today when nothing does. Raises NotADay."""
    return read_day(text, i18n.months()) if text and text.strip() else today(now())
