"""Refusals about preparation at home, and standpoints."""

from __future__ import annotations

from councilflow.i18n import lazy_gettext as _
from councilflow.web.refusals.refusal import Refusal

REFUSALS: dict[str, Refusal] = {
    # Preparation at home
    "preparation-not-begun": Refusal(
        _("Kallelsen är inte skickad än, så förberedelsen har inte börjat."),
        _("Ni kan förbereda er när kallelsen har kommit."),
    ),
    "preparation-is-closed": Refusal(
        _("Förberedelsen av punkten är stängd, så ingen hållning kan lämnas in."),
        _("En avvikande synpunkt kan begäras till protokollet ända tills mötet avslutas."),
    ),
    "meeting-is-closed": Refusal(
        _("Mötet är avslutat, och det som inte står i protokollet då kommer inte med."),
        _("Hör av er till sekreteraren om något i protokollet är fel."),
    ),
    "submission-incomplete": Refusal(
        _("Det går inte att lämna in än. %(gaps)s"), _("Komplettera utkastet och granska det igen.")
    ),
    "nothing-to-hand-in": Refusal(
        _("Ni har inte skrivit något att lämna in om punkten."),
        _("Svara på en fråga eller skriv en synpunkt."),
    ),
    "not-your-organisation": Refusal(
        _("Bara den som bär organisationens hållning kan göra det."),
        _("Skriv en kommentar till dina kollegor i stället."),
    ),
    "nothing-chosen": Refusal(_("Ingen punkt är vald."), _("Kryssa för minst en punkt och gör om steget.")),
    "nothing-to-arrange": Refusal(
        _("Inget är ifyllt, så inget har ändrats."), _("Välj en ansvarig, eller skriv forum eller dag.")
    ),
    "not-in-the-room": Refusal(
        _("Den ansvariga måste vara en av dem som är i organisationens rum."),
        _("Välj någon i listan."),
    ),
    "item-changed-meanwhile": Refusal(
        _("%(title)s ändrades medan du läste, så inget har lämnats in."),
        _("Läs den nya texten och gör om steget."),
    ),
    "nothing-to-confirm": Refusal(
        _("Det ni har lämnat in gäller redan punkten som den ser ut nu."),
    ),
    "extension-too-short": Refusal(_("Ni har redan tid till %(due)s."), _("Skriv en senare dag.")),
    "extension-too-long": Refusal(
        _("Mötet är %(day)s, och senare än så kan ingen lämna in."), _("Skriv en tidigare dag.")
    ),
    "extension-already-asked": Refusal(
        _("Ni har redan bett om mer tid för %(title)s och väntar på svar."),
        _("Hör av er till sekreteraren om svaret dröjer."),
    ),
    "extension-answered": Refusal(_("Begäran är redan besvarad."), _("Ladda om sidan för att se svaret.")),
    "extension-without-reason": Refusal(
        _("Ett nej behöver några ord om varför."), _("Skriv dem och svara igen.")
    ),
    "dissent-without-text": Refusal(
        _("Den avvikande synpunkten saknar text."), _("Skriv den så som den ska stå i protokollet.")
    ),
    "not-your-view": Refusal(
        _(
            "Du kan begära plats i protokollet för din egen synpunkt, eller för en organisation "
            "vars hållning du bär."
        )
    ),
    "may-not-have-noted": Refusal(
        _("Rätten att få en avvikande synpunkt antecknad hör till rådets ledamöter och deras organisationer.")
    ),
    # Standpoints
    "outcome-not-for-this-kind": Refusal(
        _("Utfallet %(outcome)s hör inte till en punkt av slaget %(kind)s."),
        _("Välj ett av utfallen på sidan."),
    ),
    "standpoint-before-its-time": Refusal(
        _("Rådet kan inte ta ställning än. %(gates)s"),
        _(
            "Stäng förberedelsen och markera föredragningen som hållen. Ordföranden kan besluta att "
            "ändå pröva frågan; skälet syns i protokollet."
        ),
    ),
    "standpoint-without-wording": Refusal(
        _("Ställningstagandet saknar text."), _("Skriv in texten som ordföranden läste upp.")
    ),
    "dissent-must-show": Refusal(
        _("Någon har begärt att en avvikande synpunkt ska stå i protokollet."),
        _("Välj Konsensus, avvikande synpunkt antecknad."),
    ),
    "no-dissent-to-note": Refusal(
        _("Ingen har begärt att en avvikande synpunkt ska stå i protokollet."),
        _("Välj Konsensus, eller skriv in synpunkten först."),
    ),
    "outcome-already-stated": Refusal(
        _("Punkten har redan ett utfall: %(outcome)s."),
        _("Rätta utfallet på punktens sida."),
    ),
    "item-without-kind": Refusal(
        _("Punkten säger inte om den gäller information eller ställningstagande."),
        _("Beredningsgruppen behöver välja det innan kallelsen går ut."),
    ),
}
