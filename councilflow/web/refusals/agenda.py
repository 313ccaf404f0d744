"""Refusals about issues, agendas and files."""

from __future__ import annotations

from councilflow.i18n import lazy_gettext as _
from councilflow.web.refusals.refusal import Refusal

REFUSALS: dict[str, Refusal] = {
    # Issues
    "issue-step-not-allowed": Refusal(
        _("Frågan är redan %(state)s, så det steget går inte att ta nu."),
        _("Öppna frågan och se vilka steg som finns."),
    ),
    "issue-is-done": Refusal(
        _("Frågan är %(state)s, så den går inte att ändra."), _("Öppna frågan och se vad som har hänt.")
    ),
    "issue-is-taken-up": Refusal(
        _("Beredningsgruppen har tagit upp frågan, så förslaget går inte att ändra längre."),
        _("Skriv till beredningsgruppen om något inte stämmer."),
    ),
    "earlier-unknown": Refusal(
        _("Det går inte att koppla till den punkten."),
        _("Sök igen och välj en punkt som har behandlats på ett möte."),
    ),
    "reason-missing": Refusal(
        _("Den som föreslog frågan ska få veta varför."), _("Skriv ett skäl och svara igen.")
    ),
    # Agenda
    "agenda-is-closed": Refusal(
        _("Dagordningen är fastställd och kan inte ändras."),
        _("Ordföranden kan öppna den igen så länge kallelsen inte är skickad."),
    ),
    "agenda-is-locked": Refusal(
        _("Mötet har börjat, så dagordningen är låst."),
        _("Det som återstår får komma upp vid nästa möte."),
    ),
    "file-went-out": Refusal(
        _("Filen %(name)s gick ut med kallelsen och kan inte tas bort."),
        _("Lägg in en ny version, eller märk filen med sekretess."),
    ),
    "item-cannot-be-withdrawn": Refusal(_("Punkten utgår redan, eller är bara en rubrik.")),
    "item-is-not-withdrawn": Refusal(_("Punkten står redan på dagordningen.")),
    "item-of-another-meeting": Refusal(_("Punkten hör till ett annat möte.")),
    "nothing-new-to-send": Refusal(
        _("Det finns inga ändringar att skicka."), _("De är redan skickade, eller så är de ångrade.")
    ),
    "changes-since-preview": Refusal(
        _("Dagordningen har ändrats igen sedan du läste vad som skickas."),
        _("Läs ändringarna en gång till och skicka sedan."),
    ),
    "comment-is-not-yours": Refusal(
        _("Bara den som skrev kommentaren kan ändra eller ta bort den."), _("Svara med en egen kommentar.")
    ),
    "comment-after-meeting": Refusal(
        _("Mötet är avslutat, så det går inte att kommentera dagordningen längre."),
        _("Skriv i förslaget till nästa möte i stället."),
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
        _(
            "Filen %(name)s är av ett slag som inte tas emot, vad den än heter. Öppna den i sitt program, "
            "spara den som PDF och välj den igen."
        )
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
    "file-after-meeting": Refusal(
        _("Mötet är avslutat, så filerna går inte att byta ut."),
        _("Lägg den nya filen på en punkt vid nästa möte."),
    ),
    "file-has-newer-version": Refusal(
        _("Någon har redan lagt in en nyare version av filen %(name)s."),
        _("Öppna den nyaste versionen och byt ut den om det behövs."),
    ),
    "file-is-here-already": Refusal(
        _(
            "Filen %(name)s finns redan på mötet: %(title)s, under punkten %(item)s. Spara utan den eller "
            "välj en annan. Det du har skrivit står kvar."
        )
    ),
    "secrecy-without-section": Refusal(
        _("Skriv enligt vilket lagrum det är sekretess."), _("Till exempel 20 kap. 3 § OSL.")
    ),
    "file-has-virus": Refusal(_("Filen %(name)s togs inte emot, för virusskyddet hittade %(virus)s i den.")),
    "file-not-scanned": Refusal(
        _(
            "Filen %(name)s togs inte emot, för virusskyddet svarar inte. Försök igen om en stund. Den som "
            "sköter installationen behöver annars se på det."
        )
    ),
    "file-broken": Refusal(_("Filen %(name)s går inte att läsa. Spara den på nytt och välj den igen.")),
}
