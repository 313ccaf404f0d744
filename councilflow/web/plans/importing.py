"""A plan from a pasted table or a file: choose it, look through what was read, then all of it or nothing."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from councilflow.extensions import begin_as, db
from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.models import Plan, PlanImport, PlanNode
from councilflow.process.errors import RuleBroken
from councilflow.process.imports import Remark
from councilflow.process.plans.reading import Draft
from councilflow.services.plans import importing
from councilflow.services.plans.importing import Source
from councilflow.web.access import manages, me, now
from councilflow.web.councils.blueprint import council_at
from councilflow.web.councils.import_words import REMARKS
from councilflow.web.errors import refuse
from councilflow.web.pages import Link, render, tell
from councilflow.web.plans.blueprint import bp
from councilflow.web.plans.import_forms import (
    CarryOutForm,
    ForgetForm,
    LineForm,
    SourceForm,
    chosen_parent,
    chosen_plan,
    given_in,
    grouped,
    line_form,
    lines_said,
    questions_form,
    source_form,
    with_line,
    without_line,
)
from councilflow.web.plans.import_preview import MOST_LISTED, fill_rules, fingerprint, node_line, part_of
from councilflow.web.plans.import_words import doubt_words, flaw_words, unread_words
from councilflow.web.refusals import explained


def _import_at(council_id: int, import_id: int) -> PlanImport:
    found = importing.import_at(council_id, import_id, now=now())
    if found is None:
        abort(404)
    return found


@bp.get("/councils/<int:council_id>/plans/imports")
@manages
def imports(council_id: int) -> ResponseReturnValue:
    """Every import of the council, or with ?plan= those of one plan."""
    plans = _own_plans(council_id)
    chosen = plans.get(_number("plan"))
    rows = importing.imports_of(council_id, now=now(), plan_id=chosen.id if chosen else None)
    return render("plans/imports.html", council=council_at(council_id), plan=chosen, rows=rows)


@bp.route("/councils/<int:council_id>/plans/import", methods=["GET", "POST"])
@manages
def import_new(council_id: int) -> ResponseReturnValue:
    council, plans = council_at(council_id), _own_plans(council_id)
    form = source_form(list(plans.values()), council.document_language, _number("plan") or None)
    if form.validate_on_submit():
        content, file_name = _sent(form)
        facts = {"title": form.title.data, "language": form.language.data, "file_name": file_name}
        ids = [plan.id if plan else None for plan in (chosen_plan(form, plans), chosen_parent(form, plans))]
        if _judge(form, content, file_name):
            plan, parent = (db.session.get(Plan, number) if number else None for number in ids)
            draft = importing.keep(
                council_at(council_id), content, plan=plan, parent=parent, by=me(), now=now(), **facts
            )
            return redirect(url_for("plans.import_show", council_id=council_id, import_id=draft.id))
    page = render(
        "plans/import.html",
        form=form,
        council=council_at(council_id),
        has_plans=bool(plans),
        limit=importing.MOST_BYTES // (1024 * 1024),
    )
    return page, 422 if form.errors else 200


def _own_plans(council_id: int) -> dict[int, Plan]:
    rows = db.session.scalars(select(Plan).where(Plan.body_id == council_id).order_by(Plan.position, Plan.id))
    return {plan.id: plan for plan in rows}


def _number(name: str) -> int:
    written = request.args.get(name, "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else 0


def _sent(form: SourceForm) -> tuple[bytes, str]:
    """What was pasted, or else the file, and the file's name."""
    if form.file.data and not (form.text.data or "").strip():
        return form.file.data.stream.read(importing.MOST_BYTES + 1), form.file.data.filename or "fil"
    return (form.text.data or "").encode("utf-8", "replace"), ""


def _judge(form: SourceForm, content: bytes, file_name: str) -> bool:
    """Whether the source can be read at all. That takes its time and changes nothing: nobody waits for it."""
    db.session.rollback()
    begin_as(writer=False)
    try:
        importing.source_of(content, file_name)
    except RuleBroken as error:
        (form.file if file_name else form.text).errors = [" ".join(explained(error))]
        return False
    db.session.rollback()
    begin_as(writer=True)
    return True


# --- The draft --------------------------------------------------------------------------------------------


@bp.get("/councils/<int:council_id>/plans/imports/<int:import_id>")
@manages
def import_show(council_id: int, import_id: int) -> ResponseReturnValue:
    """What a draft was read as; of an import that is done, what came in."""
    done = _import_at(council_id, import_id)
    if done.carried_out_at is not None:
        plan = db.session.get(Plan, done.plan_id) if done.plan_id else None
        return render("plans/import_done.html", council=council_at(council_id), done=done, plan=plan)
    return _preview(done)


@bp.post("/councils/<int:council_id>/plans/imports/<int:import_id>")
@manages
def answer_import(council_id: int, import_id: int) -> ResponseReturnValue:
    """Save the answers and read again by them."""
    draft = _import_at(council_id, import_id)
    _source, found = importing.read_again(draft)
    form = questions_form(found, draft.answers)
    if not form.validate_on_submit():
        return _preview(draft, questions=form), 422
    importing.answer(draft, given_in(form, found, draft.answers))
    return redirect(_address(draft))


@bp.post("/councils/<int:council_id>/plans/imports/<int:import_id>/lines")
@manages
def say_lines(council_id: int, import_id: int) -> ResponseReturnValue:
    """Say what a line or a stretch of lines is, whatever was guessed."""
    draft = _import_at(council_id, import_id)
    form = line_form()
    if not form.validate_on_submit():
        return _preview(draft, lines=form), 422
    importing.answer(draft, with_line(draft.answers, form))
    return redirect(_address(draft))


@bp.post("/councils/<int:council_id>/plans/imports/<int:import_id>/forget")
@manages
def forget_lines(council_id: int, import_id: int) -> ResponseReturnValue:
    draft, form = _import_at(council_id, import_id), ForgetForm()
    if form.validate_on_submit():
        importing.answer(draft, without_line(draft.answers, form.place.data or ""))
    return redirect(_address(draft))


def _address(draft: PlanImport) -> str:
    return url_for("plans.import_show", council_id=draft.body_id, import_id=draft.id)


def _preview(
    draft: PlanImport, *, questions: Any = None, lines: LineForm | None = None, changed: bool = False
) -> str:
    """The page of a draft. `changed`: it would no longer become what was seen."""
    source, found = importing.read_again(draft)
    if questions is None:
        questions = questions_form(found, draft.answers)
    openly, folded = grouped(questions, found)
    return render(
        "plans/import_preview.html",
        council=council_at(draft.body_id),
        draft=draft,
        plan=db.session.get(Plan, draft.plan_id) if draft.plan_id else None,
        parent=_parent(draft),
        found=found,
        source=source,
        changed=changed,
        seen=fingerprint(found),
        part=part_of(source, found, _number("part") or 1),
        form=questions,
        openly=openly,
        folded=folded,
        lines=lines or line_form(),
        said=lines_said(draft.answers),
        most=MOST_LISTED,
        doubts=[(doubt, doubt_words(doubt)) for doubt in found.doubts[:MOST_LISTED]],
        flaws=[flaw_words(flaw) for flaw in found.flaws[:MOST_LISTED]],
        unread=[(one, unread_words(one)) for one in found.unread[:MOST_LISTED]],
        rules=fill_rules(found),
        node_line=node_line,
        summary=_summary(found),
        remarks=_remarks(source),
        new_nodes=_new_nodes(draft, found),
    )


def _parent(draft: PlanImport) -> Plan | None:
    parent_id = draft.found.get("parent_id")
    return db.session.get(Plan, parent_id) if parent_id else None


def _remarks(source: Source) -> list[str]:
    """What somebody should know of the file itself."""
    found = []
    if source.guessed:
        found.append(str(REMARKS[Remark.ENCODING_GUESSED]) % {"encoding": source.guessed})
    if source.left:
        found.append(_("Dolda blad läses inte in: %(sheets)s.", sheets=", ".join(source.left)))
    return found


def _new_nodes(draft: PlanImport, found: Draft) -> int:
    """How many nodes the plan does not have yet."""
    keys = {node.key for node in found.document.nodes}
    if draft.plan_id is None:
        return len(keys)
    return len(keys - set(db.session.scalars(select(PlanNode.key).where(PlanNode.plan_id == draft.plan_id))))


def _summary(found: Draft) -> str:
    """21 measures and 8 cells to look at."""
    counts = found.counts
    parts = [ngettext("1 insats", "%(n)s insatser", counts.measures)]
    if counts.placeholders:
        parts.append(ngettext("1 platshållare", "%(n)s platshållare", counts.placeholders))
    if found.doubts:
        parts.append(ngettext("1 sak att se på", "%(n)s saker att se på", len(found.doubts)))
    return ", ".join(parts)


@bp.post("/councils/<int:council_id>/plans/imports/<int:import_id>/carry-out")
@manages
def carry_out_plan_import(council_id: int, import_id: int) -> ResponseReturnValue:
    """Store what the preview showed; when it would be something else by now, show it again."""
    draft, form = _import_at(council_id, import_id), CarryOutForm()
    if not form.validate_on_submit():
        return redirect(_address(draft))
    if draft.carried_out_at is None:
        _source, found = importing.read_again(draft)
        if fingerprint(found) != form.seen.data:
            return _preview(draft, changed=True), 409
    try:
        plan = importing.carry_out(draft, by=me(), now=now())
    except RuleBroken as error:
        return refuse(error, Link(_address(draft), _("Tillbaka till förhandsgranskningen")))
    tell(_("Planen är inläst"), _("Allt kom in i %(plan)s.", plan=plan.title))
    return redirect(_address(draft))


@bp.route("/councils/<int:council_id>/plans/imports/<int:import_id>/drop", methods=["GET", "POST"])
@manages
def drop_import(council_id: int, import_id: int) -> ResponseReturnValue:
    draft = _import_at(council_id, import_id)
    if request.method == "POST":
        importing.drop(draft)
        tell(_("Utkastet är borttaget"), _("Ingenting lästes in."))
        return redirect(url_for("plans.imports", council_id=council_id))
    if draft.carried_out_at is not None:
        return redirect(_address(draft))
    return render("plans/import_drop.html", council=council_at(council_id), draft=draft)


@bp.route("/councils/<int:council_id>/plans/imports/<int:import_id>/undo", methods=["GET", "POST"])
@manages
def undo_import(council_id: int, import_id: int) -> ResponseReturnValue:
    done = _import_at(council_id, import_id)
    plan = db.session.get(Plan, done.plan_id) if done.plan_id else None
    if request.method == "POST":
        try:
            importing.undo(done, by=me(), now=now())
        except RuleBroken as error:
            return refuse(error, Link(_address(done), _("Tillbaka till inläsningen")))
        tell(_("Inläsningen är ångrad"), _("Allt som kom in med den är borta."))
        return redirect(url_for("plans.imports", council_id=council_id))
    if done.carried_out_at is None or done.undone_at is not None:
        return redirect(_address(done))
    return render("plans/import_undo.html", council=council_at(council_id), done=done, plan=plan)
