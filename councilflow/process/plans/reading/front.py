"""What a document says of the plan as a whole: its title and period, vision, values and overall goal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from councilflow.process.plans.document import Period, PlanDocument
from councilflow.process.plans.reading.desk import Desk
from councilflow.process.plans.reading.pieces import Piece, PieceKind
from councilflow.process.plans.reading.wording import coded
from councilflow.process.plans.signs import on_one_line
from councilflow.process.plans.source import labelled
from councilflow.process.plans.values import CURRENCIES, PlanKind, usual_currency

VISION: Final = frozenset(("visjon", "vision", "visjonen", "visionen"))
VALUES: Final = frozenset(
    (
        *("verdiar", "verdier", "verdi", "värden", "värderingar", "värdegrund", "verdigrunnlag", "values"),
        *("kjerneverdier", "kjerneverdiar", "kärnvärden", "core values"),
    )
)
OVERALL: Final = frozenset(
    (
        *("mål", "overordnet mål", "overordna mål", "övergripande mål", "hovedmål", "hovudmål", "huvudmål"),
        *("overordnede mål", "overall goal", "goal", "langsiktig utviklingsmål"),
    )
)
_TITLE = re.compile(r"plan|program|strategi|rapport|prosjekt|projekt|agenda|inriktning|avtal", re.IGNORECASE)
_CONTENTS = re.compile(r"innhold|innhald|innehåll|contents", re.IGNORECASE)
_PLAN_FOR = re.compile(r"\b(?P<plan>[A-ZÆØÅÄÖ]\w{0,40}plan)(?:en)? for (?P<year>(?:19|20)[0-9]{2})\b")
_YEARS = re.compile(r"(?<!\d)((?:19|20)[0-9]{2})(?:\s?[-–—]\s?((?:19|20)[0-9]{2}))?(?!\d)")
_FIRST_PIECES = 6
_KINDS = (
    (PlanKind.ACTION_PLAN, re.compile(r"handling(?!sprogram)|tiltaksplan|åtgärd|action", re.IGNORECASE)),
    (PlanKind.PROJECT, re.compile(r"rapport|prosjekt|projekt", re.IGNORECASE)),
    (PlanKind.STRATEGIC_PLAN, re.compile(r"strategisk plan|strategic plan|utviklingsplan", re.IGNORECASE)),
    (PlanKind.PROGRAMME, re.compile(r"program", re.IGNORECASE)),
    (PlanKind.STRATEGY, re.compile(r"strategi", re.IGNORECASE)),
)


@dataclass(slots=True)
class Front:
    vision: str = ""
    values: str = ""
    overall: str = ""
    text: str = ""
    title: str = ""

    def take(self, label: str, text: str, *, early: bool) -> bool:
        """Whether the words after a label are about the plan as a whole; a goal only before any area."""
        said = on_one_line(label).casefold()
        if said in VISION and not self.vision:
            self.vision = text
        elif said in VALUES and not self.values:
            self.values = text
        elif early and said in OVERALL and not self.overall:
            self.overall = text
        else:
            return False
        return True


def title_of(pieces: list[Piece]) -> tuple[str, int]:
    """The title and its line; or what the text calls the plan, without a line."""
    found: list[Piece] = []
    for piece in pieces[:_FIRST_PIECES]:
        if (
            piece.kind is PieceKind.TABLE
            or _CONTENTS.match(piece.text)
            or coded(piece.text)[0]
            or ".." in piece.text
        ):
            break
        if len(piece.text) < 160 and piece.text[-1:] not in ".:;" and not labelled(piece.text):
            found.append(piece)
    titled = [piece for piece in found if _TITLE.search(piece.text)] or found[:1]
    if titled:
        return titled[0].text, titled[0].line
    for piece in pieces:
        spoken = _PLAN_FOR.search(piece.text)
        if spoken:
            return f"{spoken['plan']} {spoken['year']}", 0
    return "", 0


def front_of(title: str, standing: PlanDocument | None, desk: Desk, line: int) -> PlanDocument:
    """The plan with what its title says; nothing is asked of a plan that stands."""
    if standing is not None and (standing.title or standing.nodes):
        return PlanDocument(
            title=standing.title,
            short_title=standing.short_title,
            kind=standing.kind,
            period=standing.period,
            language=standing.language,
            currency=standing.currency,
        )
    title = str(desk.ask("plan.title", "title", title, line=line or None))
    kind = kind_of(title)
    kind = PlanKind(
        desk.ask("plan.kind", "plan-kind", kind.value, options=tuple(one.value for one in PlanKind))
    )
    period = period_of(str(desk.ask("plan.period", "plan-period", period_of(title).raw)))
    currency = usual_currency(desk.language)
    currency = str(desk.ask("plan.currency", "plan-currency", currency, options=CURRENCIES))
    return PlanDocument(title=title, kind=kind, period=period, language=desk.language, currency=currency)


def kind_of(title: str) -> PlanKind:
    """What the title calls the plan first: "Strategisk plan 2017–2021 med handlingsplan" is strategic."""
    found = [(spoken.start(), kind) for kind, words in _KINDS if (spoken := words.search(title))]
    return min(found, key=lambda one: one[0])[1] if found else PlanKind.ACTION_PLAN


def period_of(text: str) -> Period:
    """The first years that a title names."""
    found = _YEARS.findall(text)
    if not found:
        return Period(raw=text) if text and not _TITLE.search(text) else Period()
    first, last = found[0]
    return Period(
        raw=f"{first}-{last}" if last else first, first_year=int(first), last_year=int(last or first)
    )
