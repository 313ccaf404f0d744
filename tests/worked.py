"""Somebody does something, and several do something together: what the tests of who does what begin with."""

from __future__ import annotations

from councilflow.extensions import db
from councilflow.models import EffortContribution, Implementation, JointEffort
from councilflow.process.plans.values import ContributionKind


def work_in(council_id: int, organisation_id: int) -> dict[str, int]:
    """A joint effort, what one organisation does for it, and what it puts in: the ids that addresses name."""
    effort = JointEffort(body_id=council_id, title="Gemensam rekrytering", text="Till vården.")
    db.session.add(effort)
    db.session.flush()
    work = Implementation(effort_id=effort.id, organisation_id=organisation_id, text="Tar emot praktikanter")
    given = EffortContribution(
        effort_id=effort.id, organisation_id=organisation_id, kind=ContributionKind.HOURS, amount=120
    )
    db.session.add_all([work, given])
    db.session.commit()
    return {"effort_id": effort.id, "implementation_id": work.id, "given_id": given.id}
