"""A report while it is written: heading by heading, its goals and evaluations, then submitted (B4.1)."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import FieldList, FormField, HiddenField, RadioField

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.i18n import ngettext
from councilflow.models import PlanReport
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.reports import ReportPart
from councilflow.process.plans.values import GoalResult, ReportState
from councilflow.services.plans import reports as service
from councilflow.services.plans.reports.assessing import evaluations_of
from councilflow.web.access import keeps_plan, me, now, writes_report
from councilflow.web.errors import refuse
from councilflow.web.fields import choices, day, line, passage, say
from councilflow.web.forms import Form, Part
from councilflow.web.numbers import number_in
from councilflow.web.pages import Link, render, tell
from councilflow.web.plans.blueprint import bp
from councilflow.web.plans.reports import report_at, telling
from councilflow.words import word

SPARE, MOST = 3, 60


def _draft_at(plan_id: int, report_id: int) -> PlanReport:
    """The report in the address. RuleBroken: report-submitted."""
    row = report_at(plan_id, report_id)
    if row.state is not ReportState.DRAFT:
        raise RuleBroken("report-submitted")
    return row


def _back(row: PlanReport) -> ResponseReturnValue:
    return redirect(url_for("plans.report", plan_id=row.plan_id, report_id=row.id))


class HeadForm(Form):
    title = line(_l("Rapportens rubrik"), _l("Skriv vad rapporten heter."))
    funder = line(_l("Finansiär"))
    from_on = day(_l("Från och med"))
    to_on = day(_l("Till och med"))


@bp.route("/plans/<int:plan_id>/reports/<int:report_id>/edit", methods=["GET", "POST"])
@writes_report
def edit_report(plan_id: int, report_id: int) -> ResponseReturnValue:
    row = _draft_at(plan_id, report_id)
    form = HeadForm(obj=row)
    if form.validate_on_submit():
        try:
            service.change_head(
                row,
                title=form.title.data,
                funder=form.funder.data or "",
                from_on=form.from_on.data,
                to_on=form.to_on.data,
                by=me(),
                now=now(),
            )
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("Uppgifterna är sparade"))
            return _back(row)
    return render("plans/report_edit.html", form=form, row=row), 422 if form.errors else 200


class SectionForm(Form):
    title = line(_l("Rubrik"), _l("Skriv rubriken."))
    text = passage(_l("Text"), longest=40_000)
    version = HiddenField()


@bp.route("/plans/<int:plan_id>/reports/<int:report_id>/sections/<int:place>", methods=["GET", "POST"])
@writes_report
def report_section(plan_id: int, report_id: int, place: int) -> ResponseReturnValue:
    """The text under one heading, counted from 1. When somebody has saved a newer one, both stand there."""
    row = _draft_at(plan_id, report_id)
    place -= 1
    if not 0 <= place < len(row.sections):
        abort(404)
    section = row.sections[place]
    form = SectionForm(title=section["title"], text=section["text"], version=str(section["version"]))
    theirs, status = None, 200
    if form.validate_on_submit():
        try:
            service.write_section(
                row,
                place,
                form.text.data or "",
                title=form.title.data,
                version=number_in(form.version.data),
                by=me(),
                now=now(),
            )
        except RuleBroken as error:
            if error.code != "somebody-saved-first":
                raise
            section = row.sections[place]
            theirs, status = section, 409
            form.version.data = str(section["version"])
        else:
            tell(_("Texten är sparad"), form.title.data)
            return _back(row)
    page = _section_page(row, place, form, theirs)
    return page, status if theirs or not form.errors else 422


def _section_page(row: PlanReport, place: int, form: SectionForm, theirs: dict[str, Any] | None) -> str:
    return render(
        "plans/report_section.html",
        form=form,
        row=row,
        place=place,
        hint=row.sections[place].get("hint", ""),
        filled=service.build(row).sections[place],
        parts=[ReportPart(part) for part in row.sections[place]["content"]],
        theirs=theirs,
        **telling(row),
    )


class Assessing(Form):
    """A choice and a text for each goal, made for the goals that there are."""


@bp.route("/plans/<int:plan_id>/reports/<int:report_id>/goals", methods=["GET", "POST"])
@writes_report
def report_goals(plan_id: int, report_id: int) -> ResponseReturnValue:
    """How far each goal was met. A goal without a choice is left as it is."""
    row = _draft_at(plan_id, report_id)
    goals = service.goals_of(row)
    results = choices((one, word(one)) for one in GoalResult)
    fields: dict[str, Any] = {}
    for goal in goals:
        fields[f"result-{goal.id}"] = RadioField(
            _l("Bedömning"), choices=results, default=goal.result.value if goal.result else None
        )
        fields[f"text-{goal.id}"] = passage(_l("Motivering"), longest=8000)
    form = type("GoalsForm", (Assessing,), fields)(data={f"text-{goal.id}": goal.text for goal in goals})
    if _assessed(form, goals):
        said = {
            goal.id: (GoalResult(form[f"result-{goal.id}"].data), form[f"text-{goal.id}"].data or "")
            for goal in goals
            if form[f"result-{goal.id}"].data
        }
        count = service.assess(row, said, by=me(), now=now())
        tell(
            _("Bedömningarna är sparade"),
            ngettext("En bedömning är ny.", "%(n)s bedömningar är nya.", count) if count else "",
        )
        return _back(row)
    return render("plans/report_goals.html", form=form, row=row, goals=goals), 422 if form.errors else 200


def _assessed(form: Any, goals: Any) -> bool:
    """A reason without a choice says nothing."""
    if not form.is_submitted():
        return False
    for goal in goals:
        field = form[f"result-{goal.id}"]
        field.validate_choice = bool(field.data)
        field.data = field.data or None
    if not form.validate():
        return False
    for goal in goals:
        if form[f"text-{goal.id}"].data and not form[f"result-{goal.id}"].data:
            form[f"result-{goal.id}"].errors = [_("Välj en bedömning, eller ta bort motiveringen.")]
    return not form.errors


class EvaluationPart(Part):
    viewpoint = line(_l("Ur vilket perspektiv"))
    name = line(_l("Namn"))
    text = passage(_l("Omdöme"), longest=8000)

    def validate(self, extra_validators: Any = None) -> bool:
        holds = super().validate(extra_validators)
        if not any((self.viewpoint.data, self.name.data, self.text.data)):
            return holds
        for field, sentence in (
            (self.viewpoint, _("Skriv perspektivet, till exempel Projektledare.")),
            (self.text, _("Skriv omdömet.")),
        ):
            if not field.data:
                field.errors, holds = [sentence], False
        return holds


class EvaluationsForm(Form):
    evaluations = FieldList(FormField(EvaluationPart), max_entries=MOST)

    def said(self) -> list[tuple[str, str, str]]:
        rows = (part.form for part in self.evaluations if part.form.text.data)
        return [(row.viewpoint.data, row.name.data or "", row.text.data) for row in rows]


@bp.route("/plans/<int:plan_id>/reports/<int:report_id>/evaluations", methods=["GET", "POST"])
@writes_report
def report_evaluations(plan_id: int, report_id: int) -> ResponseReturnValue:
    row = _draft_at(plan_id, report_id)
    rows = [
        {"viewpoint": one.viewpoint, "name": one.name, "text": one.text} for one in evaluations_of(row.id)
    ]
    spare = min(SPARE, MOST - len(rows))
    form = EvaluationsForm(evaluations=[*rows, *({} for _row in range(spare))])
    if form.validate_on_submit():
        service.set_evaluations(row, form.said(), by=me(), now=now())
        tell(_("Utvärderingarna är sparade"))
        return _back(row)
    return render("plans/report_evaluations.html", form=form, row=row), 422 if form.errors else 200


class SubmitForm(Form):
    version = HiddenField()


@bp.route("/plans/<int:plan_id>/reports/<int:report_id>/submit", methods=["GET", "POST"])
@writes_report
def submit_report(plan_id: int, report_id: int) -> ResponseReturnValue:
    row = _draft_at(plan_id, report_id)
    form = SubmitForm(version=str(row.version))
    if form.validate_on_submit():
        try:
            service.submit(row, version=number_in(form.version.data), by=me(), now=now())
        except RuleBroken as error:
            way_back = url_for("plans.report", plan_id=plan_id, report_id=report_id)
            return refuse(error, Link(way_back, _("Till rapporten")))
        tell(_("Rapporten är inlämnad"), _("Siffror och lägen i den ändras inte längre."))
        return _back(row)
    built = service.build(row)
    page = render(
        "plans/report_submit.html", form=form, row=row, report=built, gaps=service.missing(row, built)
    )
    return page, 422 if form.errors else 200


class WithdrawForm(Form):
    reason = passage(_l("Varför dras rapporten tillbaka?"), _l("Skriv ett skäl."), longest=2000)


@bp.route("/plans/<int:plan_id>/reports/<int:report_id>/withdraw", methods=["GET", "POST"])
@keeps_plan
def withdraw_report(plan_id: int, report_id: int) -> ResponseReturnValue:
    row = _report_in(plan_id, report_id)
    form = WithdrawForm()
    if form.validate_on_submit():
        service.withdraw(row, form.reason.data, by=me(), now=now())
        tell(_("Rapporten är tillbakadragen"), _("Den är ett utkast igen. Det som lämnades in finns kvar."))
        return _back(row)
    page = render("plans/report_withdraw.html", form=form, row=row, why=service.why_not_withdrawn(row))
    return page, 422 if form.errors else 200


def _report_in(plan_id: int, report_id: int) -> PlanReport:
    row = db.session.get(PlanReport, report_id)
    if row is None or row.plan_id != plan_id:
        abort(404)
    return row


@bp.route("/plans/<int:plan_id>/reports/<int:report_id>/remove", methods=["GET", "POST"])
@writes_report
def remove_report(plan_id: int, report_id: int) -> ResponseReturnValue:
    row = _draft_at(plan_id, report_id)
    form = Form()
    if form.validate_on_submit():
        service.remove(row, by=me(), now=now())
        tell(_("Utkastet är borttaget"))
        return redirect(url_for("plans.reports", plan_id=plan_id))
    return render("plans/report_remove.html", form=form, row=row), 422 if form.errors else 200
