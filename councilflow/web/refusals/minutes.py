"""Refusals about minutes."""

from __future__ import annotations

from councilflow.i18n import lazy_gettext as _
from councilflow.web.refusals.refusal import Refusal

REFUSALS: dict[str, Refusal] = {
    "minutes-step-not-allowed": Refusal(
        _("Protokollet är i läget %(state)s, så det steget går inte att ta nu."),
        _("Öppna protokollet och se vad som kommer härnäst."),
    ),
    "minutes-not-begun": Refusal(
        _("Protokollet finns inte än."), _("Det görs av mötets anteckningar när mötet avslutas.")
    ),
    "minutes-not-draft": Refusal(
        _("Protokollet är i läget %(state)s och kan inte ändras."),
        _(
            "En justerare kan skicka tillbaka det, och sekreteraren kan öppna det så länge ingen har "
            "skrivit under."
        ),
    ),
    "record-lies-before-reviewers": Refusal(
        _("Protokollet är i läget %(state)s, så det som antecknades på mötet kan inte rättas nu."),
        _(
            "En justerare kan skicka tillbaka protokollet, och då går det igen. När det är undertecknat "
            "rättas fel synligt i en rättelse."
        ),
    ),
    "correction-unexplained": Refusal(
        _("Mötet är avslutat. Det som rättas nu rättas av ett skäl, som står i händelseloggen."),
        _("Öppna protokollet, välj att rätta anteckningarna och skriv varför."),
    ),
    "minutes-not-in-review": Refusal(
        _("Protokollet är i läget %(state)s och granskas inte nu."),
        _("Öppna protokollet och se vad som kommer härnäst."),
    ),
    "minutes-changed-meanwhile": Refusal(
        _("Protokollet ändrades medan du hade sidan öppen."), _("Läs det igen och gör sedan om steget.")
    ),
    "not-a-reviewer": Refusal(_("Det är justerarna och ordföranden som granskar protokollet.")),
    "comment-missing": Refusal(
        _("Sekreteraren behöver veta vad som ska ändras."), _("Skriv det och skicka tillbaka igen.")
    ),
    "no-such-passage": Refusal(
        _("Den texten finns inte i utkastet."), _("Öppna protokollet igen och kommentera på nytt.")
    ),
    "minutes-locked": Refusal(
        _("Protokollet är i läget %(state)s, så kommentarerna på texten är avslutade."),
        _("Öppna protokollet igen om något behöver ändras, så länge ingen har skrivit under."),
    ),
    "comments-not-settled": Refusal(
        _("Det finns kommentarer på texten som inte är avslutade: %(count)s."),
        _("Avsluta dem, eller skriv varför protokollet låses ändå."),
    ),
    "not-all-approved": Refusal(
        _("Alla justerare har inte godkänt protokollet. Det här återstår: %(who)s."),
        _("Vänta på deras svar, eller påminn dem."),
    ),
    "nobody-signs": Refusal(
        _("Ingen är vald att skriva under protokollet."),
        _("Sekreteraren, ordföranden och justerarna utses medan mötet pågår."),
    ),
    "signer-was-away": Refusal(
        _("%(who)s skriver under protokollet men var inte med på mötet enligt närvaron."),
        _("Rätta närvaron, eller låt någon som var med skriva under i stället på ordförandens beslut."),
    ),
    "somebody-has-signed": Refusal(
        _("Någon har redan skrivit under, så protokollet kan inte öppnas igen."),
        _("Fel som upptäcks nu rättas synligt i en rättelse."),
    ),
    "minutes-not-locked": Refusal(
        _("Protokollet är i läget %(state)s och kan inte skrivas under nu."),
        _("Öppna protokollet och se vad som kommer härnäst."),
    ),
    "not-a-signatory": Refusal(_("Du är inte en av dem som skriver under det här protokollet.")),
    "already-signed": Refusal(_("Du har redan skrivit under."), _("Det räcker med en gång.")),
    "minutes-not-signed": Refusal(
        _("Protokollet är inte justerat än, så det finns inget att rätta."),
        _("Ändra i utkastet i stället."),
    ),
    "no-public-copy-yet": Refusal(
        _("Protokollet är inte justerat än, så det finns ingen kopia för allmänheten."),
        _("Kopian finns när alla har skrivit under."),
    ),
    "supplement-withdrawn": Refusal(_("Handlingen är återkallad och ska inte skrivas under.")),
    "preserved-meanwhile": Refusal(
        _("Handlingen fick en avslutande tidsstämpel medan den här hämtades."),
        _("Den som redan är satt gäller, så inget mer behöver göras."),
    ),
    "approval-at-once-pending": Refusal(
        _("Paragrafer som justeras omedelbart väntar på underskrifter."),
        _("Vänta tills alla har skrivit under dem, eller återkalla dem."),
    ),
    "paragraph-already-approved": Refusal(
        _("§ %(paragraph)s är justerad i en egen handling, så texten står fast."),
    ),
    "paragraphs-missing": Refusal(
        _("Någon av paragraferna finns inte i protokollet."), _("Välj bland dem som visas.")
    ),
    "order-missing": Refusal(_("Ett byte behöver ordförandens beslut: vem, när och varför.")),
    "cannot-sign-instead": Refusal(
        _("Den personen kan inte skriva under i stället."), _("Välj någon som var med på mötet.")
    ),
    "correction-empty": Refusal(_("Rättelsen säger inte vad som ska rättas."), _("Fyll i minst en ändring.")),
    "correction-without-reason": Refusal(_("Skriv varför protokollet rättas.")),
    "correction-changes-nothing": Refusal(
        _("Det som står och det som ska stå är lika i en av ändringarna."),
        _("Ändra texten, eller töm raden."),
    ),
    "correction-of-unknown-paragraph": Refusal(
        _("§ %(paragraph)s finns inte i protokollet."), _("Välj bland paragraferna som visas.")
    ),
    "minutes-are-signed": Refusal(
        _("Protokollet är justerat. Varken det, mötets anteckningar eller närvaron kan ändras."),
        _("Fel som upptäcks nu rättas synligt i en rättelse."),
    ),
    "document-not-approved": Refusal(
        _(
            "Filen uppfyller inte kraven på arkivering och tillgänglighet, så den kan inte skrivas "
            "under. %(findings)s"
        ),
        _("Ändra texten som nämns och försök igen. Annars behöver den som sköter installationen se på det."),
    ),
    "signing-secret-wrong": Refusal(
        _("Installationens nyckel för underskrifter går inte att öppna."),
        _("Den som sköter installationen behöver återställa den hemlighet som nyckeln gjordes med."),
    ),
    "outside-not-a-signature": Refusal(
        _("Det som lämnades är ingen elektronisk underskrift."),
        _("Lämna den som tjänsten gav: en fil som slutar på .p7s, .der eller .pem, eller dess text."),
    ),
    "outside-without-certificate": Refusal(
        _("Underskriften har inte med sitt certifikat."),
        _("Be tjänsten att lämna underskriften med certifikaten i."),
    ),
    "outside-without-reference": Refusal(
        _("Underskriften pekar inte ut sitt certifikat, och då räknas den inte i en PDF."),
        _("Be tjänsten om en underskrift enligt CAdES."),
    ),
    "outside-other-digest": Refusal(
        _("Underskriften gäller ett annat kontrollvärde än det du hämtade här."),
        _("Hämta ett nytt kontrollvärde och skriv under det."),
    ),
    "outside-too-long": Refusal(
        _("Underskriften är för lång. Det finns plats för %(most)s byte."),
        _("Be tjänsten att inte skicka med fler certifikat än de som behövs."),
    ),
    "outside-not-asked": Refusal(
        _("Du har inte hämtat något kontrollvärde."), _("Hämta det först och skriv under det i tjänsten.")
    ),
    "outside-not-archival": Refusal(
        _(
            "Programmet gjorde filen olämplig för arkivet eller för hjälpmedel, så den togs inte emot. "
            "%(findings)s"
        ),
        _("Skriv under utan synlig bild, eller använd ett annat sätt."),
    ),
    "outside-overtaken": Refusal(
        _("Protokollet har en nyare fil, så kontrollvärdet du hämtade gäller inte längre."),
        _("Hämta ett nytt kontrollvärde och skriv under det."),
    ),
    "outside-other-file": Refusal(
        _("Filen bygger inte på protokollets nyaste fil."),
        _("Någon annan kan ha skrivit under. Hämta den nyaste filen och skriv under den."),
    ),
    "outside-not-signed": Refusal(
        _("Filen är inte undertecknad."), _("Skriv under den i ditt program, spara och lämna den igen.")
    ),
    "outside-several-signatures": Refusal(
        _("Filen har fler än en ny underskrift."), _("Var och en lämnar sin egen underskrift här.")
    ),
    "outside-wrong-field": Refusal(
        _("Underskriften står inte på din plats i filen."),
        _("Hämta filen igen och skriv under i rutan med ditt namn."),
    ),
    "outside-changed": Refusal(
        _("Filen har ändrats på annat sätt än genom en underskrift."),
        _("Hämta den nyaste filen igen och gör inget annat med den än att skriva under."),
    ),
    "outside-timestamp-unknown": Refusal(
        _("Underskriften bär en tidsstämpel från någon som installationen inte litar på."),
        _("Den som sköter installationen bestämmer vilka tidsstämplar som godtas."),
    ),
    "outside-other-time": Refusal(
        _("Underskriften säger en tid som inte har varit än."),
        _("Ställ klockan i datorn som skriver under, och skriv under en gång till."),
    ),
    "outside-broken": Refusal(_("Underskriften är skadad."), _("Skriv under en gång till.")),
    "outside-not-trusted": Refusal(
        _("Certifikatet är utfärdat av någon som installationen inte litar på."),
        _("Den som sköter installationen bestämmer vilka utfärdare som godtas."),
    ),
    "signing-authority-damaged": Refusal(
        _("Filen %(file)s med nyckeln för underskrifter är skadad."),
        _("Den som sköter installationen behöver återställa den från en säkerhetskopia."),
    ),
    "signing-authority-missing": Refusal(
        _("Filen %(file)s med nyckeln för underskrifter är borta."),
        _("Den som sköter installationen behöver återställa den från en säkerhetskopia."),
    ),
    "signing-secret-too-short": Refusal(
        _("Hemligheten är för kort. Den behöver minst %(shortest)s tecken."),
    ),
    "too-many-checks": Refusal(
        _("Det har kontrollerats många filer från samma plats på kort tid."),
        _("Vänta %(minutes)s minuter och försök igen."),
    ),
    "check-busy": Refusal(
        _("Många kontrollerar filer just nu."),
        _("Försök igen om en stund."),
    ),
    "no-timestamp-service": Refusal(
        _("Installationen har ingen tjänst som intygar tider."),
        _("Den som sköter installationen kan välja en."),
    ),
    "timestamp-not-had": Refusal(
        _("Tjänsten som intygar tiden svarade inte som den ska, så ingenting är ändrat."),
        _("Försök igen om en stund. Annars behöver den som sköter installationen se på det."),
    ),
    "revocation-not-had": Refusal(
        _("Utfärdaren av certifikatet för %(holder)s säger inte om det har återkallats."),
        _("Försök igen i morgon. Annars behöver den som sköter installationen se på det."),
    ),
    "certificate-revoked": Refusal(
        _("Certifikatet för %(holder)s var återkallat innan det användes."),
        _("Underskriften håller inte. Handlingen behöver skrivas under på nytt."),
    ),
    "timestamp-address-wrong": Refusal(
        _("Adressen %(address)s till tjänsten som intygar tiden ska börja med https://."),
        _("Den som sköter installationen behöver ändra inställningen."),
    ),
    "signatures-do-not-hold": Refusal(
        _("Filens underskrifter håller inte, så den får ingen avslutande tidsstämpel."),
        _("Kontrollera filen för att se vad som är fel."),
    ),
    "no-such-signature-field": Refusal(
        _("Filen saknar en plats för din underskrift."),
        _("Be sekreteraren öppna protokollet och låsa det på nytt."),
    ),
    "already-signed-here": Refusal(
        _("Din plats i filen är redan undertecknad."), _("Det räcker med en gång.")
    ),
    "not-a-document-to-sign": Refusal(
        _("Filen går inte att skriva under."), _("Be sekreteraren öppna protokollet och låsa det på nytt.")
    ),
    "sealed-too-late": Refusal(
        _("Någon har redan skrivit under filen, så den kan inte förses med rådets stämpel."),
        _("Be sekreteraren öppna protokollet och låsa det på nytt."),
    ),
    "certificate-file-unreadable": Refusal(
        _("Certifikatfilen går inte att läsa."),
        _("Välj en fil av slaget PKCS#12, som slutar på .p12 eller .pfx."),
    ),
    "certificate-passphrase-wrong": Refusal(
        _("Lösenordet öppnar inte certifikatfilen."), _("Skriv det lösenord som filen sparades med.")
    ),
    "certificate-without-key": Refusal(
        _("Certifikatfilen saknar den hemliga nyckeln, så det går inte att skriva under med den."),
        _("Spara certifikatet på nytt tillsammans med sin nyckel."),
    ),
    "certificate-expired": Refusal(
        _("Certifikatet gällde till och med %(until)s."),
        _("Skriv under med ett certifikat som gäller i dag."),
    ),
    "certificate-not-valid-yet": Refusal(
        _("Certifikatet börjar gälla %(since)s."), _("Skriv under med ett certifikat som gäller i dag.")
    ),
    "certificate-not-trusted": Refusal(
        _("Certifikatet för %(holder)s är utfärdat av någon som installationen inte litar på."),
        _("Den som sköter installationen bestämmer vilka utfärdare som godtas."),
    ),
    "token-module-missing": Refusal(
        _("Programmet %(module)s som talar med säkerhetsmodulen går inte att ladda."),
        _("Den som sköter installationen behöver se på inställningen COUNCILFLOW_SEAL."),
    ),
    "token-not-found": Refusal(
        _("Säkerhetsmodulen %(token)s hittas inte."),
        _("Den som sköter installationen behöver se att den är inkopplad och heter så."),
    ),
    "token-pin-wrong": Refusal(
        _("Pinkoden öppnar inte säkerhetsmodulen %(token)s."),
        _("Den som sköter installationen behöver rätta pinkoden innan den spärras."),
    ),
    "token-pin-locked": Refusal(
        _("Pinkoden till säkerhetsmodulen %(token)s är spärrad efter för många försök."),
        _("Den som sköter installationen behöver låsa upp den."),
    ),
    "token-without-key": Refusal(
        _("Säkerhetsmodulen %(token)s har ingen nyckel med certifikat som heter %(label)s."),
        _("Den som sköter installationen behöver se på inställningen COUNCILFLOW_SEAL."),
    ),
    "token-failed": Refusal(
        _("Säkerhetsmodulen %(token)s svarar med ett fel: %(why)s."),
        _("Försök igen. Den som sköter installationen behöver annars se på den."),
    ),
    "seal-file-missing": Refusal(
        _("Filen %(file)s med rådets stämpel går inte att läsa."),
        _("Den som sköter installationen behöver se på inställningen COUNCILFLOW_SEAL."),
    ),
    "trust-file-unreadable": Refusal(
        _("Filen %(file)s med certifikat att lita på går inte att läsa."),
        _(
            "Den som sköter installationen behöver se på inställningarna COUNCILFLOW_TRUST och "
            "COUNCILFLOW_TSA_TRUST."
        ),
    ),
}
