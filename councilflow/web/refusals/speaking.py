"""Refusals about the list of speakers and what the secretary writes while the meeting goes on."""

from __future__ import annotations

from councilflow.i18n import lazy_gettext as _
from councilflow.web.refusals.refusal import Refusal

REFUSALS: dict[str, Refusal] = {
    "no-right-to-speak": Refusal(
        _("Den som ska tala behöver yttranderätt i rådet eller föredra just den här punkten."),
        _("Fråga ordföranden om det är fel."),
    ),
    "speaker-is-away": Refusal(
        _("Den som ska tala är inte antecknad som närvarande."),
        _("Be sekreteraren anteckna att personen har kommit."),
    ),
    "speaker-has-jav": Refusal(
        _("Den som har jäv i en punkt talar inte i den."), _("Vänta till nästa punkt.")
    ),
    "speakers-closed": Refusal(
        _("Ordföranden har satt streck i debatten."),
        _("Repliker går att begära. Annars väntar du till nästa punkt."),
    ),
    "nothing-to-reply-to": Refusal(_("Det finns inget anförande att svara på."), _("Begär ordet i stället.")),
    "speech-is-over": Refusal(
        _("Personen står inte längre på talarlistan."), _("Öppna sidan igen och se hur listan står nu.")
    ),
    "change-without-reason": Refusal(_("Skriv varför dagordningen ändras."), _("Skälet står i journalen.")),
    "kind-not-added-at-meeting": Refusal(
        _("Ett ställningstagande förbereds hemma innan det tas, så det kan inte läggas till under mötet."),
        _("Lägg till punkten som information, och bered frågan till nästa möte."),
    ),
    "text-module-with-unknown-place": Refusal(
        _("Det går inte att fylla i %(places)s."),
        _("Använd namnen som står på sidan, och skriv dem inom klamrar."),
    ),
    "too-many-text-modules": Refusal(_("Rådet har redan 60 meningar."), _("Ta bort någon som inte används.")),
    "item-not-on-the-table": Refusal(
        _("En annan punkt är på bordet, så ingen får ordet i den här nu."), _("Ta upp punkten först.")
    ),
}
