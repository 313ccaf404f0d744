"""Finding where an issue has been dealt with before, and saying so (A94)."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.i18n import gettext as _
from councilflow.models import AgendaItem, Issue
from councilflow.services import issues
from councilflow.services.issues import earlier as service
from councilflow.web.access import me, now, signed_in, viewer
from councilflow.web.issues.blueprint import bp, issue_at, prepares, proposes
from councilflow.web.numbers import number_in
from councilflow.web.pages import render, tell


@bp.route("/issues/<int:issue_id>/earlier", methods=["GET", "POST"])
@signed_in
def earlier(issue_id: int) -> ResponseReturnValue:
    issue = issue_at(issue_id)
    works = prepares(issue)
    if not (works or proposes(issue)):
        abort(403)
    issues.check_open(issue, prepares=works)
    here = url_for("issues.earlier", issue_id=issue_id, q=words_sought(issue.title))
    if request.method == "POST":
        change(issue)
        return redirect(here)
    return searching(
        issue, url_for("issues.earlier", issue_id=issue_id), url_for("issues.show", issue_id=issue_id)
    )


def change(of: Issue | AgendaItem) -> None:
    """Link what the pressed button names, or take that link away."""
    added, removed = number_in(request.form.get("add")), number_in(request.form.get("remove"))
    if added:
        service.link(viewer(), added, of, by=me(), now=now())
        tell(_("Tillagt som tidigare behandlat"))
    elif removed:
        service.unlink(removed, of, by=me(), now=now())
        tell(_("Borttaget ur tidigare behandlat"))


def words_sought(title: str) -> str:
    """What is looked for: what was written, else the longest word of the title."""
    written = request.values.get("q")
    if written is not None:
        return written.replace("\0", "").strip()[:200]
    return max(title.split(), key=len, default="").strip(".,:;()")


def searching(of: Issue | AgendaItem, address: str, back: str) -> str:
    words = words_sought(of.title)
    side: dict[str, Any] = {"item_id": of.id} if isinstance(of, AgendaItem) else {"issue_id": of.id}
    issue_id = of.issue_id if isinstance(of, AgendaItem) else of.id
    linked = service.of(viewer(), **side)
    there = {row.id for row in linked}
    found = service.search(viewer(), words, item_id=side.get("item_id"))
    return render(
        "issues/earlier.html",
        title=of.title,
        words=words,
        address=address,
        back=back,
        linked=linked,
        found=[row for row in found if row.id not in there],
        issues=service.search_issues(viewer(), words, issue_id=issue_id),
    )
