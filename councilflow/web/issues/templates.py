"""A council's templates for proposals (A33)."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.models import Body, IssueTemplate
from councilflow.process.rights import Act
from councilflow.services.issues import templates as service
from councilflow.web.access import me, now, requires
from councilflow.web.issues.blueprint import bp
from councilflow.web.issues.forms import TemplateForm
from councilflow.web.pages import render, tell


@bp.get("/councils/<int:council_id>/issues/templates")
@requires(Act.PREPARE_AGENDA)
def templates(council_id: int) -> ResponseReturnValue:
    council = db.session.get_one(Body, council_id)
    return render("issues/templates.html", council=council, templates=service.of(council_id))


@bp.post("/councils/<int:council_id>/issues/templates")
@requires(Act.PREPARE_AGENDA)
def add_ready(council_id: int) -> ResponseReturnValue:
    """Take over the ready-made templates."""
    new = service.add_ready(db.session.get_one(Body, council_id), by=me(), now=now())
    if new:
        tell(ngettext("En mall är tillagd", "%(n)s mallar är tillagda", new))
    else:
        tell(_("Rådet har redan de färdiga mallarna"))
    return redirect(url_for("issues.templates", council_id=council_id))


@bp.route("/councils/<int:council_id>/issues/templates/new", methods=["GET", "POST"])
@requires(Act.PREPARE_AGENDA)
def new_template(council_id: int) -> ResponseReturnValue:
    return _write(council_id, None)


@bp.route("/councils/<int:council_id>/issues/templates/<int:template_id>", methods=["GET", "POST"])
@requires(Act.PREPARE_AGENDA)
def edit_template(council_id: int, template_id: int) -> ResponseReturnValue:
    return _write(council_id, _template_at(template_id, council_id))


@bp.route("/councils/<int:council_id>/issues/templates/<int:template_id>/remove", methods=["GET", "POST"])
@requires(Act.PREPARE_AGENDA)
def remove_template(council_id: int, template_id: int) -> ResponseReturnValue:
    template = _template_at(template_id, council_id)
    council = db.session.get_one(Body, council_id)
    if request.method == "POST":
        service.remove(template, council, by=me(), now=now())
        tell(_("Mallen är borttagen"), template.name)
        return redirect(url_for("issues.templates", council_id=council_id))
    return render("issues/template_remove.html", council=council, edited=template)


def _template_at(template_id: int, council_id: int) -> IssueTemplate:
    template = service.one(template_id, council_id)
    if template is None:
        abort(404)
    return template


def _write(council_id: int, template: IssueTemplate | None) -> ResponseReturnValue:
    council, form = db.session.get_one(Body, council_id), TemplateForm(obj=template)
    if form.validate_on_submit():
        saved = service.save(
            template,
            council,
            name=form.name.data,
            challenge=form.challenge.data,
            why=form.why.data,
            background=form.background.data,
            by=me(),
            now=now(),
        )
        tell(_("Mallen är sparad"), saved.name)
        return redirect(url_for("issues.templates", council_id=council_id))
    page = render("issues/template_form.html", form=form, council=council, edited=template)
    return page, 422 if form.errors else 200
