"""What an item says, by the names that the journal and the history of the agenda use."""

from __future__ import annotations

from typing import Any

from councilflow.models import AgendaItem
from councilflow.services import secrecy

TEXTS = (
    "title",
    "registry_no",
    "summary",
    "background",
    "strategy_sentence",
    "proposal",
    "shared_value",
    "consultation",
    "recommendation",
    "reach_text",
    "ecological",
    "social",
    "economic",
    "acknowledgement",
)


def outside(facts: dict[str, Any], item: AgendaItem) -> dict[str, Any]:
    """The same names, and of an item under secrecy no word of what they hold: the journal is read by more
    people than the item."""
    if not item.is_secret:
        return facts
    mark = secrecy.told(item.secrecy_section)
    return {name: mark if name in _HIDDEN and value else value for name, value in facts.items()}


_HIDDEN = frozenset({*TEXTS, "questions", "presenters", "attachments"})


def noted(item: AgendaItem) -> dict[str, Any]:
    """What the journal keeps of an item: nothing that the meeting's documents do not say."""
    return {name: getattr(item, name) for name in (*TEXTS, "minutes")} | {
        "kind": str(item.kind) if item.kind else None,
        "reach": str(item.reach) if item.reach else None,
        "answers_by": item.answers_by.isoformat() if item.answers_by else None,
        "recommending": item.recommending_id,
        "purposes": [str(one) for one in item.purposes],
        "agenda_2030": list(item.agenda_2030),
        "links": sorted(link.node_id for link in item.strategy_links),
        "questions": [question.text for question in item.questions],
        "presenters": [presenter.name for presenter in item.presenters],
        "attachments": [secrecy.file_outside(one) for one in item.files],
        "of_council": item.of_council_id,
        "is_prepared": item.is_prepared,
    }
