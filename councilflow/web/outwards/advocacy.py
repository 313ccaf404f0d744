"""The påverkansagenda: its questions, who drives them and whom they have reached (A20–A23)."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import AdvocacyIssue
from councilflow.process.afterwards import AdvocacyRole, ContactKind
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import AdvocacyState, TargetLevel
from councilflow.process.rights import Act
from councilflow.services.bodies import organisations_on
from councilflow.services.efforts import reading as efforts
from councilflow.services.outwards import advocacy as service
from councilflow.services.outwards import agenda_paper, said, statements
from councilflow.services.outwards.advocacy import Reached, Wanted
from councilflow.services.visibility import Viewer, today
from councilflow.web.access import me, now, requires, viewer
from councilflow.web.councils.blueprint import council_at
from councilflow.web.fields import choices, day, line, passage
from councilflow.web.forms import Form
from councilflow.web.numbers import number_in, row_number
from councilflow.web.outwards.blueprint import (
    around,
    bp,
    chosen_number,
    or_404,
    reads_drafts,
    standpoint_choices,
    ways,
)
from councilflow.web.outwards.refused import say_where
from councilflow.web.pages import render, tell
from councilflow.web.plans.choosing import Searching, looks, nodes_field, pick
from councilflow.words import word


class AdvocacyForm(Searching, Form):
    version = HiddenField()
    title = line(_l("Rubrik"), _l("Skriv en rubrik."))
    message = passage(_l("Gemensamt budskap"), _l("Skriv vad ni vill säga."))
    target_level = RadioField(_l("Nivå"), [InputRequired(_l("Välj en nivå."))], coerce=TargetLevel)
    policy_area = line(_l("Politikområde"))
    recipients = line(_l("Mottagare"), longest=500)
    period = line(_l("Period"), longest=60)
    starts_on = day(_l("Från den"))
    ends_on = day(_l("Till den"))
    state = RadioField(_l("Läge"), [InputRequired(_l("Välj ett läge."))], coerce=AdvocacyState)
    result = passage(_l("Resultat"), longest=4000)
    item_id = SelectField(_l("Ställningstagande som det vilar på"), [Optional()], coerce=chosen_number)
    nodes = nodes_field(_l("Vad i planerna det gäller"))


_FACTS = (
    "title",
    "message",
    "target_level",
    "policy_area",
    "recipients",
    "period",
    "starts_on",
    "ends_on",
    "state",
    "result",
    "item_id",
)


def wanted_here() -> Wanted:
    """What the address asks for; what nobody could ask for is passed over."""
    level, state = request.args.get("level", ""), request.args.get("state", "")
    return Wanted(
        words=" ".join(request.args.get("q", "").replace("\0", "").split())[:200],
        level=TargetLevel(level) if level in list(TargetLevel) else None,
        state=AdvocacyState(state) if state in list(AdvocacyState) else None,
        organisation_id=request.args.get("organisation", type=row_number),
    )


@bp.get("/councils/<int:council_id>/advocacy")
@requires(Act.READ_COUNCIL)
def advocacy(council_id: int) -> ResponseReturnValue:
    wanted = wanted_here()
    asked = {name: value for name, value in request.args.items() if name in _ASKED and value}
    return render(
        "outwards/advocacy.html",
        council=council_at(council_id),
        ways=ways(council_id, "outwards.advocacy"),
        lines=service.listed(council_id, wanted, viewer()),
        wanted=wanted,
        asked=asked,
        levels=list(TargetLevel),
        states=list(AdvocacyState),
        organisations=organisations_on(council_id, today(now())),
        roles=list(AdvocacyRole),
    )


_ASKED = ("q", "level", "state", "organisation")


@bp.get("/councils/<int:council_id>/advocacy/<int:advocacy_id>")
@requires(Act.READ_COUNCIL)
def advocacy_issue(council_id: int, advocacy_id: int) -> ResponseReturnValue:
    one = issue_at(council_id, advocacy_id)
    return render(
        "outwards/advocacy_issue.html",
        council=council_at(council_id),
        one=one,
        around=around(one),
        parties=service.parties_of(one),
        efforts=efforts.efforts_about(one.id, viewer()),
        given=agenda_paper.given_words(efforts.given_for([one.id]).get(one.id, {})),
        contacts=service.contacts_of(one, viewer(), drafts=reads_drafts()),
    )


@bp.route("/councils/<int:council_id>/advocacy/new", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def new_advocacy(council_id: int) -> ResponseReturnValue:
    return _write(council_id, None)


@bp.route("/councils/<int:council_id>/advocacy/<int:advocacy_id>/edit", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def edit_advocacy(council_id: int, advocacy_id: int) -> ResponseReturnValue:
    return _write(council_id, issue_at(council_id, advocacy_id))


def issue_at(council_id: int, advocacy_id: int) -> AdvocacyIssue:
    found: AdvocacyIssue = or_404(service.one(advocacy_id, council_id))
    return found


def _write(council_id: int, one: AdvocacyIssue | None) -> ResponseReturnValue:
    council = council_at(council_id)
    kept = said.nodes_of(one) if one else []
    form = AdvocacyForm(obj=one, data={"nodes": kept} | ({} if one else {"state": AdvocacyState.PLANNED}))
    form.state.choices = choices((state, word(state)) for state in AdvocacyState)
    form.target_level.choices = choices((level, word(level)) for level in TargetLevel)
    form.item_id.choices = standpoint_choices(council_id, one.item_id if one else None)
    picker = pick(form, "nodes", council_id, kept=kept)
    if not looks(form) and form.validate_on_submit():
        try:
            made = service.write(
                council,
                one,
                {name: form[name].data for name in _FACTS},
                form.nodes.data or [],
                version=number_in(form.version.data),
                by=me(),
                now=now(),
            )
        except RuleBroken as error:
            db.session.rollback()
            say_where(form, error)
            council = council_at(council_id)
            one = issue_at(council_id, one.id) if one else None
        else:
            tell(_("Frågan är sparad i påverkansagendan"), made.title)
            return redirect(url_for("outwards.advocacy_issue", council_id=council_id, advocacy_id=made.id))
    form.version.data = form.version.data if form.is_submitted() else str(one.version if one else 0)
    page = render("outwards/advocacy_form.html", form=form, council=council, one=one, picker=picker)
    return page, 422 if form.errors else 200


class PartyForm(Form):
    role = RadioField(_l("Vad de gör"), [InputRequired(_l("Välj vad de gör."))], coerce=AdvocacyRole)
    organisation_id = SelectField(_l("Organisation i rådet"), [Optional()], coerce=chosen_number)
    name = line(_l("Eller någon annan, också utanför länet"))


@bp.route("/councils/<int:council_id>/advocacy/<int:advocacy_id>/parties", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def parties(council_id: int, advocacy_id: int) -> ResponseReturnValue:
    """Who leads, contributes and stands beside (A20, A22)."""
    one, form = issue_at(council_id, advocacy_id), PartyForm()
    form.role.choices = choices((role, word(role)) for role in AdvocacyRole)
    members = organisations_on(council_id, today(now()))
    form.organisation_id.choices = choices(
        [("", _("Ingen av dem")), *((each.id, each.name) for each in members)]
    )
    if form.validate_on_submit():
        try:
            service.add_party(
                one,
                form.role.data,
                organisation_id=form.organisation_id.data,
                name=form.name.data or "",
                by=me(),
                now=now(),
            )
        except RuleBroken as error:
            say_where(form, error)
        else:
            return redirect(url_for("outwards.parties", council_id=council_id, advocacy_id=advocacy_id))
    page = render(
        "outwards/parties.html",
        form=form,
        council=council_at(council_id),
        one=one,
        parties=service.parties_of(one),
    )
    return page, 422 if form.errors else 200


@bp.post("/councils/<int:council_id>/advocacy/<int:advocacy_id>/parties/<int:party_id>/remove")
@requires(Act.MANAGE_COUNCIL)
def remove_party(council_id: int, advocacy_id: int, party_id: int) -> ResponseReturnValue:
    if not service.remove_party(issue_at(council_id, advocacy_id), party_id, by=me(), now=now()):
        abort(404)
    return redirect(url_for("outwards.parties", council_id=council_id, advocacy_id=advocacy_id))


class ContactForm(Form):
    version = HiddenField()
    on = day(_l("Dag"), _l("Skriv vilken dag det var."))
    kind = RadioField(_l("Hur"), [InputRequired(_l("Välj hur det skedde."))], coerce=ContactKind)
    recipient = line(_l("Vem ni nådde"), _l("Skriv vem ni nådde."))
    text = passage(_l("Vad som sades"), longest=4000)
    link = line(_l("Länk"), longest=500)
    statement_id = SelectField(_l("Brevet som skickades"), [Optional()], coerce=chosen_number)

    def offer(self, council_id: int, who: Viewer) -> None:
        self.kind.choices = choices((kind, word(kind)) for kind in ContactKind)
        letters = statements.listed(council_id, who, statements.Wanted(), drafts=reads_drafts())
        self.statement_id.choices = choices(
            [("", _("Inget brev")), *((each.id, each.title) for each in letters)]
        )


@bp.route("/councils/<int:council_id>/advocacy/<int:advocacy_id>/contacts/new", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def new_contact(council_id: int, advocacy_id: int) -> ResponseReturnValue:
    one = issue_at(council_id, advocacy_id)
    form = ContactForm(data={"on": today(now())})
    form.offer(council_id, viewer())
    if form.validate_on_submit():
        facts: dict[str, Any] = {field.name: field.data for field in form if field.name in service.CONTACT}
        try:
            service.note_contact(one, Reached(**facts), by=me(), today=today(now()), now=now())
        except RuleBroken as error:
            say_where(form, error)
        else:
            tell(_("Kontakten står i loggen"), form.recipient.data)
            return redirect(
                url_for("outwards.advocacy_issue", council_id=council_id, advocacy_id=advocacy_id)
            )
    page = render("outwards/contact_form.html", form=form, council=council_at(council_id), one=one, row=None)
    return page, 422 if form.errors else 200
