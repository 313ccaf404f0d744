"""Refusals about meetings: planned, called, moved and held."""

from __future__ import annotations

from councilflow.i18n import lazy_gettext as _
from councilflow.web.refusals.refusal import Refusal

REFUSALS: dict[str, Refusal] = {
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
    "meeting-rests": Refusal(
        _("Mötet är ajournerat, så ingen punkt kan tas upp nu."), _("Återuppta mötet först.")
    ),
    "no-immediate-approval": Refusal(
        _("Under rådets regler justeras ingen paragraf före resten av protokollet."),
        _("Paragrafen justeras tillsammans med de andra."),
    ),
    "outcome-not-stated": Refusal(
        _("Punkten har inget utfall än."), _("Skriv in vad ordföranden säger att rådet kom fram till.")
    ),
    "paragraph-lies-fast": Refusal(
        _("Paragrafen justeras omedelbart, så utfallet, ordalydelsen och anteckningen ligger fast."),
        _("Medan mötet pågår kan du ta tillbaka den omedelbara justeringen och sedan ändra."),
    ),
    "heading-not-taken-up": Refusal(
        _("En rubrik tas inte upp för sig."), _("Ta upp en av punkterna under den.")
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
    "no-place-to-fill": Refusal(
        _("%(name)s kommer till mötet, eller så har en ersättare redan fått frågan."),
        _("Öppna sidan igen och se vad som gäller nu."),
    ),
    "no-substitute-left": Refusal(
        _("Det finns ingen fler ersättare att fråga i stället för %(name)s."),
        _("Lägg in en ersättare till, eller låt platsen stå tom."),
    ),
    "invitation-withdrawn": Refusal(
        _("Kallelsen till %(name)s är redan återkallad."), _("Öppna sidan igen och se vad som gäller nu.")
    ),
    "invited-by-seat": Refusal(
        _("%(name)s har en plats i rådet den dag mötet hålls och är därför kallad."),
        _("Har platsen upphört ändrar du den först."),
    ),
    "all-have-answered": Refusal(
        _("Det finns ingen att påminna just nu."),
        _("Alla har svarat, eller har redan fått en påminnelse i dag."),
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
    "first-day-ends-before-it-begins": Refusal(
        _("Den första dagen slutar innan den börjar."), _("Rätta klockslagen för dagen.")
    ),
    "second-day-ends-before-it-begins": Refusal(
        _("Den andra dagen slutar innan den börjar."), _("Rätta klockslagen för dagen.")
    ),
    "meeting-day-ends-before-it-begins": Refusal(
        _("%(day)s slutar innan den börjar."), _("Rätta klockslagen för dagen.")
    ),
    "nights-do-not-fit": Refusal(
        _("Dagarna stämmer inte med när mötet börjar och slutar."),
        _("Skriv när varje dag slutar och nästa börjar."),
    ),
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
    "group-of-another-council": Refusal(
        _("Rekommendationen kan bara komma från en grupp i rådet."), _("Välj en av rådets grupper.")
    ),
    "organisation-not-asked": Refusal(
        _(
            "%(organisation)s räknas inte i ställningstagandet på den här punkten, "
            "som hör till ett annat råd."
        ),
        _("Är ni ledamöter på mötet kan ni begära att er mening antecknas i protokollet."),
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
    "mail-before-secrecy": Refusal(
        _("Mejlet till %(to)s skrevs innan något på mötet fick sekretess, så det skickas inte igen."),
        _("Skicka ett nytt i stället. Det säger inget om det som har sekretess."),
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
    # Checklists
    "checklist-point-absent": Refusal(_("Punkten hör inte till det här mötets checklista.")),
    "checklist-point-known": Refusal(
        _("Den punkten bockas av av sig själv."), _("Den blir klar när det som den gäller är gjort.")
    ),
}
