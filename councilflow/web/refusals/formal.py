"""Refusals about standpoints after their meeting, and the organisations' own decisions on them."""

from __future__ import annotations

from councilflow.i18n import lazy_gettext as _
from councilflow.web.refusals.refusal import Refusal

REFUSALS: dict[str, Refusal] = {
    "standpoint-not-signed": Refusal(
        _("Protokollet är inte justerat än, så ställningstagandet gäller inte."),
        _("Vänta tills alla har skrivit under."),
    ),
    "standpoint-day-to-come": Refusal(
        _("Dagen har inte varit än."), _("Skriv dagen när det är genomfört, eller lämna fältet tomt.")
    ),
    "standpoint-done-too-early": Refusal(
        _("Ställningstagandet gäller från den %(in_force_on)s."), _("Välj den dagen eller en senare dag.")
    ),
    "standpoint-replaces-itself": Refusal(
        _("Ett ställningstagande kan inte ersätta sig självt."), _("Välj ett annat.")
    ),
    "standpoint-replaced-by-older": Refusal(
        _("Ett äldre ställningstagande kan inte ersätta ett nyare."),
        _("Välj ett som är lika nytt eller nyare."),
    ),
    "standpoint-replaced-in-a-circle": Refusal(
        _("Det valda ställningstagandet är redan ersatt av det här."),
        _("Ta bort den ersättningen först, eller välj ett annat."),
    ),
    "standpoint-of-another-council": Refusal(
        _("Ställningstagandet hör till ett annat råd."), _("Välj ett ur samma råd.")
    ),
    "formal-chain-is-settled": Refusal(
        _("Beslutsgången har flera steg, så det är redan sagt att ett beslut behövs."),
        _("Ta bort de andra stegen först."),
    ),
    "formal-without-body": Refusal(_("Skriv vilket organ som beslutar.")),
    "formal-without-plan": Refusal(_("Skriv vilken dag beslutet är planerat.")),
    "formal-without-day": Refusal(_("Skriv vilken dag beslutet fattades.")),
    "formal-day-to-come": Refusal(
        _("Dagen har inte varit än."), _("Välj läget Planerat tills beslutet är fattat.")
    ),
    "formal-before-standpoint": Refusal(
        _("Rådet tog ställning den %(taken_on)s."), _("Välj den dagen eller en senare dag.")
    ),
    "formal-without-words": Refusal(_("Skriv vad som ändrades, eller varför det blev avslag.")),
    "formal-out-of-order": Refusal(
        _("Stegen i beslutsgången tas i ordning."), _("Skriv in det tidigare steget först.")
    ),
    "formal-link-unsafe": Refusal(_("Länken ska börja med https.")),
    "formal-on-whose-word": Refusal(_("Skriv vem i organisationen som har lämnat uppgiften.")),
    "formal-chain-not-begun": Refusal(
        _("Det första steget är inte inskrivet än."), _("Skriv in var det första beslutet fattas och när.")
    ),
    "formal-too-many-steps": Refusal(
        _("En beslutsgång har högst %(most)s steg."), _("Skriv ihop steg som hör samman.")
    ),
    "formal-step-stands": Refusal(
        _("Steget kan inte tas bort."),
        _("Bara det sista steget i en beslutsgång går att ta bort, så länge inget är beslutat i det."),
    ),
    "formal-file-too-early": Refusal(
        _("Beslutet är inte fattat än."), _("Lägg in filen när beslutet är fattat.")
    ),
    "nobody-is-late": Refusal(
        _("Det finns ingen att påminna just nu."), _("Den som är påmind i dag får inget nytt mejl.")
    ),
    "nothing-to-follow-up": Refusal(
        _("Det finns inget att följa upp sedan förra mötet."),
        _("När organisationerna har skrivit in något går det att hämta hit."),
    ),
}
