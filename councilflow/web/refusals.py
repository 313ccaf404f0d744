"""A sentence for every rule that can be broken, and what to do instead.

The keys are the codes of `RuleBroken`; its facts fill in the %(name)s. A test holds that every code raised
anywhere stands here, in all four languages.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from councilflow import i18n
from councilflow.i18n import LazyText
from councilflow.i18n import lazy_gettext as _
from councilflow.process.errors import RuleBroken
from councilflow.words import WORDS, word


class Refusal(NamedTuple):
    sentence: LazyText
    advice: LazyText | None = None


def in_words(value: object) -> str:
    """A fact of a refusal as people read it: a stored value as its word, a day as one writes it, several as a
    list."""
    if isinstance(value, date):
        return i18n.date_long(value)
    if isinstance(value, StrEnum):
        return word(value) if (type(value), value) in WORDS else str(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return " ".join(in_words(part) for part in value)
    return str(value)


def explained(error: RuleBroken) -> list[str]:
    """The sentence of a refusal and, when there is any, the advice; for a page that keeps what was typed."""
    refusal = REFUSALS[error.code]
    facts = {name: in_words(value) for name, value in error.facts.items()}
    return [str(text) % facts for text in refusal if text is not None]


REFUSALS: dict[str, Refusal] = {
    # Account
    "too-many-attempts": Refusal(
        _("Det har blivit för många försök med fel lösenord."),
        _("Vänta %(minutes)s minuter och försök igen. Sekretariatet kan ge dig en ny lösenordslänk."),
    ),
    # Register and seats
    "name-taken": Refusal(
        _("Namnet %(name)s finns redan."), _("Välj ett annat namn, eller ändra det som finns.")
    ),
    "address-taken": Refusal(
        _("Det finns redan en person med adressen %(email)s."), _("Sök upp personen och ändra där.")
    ),
    "last-administrator": Refusal(
        _("Installationen behöver minst en person som administrerar."),
        _("Ge någon annan uppgiften först."),
    ),
    "organisation-has-seats": Refusal(
        _("%(name)s har platser som gäller efter den dagen."), _("Avsluta platserna i råden först.")
    ),
    "organisation-hosts": Refusal(
        _("%(name)s är värd för %(bodies)s efter den dagen."), _("Ge råden en annan värd först.")
    ),
    "organisation-is-closed": Refusal(
        _("%(name)s är avslutad sedan %(closed_on)s."),
        _("Välj en tidigare dag, eller en annan organisation."),
    ),
    "category-cannot-host": Refusal(
        _("%(name)s är en kategori av aktörer och kan inte vara värd."),
        _("Välj en organisation som har sekretariat, diarium och arkiv."),
    ),
    "closed-before-start": Refusal(
        _("Den sista dagen ligger före den första, %(starts_on)s."), _("Välj en senare dag.")
    ),
    "successor-goes-round": Refusal(
        _("Den som tar över har i sin tur efterträtts av %(name)s."), _("Välj någon annan, eller ingen.")
    ),
    "body-is-closed": Refusal(
        _("%(name)s är avslutat, och den sista dagen var %(closed_on)s."),
        _("Skapa gruppen i ett råd som finns kvar."),
    ),
    "body-has-meetings": Refusal(
        _("%(name)s har ett möte %(day)s, efter den sista dagen."),
        _("Ställ in mötet först, eller välj en senare dag."),
    ),
    "nobody-chosen": Refusal(
        _("De valda organisationerna hör redan hit den dagen."), _("Välj organisationer som inte hör hit.")
    ),
    "membership-ends-before-it-begins": Refusal(
        _("Organisationen kan inte sluta höra hit före sin första dag, %(starts_on)s."),
        _("Välj en senare dag."),
    ),
    "document-missing": Refusal(
        _("Dokumentet saknas."), _("Välj en fil, eller skriv en länk till dokumentet.")
    ),
    "seat-flawed": Refusal(
        _("Platsen går inte att spara så. %(flaws)s"), _("Rätta uppgifterna och spara igen.")
    ),
    "seat-already-held": Refusal(
        _("Personen har redan en plats av slaget %(category)s under den tiden."),
        _("Avsluta eller ändra den platsen i stället."),
    ),
    "office-taken": Refusal(
        _("Rådet har redan en ordförande under den tiden."),
        _("Avsluta eller ändra ordförandens plats först."),
    ),
    "seat-ends-before-it-begins": Refusal(
        _("Platsen kan inte sluta före sin första dag, %(starts_on)s."), _("Välj en senare dag.")
    ),
    "change-must-come-later": Refusal(
        _("Ändringen måste gälla från en dag efter platsens första dag, %(starts_on)s."),
        _("Välj en senare dag, eller ta bort platsen om den blev fel."),
    ),
    "seat-has-ended": Refusal(
        _("Platsen är redan avslutad, med %(ends_on)s som sista dag."),
        _("Det som varit ändras inte. Lägg till en ny plats i stället."),
    ),
    "seat-was-called": Refusal(
        _("Platsen står i närvarolistan för mötet den %(day)s."),
        _("Välj en dag efter mötet, så att det mötet inte ändras."),
    ),
    "only-substitutes-are-ordered": Refusal(_("Bara ersättare har en ordning att tjänstgöra i.")),
    "rule-flawed": Refusal(
        _("Regeln går inte att spara så. %(flaws)s"), _("Rätta uppgifterna och spara igen.")
    ),
    "rule-change-must-come-later": Refusal(
        _("Ändringen måste gälla från en dag efter regelns första dag, %(starts_on)s."),
        _("Välj en senare dag, eller ta bort regeln om den blev fel."),
    ),
    "rule-has-ended": Refusal(
        _("Regeln gäller inte längre, eller har redan ändrats."),
        _("Gå tillbaka till reglerna och ändra den som gäller, eller lägg till en ny."),
    ),
    "rule-ends-before-it-begins": Refusal(
        _("Regeln kan inte sluta före sin första dag, %(starts_on)s."), _("Välj en senare dag.")
    ),
    "rule-is-used": Refusal(
        _("Regeln används och kan inte tas bort."), _("Avsluta den i stället, med sista dag.")
    ),
    "seat-is-in-a-roll": Refusal(
        _("Platsen står i en närvarolista och kan inte tas bort."), _("Avsluta den i stället, med sista dag.")
    ),
    "goal-in-use": Refusal(
        _("En punkt på en dagordning är kopplad till ”%(title)s”, så raden kan inte tas bort."),
        _("Skriv tillbaka raden ordagrant och spara igen."),
    ),
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
    # Issues
    "issue-step-not-allowed": Refusal(
        _("Frågan är redan %(state)s, så det steget går inte att ta nu."),
        _("Öppna frågan och se vilka steg som finns."),
    ),
    "reason-missing": Refusal(
        _("Den som föreslog frågan ska få veta varför."), _("Skriv ett skäl och svara igen.")
    ),
    # Agenda
    "agenda-is-closed": Refusal(
        _("Dagordningen är fastställd och kan inte ändras."),
        _("Ordföranden kan öppna den igen så länge kallelsen inte är skickad."),
    ),
    "somebody-saved-first": Refusal(
        _("%(who)s sparade en nyare text medan du skrev."),
        _("Öppna sidan igen och skriv in din ändring i den nya texten."),
    ),
    "only-the-chair-reopens": Refusal(
        _("Bara ordföranden kan öppna en dagordning som är fastställd."),
        _("Be ordföranden öppna den, så kan du ändra."),
    ),
    "issue-of-another-council": Refusal(_("Frågan hör till ett annat råd.")),
    # Files
    "file-too-large": Refusal(
        _("Filen %(name)s är större än %(limit)s MB. Spara den mindre och välj den igen.")
    ),
    "file-empty": Refusal(_("Filen %(name)s är tom.")),
    "file-kind-refused": Refusal(
        _("Filen %(name)s är av ett slag som inte tas emot. Spara den som PDF och välj den igen.")
    ),
    "file-locked": Refusal(
        _("Filen %(name)s är låst med lösenord. Spara den utan lösenord och välj den igen.")
    ),
    "file-has-macros": Refusal(
        _("Filen %(name)s innehåller makron. Spara den utan makron eller som PDF och välj den igen.")
    ),
    "file-unfolds": Refusal(
        _("Filen %(name)s blir för stor när den packas upp. Spara den som PDF och välj den igen.")
    ),
    "file-broken": Refusal(_("Filen %(name)s går inte att läsa. Spara den på nytt och välj den igen.")),
    # Meeting
    "meeting-step-not-allowed": Refusal(
        _("Mötet är i läget %(state)s, så det steget går inte att ta nu."),
        _("Öppna mötet och se vad som kommer härnäst."),
    ),
    "meeting-ends-before-it-begins": Refusal(
        _("Mötet slutar innan det börjar."), _("Rätta tiderna och spara igen.")
    ),
    "meeting-in-the-past": Refusal(
        _("Den tiden har redan varit."), _("Välj en dag som kommer, och kontrollera året.")
    ),
    "meeting-too-far-ahead": Refusal(
        _("Den dagen är mer än fem år bort."), _("Kontrollera året och spara igen.")
    ),
    "council-closed": Refusal(
        _("%(council)s har sin sista dag %(day)s och kan inte mötas efter den."), _("Välj en tidigare dag.")
    ),
    "clock-skipped": Refusal(
        _("Klockan ställs fram den natten, så det klockslaget finns inte."), _("Välj ett annat klockslag.")
    ),
    "clock-twice": Refusal(
        _("Klockan ställs tillbaka den natten, så det klockslaget kommer två gånger."),
        _("Välj ett annat klockslag."),
    ),
    "meeting-is-cancelled": Refusal(
        _("Mötet är inställt."), _("Det kan läsas men inte ändras. Planera ett nytt möte i stället.")
    ),
    "meeting-cannot-be-moved": Refusal(
        _("Mötet är i läget %(state)s och kan inte flyttas."),
        _("Öppna mötet och se vad som kommer härnäst."),
    ),
    "nothing-moved": Refusal(
        _("Mötet har redan den tiden och platsen."), _("Ändra något, eller låt mötet vara som det är.")
    ),
    "somebody-moved-first": Refusal(
        _("Någon annan har flyttat mötet eller ändrat kallelsen medan du hade sidan öppen."),
        _("Öppna sidan igen och se vad som gäller nu."),
    ),
    "why-missing": Refusal(
        _("De som är kallade ska få veta varför."), _("Skriv ett skäl, det står i mejlet.")
    ),
    "no-longer-invited": Refusal(
        _("Kallelsen gäller inte längre för dig, så ditt svar behövs inte."),
        _("Säg till sekreteraren om något inte stämmer."),
    ),
    "series-without-months": Refusal(_("Serien ger inga möten."), _("Välj minst en månad.")),
    "series-flawed": Refusal(_("Serien går inte att spara så."), _("Välj bland det som finns på sidan.")),
    "series-has-ended": Refusal(
        _("Serien %(title)s är avslutad %(day)s och ger inga möten efter den dagen."),
        _("Lägg upp en ny serie om rådet ska fortsätta mötas."),
    ),
    "month-already-planned": Refusal(
        _("Seriens möte %(day)s är redan planerat."), _("Öppna sidan igen och se vad som återstår.")
    ),
    "meeting-too-long": Refusal(_("Ett möte kan vara högst fyra dagar."), _("Rätta tiderna och spara igen.")),
    "items-incomplete": Refusal(
        _("Kallelsen kan inte skickas än. %(gaps)s"), _("Komplettera punkterna och skicka sedan.")
    ),
    "only-the-chair-invites": Refusal(
        _("Bara ordföranden kallar till möte."),
        _("Vice ordföranden eller sekreteraren kan skicka kallelsen på ordförandens uppdrag."),
    ),
    "order-of-chair-missing": Refusal(
        _("Kallelsen går ut på ordförandens uppdrag."), _("Skriv hur ordföranden har gett dig uppdraget.")
    ),
    "council-without-chair": Refusal(
        _("%(council)s har ingen ordförande."), _("Lägg in ordföranden bland rådets platser först.")
    ),
    "nobody-to-invite": Refusal(
        _("Ingen har en plats i rådet den dag mötet hålls."), _("Lägg in ledamöterna först.")
    ),
    "invitation-list-closed": Refusal(
        _("Mötet har öppnat eller är inställt, så inbjudningslistan kan inte ändras."),
        _("Sekreteraren skriver i protokollet vilka fler som var med."),
    ),
    "only-those-who-invite-add": Refusal(
        _("Kallelsen är skickad. Den som läggs till nu får den direkt, i ordförandens namn."),
        _("Be ordföranden, vice ordföranden eller sekreteraren ändra listan."),
    ),
    "not-invited-as": Refusal(
        _("%(category)s är en plats i rådet, och den ger inte en inbjudan till ett enda möte."),
        _("Välj ett av alternativen i formuläret."),
    ),
    "already-invited": Refusal(
        _("%(name)s är redan kallad till mötet med den adressen."), _("Du behöver inte göra något mer.")
    ),
    "list-of-another-council": Refusal(_("Listan hör till ett annat råd.")),
    "council-includes-no-other": Refusal(
        _("Inget annat råd ingår i %(council)s, så det finns inget att ha gemensamt möte med."),
        _("Ange under rådets uppgifter vilket råd som ingår i det."),
    ),
    "mark-of-another-council": Refusal(
        _("Punkten kan bara höra till ett av råden som mötet är gemensamt för."), _("Välj ett av dem.")
    ),
    "organisation-not-asked": Refusal(
        _(
            "%(organisation)s räknas inte i ställningstagandet på den här punkten, "
            "som hör till ett annat råd."
        ),
        _("Ni kan begära en avvikande synpunkt till protokollet om ni är ledamöter på mötet."),
    ),
    "not-an-amount": Refusal(_("%(flaw)s")),
    "answers-are-closed": Refusal(
        _("Mötet har öppnat, så svaret kan inte ändras."), _("Säg till sekreteraren om något inte stämmer.")
    ),
    "mail-on-its-way": Refusal(
        _("Mejlet till %(to)s väntar redan på att skickas."), _("Öppna mejlloggen och se hur det går.")
    ),
    "mail-forgotten": Refusal(
        _("Mejlet till %(to)s kan inte skickas igen, för texten sparas inte."), _("Gör ett nytt i stället.")
    ),
    "meeting-not-ongoing": Refusal(
        _("Mötet är i läget %(state)s. Det som står i protokollet kan bara ändras medan mötet pågår."),
        _("Öppna mötet och se vad som kommer härnäst."),
    ),
    "items-without-outcome": Refusal(
        _("Mötet kan inte avslutas än. De här punkterna saknar utfall: %(names)s."),
        _("Gå till punkterna och skriv in vad ordföranden säger."),
    ),
    "people-not-called": Refusal(
        _("Mötet kan inte avslutas än. De här är inte uppropade: %(names)s."),
        _("Gå till uppropet och ange om de är närvarande."),
    ),
    "nobody-leads": Refusal(
        _("Varken ordförande eller vice ordförande är närvarande enligt uppropet."),
        _("Gå till uppropet och rätta det."),
    ),
    "nobody-records": Refusal(
        _("Ingen sekreterare är närvarande enligt uppropet."), _("Gå till uppropet och rätta det.")
    ),
    "nobody-elected": Refusal(
        _("Det finns ingen närvarande justerare."),
        _("Välj minst en justerare bland de närvarande ledamöterna."),
    ),
    "cannot-be-elected": Refusal(
        _("%(who)s kan inte väljas till justerare."),
        _("Välj bland de närvarande ledamöterna, men inte den som leder mötet."),
    ),
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
    # Minutes
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
    "minutes-not-in-review": Refusal(
        _("Protokollet är i läget %(state)s och granskas inte nu."),
        _("Öppna protokollet och se vad som kommer härnäst."),
    ),
    "not-a-reviewer": Refusal(_("Det är justerarna och ordföranden som granskar protokollet.")),
    "comment-missing": Refusal(
        _("Sekreteraren behöver veta vad som ska ändras."), _("Skriv det och skicka tillbaka igen.")
    ),
    "not-all-approved": Refusal(
        _("Alla justerare har inte godkänt protokollet. Det här återstår: %(who)s."),
        _("Vänta på deras svar, eller påminn dem."),
    ),
    "nobody-signs": Refusal(
        _("Ingen är vald att skriva under protokollet."),
        _("Sekreteraren, ordföranden och justerarna utses medan mötet pågår."),
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
    # Extracts and notices
    "extract-before-signing": Refusal(
        _("Protokollet är inte justerat än, så inga utdrag kan göras ur det."),
        _("Vänta tills alla har skrivit under."),
    ),
    "notice-before-signing": Refusal(
        _("Protokollet är inte justerat än, så det finns inget att anslå."),
        _("Vänta tills alla har skrivit under."),
    ),
    "no-such-paragraph": Refusal(
        _("Protokollet har ingen § %(number)s."), _("Välj en av paragraferna i listan.")
    ),
    "extract-for-nobody": Refusal(
        _("Utdraget har ingen mottagare."), _("Välj minst en organisation eller skriv en mottagare.")
    ),
    "extract-stands": Refusal(
        _("Ett utdrag som är bestyrkt ändras aldrig och tas aldrig bort."),
        _("Gör ett nytt utdrag i stället."),
    ),
    "too-many-extracts": Refusal(
        _("Det går att göra högst %(most)s utdrag på en gång."),
        _("Dela upp mottagarna och gör utdragen i flera omgångar."),
    ),
    "notice-not-kept": Refusal(_("Rådets protokoll anslås inte på någon anslagstavla.")),
    "notice-already-posted": Refusal(
        _("Anslaget är redan noterat som uppsatt."), _("Öppna anslaget och se vilken dag det gäller.")
    ),
    "notice-not-posted": Refusal(
        _("Anslaget är inte noterat som uppsatt än."), _("Skriv först vilken dag det sattes upp.")
    ),
    "notice-already-down": Refusal(_("Anslaget är redan noterat som nedtaget.")),
    "notice-before-approval": Refusal(
        _("Anslaget kan inte ha suttit uppe innan protokollet justerades %(approved_on)s."),
        _("Välj den dagen eller en senare dag."),
    ),
    "notice-day-to-come": Refusal(
        _("Dagen har inte varit än."), _("Notera dagen när anslaget är uppsatt eller nedtaget.")
    ),
    "notice-down-too-early": Refusal(
        _("Anslaget ska sitta uppe i tre veckor, till och med dagen före %(earliest)s."),
        _("Sätt upp det igen om det har tagits ner för tidigt."),
    ),
    # Checklists
    "checklist-point-absent": Refusal(_("Punkten hör inte till det här mötets checklista.")),
    "checklist-point-known": Refusal(
        _("Den punkten bockas av av sig själv."), _("Den blir klar när det som den gäller är gjort.")
    ),
    # Archive
    "archive-before-signing": Refusal(
        _("Protokollet är i läget %(state)s, så det finns inget att lämna till arkivet än."),
        _("Arkivpaketet går att hämta när alla har skrivit under protokollet."),
    ),
    "archive-file-missing": Refusal(
        _("Bilagan %(name)s saknas bland installationens filer, så arkivpaketet blir inte helt."),
        _("Den som sköter installationen behöver hämta tillbaka filen ur en säkerhetskopia."),
    ),
    "archive-file-changed": Refusal(
        _("Filen %(name)s är inte den som sparades, så arkivpaketet går inte att göra."),
        _("Den som sköter installationen behöver hämta tillbaka filen ur en säkerhetskopia."),
    ),
}
