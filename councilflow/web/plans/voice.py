"""Statements and the påverkansagenda: every member reads them and the secretary keeps them (A20, A40)."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from councilflow import i18n
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import AdvocacyIssue, Statement
from councilflow.process.plans.values import AdvocacyState, StatementState, TargetLevel
from councilflow.process.rights import Act
from councilflow.services.plans import choosing, voice
from councilflow.services.plans.voice import Resting
from councilflow.web.access import can, me, now, requires, viewer
from councilflow.web.councils.blueprint import council_at
from councilflow.web.fields import choices, day, line, passage
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.web.plans.blueprint import bp
from councilflow.web.plans.choosing import Searching, looks, nodes_field, pick
from councilflow.words import word


class SaidForm(Searching, Form):
    """What statements and questions of the påverkansagenda have in common."""

    title = line(_l("Rubrik"), _l("Skriv en rubrik."))
    item_id = SelectField(
        _l("Ställningstagande som det vilar på"),
        [Optional()],
        coerce=lambda value: int(value) if value else None,
    )
    nodes = nodes_field(_l("Vad i planerna det gäller"))

    def offer(self, resting: list[Resting]) -> None:
        nothing = [("", _("Inget ännu"))]
        self.item_id.choices = choices([*nothing, *((one.item_id, resting_words(one)) for one in resting)])

    def facts(self, names: tuple[str, ...]) -> dict[str, Any]:
        return {name: self[name].data for name in (*names, "item_id")}


def resting_words(one: Resting) -> str:
    """§ 6, 4 december 2026: Gemensam vuxenutbildning"""
    paragraph = f"§\u00a0{one.number}, " if one.number else ""
    return f"{paragraph}{i18n.date_long(one.day)}: {one.title}"


class StatementForm(SaidForm):
    addressee = line(_l("Mottagare"), _l("Skriv vem det riktar sig till."))
    text = passage(_l("Text"))
    state = RadioField(_l("Läge"), [InputRequired(_l("Välj ett läge."))], coerce=StatementState)
    due_on = day(_l("Svar senast"))
    sent_on = day(_l("Skickat den"))

    def validate_sent_on(self, field: DateField) -> None:
        if field.data and self.state.data != StatementState.SENT:
            raise ValidationError(_("Välj läget Skickat, eller ta bort dagen."))

    def validate_state(self, field: RadioField) -> None:
        if field.data == StatementState.SENT and not (self.sent_on.data or self.sent_on.process_errors):
            raise ValidationError(_("Skriv också vilken dag det skickades."))


class AdvocacyForm(SaidForm):
    message = passage(_l("Gemensamt budskap"), _l("Skriv vad ni vill säga."))
    target_level = RadioField(_l("Nivå"), [InputRequired(_l("Välj en nivå."))], coerce=TargetLevel)
    policy_area = line(_l("Politikområde"))
    recipients = line(_l("Mottagare"), longest=500)
    period = line(_l("Period"), longest=60)
    state = RadioField(_l("Läge"), [InputRequired(_l("Välj ett läge."))], coerce=AdvocacyState)


_STATEMENT = ("title", "addressee", "text", "state", "due_on", "sent_on")
_ADVOCACY = ("title", "message", "target_level", "policy_area", "recipients", "period", "state")


def _drafts() -> bool:
    """Whether the viewer reads drafts here: who prepares, and the secretary of the council and its groups."""
    return can(Act.READ_DRAFT, Act.MANAGE_COUNCIL)


@bp.get("/councils/<int:council_id>/statements")
@requires(Act.READ_COUNCIL)
def statements(council_id: int) -> ResponseReturnValue:
    return render(
        "plans/statements.html",
        council=council_at(council_id),
        statements=voice.statements_of(council_id, viewer(), drafts=_drafts()),
    )


@bp.get("/councils/<int:council_id>/statements/<int:statement_id>")
@requires(Act.READ_COUNCIL)
def statement(council_id: int, statement_id: int) -> ResponseReturnValue:
    one = _statement(council_id, statement_id)
    return render("plans/statement.html", council=council_at(council_id), one=one, **_around(one))


@bp.route("/councils/<int:council_id>/statements/new", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def new_statement(council_id: int) -> ResponseReturnValue:
    return _write_statement(council_id, None)


@bp.route("/councils/<int:council_id>/statements/<int:statement_id>/edit", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def edit_statement(council_id: int, statement_id: int) -> ResponseReturnValue:
    return _write_statement(council_id, _statement(council_id, statement_id))


def _statement(council_id: int, statement_id: int) -> Statement:
    return voice.statement(statement_id, council_id, viewer(), drafts=_drafts()) or abort(404)


def _around(one: Statement | AdvocacyIssue) -> dict[str, Any]:
    resting = voice.rests_on(one, viewer())
    return {
        "resting": resting,
        "resting_words": resting_words(resting) if resting else "",
        "links": choosing.links(voice.nodes_of(one), viewer()),
    }


def _write_statement(council_id: int, one: Statement | None) -> ResponseReturnValue:
    council = council_at(council_id)
    kept = voice.nodes_of(one) if one else []
    form = StatementForm(obj=one, data={"nodes": kept} | ({} if one else {"state": StatementState.DRAFT}))
    form.state.choices = choices((state, word(state)) for state in StatementState)
    form.offer(voice.standpoints_of(council_id, kept=one.item_id if one else None))
    picker = pick(form, "nodes", council_id, kept=kept)
    if not looks(form) and form.validate_on_submit():
        made = voice.write_statement(
            council, one, form.facts(_STATEMENT), form.nodes.data or [], by=me(), now=now()
        )
        tell(_("Yttrandet är sparat"), made.title)
        return redirect(url_for("plans.statement", council_id=council_id, statement_id=made.id))
    page = render("plans/statement_form.html", form=form, council=council, one=one, picker=picker)
    return page, 422 if form.errors else 200


@bp.get("/councils/<int:council_id>/advocacy")
@requires(Act.READ_COUNCIL)
def advocacy(council_id: int) -> ResponseReturnValue:
    return render("plans/advocacy.html", council=council_at(council_id), issues=voice.advocacy_of(council_id))


@bp.get("/councils/<int:council_id>/advocacy/<int:advocacy_id>")
@requires(Act.READ_COUNCIL)
def advocacy_issue(council_id: int, advocacy_id: int) -> ResponseReturnValue:
    one = _advocacy(council_id, advocacy_id)
    return render("plans/advocacy_issue.html", council=council_at(council_id), one=one, **_around(one))


@bp.route("/councils/<int:council_id>/advocacy/new", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def new_advocacy(council_id: int) -> ResponseReturnValue:
    return _write_advocacy(council_id, None)


@bp.route("/councils/<int:council_id>/advocacy/<int:advocacy_id>/edit", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def edit_advocacy(council_id: int, advocacy_id: int) -> ResponseReturnValue:
    return _write_advocacy(council_id, _advocacy(council_id, advocacy_id))


def _advocacy(council_id: int, advocacy_id: int) -> AdvocacyIssue:
    return voice.advocacy(advocacy_id, council_id) or abort(404)


def _write_advocacy(council_id: int, one: AdvocacyIssue | None) -> ResponseReturnValue:
    council = council_at(council_id)
    kept = voice.nodes_of(one) if one else []
    form = AdvocacyForm(obj=one, data={"nodes": kept} | ({} if one else {"state": AdvocacyState.PLANNED}))
    form.state.choices = choices((state, word(state)) for state in AdvocacyState)
    form.target_level.choices = choices((level, word(level)) for level in TargetLevel)
    form.offer(voice.standpoints_of(council_id, kept=one.item_id if one else None))
    picker = pick(form, "nodes", council_id, kept=kept)
    if not looks(form) and form.validate_on_submit():
        made = voice.write_advocacy(
            council, one, form.facts(_ADVOCACY), form.nodes.data or [], by=me(), now=now()
        )
        tell(_("Frågan är sparad i påverkansagendan"), made.title)
        return redirect(url_for("plans.advocacy_issue", council_id=council_id, advocacy_id=made.id))
    page = render("plans/advocacy_form.html", form=form, council=council, one=one, picker=picker)
    return page, 422 if form.errors else 200
