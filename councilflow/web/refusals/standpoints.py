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
    "nothing-by-mail": Refusal(
        _("På den här punkten lämnar man inte in med en länk."),
        _("Länkar finns för ställningstaganden och samråd som inte är under sekretess."),
    ),
    "secret-by-mail": Refusal(
        _("Punkten omfattas av sekretess, så ingen länk skickas med mejl."),
        _("De som ska lämna in loggar in och gör det i sin förberedelse."),
    ),
    "nobody-to-write-to": Refusal(
        _("Det finns ingen att skicka till."),
        _("Alla har lämnat in, eller så har ingen i organisationen en plats som bär hållningen."),
    ),
    "link-used": Refusal(
        _("Länken är redan använd, och det ni lämnade in är mottaget."),
        _("Logga in om ni vill ändra något."),
    ),
    "link-too-old": Refusal(
        _("Länken gäller inte längre. Den gäller i sju dagar, och en ny ersätter den."),
        _("Logga in och lämna in där, eller be sekreteraren om en ny länk."),
    ),
    "link-withdrawn": Refusal(
        _("Länken gäller inte längre, för platsen eller punkten som den var till för har ändrats."),
        _("Hör av dig till sekreteraren om något inte stämmer."),
    ),
    "item-not-ranked": Refusal(
        _("På en rubrik eller en stående punkt finns inget att rangordna."),
        _("Lägg till en egen punkt för det som ska rangordnas."),
    ),
    "nothing-to-rank": Refusal(
        _("Det finns inget att rangordna på punkten."),
        _("Beredningsgruppen skriver in vad som ska rangordnas."),
    ),
    "ranking-has-begun": Refusal(
        _("Någon har redan lämnat in sin rangordning, så det som rangordnas går inte att ändra."),
        _("Lägg till en ny punkt om det är något annat som ska rangordnas."),
    ),
    "ranking-is-settled": Refusal(
        _("Den gemensamma rangordningen är inskriven, så inget mer kan lämnas in."),
        _("Ta upp er synpunkt på mötet."),
    ),
    "entries-out-of-bounds": Refusal(
        _("En lista har minst %(least)s och högst %(most)s saker att rangordna."),
        _("Skriv en sak på varje rad."),
    ),
    "order-incomplete": Refusal(
        _("Ge varje sak en egen plats."), _("Listan kan ha ändrats. Öppna sidan igen.")
    ),
    "place-shared": Refusal(_("Flera saker står på plats %(place)s."), _("Ge varje sak en egen plats.")),
    "order-without-reason": Refusal(_("Skriv hur rådet kom fram till ordningen.")),
    "consultation-is-over": Refusal(
        _("Samrådet tog emot svar till och med den %(due)s, så inget mer kan lämnas in."),
        _("Be sekreteraren om mer tid, eller ta upp er synpunkt på mötet."),
    ),
    "preparation-is-closed": Refusal(
        _("Förberedelsen av punkten är stängd, så ingen hållning kan lämnas in."),
        _("Det ni vill ha antecknat i protokollet kan ni begära under mötet."),
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
        _("Synpunkten saknar text."), _("Skriv den så som den ska stå i protokollet.")
    ),
    "dissent-kind-unknown-here": Refusal(
        _("%(kind)s hör inte till rådets regler för protokollet."), _("Välj ett av alternativen på sidan.")
    ),
    "dissent-only-by-person": Refusal(
        _("%(kind)s kan bara lämnas av en ledamot, inte av en organisation."),
        _("Välj den ledamot som begär det."),
    ),
    "dissent-too-early": Refusal(
        _("%(kind)s anmäls först när mötet pågår."), _("Gör det när punkten behandlas.")
    ),
    "dissent-too-late": Refusal(
        _("Tiden för det är ute: %(kind)s."),
        _("Be sekreteraren om hjälp medan mötet pågår. Efter justeringen kommer inget mer in."),
    ),
    "dissent-only-who-took-part": Refusal(
        _("%(kind)s kan bara den anmäla som deltog när punkten avgjordes."),
        _("Kontrollera närvaron och eventuellt jäv, eller välj ett annat slag."),
    ),
    "not-your-view": Refusal(
        _(
            "Du kan begära plats i protokollet för din egen synpunkt, eller för en organisation "
            "vars hållning du bär."
        )
    ),
    "may-not-have-noted": Refusal(
        _("Rätten att få sin mening antecknad hör till rådets ledamöter och deras organisationer.")
    ),
    "stance-not-for-this-kind": Refusal(
        _("Hållningar hör till de punkter som rådet ska ta ställning till."),
        _("En synpunkt på punkten kan begäras till protokollet."),
    ),
    # Another wording
    "amendment-without-text": Refusal(
        _("Förslaget saknar text."), _("Skriv hela texten som du vill ha den.")
    ),
    "amendment-changes-nothing": Refusal(
        _("Förslaget säger detsamma som texten gör nu."), _("Ändra det du vill ha på ett annat sätt.")
    ),
    "amendment-is-settled": Refusal(
        _("Förslaget är redan avgjort: %(state)s."), _("Lämna ett nytt förslag om texten behöver ändras.")
    ),
    "amendment-not-here": Refusal(
        _("Ordalydelsen ändras bara på punkter där rådet ska ta ställning och kommer överens om texten.")
    ),
    "may-not-propose": Refusal(
        _("Bara den som är närvarande och har förslagsrätt kan föreslå något."),
        _("Be en ledamot eller sekreteraren om hjälp."),
    ),
    "wording-changed-meanwhile": Refusal(
        _("Texten ändrades medan du skrev, så den har inte skrivits över."),
        _("Det du skrev står kvar i rutan. Öppna punkten i en ny flik och jämför innan du sparar igen."),
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
    "wordings-wait": Refusal(
        _("Förslag till annan ordalydelse väntar på att ordföranden säger om de tas in: %(count)s."),
        _("Ta in dem under Förslag till annan ordalydelse, eller kryssa i vid utfallet att de inte tas in."),
    ),
    "nothing-was-stated": Refusal(
        _("Rådet har inte tagit ställning på den här punkten, så här finns ingen ordalydelse att rätta."),
        _("Rätta i protokollets text i stället."),
    ),
    "standpoint-without-wording": Refusal(
        _("Det som rådet kom fram till saknar text."), _("Skriv in texten som ordföranden läste upp.")
    ),
    "not-by-all": Refusal(
        _("Alla stod inte bakom beslutet, så det visas inte som enhälligt."), _("Välj Beslut.")
    ),
    "questions-remain": Refusal(
        _("Flera förslag står fortfarande mot varandra."),
        _("Skriv in hur de ställdes mot varandra, eller ta tillbaka dem som inte står kvar."),
    ),
    "dissent-must-show": Refusal(
        _("Någon har begärt att en avvikande synpunkt ska stå i protokollet."),
        _("Välj Konsensus, avvikande synpunkt antecknad."),
    ),
    "no-dissent-to-note": Refusal(
        _("Ingen har begärt att en avvikande synpunkt ska stå i protokollet."),
        _("Välj Konsensus, eller skriv in synpunkten först."),
    ),
    "opinion-must-show": Refusal(
        _("Någon har begärt att en annan mening ska stå i protokollet."),
        _("Välj Beslut, annan mening antecknas."),
    ),
    "no-opinion-to-note": Refusal(
        _("Ingen har begärt att en annan mening ska stå i protokollet."),
        _("Välj Beslut, enhälligt eller skriv in det som begärs först."),
    ),
    "outcome-already-stated": Refusal(
        _("Punkten har redan ett utfall: %(outcome)s."),
        _("Rätta utfallet på punktens sida."),
    ),
    "outcome-corrected-meanwhile": Refusal(
        _("Utfallet har rättats sedan sidan öppnades, och är nu: %(outcome)s."),
        _("Ladda om sidan och se om något mer behöver rättas."),
    ),
    "outcome-noted-so": Refusal(
        _("Det utfallet är redan antecknat: %(outcome)s."), _("Välj det som ordföranden sade i stället.")
    ),
    "outcome-is-built-on": Refusal(
        _("Utfallet kan inte rättas så länge något bygger på det. %(what)s"),
        _("Ta bort det först, eller ändra det så att det inte längre hänvisar till paragrafen."),
    ),
    "issue-on-another-agenda": Refusal(
        _("Frågan står redan på dagordningen för mötet %(day)s."),
        _("Ta bort den från den dagordningen först och rätta sedan utfallet."),
    ),
    "issue-dealt-with-again": Refusal(
        _("Frågan har redan tagits upp på nytt på mötet %(day)s, så den kan inte räknas som avgjord här."),
        _("Skriv i protokollets text vad som hände på det här mötet."),
    ),
    "issue-went-on": Refusal(
        _("Frågan är nu i läget %(state)s, så utfallet på mötet kan inte flytta den."),
        _("Öppna frågan, ta upp den till beredning igen och rätta sedan utfallet."),
    ),
    "votes-say-otherwise": Refusal(
        _("Det utfallet stämmer inte med omröstningen som är antecknad på punkten."),
        _("Läs yrkandena och omröstningen, och välj det som de ledde till."),
    ),
    "questions-remained": Refusal(
        _("Flera förslag stod mot varandra när mötet slutade, så något beslut kan inte skrivas in."),
        _("Skriv i protokollets text vad som hände."),
    ),
    "item-without-kind": Refusal(
        _("Punkten säger inte om den gäller information eller ställningstagande."),
        _("Beredningsgruppen behöver välja det innan kallelsen går ut."),
    ),
}
