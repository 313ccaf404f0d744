"""People and seats from a file: choose it, see what becomes of every row, and then all of it or nothing."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired
from sqlalchemy.exc import IntegrityError
from wtforms import HiddenField

from councilflow.extensions import begin_as, db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.process.councils import Category, Side
from councilflow.process.errors import RuleBroken
from councilflow.process.imports import REQUIRED, Column
from councilflow.services import people_import
from councilflow.services.files import plain_name
from councilflow.services.people_import import Plan, heading
from councilflow.services.visibility import today
from councilflow.web.access import manages, me, now, viewer
from councilflow.web.councils.blueprint import bp, council_at
from councilflow.web.councils.import_words import (
    allowed_in,
    flaw_line,
    remarks_on,
    step_line,
    summary_of,
)
from councilflow.web.downloads import as_file
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.web.refusals import explained
from councilflow.words import word

MOST_SHOWN = 200
"""Flaws on one page; whoever has more than that has one mistake many times."""


class FileForm(Form):
    file = FileField(_l("Fil"), [FileRequired(_l("Välj en fil att läsa in."))])


class ConfirmForm(Form):
    plan = HiddenField()


@bp.route("/councils/<int:council_id>/import", methods=["GET", "POST"])
@manages
def import_file(council_id: int) -> ResponseReturnValue:
    form = FileForm()
    if form.validate_on_submit():
        content = form.file.data.stream.read(people_import.MOST_BYTES + 1)
        file_name = plain_name(form.file.data.filename or "")
        try:
            _plan(council_id, content, file_name)
        except RuleBroken as error:
            form.file.errors = [" ".join(explained(error))]
        else:
            db.session.rollback()
            begin_as(writer=True)
            people_import.keep(council_at(council_id), content, file_name, by=me(), now=now())
            return redirect(url_for("councils.import_preview", council_id=council_id))
    page = render(
        "councils/import.html",
        form=form,
        council=council_at(council_id),
        columns=[(heading(column), allowed_in(column), column in REQUIRED) for column in Column],
        example=_example(council_id),
        most=people_import.MOST_ROWS,
        may_correct=viewer().is_administrator,
    )
    return page, 422 if form.errors else 200


def _plan(council_id: int, content: bytes, file_name: str) -> Plan:
    """The plan of a file. It takes its time and changes nothing, so nobody waits for it."""
    db.session.rollback()
    begin_as(writer=False)
    table = people_import.read(content, file_name)
    return people_import.planned(
        council_at(council_id), table, may_correct=viewer().is_administrator, now=now()
    )


def _example(council_id: int) -> list[dict[str, str]]:
    """Two rows as they may stand in a file, in the reader's language."""
    host, first = council_at(council_id).host.name, today(now()).replace(month=1, day=1).isoformat()
    shown = (Column.NAME, Column.EMAIL, Column.ORGANISATION, Column.CATEGORY, Column.SIDE, Column.STARTS_ON)
    rows = (
        ("Anna Berg", "anna.berg@example.org", host, word(Category.MEMBER), word(Side.MAJORITY), first),
        ("Olav Øye", "olav.oye@example.org", host, word(Category.SECRETARY), "", first),
    )
    return [{heading(column): text for column, text in zip(shown, row, strict=True)} for row in rows]


@bp.get("/councils/<int:council_id>/import/preview")
@manages
def import_preview(council_id: int) -> ResponseReturnValue:
    draft = people_import.draft_of(council_at(council_id), me(), now=now())
    if draft is None:
        return redirect(url_for("councils.import_file", council_id=council_id))
    content, file_name = draft.content, draft.file_name
    return _preview(council_id, file_name, _plan(council_id, content, file_name))


@bp.post("/councils/<int:council_id>/import/preview")
@manages
def carry_out_import(council_id: int) -> ResponseReturnValue:
    """Do what the preview showed; when it would be something else by now, show it again."""
    draft = people_import.draft_of(council_at(council_id), me(), now=now())
    form = ConfirmForm()
    if draft is None or not form.validate_on_submit():
        tell(_("Ingenting är inläst"), _("Välj filen igen. En fil sparas här i högst ett dygn."))
        return redirect(url_for("councils.import_file", council_id=council_id))
    council, content, file_name = council_at(council_id), draft.content, draft.file_name
    people_import.hold(council)
    table = people_import.read(content, file_name)
    plan = people_import.planned(council, table, may_correct=viewer().is_administrator, now=now())
    if not plan.holds or plan.fingerprint != form.plan.data:
        return _preview(council_id, file_name, plan, changed=True), 409
    try:
        people_import.carry_out(council, plan, file_name=file_name, by=me(), now=now())
        people_import.drop(draft, now=now())
    except IntegrityError:  # somebody entered one of these addresses in this very moment
        return _preview(council_id, file_name, _plan(council_id, content, file_name), changed=True), 409
    tell(_("Filen är inläst"), f"{summary_of(plan)}.")
    return redirect(url_for("councils.manage", council_id=council_id))


def _preview(council_id: int, file_name: str, plan: Plan, *, changed: bool = False) -> str:
    """The page of a plan; `changed`: it is no longer the one that was seen."""
    return render(
        "councils/import_preview.html",
        council=council_at(council_id),
        file_name=file_name,
        plan=plan,
        changed=changed,
        fingerprint=plan.fingerprint,
        summary=summary_of(plan),
        remarks=remarks_on(plan),
        flaws=[flaw_line(flaw) for flaw in plan.flaws[:MOST_SHOWN]],
        doing=[step_line(step) for step in plan.steps if step.does_something],
        resting=[step_line(step) for step in plan.steps if not step.does_something],
    )


@bp.get("/councils/<int:council_id>/import/template.<any(csv, xlsx):kind>")
@manages
def import_template(council_id: int, kind: str) -> ResponseReturnValue:
    """A file with the headings and nothing else."""
    return _file(people_import.written([], kind), kind, _("Mall för personer och platser"))


@bp.get("/councils/<int:council_id>/people.<any(csv, xlsx):kind>")
@manages
def export_people(council_id: int, kind: str) -> ResponseReturnValue:
    """The seats that hold today or later, as a file that imports again."""
    council, day = council_at(council_id), today(now())
    lines = people_import.seats_of(council, day=day)
    return _file(people_import.written(lines, kind), kind, f"{council.short_name} {day.isoformat()}")


def _file(content: bytes, kind: str, name: str) -> ResponseReturnValue:
    return as_file(
        content,
        mimetype=people_import.KINDS[kind],
        name=f"{name}.{kind}",
    )
