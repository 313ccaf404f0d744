"""Extracts of signed minutes: the log of them, making them, and sending one again (protokollsutdrag, D.3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import Email, Length, ValidationError

from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.i18n import ngettext
from councilflow.process.errors import RuleBroken
from councilflow.process.rights import Act
from councilflow.services import people
from councilflow.services.mail.compose import BadAddress, mailbox
from councilflow.services.minutes import dispatch, extracts, signed
from councilflow.services.minutes.extracts import MOST, Addressee
from councilflow.web.access import can, me, now, reads_minutes, requires
from councilflow.web.downloads import as_file
from councilflow.web.errors import refuse
from councilflow.web.fields import choices, line, lines_of
from councilflow.web.fields import password as password_field
from councilflow.web.forms import Form
from councilflow.web.mail import trouble_words
from councilflow.web.minutes.blueprint import bp
from councilflow.web.minutes.facts import Standpoint, standpoint
from councilflow.web.numbers import row_number
from councilflow.web.once import once
from councilflow.web.pages import Link, render, tell
from councilflow.web.place import signing_place


class ExtractForm(Form):
    paragraph = SelectField(_l("Paragraf"), coerce=int)
    organisations = SelectMultipleField(_l("Organisationer"), coerce=int)
    others = TextAreaField(
        _l("Andra mottagare, en per rad"), [Length(max=5000, message=_l("Högst 5 000 tecken."))]
    )
    password = password_field(_l("Ditt lösenord"), _l("Skriv ditt lösenord."))

    def offer(self, paragraphs: Iterable[Any], mailboxes: Iterable[Any]) -> None:
        self.mailboxes = {row.id: row for row in mailboxes}
        self.paragraph.choices = choices(
            (one.number, _("§ %(number)s %(title)s", number=one.number, title=one.title))
            for one in paragraphs
        )
        self.organisations.choices = choices((row.id, row.name) for row in self.mailboxes.values())

    def validate_others(self, field: TextAreaField) -> None:
        for name, email in _others(field.data):
            if len(name) > 200:
                raise ValidationError(_("Mottagarens namn får vara högst 200 tecken."))
            if email and not _is_address(email):
                raise ValidationError(
                    _("%(email)s är ingen e-postadress. Skriv namn, komma och adress.", email=email)
                )
        if not self.addressees():
            raise ValidationError(_("Välj minst en organisation eller skriv en mottagare."))
        if len(self.addressees()) > MOST:
            raise ValidationError(_("Välj högst %(most)s mottagare på en gång.", most=MOST))

    def addressees(self) -> list[Addressee]:
        chosen = [self.mailboxes[one] for one in self.organisations.data or [] if one in self.mailboxes]
        return [
            *(Addressee(row.name, row.mailbox, row.id) for row in chosen),
            *(Addressee(name, email) for name, email in _others(self.others.data)),
        ]


def _others(text: str | None) -> list[tuple[str, str]]:
    """Name and address of each line; the address comes last, after a comma, and may be missing."""
    found = []
    for one in lines_of(text or ""):
        name, comma, last = one.rpartition(",")
        if comma and "@" in last:
            found.append((name.strip() or last.strip(), last.strip()))
        else:
            found.append((one, one if "@" in one else ""))
    return found


def _is_address(email: str) -> bool:
    try:
        mailbox("", email)
    except BadAddress:
        return False
    return True


class SendForm(Form):
    email = line(_l("E-postadress"), _l("Skriv vart utdraget ska skickas."), longest=254)

    def validate_email(self, field: Any) -> None:
        Email(_("Skriv en e-postadress, till exempel kommun@timra.se."))(self, field)


@bp.get("/extracts")
@reads_minutes
def extract_log(meeting_id: int) -> ResponseReturnValue:
    """Every extract of these minutes: number, §, recipient, when, and whether it arrived."""
    at = standpoint(meeting_id)
    if not signed.paragraphs(meeting_id):
        return _refuse(meeting_id, RuleBroken("extract-before-signing"))
    return render(
        "minutes/extracts.html",
        extracts=dispatch.log_of(meeting_id),
        makes=can(Act.WRITE_MINUTES),
        trouble_words=trouble_words,
        **_frame(at),
    )


@bp.route("/extracts/new", methods=["GET", "POST"])
@requires(Act.WRITE_MINUTES)
@once
def new_extracts(meeting_id: int) -> ResponseReturnValue:
    """Choose a § and who gets it; one password covers one extract for each recipient."""
    at = standpoint(meeting_id)
    offered = signed.paragraphs(meeting_id)
    if not offered:
        return _refuse(meeting_id, RuleBroken("extract-before-signing"))
    form = ExtractForm(paragraph=request.args.get("paragraph", type=row_number))
    form.offer(offered, dispatch.mailboxes(meeting_id))
    if form.validate_on_submit():
        if people.verify_password(
            me(), form.password.data, now=now(), network_address=request.remote_addr or ""
        ):
            return _make(meeting_id, form)
        form.password.errors = [_("Lösenordet stämmer inte. Försök igen.")]
    addresses = {number: row.mailbox for number, row in form.mailboxes.items()}
    page = render("minutes/new_extracts.html", form=form, addresses=addresses, **_frame(at))
    return page, 422 if form.errors else 200


def _make(meeting_id: int, form: ExtractForm) -> ResponseReturnValue:
    to = form.addressees()
    try:
        made = extracts.make(meeting_id, form.paragraph.data, to, place=signing_place(), by=me(), now=now())
    except RuleBroken as refused:
        return _refuse(meeting_id, refused)
    mailed = sum(1 for one in made if one.email)
    tell(
        ngettext("Ett utdrag är gjort och bestyrkt", "%(n)s utdrag är gjorda och bestyrkta", len(made)),
        " ".join([*_sent_words(mailed), *_paper_words(len(made) - mailed)]),
    )
    return redirect(url_for("minutes.extract_log", meeting_id=meeting_id))


def _sent_words(mailed: int) -> list[str]:
    return [ngettext("Ett går med mejl.", "%(n)s går med mejl.", mailed)] if mailed else []


def _paper_words(on_paper: int) -> list[str]:
    if not on_paper:
        return []
    return [
        ngettext(
            "Ett har ingen e-postadress: öppna filen, skriv ut den och lämna över den.",
            "%(n)s har ingen e-postadress: öppna filerna, skriv ut dem och lämna över dem.",
            on_paper,
        )
    ]


@bp.get("/extracts/<int:extract_id>")
@reads_minutes
def extract_file(meeting_id: int, extract_id: int) -> ResponseReturnValue:
    """The exact file that was attested."""
    found = dispatch.file_of(meeting_id, extract_id)
    if found is None:
        abort(404)
    name = f"protokollsutdrag-{found.number}-{found.year}.pdf"
    return as_file(found.content, mimetype="application/pdf", name=name, inline=True)


@bp.route("/extracts/<int:extract_id>/send", methods=["GET", "POST"])
@requires(Act.WRITE_MINUTES)
@once
def send_extract(meeting_id: int, extract_id: int) -> ResponseReturnValue:
    """Send the same file again, or for the first time, after a look at the address."""
    extract = next((one for one in dispatch.log_of(meeting_id) if one.id == extract_id), None)
    if extract is None:
        abort(404)
    form = SendForm(email=dispatch.address_of(extract_id))
    if form.validate_on_submit():
        try:
            dispatch.send(extract_id, email=form.email.data, by=me(), now=now())
        except RuleBroken as refused:
            return _refuse(meeting_id, refused)
        tell(_("Utdraget till %(name)s skickas", name=extract.recipient))
        return redirect(url_for("minutes.extract_log", meeting_id=meeting_id))
    page = render(
        "minutes/send_extract.html",
        form=form,
        extract=extract,
        trouble_words=trouble_words,
        **_frame(standpoint(meeting_id)),
    )
    return page, 422 if form.errors else 200


def _frame(at: Standpoint) -> dict[str, Any]:
    return {"meeting": at.meeting, "day": at.day, "days": at.days, "zone": at.zone}


def _refuse(meeting_id: int, refused: RuleBroken) -> ResponseReturnValue:
    return refuse(refused, Link(url_for("minutes.show", meeting_id=meeting_id), _("Till protokollet")))
