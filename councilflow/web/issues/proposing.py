"""Proposing an issue, and writing a proposal anew."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import Body, Organisation
from councilflow.process.rights import Act
from councilflow.services import councils, issues
from councilflow.services.issues import concerned, linked, templates
from councilflow.services.visibility import today
from councilflow.web.access import can, me, now, requires, signed_in, viewer
from councilflow.web.concerning import lay_out
from councilflow.web.fields import choices
from councilflow.web.issues.blueprint import bp, issue_at, prepares, proposes
from councilflow.web.issues.forms import TEXTS, IssueForm, written
from councilflow.web.numbers import row_number
from councilflow.web.pages import render, tell
from councilflow.web.plans.choosing import looks, pick


@bp.route("/councils/<int:council_id>/issues/new", methods=["GET", "POST"])
@requires(Act.PROPOSE_ISSUE)
def new(council_id: int) -> ResponseReturnValue:
    council = db.session.get_one(Body, council_id)
    mine = _own(council)
    template = templates.one(request.args.get("template", type=row_number), council_id)
    form = _form({name: getattr(template, name) for name in TEXTS} if template else {}, council_id)
    form.begun_with = template
    form.organisation.choices = choices((one.id, one.name) for one in mine)
    if len(mine) == 1:
        form.organisation.data = mine[0].id
    picker = pick(form, "nodes", council_id)
    if not looks(form) and form.validate_on_submit():
        issue = issues.propose(
            council,
            title=form.title.data or "",
            challenge=form.challenge.data or "",
            why=form.why.data or "",
            background="" if "background" in form.unanswered() else form.background.data or "",
            organisation=db.session.get(Organisation, form.organisation.data),
            more=form.more,
            by=me(),
            now=now(),
        )
        tell(
            _("Frågan är föreslagen"),
            _("Beredningsgruppen svarar alltid. Här ser du vad som händer med den."),
        )
        return redirect(url_for("issues.show", issue_id=issue.id))
    page = render(
        "issues/new.html",
        form=form,
        picker=picker,
        council=council,
        organisations=mine,
        begun_with=template,
        templates=templates.of(council_id),
        keeps=can(Act.PREPARE_AGENDA),
    )
    return page, 422 if form.errors else 200


def _own(council: Body) -> Any:
    """The organisations that the viewer can propose for: in a working committee also those that the viewer
    sits for in its council (B2.4)."""
    found = {one.id: one for one in councils.organisations_of(viewer(), council.id)}
    if council.council_id is not None:
        found |= {one.id: one for one in councils.organisations_of(viewer(), council.council_id)}
    return sorted(found.values(), key=lambda one: one.name)


@bp.route("/issues/<int:issue_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(issue_id: int) -> ResponseReturnValue:
    """For the preparatory group, and for the organisation until somebody has taken the issue up."""
    issue = issue_at(issue_id)
    works = prepares(issue)
    if not (works or proposes(issue)):
        abort(403)
    issues.check_open(issue, prepares=works)
    kept = linked.nodes_of(issue_id)
    form = _form(written(issue) | {"nodes": list(kept)}, issue.council_id, issue_id)
    del form.organisation
    picker = pick(form, "nodes", issue.council_id, kept=kept)
    if not looks(form) and form.validate_on_submit():
        texts = {name: form[name].data or "" for name in ("title", "challenge", "why", "background")}
        issues.save(issues.held(issue_id), texts, form.more, prepares=works, by=me(), now=now())
        tell(_("Förslaget är sparat"), issue.title)
        return redirect(url_for("issues.show", issue_id=issue_id))
    page = render("issues/edit.html", form=form, issue=issue, picker=picker)
    return page, 422 if form.errors else 200


def _form(said: dict[str, Any], council_id: int, issue_id: int | None = None) -> IssueForm:
    form = IssueForm(data={"needs_leadership": "", "is_urgent": "", "reach": ""} | said)
    form.offer()
    day: date = today(now())
    body = db.session.get_one(Body, council_id)
    # A working committee is there for all members of its council.
    members = concerned.members(body.council_id or council_id, day)
    lay_out(form, members, concerned.of(issue_id=issue_id) if issue_id else ())
    return form
