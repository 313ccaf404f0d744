"""A joint effort: its page, what the secretariat says of it, and what organisations put in."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from councilflow.documents.paragraph_numbers import paragraph_of_year
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import JointEffort
from councilflow.process.afterwards import EffortState
from councilflow.process.efforts import Effort, is_due
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import ContributionKind
from councilflow.process.rights import Act
from councilflow.services import efforts
from councilflow.services.efforts import reading
from councilflow.services.efforts.joint import contribution_to
from councilflow.services.visibility import today
from councilflow.web.access import can, me, now, requires, viewer
from councilflow.web.councils.blueprint import council_at
from councilflow.web.efforts.blueprint import bp, effort_at, offer_organisations, row_or_none
from councilflow.web.fields import AmountField, YearField, choices, day, line, passage, say
from councilflow.web.forms import Form
from councilflow.web.numbers import number_in, row_number
from councilflow.web.pages import render, tell
from councilflow.web.refusals import explained
from councilflow.words import word


class EffortForm(Form):
    title = line(_l("Vad det är"), _l("Skriv vad det är."), longest=300)
    text = passage(_l("Beskrivning"), longest=4000)
    standpoint_id = SelectField(_l("Vilar på ställningstagandet"), coerce=row_or_none)
    advocacy_id = SelectField(_l("För frågan i påverkansagendan"), coerce=row_or_none)
    node_id = SelectField(_l("Hör till insats eller mål"), coerce=row_or_none)
    state = RadioField(_l("Läge"), [InputRequired(_l("Välj läge."))], coerce=EffortState)
    starts_on = day(_l("Börjar"))
    ends_on = day(_l("Slutar"))
    follow_up_on = day(_l("Följs upp den"))
    result = passage(_l("Resultat"), longest=4000)

    def offer(self, council_id: int) -> None:
        nothing = ("", _("Inget"))
        self.state.choices = choices((one, word(one)) for one in EffortState)
        self.standpoint_id.choices = choices(
            [
                nothing,
                *(
                    (one.id, f"{paragraph_of_year(one.number, one.year)} {one.title}")
                    for one in reading.offered_standpoints(council_id)
                ),
            ]
        )
        questions = reading.offered_questions(council_id)
        self.advocacy_id.choices = choices([nothing, *((one.id, one.title) for one in questions)])
        nodes = reading.offered_nodes(viewer(), council_id)
        self.node_id.choices = choices([nothing, *((one.id, f"{one.level}: {one.title}") for one in nodes)])

    def said(self) -> Effort:
        return Effort(
            title=self.title.data,
            text=self.text.data or "",
            state=self.state.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            follow_up_on=self.follow_up_on.data,
            result=self.result.data or "",
            standpoint_id=self.standpoint_id.data,
            advocacy_id=self.advocacy_id.data,
            node_id=self.node_id.data,
        )


_AT = {"effort-ends-before-it-begins": "ends_on", "effort-without-result": "result"}


class GivenForm(Form):
    organisation_id = SelectField(_l("Organisation"), coerce=int)
    kind = RadioField(_l("Slag"), [InputRequired(_l("Välj slag."))], coerce=ContributionKind)
    amount = AmountField(_l("Hur mycket"))
    year = YearField(_l("År"))
    text = line(_l("Vad det är"), longest=300)


class RemoveForm(Form):
    pass


@bp.get("/councils/<int:council_id>/efforts/<int:effort_id>")
@requires(Act.READ_COUNCIL)
def show(council_id: int, effort_id: int) -> ResponseReturnValue:
    effort_at(council_id, effort_id)
    given = reading.given_to(effort_id)
    one = reading.effort(effort_id, viewer())
    return render(
        "efforts/show.html",
        council=council_at(council_id),
        one=one,
        late=is_due(one.state, one.follow_up_on, today(now())),
        given=given,
        sums=reading.summed(given),
        work=reading.work_for(effort_id=effort_id),
        day=today(now()),
        is_due=is_due,
        homes=viewer().homes(council_id),
        keeps=can(Act.MANAGE_COUNCIL),
    )


@bp.route("/councils/<int:council_id>/efforts/new", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def new(council_id: int) -> ResponseReturnValue:
    council = council_at(council_id)
    asked = request.args.get("advocacy", type=row_number)
    form = EffortForm(data={"state": EffortState.PLANNED, "advocacy_id": asked})
    form.offer(council_id)
    if form.validate_on_submit():
        try:
            made = efforts.make(council, form.said(), by=me(), now=now())
        except RuleBroken as error:
            _say(form, error)
        else:
            tell(_("Satsningen är tillagd"), made.title)
            return redirect(url_for("efforts.show", council_id=council_id, effort_id=made.id))
    page = render("efforts/form.html", form=form, council=council, one=None)
    return page, 422 if form.errors else 200


@bp.route("/councils/<int:council_id>/efforts/<int:effort_id>/edit", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def edit(council_id: int, effort_id: int) -> ResponseReturnValue:
    one = effort_at(council_id, effort_id)
    form = EffortForm(obj=one)
    form.offer(council_id)
    if form.validate_on_submit():
        version = number_in(request.form.get("version"))
        try:
            efforts.change(one, form.said(), version=version, by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            _say(form, error)
            one = effort_at(council_id, effort_id)
        else:
            tell(_("Satsningen är sparad"), one.title)
            return redirect(url_for("efforts.show", council_id=council_id, effort_id=effort_id))
    page = render("efforts/form.html", form=form, council=council_at(council_id), one=one)
    return page, 422 if form.errors else 200


def _say(form: EffortForm, error: RuleBroken) -> None:
    name = _AT.get(error.code)
    if name is None:
        say(form, error)
    else:
        form[name].errors = [" ".join(explained(error))]


@bp.route("/councils/<int:council_id>/efforts/<int:effort_id>/remove", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def remove(council_id: int, effort_id: int) -> ResponseReturnValue:
    one, form = effort_at(council_id, effort_id), RemoveForm()
    if form.validate_on_submit():
        title = one.title
        efforts.remove(one, by=me(), now=now())
        tell(_("Satsningen är borttagen"), title)
        return redirect(url_for("efforts.index", council_id=council_id))
    return render("efforts/remove.html", one=one, council=council_at(council_id))


@bp.route("/councils/<int:council_id>/efforts/<int:effort_id>/contributions", methods=["GET", "POST"])
@requires(Act.PREPARE_AT_HOME, Act.MANAGE_COUNCIL)
def give(council_id: int, effort_id: int) -> ResponseReturnValue:
    one: JointEffort = effort_at(council_id, effort_id)
    form = GivenForm(data={"kind": ContributionKind.HOURS})
    form.kind.choices = choices((kind, word(kind)) for kind in ContributionKind)
    offer_organisations(form.organisation_id, council_id)
    if form.validate_on_submit():
        try:
            efforts.give(
                one,
                form.organisation_id.data,
                form.kind.data,
                amount=form.amount.data,
                year=form.year.data,
                text=form.text.data or "",
                by=me(),
                now=now(),
            )
        except RuleBroken as error:
            form.amount.errors = [" ".join(explained(error))]
        else:
            tell(_("Bidraget är tillagt"), one.title)
            return redirect(url_for("efforts.show", council_id=council_id, effort_id=effort_id))
    page = render("efforts/give.html", form=form, one=one, council=council_at(council_id))
    return page, 422 if form.errors else 200


@bp.post("/councils/<int:council_id>/efforts/<int:effort_id>/contributions/<int:given_id>/remove")
@requires(Act.PREPARE_AT_HOME, Act.MANAGE_COUNCIL)
def take_back(council_id: int, effort_id: int, given_id: int) -> ResponseReturnValue:
    one = effort_at(council_id, effort_id)
    given = contribution_to(one, given_id) or abort(404)
    if not efforts.may_enter(viewer(), council_id, given.organisation_id):
        abort(403)
    efforts.take_back(given, by=me(), now=now())
    tell(_("Bidraget är borttaget"), one.title)
    return redirect(url_for("efforts.show", council_id=council_id, effort_id=effort_id))
