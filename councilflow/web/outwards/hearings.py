"""Calls for views from outside: every member reads them, and the secretary keeps them (B1.18)."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Hearing
from councilflow.process.afterwards import HearingState
from councilflow.process.errors import RuleBroken
from councilflow.process.outwards import UNANSWERED
from councilflow.process.plans.values import StatementState
from councilflow.process.rights import Act
from councilflow.services.outwards import hearings as service
from councilflow.services.outwards import people
from councilflow.services.outwards.keeping import version_of
from councilflow.services.visibility import today
from councilflow.web.access import answers_here, answers_outwards, can, me, now, requires, viewer
from councilflow.web.councils.blueprint import council_at
from councilflow.web.fields import choices, day, line, passage
from councilflow.web.forms import Form
from councilflow.web.outwards.blueprint import bp, chosen_number, or_404, reads_this_draft, ways
from councilflow.web.outwards.refused import say_where
from councilflow.web.pages import render, tell
from councilflow.words import word


class HearingForm(Form):
    version = HiddenField()
    title = line(_l("Vad remissen gäller"), _l("Skriv vad remissen gäller."))
    sender = line(_l("Avsändare"), _l("Skriv vem som frågar."))
    registry_no = line(_l("Avsändarens diarienummer"), longest=60)
    link = line(_l("Länk till handlingarna"), longest=500)
    received_on = day(_l("Kom in den"))
    due_on = day(_l("Svar senast"), _l("Skriv vilken dag svaret ska vara framme."))
    responsible_id = SelectField(_l("Ansvarig"), [Optional()], coerce=chosen_number)
    state = RadioField(_l("Läge"), [InputRequired(_l("Välj ett läge."))], coerce=HearingState)
    note = passage(_l("Anteckning"), longest=4000)


_FACTS = (
    "title",
    "sender",
    "registry_no",
    "link",
    "received_on",
    "due_on",
    "responsible_id",
    "state",
    "note",
)


@bp.get("/councils/<int:council_id>/hearings")
@requires(Act.READ_COUNCIL)
def hearings(council_id: int) -> ResponseReturnValue:
    return render(
        "outwards/hearings.html",
        council=council_at(council_id),
        ways=ways(council_id, "outwards.hearings"),
        hearings=service.listed(council_id),
        unanswered=UNANSWERED,
        today=today(now()),
    )


@bp.get("/councils/<int:council_id>/hearings/<int:hearing_id>")
@requires(Act.READ_COUNCIL)
def hearing(council_id: int, hearing_id: int) -> ResponseReturnValue:
    one = _hearing(council_id, hearing_id)
    answers = service.answers_to(one, viewer(), drafts=reads_this_draft())
    return render(
        "outwards/hearing.html",
        council=council_at(council_id),
        one=one,
        responsible=people.name_of(one.responsible_id),
        answers=answers,
        is_late=one.state in UNANSWERED and one.due_on < today(now()),
        is_open=one.state in UNANSWERED,
        is_to_begin=one.state in UNANSWERED and all(each.state is StatementState.SENT for each in answers),
        is_mine=answers_here() and not can(Act.MANAGE_COUNCIL),
    )


@bp.route("/councils/<int:council_id>/hearings/new", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def new_hearing(council_id: int) -> ResponseReturnValue:
    return _write(council_id, None)


@bp.route("/councils/<int:council_id>/hearings/<int:hearing_id>/edit", methods=["GET", "POST"])
@answers_outwards
def edit_hearing(council_id: int, hearing_id: int) -> ResponseReturnValue:
    return _write(council_id, _hearing(council_id, hearing_id))


def _hearing(council_id: int, hearing_id: int) -> Hearing:
    found: Hearing = or_404(service.one(hearing_id, council_id))
    return found


def _write(council_id: int, one: Hearing | None) -> ResponseReturnValue:
    council = council_at(council_id)
    begun = {} if one else {"state": HearingState.RECEIVED, "received_on": today(now())}
    form = HearingForm(obj=one, data=begun)
    form.state.choices = choices((state, word(state)) for state in HearingState)
    _offer(form, council_id, one)
    names = [name for name in _FACTS if name in form]
    form.version.data = form.version.data or version_of(one, names)
    if form.validate_on_submit():
        try:
            facts = {name: form[name].data for name in names}
            version = form.version.data or ""
            made = service.write(council, one, facts, version=version, by=me(), now=now())
        except RuleBroken as error:
            say_where(form, error)
        else:
            tell(_("Remissen är sparad"), made.title)
            return redirect(url_for("outwards.hearing", council_id=council_id, hearing_id=made.id))
    page = render("outwards/hearing_form.html", form=form, council=council, one=one)
    return page, 422 if form.errors else 200


def _offer(form: HearingForm, council_id: int, one: Hearing | None) -> None:
    """Whoever is responsible says how far it has come; the rest is for those who keep the council."""
    if not can(Act.MANAGE_COUNCIL):
        for name in _FACTS:
            if name != "state":
                del form[name]
        return
    working = people.people_of(council_id, today(now()), kept=one.responsible_id if one else None)
    form.responsible_id.choices = choices(
        [("", _("Ingen utsedd")), *((each.id, each.name) for each in working)]
    )
