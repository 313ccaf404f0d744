"""What the three files of a report say in the same words: its name, the facts of its head, a cell."""

from __future__ import annotations

from datetime import date

from councilflow.i18n import date_long, date_short, number
from councilflow.i18n import gettext as _
from councilflow.process.plans.reports import Cell, CellKind, Passage, Report


def heading(report: Report) -> str:
    """The report's own name; a draft says that it is one."""
    return _("Utkast: %(title)s", title=report.title) if report.is_draft else report.title


def facts(report: Report) -> list[tuple[str, str]]:
    """What it is about, for whom and when; what nobody said is left out."""
    pairs = [
        (_("Slag"), report.kind),
        (_("Plan"), report.plan),
        (_("Projekt"), report.project),
        (_("Finansiär"), report.funder),
        (_("Period"), period(report)),
        (_("Inlämnad"), date_long(report.day) if report.day else _("Utkast, inte inlämnad")),
        (_("Inlämnad av"), report.submitted_by),
    ]
    return [(what, answer) for what, answer in pairs if answer]


def period(report: Report) -> str:
    if report.from_on and report.to_on:
        return f"{date_long(report.from_on)} – {date_long(report.to_on)}"
    if report.from_on:
        return _("från %(day)s", day=date_long(report.from_on))
    return _("till och med %(day)s", day=date_long(report.to_on)) if report.to_on else ""


def nothing_written() -> str:
    return _("Inget är skrivet under den här rubriken.")


def shown(cell: Cell, kind: CellKind) -> str:
    """A cell as people read it."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{date_short(cell)} {cell.year}"
    if isinstance(cell, str):
        return cell
    return number(cell) if kind in (CellKind.NUMBER, CellKind.MONEY) else str(cell)


def is_figure(kind: CellKind) -> bool:
    return kind in (CellKind.NUMBER, CellKind.MONEY)


def who(passage: Passage) -> str:
    """From where somebody speaks, and their name."""
    return ", ".join(part for part in (passage.viewpoint, passage.name) if part)
