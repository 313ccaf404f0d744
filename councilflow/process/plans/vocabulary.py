"""The words of plans in Swedish, bokmål, nynorsk and English: what stands above their columns.

A word means one thing. Between the words of a meaning stands ", ".
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

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


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split(", "))


WORDS: Final = {
    Meaning.AREA: _words(
        "område, områden, områder, hovedområde, hovudområde, huvudområde, målområde, area, tema, "
        "temaområde, politikkområde, politikområde, kapittel, kapitel, theme"
    ),
    Meaning.FOCUS_AREA: _words(
        "satsingsområde, satsingsområder, satsningsområde, satsningsområden, satsing, satsning, "
        "innsatsområde, innsatsområder, insatsområde, insatsområden, "
        "hovedinnsatsområde, hovedinnsatsområder, "
        "fokusområde, fokusområden, fokusområder, støtteområde, støtteområder, stödområde, "
        "prioritert område, prioriterat område, prioritering, focus area, priority area"
    ),
    Meaning.GOAL: _words(
        "mål, målsetting, målsetning, målsettingar, målsättning, goal, goals, objective, delmål, "
        "sub-goal, subgoal, etappmål, hovedmål, hovudmål, huvudmål, main goal, overordnet mål, "
        "overordna mål, övergripande mål, langsiktig mål, långsiktigt mål, "
        "overordna langsiktig mål, overordnet langsiktig mål, prosjektmål, projektmål, "
        "resultatmål, resultat mål, effektmål, aktivitetsmål, inriktningsmål"
    ),
    Meaning.STRATEGY: _words("strategi, strategier, strategiar, strategy, strategies, korleis, hvordan"),
    Meaning.MEASURE: _words(
        "tiltak, tiltaka, tiltakene, åtgärd, åtgärder, insats, insatser, innsats, measure, "
        "measures, hovedaktivitet, hovedaktiviteter, hovudaktivitet, hovudaktivitetar, "
        "huvudaktivitet, huvudaktiviteter, aktivitet, aktiviteter, aktivitetar, activity, "
        "activities, action, actions, prosjekt, prosjekter, projekt, project, handling, hva, kva, "
        "vad, what"
    ),
    Meaning.PERIOD: _words(
        "dato, tid, når, när, tidsplan, tidplan, periode, period, tidsrom, tidspunkt, tidsperiode, "
        "tidsramme, tidsram, framdrift, fremdrift, fremdriftsplan, framdriftsplan, frist, when, "
        "datum, date, time, start, oppstart, gjennomføringsperiode, genomförandeperiod, årstal, "
        "tidsperiod"
    ),
    Meaning.PARTIES: _words(
        "ansvar og deltaking, ansvar og deltakelse, ansvar och deltagande, ansvar og deltakere, "
        "ansvar og deltakarar, ansvarlig og deltakere, ansvarlig og samarbeidspartnere, aktører, "
        "ansvar og samarbeidspartnere, ansvar og samarbeidspartnarar, aktörer, aktørar, parties, "
        "hvem, kven, vem, who, roller, organisering"
    ),
    Meaning.RESPONSIBLE: _words(
        "ansvar, ansvarlig, ansvarlege, ansvarlige, ansvarleg, ansvarig, ansvariga, hovedansvar, "
        "hovudansvar, huvudansvar, huvudansvarig, responsible, responsibility, eier, eigar, ägare, "
        "owner, prosjekteier, prosjektansvarlig, projektägare, ledes av, koordinator, samordnare, "
        "samordner, samordnar, prosjektleder, prosjektleiar, projektledare"
    ),
    Meaning.PARTICIPANTS: _words(
        "deltaking, deltakelse, deltakere, deltakarar, deltagande, deltagare, participants, "
        "samarbeidspartnere, samarbeidspartnarar, samarbeidspartar, samarbeidsparter, partners, "
        "medverkande, medvirkende, medaktører, samarbetspartner, samarbetsparter, partnere, "
        "samarbeid med, samarbete med, involverte, involverade, samverkan, samverkan med, "
        "samverkanspart, samverkansparter, samverkanspartner"
    ),
    Meaning.EXECUTOR: _words(
        "utfører, utførar, utförare, gjennomføring, gjennomføres av, gjennomførast av, executor, "
        "gjennomfører, gjennomførar, genomförare, genomförande, genomförs av, utføres av"
    ),
    Meaning.BUDGET: _words(
        "budsjett, buds, budsj, budget, ramme, rammer, ram, kostnad, kostnader, cost, kostnadar, "
        "beløp, belopp, amount, økonomi, ekonomi, ressurser, ressursar, resurser, midler, midlar, "
        "medel, kroner, kronor, nok, sek, pris, løyving, bevilgning, utgifter"
    ),
    Meaning.FINANCING: _words(
        "finansiering, financing, funding, finansieringsplan, inndekning, inntekter, intäkter"
    ),
    Meaning.SOURCE: _words(
        "finansieringskilde, finansieringskilder, finansieringskjelde, finansieringskjelder, "
        "finansieringskälla, finansieringskällor, finansiør, finansiører, finansiär, finansiärer, "
        "kilde, kjelde, källa, funding source, finansiert av, finansieras av, funder"
    ),
    Meaning.STATE: _words("status, state, tilstand, läge, ferdig, stage"),
    Meaning.CODE: _words("nr, nummer, kode, kod, id, code, no, pkt, punkt, #, løpenr"),
    Meaning.TEXT: _words(
        "beskrivelse, beskriving, skildring, beskrivning, omtale, description, tekst, text, "
        "innhold, innhald, innehåll, bakgrunn, bakgrund, formål, føremål, syfte, begrunnelse"
    ),
    Meaning.NOTE: _words(
        "merknad, merknader, merknadar, kommentar, kommentarer, kommentarar, notat, note, "
        "anmärkning, anteckning, notes, comment, comments, oppfølging, uppföljning, resultat, "
        "målgruppe, målgrupp, effekt, prioritet, risiko, risk"
    ),
    Meaning.PHASE: _words("fase, fasar, faser, fas, phase, prosjektfase, projektfas"),
    Meaning.INDICATOR: _words(
        "indikator, indikatorer, indikatorar, indicator, måleindikator, måleindikatorer, "
        "måleindikatorar, nyckeltal, nøkkeltall, nøkkeltal, måleparameter, mätetal"
    ),
    Meaning.TARGET: _words("måltall, måltal, målvärde, målverdi, target, målnivå"),
    Meaning.DIMENSION: _words(
        "næring, næringer, næringar, prioriterte næringer, bransje, bransjer, bransch, näring, "
        "näringar, industry, kommune, kommun, municipality"
    ),
    Meaning.UNIT: _words("enhet, eining, måleenhet, unit, måleining"),
    Meaning.YEAR: _words("år, year, årstall"),
    Meaning.TOTAL: _words(
        "sum, summa, total, totalt, totalsum, i alt, samlet, samla, sammanlagt, subtotal, "
        "totalbudsjett, totalbudget, delsum, til sammen, til saman"
    ),
}
"""Every word that a heading is known by."""

QUESTIONS: Final = frozenset(_words("hva, kva, vad, what, hvem, kven, vem, who, hvordan, korleis, how"))
"""A heading of these alone is known; "Hva sier utviklingsplanen?" is none of a column."""

GOAL_KINDS: Final = {
    GoalKind.SUB_GOAL: _words("delmål, sub-goal, subgoal, etappmål"),
    GoalKind.RESULT: _words("resultatmål, resultat mål, resultat-mål"),
    GoalKind.ACTIVITY: _words("aktivitetsmål"),
    GoalKind.EFFECT: _words("effektmål"),
    GoalKind.LONG_TERM: _words(
        "langsiktig mål, langsiktige mål, långsiktigt mål, långsiktiga mål, long-term goal, "
        "overordna langsiktig mål, overordnet langsiktig mål, overordna langsiktige mål"
    ),
    GoalKind.MAIN: _words(
        "hovedmål, hovudmål, huvudmål, overordnet mål, overordna mål, overordnede mål, "
        "övergripande mål, prosjektmål, projektmål, main goal"
    ),
}
"""Every word for a kind of goal."""
