"""Where the organisations stand before a meeting, as a file for those who lead and prepare (A76, H.4)."""

from __future__ import annotations

from datetime import datetime

from councilflow.documents.finish import finish
from councilflow.documents.flowables import DISSENT, STANDPOINT
from councilflow.documents.gate import approve
from councilflow.documents.layout import H1, LEAD, SIDE, Writer
from councilflow.documents.shares import Share, ShareBar, ShareKey
from councilflow.documents.sheet import Front
from councilflow.i18n import date_long, listed, ngettext, speaking, weekday_day
from councilflow.i18n import gettext as _
from councilflow.process.preparation import Stance, StanceSummary
from councilflow.process.record import ArchiveFormat
from councilflow.process.stances import Said, StanceItem, StanceOf, StancePaper
from councilflow.words import word

GROUNDS = {
    Stance.SUPPORT: "full",
    Stance.SUPPORT_YIELDING: "hatch",
    Stance.DISSENT: "cross",
    Stance.NEEDS_MORE: "dots",
    None: "empty",
}
"""The pattern of each stance in every picture of them; None is silence."""


def as_pdf(paper: StancePaper, *, now: datetime, archive: ArchiveFormat = ArchiveFormat.PDFA_3A) -> bytes:
    """The summary as an archival file and PDF/UA-1, in the council's language. `now` (aware) is the creation
    date; the same paper and the same `now` give the same bytes. A file that does not pass the gate raises
    RuleBroken("document-not-approved")."""
    with speaking(paper.language):
        writer = Writer(_front(paper))
        _write_head(writer, paper)
        standpoints = [item for item in paper.items if item.is_standpoint]
        if standpoints:
            _write_picture(writer, standpoints)
            _write_table(writer, standpoints)
        _write_owing(writer, paper)
        for item in paper.items:
            _write_item(writer, item)
        return approve(finish(writer.drawn(), now=now, archive=archive))


def stance_words(stance: Stance | None) -> str:
    return word(stance) if stance else _("Ej inlämnad")


def counts(counted: StanceSummary) -> list[tuple[Stance | None, int]]:
    """How many stand where, in the order of every table and picture; the silent last."""
    return [*((stance, counted.counts[stance]) for stance in Stance), (None, counted.silent)]


def counted_words(counted: StanceSummary) -> str:
    """The counts as a sentence, for whoever does not see the picture."""
    told = [f"{stance_words(stance).lower()} {count}" for stance, count in counts(counted) if count]
    return listed(told) if told else _("ingen är tillfrågad")


def _title() -> str:
    return _("Så här står organisationerna inför mötet")


def _front(paper: StancePaper) -> Front:
    return Front(
        title=f"{_title()} – {paper.council} {date_long(paper.meeting_on)}",
        author=paper.host or paper.council,
        subject=_("Sammanställning av inlämnade hållningar"),
        language=paper.language,
        running_head=f"{paper.council} · {_title()} · {date_long(paper.meeting_on)}",
    )


def _write_head(writer: Writer, paper: StancePaper) -> None:
    writer.line(paper.council, LEAD)
    writer.heading(1, _title(), style=H1)
    writer.line(
        _(
            "%(n)s av %(all)s organisationer har lämnat in alla hållningar.",
            n=paper.complete,
            all=paper.asked,
        ),
        LEAD,
    )
    writer.space(8)
    writer.facts(
        [
            (_("Möte"), date_long(paper.meeting_on)),
            (_("Senast inlämnat"), date_long(paper.due)),
            (_("Läget den"), date_long(paper.as_of)),
        ]
    )
    writer.line(_("Här står bara det som organisationerna har lämnat in."), SIDE)


def _write_picture(writer: Writer, items: list[StanceItem]) -> None:
    writer.heading(2, _("I en bild"), place="picture")
    named = [Share(stance_words(stance), ground, 1) for stance, ground in GROUNDS.items()]
    with writer.part("Figure", alternative=_key_words()) as key:
        writer.add(ShareKey(named, key))
    for item in items:
        with writer.together():
            writer.lead_in(_numbered(item))
            note = earlier_words(item.earlier)
            summed = ", ".join(filter(None, (counted_words(item.counted), note)))
            told = _("%(title)s: %(counts)s.", title=_numbered(item), counts=summed)
            shares = [
                Share(stance_words(stance), GROUNDS[stance], count) for stance, count in counts(item.counted)
            ]
            with writer.part("Figure", alternative=told) as bar:
                writer.add(ShareBar(shares, bar))
            if note:
                writer.line(note, SIDE)


def earlier_words(count: int) -> str:
    """How many answers are of a text that has changed since; nothing where there are none."""
    told = ngettext("1 gäller den tidigare texten", "%(n)s gäller den tidigare texten", count)
    return told if count else ""


def _key_words() -> str:
    return _(
        "Mönstren i staplarna: %(names)s.",
        names=listed([stance_words(stance).lower() for stance in GROUNDS]),
    )


def _write_table(writer: Writer, items: list[StanceItem]) -> None:
    writer.heading(2, _("I siffror"), place="counts")
    heads = [_("Punkt"), *(stance_words(stance) for stance in GROUNDS)]
    rows = [[_marked(item), *(str(count) for _stance, count in counts(item.counted))] for item in items]
    writer.table(heads, rows, [50, 22, 26, 24, 24, 22], figures=range(1, 6))


def _write_owing(writer: Writer, paper: StancePaper) -> None:
    if not paper.owing:
        return
    writer.heading(2, _("Väntas"), place="owing")
    rows = []
    for one in paper.owing:
        day = weekday_day(one.due)
        when = _("skulle ha varit inne %(day)s", day=day) if one.is_late else _("senast %(day)s", day=day)
        if one.is_granted:
            when = _("%(when)s, efter förlängd tid", when=when)
        rows.append([one.organisation, one.items, when])
    writer.table([_("Organisation"), _("Punkter"), _("När")], rows, [60, 30, 78])


def _write_item(writer: Writer, item: StanceItem) -> None:
    """Who stands where on an item, and what they handed in, word for word; nothing where there is neither."""
    if not (item.is_standpoint or item.said or item.answers):
        return
    with writer.part("Sect"):
        writer.heading(2, _numbered(item), place=f"item-{item.position or item.title}")
        if item.is_standpoint:
            for stance in (*Stance, None):
                names = [_named(one) for one in item.stances if one.is_asked and one.stance is stance]
                if names:
                    writer.labelled(stance_words(stance), listed(names))
        for one in item.said:
            _write_said(writer, one)
        for question, answers in item.answers:
            writer.heading(3, question)
            writer.table([_("Organisation"), _("Svar")], [list(pair) for pair in answers], [50, 118])


def _write_said(writer: Writer, one: Said) -> None:
    with writer.panel(DISSENT if one.stance is Stance.DISSENT else STANDPOINT):
        heading = (
            f"{one.organisation}: {stance_words(one.stance).lower()}" if one.stance else one.organisation
        )
        writer.heading(3, heading)
        for name, words in one.words:
            writer.lead_in(name)
            with writer.part("BlockQuote"):
                writer.verbatim(words)
        if one.is_wanted:
            writer.line(_("Önskas till protokollet."), SIDE)
        if one.is_earlier:
            writer.line(_("Gäller den tidigare texten."), SIDE)


def _named(one: StanceOf) -> str:
    if not one.is_earlier:
        return one.organisation
    return _("%(name)s (gäller den tidigare texten)", name=one.organisation)


def _marked(item: StanceItem) -> str:
    return f"{_numbered(item)} ({earlier_words(item.earlier)})" if item.earlier else _numbered(item)


def _numbered(item: StanceItem) -> str:
    return f"{item.position}. {item.title}" if item.position is not None else item.title
