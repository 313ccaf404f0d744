"""What changed in a plan, in words: each value as the page that shows it says it, then word by word (A8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any

from councilflow import i18n
from councilflow.documents import plan_words
from councilflow.i18n import gettext as _
from councilflow.process.plans.differences import Aspect, Change, path_of
from councilflow.process.plans.document import (
    Assessment,
    GoalPart,
    Link,
    Milestone,
    Money,
    Node,
    Party,
    Phase,
    PlanDocument,
    StatusNote,
    Target,
    Value,
)
from councilflow.process.wording import Piece, between
from councilflow.words import word


class Told:
    """Words for the differences between two versions of one plan."""

    def __init__(self, before: PlanDocument, after: PlanDocument) -> None:
        self.before, self.after = before, after

    def pieces(self, change: Change) -> list[Piece]:
        """What was said and what is said, word by word; values of a list stand on lines of their own."""
        if isinstance(change.before or change.after, str) and not isinstance(
            change.before or change.after, StrEnum
        ):
            return between(change.before or "", change.after or "")
        before, after = self._lines(change.before), self._lines(change.after)
        return [
            *(Piece("removed", line) for line in before if line not in after),
            *(Piece("added", line) for line in after if line not in before),
        ]

    def is_order(self, change: Change) -> bool:
        return change.aspect is Aspect.ORDER

    def is_list(self, change: Change) -> bool:
        """Whether each piece stands on a line of its own."""
        value = change.before or change.after
        return isinstance(value, tuple | bool | date | StrEnum)

    def _lines(self, value: Any) -> list[str]:
        if value is None or value == "":
            return []
        if isinstance(value, tuple):
            return [line for one in value if (line := self.said(one))]
        return [self.said(value)]

    def said(self, value: Any) -> str:
        if isinstance(value, StrEnum):
            return word(value)
        if isinstance(value, bool):
            return _("Ja") if value else _("Nej")
        if isinstance(value, date):
            return i18n.date_long(value)
        for kind, words in _WORDS.items():
            if isinstance(value, kind):
                return str(words(self, value))
        return str(value)

    def money(self, one: Money) -> str:
        """400 000 kr 2022, with its source; the cell as written where it could not be read."""
        told = plan_words.money(one, self.after.currency)
        if one.amount is not None and one.raw:
            told = f"{told} ({plan_words.amount(one.amount, one.currency or self.after.currency)})"
        year = str(one.year) if one.year else ""
        return " ".join(part for part in (f"{word(one.kind)}:", told or "–", year) if part)

    def line(self, one: Money) -> str:
        return f"{plan_words.line_title(one)}. {self.money(one)}"

    def link(self, one: Link, *, was: bool) -> str:
        document = self.before if was else self.after
        ends = [document.by_key[key].title for key in (one.first, one.second)]
        return f"{ends[0]} – {word(one.kind).lower()} {ends[1]}"

    def path(self, node: Node) -> str:
        return " › ".join(path_of(self.after, node))

    def named(self, node: Node) -> str:
        return plan_words.named(node)

    def target(self, one: Target) -> str:
        where = self.after.by_key.get(one.node) or self.before.by_key.get(one.node)
        about = [one.dimension, str(one.year or ""), where.title if where else ""]
        value = one.raw or (i18n.number(one.value) if one.value is not None else "–")
        return _about(about, value)

    def value(self, one: Value) -> str:
        figure = i18n.number(one.value) if one.value is not None else one.text
        return _about([str(one.year), one.dimension, one.comment], figure)


def _about(parts: Iterable[str], value: str) -> str:
    told = ", ".join(part for part in parts if part)
    return f"{told}: {value}" if told else value


def _party(one: Party) -> str:
    return f"{word(one.role)}: {one.name}"


def _status(one: StatusNote) -> str:
    return _about([i18n.date_long(one.on), word(one.state) if one.state else "", one.author], one.text)


def _assessment(one: Assessment) -> str:
    return _about([i18n.date_long(one.on), word(one.result), one.author], one.text)


def _part(one: GoalPart) -> str:
    planned = "" if one.planned is None else _("planerat %(n)s", n=one.planned)
    reached = "" if one.reached is None else _("nått %(n)s", n=one.reached)
    return _about([one.text], ", ".join(part for part in (planned, reached) if part) or "–")


def _phase(one: Phase) -> str:
    days = [i18n.date_long(day) for day in (one.starts_on, one.ends_on) if day]
    return _about([word(one.phase), *days], word(one.decision) if one.decision else one.note)


def _milestone(one: Milestone) -> str:
    planned = i18n.date_long(one.planned_on) if one.planned_on else ""
    reached = _("nådd %(day)s", day=i18n.date_long(one.reached_on)) if one.reached_on else ""
    return _about([one.title], ", ".join(part for part in (planned, reached) if part) or "–")


_WORDS: dict[type, Any] = {
    Money: Told.money,
    Target: Told.target,
    Value: Told.value,
    Party: lambda _told, one: _party(one),
    StatusNote: lambda _told, one: _status(one),
    Assessment: lambda _told, one: _assessment(one),
    GoalPart: lambda _told, one: _part(one),
    Phase: lambda _told, one: _phase(one),
    Milestone: lambda _told, one: _milestone(one),
}
