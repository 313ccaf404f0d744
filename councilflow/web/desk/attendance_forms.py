"""The forms of who is there: the roll of a day, coming and going, substitutes, jäv, guests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from councilflow import i18n
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.process.meeting import Presence
from councilflow.services.attendance import Roll
from councilflow.services.desk.guests import AT_THE_DOOR
from councilflow.web.fields import ClockField, line, passage
from councilflow.web.forms import Form, SelectChoice
from councilflow.words import word

HERE = (Presence.ON_SITE, Presence.REMOTE)


def roll_form(lines: Sequence[Any], chosen: Mapping[int, object]) -> Form:
    """One question per line of the roll. `chosen` is what stands ticked, by attendance id."""
    fields = {
        f"line_{one.id}": RadioField(one.name, [Optional()], coerce=Presence, default=chosen.get(one.id))
        for one in lines
    }
    form: Form = type("RollForm", (Form,), fields)()
    for one in lines:
        form[f"line_{one.id}"].choices = [SelectChoice(way, word(way)) for way in Presence]
    return form


class MomentForm(Form):
    """A time of the meeting; left empty it is now."""

    day = RadioField(_l("Dag"), [Optional()], coerce=date.fromisoformat)
    clock = ClockField(_l("Klockslag"), [Optional()])

    def offer_days(self, roll: Roll, now: datetime) -> None:
        self.day.choices = [SelectChoice(one.isoformat(), i18n.weekday_date(one)) for one in roll.days]
        if self.day.data is None:
            self.day.data = roll.today(now)

    def moment(self, roll: Roll) -> datetime | None:
        """None: now. RuleBroken: clock-skipped, clock-twice."""
        if self.clock.data is None:
            return None
        return roll.moment(self.day.data, self.clock.data)


class MoveForm(MomentForm):
    """Somebody comes, goes or changes between the room and the line."""

    who = SelectField(_l("Vem?"), [InputRequired(_l("Välj vem det gäller."))])
    presence = RadioField(
        _l("Vad händer?"), [InputRequired(_l("Välj vad som händer."))], coerce=Presence, validate_choice=True
    )
    item = SelectField(_l("Gäller från"), [Optional()], default="")

    def offer(self, roll: Roll, now: datetime) -> None:
        """Lay out the people of the roll and the items."""
        self.offer_days(roll, now)
        people = [(str(one.id), _named(one)) for one in roll.lines]
        self.who.choices = [SelectChoice("", _("Välj i listan")), *(SelectChoice(*one) for one in people)]
        ways = {
            Presence.ON_SITE: _("Är på plats"),
            Presence.REMOTE: _("Är med på distans"),
            Presence.ABSENT: _("Har gått"),
        }
        self.presence.choices = [SelectChoice(way, words) for way, words in ways.items()]
        self.item.choices = [
            SelectChoice("", _("Punkten som var uppe då")),
            *(SelectChoice(str(item.id), item_words(roll, item)) for item in roll.items),
        ]

    @property
    def item_id(self) -> int | None:
        return int(self.item.data) if self.item.data else None


class ServeForm(Form):
    """A substitute for a member who is away, or who has jäv in one item."""

    member = SelectField(_l("I stället för"), [InputRequired(_l("Välj ledamoten som är borta."))])
    substitute = SelectField(_l("Ersättare"), [InputRequired(_l("Välj ersättaren."))])
    item = SelectField(_l("Bara en punkt"), [Optional()], default="")
    since = SelectField(_l("Från punkt"), [Optional()], default="")
    until = SelectField(_l("Till och med punkt"), [Optional()], default="")

    def stretch(self, *, is_over: bool) -> tuple[int | None, int | None]:
        """The first and the last item that is named; at the meeting, the same one."""
        first, last = (self.since.data, self.until.data) if is_over else (self.item.data, self.item.data)
        return int(first) if first else None, int(last) if last else None

    def offer(self, roll: Roll, members: Iterable[Any], substitutes: Iterable[Any]) -> None:
        for field, people in ((self.member, members), (self.substitute, substitutes)):
            field.choices = [SelectChoice("", _("Välj i listan"))]
            field.choices += [SelectChoice(str(one.id), _named(one)) for one in people]
        items = [SelectChoice(str(item.id), item_words(roll, item)) for item in roll.items]
        self.item.choices = [SelectChoice("", _("Nej, tills ledamoten kommer")), *items]
        self.since.choices = [SelectChoice("", _("Mötets början")), *items]
        self.until.choices = [SelectChoice("", _("Mötets slut")), *items]


class RecuseForm(MomentForm):
    """Somebody takes no part in an item because of jäv."""

    who = SelectField(_l("Vem?"), [InputRequired(_l("Välj vem det gäller."))])
    item = SelectField(_l("Punkt"), [InputRequired(_l("Välj punkten."))])
    reason = passage(_l("Skäl"), longest=1000)

    def offer(self, roll: Roll, now: datetime) -> None:
        self.offer_days(roll, now)
        self.who.choices = [
            SelectChoice("", _("Välj i listan")),
            *(SelectChoice(str(one.id), _named(one)) for one in roll.lines),
        ]
        self.item.choices = [
            SelectChoice("", _("Välj i listan")),
            *(SelectChoice(str(item.id), item_words(roll, item)) for item in roll.items),
        ]


class DeclareForm(Form):
    """The same, on the own device."""

    reason = passage(_l("Skäl"), longest=1000)


class GuestForm(Form):
    """Somebody at the door, with no seat and perhaps no account."""

    name = line(_l("Namn"), _l("Skriv namnet."))
    organisation = line(_l("Organisation"))
    function = line(_l("Titel eller funktion"))
    category = RadioField(_l("Deltar som"), [InputRequired(_l("Välj hur personen deltar."))])
    presence = RadioField(_l("Hur?"), [Optional()], coerce=Presence, default=Presence.ON_SITE)
    item = SelectField(_l("Föredrar punkten"), default="")

    PRESENTS = "presents"

    def offer(self, roll: Roll) -> None:
        self.category.choices = [SelectChoice(one.value, word(one)) for one in AT_THE_DOOR]
        self.category.choices.append(SelectChoice(self.PRESENTS, _("Föredragande på en punkt")))
        self.presence.choices = [SelectChoice(one, word(one)) for one in HERE]
        self.item.choices = [
            SelectChoice("", _("Välj punkten om personen är föredragande")),
            *(SelectChoice(str(item.id), item_words(roll, item)) for item in roll.items),
        ]

    def validate_item(self, field: SelectField) -> None:
        if self.category.data == self.PRESENTS and not field.data:
            raise ValidationError(_("Välj punkten som personen föredrar."))


def item_words(roll: Roll, item: Any) -> str:
    return f"{roll.numbers[item.id]}. {item.title}"


def _named(one: Any) -> str:
    return f"{one.name}, {one.organisation}" if one.organisation else str(one.name)
