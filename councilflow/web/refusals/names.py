"""Refusals about names that are asked for, and files of people and seats."""

from __future__ import annotations

from councilflow.i18n import lazy_gettext as _
from councilflow.web.refusals.refusal import Refusal

REFUSALS: dict[str, Refusal] = {
    # Import of people and seats
    "import-not-a-table": Refusal(
        _("Filen %(name)s är inte en tabell som går att läsa in."),
        _("Spara den som Excel-arbetsbok (.xlsx) eller som CSV och välj den igen."),
    ),
    "import-has-macros": Refusal(
        _("Filen %(name)s innehåller makron."), _("Spara den som Excel-arbetsbok utan makron (.xlsx).")
    ),
    "import-broken-bytes": Refusal(
        _("Rad %(row)s innehåller tecken som inte går att läsa."),
        _("Spara filen som CSV UTF-8 eller som Excel-arbetsbok (.xlsx) och välj den igen."),
    ),
    "import-mixed-separators": Refusal(
        _("Rad %(row)s är delad med ett annat tecken än resten av filen."),
        _("Använd samma tecken mellan alla celler: semikolon, komma eller tabb."),
    ),
    "import-open-quote": Refusal(
        _("Ett citattecken på rad %(row)s eller senare står fel, så cellerna går inte att skilja åt."),
        _("Rätta citattecknet, eller spara filen som Excel-arbetsbok (.xlsx)."),
    ),
    "import-too-many-rows": Refusal(
        _("Filen har fler rader än %(most)s."), _("Dela upp den och läs in en del i taget.")
    ),
    "import-no-rows": Refusal(
        _("Filen har inga rader under rubrikerna."), _("Skriv en rad för varje plats och välj filen igen.")
    ),
    "import-column-twice": Refusal(
        _("Två kolumner betyder samma sak: %(column)s."), _("Ta bort den ena och välj filen igen.")
    ),
    "import-columns-missing": Refusal(
        _("Filen saknar kolumner som behövs: %(columns)s."),
        _("Den första raden ska vara rubriker. Mallen har alla som kan läsas in."),
    ),
    "import-formula": Refusal(
        _("Cellen innehåller en formel, och formler räknas inte ut här."), _("Skriv in värdet i stället.")
    ),
    "import-cell-faulty": Refusal(_("Cellen visar ett fel, %(text)s."), _("Skriv in värdet i stället.")),
    "import-cell-missing": Refusal(
        _("Cellen är tom."), _("Fyll i den. En vakant plats har varken namn, adress, titel eller telefon.")
    ),
    "import-cells-beyond": Refusal(
        _("Raden har fler celler än det finns rubriker."),
        _("Se efter om det står ett skiljetecken för mycket, eller sätt en rubrik."),
    ),
    "import-too-long": Refusal(_("Texten är för lång. Högst %(longest)s tecken får plats.")),
    "import-address-wrong": Refusal(
        _("”%(text)s” är ingen e-postadress."), _("Skriv till exempel namn@kommun.se.")
    ),
    "import-person-differs": Refusal(
        _("Samma e-postadress står med andra uppgifter på rad %(row)s: ”%(text)s”."),
        _("Skriv samma sak på båda raderna, eller rätta adressen."),
    ),
    "import-same-seat": Refusal(
        _("Personen har samma slags plats under samma tid på rad %(row)s."), _("Ta bort den ena raden.")
    ),
    "import-account-closed": Refusal(
        _("Kontot för %(name)s är stängt."), _("Den som administrerar kan öppna det igen.")
    ),
    "import-unknown-word": Refusal(_("”%(text)s” går inte att tolka."), _("Skriv något av: %(allowed)s.")),
    "import-unknown-body": Refusal(
        _("Det finns inget organ som heter ”%(text)s” i %(council)s."),
        _("Lämna cellen tom om raden gäller rådet självt."),
    ),
    "import-unknown-organisation": Refusal(
        _("Det finns ingen organisation som heter ”%(text)s”."),
        _("Skriv namnet som det står i registret, eller be den som administrerar lägga till den."),
    ),
    "import-organisation-unclear": Refusal(
        _("”%(text)s” kan vara flera: %(names)s."), _("Skriv hela namnet.")
    ),
    "import-closed-then": Refusal(
        _("%(name)s är avslutad %(closed_on)s, och platsen gäller längre än så."),
        _("Skriv en sista dag, eller välj den som tog över."),
    ),
    "import-seat-has-end": Refusal(
        _("Platsen finns och har sista dag %(ends_on)s."),
        _("Skriv den dagen, eller en rad till som börjar dagen efter."),
    ),
    "import-day-unreadable": Refusal(_("”%(text)s” är inget datum."), _("Skriv till exempel 2027-01-31.")),
    "import-day-ambiguous": Refusal(
        _("”%(text)s” kan betyda två olika dagar."), _("Skriv till exempel 2027-01-31.")
    ),
    # Nominations
    "due-day-has-been": Refusal(_("Den dagen har redan varit."), _("Välj en dag som kommer.")),
    "category-not-here": Refusal(
        _("Den platsen finns inte i det här organet."), _("Välj en av dem som visas och spara igen.")
    ),
    "rule-is-for-others": Refusal(
        _("%(rule)s är inte platser för %(names)s."),
        _("Kryssa ur dem, eller välj en annan plats."),
    ),
    "request-is-closed": Refusal(
        _("Förfrågan ”%(title)s” är avslutad, så svaret kan inte ändras."),
        _("Hör av dig till den som frågade om något blev fel."),
    ),
    "nobody-to-remind": Refusal(_("Alla organisationer har svarat."), _("Läs svaren på förfrågans sida.")),
    "names-missing": Refusal(_("Skriv minst ett namn, eller svara att ni avstår.")),
    "names-too-many": Refusal(_("Högst %(wanted)s namn kan lämnas."), _("Ta bort dem som är för många.")),
    "named-twice": Refusal(_("Adressen %(email)s står två gånger."), _("Skriv varje person en gång.")),
    "named-and-declined": Refusal(
        _("Den som avstår lämnar inga namn, och någon av er har kanske redan fått en plats."),
        _("Ta bort namnen, eller svara med namn."),
    ),
    "reason-for-declining": Refusal(_("Skriv varför ni avstår, så att den som frågade förstår.")),
    "name-was-changed": Refusal(
        _("Organisationen har ändrat sitt svar sedan du öppnade sidan."), _("Läs svaret igen.")
    ),
    "nominee-has-seat": Refusal(_("%(name)s har redan fått sin plats.")),
    "account-is-closed": Refusal(
        _("Kontot för %(name)s är stängt."), _("Den som administrerar kan öppna det igen.")
    ),
}
