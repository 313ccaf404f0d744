"""A statement as a file, and on its way: looked at, confirmed, sent; what is put on an agenda (A97)."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import AgendaItem, Meeting, Statement
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import StatementState
from councilflow.process.rights import Act
from councilflow.services import meetings
from councilflow.services.outwards import advocacy, agenda_paper, onto_agenda, sending
from councilflow.services.outwards.sending import Sending
from councilflow.services.visibility import today
from councilflow.web.access import me, now, requires, viewer
from councilflow.web.councils.blueprint import council_at
from councilflow.web.downloads import as_file
from councilflow.web.fields import choices, day, line, lines_of, passage, say
from councilflow.web.forms import Form
from councilflow.web.numbers import number_in
from councilflow.web.outwards.addresses import is_address
from councilflow.web.outwards.advocacy import wanted_here
from councilflow.web.outwards.blueprint import bp
from councilflow.web.outwards.refused import say_where
from councilflow.web.outwards.statements import statement_at
from councilflow.web.pages import render, tell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/councils/<int:council_id>/statements/<int:statement_id>/letter")
@requires(Act.READ_COUNCIL)
def statement_file(council_id: int, statement_id: int) -> ResponseReturnValue:
    one = statement_at(council_id, statement_id)
    return as_file(
        sending.letter(one, now=now()), mimetype="application/pdf", name=sending.file_name(one), inline=True
    )


@bp.get("/councils/<int:council_id>/advocacy/export/<kind>")
@requires(Act.READ_COUNCIL)
def advocacy_file(council_id: int, kind: str) -> ResponseReturnValue:
    """The påverkansagenda as it is cut on the page: pdf or xlsx."""
    if kind not in ("pdf", "xlsx"):
        abort(404)
    council, lines = council_at(council_id), advocacy.listed(council_id, wanted_here(), viewer())
    if kind == "pdf":
        content = agenda_paper.pdf(council, lines, viewer(), now=now())
        return as_file(content, mimetype="application/pdf", name="paverkansagenda.pdf", inline=True)
    content = agenda_paper.workbook(council, lines, viewer())
    return as_file(content, mimetype=XLSX, name="paverkansagenda.xlsx")


class SendForm(Form):
    version = HiddenField()
    way = RadioField(
        _l("Hur det skickas"), [InputRequired(_l("Välj hur det skickas."))], choices=[], default="mail"
    )
    addresses = passage(_l("E-postadresser"), longest=8000)
    otherwise = line(_l("Hur det är skickat, och till vem"))
    signed_on = day(_l("Undertecknat den"), _l("Skriv vilken dag det är undertecknat."))
    sent_on = day(_l("Skickat den"))


@bp.route("/councils/<int:council_id>/statements/<int:statement_id>/send", methods=["GET", "POST"])
@requires(Act.MANAGE_COUNCIL)
def send_statement(council_id: int, statement_id: int) -> ResponseReturnValue:
    """First how and to whom, then a look at what goes out, and only then it is sent."""
    one = statement_at(council_id, statement_id)
    if one.state is not StatementState.ADOPTED:
        abort(404)
    form = SendForm(data={"signed_on": today(now()), "version": str(one.version)})
    form.way.choices = choices(
        [("mail", _("Med e-post härifrån, nu")), ("other", _("Det är redan skickat på ett annat sätt"))]
    )
    if form.validate_on_submit() and _is_whole(form):
        chosen = _sending(form)
        try:
            if request.form.get("step") != "send":
                sending.check_way(one, chosen)
                return _look(council_id, one, form, chosen)
            sending.send(one, chosen, version=number_in(form.version.data), by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say_where(form, error)
            one = statement_at(council_id, statement_id)
        else:
            tell(_("Yttrandet är skickat"), "; ".join(chosen.to))
            return redirect(url_for("outwards.statement", council_id=council_id, statement_id=one.id))
    page = render("outwards/send.html", form=form, council=council_at(council_id), one=one)
    return page, 422 if form.errors else 200


def _look(council_id: int, one: Statement, form: SendForm, chosen: Sending) -> str:
    return render(
        "outwards/send_confirm.html",
        form=form,
        council=council_at(council_id),
        one=one,
        chosen=chosen,
        subject=sending.mail_words(one),
        differences=sending.differences(one),
    )


def _is_whole(form: SendForm) -> bool:
    """Whether the chosen way says to whom."""
    if form.way.data == "mail":
        wrong = [one for one in lines_of(form.addresses.data or "") if not is_address(one)]
        if wrong:
            form.addresses.errors = [_("Det här är ingen e-postadress: %(what)s", what=wrong[0][:80])]
        elif not lines_of(form.addresses.data or ""):
            form.addresses.errors = [_("Skriv minst en e-postadress.")]
        return not form.addresses.errors
    if not form.otherwise.data:
        form.otherwise.errors = [_("Skriv hur det är skickat, och till vem.")]
    return not form.otherwise.errors


def _sending(form: SendForm) -> Sending:
    """A mail goes out now; what was sent in another way was sent on its day."""
    by_mail = form.way.data == "mail"
    return Sending(
        signed_on=form.signed_on.data,
        sent_on=today(now()) if by_mail else form.sent_on.data or form.signed_on.data,
        addresses=tuple(lines_of(form.addresses.data or "")) if by_mail else (),
        otherwise="" if by_mail else form.otherwise.data,
    )


class PutForm(Form):
    meeting = SelectField(_l("Möte"), [InputRequired(_l("Välj ett möte."))], coerce=int)


@bp.route("/councils/<int:council_id>/statements/<int:statement_id>/propose", methods=["GET", "POST"])
@requires(Act.PREPARE_AGENDA)
def propose_statement(council_id: int, statement_id: int) -> ResponseReturnValue:
    """Put the text before the council as an item to agree on."""
    one = statement_at(council_id, statement_id)
    if one.state is StatementState.SENT or one.item_id is not None:
        abort(404)
    back = url_for("outwards.statement", council_id=council_id, statement_id=one.id)

    def put(meeting: Meeting) -> AgendaItem:
        return onto_agenda.put_statement(one, meeting, by=me(), now=now())

    lead = _("Texten blir punktens förslag. När rådet har tagit ställning kan yttrandet antas och skickas.")
    return _put(council_id, put, title=one.title, lead=lead, back=back)


@bp.route("/councils/<int:council_id>/advocacy/propose", methods=["GET", "POST"])
@requires(Act.PREPARE_AGENDA)
def propose_advocacy(council_id: int) -> ResponseReturnValue:
    """The påverkansagenda itself as an item to agree on (A97)."""
    council = council_at(council_id)

    def put(meeting: Meeting) -> AgendaItem:
        return onto_agenda.put_agenda(council, meeting, by=me(), now=now())

    lead = _("Frågorna som inte är avslutade blir punktens förslag, så att rådet kan ställa sig bakom dem.")
    back = url_for("outwards.advocacy", council_id=council_id)
    return _put(council_id, put, title=_("Påverkansagenda"), lead=lead, back=back)


def _put(council_id: int, put: Any, *, title: str, lead: str, back: str) -> ResponseReturnValue:
    council, form = council_at(council_id), PutForm()
    offered = onto_agenda.meetings_of(council_id, now=now())
    form.meeting.choices = choices(
        (row.id, i18n.date_long(row.starts_at.astimezone(council.zone).date())) for row in offered
    )
    if form.validate_on_submit():
        try:
            item = put(meetings.locked(form.meeting.data))
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
            council = council_at(council_id)
        else:
            tell(_("Punkten står på dagordningen"), item.title)
            return redirect(url_for("agenda.item", item_id=item.id))
    page = render(
        "outwards/propose.html",
        form=form,
        council=council,
        about=title,
        lead=lead,
        back_url=back,
        has_meetings=bool(offered),
    )
    return page, 422 if form.errors else 200
