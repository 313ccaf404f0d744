"""What reading a plan asks, doubts, fills in and leaves, in words: for the pages and for the command.

The codes are those of `process.plans.reading`; a test holds that none is without its words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from councilflow.i18n import LazyText
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.process.plans.columns import Meaning
from councilflow.process.plans.reading import Doubt, Fill, Flaw, Question, Unread
from councilflow.process.plans.values import GoalKind, NodeKind, PlanKind
from councilflow.words import word

QUESTIONS: dict[str, LazyText] = {
    "title": _l("Vad heter planen?"),
    "plan-kind": _l("Vad är det för slags plan?"),
    "plan-period": _l("Vilken tid gäller planen?"),
    "plan-currency": _l("I vilken valuta står beloppen?"),
    "table-kind": _l("Vad är tabell %(table)s?"),
    "orientation": _l("Hur läses tabellen på rad %(line)s?"),
    "column": _l("Vad står i kolumn %(column)s, ”%(heading)s”, i tabell %(table)s?"),
    "goals": _l("Hur hör målen i tabellen på rad %(line)s ihop med det som står till höger om dem?"),
    "unit": _l("Vad räknas beloppen på rad %(line)s i när inget annat står?"),
    "area": _l("Under vad står tabellen på rad %(line)s?"),
    "is-area": _l("Är rubriken ”%(text)s” på rad %(line)s ett område i planen?"),
    "section": _l("Vad är det som står under ”%(text)s” på rad %(line)s?"),
    "split": _l("Hur delas celler med flera stycken i tabellen på rad %(line)s?"),
    "shared": _l("Gäller ”%(text)s” på rad %(line)s en insats var, eller alla på raden?"),
    "shift": _l("Hur många kolumner åt höger hör raden %(line)s?"),
    "fill": _l("Vad betyder den tomma cellen på rad %(line)s?"),
    "row": _l("Vad står i rad %(row)s, ”%(heading)s”, i tabell %(table)s?"),
    "covers": _l("Gäller ”%(text)s” på rad %(line)s också %(beside)s?"),
    "indicator-name": _l("Vad heter det som räknas i tabellen på rad %(line)s?"),
}

_COLUMNS: dict[str, LazyText] = {
    Meaning.AREA: _l("Område"),
    Meaning.FOCUS_AREA: _l("Satsningsområde eller fokusområde"),
    Meaning.GOAL: _l("Mål"),
    Meaning.STRATEGY: _l("Strategi"),
    Meaning.MEASURE: _l("Insats eller åtgärd"),
    Meaning.PERIOD: _l("Tid"),
    Meaning.PARTIES: _l("Ansvar och deltagande i samma cell"),
    Meaning.RESPONSIBLE: _l("Ansvarig"),
    Meaning.PARTICIPANTS: _l("Deltar"),
    Meaning.EXECUTOR: _l("Genomför"),
    Meaning.BUDGET: _l("Budget"),
    Meaning.FINANCING: _l("Finansiering"),
    Meaning.SOURCE: _l("Finansieringskälla"),
    Meaning.STATE: _l("Läge"),
    Meaning.CODE: _l("Nummer eller bokstav"),
    Meaning.TEXT: _l("Beskrivning"),
    Meaning.NOTE: _l("Anmärkning"),
    Meaning.PHASE: _l("Fas i ett projekt"),
    Meaning.INDICATOR: _l("Indikator"),
    Meaning.TARGET: _l("Målvärde"),
    Meaning.DIMENSION: _l("Uppdelning, till exempel bransch eller kommun"),
    Meaning.UNIT: _l("Enhet"),
    Meaning.YEAR: _l("År"),
    Meaning.TOTAL: _l("Summa"),
    Meaning.IGNORE: _l("Läs inte in"),
    "grouping": _l("Gruppering av områden"),
    "theme": _l("Genomgående tema"),
}

_OPTIONS: dict[str, dict[str, LazyText]] = {
    "table-kind": {
        "plan": _l("En plan: mål, strategier eller insatser"),
        "budget": _l("Budget"),
        "financing": _l("Finansiering"),
        "targets": _l("Målvärden för en indikator"),
        "ignore": _l("Läs inte in"),
    },
    "orientation": {
        "rows": _l("En rad för varje insats"),
        "columns": _l("Vänd: en kolumn för varje strategi"),
    },
    "goals": {
        "beside": _l("De gäller allt i samma block"),
        "above": _l("De står över det som står till höger"),
    },
    "unit": {"1": _l("Kronor"), "1000": _l("Tusen kronor"), "1000000": _l("Miljoner kronor")},
    "is-area": {"yes": _l("Ja"), "no": _l("Nej")},
    "split": {
        "auto": _l("Som cellen själv visar"),
        "paragraphs": _l("Ett för varje stycke"),
        "bullets": _l("Ett för varje punkt"),
        "numbers": _l("Ett för varje nummer"),
        "dashes": _l("Ett för varje tankstreck"),
        "sentences": _l("Ett för varje mening"),
        "semicolons": _l("Ett för varje semikolon"),
        "capitals": _l("Ett för varje stor bokstav"),
        "none": _l("Inte alls"),
    },
    "covers": {"none": _l("Nej, bara sin egen"), "all": _l("Ja, också dem bredvid")},
    "shared": {"each": _l("En var, i ordning"), "all": _l("Alla")},
    "fill": {"down": _l("Det samma som ovanför"), "empty": _l("Ingenting")},
    "section": {"indicator": _l("Indikatorer"), "ignore": _l("Text som inte läses in")},
}

DOUBTS: dict[str, LazyText] = {
    "money-approximate": _l("Beloppet är ungefärligt."),
    "money-decimal-or-thousands": _l("Tecknet kan skilja tusental eller decimaler."),
    "money-rounded": _l("Ören är avrundade till hela kronor."),
    "money-negative": _l("Beloppet är mindre än noll."),
    "money-unit-guessed": _l("Rubriken talar om tusental eller miljoner, men cellen lästes som kronor."),
    "money-unit-missing": _l("Det står inte vad talet räknas i, så beloppet lästes inte."),
    "money-extra-text": _l("Det står ord bredvid beloppet."),
    "money-two-numbers": _l("Där står flera tal, så inget belopp lästes."),
    "money-words": _l("Beloppet står med bokstäver, så det lästes inte."),
    "money-formula": _l("Där står en formel, så inget belopp lästes."),
    "money-currency": _l("Där står en annan valuta, så inget belopp lästes."),
    "money-too-large": _l("Talet är för stort för att vara kronor."),
    "money-not-a-number": _l("Där står inget belopp."),
    "money-of-several": _l("Ett belopp gäller flera insatser. Det står på den första."),
    "not-a-period": _l("Det går inte att läsa någon tid ur cellen. Den står kvar som den är skriven."),
    "extra-text": _l("Det står något mer än tiden i cellen."),
    "year-far-off": _l("Året kan inte stämma, så det lästes inte."),
    "year-short": _l("Årtalet är kort och lästes som ett helt."),
    "no-year": _l("Det står inget årtal."),
    "backwards": _l("Det sista året kommer före det första, så inget av dem lästes."),
    "month-or-year": _l("Det kan vara en månad eller två år. Det lästes som två år."),
    "participants-unmarked": _l("Ett ”Deltaking:” verkar saknas mellan ansvarig och deltagare."),
    "participants-not-settled": _l("Någon är ansvarig, men vem som deltar är inte avgjort."),
    "one-or-several": _l("Det kan vara ett namn eller två. Det lästes som ett."),
    "label-unknown": _l("Ordet före kolonet är ingen känd roll, så namnen efter det lästes inte."),
    "state-unknown": _l("Läget går inte att känna igen."),
    "answer-unused": _l("Ett svar passar inte till någon fråga."),
    "read-as-definition": _l("Stycket lästes som indikatorns definition."),
    "read-as-counting-rule": _l("Stycket lästes som hur indikatorn räknas."),
    "shifted": _l("Raden hade förskjutits och flyttades åt höger."),
    "row-as-area": _l("Raden lästes som en rubrik för ett område."),
    "headings-above": _l("Tabellen har inga rubriker. Den lästes under rubrikerna i tabellen före."),
    "role-in-text": _l("Rollerna i projektet står i planens text."),
    "continues": _l("Insatsen lästes som en fortsättning på den före."),
    "level-empty": _l("Cellen är tom och fylldes inte i."),
    "without-measure": _l("Raden har ingen insats, men något som bara en insats kan ha."),
    "split": _l("Cellen delades i flera."),
    "one-by-one": _l("Styckena delades ut ett och ett på insatserna i raden."),
    "maybe-several": _l("Cellen kan vara flera saker. Den lästes som en."),
    "other-name": _l("Namnet är ett annat än det som står tidigare, men numret är det samma."),
    "target-unread": _l("Där står inget tal, så inget målvärde lästes."),
    "column-without-strategy": _l("Kolumnen har ingen strategi, så insatsen står direkt under området."),
    "maybe-merged": _l("Cellen kan nå över fler kolumner än sin egen."),
    "said-of-all": _l("Det som står i cellen gäller alla insatser i raden."),
}

FILLS: dict[str, LazyText] = {
    "filled-down": _l(
        "En tom cell betyder det samma som cellen ovanför, så länge inget nytt står till vänster."
    ),
    "shifted": _l("Rader som har förskjutits åt vänster är flyttade tillbaka under sina rubriker."),
    "split": _l("En cell med flera stycken eller punkter är delad i en för varje."),
    "turned": _l("En tabell med strategierna som kolumner är vänd."),
    "filled-right": _l("En tom cell i en rad med rubriker hör till rubriken till vänster om den."),
}

UNREAD: dict[str, LazyText] = {
    "text": _l("Löpande text"),
    "heading": _l("En rubrik som inget i planen står under"),
    "contents": _l("Innehållsförteckning"),
    "other-table": _l("En tabell som inte hör till planen"),
    "ignored": _l("Du valde att inte läsa in det"),
    "said-again": _l("Det står redan på ett annat ställe"),
    "sum-without-money": _l("En summa utan belopp"),
}

FLAWS: dict[str, LazyText] = {
    "cycle": _l("Planen går i en cirkel: något står under sig självt."),
    "nothing-read": _l(
        "Det gick inte att hitta något att läsa in. Tabellen behöver en rad med rubriker, till exempel mål, "
        "strategi, insats och budget."
    ),
    "answer-not-an-option": _l(
        "Svaret ”%(answer)s” på %(id)s är inget av det som går att välja: %(options)s."
    ),
    "same-column-twice": _l(
        "Kolumn %(first)s och %(second)s i tabell %(table)s är för samma sak: %(meaning)s. "
        "Säg vad den ena är."
    ),
    "lines-not-understood": _l("Det går inte att förstå vilken rad %(id)s är."),
    "lines-word-unknown": _l("Det som sägs om rad %(id)s går inte att förstå: %(word)s."),
    "no-level": _l(
        "Ingen kolumn i tabell %(table)s är ett mål, en strategi eller en insats. Säg vilken som är det."
    ),
    "too-many-rows": _l("Tabell %(table)s har %(rows)s rader, fler än %(most)s. Dela upp den."),
    "too-many-cells": _l(
        "Rad %(line)s har %(cells)s celler, men tabellen har %(columns)s kolumner. Rätta raden i källan."
    ),
    "formula": _l(
        "Rad %(line)s, kolumn %(column)s: där står en formel, ”%(raw)s”. Kopiera cellen som värde och "
        "klistra in igen."
    ),
    "parts-not-as-many": _l(
        "Svaret om rad %(line)s har %(parts)s delar, men raden har %(measures)s insatser."
    ),
    "part-not-in-cell": _l("”%(part)s” står inte i cellen på rad %(line)s."),
    "under-unknown": _l("Det finns inget ”%(under)s” att ställa rad %(line)s under."),
}

LINE_AS: dict[str, LazyText] = {
    "ignore": _l("Läs inte in"),
    "area": _l("Område"),
    "goal": _l("Mål"),
    "strategy": _l("Strategi"),
    "measure": _l("Insats"),
    "theme": _l("Genomgående tema"),
    "heading": _l("Rubrik"),
    "text": _l("Löpande text"),
    "row": _l("Vanlig rad i tabellen"),
    "indicator": _l("Indikator"),
    "title": _l("Planens namn"),
    "vision": _l("Vision"),
    "values": _l("Värden"),
    "overall_goal": _l("Övergripande mål"),
    "plan_text": _l("Text om planen"),
    "milestone": _l("Milstolpe"),
}
"""What a person may say that a line is, whatever was guessed."""


class _Facts(dict[str, Any]):
    """Facts for a sentence; one that is missing leaves a dash rather than no page."""

    def __missing__(self, name: str) -> str:
        return "–"


def _said(text: LazyText | None, code: str, facts: Mapping[str, Any]) -> str:
    if text is None:
        return code
    return str(text) % _Facts({name: _fact(name, fact) for name, fact in facts.items()})


def _fact(name: str, fact: Any) -> str:
    if name == "meaning":
        return column_word(str(fact))
    if name == "heading" and not fact:
        return _("utan rubrik")
    return shortened(str(fact))


def shortened(text: str, most: int = 90) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def question_words(question: Question) -> str:
    return _said(QUESTIONS.get(question.code), question.code, {"line": question.line, **question.facts})


def option_word(code: str, option: str) -> str:
    """What one may answer, in words."""
    if code in ("column", "row"):
        return column_word(option)
    if code == "plan-kind":
        return word(PlanKind(option))
    if code == "section" and option not in _OPTIONS[code]:
        kind, _colon, goal = option.partition(":")
        return word(GoalKind(goal)) if goal else word(NodeKind(kind))
    found = _OPTIONS.get(code, {}).get(option)
    return option if found is None else str(found)


def column_word(meaning: str) -> str:
    kind, _colon, goal = meaning.partition(":")
    if goal:
        return word(GoalKind(goal))
    found = _COLUMNS.get(kind)
    return meaning if found is None else str(found)


def doubt_words(doubt: Doubt) -> str:
    return _said(DOUBTS.get(doubt.code), doubt.code, doubt.facts)


def fill_words(fill: Fill) -> str:
    return _said(FILLS.get(fill.rule), fill.rule, {})


def unread_words(unread: Unread) -> str:
    return _said(UNREAD.get(unread.why), unread.why, {})


def flaw_words(flaw: Flaw) -> str:
    return _said(FLAWS.get(flaw.code), flaw.code, flaw.facts)
