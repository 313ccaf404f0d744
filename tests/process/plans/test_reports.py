"""A report as a value: kept as JSON, and what it lacks before it is submitted (B4.1)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from councilflow.process.plans.reports import (
    CellKind,
    Column,
    Gap,
    Passage,
    Report,
    ReportGap,
    ReportPart,
    Section,
    Table,
    as_json,
    from_json,
    gaps,
    says_nothing,
)

MILESTONES = Table(
    "Milepæler",
    (Column("Milepæl"), Column("Planlagt", CellKind.DAY), Column("Kostnad", CellKind.MONEY)),
    (("Oppstart", date(2022, 2, 1), 500_000), ("2022-02-01", "hausten", "–"), ("Slutt", None, None)),
)
VOICES = Table("Evaluering", passages=(Passage("Prosjektleder", "Åse", "Bra."),))
REPORT = Report(
    "Sluttrapport",
    "Slutrapport",
    "Sør-Troms regionråd",
    "Utviklingsplan",
    "nb",
    funder="Troms fylkeskommune",
    from_on=date(2015, 9, 1),
    to_on=date(2017, 12, 31),
    sections=(Section("Gjennomføring", "Alt er gjort.", (MILESTONES,)), Section("Evaluering", "", (VOICES,))),
)


def test_what_is_kept_reads_the_same() -> None:
    assert from_json(json.loads(json.dumps(as_json(REPORT)))) == REPORT


@pytest.mark.parametrize(
    ("report", "asked", "not_assessed", "found"),
    [
        (REPORT, [[], [ReportPart.EVALUATIONS]], [], []),
        (replace(REPORT, funder="", to_on=None), [[], []], [], [ReportGap.NO_FUNDER, ReportGap.NO_PERIOD]),
        (REPORT, [[ReportPart.GOALS], []], ["Mål 3B"], [ReportGap.GOAL_NOT_ASSESSED]),
        (REPORT, [[], []], ["Mål 3B"], []),  # the report is not about goals
        (replace(REPORT, sections=(Section("Økonomi", " "),)), [[]], [], [ReportGap.EMPTY_HEADING]),
        (
            replace(REPORT, sections=(Section("Vurdering", "Godt."),)),
            [[ReportPart.EVALUATIONS]],
            [],
            [ReportGap.NO_EVALUATION],
        ),
    ],
)
def test_what_a_report_to_a_funder_lacks(
    report: Report, asked: list[list[ReportPart]], not_assessed: list[str], found: list[ReportGap]
) -> None:
    assert [one.gap for one in gaps(report, asked, not_assessed, for_funder=True)] == found


def test_a_report_to_the_council_has_no_funder() -> None:
    report = replace(REPORT, funder="")
    assert Gap(ReportGap.NO_FUNDER) not in gaps(report, [[], []], [], for_funder=False)


def test_headings_alone_say_nothing() -> None:
    empty = Table("Milepæler", (Column("Milepæl"),), (), "Ingen milepæler.")
    assert says_nothing(replace(REPORT, sections=(Section("Økonomi"), Section("Mål", "", (empty,)))))
    assert not says_nothing(REPORT)
