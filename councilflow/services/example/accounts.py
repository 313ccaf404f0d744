"""The accounts that one tries the example with: one of each role, named by it."""

from __future__ import annotations

from typing import Any, NamedTuple

from councilflow.i18n import lazy_gettext as _

PASSWORD = "samverkan-i-lanet"  # noqa: S105 – shown on the sign-in page of a development run
DOMAIN = "example"


class Account(NamedTuple):
    email: str
    role: Any
    """The role in words, translated when shown."""


ACCOUNTS = (
    Account("tjansteperson@timra.example", _("Tjänsteperson i Timrå, föreslår frågor och förbereder hemma")),
    Account("utveckling@timra.example", _("Utvecklingschef i Timrå, i beredningsgruppen")),
    Account("ordforande@region.example", _("Ordförande i Regionala samverkansrådet")),
    Account("sekreterare@region.example", _("Sekreterare, skriver protokollet")),
    Account("majoritet@timra.example", _("Ledamot för majoriteten i Timrå")),
    Account("opposition@timra.example", _("Ledamot för oppositionen i Timrå")),
    Account("majoritet@solleftea.example", _("Ledamot för majoriteten i Sollefteå")),
    Account("majoritet@kramfors.example", _("Ledamot för majoriteten i Kramfors")),
    Account("landshovding@lansstyrelsen.example", _("Landshövding, adjungerad")),
    Account("regiondirektor@region.example", _("Regiondirektör, funktion med yttranderätt")),
    Account("foredragande@region.example", _("Föredragande, ser bara sin egen punkt")),
    Account("forvaltare@region.example", _("Systemförvaltare, sköter register men läser inga handlingar")),
)
