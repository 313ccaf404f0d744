"""The parts of plans that an issue is about (A89): said when it is proposed, and followed to its item."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from councilflow.extensions import db
from councilflow.models import IssueNode


def nodes_of(issue_id: int) -> Sequence[int]:
    """The ids of the nodes that an issue links to."""
    return db.session.scalars(
        select(IssueNode.node_id).where(IssueNode.issue_id == issue_id).order_by(IssueNode.id)
    ).all()


def link(issue_id: int, node_ids: Sequence[int] | None) -> None:
    """Let an issue link to exactly these nodes; None leaves its links as they are."""
    if node_ids is None:
        return
    standing = set(nodes_of(issue_id))
    gone = standing - set(node_ids)
    db.session.execute(delete(IssueNode).where(IssueNode.issue_id == issue_id, IssueNode.node_id.in_(gone)))
    for node_id in dict.fromkeys(node_ids):
        if node_id not in standing:
            db.session.add(IssueNode(issue_id=issue_id, node_id=node_id))
