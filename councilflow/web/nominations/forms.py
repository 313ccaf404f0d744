"""What one fills in to ask for names, and to answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request
from wtforms import (
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional

from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Body, NominationAnswer, SeatRule
from councilflow.process.councils import Category, Side
from councilflow.process.nominations import MOST_NAMES, WITH_SIDE, Nominee
from councilflow.process.seats import categories_of
from councilflow.services import nominations
from councilflow.services.nominations import Wish
from councilflow.services.people import address
from councilflow.web.fields import choices, day, line, passage
from councilflow.web.forms import Form, Part
from councilflow.words import word


class AskForm(Form):
    """A request; `seats` is a category, or a rule of composition by its number."""

    title = line(_l("Vad ni söker namn till"), _l("Skriv vad ni söker namn till."))
    text = passage(_l("Bakgrund till organisationerna"), longest=5000)
    seats = SelectField(
        _l("Plats som de föreslagna ska få"), [InputRequired(_l("Välj vilken plats det gäller."))]
    )
    names_wanted = IntegerField(
        _l("Högsta antal namn från varje organisation"),
        [
            InputRequired(_l("Skriv hur många namn.")),
            NumberRange(1, MOST_NAMES, _l("Skriv ett antal mellan 1 och 20.")),
        ],
    )
    due_on = day(_l("Svar senast"), _l("Skriv vilken dag svaren ska vara inne."))
    organisations = SelectMultipleField(
        _l("Organisationer att fråga"), [InputRequired(_l("Välj minst en organisation."))], coerce=int
    )

    def offer(self, body: Body, rules: Sequence[SeatRule], organisations: Sequence[Any]) -> None:
        """Fill in what can be chosen; every organisation is chosen beforehand."""
        self.rules = {f"rule-{rule.id}": rule for rule in rules}
        kinds = categories_of(body.kind, has_substitutes=body.has_substitutes)
        by_rule = [(name, f"{rule.title} ({word(rule.category)})") for name, rule in self.rules.items()]
        self.seats.choices = choices([*((one, word(one)) for one in kinds), *by_rule])
        self.organisations.choices = choices((row.id, row.name) for row in organisations)
        if request.method == "GET":
            self.organisations.data = [row.id for row in organisations]
            self.seats.data = str(kinds[0])

    def wish(self) -> Wish:
        rule = self.rules.get(self.seats.data or "")
        return Wish(
            title=self.title.data,
            text=self.text.data,
            names_wanted=self.names_wanted.data or 1,
            due_on=self.due_on.data,
            category=rule.category if rule else Category(self.seats.data),
            rule_id=rule.id if rule else None,
        )


_ADDRESS = Email(_l("Skriv en e-postadress, till exempel namn@kommun.se."))


def _lowered(text: str | None) -> str:
    """An address as it is stored, so that the same one twice is seen."""
    return address(text or "").replace("\0", "")


class NamePart(Part):
    """One name; wholly empty it is nobody."""

    name = line(_l("Namn"), longest=120)
    email = StringField(_l("E-postadress"), [Optional(), Length(max=254), _ADDRESS], filters=[_lowered])
    title = line(_l("Titel"), longest=120)
    side = RadioField(_l("Majoritet eller opposition"), coerce=lambda value: Side(value) if value else None)
    party = line(_l("Parti"), longest=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.side.choices = choices([("", _("Ingendera")), *((one, word(one).capitalize()) for one in Side)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Somebody named has a name and an address that a mail can go to."""
        holds = super().validate(extra_validators)
        if not any((self.name.data, self.email.data, self.title.data)):
            return holds
        for field, sentence in (
            (self.name, _("Skriv personens namn.")),
            (self.email, _("Skriv personens e-postadress.")),
        ):
            if not field.data:
                field.errors, holds = [sentence], False
        return holds

    def nominee(self) -> Nominee | None:
        if not self.name.data:
            return None
        return Nominee(
            self.name.data,
            self.email.data or "",
            self.title.data or "",
            self.side.data,
            self.party.data or "",
        )


class AnswerForm(Form):
    kind = RadioField(_l("Vad svarar ni?"), [InputRequired(_l("Välj om ni föreslår namn eller avstår."))])
    names = FieldList(FormField(NamePart), max_entries=MOST_NAMES)
    note = passage(_l("Meddelande till den som frågar"), longest=2000)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whoever declines says why."""
        holds = bool(super().validate(extra_validators))
        if self.declines and not self.note.data:
            self.note.errors, holds = [_("Skriv varför ni avstår.")], False
        return holds

    @property
    def declines(self) -> bool:
        return bool(self.kind.data == "declines")

    def nominees(self) -> list[Nominee]:
        """Those named; none from one who declines."""
        found = [part.form.nominee() for part in self.names]
        return [] if self.declines else [one for one in found if one]


def answer_form(answer: NominationAnswer) -> tuple[AnswerForm, list[Nominee]]:
    """The form for an answer with as many places as there are names left to give, and those who stand fast
    because they have been given a seat."""
    fixed = nominations.seated_in(answer)
    taken = {one.email for one in fixed}
    open_ = [one for one in map(Nominee.of, answer.nominees) if one.email not in taken]
    places = max(answer.request.names_wanted - len(fixed), 0)
    facts = [
        {"name": one.name, "email": one.email, "title": one.title, "side": one.side, "party": one.party}
        for one in open_
    ]
    form = AnswerForm(
        kind=("declines" if answer.declines else "names") if answer.answered_at else None,
        note=answer.note,
        names=facts[:places],
    )
    form.kind.choices = choices([("names", _("Vi föreslår namn")), ("declines", _("Vi avstår"))])
    while len(form.names) < places:
        form.names.append_entry()
    while len(form.names) > places:
        form.names.pop_entry()
    return form, fixed


def has_side(category: Category) -> bool:
    return category in WITH_SIDE


__all__ = ["AnswerForm", "AskForm", "answer_form", "has_side"]
