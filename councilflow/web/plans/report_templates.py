"""A council's report templates: the headings that a funder asks for, in order (B4.1)."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import FieldList, FormField, IntegerField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional

from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import ReportTemplate
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.reports import ReportPart
from councilflow.process.plans.values import ReportKind
from councilflow.services.plans import report_templates as service
from councilflow.services.plans.report_templates import Form as Template
from councilflow.services.plans.report_templates import Heading
from councilflow.web.access import manages, me, now
from councilflow.web.councils.blueprint import council_at
from councilflow.web.fields import choices, line, say
from councilflow.web.forms import Form, Part
from councilflow.web.pages import render, tell
from councilflow.web.plans.blueprint import bp
from councilflow.words import word

SPARE, MOST = 2, 30


class HeadingPart(Part):
    place = IntegerField(_l("Plats"), [Optional(), NumberRange(0, 999, _l("Skriv ett heltal."))])
    title = line(_l("Rubrik"))
    hint = line(_l("Stöd till den som skriver"), longest=500)
    parts = SelectMultipleField(_l("Det här fylls i av sig självt"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts.choices = choices((one, word(one)) for one in ReportPart)

    def validate(self, extra_validators: Any = None) -> bool:
        holds = super().validate(extra_validators)
        if (self.hint.data or self.parts.data) and not self.title.data:
            self.title.errors, holds = [_("Skriv rubriken, eller töm hela raden.")], False
        return holds


class TemplateForm(Form):
    name = line(_l("Mallens namn"), _l("Skriv vad mallen heter."))
    kind = RadioField(_l("Slag"), [InputRequired(_l("Välj statusrapport eller slutrapport."))])
    funder = line(_l("Finansiär"))
    headings = FieldList(FormField(HeadingPart), max_entries=MOST)

    def offer(self) -> None:
        self.kind.choices = choices((one, word(one)) for one in ReportKind)

    def said(self) -> Template:
        """As it is written; the headings in the order of their places."""
        rows = [part.form for part in self.headings if part.form.title.data]
        rows.sort(key=lambda row: MOST if row.place.data is None else row.place.data)
        return Template(
            self.name.data,
            ReportKind(self.kind.data),
            self.funder.data or "",
            tuple(
                Heading(
                    row.title.data,
                    row.hint.data or "",
                    tuple(ReportPart(one) for one in row.parts.data or []),
                )
                for row in rows
            ),
        )


def _form(begin: Template | None) -> TemplateForm:
    rows = [
        {"place": number, "title": one.title, "hint": one.hint, "parts": [part.value for part in one.parts]}
        for number, one in enumerate(begin.headings if begin else (), 1)
    ]
    spare = min(SPARE if rows else 6, MOST - len(rows))
    form = TemplateForm(
        name="" if begin is None else begin.name,
        kind=(begin.kind if begin else ReportKind.STATUS).value,
        funder=begin.funder if begin else "",
        headings=[*rows, *({"place": len(rows) + number} for number in range(1, spare + 1))],
    )
    form.offer()
    return form


@bp.get("/councils/<int:council_id>/report-templates")
@manages
def report_templates(council_id: int) -> ResponseReturnValue:
    council = council_at(council_id)
    return render(
        "plans/report_templates.html",
        council=council,
        templates=service.templates_of(council_id),
        ready=service.ready_made(council.document_language),
    )


@bp.route("/councils/<int:council_id>/report-templates/new", methods=["GET", "POST"])
@manages
def new_report_template(council_id: int) -> ResponseReturnValue:
    """A new one, from a ready-made one (`?from=`) or from nothing."""
    council = council_at(council_id)
    ready = {one.ready_made: one for one in service.ready_made(council.document_language)}
    form = _form(ready.get(request.args.get("from", "")))
    if form.validate_on_submit():
        try:
            made = service.add_template(council, form.said(), by=me(), now=now())
        except RuleBroken as error:
            say(form, error)
        else:
            tell(_("Mallen är sparad"), made.name)
            return redirect(url_for("plans.report_templates", council_id=council_id))
    page = render("plans/report_template.html", form=form, council=council, row=None)
    return page, 422 if form.errors else 200


@bp.route("/councils/<int:council_id>/report-templates/<int:template_id>", methods=["GET", "POST"])
@manages
def report_template(council_id: int, template_id: int) -> ResponseReturnValue:
    row = _template_at(council_id, template_id)
    form = _form(service.form_of(row))
    if form.validate_on_submit():
        try:
            service.change_template(row, form.said(), by=me(), now=now())
        except RuleBroken as error:
            say(form, error)
        else:
            tell(_("Mallen är sparad"), row.name)
            return redirect(url_for("plans.report_templates", council_id=council_id))
    page = render("plans/report_template.html", form=form, council=council_at(council_id), row=row)
    return page, 422 if form.errors else 200


@bp.route("/councils/<int:council_id>/report-templates/<int:template_id>/remove", methods=["GET", "POST"])
@manages
def remove_report_template(council_id: int, template_id: int) -> ResponseReturnValue:
    row = _template_at(council_id, template_id)
    form = Form()
    if form.validate_on_submit():
        service.remove_template(row, by=me(), now=now())
        tell(_("Mallen är borttagen"), row.name)
        return redirect(url_for("plans.report_templates", council_id=council_id))
    page = render("plans/report_template_remove.html", form=form, council=council_at(council_id), row=row)
    return page, 422 if form.errors else 200


def _template_at(council_id: int, template_id: int) -> ReportTemplate:
    found = service.template_in(council_id, template_id)
    if found is None:
        abort(404)
    return found
