"""Writing the rules by which a body is composed: entered, changed, ended, and who has sat by them."""

from __future__ import annotations

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Body, SeatRule
from councilflow.process.composition import RuleFlaw
from councilflow.process.councils import Category, OrganisationKind, Scope
from councilflow.process.errors import RuleBroken
from councilflow.process.seats import categories_of
from councilflow.services import composition as service
from councilflow.services import seat_rules, setup
from councilflow.services.bodies import council_of
from councilflow.services.seat_rules import RuleEntry
from councilflow.services.visibility import today
from councilflow.web.access import manages, me, now
from councilflow.web.councils.blueprint import body_at, bp
from councilflow.web.councils.composition import rule_words
from councilflow.web.fields import choices, day, line, say, say_at
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.words import word

MANY = 1000


class RuleForm(Form):
    title = line(_l("Rubrik"), _l("Skriv vad regeln heter, till exempel Kommunernas ledamöter."), longest=120)
    category = RadioField(_l("Sitter som"), [InputRequired(_l("Välj vad de sitter som."))], coerce=Category)
    function = line(_l("Funktion"))
    scope = RadioField(_l("Gäller"), [InputRequired(_l("Välj hur ofta regeln gäller."))], coerce=Scope)
    organisation_kind = SelectField(
        _l("Slag av organisation"), coerce=lambda value: OrganisationKind(value) if value else None
    )
    organisation = SelectField(_l("Organisation"), coerce=lambda value: int(value) if value else None)
    least = IntegerField(
        _l("Minst"),
        [
            InputRequired(_l("Skriv ett antal.")),
            NumberRange(0, MANY, _l("Skriv ett antal mellan 0 och 1000.")),
        ],
    )
    most = IntegerField(
        _l("Högst"), [Optional(), NumberRange(1, MANY, _l("Skriv ett antal mellan 1 och 1000."))]
    )
    both_sides = BooleanField(_l("Både majoriteten och oppositionen"))
    starts_on = day(_l("Första dag"), _l("Skriv vilken dag regeln börjar gälla."))

    def offer(self, body: Body, *, of: SeatRule | None = None) -> None:
        """Fill in what can be chosen in a body, and what the rule `of` says already."""
        has_substitutes = body.has_substitutes or (of is not None and of.category is Category.SUBSTITUTE)
        categories = categories_of(body.kind, has_substitutes=has_substitutes)
        self.category.choices = choices((one, word(one)) for one in categories)
        self.scope.choices = choices((one, word(one)) for one in Scope)
        kinds = [(one, word(one)) for one in OrganisationKind]
        self.organisation_kind.choices = choices([("", _("Alla slag")), *kinds])
        organisations = [(row.id, row.name) for row in setup.organisations()]
        self.organisation.choices = choices([("", _("Ingen särskild")), *organisations])

    def entry(self) -> RuleEntry:
        return RuleEntry(
            title=self.title.data,
            category=self.category.data,
            function=self.function.data,
            scope=self.scope.data,
            organisation_kind=self.organisation_kind.data,
            organisation_id=self.organisation.data,
            least=self.least.data or 0,
            most=self.most.data,
            both_sides=self.both_sides.data,
            starts_on=self.starts_on.data,
        )

    def blame(self, error: RuleBroken) -> None:
        """Put what the rule says at the fields that it is about."""
        db.session.rollback()
        at = {
            RuleFlaw.CATEGORY: self.category,
            RuleFlaw.FUNCTION: self.function,
            RuleFlaw.LEAST: self.least,
            RuleFlaw.MOST: self.most,
            RuleFlaw.SIDES: self.both_sides,
            RuleFlaw.SIDES_MOST: self.most,
            RuleFlaw.TERM: self.starts_on,
        }
        say_at(at, self, error)


class EndRuleForm(Form):
    ends_on = day(_l("Sista dag"), _l("Skriv regelns sista dag."))


@bp.route("/councils/<int:council_id>/bodies/<int:body_id>/rules/new", methods=["GET", "POST"])
@manages
def new_rule(council_id: int, body_id: int) -> ResponseReturnValue:
    body = body_at(council_id, body_id)
    form = RuleForm(
        category=categories_of(body.kind)[0],
        scope=Scope.EACH_ORGANISATION,
        organisation_kind=None,
        organisation=None,
        least=1,
        starts_on=today(now()),
    )
    form.offer(body)
    if form.validate_on_submit():
        try:
            seat_rules.add(body, form.entry(), by=me(), now=now())
        except RuleBroken as error:
            form.blame(error)
        else:
            tell(_("Regeln är sparad"), _("Här ser du vilka som fyller den och vad som är vakant."))
            return _back(body_at(council_id, body_id))
    return _rule_page(form, body_at(council_id, body_id), None)


@bp.route("/councils/<int:council_id>/rules/<int:rule_id>/change", methods=["GET", "POST"])
@manages
def change_rule(council_id: int, rule_id: int) -> ResponseReturnValue:
    rule = _rule(council_id, rule_id)
    names = ("title", "category", "function", "scope", "organisation_kind", "least", "most", "both_sides")
    facts = {name: getattr(rule, name) for name in names}
    form = RuleForm(**facts, organisation=rule.organisation_id, starts_on=today(now()))
    form.offer(_body(rule), of=rule)
    if form.validate_on_submit():
        try:
            seat_rules.change(rule, form.entry(), by=me(), now=now())
        except RuleBroken as error:
            form.blame(error)
        else:
            tell(_("Ändringen är sparad"), _("Den gamla regeln gäller till dagen före."))
            return _back(_body(rule))
    rule = _rule(council_id, rule_id)
    return _rule_page(form, _body(rule), rule)


@bp.route("/councils/<int:council_id>/rules/<int:rule_id>/end", methods=["GET", "POST"])
@manages
def end_rule(council_id: int, rule_id: int) -> ResponseReturnValue:
    rule = _rule(council_id, rule_id)
    form = EndRuleForm(ends_on=today(now()))
    if form.validate_on_submit():
        try:
            seat_rules.end(rule, on=form.ends_on.data, by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("Regeln är avslutad"), _("Platserna finns kvar."))
            return _back(_body(rule))
    rule = _rule(council_id, rule_id)
    page = render(
        "councils/composition_end.html",
        form=form,
        council_id=council_id,
        body=_body(rule),
        rule=rule,
        words=rule_words(rule),
        is_used=seat_rules.is_used(rule),
    )
    return page, 422 if form.errors else 200


@bp.post("/councils/<int:council_id>/rules/<int:rule_id>/withdraw")
@manages
def withdraw_rule(council_id: int, rule_id: int) -> ResponseReturnValue:
    rule = _rule(council_id, rule_id)
    body = _body(rule)
    seat_rules.withdraw(rule, by=me(), now=now())
    tell(_("Regeln är borttagen"))
    return _back(body)


@bp.get("/councils/<int:council_id>/rules/<int:rule_id>/holders")
@manages
def rule_holders(council_id: int, rule_id: int) -> ResponseReturnValue:
    """Who has held the seats of a rule through the years, whatever it was called then (A48)."""
    rule = _rule(council_id, rule_id)
    versions = [one for one in service.rules_of(rule.body_id) if one.position == rule.position]
    return render(
        "councils/composition_holders.html",
        council_id=council_id,
        body=_body(rule),
        rule=rule,
        versions=[(one, rule_words(one)) for one in versions],
        holders=service.holders(rule),
    )


def _rule(council_id: int, rule_id: int) -> SeatRule:
    rule = service.rule_in(council_id, rule_id)
    if rule is None:
        abort(404)
    return rule


def _body(rule: SeatRule) -> Body:
    return db.session.get_one(Body, rule.body_id)


def _back(body: Body) -> ResponseReturnValue:
    return redirect(url_for("councils.composition", council_id=council_of(body), body_id=body.id))


def _rule_page(form: RuleForm, body: Body, rule: SeatRule | None) -> ResponseReturnValue:
    page = render(
        "councils/composition_rule.html", form=form, council_id=council_of(body), body=body, rule=rule
    )
    return page, 422 if form.errors else 200
