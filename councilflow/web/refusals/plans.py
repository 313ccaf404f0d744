"""Refusals about plans: their tree, their import, their adoption."""

from __future__ import annotations

from councilflow.i18n import lazy_gettext as _
from councilflow.web.refusals.refusal import Refusal

REFUSALS: dict[str, Refusal] = {
    "goal-in-use": Refusal(
        _("En punkt på en dagordning är kopplad till ”%(title)s”, så raden kan inte tas bort."),
        _("Skriv tillbaka raden ordagrant och spara igen."),
    ),
    "plan-adopted": Refusal(
        _("%(title)s är antagen och kan inte ändras."),
        _("Öppna en ny version av planen först."),
    ),
}
