"""Short excerpts of two plans, with the figures where they do not add up (process.md, part C)."""

from __future__ import annotations

from councilflow.process.plans.document import (
    Indicator,
    Measure,
    Money,
    Node,
    Period,
    PlanDocument,
    Target,
)
from councilflow.process.plans.values import MoneyKind, MoneyState, NodeKind

AMOUNT, DASH = MoneyState.AMOUNT, MoneyState.DASH


def budget(raw: str, amount: int | None, **facts: object) -> Money:
    """A cell of the plan's budget for 2022."""
    state = AMOUNT if amount is not None else DASH if raw == "-" else MoneyState.NOT_STATED
    return Money(MoneyKind.BUDGET, state, raw, amount, 2022, **facts)  # type: ignore[arg-type]


def _area(key: str, code: str, title: str, raw: str, amount: int) -> Node:
    stated = (budget(raw, amount, is_sum=True),)
    return Node(key, NodeKind.AREA, title, level="Innsatsområde", code=code, money=stated)


def _strategy(key: str, parent: str, code: str, title: str, *cells: Money) -> Node:
    return Node(key, NodeKind.STRATEGY, title, parent=parent, level="Strategi", code=code, money=cells)


def _aims(dimension: str, **by_strategy: int) -> tuple[Target, ...]:
    return tuple(Target(n, str(n), dimension, 2022, node) for node, n in by_strategy.items())


def _jobs(dimension: str, *years: int) -> tuple[Target, ...]:
    return tuple(Target(n, str(n), dimension, 2022 + place) for place, n in enumerate(years))


def _stated(n: int, **facts: object) -> Target:
    return Target(n, str(n), is_sum=True, **facts)  # type: ignore[arg-type]


HALLINGDAL = PlanDocument(
    title="Sats på Hallingdal, handlingsplan 2022",
    short_title="Handlingsplan 2022",
    period=Period("2022", 2022, 2022),
    language="nb",
    currency="NOK",
    levels=((NodeKind.AREA, "Innsatsområde"), (NodeKind.STRATEGY, "Strategi"), (NodeKind.MEASURE, "Tiltak")),
    nodes=(
        _area("1", "1", "Kompetanse og rekruttering", "800.000,-", 800_000),
        _strategy("A", "1", "A", "Rekruttering", budget("400.000,-", 400_000)),
        Node(
            "vertskap",
            NodeKind.MEASURE,
            "Vertskap for tilflyttere",
            parent="A",
            level="Tiltak",
            measure=Measure(Period("2022", 2022, 2022)),
        ),
        _strategy("B", "1", "B", "Kompetanse", budget("400.000,-", 400_000)),
        _area("2", "2", "Innovasjonskultur", "1.200.000,-", 1_200_000),
        _strategy("C", "2", "C", "Proaktivt arbeid", budget("1.200.000,-", 1_200_000)),
        Node("4", NodeKind.AREA, "Bærekraft", level="Innsatsområde", code="4"),
        _strategy("I", "4", "I", "Grønn kompetanse"),
    ),
    lines=(
        budget("500.000,-", 500_000, title="Administrasjon"),
        Money(MoneyKind.FINANCING, AMOUNT, "2,0", 2_000_000, 2022, source="Viken fylkeskommune"),
        Money(MoneyKind.FINANCING, AMOUNT, "0,5", 500_000, 2022, source="Kommunene"),
        budget("3 000 000", 3_000_000, title="Sum", is_sum=True, covers=("1", "2"), covers_outside=True),
    ),
    indicators=(
        Indicator(
            "jobs",
            "Nye arbeidsplasser",
            unit="arbeidsplasser",
            dimension="Næring",
            definition="Arbeidsplasser som følger av utviklingsarbeidet.",
            counting_rule="Arbeidsplasser skal regnes som bruttoarbeidsplasser.",
            source="Prosjektlederrapporten",
            cadence="Årlig",
            targets=(
                *_jobs("Opplevelsesnæring", 5, 10, 15),
                *_jobs("Bygg og anlegg", 10, 15, 25),
                *_jobs("Industri", 10, 15, 25),
                *_jobs("Øvrig næringsliv", 15, 20, 35),
                _stated(40, year=2022),
                _stated(60, year=2023),
                _stated(100, year=2024),
                _stated(200),
            ),
        ),
        Indicator(
            "matrix",
            "Resultatmål 2022",
            unit="arbeidsplasser",
            dimension="Næring",
            targets=(
                *_aims("Opplevelse", C=5),
                *_aims("Bygg og anlegg", A=2, B=2, C=4, I=2),
                *_aims("Industri", A=2, B=2, C=4, I=2),
                *_aims("Øvrig n.liv", A=1, B=1, C=6, I=2),
                _stated(15, dimension="Øvrig n.liv", year=2022),
                _stated(10, dimension="Industri", year=2022),
                _stated(13, year=2022, node="1"),
                _stated(21, year=2022, node="2"),
                _stated(6, year=2022, node="4"),
                _stated(40, year=2022),
            ),
        ),
        Indicator("ranking", "Kommune NM", source="NHO", cadence="Årlig"),
    ),
)
"""The areas state 800 000 and 1 200 000, which holds; the total 3 000 000, where 2 500 000 adds up. The jobs
add up to 200. The matrix states 15 where the cells give 10, 13 for 10, 21 for 19 and 40 for 35."""


def _measure(key: str, title: str, period: str, *cells: Money) -> Node:
    return Node(
        key,
        NodeKind.MEASURE,
        title,
        parent="korleis",
        level="Tiltak",
        measure=Measure(Period(period)),
        money=cells,
    )


SOGN = PlanDocument(
    title="Regionalplan for Sogn, handlingsplan 2022",
    short_title="Handlingsplan 2022",
    language="nn",
    currency="NOK",
    levels=(
        (NodeKind.AREA, "Område"),
        (NodeKind.STRATEGY, "Strategi"),
        (NodeKind.MEASURE, "Tiltak/prosjekt"),
    ),
    nodes=(
        Node("omrade", NodeKind.AREA, "Attraktivitet", level="Område", code="1"),
        Node("korleis", NodeKind.STRATEGY, "Korleis", parent="omrade", level="Strategi"),
        _measure("sogn", "Sogn for alle", "2022-2024", budget("4,8 mill", 4_800_000)),
        _measure("omdome", "Omdømebygging", "Haust 2022", budget("0,1 mill", 100_000)),
        _measure("plan", "Planleggjarnettverk", "2022", budget("-", None)),
        _measure("hr", "HR-nettverket", "", budget("", None)),
    ),
)
"""Amounts in millions, a dash, and a cell that says nothing; no financing anywhere."""
