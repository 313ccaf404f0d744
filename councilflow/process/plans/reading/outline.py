"""Where in a document one is: the headings above, and which of them is an area of the plan."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from councilflow.process.plans.columns import WORDS, Meaning, goal_kind
from councilflow.process.plans.document import Node
from councilflow.process.plans.reading.desk import Desk
from councilflow.process.plans.reading.tree import Tree
from councilflow.process.plans.reading.wording import KIND_OF, coded, levelled, state_in
from councilflow.process.plans.values import GoalKind, MeasureState, NodeKind

_STRUCTURE = re.compile(
    r"(?:innledning|innleiing|inledning|introdu\w+|bakgrunn\w*|bakgrund|forord|förord|innhold\w*|innhald\w*"
    r"|innehåll\w*|sammendrag|samandrag|sammanfattning|oppsummering|konklusjon\w*|slutsats\w*|avslutning"
    r"|økonomi|ekonomi|budsjett\w*|budget|finansiering\w*|organis\w+|metode\w*|gjennomføring\w*|genomförande"
    r"|evaluering\w*|vedlegg|bilag\w*|resultat\w*|måloppn\w+|måluppfyllelse|prosjekt\w*|projekt\w*"
    r"|aktivitet\w*|status\w*|rapport\w*|erfaring\w*|erfarenhet\w*|videre|vidare|oppfølging"
    r"|uppföljning|arbeidsform\w*|arbetsform\w*|samarbeidsform\w*|samarbetsform\w*|rullering|om|hva|kva|vad"
    r"|handlingsplan\w*|tiltak\w*|åtgärd\w*|strategi(?:er|ar|en)?|strategisk plan|plan(?:en|ens|er)?|ramme\w*"
    r"|figur|tabell|tabel|visjon\w*|vision\w*|verdi(?:er|ar|grunnlag)?|värd\w+|formål|føremål|syfte|milepæl\w*|milstolp\w*"
    r"|indikator\w*|målgrupp\w*|mål|målsetting\w*|delmål|deltak\w*|rolle|roller|årsmelding|styring\w*)\b",
    re.IGNORECASE,
)
"""How headings begin that say what a chapter is for, and name no area of a plan."""

_AREAS = re.compile(
    r"(?:satsings|satsnings|innsats|insats|fokus|støtte|stöd|mål)områd(?:er|a|en|ene)\b", re.IGNORECASE
)
"""A heading that speaks of the areas as such is none of them."""

_OWN_AREAS = re.compile(
    r"(?:(?:[^\W\d_]+\s){0,3}|.*\b(?:egne|eigne|egna|andre|andra|øvrige|övriga|nye|nya)\s(?:[^\W\d_]+\s)?)"
    r"(?P<word>\w{0,8}(?:satsings|satsnings|innsats|insats|fokus|støtte|stöd)områd(?:er|a|en|ene|ena))\b"
    r"(?:\s[^.:]{0,60})?:?",
    re.IGNORECASE,
)
_OWN = re.compile(r"(?:egne|eigne|egna|andre|andra|øvrige|övriga)\s", re.IGNORECASE)
_LISTED = re.compile(
    r"(?:del|resultat|effekt|aktivitets|hovud|hoved|huvud)mål(?:a|ene|en)?|(?:hoved|hovud|huvud)?aktivitet(?:er|ar|ene|ane|erna)"
    r"|tiltak(?:a|ene)?|åtgärder(?:na)?|insatser(?:na)?|strategi(?:er|ar|ene|ane|erna)",
    re.IGNORECASE,
)
_ENDINGS = (("ene", ""), ("ene", "er"), ("ane", "ar"), ("na", ""), ("a", ""))

_QUESTIONS = frozenset(("hva", "kva", "vad", "what", "hvordan", "korleis", "hur", "how"))
"""These head columns, and chapters about something else."""

LONGEST_SECTION = 90
MOST_WORDS_OF_LABEL = 2
LONGEST_AREA = 120
AREA_WORDS = {"nb": "Område", "nn": "Område", "sv": "Område", "en": "Area"}


@dataclass(slots=True)
class Heading:
    line: int
    text: str
    depth: int
    is_area: bool = False  # may be one
    is_sure: bool = False  # by its number or its word
    key: str = ""
    is_told: bool = False  # what stands under it is about the plan as a whole

    @property
    def is_section(self) -> bool:
        """Whether it says what kind of points stand under it: "Delmål", "2.4 Effektmål"."""
        return section_of(self.text) is not None or own_areas(self.text) is not None


@dataclass(frozen=True, slots=True)
class Section:
    """What the points under a heading are."""

    meaning: Meaning
    word: str
    goal_kind: GoalKind | None = None
    code: str = ""  # "Mål 3B" alone on its line: the next one is what it says
    grouping: str = ""  # of areas: "Egne satsingsområder for Harstadregionen"
    state: MeasureState | None = None  # of measures: "Følgende aktiviteter er gjennomført"

    @property
    def is_area(self) -> bool:
        return self.meaning in (Meaning.AREA, Meaning.FOCUS_AREA)


def may_be_name(text: str) -> bool:
    """Whether a heading may name an area, and does not say what a chapter is for."""
    words = numbered(text)[1]
    return not (_STRUCTURE.match(words) or _AREAS.search(words) or len(words) > LONGEST_AREA)


def section_of(text: str) -> Section | None:
    """What stands under a heading, by its first words; areas, goals, strategies, measures or indicators."""
    words = numbered(text)[1].rstrip(" :")
    if levelled(text) is not None or len(words) > LONGEST_SECTION:
        return None
    meaning, word = next(
        ((meaning, one) for one in _beginnings(words) if (meaning := _said_by(one)) is not None), (None, "")
    )
    if meaning is None:
        return None
    code = re.fullmatch(r"\s?([0-9]{1,2}\s?[A-Za-z]?|[A-Z])", words[len(word) :])
    kind = (goal_kind(words) or goal_kind(_plain(word))) if meaning is Meaning.GOAL else None
    return Section(meaning, word, kind, code[1].replace(" ", "") if code else "")


def announced(text: str) -> Section | None:
    """What the points of the list after a line are: "Hovedaktivitetene har vært:", "Egne satsingsområder".

    A line that ends with a colon may say it anywhere: "Prosjektet har hatt følgende delmål:".
    """
    own = _OWN_AREAS.fullmatch(text) if len(text) < LONGEST_SECTION else None
    if own is not None and (text.endswith(":") or _OWN.match(text)):
        grouping = text.rstrip(": ") if _OWN.search(text) else ""
        return Section(Meaning.FOCUS_AREA, own["word"].capitalize(), grouping=grouping)
    if not text.endswith(":") or len(text.split()) < MOST_WORDS_OF_LABEL or len(text) > LONGEST_AREA:
        return None
    section = section_of(text) or _spoken_of(text)
    if section is not None and section.meaning is Meaning.MEASURE:
        section = replace(section, state=state_in(text))
    return section


def own_areas(text: str) -> Section | None:
    """What a heading says that speaks of areas of one's own, beside those that are shared."""
    return announced(text) if _OWN.match(text) else None


def _spoken_of(text: str) -> Section | None:
    """The one thing that the words speak of, where they speak of just one."""
    found = {_plain(word): word for word in re.findall(r"[^\W\d_]+", text) if _LISTED.fullmatch(word)}
    if len(found) != 1:
        return None
    ((plain, word),) = found.items()
    meaning = _said_by(word)
    if meaning is None:
        return None
    return Section(meaning, word.capitalize(), goal_kind(plain) if meaning is Meaning.GOAL else None)


def _said_by(words: str) -> Meaning | None:
    """What a heading of these words announces; "delmålene" as much as "delmål"."""
    if words.casefold() in _QUESTIONS:
        return None
    for meaning in (*KIND_OF, Meaning.INDICATOR):
        if words.casefold() in WORDS[meaning] or _plain(words) in WORDS[meaning]:
            return meaning
    return None


def _plain(words: str) -> str:
    """The word without "the": delmålene, tiltaka, hovedaktivitetene, åtgärderna."""
    said = words.casefold()
    for ending, other in _ENDINGS:
        if said.endswith(ending) and any(said[: -len(ending)] + other in words for words in WORDS.values()):
            return said[: -len(ending)] + other
    return said


def numbered(text: str) -> tuple[str, str]:
    """Number and words of a heading: "2 Måloppnåelse" as much as "2. Måloppnåelse"."""
    found = re.fullmatch(r"([0-9]{1,2}(?:\.[0-9]{1,2}){0,4})[.)]?\s+([^\W\d_].*)", text)
    return (found[1], found[2]) if found else coded(text)


def _beginnings(words: str) -> list[str]:
    """The first four words, three, two, one."""
    found = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", words[:80])[:4]
    return [" ".join(found[:count]) for count in range(len(found), 0, -1)]


class Outline:
    def __init__(self, tree: Tree, desk: Desk) -> None:
        self._tree, self._desk = tree, desk
        self.headings: list[Heading] = []  # those that one is under
        self.all: list[Heading] = []
        self.title_line = 0

    def enter(self, line: int, text: str, depth: int) -> Heading:
        """A heading begins: those that it ends are left."""
        heading = Heading(line, text, depth)
        found = levelled(text)
        is_named = found is not None and found[0] in (Meaning.AREA, Meaning.FOCUS_AREA)
        heading.is_sure = is_named or (depth == 1 and bool(numbered(text)[0]))
        heading.is_area = self._may_be_area(heading, is_named=is_named)
        if is_named and not depth:
            outer = [one.depth for one in self.headings if one.depth and not levelled(one.text)]
            heading.depth = max(outer, default=0) + 1
        self._leave(heading)
        self.headings.append(heading)
        self.all.append(heading)
        return heading

    def _may_be_area(self, heading: Heading, *, is_named: bool) -> bool:
        words = numbered(heading.text)[1]
        if heading.line == self.title_line or heading.is_section or len(words) > LONGEST_AREA:
            return False
        return is_named or (levelled(heading.text) is None and may_be_name(heading.text))

    def _leave(self, heading: Heading) -> None:
        """A chapter ends those as deep as it, a line of unknown depth the one before it."""
        if heading.depth:
            self.headings = [one for one in self.headings if one.depth and one.depth < heading.depth]
        elif heading.is_section:
            self.headings = [one for one in self.headings if not one.is_section or one.depth]
        else:
            self.headings = [one for one in self.headings if one.depth]

    @property
    def texts(self) -> list[str]:
        return [heading.text for heading in self.headings]

    def area(self, *, sure: bool = False) -> str:
        """The key of the area that one is in; the heading becomes a node. With `sure` only if it is plain."""
        for heading in reversed(self.headings):
            if heading.key:
                return heading.key
            if heading.is_area and (heading.is_sure or not sure):
                if self._is_area(heading):
                    return self.become_area(heading)
                heading.is_area = False
        return ""

    def _is_area(self, heading: Heading) -> bool:
        question = f"line-{heading.line}.area"
        facts = {"text": heading.text}
        answer = self._desk.ask(
            question, "is-area", "yes", options=("yes", "no"), line=heading.line, facts=facts
        )
        return bool(answer == "yes")

    def guess(self, *, sure: bool = False) -> str:
        """The words of the heading that `area` would take."""
        for heading in reversed(self.headings):
            if heading.key or (heading.is_area and (heading.is_sure or not sure)):
                return heading.text
        return ""

    def become_area(self, heading: Heading) -> str:
        found = levelled(heading.text)
        level, code, title = (
            (found[1], found[2], found[3]) if found else (self.area_word, *numbered(heading.text))
        )
        outer = next(
            (one.key for one in reversed(self.headings) if one.key and one.depth < heading.depth), ""
        )
        heading.key = self._tree.place(
            Node("", NodeKind.AREA, title, outer, level=level, code=code, source_line=heading.line)
        )
        return heading.key

    @property
    def area_word(self) -> str:
        standing = next((word for kind, word in self._tree.standing.levels if kind is NodeKind.AREA), "")
        return str(
            self._desk.given("plan.level.area") or standing or AREA_WORDS.get(self._desk.language, "Område")
        )
