"""A node's own page, and the files beside it."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, redirect, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import PlanFile, PlanNode
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import NodeKind, PartyRole, PlanStatus
from councilflow.services import files as storage
from councilflow.services.plans import access, files, following, money, nodes, parties, reading, showing
from councilflow.services.plans.links import links_of
from councilflow.services.visibility import today
from councilflow.web.access import keeps_plan, keeps_this_plan, me, now, reads_plan, viewer
from councilflow.web.downloads import as_file
from councilflow.web.fields import say
from councilflow.web.pages import render, tell
from councilflow.web.plans import linkage
from councilflow.web.plans.blueprint import bp, node_at, plan_at
from councilflow.web.plans.forms import FileForm
from councilflow.web.plans.reading_back import as_read


@bp.get("/plans/<int:plan_id>/nodes/<int:node_id>")
@reads_plan
def node(plan_id: int, node_id: int) -> ResponseReturnValue:
    one = node_at(plan_id, node_id)
    plan = reading.heading(plan_id)
    point = reading.tree(plan_id, currency=plan.currency, today=today(now())).at(node_id)
    if point is None:
        abort(404)
    below, left = showing.below(point)
    return render(
        "plans/node.html",
        plan=plan,
        node=one,
        point=point,
        below=below,
        left=left,
        touched=linkage.part(one, can_widen=bool(point.children)),
        links=links_of(node_id, viewer()),
        files=files.files_of(plan_id, node_id),
        moved=money.moved_on(node_id),
        origin=nodes.import_of(one),
        group=nodes.group_name(one),
        keeps=keeps_this_plan(),
        is_draft=plan.status is PlanStatus.DRAFT,
        refers=access.refers_to(viewer(), node_id),
        **(_of_measure(one) if one.measure is not None else _of_goal(one)),
    )


def _of_measure(one: PlanNode) -> dict[str, Any]:
    phases, milestones = nodes.steps(one.id)
    by_role: dict[PartyRole, list[Any]] = {}
    for party in parties.parties_of(one.id):
        by_role.setdefault(party.role, []).append(party)
    return {
        "around": nodes.around(one),
        "history": following.history(one.id),
        "assessments": [],
        "phases": phases,
        "milestones": milestones,
        "parties": by_role,
        "period_as_read": as_read(one.measure),
        "works": keeps_this_plan() or access.works_on(viewer(), one.id),
    }


def _of_goal(one: PlanNode) -> dict[str, Any]:
    return {
        "around": nodes.Around((), (), None),
        "history": [],
        "assessments": following.assessments(one.id),
        "phases": [],
        "milestones": [],
        "parties": {},
        "period_as_read": "",
        "works": keeps_this_plan() or (one.kind is NodeKind.GOAL and access.works_on(viewer(), one.id)),
    }


@bp.route("/plans/<int:plan_id>/nodes/<int:node_id>/files", methods=["GET", "POST"])
@keeps_plan
def new_file(plan_id: int, node_id: int) -> ResponseReturnValue:
    one = node_at(plan_id, node_id)
    form = FileForm()
    if form.validate_on_submit():
        try:
            stored = storage.store(
                form.file.data.stream,
                form.file.data.filename,
                folder=current_app.config["DATA_DIR"],
                limit=current_app.config["MAX_CONTENT_LENGTH"],
                clamd=current_app.config["CLAMD"],
            )
        except RuleBroken as error:
            say(form, error)
        else:
            said = {"title": form.title.data, "is_knowledge": form.is_knowledge.data}
            files.add_file(plan_at(plan_id), one, stored, **said, by=me(), now=now())
            tell(_("Filen är tillagd"), form.title.data or stored.file_name)
            return redirect(url_for("plans.node", plan_id=plan_id, node_id=node_id, _anchor="filer"))
    page = render("plans/file.html", form=form, node=one, plan=reading.heading(plan_id))
    return page, 422 if form.errors else 200


@bp.get("/plans/<int:plan_id>/files/<int:file_id>")
@reads_plan
def file(plan_id: int, file_id: int) -> ResponseReturnValue:
    row = _file(plan_id, file_id)
    path = storage.where(row.sha256, folder=current_app.config["DATA_DIR"])
    if not path.exists():
        current_app.logger.error("plan file %s has no bytes in the data folder", file_id)
        abort(404)
    answer = as_file(path, mimetype=row.media_type, name=row.file_name, etag=row.sha256)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@bp.post("/plans/<int:plan_id>/files/<int:file_id>/remove")
@keeps_plan
def remove_file(plan_id: int, file_id: int) -> ResponseReturnValue:
    row = _file(plan_id, file_id)
    node_id, title = row.node_id, row.title
    files.remove_file(row, plan_at(plan_id), by=me(), now=now())
    tell(_("Filen är borttagen"), title)
    if node_id is None:
        return redirect(url_for("plans.show", plan_id=plan_id))
    return redirect(url_for("plans.node", plan_id=plan_id, node_id=node_id, _anchor="filer"))


def _file(plan_id: int, file_id: int) -> PlanFile:
    """The file in the address; one of another plan does not exist here."""
    row = db.session.get(PlanFile, file_id)
    if row is None or row.plan_id != plan_id:
        abort(404)
    return row
