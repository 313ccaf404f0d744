"""A report about a plan or a project, as a value: headings in order, each with what somebody wrote and with
the facts that are filled in by themselves (B4.1).

The words are those of the report's own language, settled when it is built: what was submitted reads the same
for ever. Amounts are whole kroner; days have no time zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class ReportPart(StrEnum):
    """What can be filled in under a heading by itself, in the order in which it stands there."""

    ORGANISATION = "organisation"  # the roles of the project (B4.3)
    PHASES = "phases"
    MEASURES = "measures"  # with their state (B4.6)
    MILESTONES = "milestones"  # B4.5
    GOALS = "goals"  # with assessments, by kind (B4.2)
    INDICATORS = "indicators"  # targets, values, stated and computed sums (B4.7)
    BUDGET = "budget"  # against financing
    CONTRIBUTIONS = "contributions"  # hours and money of the organisations (B4.11)
    EVALUATIONS = "evaluations"  # by viewpoint (B4.13)
    ATTACHMENTS = "attachments"


class ReportGap(StrEnum):
    """What a report lacks before it is submitted. Shown, and never a lock."""

    EMPTY_HEADING = "empty-heading"
    GOAL_NOT_ASSESSED = "goal-not-assessed"
    NO_EVALUATION = "no-evaluation"
    NO_PERIOD = "no-period"
    NO_FUNDER = "no-funder"


class CellKind(StrEnum):
    """How the cells of a column are told. Text may stand in any column: a dash in one of money."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"


Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    kind: CellKind = CellKind.TEXT
    share: int = 10  # of the width


@dataclass(frozen=True, slots=True)
class Passage:
    """What somebody says from where they stand."""

    viewpoint: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Facts under a heading of their own: rows, or passages that each have their own. Without any `note`
    says that there are none."""

    title: str
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    note: str = ""
    sums: int = 0  # so many of the last rows are sums
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    text: str = ""
    tables: tuple[Table, ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(passage for table in self.tables for passage in table.passages)


@dataclass(frozen=True, slots=True)
class Report:
    """`kind` is the word for what it is: statusrapport, slutrapport. `day` is the day it was submitted."""

    title: str
    kind: str
    council: str
    plan: str
    language: str
    currency: str = ""
    project: str = ""
    funder: str = ""
    host: str = ""
    from_on: date | None = None
    to_on: date | None = None
    day: date | None = None
    submitted_by: str = ""
    acknowledgement: str = ""
    sections: tuple[Section, ...] = ()

    @property
    def is_draft(self) -> bool:
        return self.day is None


def as_json(report: Report) -> dict[str, Any]:
    """For keeping: days as 2026-12-31, the rest as JSON has it. `from_json` gives the same report again."""
    kept: dict[str, Any] = _plain(asdict(report))
    return kept


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def from_json(kept: dict[str, Any]) -> Report:
    days = {name: _day(kept[name]) for name in ("from_on", "to_on", "day")}
    return Report(**{**kept, **days, "sections": tuple(_section(one) for one in kept["sections"])})


def _section(kept: dict[str, Any]) -> Section:
    return Section(
        kept["title"],
        kept["text"],
        tuple(_table(one) for one in kept["tables"]),
    )


def _table(kept: dict[str, Any]) -> Table:
    columns = tuple(Column(one["title"], CellKind(one["kind"]), one["share"]) for one in kept["columns"])
    rows = tuple(
        tuple(_cell(cell, column.kind) for cell, column in zip(row, columns, strict=True))
        for row in kept["rows"]
    )
    passages = tuple(Passage(**one) for one in kept["passages"])
    return Table(kept["title"], columns, rows, kept["note"], kept["sums"], passages)


def _cell(cell: Any, kind: CellKind) -> Cell:
    if kind is CellKind.DAY and isinstance(cell, str) and len(cell) == len("2026-12-31"):
        try:
            return date.fromisoformat(cell)
        except ValueError:
            return cell
    return cell  # type: ignore[no-any-return]  # JSON holds what stood there


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing; `place` is the heading (from 0), `about` names the goal or the heading."""

    gap: ReportGap
    about: str = ""
    place: int | None = None


def gaps(
    report: Report,
    contents: Sequence[Iterable[ReportPart]],
    not_assessed: Iterable[str],
    *,
    for_funder: bool,
) -> list[Gap]:
    """What is missing in a report that somebody is about to submit, in the order of its headings.

    `contents` is what each heading asks for; `not_assessed` the titles of the goals without an assessment.
    """
    found = []
    if for_funder and not report.funder:
        found.append(Gap(ReportGap.NO_FUNDER))
    if not (report.from_on and report.to_on):
        found.append(Gap(ReportGap.NO_PERIOD))
    for place, (section, parts) in enumerate(zip(report.sections, contents, strict=True)):
        asked = set(parts)
        if not section.text.strip() and not _has_facts(section):
            found.append(Gap(ReportGap.EMPTY_HEADING, section.title, place))
        if ReportPart.GOALS in asked:
            found += [Gap(ReportGap.GOAL_NOT_ASSESSED, title, place) for title in not_assessed]
        if ReportPart.EVALUATIONS in asked and not section.passages:
            found.append(Gap(ReportGap.NO_EVALUATION, section.title, place))
    return list(dict.fromkeys(found))


def _has_facts(section: Section) -> bool:
    return bool(section.passages) or any(table.rows for table in section.tables)


def says_nothing(report: Report) -> bool:
    """Whether there is neither a word nor a fact under any heading: such a report cannot be submitted."""
    return not any(section.text.strip() or _has_facts(section) for section in report.sections)
