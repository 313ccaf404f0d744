"""Who is at the table, as the page of one item shows it."""

from __future__ import annotations

from councilflow.models import AgendaItem
from councilflow.process.meeting import PRESENT
from councilflow.services.attendance import Roll
from councilflow.services.desk import course
from councilflow.services.desk import quorum as members


def facts(item: AgendaItem, roll: Roll) -> dict[str, object]:
    """What templates/desk/_presence.html shows."""
    leader, chair = roll.leader(item.id) if item.id in roll.numbers else None, roll.usual_leader()
    served = roll.serving.get(item.id, {})
    return {
        "presence": _presence(roll.lines),
        "absent": [line for line in roll.lines if line.presence and line.presence not in PRESENT],
        "uncalled": sum(1 for line in roll.lines if line.presence is None),
        "recused": [line for line in roll.lines if line.id in roll.recused.get(item.id, ())],
        "serving": [(roll.by_id[one], roll.by_id[member]) for one, member in served.items()],
        "leader": leader,
        "leads_instead": leader is not None and chair is not None and leader.id != chair.id,
        "quorum": members.count(item.meeting, roll),
    }


def _presence(lines: course.Rows) -> list[tuple[object, int, int]]:
    """How many of each category are there: (category, present, all)."""
    counted: dict[object, list[int]] = {}
    for line in lines:
        count = counted.setdefault(line.category, [0, 0])
        count[0] += line.presence in PRESENT
        count[1] += 1
    return [(category, here, of) for category, (here, of) in counted.items()]
