"""Refusals about reading a plan in from a paste or a file, and about taking it back."""

from __future__ import annotations

from councilflow.i18n import lazy_gettext as _
from councilflow.web.refusals.refusal import Refusal

REFUSALS: dict[str, Refusal] = {
    "plan-import-empty": Refusal(
        _("Det finns ingen text att läsa."), _("Klistra in tabellen, eller välj filen som den står i.")
    ),
    "plan-import-unreadable": Refusal(
        _("Filen %(name)s är inget som går att läsa in som en plan."),
        _("Spara den som Word-dokument (.docx), Excel-arbetsbok (.xlsx), CSV eller text och välj den igen."),
    ),
    "plan-import-too-many-lines": Refusal(
        _("Texten har fler rader än %(most)s."), _("Dela upp den och läs in en del i taget.")
    ),
    "plan-import-too-wide": Refusal(
        _("En rad har fler än %(most)s kolumner."),
        _("Ta bort kolumnerna som inte hör till planen och försök igen."),
    ),
    "plan-import-has-macros": Refusal(
        _("Filen %(name)s innehåller makron."),
        _("Spara den utan makron, som Word-dokument (.docx) eller Excel-arbetsbok (.xlsx)."),
    ),
    "plan-import-unfolds": Refusal(
        _("Filen %(name)s blir för stor när den packas upp."),
        _("Ta bort bilderna ur den, eller kopiera tabellen och klistra in den."),
    ),
    "plan-import-too-long": Refusal(
        _("Texten är större än %(most)s MB."), _("Dela upp den och läs in en del i taget.")
    ),
    "plan-import-elsewhere": Refusal(
        _("Planen hör till ett annat råd."), _("Välj en plan som är rådets egen.")
    ),
    "plan-import-done": Refusal(
        _("Den här inläsningen är redan gjord."), _("Börja en ny inläsning, eller ångra den här först.")
    ),
    "plan-import-not-done": Refusal(
        _("Det finns ingen inläsning att ångra."), _("Den är redan ångrad, eller har aldrig gjorts.")
    ),
    "plan-import-flawed": Refusal(
        _("Ingenting lästes in. Det finns %(count)s saker att rätta."),
        _("Rätta dem i källan och klistra in den igen, eller svara på frågorna."),
    ),
    "plan-import-waiting": Refusal(
        _("Ingenting lästes in. Det finns %(count)s frågor som behöver svar."),
        _("Svara på dem och räkna om."),
    ),
    "plan-import-nothing": Refusal(
        _("Det finns ingenting nytt att läsa in."), _("Allt som står i källan finns redan i planen.")
    ),
    "plan-import-linked": Refusal(
        _("Inläsningen kan inte ångras. En punkt på en dagordning är kopplad till ”%(title)s”."),
        _("Ta bort kopplingen först, eller ändra planen för hand."),
    ),
    "plan-import-reported": Refusal(
        _("Inläsningen kan inte ångras. Någon har rapporterat om ”%(title)s” sedan dess."),
        _("Ändra planen för hand i stället."),
    ),
    "plan-import-later": Refusal(
        _("Inläsningen kan inte ångras. En senare inläsning bygger på den."),
        _("Ångra den senare inläsningen först."),
    ),
    "plan-import-in-use": Refusal(
        _("Inläsningen kan inte ångras. Någon har arbetat vidare på det som kom in."),
        _("Ändra planen för hand i stället."),
    ),
}
