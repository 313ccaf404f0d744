"""The words that plans put above their parts, alone on a line or before a colon."""

from __future__ import annotations

import re
from typing import Final

from councilflow.process.plans.signs import on_one_line

SECTIONS: Final = (
    *("delmål", "mål", "målsetting", "målsetninger", "målsättning", "måla", "målene", "målen", "hovedmål"),
    *("hovudmål", "huvudmål", "overordnet mål", "overordna mål", "overordnede mål", "övergripande mål"),
    *("langsiktig mål", "langsiktige mål", "långsiktigt mål", "långsiktiga mål", "overordna langsiktig mål"),
    *("overordnet langsiktig mål", "overordna langsiktige mål", "resultatmål", "effektmål", "aktivitetsmål"),
    *("prosjektmål", "projektmål", "visjon", "vision", "verdiar", "verdier", "värden", "värderingar"),
    *("verdigrunnlag", "strategi", "strategier", "strategiar", "tiltak", "åtgärder", "insatser"),
    *("satsingsområde", "satsingsområder", "satsingsområda", "satsningsområden", "innsatsområde"),
    *("innsatsområder", "insatsområden", "fokusområde", "fokusområden", "fokusområder", "støtteområder"),
    *("hovedinnsatsområder", "hovudinnsatsområde", "hovedaktiviteter", "hovudaktivitetar"),
    *("huvudaktiviteter", "aktiviteter", "aktivitetar", "milepæler", "milepælar", "milstolpar"),
    *("milepælsplan", "indikatorer", "indikatorar", "måleindikatorer", "måleindikatorar", "budsjett"),
    *("budget", "finansiering", "finansieringsplan", "innledning", "innleiing", "inledning", "bakgrunn"),
    *("bakgrund", "formål", "føremål", "syfte", "innhold", "innhald", "innehåll", "innholdsfortegnelse"),
    *("innhaldsliste", "innehållsförteckning", "organisering", "prosjektorganisering", "arbeidsform"),
    *("arbeidsformer", "arbetsformer", "samarbeidsformer", "samarbetsformer", "oppfølging", "uppföljning"),
    *("rullering", "bærekraft", "kommunikasjon", "sammendrag", "samandrag", "sammanfattning", "vedlegg"),
    *("bilaga", "bilagor", "påverkansagenda", "påverknadsarbeid", "goals", "strategies", "measures"),
    *("milestones", "introduction", "contents", "background", "satsningsområde", "hovedsatsingsområder"),
    *("måloppnåelse", "måloppnåing", "måluppfyllelse", "resultat", "resultater", "resultatar", "økonomi"),
    *("ekonomi", "evaluering", "utvärdering", "gjennomføring", "genomförande", "prosjektorganisasjon"),
    *("konklusjon", "slutsats", "målgruppe", "målgrupp", "risiko", "status", "roller", "medlemmer"),
)

CONTENTS: Final = frozenset(
    (
        *("innhold", "innhald", "innehåll", "innholdsfortegnelse", "innhaldsliste", "innhaldsoversyn"),
        *("innehållsförteckning", "contents", "table of contents"),
    )
)

LABELS: Final = (
    *SECTIONS,
    *(
        "verdi",
        "kjerneverdier",
        "kjerneverdiar",
        "kärnvärden",
        "langsiktig utviklingsmål",
        "motto",
        "slagord",
    ),
    *("periode", "planperiode", "period", "tittel", "titel", "ansvarlig", "ansvarleg", "ansvarig", "vedtatt"),
    *("vedtatt av", "vedteke", "antagen", "values", "goal", "overall goal", "resultat så langt"),
    *("oppdragsgiver", "oppdragsgivar", "uppdragsgivare", "prosjekteier", "prosjekteigar", "projektägare"),
    *("prosjektansvarlig", "prosjektansvarleg", "projektansvarig", "prosjektleder", "prosjektleiar"),
    *("projektledare", "styringsgruppe", "styrgrupp", "prosjektgruppe", "projektgrupp", "referansegruppe"),
    *("referensgrupp", "sekretær", "sekreterare"),
)

_ABOUT = re.compile(
    r"(?:arbeidsform(?:er)?|arbetsform(?:er)?|samarbeidsform(?:er|ar)?|samarbetsform(?:er)?)\b.{0,60}"
)
_GOAL = re.compile(  # a goal whose colon is lost
    r"^((?:overordn\w+|övergripande|langsiktig\w?|långsiktig\w?)\s(?:[a-zæøåäö]+\s)?mål)\s+((?-i:[A-ZÆØÅÄÖ]).*)$",
    re.IGNORECASE | re.DOTALL,
)
_LABEL = re.compile(r"^([^:.!?\n]{2,50}?)\s*:\s*(\S.*)$", re.DOTALL)


def is_section(line: str) -> bool:
    """Whether a line is nothing but a word that plans put above a part: "Delmål", "Delmål 2022:"."""
    said = _bare(line)
    return said in SECTIONS or bool(_ABOUT.fullmatch(said))


def labelled(text: str) -> tuple[str, str] | None:
    """The label and the rest of "Visjon: Saman gjer vi …"; nothing when it is no known label."""
    found = _GOAL.match(text.strip()) or _LABEL.match(text.strip())
    if not found or _bare(found[1]) not in LABELS:
        return None
    return found[1].strip(" *"), found[2].strip()


def _bare(line: str) -> str:
    """The words without a year, a number before them and the signs after them."""
    said = on_one_line(line).casefold().strip(" :.*–-")
    said = re.sub(r"\s*\([^()]*\)$", "", said)
    said = re.sub(r"\s*(?:19|20)[0-9]{2}(?:\s?[-–]\s?(?:19|20)[0-9]{2})?$", "", said)
    said = re.sub(r"\s(?:for|i|innan|innenfor|innanfor|inom)\s(?:dette\s|detta\s)?\w*område\w*$", "", said)
    return said.strip(" :.*–-")
