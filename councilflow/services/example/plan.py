"""The plan of an example council, read as people paste it: by the same import as the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from councilflow.models import Body, Person, Plan
from councilflow.services.plans import importing


def read_plan(council: Body, facts: dict[str, Any], *, by: Person, now: datetime) -> Plan:
    """Make the plan that `facts["text"]` says, with the choices in `facts["answers"]`, if there are any."""
    draft = importing.keep(council, facts["text"].encode(), answers=facts.get("answers"), by=by, now=now)
    return importing.carry_out(draft, by=by, now=now)
