"""What a column of a plan's table is about, guessed from its heading in Swedish, bokmål, nynorsk or English.

A guess is only a proposal: the person who imports decides. What the words are stands in one table; a heading
means what its longest known beginning means, or else its longest known ending ("Tematisk innsatsområde").
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from councilflow.process.plans.signs import on_one_line
from councilflow.process.plans.values import GoalKind


class Meaning(StrEnum):
    AREA = "area"
    FOCUS_AREA = "focus_area"
    GOAL = "goal"  # of the kind that `goal_kind` says
    STRATEGY = "strategy"
    MEASURE = "measure"
    PERIOD = "period"
    PARTIES = "parties"  # several roles in one cell, by their labels
    RESPONSIBLE = "responsible"
    PARTICIPANTS = "participants"
    EXECUTOR = "executor"
    BUDGET = "budget"
    FINANCING = "financing"  # how it is paid, in words or in money
    SOURCE = "source"  # who pays
    STATE = "state"
    CODE = "code"
    TEXT = "text"
    NOTE = "note"
    PHASE = "phase"
    INDICATOR = "indicator"
    TARGET = "target"
    DIMENSION = "dimension"  # what the rows of an indicator are: næring, kommune
    UNIT = "unit"
    YEAR = "year"
    TOTAL = "total"
    IGNORE = "ignore"


WORDS: Final = {
    Meaning.AREA: (
        *("område", "områden", "områder", "hovedområde", "hovudområde", "huvudområde", "målområde", "area"),
        *("tema", "temaområde", "politikkområde", "politikområde", "kapittel", "kapitel", "theme"),
    ),
    Meaning.FOCUS_AREA: (
        *("satsingsområde", "satsingsområder", "satsningsområde", "satsningsområden", "satsing", "satsning"),
        *("innsatsområde", "innsatsområder", "insatsområde", "insatsområden", "hovedinnsatsområde"),
        *("fokusområde", "fokusområden", "fokusområder", "støtteområde", "støtteområder", "stödområde"),
        *("prioritert område", "prioriterat område", "prioritering", "focus area", "priority area"),
    ),
    Meaning.GOAL: (
        *("mål", "målsetting", "målsetning", "målsettingar", "målsättning", "goal", "goals", "objective"),
        *("delmål", "sub-goal", "subgoal", "etappmål", "hovedmål", "hovudmål", "huvudmål", "main goal"),
        *("overordnet mål", "overordna mål", "övergripande mål", "langsiktig mål", "långsiktigt mål"),
        *("overordna langsiktig mål", "overordnet langsiktig mål", "prosjektmål", "projektmål"),
        *("resultatmål", "resultat mål", "effektmål", "aktivitetsmål", "inriktningsmål"),
    ),
    Meaning.STRATEGY: (
        "strategi",
        "strategier",
        "strategiar",
        "strategy",
        "strategies",
        "korleis",
        "hvordan",
    ),
    Meaning.MEASURE: (
        *("tiltak", "tiltaka", "tiltakene", "åtgärd", "åtgärder", "insats", "insatser", "innsats", "measure"),
        *("measures", "hovedaktivitet", "hovedaktiviteter", "hovudaktivitet", "hovudaktivitetar"),
        *("huvudaktivitet", "huvudaktiviteter", "aktivitet", "aktiviteter", "aktivitetar", "activity"),
        *("activities", "action", "actions", "prosjekt", "prosjekter", "projekt", "project", "handling"),
    ),
    Meaning.PERIOD: (
        *(
            "dato",
            "tid",
            "når",
            "när",
            "tidsplan",
            "periode",
            "period",
            "tidsrom",
            "tidspunkt",
            "tidsperiode",
        ),
        *(
            "tidsramme",
            "tidsram",
            "framdrift",
            "fremdrift",
            "fremdriftsplan",
            "framdriftsplan",
            "frist",
            "when",
        ),
        *(
            "datum",
            "date",
            "time",
            "start",
            "oppstart",
            "gjennomføringsperiode",
            "genomförandeperiod",
            "årstal",
        ),
    ),
    Meaning.PARTIES: (
        *("ansvar og deltaking", "ansvar og deltakelse", "ansvar och deltagande", "ansvar og deltakere"),
        *("ansvar og deltakarar", "ansvarlig og deltakere", "ansvarlig og samarbeidspartnere", "aktører"),
        *("ansvar og samarbeidspartnere", "ansvar og samarbeidspartnarar", "aktörer", "aktørar", "parties"),
        *("hvem", "kven", "vem", "who", "roller", "organisering"),
    ),
    Meaning.RESPONSIBLE: (
        *("ansvar", "ansvarlig", "ansvarlege", "ansvarlige", "ansvarleg", "ansvarig", "ansvariga"),
        *("hovedansvar", "hovudansvar", "huvudansvar", "huvudansvarig", "responsible", "responsibility"),
        *("eier", "eigar", "ägare", "owner", "prosjekteier", "prosjektansvarlig", "projektägare", "ledes av"),
    ),
    Meaning.PARTICIPANTS: (
        *("deltaking", "deltakelse", "deltakere", "deltakarar", "deltagande", "deltagare", "participants"),
        *("samarbeidspartnere", "samarbeidspartnarar", "samarbeidspartar", "samarbeidsparter", "partners"),
        *("medverkande", "medvirkende", "medaktører", "samarbetspartner", "samarbetsparter", "partnere"),
        *("samarbeid med", "samarbete med", "involverte", "involverade"),
    ),
    Meaning.EXECUTOR: (
        *(
            "utfører",
            "utførar",
            "utförare",
            "gjennomføring",
            "gjennomføres av",
            "gjennomførast av",
            "executor",
        ),
        *("gjennomfører", "gjennomførar", "genomförare", "genomförande", "genomförs av", "utføres av"),
    ),
    Meaning.BUDGET: (
        *("budsjett", "buds", "budsj", "budget", "ramme", "rammer", "ram", "kostnad", "kostnader", "cost"),
        *(
            "kostnadar",
            "beløp",
            "belopp",
            "amount",
            "økonomi",
            "ekonomi",
            "ressurser",
            "ressursar",
            "resurser",
        ),
        *("midler", "midlar", "medel", "kroner", "kronor", "nok", "sek", "pris", "løyving", "bevilgning"),
    ),
    Meaning.FINANCING: ("finansiering", "financing", "funding", "finansieringsplan", "inndekning"),
    Meaning.SOURCE: (
        *("finansieringskilde", "finansieringskilder", "finansieringskjelde", "finansieringskjelder"),
        *(
            "finansieringskälla",
            "finansieringskällor",
            "finansiør",
            "finansiører",
            "finansiär",
            "finansiärer",
        ),
        *("kilde", "kjelde", "källa", "funding source", "finansiert av", "finansieras av", "funder"),
    ),
    Meaning.STATE: ("status", "state", "tilstand", "läge", "ferdig", "stage"),
    Meaning.CODE: ("nr", "nummer", "kode", "kod", "id", "code", "no", "pkt", "punkt", "#", "løpenr"),
    Meaning.TEXT: (
        *("beskrivelse", "beskriving", "skildring", "beskrivning", "omtale", "description", "tekst", "text"),
        *(
            "innhold",
            "innhald",
            "innehåll",
            "bakgrunn",
            "bakgrund",
            "formål",
            "føremål",
            "syfte",
            "begrunnelse",
        ),
    ),
    Meaning.NOTE: (
        *("merknad", "merknader", "merknadar", "kommentar", "kommentarer", "kommentarar", "notat", "note"),
        *(
            "anmärkning",
            "anteckning",
            "notes",
            "comment",
            "comments",
            "oppfølging",
            "uppföljning",
            "resultat",
        ),
    ),
    Meaning.PHASE: ("fase", "fasar", "faser", "fas", "phase", "prosjektfase", "projektfas"),
    Meaning.INDICATOR: (
        *("indikator", "indikatorer", "indikatorar", "indicator", "måleindikator", "måleindikatorer"),
        *("måleindikatorar", "nyckeltal", "nøkkeltall", "nøkkeltal", "måleparameter", "mätetal"),
    ),
    Meaning.TARGET: ("måltall", "måltal", "målvärde", "målverdi", "target", "målnivå"),
    Meaning.DIMENSION: (
        *("næring", "næringer", "næringar", "prioriterte næringer", "bransje", "bransjer", "bransch"),
        *("näring", "näringar", "industry", "kommune", "kommun", "municipality"),
    ),
    Meaning.UNIT: ("enhet", "eining", "måleenhet", "unit", "måleining"),
    Meaning.YEAR: ("år", "year", "årstall"),
    Meaning.TOTAL: (
        *(
            "sum",
            "summa",
            "total",
            "totalt",
            "totalsum",
            "i alt",
            "samlet",
            "samla",
            "sammanlagt",
            "subtotal",
        ),
        *("totalbudsjett", "totalbudget", "delsum", "til sammen", "til saman"),
    ),
}
"""Every word that a heading is known by."""

_MEANING = {word: meaning for meaning, words in WORDS.items() for word in words}
_LONGEST = 90
_LABELLED = re.compile(r":\s?\w")  # "Ansvar: SR" is a cell, no heading

GOAL_KINDS: Final = {
    GoalKind.SUB_GOAL: ("delmål", "sub-goal", "subgoal", "etappmål"),
    GoalKind.RESULT: ("resultatmål", "resultat mål", "resultat-mål"),
    GoalKind.ACTIVITY: ("aktivitetsmål",),
    GoalKind.EFFECT: ("effektmål",),
    GoalKind.LONG_TERM: (
        *("langsiktig mål", "langsiktige mål", "långsiktigt mål", "långsiktiga mål", "long-term goal"),
        *("overordna langsiktig mål", "overordnet langsiktig mål", "overordna langsiktige mål"),
    ),
    GoalKind.MAIN: (
        *("hovedmål", "hovudmål", "huvudmål", "overordnet mål", "overordna mål", "overordnede mål"),
        *("övergripande mål", "prosjektmål", "projektmål", "main goal"),
    ),
}

_UNITS = (
    (1_000_000_000, re.compile(r"\b(?:milliard|miljard)|\bmrd\b")),
    (1_000_000, re.compile(r"\b(?:million|miljon|mill|mnkr|mkr|mnok|msek|mio)")),
    (1_000, re.compile(r"\b(?:tusen|1\s?000|1000-tall|1000-tal|tkr|tnok|tsek|kkr|thousand|t\.\s?kr|i 1000)")),
)


def guess(heading: str) -> Meaning | None:
    """What the column is about; nothing when no word of it is known, or when it is no heading at all."""
    if len(heading) > 4 * _LONGEST or _LABELLED.search(heading):
        return None
    text = _bare(heading)
    if not text:
        return Meaning.YEAR if year_in(heading) is not None else None
    if len(text) > _LONGEST:
        return None
    if text in _MEANING:
        return _MEANING[text]
    words = text.split()
    known = (_MEANING.get(" ".join(words[:count])) for count in range(len(words) - 1, 0, -1))
    endings = (_MEANING.get(" ".join(words[start:])) for start in range(1, len(words)))
    return next((meaning for meaning in (*known, *endings) if meaning is not None), None)


def goal_kind(heading: str) -> GoalKind | None:
    """Which kind of goal a heading speaks of; nothing for a bare "Mål"."""
    text = _bare(heading)
    for kind, words in GOAL_KINDS.items():
        if any(text == word or text.startswith(f"{word} ") for word in words):
            return kind
    return None


def year_in(heading: str) -> int | None:
    """The one year that a heading names: "Budsjett 2022"; nothing for none, or for several."""
    years = set(re.findall(r"(?<![0-9])(?:19[5-9][0-9]|20[0-9]{2})(?![0-9])", on_one_line(heading)))
    return int(years.pop()) if len(years) == 1 else None


def money_unit(text: str) -> int | None:
    """What a bare number counts under these words: 1_000_000 under "tall i millioner"; nothing if unsaid."""
    said = on_one_line(text).casefold()
    return next((unit for unit, words in _UNITS if words.search(said)), None)


def _bare(heading: str) -> str:
    """The words of a heading without its year, its unit, its notes and its signs."""
    text = re.sub(r"<[^<>]*>|[*_]{1,2}", "", on_one_line(heading[: 4 * _LONGEST])).casefold()
    text = re.sub(r"\([^()]*\)?", " ", text)
    text = re.sub(r"(?<![0-9])(?:19|20)[0-9]{2}(?:\s?[-–/]\s?(?:19|20)?[0-9]{2})?(?![0-9])", " ", text)
    text = re.sub(r"\s*[/&+]\s*", " og ", text)
    text = re.sub(r"[:.,;–—]|(?<!\w)-|-(?!\w)", " ", text)
    return " ".join(text.split())
