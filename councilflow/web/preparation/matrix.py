"""The consensus matrix in words: items across, organisations down, all of them summed up first (A76)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from councilflow.documents.stances import earlier_words
from councilflow.i18n import date_short, ngettext
from councilflow.i18n import gettext as _
from councilflow.models import Body
from councilflow.process.meeting import local_date
from councilflow.process.preparation import Stance, StanceSummary
from councilflow.services.preparation import summary as outside
from councilflow.services.preparation.late import Awaited
from councilflow.web.preparation.voices import anchor_of


@dataclass(frozen=True, slots=True)
class Column:
    """A standpoint item in the matrix, with all organisations summed up."""

    number: int
    title: str
    sum: str
    more: str
    earlier: str
    """How many have answered an earlier text and not confirmed, in words."""
    stances: list[Stance | None]


@dataclass(frozen=True, slots=True)
class Cell:
    stance: Stance | None
    url: str
    is_asked: bool
    """Whether the organisation counts in a standpoint on the item (H.8)."""
    is_earlier: bool
    """Whether it is of a text that has changed since, and not confirmed."""


@dataclass(frozen=True, slots=True)
class Line:
    """An organisation in the matrix."""

    name: str
    when: str
    earlier: str
    """How many of its stances are of an earlier text, in words."""
    cells: list[Cell]


def columns_of(found: outside.Summary) -> list[Column]:
    """The standpoint items, each summed up in words."""
    columns = []
    for item in found.standpoints:
        counted = found.counted(item.id)
        counting = [one for one in found.organisations if one.id in found.asked_on[item.id]]
        stances = [found.stance(item.id, one.id) for one in counting]
        earlier = earlier_words(found.of_earlier_text(item.id))
        columns.append(Column(item.position, item.title, *_sum(counted), earlier, stances))
    return columns


def _sum(counted: StanceSummary) -> tuple[str, str]:
    """How an item stands, in words: what to notice first, and the rest below."""
    dissents, more = counted.counts[Stance.DISSENT], counted.counts[Stance.NEEDS_MORE]
    if not counted.submitted:
        return _("Ingen har lämnat in"), ""
    if dissents:
        first = ngettext("1 avvikande synpunkt", "%(n)s avvikande synpunkter", dissents)
        return first, _behind(counted, more)
    if more:
        return ngettext("1 behöver mer underlag", "%(n)s behöver mer underlag", more), _behind(counted, 0)
    first = _("%(behind)s av %(all)s står bakom", behind=counted.behind, all=counted.submitted)
    return first, _yielding(counted)


def _behind(counted: StanceSummary, more: int) -> str:
    behind, yielding = counted.behind, counted.counts[Stance.SUPPORT_YIELDING]
    if more:
        return _("%(behind)s står bakom, %(more)s behöver mer underlag", behind=behind, more=more)
    if yielding:
        return _("%(behind)s står bakom, %(n)s av dem avstår något", behind=behind, n=yielding)
    return _("%(behind)s står bakom", behind=behind)


def _yielding(counted: StanceSummary) -> str:
    yielding = counted.counts[Stance.SUPPORT_YIELDING]
    return ngettext("1 av dem avstår något", "%(n)s av dem avstår något", yielding) if yielding else ""


def lines_of(
    found: outside.Summary, council: Body, awaited: Iterable[Awaited], anchors: set[str]
) -> list[Line]:
    """The organisations, each with when it handed in or by when it should."""
    owing = {one.organisation_id: one for one in awaited}
    lines = []
    for one in found.organisations:
        cells = []
        for item in found.standpoints:
            anchor = anchor_of(item.id, one.id)
            url, is_asked = f"#{anchor}" if anchor in anchors else "", one.id in found.asked_on[item.id]
            is_earlier = is_asked and found.is_of_earlier_text(item.id, one.id)
            cells.append(Cell(found.stance(item.id, one.id), url, is_asked, is_earlier))
        earlier = earlier_words(sum(cell.is_earlier for cell in cells))
        lines.append(Line(one.name, _when(found, one.id, council, owing.get(one.id)), earlier, cells))
    return lines


def _when(found: outside.Summary, organisation_id: int, council: Body, owes: Awaited | None) -> str:
    handed_in = found.submitted_items(organisation_id)
    if not handed_in:
        if owes is None:
            return _("Har inte lämnat in")  # and cannot any more
        day = date_short(owes.due)
        return _("Väntades %(day)s", day=day) if owes.is_late else _("Väntas senast %(day)s", day=day)
    day = date_short(local_date(max(row.submitted_at for row in handed_in), council.zone))
    if found.has_handed_in(organisation_id):
        return _("Inlämnad %(day)s", day=day)
    return _("Delvis inlämnad %(day)s", day=day)
