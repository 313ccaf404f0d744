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
}
