"""One issue: what is proposed, what became of it, and the preparatory group's answer."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import Body, Issue
from councilflow.process.agenda import OPEN_TO_CHANGES, IssueState, IssueStep, Purpose, open_issue_steps
from councilflow.process.rights import Act
from councilflow.services import issues
from councilflow.services.issues import concerned, earlier, linked
from councilflow.services.plans import choosing
from councilflow.services.visibility import today
from councilflow.web.access import me, now, requires, signed_in, viewer
from councilflow.web.issues.blueprint import bp, issue_at, prepares, proposes
from councilflow.web.issues.forms import AnswerForm, answer_form
from councilflow.web.pages import render, tell
from councilflow.words import word


@bp.get("/issues/<int:issue_id>")
@signed_in
def show(issue_id: int) -> ResponseReturnValue:
    issue = issue_at(issue_id)
    return _page(issue, answer_form(issue))


@bp.post("/issues/<int:issue_id>/answer")
@requires(Act.PREPARE_AGENDA)
def answer(issue_id: int) -> ResponseReturnValue:
    issue = issues.held(issue_at(issue_id).id)
    form = answer_form(issue)
    if form.validate_on_submit() and form.rests_until.data and form.rests_until.data <= today(now()):
        form.rests_until.errors = [_("Välj en dag som kommer.")]
    if form.errors or not form.is_submitted():
        return _page(issue, form), 422
    until = form.rests_until.data if form.step.data is IssueStep.REST else None
    issues.take(issue, form.step.data, reason=form.reason.data or "", rests_until=until, by=me(), now=now())
    tell(_("Svaret är sparat"), _("Den som föreslog frågan ser det direkt."))
    return redirect(url_for("issues.show", issue_id=issue.id))


def _history(issue: Issue) -> list[dict[str, Any]]:
    """Each step in words, the first first: at, who, words, reason."""
    told = []
    for row in issues.history(issue):
        state = row.after.get("state")
        changed = _("Förslaget ändrat") if row.event == "issue-changed" else word(IssueState.PROPOSED)
        words = word(IssueState(state)) if state in set(IssueState) else changed
        told.append({"at": row.at, "who": row.who, "words": words, "reason": row.after.get("reason", "")})
    return told


def _page(issue: Issue, form: AnswerForm) -> str:
    works = prepares(issue)
    writes = works and issue.state in OPEN_TO_CHANGES
    return render(
        "issues/show.html",
        issue=issue,
        council=db.session.get_one(Body, issue.council_id),
        form=form,
        prepares=works,
        can_put_up=works and IssueStep.PUT_ON_AGENDA in open_issue_steps(issue.state),
        can_edit=writes or (proposes(issue) and issue.state is IssueState.PROPOSED),
        concerned=concerned.of(issue_id=issue.id),
        strategy=choosing.links(linked.nodes_of(issue.id), viewer()),
        earlier=earlier.of(viewer(), issue_id=issue.id),
        history=_history(issue),
        purposes=[Purpose(one) for one in issue.purposes],
    )
