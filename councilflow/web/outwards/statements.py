"""Statements: every member reads them, and the secretary writes and keeps them (A40, B1.18)."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Statement
from councilflow.process.afterwards import StatementKind
from councilflow.process.errors import RuleBroken
from councilflow.process.outwards import UNANSWERED
from councilflow.process.plans.values import StatementState
from councilflow.process.rights import Act
from councilflow.services.outwards import hearings, letters, people, published, said, speaking
from councilflow.services.outwards import statements as service
from councilflow.services.outwards.statements import Begun, Wanted
from councilflow.services.visibility import today
from councilflow.web.access import answers_here, answers_outwards, can, me, now, requires, viewer
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
    reads_this_draft,
    standpoint_choices,
    ways,
)
from councilflow.web.outwards.refused import say_where
from councilflow.web.pages import render, tell
from councilflow.web.plans.choosing import Searching, looks, nodes_field, pick
from councilflow.words import word


class StatementForm(Searching, Form):
    version = HiddenField()
    kind = RadioField(_l("Vad det är"), [InputRequired(_l("Välj vad det är."))], coerce=StatementKind)
    title = line(_l("Rubrik"), _l("Skriv en rubrik."))
    addressee = line(_l("Mottagare"), _l("Skriv vem det riktar sig till."))
    text = passage(_l("Text"))
    hearing_id = SelectField(_l("Remiss som det svarar på"), [Optional()], coerce=chosen_number)
    item_id = SelectField(_l("Ställningstagande som det vilar på"), [Optional()], coerce=chosen_number)
    registry_no = line(_l("Diarienummer"), longest=60)
    responsible_id = SelectField(_l("Ansvarig"), [Optional()], coerce=chosen_number)
    due_on = day(_l("Svar senast"))
    signatory = line(_l("Undertecknas av"))
    decided_by = line(_l("Beslutat av"))
    decided_on = day(_l("Beslutat den"))
    state = RadioField(_l("Läge"), [InputRequired(_l("Välj ett läge."))], coerce=StatementState)
    is_published = BooleanField(_l("Får publiceras när det är skickat"))
    nodes = nodes_field(_l("Vad i planerna det gäller"))


_FACTS = (
    "kind",
    "title",
    "addressee",
    "text",
    "hearing_id",
    "item_id",
    "registry_no",
    "responsible_id",
    "due_on",
    "signatory",
    "decided_by",
    "decided_on",
    "state",
    "is_published",
)
_KEPT = (
    "hearing_id",
    "item_id",
    "responsible_id",
    "due_on",
    "decided_by",
    "decided_on",
    "state",
    "is_published",
)
"""What only those who keep the council settle; whoever is responsible writes the text."""
_BEFORE_SENDING = (StatementState.DRAFT, StatementState.ADOPTED)


def statement_at(council_id: int, statement_id: int) -> Statement:
    found: Statement = or_404(service.one(statement_id, council_id, viewer(), drafts=reads_this_draft()))
    return found


@bp.get("/councils/<int:council_id>/statements")
@requires(Act.READ_COUNCIL)
def statements(council_id: int) -> ResponseReturnValue:
    wanted = _wanted()
    return render(
        "outwards/statements.html",
        council=council_at(council_id),
        ways=ways(council_id, "outwards.statements"),
        statements=service.listed(council_id, viewer(), wanted, drafts=reads_drafts()),
        wanted=wanted,
        states=list(StatementState),
        kinds=list(StatementKind),
    )


def _wanted() -> Wanted:
    state, kind = request.args.get("state", ""), request.args.get("kind", "")
    return Wanted(
        words=" ".join(request.args.get("q", "").replace("\0", "").split())[:200],
        state=StatementState(state) if state in list(StatementState) else None,
        kind=StatementKind(kind) if kind in list(StatementKind) else None,
    )


@bp.get("/councils/<int:council_id>/statements/<int:statement_id>")
@requires(Act.READ_COUNCIL)
def statement(council_id: int, statement_id: int) -> ResponseReturnValue:
    one = statement_at(council_id, statement_id)
    beside = around(one)
    return render(
        "outwards/statement.html",
        council=council_at(council_id),
        one=one,
        around=beside,
        hearing=hearings.one(one.hearing_id, council_id) if one.hearing_id else None,
        responsible=people.name_of(one.responsible_id),
        dissents=service.dissents_of(beside.resting.item_id) if beside.resting else [],
        is_open=published.is_open(one),
        may_write=can(Act.MANAGE_COUNCIL) or answers_here(),
        sent_as=letters.fingerprint(one.id),
    )


@bp.route("/councils/<int:council_id>/statements/new", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def new_statement(council_id: int) -> ResponseReturnValue:
    """`standpoint` or `hearing` in the query is what the statement is made from, in one step."""
    return _write(council_id, None, _begun(council_id))


@bp.route("/councils/<int:council_id>/statements/<int:statement_id>/edit", methods=["GET", "POST"])
@answers_outwards
def edit_statement(council_id: int, statement_id: int) -> ResponseReturnValue:
    one = statement_at(council_id, statement_id)
    if one.state is StatementState.SENT:
        abort(404)
    return _write(council_id, one, Begun())


@bp.post("/councils/<int:council_id>/hearings/<int:hearing_id>/answer")
@answers_outwards
def answer_hearing(council_id: int, hearing_id: int) -> ResponseReturnValue:
    """Whoever is responsible for a call begins the draft of an answer, or goes to the one that is adopted."""
    hearing = or_404(hearings.one(hearing_id, council_id))
    if hearing.state not in UNANSWERED:
        abort(404)
    made = service.answer(hearing, by=me(), now=now())
    if made.state is StatementState.ADOPTED:
        return redirect(url_for("outwards.statement", council_id=council_id, statement_id=made.id))
    tell(_("Ett utkast är påbörjat"), made.title)
    return redirect(url_for("outwards.edit_statement", council_id=council_id, statement_id=made.id))


def _begun(council_id: int) -> Begun:
    item_id = request.args.get("standpoint", type=row_number)
    hearing_id = request.args.get("hearing", type=row_number)
    if item_id:
        return service.from_item(item_id, council_id) or Begun()
    hearing = hearings.one(hearing_id, council_id) if hearing_id else None
    return service.from_hearing(hearing) if hearing else Begun()


def _write(council_id: int, one: Statement | None, begun: Begun) -> ResponseReturnValue:
    council = council_at(council_id)
    kept = said.nodes_of(one) if one else []
    form = StatementForm(obj=one or begun, data={"nodes": kept} | ({} if one else {"state": "draft"}))
    _offer(form, council_id, one)
    picker = pick(form, "nodes", council_id, kept=kept)
    if not looks(form) and form.validate_on_submit():
        try:
            made = service.write(
                council,
                one,
                {name: form[name].data for name in _FACTS if name in form},
                form.nodes.data or [],
                version=number_in(form.version.data),
                by=me(),
                now=now(),
            )
        except RuleBroken as error:
            db.session.rollback()
            say_where(form, error)
            council = council_at(council_id)
            one = statement_at(council_id, one.id) if one else None
        else:
            tell(_("Yttrandet är sparat"), made.title)
            return redirect(url_for("outwards.statement", council_id=council_id, statement_id=made.id))
    form.version.data = form.version.data if form.is_submitted() else str(one.version if one else 0)
    page = render(
        "outwards/statement_form.html",
        form=form,
        council=council,
        one=one,
        picker=picker,
        signatories=speaking.current_names(council_id, today(now())),
    )
    return page, 422 if form.errors else 200


def _offer(form: StatementForm, council_id: int, one: Statement | None) -> None:
    form.kind.choices = choices((kind, word(kind)) for kind in StatementKind)
    if not can(Act.MANAGE_COUNCIL):
        for name in _KEPT:
            del form[name]
        return
    form.state.choices = choices((state, word(state)) for state in _BEFORE_SENDING)
    form.item_id.choices = standpoint_choices(council_id, one.item_id if one else None)
    offered = hearings.choosable(council_id, kept=one.hearing_id if one else None)
    form.hearing_id.choices = choices([("", _("Ingen remiss")), *((each.id, each.title) for each in offered)])
    working = people.people_of(council_id, today(now()), kept=one.responsible_id if one else None)
    form.responsible_id.choices = choices(
        [("", _("Ingen utsedd")), *((each.id, each.name) for each in working)]
    )
