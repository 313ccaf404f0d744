"""The påverkansagenda as files: a PDF in the council's language to print, and a workbook (A20)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from councilflow import i18n
from councilflow.documents.advocacy import AdvocacyEntry, AdvocacyPaper, as_pdf
from councilflow.documents.paragraph_numbers import paragraph_of_year
from councilflow.documents.tables_to_take import Cell, as_workbook
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.models import AgendaItem, Body, Meeting
from councilflow.process.afterwards import AdvocacyRole
from councilflow.process.meeting import local_date
from councilflow.process.plans.values import ContributionKind
from councilflow.services import secrecy
from councilflow.services.efforts.reading import given_for
from councilflow.services.outwards.advocacy import Line
from councilflow.services.visibility import Viewer, agendas_for
from councilflow.words import word


def _rests(lines: Sequence[Line], who: Viewer, council: Body) -> dict[int, str]:
    """By item: § 6, 4 december 2026: its title, for those that the viewer reads. One statement."""
    ids = {line.row.item_id for line in lines if line.row.item_id}
    rows = db.session.execute(
        select(AgendaItem.id, AgendaItem.number, secrecy.open_title().label("title"), Meeting.starts_at)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.id.in_(ids), agendas_for(who))
    )
    return {row.id: _told(row, council) for row in rows}


def _told(row: Any, council: Body) -> str:
    """As the register names it; by its day before it has a paragraph."""
    day = local_date(row.starts_at, council.zone)
    if row.number:
        return f"{paragraph_of_year(row.number, day.year)} {row.title}"
    return f"{i18n.date_long(day)}: {row.title}"


def entries(lines: Sequence[Line], who: Viewer, council: Body) -> list[AdvocacyEntry]:
    """The questions in words, in the language being spoken."""
    rests = _rests(lines, who, council)
    given = given_for([line.row.id for line in lines])
    return [
        AdvocacyEntry(
            title=line.row.title,
            message=line.row.message,
            level=str(word(line.row.target_level)),
            state=str(word(line.row.state)),
            policy_area=line.row.policy_area,
            areas=line.areas,
            recipients=line.row.recipients,
            period=period_words(line.row),
            leads=line.parties[AdvocacyRole.LEAD],
            contributes=line.parties[AdvocacyRole.CONTRIBUTES],
            allies=line.parties[AdvocacyRole.ALLY],
            rests_on=rests.get(line.row.item_id, ""),
            given=given_words(given.get(line.row.id, {})),
            contacts=line.contacts,
            result=line.row.result,
        )
        for line in lines
    ]


def given_words(given: Mapping[ContributionKind, float]) -> str:
    """Timmar 120, Pengar 50 000 kr, Personal 0,5: never added to each other."""
    return ", ".join(
        f"{word(kind)} {i18n.number(amount)}{' ' + _('kr') if kind is ContributionKind.MONEY else ''}"
        for kind, amount in given.items()
    )


def period_words(row: Any) -> str:
    """The period as it is written, or from its first day to its last."""
    if row.period or not (row.starts_on or row.ends_on):
        return str(row.period)
    begins = i18n.date_long(row.starts_on) if row.starts_on else ""
    ends = i18n.date_long(row.ends_on) if row.ends_on else ""
    return f"{begins} – {ends}".strip()


def pdf(council: Body, lines: Sequence[Line], who: Viewer, *, now: datetime) -> bytes:
    with speaking(council.document_language):
        found = entries(lines, who, council)
    day = local_date(now, council.zone)
    paper = AdvocacyPaper(council=council.name, language=council.document_language, day=day, entries=found)
    return as_pdf(paper, now=now)


def workbook(council: Body, lines: Sequence[Line], who: Viewer) -> bytes:
    """One question in each row, in the language being spoken."""
    heads = [
        _("Fråga"),
        _("Gemensamt budskap"),
        _("Nivå"),
        _("Läge"),
        _("Område"),
        _("Politikområde"),
        _("Mottagare"),
        _("Period"),
        _("Leder"),
        _("Bidrar"),
        _("Allierade"),
        _("Vilar på"),
        _("Bidrag"),
        _("Kontakter"),
        _("Resultat"),
    ]
    rows = [_row(one) for one in entries(lines, who, council)]
    widths = [34, 60, 20, 14, 30, 24, 34, 16, 28, 28, 28, 34, 30, 10, 40]
    return as_workbook(_("Påverkansagenda"), heads, rows, widths=widths)


def _row(one: AdvocacyEntry) -> list[Cell]:
    return [
        one.title,
        one.message,
        one.level,
        one.state,
        "; ".join(one.areas),
        one.policy_area,
        one.recipients,
        one.period,
        "; ".join(one.leads),
        "; ".join(one.contributes),
        "; ".join(one.allies),
        one.rests_on,
        one.given,
        one.contacts,
        one.result,
    ]
