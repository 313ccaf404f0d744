"""The forms of the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, ValidationError

from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.process.minutes import Minutes, Paragraph
from councilflow.services.minutes.passages import Offer
from councilflow.signing.signers import CertificateFile
from councilflow.web.forms import Form, Part, SelectChoice

APPROVE, SEND_BACK = "approve", "send_back"


class ReviewForm(Form):
    answer = RadioField(
        _l("Ditt svar"),
        [InputRequired(_l("Välj om du godkänner protokollet eller skickar tillbaka det."))],
        choices=[
            SelectChoice(APPROVE, _l("Jag godkänner protokollet")),
            SelectChoice(SEND_BACK, _l("Jag skickar tillbaka det för ändring")),
        ],
    )
    read = HiddenField()
    comment = TextAreaField(_l("Vad ska ändras?"), [Length(max=5000, message=_l("Högst 5 000 tecken."))])

    def validate_comment(self, field: TextAreaField) -> None:
        if self.answer.data == SEND_BACK and not (field.data or "").strip():
            raise ValidationError(_("Skriv vad som ska ändras, så att sekreteraren vet."))


class CommentForm(Form):
    """A reviewer's comment at a place in the draft."""

    passage = HiddenField()
    quote = TextAreaField(_l("Orden det gäller"), [Length(max=1000, message=_l("Högst 1 000 tecken."))])
    text = TextAreaField(
        _l("Din kommentar"),
        [
            InputRequired(_l("Skriv din kommentar.")),
            Length(max=5000, message=_l("Högst 5 000 tecken.")),
        ],
    )


class AnswerForm(Form):
    """The secretary's answer to a comment; each comment has one, so the page gives the fields their names."""

    answer = TextAreaField(_l("Ditt svar"), [Length(max=5000, message=_l("Högst 5 000 tecken."))])


class LockForm(Form):
    override = TextAreaField(
        _l("Varför låses texten ändå?"), [Length(max=500, message=_l("Högst 500 tecken."))]
    )


class SignForm(Form):
    has_read = BooleanField(
        _l("Jag har läst protokollet och det stämmer med vad som sades på mötet"),
        [InputRequired(_l("Läs protokollet och kryssa i rutan."))],
    )
    password = PasswordField(_l("Ditt lösenord"), [InputRequired(_l("Skriv ditt lösenord."))])
    own_file = FileField(_l("Filen med ditt certifikat"))
    own_passphrase = PasswordField(_l("Lösenordet till filen"))

    def own(self) -> CertificateFile | None:
        """The certificate of one's own to sign with, in memory only; None: one is issued here."""
        if not self.own_file.data:
            return None
        return CertificateFile(self.own_file.data.read(), self.own_passphrase.data or "")


class AtOnceForm(Form):
    paragraphs = SelectMultipleField(
        _l("Vilka paragrafer ska justeras omedelbart?"),
        [InputRequired(_l("Välj minst en paragraf."))],
        coerce=int,
    )


def at_once_choices(paragraphs: Sequence[Paragraph]) -> list[SelectChoice]:
    return [
        SelectChoice(one.number, _("§ %(number)s %(title)s", number=one.number, title=one.title))
        for one in paragraphs
    ]


def at_once_form(paragraphs: Sequence[Paragraph]) -> AtOnceForm:
    """The form with these paragraphs only, all of them ticked."""
    form = AtOnceForm(formdata=None, data={"paragraphs": [one.number for one in paragraphs]})
    form.paragraphs.choices = at_once_choices(paragraphs)
    return form


class ReplaceForm(Form):
    signatory = RadioField(
        _l("Vem kan inte skriva under?"), [InputRequired(_l("Välj vem som ska bytas ut."))], coerce=int
    )
    person = RadioField(
        _l("Vem skriver under i stället?"),
        [InputRequired(_l("Välj vem som skriver under i stället."))],
        coerce=int,
    )
    order = TextAreaField(
        _l("Ordförandens beslut"),
        [
            InputRequired(_l("Skriv vem som har beslutat om bytet, när och varför.")),
            Length(max=500, message=_l("Högst 500 tecken.")),
        ],
    )


class ChangeForm(Part):
    """One place in the minutes that is corrected."""

    paragraph = SelectField(_l("Var i protokollet"), coerce=int)
    said = TextAreaField(_l("Protokollet säger"), [Length(max=10_000, message=_l("Högst 10 000 tecken."))])
    should_say = TextAreaField(
        _l("Protokollet ska säga"), [Length(max=10_000, message=_l("Högst 10 000 tecken."))]
    )


class CorrectionForm(Form):
    changes = FieldList(FormField(ChangeForm))
    reason = TextAreaField(
        _l("Varför rättas protokollet?"),
        [
            InputRequired(_l("Skriv varför protokollet rättas.")),
            Length(max=5000, message=_l("Högst 5 000 tecken.")),
        ],
    )


CHANGES = 3
"""Rows for changes on an empty form."""


def correction_form(minutes: Minutes) -> CorrectionForm:
    """The form with the paragraphs of these minutes to choose from."""
    form = CorrectionForm()
    while not form.is_submitted() and len(form.changes.entries) < CHANGES:
        form.changes.append_entry()
    places = [
        (one.number, _("§ %(number)s %(title)s", number=one.number, title=one.title))
        for one in minutes.paragraphs
    ]
    places.append((0, _("Utanför paragraferna")))
    for row in form.changes:
        row.form.paragraph.choices = places
    return form


class PassagesForm(Form):
    """One field for each passage is added where it is made."""

    base = HiddenField()
    """The number of the revision that is being edited."""


TAKE, KEEP = "take", "keep"


class RenewForm(Form):
    """One choice for each passage is added where it is made."""

    base = HiddenField()
    """The number of the revision that is chosen for."""


def renew_form(names: dict[str, str], offers: list[Offer], base: int) -> RenewForm:
    """The form with a choice for each passage whose text is another than the record's. What somebody has
    written is kept unless it is chosen otherwise."""
    fields = {
        one.key: RadioField(
            names.get(one.key, one.key),
            default=KEEP if one.is_edited else TAKE,
            choices=[
                SelectChoice(TAKE, _l("Ta den nya texten")),
                SelectChoice(KEEP, _l("Behåll texten som den står")),
            ],
        )
        for one in offers
    }
    form: RenewForm = type("RenewForm", (RenewForm,), fields)(data={"base": str(base)})
    return form


def form_for(names: dict[str, str], held: dict[str, Any], base: int) -> PassagesForm:
    """The form with a text for each passage, and a choice to take the record's text back where it differs."""
    too_long = Length(max=20_000, message=_l("Högst 20 000 tecken."))
    fields: dict[str, Any] = {key: TextAreaField(name, [too_long]) for key, name in names.items()}
    for key, one in held.items():
        if one["text"] != one["made"]:
            fields[f"back-{key}"] = BooleanField(_l("Byt till texten från mötet"))
    made = type("PassagesForm", (PassagesForm,), fields)
    form: PassagesForm = made(data={"base": str(base)} | {key: one["text"] for key, one in held.items()})
    return form
