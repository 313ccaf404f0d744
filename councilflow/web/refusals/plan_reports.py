"""Refusals about projects and reports: phases, figures, submitting."""

from __future__ import annotations

from councilflow.i18n import lazy_gettext as _
from councilflow.web.refusals.refusal import Refusal

REFUSALS: dict[str, Refusal] = {
    "phase-waits-for-decision": Refusal(
        _("Fasen ”%(phase)s” pågår, så nästa fas kan inte öppnas än."),
        _("Skriv först in beslutet om den fas som pågår."),
    ),
    "phase-not-open": Refusal(
        _("”%(phase)s” kan inte öppnas efter det senaste beslutet."),
        _("Faserna följer på varandra, och efter ett beslut att stoppa öppnas ingen."),
    ),
    "no-phase-to-decide": Refusal(
        _("Ingen fas väntar på beslut."), _("Öppna en fas först, eller se efter om någon annan hann före.")
    ),
    "phase-decided-nowhere": Refusal(
        _("Beslutet om en fas tas någonstans."), _("Välj paragrafen, eller skriv ärendets nummer.")
    ),
    "period-backwards": Refusal(
        _("Slutet ligger före början."), _("Ändra den första eller den sista dagen.")
    ),
    "report-says-nothing": Refusal(
        _("Rapporten är tom."), _("Skriv något, ange läget eller rapportera en siffra.")
    ),
    "figures-without-reason": Refusal(_("En rättelse behöver ett skäl."), _("Skriv kort vad som var fel.")),
    "nothing-to-correct": Refusal(
        _("Siffrorna stämmer redan med det som är rapporterat."), _("Ändra minst en siffra.")
    ),
    "template-without-headings": Refusal(
        _("En mall behöver minst en rubrik."), _("Skriv den första rubriken.")
    ),
    "report-submitted": Refusal(
        _("Rapporten är inlämnad och kan inte ändras."),
        _("Sekreteraren kan dra tillbaka den med ett skäl."),
    ),
    "report-changed-since": Refusal(
        _("Någon har skrivit i rapporten sedan du öppnade sidan."),
        _("Läs igenom rapporten igen och lämna in den sedan."),
    ),
    "report-empty": Refusal(
        _("Rapporten säger ingenting än, så den kan inte lämnas in."),
        _("Skriv under minst en rubrik."),
    ),
    "report-not-submitted": Refusal(
        _("Rapporten är inte inlämnad, så den kan inte dras tillbaka."),
        _("Öppna rapporten och skriv vidare."),
    ),
    "later-report-submitted": Refusal(
        _("En senare rapport är inlämnad och bygger på den här, så den kan inte dras tillbaka."),
        _("Dra tillbaka den senare rapporten först, eller rätta i nästa rapport."),
    ),
    "withdrawal-without-reason": Refusal(
        _("Att dra tillbaka en inlämnad rapport kräver ett skäl."), _("Skriv varför den dras tillbaka.")
    ),
}
