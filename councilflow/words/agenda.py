"""What the parts of an item are called, where people read what has changed in it."""

from __future__ import annotations

from collections.abc import Iterable

from councilflow.i18n import LazyText
from councilflow.i18n import lazy_gettext as _

ITEM_FACTS: dict[str, LazyText] = {
    "added": _("Ny punkt"),
    "withdrawn": _("Punkten utgår"),
    "restored": _("Punkten är tillbaka"),
    "position": _("Plats på dagordningen"),
    "slot": _("Klockslag"),
    "title": _("Rubrik"),
    "registry_no": _("Diarienummer"),
    "summary": _("Ärendet i korthet"),
    "background": _("Bakgrund"),
    "strategy_sentence": _("Hur frågan hänger ihop med RUS"),
    "proposal": _("Förslag"),
    "shared_value": _("Gemensamt värde"),
    "consultation": _("Samrådsfråga"),
    "recommendation": _("Rekommendation"),
    "recommending": _("Arbetsgrupp som rekommenderar"),
    "reach": _("Räckvidd"),
    "reach_text": _("Delar av länet"),
    "ecological": _("Ekologisk hållbarhet"),
    "social": _("Social hållbarhet"),
    "economic": _("Ekonomisk hållbarhet"),
    "acknowledgement": _("Med finansiering från"),
    "minutes": _("Tid"),
    "kind": _("Slag"),
    "answers_by": _("Svar senast"),
    "purposes": _("Syfte"),
    "agenda_2030": _("Globala mål i Agenda 2030"),
    "links": _("Koppling till RUS"),
    "questions": _("Frågor att förbereda hemma"),
    "presenters": _("Föredragande"),
    "attachments": _("Bilagor"),
    "concerned": _("Berörda organisationer"),
    "of_council": _("Råd som punkten hör till"),
    "is_prepared": _("Frågan är förberedd"),
}


def fact_words(names: Iterable[str]) -> list[str]:
    """The names in words, in the language being spoken."""
    return [str(ITEM_FACTS[name]) for name in names if name in ITEM_FACTS]
