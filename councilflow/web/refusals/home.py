"""Refusals about taking results home, and about who does what."""

from __future__ import annotations

from councilflow.i18n import lazy_gettext as _
from councilflow.web.refusals.refusal import Refusal

REFUSALS: dict[str, Refusal] = {
    "report-without-forum": Refusal(_("Skriv var ni återförde resultatet.")),
    "report-without-day": Refusal(_("Skriv vilken dag det återfördes.")),
    "report-day-to-come": Refusal(
        _("Dagen har inte varit än."),
        _("Välj läget Öppen tills det är återfört, och skriv den planerade dagen."),
    ),
    "report-before-meeting": Refusal(
        _("Mötet hölls den %(held_on)s."), _("Välj den dagen eller en senare dag.")
    ),
    "report-without-reason": Refusal(_("Skriv varför återföringen inte är aktuell.")),
    "effort-ends-before-it-begins": Refusal(
        _("Satsningen slutar innan den börjar."), _("Välj en senare sista dag.")
    ),
    "effort-without-result": Refusal(_("Skriv vad det blev, när satsningen är klar eller avslutad.")),
    "effort-saved-first": Refusal(
        _("Någon annan har sparat medan du skrev, så det du skrev är inte sparat."),
        _("Öppna satsningen i en ny flik, jämför och spara igen."),
    ),
    "effort-has-parts": Refusal(
        _(
            "Organisationer har redan skrivit in vad de gör eller bidrar med, "
            "så satsningen kan inte tas bort."
        ),
        _("Välj läget Avslutad utan resultat i stället."),
    ),
    "contribution-says-nothing": Refusal(_("Skriv hur mycket, eller vad det är.")),
    "contribution-not-whole": Refusal(_("Skriv hela kronor.")),
    "contribution-in-halves": Refusal(_("Skriv hela eller halva, till exempel 1,5.")),
}
