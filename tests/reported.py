"""One of everything that the addresses of a plan's reports name."""

from __future__ import annotations

from datetime import UTC, datetime

from councilflow.extensions import db
from councilflow.models import Plan, PlanReport, ReportTemplate
from councilflow.process.plans.values import ReportKind


def reports_on(plan_id: int, node_id: int) -> dict[str, int]:
    """A draft about one project and a template of the council, by the names that addresses give them."""
    plan = db.session.get_one(Plan, plan_id)
    heading = {"title": "Genomförande", "hint": "Vad har gjorts?", "content": ["measures", "goals"]}
    template = ReportTemplate(body_id=plan.body_id, name="Slutrapport", headings=[heading])
    report = PlanReport(
        plan_id=plan_id,
        node_id=node_id,
        kind=ReportKind.FINAL,
        title="Slutrapport",
        sections=[heading | {"text": "", "version": 1}],
        made_at=datetime.now(UTC),
    )
    db.session.add_all([template, report])
    db.session.commit()
    return {"template_id": template.id, "report_id": report.id, "place": 1}
