"""Where the organisations stand on each item, as one picture to see at a glance (A76)."""

from __future__ import annotations

from markupsafe import Markup

from councilflow import i18n
from councilflow.documents import chart, stances
from councilflow.documents.chart import Chart, Series
from councilflow.i18n import gettext as _
from councilflow.process.preparation import StanceSummary
from councilflow.services.preparation import summary as outside
from councilflow.web.plans.pictures import NARROW, WIDE, Picture


def picture_of(found: outside.Summary) -> Picture | None:
    """A bar for each standpoint item, parted by stance; the silent are drawn empty. None without any."""
    items = [item for item in found.standpoints if found.asked_on[item.id]]
    if not items:
        return None
    labels = tuple(f"{item.position}. {item.title}" for item in items)
    counted = [dict(stances.counts(found.counted(item.id))) for item in items]
    series = tuple(
        Series(stances.stance_words(stance), tuple(float(one[stance]) for one in counted), ground)
        for stance, ground in stances.GROUNDS.items()
    )
    notes = tuple(stances.earlier_words(found.of_earlier_text(item.id)) for item in items)
    told = [
        _("%(title)s: %(counts)s.", title=label, counts=_counts(found.counted(item.id), note))
        for label, item, note in zip(labels, items, notes, strict=True)
    ]
    drawn = [
        Markup(chart.shares(_chart(labels, series, notes, " ".join(told), width), width=width))  # noqa: S704 – our own drawing, its texts escaped
        for width in (WIDE, NARROW)
    ]
    return Picture(_("Så många organisationer står var. Samma siffror står i tabellen nedanför."), *drawn)


def _counts(counted: StanceSummary, note: str) -> str:
    return ", ".join(filter(None, (stances.counted_words(counted), note)))


def _chart(
    labels: tuple[str, ...], series: tuple[Series, ...], notes: tuple[str, ...], told: str, width: int
) -> Chart:
    return Chart(
        title=_("Inlämnade hållningar, punkt för punkt"),
        description=told,
        labels=labels,
        series=series,
        notes=notes,
        key=f"stances-{width}",
        number=i18n.number,
    )
