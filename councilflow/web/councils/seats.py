"""Giving, changing and ending seats. The secretary's work, and the administrator's before there is one."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Body, Seat
from councilflow.process.councils import Category, Office, Side
from councilflow.process.errors import RuleBroken
from councilflow.process.seats import SeatFlaw, categories_of
from councilflow.services import composition, seats, setup
from councilflow.services.seats import SeatEntry
from councilflow.services.visibility import today
from councilflow.web.access import manages, me, now
from councilflow.web.councils.blueprint import body_at, bp
from councilflow.web.fields import choices, day, line, passage, say, say_at
from councilflow.web.forms import Form
from councilflow.web.numbers import row_number
from councilflow.web.pages import render, tell
from councilflow.words import word


def _number(value: Any) -> int | None:
    return int(value) if value else None


def _member_of(kind: type[Side] | type[Office]) -> Any:
    return lambda value: kind(value) if value else None


class SeatForm(Form):
    category = RadioField(
        _l("Sitter som"), [InputRequired(_l("Välj vad personen sitter som."))], coerce=Category
    )
    person = SelectField(_l("Person"), coerce=_number)
    organisation = SelectField(_l("Organisation"), coerce=_number)
    side = RadioField(_l("Majoritet eller opposition"), coerce=_member_of(Side))
    party = line(_l("Parti"), longest=60)
    office = RadioField(_l("Uppdrag"), coerce=_member_of(Office))
    function = line(_l("Funktion"))
    ground = passage(_l("Grund för adjungeringen"), longest=1000)
    rule = SelectField(_l("Fyller"), coerce=_number)
    starts_on = day(_l("Första dag"), _l("Skriv vilken dag platsen börjar."))
    ends_on = day(_l("Sista dag"))

    def offer(self, body: Body, *, of: Seat | None = None) -> None:
        """Fill in what can be chosen in a body, and what the seat `of` has already."""
        has_substitutes = body.has_substitutes or (of is not None and of.category is Category.SUBSTITUTE)
        self._offer_rules(composition.rules_of(body.id))
        categories = categories_of(body.kind, has_substitutes=has_substitutes)
        self.category.choices = choices((one, word(one)) for one in categories)
        self.side.choices = choices([("", _("Ingendera")), *((one, word(one).capitalize()) for one in Side)])
        self.office.choices = choices([("", _("Inget")), *((one, word(one)) for one in Office)])
        people = [(row.id, f"{row.name} ({row.email})") for row in setup.people_to_choose()]
        self.person.choices = choices([("", _("Ingen, platsen är vakant")), *people])
        kept_id = of.organisation_id if of else None
        organisations = [
            (row.id, row.name) for row in setup.organisations() if row.closed_on is None or row.id == kept_id
        ]
        self.organisation.choices = choices([("", _("Ingen organisation")), *organisations])

    def _offer_rules(self, rules: Sequence[Any]) -> None:
        """The newest wording of each rule that holds or is to come; a seat's old one gives way to it."""
        newest: dict[int, Any] = {}
        for row in rules:  # the newest first
            newest.setdefault(row.position, row)
        for row in rules:
            if row.id == self.rule.data:
                self.rule.data = newest[row.position].id
        offered = [row for row in newest.values() if row.ends_on is None or row.ends_on >= today(now())]
        if offered:
            pairs = [(row.id, row.title) for row in offered]
            self.rule.choices = choices([("", _("Ingen särskild regel")), *pairs])
        else:
            del self.rule

    def entry(self) -> SeatEntry:
        return SeatEntry(
            category=self.category.data,
            person_id=self.person.data,
            organisation_id=self.organisation.data,
            side=self.side.data,
            party=self.party.data,
            office=self.office.data,
            function=self.function.data,
            ground=self.ground.data,
            rule_id=self.rule.data if "rule" in self else None,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
        )

    def blame(self, error: RuleBroken) -> None:
        """Put what the rule says at the fields that it is about."""
        db.session.rollback()
        at = {
            SeatFlaw.CATEGORY: self.category,
            SeatFlaw.ORGANISATION: self.organisation,
            SeatFlaw.FUNCTION: self.function,
            SeatFlaw.OFFICE: self.office,
            SeatFlaw.RULE: self._fields.get("rule", self.category),
            SeatFlaw.TERM: self.ends_on,
        }
        say_at(at, self, error)


class EndForm(Form):
    ends_on = day(_l("Sista dag"), _l("Skriv platsens sista dag."))


def _asked(kind: type[StrEnum], name: str) -> Any:
    """What the link here chose beforehand, if anything."""
    value = request.args.get(name)
    return kind(value) if value in set(kind) else None


def _asked_id(name: str) -> int | None:
    return request.args.get(name, type=row_number)


@bp.route("/councils/<int:council_id>/bodies/<int:body_id>/seats/new", methods=["GET", "POST"])
@manages
def new_seat(council_id: int, body_id: int) -> ResponseReturnValue:
    body = body_at(council_id, body_id)
    form = SeatForm(
        starts_on=today(now()),
        category=_asked(Category, "category") or categories_of(body.kind)[0],
        organisation=_asked_id("organisation"),
        side=_asked(Side, "side"),
        office=_asked(Office, "office"),
        rule=_asked_id("rule"),
    )
    form.offer(body)
    if form.validate_on_submit():
        try:
            seats.add(body, form.entry(), by=me(), now=now())
        except RuleBroken as error:
            form.blame(error)
        else:
            tell(_("Platsen är sparad"))
            return _back(council_id)
    return _seat_page(form, council_id, body_at(council_id, body_id), None)


@bp.route("/councils/<int:council_id>/seats/<int:seat_id>/change", methods=["GET", "POST"])
@manages
def change_seat(council_id: int, seat_id: int) -> ResponseReturnValue:
    seat = _seat(council_id, seat_id)
    facts = {
        name: getattr(seat, name)
        for name in ("category", "side", "party", "office", "function", "ground", "ends_on")
    }
    links = {"person": seat.person_id, "organisation": seat.organisation_id, "rule": seat.rule_id}
    form = SeatForm(**facts, **links, starts_on=today(now()))
    form.offer(seat.body, of=seat)
    if form.validate_on_submit():
        try:
            seats.change(seat, form.entry(), by=me(), now=now())
        except RuleBroken as error:
            form.blame(error)
        else:
            tell(_("Ändringen är sparad"), _("Den gamla platsen finns kvar i historiken."))
            return _back(council_id)
    seat = _seat(council_id, seat_id)
    return _seat_page(form, council_id, seat.body, seat)


@bp.route("/councils/<int:council_id>/seats/<int:seat_id>/end", methods=["GET", "POST"])
@manages
def end_seat(council_id: int, seat_id: int) -> ResponseReturnValue:
    seat = _seat(council_id, seat_id)
    form = EndForm(ends_on=today(now()))
    if form.validate_on_submit():
        try:
            seats.end(seat, on=form.ends_on.data, by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("Platsen är avslutad"), _("Den finns kvar i historiken."))
            return _back(council_id)
    seat = _seat(council_id, seat_id)
    page = render(
        "councils/end_seat.html",
        form=form,
        council_id=council_id,
        body=seat.body,
        seat=seat,
        is_used=seats.is_used(seat),
    )
    return page, 422 if form.errors else 200


@bp.post("/councils/<int:council_id>/seats/<int:seat_id>/withdraw")
@manages
def withdraw_seat(council_id: int, seat_id: int) -> ResponseReturnValue:
    seats.withdraw(_seat(council_id, seat_id), by=me(), now=now())
    tell(_("Platsen är borttagen"))
    return _back(council_id)


@bp.post("/councils/<int:council_id>/seats/<int:seat_id>/move")
@manages
def move_seat(council_id: int, seat_id: int) -> ResponseReturnValue:
    """Move a substitute up or down in the order in which those of an organisation serve."""
    seat = _seat(council_id, seat_id)
    seats.move(seat, up=request.form.get("direction") == "up", by=me(), now=now())
    return redirect(url_for("councils.manage", council_id=council_id) + f"#plats-{seat_id}")


@bp.get("/councils/<int:council_id>/seats/<int:seat_id>/history")
@manages
def seat_history(council_id: int, seat_id: int) -> ResponseReturnValue:
    seat = _seat(council_id, seat_id)
    return render(
        "councils/seat_history.html", council_id=council_id, seat=seat, holders=seats.before_and_after(seat)
    )


def _seat(council_id: int, seat_id: int) -> Seat:
    seat = seats.seat_in(council_id, seat_id)
    if seat is None:
        abort(404)
    return seat


def _back(council_id: int) -> ResponseReturnValue:
    return redirect(url_for("councils.manage", council_id=council_id))


def _seat_page(form: SeatForm, council_id: int, body: Body, seat: Seat | None) -> ResponseReturnValue:
    page = render("councils/seat.html", form=form, council_id=council_id, body=body, seat=seat)
    return page, 422 if form.errors else 200
