"""The reports of a plan: those that are submitted, those being written, and how one begins (B4.1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import RadioField
from wtforms.validators import InputRequired

from councilflow.documents.report import as_docx, as_pdf, as_xlsx
from councilflow.documents.report.telling import is_figure, shown
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Body, Plan, PlanNode, PlanReport
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.reports import Report
from councilflow.process.plans.values import NodeKind, ReportState
from councilflow.services.plans import access as plans
from councilflow.services.plans import report_templates as templates
from councilflow.services.plans import reports as service
from councilflow.services.plans.reading import heading
from councilflow.services.plans.report_templates import Form as Template
from councilflow.web.access import (
    keeps_plan,
    keeps_this_plan,
    me,
    now,
    reads_plan,
    reads_report,
    viewer,
    works_on_node,
    writes_this_report,
)
from councilflow.web.downloads import as_file
from councilflow.web.fields import choices, day, line, say
from councilflow.web.forms import Form
from councilflow.web.pages import render
from councilflow.web.plans.blueprint import bp, plan_at
from councilflow.web.plans.figures import one_of
from councilflow.web.plans.projects import measure_at
from councilflow.web.plans.ways import ways


@bp.get("/plans/<int:plan_id>/reports")
@reads_plan
def reports(plan_id: int) -> ResponseReturnValue:
    keeps = keeps_this_plan()
    mine = () if keeps else _worked_on(plan_id)
    rows = service.reports_of(plan_id, drafts=keeps, node_ids=mine)
    return render(
        "plans/reports.html",
        plan=heading(plan_id),
        drafts=[row for row in rows if row.state is ReportState.DRAFT],
        submitted=[row for row in rows if row.state is ReportState.SUBMITTED],
        keeps=keeps,
        ways=ways(plan_id, "plans.reports"),
        zone=db.session.get_one(Body, plan_at(plan_id).body_id).zone,
    )


def _worked_on(plan_id: int) -> list[int]:
    """The measures of the plan that the viewer works on."""
    mine = select(PlanNode.id).where(PlanNode.plan_id == plan_id, plans.nodes_worked_on(viewer()))
    return list(db.session.scalars(mine))


class BeginForm(Form):
    template = RadioField(_l("Mall"), [InputRequired(_l("Välj en mall."))])
    about = one_of(_l("Rapporten gäller"))
    title = line(_l("Rapportens rubrik"), _l("Skriv vad rapporten heter."))
    funder = line(_l("Finansiär"))
    from_on = day(_l("Från och med"))
    to_on = day(_l("Till och med"))

    def offer(self, plan: Plan) -> dict[str, tuple[Template, int | None]]:
        """What there is to begin from, by the value in the form: the council's own first."""
        own = [
            (f"own-{row.id}", templates.form_of(row), row.id) for row in templates.templates_of(plan.body_id)
        ]
        ready = [(f"ready-{one.ready_made}", one, None) for one in templates.ready_made(plan.language)]
        found = {value: (form, number) for value, form, number in [*own, *ready]}
        self.template.choices = choices((value, form.name) for value, (form, _number) in found.items())
        return found


@bp.route("/plans/<int:plan_id>/reports/new", methods=["GET", "POST"])
@keeps_plan
def new_report(plan_id: int) -> ResponseReturnValue:
    """About the whole plan, or about one of its projects (`?node=`)."""
    plan = plan_at(plan_id)
    form = BeginForm(about=request.args.get("node", ""))
    rows = db.session.execute(
        select(PlanNode.id, PlanNode.title)
        .where(PlanNode.plan_id == plan_id, PlanNode.kind == NodeKind.MEASURE)
        .order_by(PlanNode.position, PlanNode.id)
    )
    nodes = [(str(row.id), row.title) for row in rows]
    form.about.choices = choices([("", _("Hela planen")), *nodes])
    return _begin(form, plan, lambda: _chosen_node(plan_id, form), None)


def _chosen_node(plan_id: int, form: BeginForm) -> PlanNode | None:
    return measure_at(plan_id, int(form.about.data))[1] if form.about.data else None


@bp.route("/plans/<int:plan_id>/nodes/<int:node_id>/reports/from-template", methods=["GET", "POST"])
@works_on_node
def new_project_report(plan_id: int, node_id: int) -> ResponseReturnValue:
    """About the project in the address, by whoever works on it."""
    plan, node, _measure = measure_at(plan_id, node_id)
    form = BeginForm()
    del form.about
    return _begin(form, plan, lambda: node, node)


def _begin(
    form: BeginForm, plan: Plan, node: Callable[[], PlanNode | None], fixed: PlanNode | None
) -> ResponseReturnValue:
    offered = form.offer(plan)
    if form.validate_on_submit():
        template, number = offered[form.template.data]
        try:
            made = service.begin(
                plan,
                template,
                title=form.title.data,
                node=node(),
                template_id=number,
                funder=form.funder.data or "",
                from_on=form.from_on.data,
                to_on=form.to_on.data,
                by=me(),
                now=now(),
            )
        except RuleBroken as error:
            say(form, error)
        else:
            return redirect(url_for("plans.report", plan_id=plan.id, report_id=made.id))
    hints = {value: _headings(one) for value, (one, _number) in offered.items()}
    page = render("plans/report_new.html", form=form, plan=plan, node=fixed, hints=hints)
    return page, 422 if form.errors else 200


def _headings(template: Template) -> str:
    return " · ".join(one.title for one in template.headings)


def report_at(plan_id: int, report_id: int) -> PlanReport:
    """The report in the address; the guard has seen that it is the plan's."""
    return db.session.get_one(PlanReport, report_id)


@bp.get("/plans/<int:plan_id>/reports/<int:report_id>")
@reads_report
def report(plan_id: int, report_id: int) -> ResponseReturnValue:
    row = report_at(plan_id, report_id)
    read = service.edition(row)
    is_draft = row.state is ReportState.DRAFT
    return render(
        "plans/report.html",
        plan=heading(plan_id),
        row=row,
        report=read,
        sections=row.sections if is_draft else [],
        gaps=service.missing(row, read) if is_draft else [],
        editions=service.earlier_editions(row),
        writes=writes_this_report(),
        withdrawable=keeps_this_plan() and not service.why_not_withdrawn(row),
        **telling(row),
    )


def telling(row: PlanReport) -> dict[str, Any]:
    """What the pages of a report tell its tables with."""
    plan = plan_at(row.plan_id)
    return {
        "shown": shown,
        "is_figure": is_figure,
        "blocks": blocks,
        "zone": db.session.get_one(Body, plan.body_id).zone,
    }


_LISTED = re.compile(r"[-–•*]\s+(?=\S)")


def blocks(words: str) -> list[tuple[bool, list[str]]]:
    """What somebody wrote as its files show it: paragraphs, and lists of the lines that begin with a dash."""
    found: list[tuple[bool, list[str]]] = []
    for line_ in (one.strip() for one in words.splitlines()):
        begins = _LISTED.match(line_)
        if begins and found and found[-1][0]:
            found[-1][1].append(line_[begins.end() :])
        elif line_:
            found.append((bool(begins), [line_[begins.end() :] if begins else line_]))
    return found


FILES: dict[str, tuple[Callable[..., bytes], str]] = {
    "pdf": (as_pdf, "application/pdf"),
    "docx": (as_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@bp.get("/plans/<int:plan_id>/reports/<int:report_id>/file.<kind>")
@reads_report
def report_file(plan_id: int, report_id: int, kind: str) -> ResponseReturnValue:
    """The report as a file; with `?edition=` one that was submitted earlier and taken back."""
    if kind not in FILES:
        abort(404)
    row = report_at(plan_id, report_id)
    read, made_at = _asked_edition(row)
    write, media_type = FILES[kind]
    answer = as_file(
        write(read, now=made_at),
        mimetype=media_type,
        name=f"{_file_name(read.title)}.{kind}",
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _asked_edition(row: PlanReport) -> tuple[Report, datetime]:
    """The edition, and when it was settled: the same edition is always the same file."""
    asked = request.args.get("edition", "")
    if asked:
        found = next((one for one in service.earlier_editions(row) if str(one.number) == asked), None)
        if found is None:
            abort(404)
        return found.report, found.withdrawn_at
    return service.edition(row), row.submitted_at or now()


def _file_name(title: str) -> str:
    """Letters and figures of the title, for a name that every computer takes."""
    kept = "".join(letter if letter.isalnum() else " " for letter in title)
    return "-".join(kept.split())[:80] or "rapport"
