"""The pages of a plan beside each other, as the line under every plan's heading shows them."""

from __future__ import annotations

from flask import current_app, url_for

from councilflow.i18n import gettext as _
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
    ("plans.plan_areas", _l("Områden")),
    ("plans.statistics", _l("Vad den lett till")),
    ("plans.reports", _l("Rapporter")),
    ("plans.versions", _l("Versioner")),
    ("plans.export", _l("Hämta som fil")),
)
_KEEPERS = frozenset({"plans.follow"})
_TOOLS = (
    ("plans.edit", _l("Ändra planens uppgifter")),
    ("plans.publish", _l("Öppna eller stäng för alla")),
    ("plans.roll_over", _l("Låt insatser fortsätta")),
    ("plans.funders", _l("Vem som har betalat")),
)


def ways(plan_id: int, current: str = "") -> list[Link]:
    """Links to the plan's other pages; `current` is the endpoint of this one."""
    there = current_app.view_functions
    return [
        Link(url_for(endpoint, plan_id=plan_id), str(label), is_current=endpoint == current)
        for endpoint, label in _WAYS
        if endpoint in there and (endpoint not in _KEEPERS or keeps_this_plan())
    ]


def tools(plan_id: int) -> list[Link]:
    """What else those who keep the plan do with it, from its first page."""
    there = current_app.view_functions
    named = ((url_for(name, plan_id=plan_id), str(label)) for name, label in _TOOLS if name in there)
    return [Link(url, label) for url, label in named]


_COUNCILS = (
    ("plans.council_statistics", _l("Vad planerna har lett till")),
    ("plans.linked_plans", _l("Kopplade planer och program")),
    ("plans.shared_plans", _l("Planer som delas med oss")),
    ("plans.funding_sources", _l("Finansieringskällor")),
    ("plans.report_templates", _l("Rapportmallar")),
    ("plans.imports", _l("Inläsningar")),
)
_SECRETARYS = frozenset({"plans.imports", "plans.report_templates"})


def council_ways(council_id: int) -> list[Link]:
    """Links to what belongs to all of a council's plans."""
    return [Link(url_for("plans.mine"), _("Mina insatser")), *_of_council(council_id)]


def _of_council(council_id: int) -> list[Link]:
    there = current_app.view_functions
    return [
        Link(url_for(endpoint, council_id=council_id), str(label))
        for endpoint, label in _COUNCILS
        if endpoint in there and (endpoint not in _SECRETARYS or keeps_this_plan())
    ]
