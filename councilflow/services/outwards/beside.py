"""What was said outwards about one standpoint, for its own page (A38, A40, A98)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import AdvocacyIssue, Statement
from councilflow.services.outwards import communication
from councilflow.services.visibility import Viewer, advocacy_for, statements_for


@dataclass(frozen=True, slots=True)
class Outwards:
    """`statements` have id, title, kind, state, sent_on; `advocacy` id, title, state; `told` as
    `communication.of_standpoint` gives them."""

    statements: Sequence[Any]
    advocacy: Sequence[Any]
    told: Sequence[Any]

    @property
    def is_empty(self) -> bool:
        return not (self.statements or self.advocacy or self.told)


def of_standpoint(standpoint_id: int, item_id: int, who: Viewer) -> Outwards:
    """Three statements. Who calls has asked whether the viewer reads the standpoint."""
    statements = db.session.execute(
        select(Statement.id, Statement.title, Statement.kind, Statement.state, Statement.sent_on)
        .where(Statement.item_id == item_id, statements_for(who))
        .order_by(Statement.id)
        .limit(100)
    ).all()
    advocacy = db.session.execute(
        select(AdvocacyIssue.id, AdvocacyIssue.title, AdvocacyIssue.state)
        .where(AdvocacyIssue.item_id == item_id, advocacy_for(who))
        .order_by(AdvocacyIssue.position, AdvocacyIssue.id)
        .limit(100)
    ).all()
    return Outwards(statements, advocacy, communication.of_standpoint(standpoint_id, who))
