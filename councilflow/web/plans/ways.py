"""The pages of a plan beside each other, as the line under every plan's heading shows them."""

from __future__ import annotations

from flask import current_app, url_for

from councilflow.i18n import lazy_gettext as _l
from councilflow.web.access import keeps_this_plan
from councilflow.web.pages import Link

_WAYS = (
    ("plans.show", _l("Planen")),
    ("plans.table", _l("Tabell")),
    ("plans.one_page", _l("På en sida")),
    ("plans.follow", _l("Att följa upp")),
    ("plans.budget", _l("Budget")),
    ("plans.indicators", _l("Indikatorer")),
    ("plans.statistics", _l("Vad den lett till")),
    ("plans.reports", _l("Rapporter")),
    ("plans.versions", _l("Versioner")),
)
_KEEPERS = frozenset({"plans.follow"})


def ways(plan_id: int, current: str = "") -> list[Link]:
    """Links to the plan's other pages; `current` is the endpoint of this one."""
    there = current_app.view_functions
    return [
        Link(url_for(endpoint, plan_id=plan_id), str(label), is_current=endpoint == current)
        for endpoint, label in _WAYS
        if endpoint in there and (endpoint not in _KEEPERS or keeps_this_plan())
    ]
