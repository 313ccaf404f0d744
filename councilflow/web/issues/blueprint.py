"""The one blueprint that the pages about issues share."""

from __future__ import annotations

from flask import Blueprint, abort, g

from councilflow.models import Issue
from councilflow.process.rights import Act
from councilflow.services import issues
from councilflow.web.access import viewer

bp = Blueprint("issues", __name__)


@bp.before_request
def _section() -> None:
    g.section = "issues"


def issue_at(issue_id: int) -> Issue:
    """The issue when the viewer may see it; else there is no such page."""
    issue = issues.visible(issue_id, viewer())
    if issue is None:
        abort(404)
    return issue


def prepares(issue: Issue) -> bool:
    """Whether the viewer answers this issue (A65)."""
    return Act.PREPARE_AGENDA in viewer().acts_in(issue.council_id)


def proposes(issue: Issue) -> bool:
    """Whether the issue is the viewer's own, or the viewer's organisation's."""
    who = viewer()
    own = {held.organisation_id for held in who.holdings if held.organisation_id is not None}
    return issue.proposed_by_id == who.person_id or issue.organisation_id in own
