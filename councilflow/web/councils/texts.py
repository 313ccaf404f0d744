"""What a body says of itself: its description, its settings, its strategy, and its budkavle."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Body
from councilflow.process.councils import WIDER, Country
from councilflow.process.errors import RuleBroken
from councilflow.process.record import ArchiveFormat, MinutesProfile
from councilflow.services import bodies, founding, plans, setup
from councilflow.services import principles as working_principles
from councilflow.services.plans.making import is_simple
from councilflow.services.visibility import today
from councilflow.web.access import manages, me, now, viewer
from councilflow.web.councils.blueprint import bp, council_at
from councilflow.web.fields import choices, day, line, lines_of, passage, say
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.words import word


def _days(label: Any) -> IntegerField:
    within = NumberRange(0, 120, _l("Skriv ett antal dagar mellan 0 och 120."))
    return IntegerField(label, [InputRequired(_l("Skriv ett antal dagar.")), within])


def _meetings(label: Any) -> IntegerField:
    within = NumberRange(0, 60, _l("Skriv ett antal möten mellan 0 och 60."))
    return IntegerField(label, [Optional(), within])


class BodyForm(Form):
    """What a body is called and what it says of itself."""

    name = line(_l("Namn"), _l("Skriv ett namn."))
    short_name = line(_l("Kort namn"), _l("Skriv ett kort namn."), longest=40)
    host = SelectField(
        _l("Värd"),
        [InputRequired(_l("Välj värdorganisation."))],
        coerce=lambda value: int(value) if value else None,
    )
    includes = SelectField(_l("Omfattar också rådet"), coerce=lambda value: int(value) if value else None)
    starts_on = day(_l("Första dag"))
    country = RadioField(_l("Land"), coerce=Country)
    document_language = SelectField(_l("Handlingarnas språk"), [InputRequired(_l("Välj språk."))])
    advisory = BooleanField(_l("Rådet är rådgivande"))
    motto = line(_l("Motto"), longest=300)
    description = passage(_l("Beskrivning"))
    tasks = passage(_l("Uppgifter"))
    vision = passage(_l("Vision"), longest=1000)
    overall_goal = passage(_l("Övergripande mål"), longest=1000)
    core_values = passage(_l("Värden"), longest=1000)
    cost_rule = passage(_l("Vem som betalar mötena"), longest=1000)

    def offer(self, *, but: Body | None = None, is_founder: bool) -> None:
        """Fill in what can be chosen. Only who founds councils says which one another includes (A54)."""
        hosts = [(row.id, row.name) for row in setup.standing_organisations()]
        if but is not None and but.host_id not in dict(hosts):
            hosts.append((but.host_id, but.host.name))
        unchosen = [] if but is not None else [("", _("Välj värd"))]
        self.host.choices = choices([*unchosen, *hosts])
        self.document_language.choices = choices(i18n.LANGUAGES.items())
        self.country.choices = choices((one, word(one)) for one in Country)
        if not is_founder or (but is not None and but.kind not in WIDER):
            del self.includes
            return
        standing = bodies.includable(but)
        self.includes.choices = choices(
            [("", _("Inget annat råd")), *((row.id, row.name) for row in standing)]
        )

    def facts(self) -> dict[str, Any]:
        """The fields by the names of the table."""
        links = {"host": "host_id", "includes": "includes_id"}
        names = [name for name in BodyForm.__dict__ if name in self._fields]
        return {links.get(name, name): self._fields[name].data for name in names}


class SettingsForm(Form):
    """The handful of settings of a body; the values of H are where a new one starts."""

    invitation_days = _days(_l("Kallelse, dagar före mötet"))
    preparation_days = _days(_l("Organisationernas hållning, dagar före mötet"))
    draft_days = _days(_l("Utkast till protokoll, dagar efter mötet"))
    signing_days = _days(_l("Justerat protokoll, dagar efter mötet"))
    reminder_days = _days(_l("Påminnelser, dagar före"))
    report_back_days = _days(_l("Återföring hemma, dagar efter justeringen"))
    meetings_least = _meetings(_l("Minst så många möten om året"))
    meetings_most = _meetings(_l("Högst så många möten om året"))
    has_substitutes = BooleanField(_l("Ledamöterna har ersättare"))
    calls_substitutes = BooleanField(_l("Nästa ersättare kallas in av sig själv när någon inte kommer"))
    members_see_stances = BooleanField(_l("Alla ledamöter ser inlämnade hållningar före mötet"))
    speaking_minutes = IntegerField(
        _l("Vanlig talartid"),
        [Optional(), NumberRange(1, 120, _l("Skriv en talartid mellan 1 och 120 minuter."))],
    )
    speakers_in_minutes = BooleanField(_l("Protokollet säger vilka som har yttrat sig"))
    minutes_profile = RadioField(_l("Regler för protokollet"), coerce=MinutesProfile)
    archive_format = RadioField(_l("Arkivformat"), coerce=ArchiveFormat)

    def offer(self) -> None:
        self.minutes_profile.choices = choices((one, word(one)) for one in MinutesProfile)
        self.archive_format.choices = choices((one, word(one)) for one in ArchiveFormat)

    def validate_meetings_most(self, field: IntegerField) -> None:
        least, most = self.meetings_least.data, field.data
        if least is not None and most is not None and most < least:
            raise ValidationError(_("Det högsta antalet är lägre än det minsta."))

    def facts(self) -> dict[str, Any]:
        return {name: field.data for name, field in self._fields.items() if name != "csrf_token"}


class PlanForm(Form):
    title = line(_l("Strategins namn"), _l("Skriv strategins namn."))
    short_title = line(
        _l("Förkortning"), _l("Skriv hur strategin kallas till vardags, till exempel RUS."), longest=40
    )
    period = line(_l("Period"), longest=60)
    goals = passage(_l("Mål, ett per rad"))
    focus_areas = passage(_l("Fokusområden, ett per rad"))


class PrinciplesForm(Form):
    title = line(_l("Rubrik"), _l("Skriv en rubrik."))
    principles = passage(_l("Principer, en per rad"), _l("Skriv minst en princip."))
    valid_from = day(_l("Gäller från"), _l("Skriv från vilken dag versionen gäller."))


@bp.route("/councils/<int:council_id>/edit", methods=["GET", "POST"])
@manages
def edit(council_id: int) -> ResponseReturnValue:
    council = council_at(council_id)
    form = BodyForm(obj=council)
    form.offer(but=council, is_founder=viewer().is_administrator)
    if not form.is_submitted():
        form.host.data = council.host_id  # `host` of the council is the organisation itself
        if "includes" in form:
            form.includes.data = council.includes_id
    if form.validate_on_submit():
        try:
            founding.change_body(council, **form.facts(), by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("Uppgifterna är sparade"))
            return redirect(url_for("councils.manage", council_id=council_id))
    page = render("councils/edit.html", form=form, council=council_at(council_id))
    return page, 422 if form.errors else 200


@bp.route("/councils/<int:council_id>/settings", methods=["GET", "POST"])
@manages
def settings(council_id: int) -> ResponseReturnValue:
    council = council_at(council_id)
    form = SettingsForm(obj=council)
    form.offer()
    if form.validate_on_submit():
        founding.change_body(council, **form.facts(), by=me(), now=now())
        tell(_("Inställningarna är sparade"), _("De gäller möten som inte har öppnats än."))
        return redirect(url_for("councils.manage", council_id=council_id))
    page = render("councils/settings.html", form=form, council=council)
    return page, 422 if form.errors else 200


@bp.route("/councils/<int:council_id>/plan", methods=["GET", "POST"])
@manages
def plan(council_id: int) -> ResponseReturnValue:
    council = council_at(council_id)
    goal, focus_area = plans.LEVELS
    standing = plans.plan_of(council_id)
    if standing is not None and not is_simple(standing):
        return redirect(url_for("plans.show", plan_id=standing.id))  # this form would lose what it cannot say
    written = {level: "\n".join(plans.titles(standing, level)) for level in plans.LEVELS}
    form = PlanForm(obj=standing, data={"goals": written[goal], "focus_areas": written[focus_area]})
    if form.validate_on_submit():
        lines = {goal: lines_of(form.goals.data), focus_area: lines_of(form.focus_areas.data)}
        names = {"title": form.title.data, "short_title": form.short_title.data, "period": form.period.data}
        try:
            plans.write_plan(council, **names, lines=lines, by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("Strategin är sparad"), _("Punkterna på dagordningen kan nu kopplas till den."))
            return redirect(url_for("councils.manage", council_id=council_id))
    page = render("councils/plan.html", form=form, council=council_at(council_id))
    return page, 422 if form.errors else 200


@bp.route("/councils/<int:council_id>/principles", methods=["GET", "POST"])
@manages
def principles(council_id: int) -> ResponseReturnValue:
    council = council_at(council_id)
    versions = working_principles.versions_of_principles(council_id)
    latest = versions[0] if versions else None
    form = PrinciplesForm(
        title=latest.title if latest else _("Budkavle"),
        principles="\n".join(latest.principles) if latest else "",
        valid_from=today(now()),
    )
    if form.validate_on_submit():
        working_principles.adopt_principles(
            council,
            title=form.title.data,
            lines=lines_of(form.principles.data),
            valid_from=form.valid_from.data,
            by=me(),
            now=now(),
        )
        tell(_("Den nya versionen är sparad"), _("Tidigare versioner finns kvar."))
        return redirect(url_for("councils.manage", council_id=council_id))
    page = render("councils/principles.html", form=form, council=council, versions=versions)
    return page, 422 if form.errors else 200
