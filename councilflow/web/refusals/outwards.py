"""Refusals about what the council says outwards: statements, påverkansagenda, communication, forums."""

from __future__ import annotations

from councilflow.i18n import lazy_gettext as _
from councilflow.web.refusals.refusal import Refusal

REFUSALS: dict[str, Refusal] = {
    "ends-before-it-begins": Refusal(_("Sista dagen är före den första."), _("Välj en senare sista dag.")),
    "link-unsafe": Refusal(_("Länken ska börja med https.")),
    "statement-is-sent": Refusal(
        _("Yttrandet är skickat och kan inte ändras."), _("Skriv ett nytt om något ska rättas.")
    ),
    "hearing-has-answer": Refusal(
        _("Remissen besvaras redan av yttrandet %(statement)s."),
        _("Skriv vidare på det. Det står på remissens sida."),
    ),
    "statement-not-adopted": Refusal(
        _("Yttrandet är inte antaget än."), _("Ändra läget till Antaget när rådet står bakom det.")
    ),
    "statement-without-text": Refusal(_("Texten är inte inskriven."), _("Skriv texten först.")),
    "statement-without-signatory": Refusal(
        _("Det står inte vem som undertecknar."), _("Ändra yttrandet och skriv vem det är.")
    ),
    "statement-without-decision": Refusal(
        _("Det står inte vem som har beslutat."),
        _("Välj paragrafen där rådet tog ställning, eller skriv vem som beslutade och vilken dag."),
    ),
    "statement-decision-to-come": Refusal(
        _("Dagen för beslutet har inte varit än."), _("Välj i dag eller en tidigare dag.")
    ),
    "statement-not-sent": Refusal(
        _("Yttrandet är inte skickat än."), _("Skicka det först. Sedan kan det öppnas för alla.")
    ),
    "statement-of-secret-item": Refusal(
        _("Yttrandet vilar på något under sekretess."), _("Det kan inte öppnas för alla.")
    ),
    "secret-letter-by-mail": Refusal(
        _("Yttrandet vilar på något under sekretess och skickas inte med mejl."),
        _("Lämna över det på ett annat sätt, och skriv här hur och till vem."),
    ),
    "statement-has-item": Refusal(
        _("Yttrandet vilar redan på en punkt."), _("Öppna punkten från yttrandets sida.")
    ),
    "meeting-of-another-council": Refusal(_("Mötet hör till ett annat råd."), _("Välj ett av rådets möten.")),
    "agenda-has-no-question": Refusal(
        _("Påverkansagendan har ingen fråga som drivs nu."), _("Lägg till en fråga först.")
    ),
    "sent-day-to-come": Refusal(_("Dagen har inte varit än."), _("Välj i dag eller en tidigare dag.")),
    "sent-before-signed": Refusal(
        _("Det kan inte vara skickat innan det var undertecknat."), _("Rätta någon av dagarna.")
    ),
    "sent-to-nobody": Refusal(_("Skriv till vem det skickas.")),
    "too-many-recipients": Refusal(
        _("Högst %(most)s adresser får samma brev."), _("Ta bort några, eller skicka på ett annat sätt.")
    ),
    "told-without-day": Refusal(_("Skriv vilken dag det berättades.")),
    "told-day-to-come": Refusal(
        _("Dagen har inte varit än."), _("Skriv den som planerad dag tills det är berättat.")
    ),
    "told-but-not-done": Refusal(_("Det har en dag då det berättades."), _("Välj läget Klar.")),
    "tells-of-nothing": Refusal(
        _("Det står inte vad det handlar om."), _("Välj ett ställningstagande eller en del av en plan.")
    ),
    "speaker-missing": Refusal(
        _("Någon behöver tala för rådet."), _("Välj en talesperson, eller en annan kanal.")
    ),
    "speaker-not-current": Refusal(
        _("Personen har inte rätt att tala för rådet den dagen."),
        _("Välj någon annan, eller ändra dagarna för rätten."),
    ),
    "party-of-nobody": Refusal(_("Välj en organisation, eller skriv ett namn.")),
    "party-twice": Refusal(_("%(who)s står redan där."), _("Ta bort den raden först.")),
    "contact-day-to-come": Refusal(_("Dagen har inte varit än."), _("Skriv in kontakten när den har skett.")),
    "letter-of-another-council": Refusal(_("Brevet hör till ett annat råd."), _("Välj ett av rådets brev.")),
    "forum-day-to-come": Refusal(_("Dagen har inte varit än."), _("Rapportera när det har skett.")),
}
