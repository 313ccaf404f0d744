"""A sentence for every rule that can be broken, and what to do instead.

The keys are the codes of `RuleBroken`; its facts fill in the %(name)s. A test holds that every code raised
anywhere stands here, in all four languages.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from councilflow.i18n import LazyText
from councilflow.i18n import lazy_gettext as _
from councilflow.words import WORDS, word


class Refusal(NamedTuple):
    sentence: LazyText
    advice: LazyText | None = None


def in_words(value: object) -> str:
    """A fact of a refusal as people read it: a stored value as its word, several as a list."""
    if isinstance(value, StrEnum):
        return word(value) if (type(value), value) in WORDS else str(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return " ".join(in_words(part) for part in value)
    return str(value)


REFUSALS: dict[str, Refusal] = {
    # Account
    "too-many-attempts": Refusal(
        _("Det har blivit för många försök med fel lösenord."),
        _("Vänta %(minutes)s minuter och försök igen. Sekretariatet kan ge dig en ny lösenordslänk."),
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
    # Meeting
    "meeting-step-not-allowed": Refusal(
        _("Mötet är i läget %(state)s, så det steget går inte att ta nu."),
        _("Öppna mötet och se vad som kommer härnäst."),
    ),
    "meeting-ends-before-it-begins": Refusal(
        _("Mötet slutar innan det börjar."), _("Rätta tiderna och spara igen.")
    ),
    "meeting-too-long": Refusal(_("Ett möte kan vara högst fyra dagar."), _("Rätta tiderna och spara igen.")),
    "items-incomplete": Refusal(
        _("Kallelsen kan inte skickas än. %(gaps)s"), _("Komplettera punkterna och skicka sedan.")
    ),
    "only-the-chair-sets": Refusal(_("Bara ordföranden kan fastställa dagordningen.")),
    # Standpoints
    "outcome-not-for-this-kind": Refusal(
        _("Utfallet %(outcome)s hör inte till en punkt av slaget %(kind)s."),
        _("Välj ett av utfallen på sidan."),
    ),
    "standpoint-before-its-time": Refusal(
        _("Rådet kan inte ta ställning än. %(gates)s"),
        _(
            "Stäng förberedelsen och markera föredragningen som hållen. Ordföranden kan besluta att ändå pröva "
            "frågan; skälet syns i protokollet."
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
    # Minutes
    "minutes-step-not-allowed": Refusal(
        _("Protokollet är i läget %(state)s, så det steget går inte att ta nu."),
        _("Öppna protokollet och se vad som kommer härnäst."),
    ),
}
