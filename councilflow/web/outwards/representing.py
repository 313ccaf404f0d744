"""Where the council is represented (B2.20), and how its members take its plans up in their own (B2.17)."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Representation
from councilflow.process.afterwards import UptakeState
from councilflow.process.errors import RuleBroken
from councilflow.process.outwards import standing
from councilflow.process.rights import Act
from councilflow.services.outwards import people
from councilflow.services.outwards import representation as service
from councilflow.services.outwards import uptake as uptakes
from councilflow.services.outwards.keeping import version_of
from councilflow.services.visibility import today
from councilflow.web.access import can, me, now, requires, viewer
from councilflow.web.councils.blueprint import council_at
from councilflow.web.fields import choices, day, line, passage
from councilflow.web.forms import Form
from councilflow.web.outwards.blueprint import (
    bp,
    chosen_number,
    keeps,
    or_404,
    resting_item,
    standpoint_choices,
    ways,
)
from councilflow.web.outwards.refused import say_where
from councilflow.web.pages import render, tell
from councilflow.words import word


class RepresentationForm(Form):
    version = HiddenField()
    forum = line(_l("Forum"), _l("Skriv var rådet är representerat."))
    role = line(_l("Uppdrag där"))
    person_id = SelectField(_l("Vem"), [Optional()], coerce=chosen_number)
    name = line(_l("Eller någon utan konto"))
    item_id = SelectField(_l("Vald i paragraf"), [Optional()], coerce=chosen_number)
    starts_on = day(_l("Från den"), _l("Skriv från vilken dag."))
    ends_on = day(_l("Till den"))
    link = line(_l("Länk"), longest=500)


_FACTS = ("forum", "role", "person_id", "name", "item_id", "starts_on", "ends_on", "link")


@bp.get("/councils/<int:council_id>/representations")
@requires(Act.READ_COUNCIL)
def representations(council_id: int) -> ResponseReturnValue:
    day, rows = today(now()), service.listed(council_id)
    return render(
        "outwards/representations.html",
        council=council_at(council_id),
        ways=ways(council_id, "outwards.representations"),
        places=[
            (row, standing(row.starts_on, row.ends_on, is_named=bool(row.who), today=day)) for row in rows
        ],
    )


@bp.get("/councils/<int:council_id>/representations/<int:representation_id>")
@requires(Act.READ_COUNCIL)
def representation(council_id: int, representation_id: int) -> ResponseReturnValue:
    one, day = place_at(council_id, representation_id), today(now())
    who = service.name_of(one)
    resting, words = resting_item(one.item_id)
    return render(
        "outwards/representation.html",
        council=council_at(council_id),
        one=one,
        who=who,
        standing=standing(one.starts_on, one.ends_on, is_named=bool(who), today=day),
        reports=service.reports_of(one),
        resting=resting,
        resting_words=words,
        keeps=keeps(),
        me_id=viewer().person_id,
        may_report=service.may_report(one, viewer(), keeps=keeps()),
    )


@bp.route("/councils/<int:council_id>/representations/new", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def new_representation(council_id: int) -> ResponseReturnValue:
    return _write(council_id, None)


@bp.route("/councils/<int:council_id>/representations/<int:representation_id>/edit", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def edit_representation(council_id: int, representation_id: int) -> ResponseReturnValue:
    return _write(council_id, place_at(council_id, representation_id))


def place_at(council_id: int, representation_id: int) -> Representation:
    found: Representation = or_404(service.one(representation_id, council_id))
    return found


def _write(council_id: int, one: Representation | None) -> ResponseReturnValue:
    council = council_at(council_id)
    begun: dict[str, Any] = {} if one else {"starts_on": today(now())}
    form = RepresentationForm(obj=one, data=begun | {"version": version_of(one, _FACTS)})
    offered = people.people_of(council_id, today(now()), kept=one.person_id if one else None)
    form.person_id.choices = choices([("", _("Ingen av dem")), *((row.id, row.name) for row in offered)])
    form.item_id.choices = standpoint_choices(council_id, one.item_id if one else None)
    if form.validate_on_submit():
        facts = {name: form[name].data for name in _FACTS}
        if facts["person_id"]:
            facts["name"] = ""
        try:
            made = service.write(council, one, facts, version=form.version.data or "", by=me(), now=now())
        except RuleBroken as error:
            say_where(form, error)
        else:
            tell(_("Representationen är sparad"), made.forum)
            return redirect(
                url_for("outwards.representation", council_id=council_id, representation_id=made.id)
            )
    page = render("outwards/representation_form.html", form=form, council=council, one=one)
    return page, 422 if form.errors else 200


class ReportForm(Form):
    version = HiddenField()
    on = day(_l("Dag"), _l("Skriv vilken dag det var."))
    text = passage(_l("Vad som hände"), _l("Skriv vad som hände."), longest=8000)


@bp.route(
    "/councils/<int:council_id>/representations/<int:representation_id>/report", methods=["GET", "POST"]
)
@requires(Act.READ_COUNCIL)
def report_from(council_id: int, representation_id: int) -> ResponseReturnValue:
    one = place_at(council_id, representation_id)
    if not service.may_report(one, viewer(), keeps=keeps()):
        abort(403)
    form = ReportForm(data={"on": today(now())})
    if form.validate_on_submit():
        try:
            service.report(one, form.on.data, form.text.data, by=me(), today=today(now()), now=now())
        except RuleBroken as error:
            say_where(form, error)
        else:
            tell(_("Rapporten är sparad"), one.forum)
            return redirect(
                url_for("outwards.representation", council_id=council_id, representation_id=one.id)
            )
    page = render("outwards/report_form.html", form=form, council=council_at(council_id), one=one, row=None)
    return page, 422 if form.errors else 200


# How the members take the plan up in their own plans


@bp.get("/councils/<int:council_id>/uptake")
@requires(Act.READ_COUNCIL)
def uptake(council_id: int) -> ResponseReturnValue:
    found = uptakes.matrix(council_id, now=now())
    own = viewer().stance_homes(council_id)
    return render(
        "outwards/uptake.html",
        council=council_at(council_id),
        ways=ways(council_id, "outwards.uptake"),
        matrix=found,
        own=own,
    )


class UptakeForm(Form):
    version = HiddenField()
    state = RadioField(_l("Hur det är"), [InputRequired(_l("Välj hur det är."))], coerce=UptakeState)
    text = passage(_l("Hur och i vilka planer"), longest=4000)
    link = line(_l("Länk"), longest=500)


@bp.route(
    "/councils/<int:council_id>/uptake/<int:regional_plan_id>/<int:organisation_id>", methods=["GET", "POST"]
)
@requires(Act.SET_STANCE)
def enter_uptake(council_id: int, regional_plan_id: int, organisation_id: int) -> ResponseReturnValue:
    """The organisation itself says it; nobody says it for them."""
    if not uptakes.may_enter(viewer(), council_id, organisation_id):
        abort(403 if can(Act.SET_STANCE) else 404)
    plan, organisation = or_404(uptakes.place(council_id, regional_plan_id, organisation_id))
    row = uptakes.standing(plan.id, organisation.id)
    form = UptakeForm(obj=row, data={"version": version_of(row, uptakes.ANSWER)})
    form.state.choices = choices((state, word(state)) for state in UptakeState)
    if form.validate_on_submit():
        try:
            uptakes.enter(
                plan,
                organisation,
                state=form.state.data,
                text=form.text.data or "",
                link=form.link.data or "",
                version=form.version.data or "",
                by=me(),
                now=now(),
            )
        except RuleBroken as error:
            say_where(form, error)
        else:
            tell(_("Svaret är sparat"), plan.title)
            return redirect(url_for("outwards.uptake", council_id=council_id))
    page = render(
        "outwards/uptake_form.html",
        form=form,
        council=council_at(council_id),
        plan=plan,
        organisation=organisation,
    )
    return page, 422 if form.errors else 200
