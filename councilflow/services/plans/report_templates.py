"""The headings that a funder or the council asks for, in order (B4.1): a council's own and two ready-made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from councilflow.extensions import db
from councilflow.i18n import LazyText, speaking
from councilflow.i18n import lazy_gettext as _
from councilflow.models import Body, Person, PlanReport, ReportTemplate
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.reports import ReportPart
from councilflow.process.plans.values import ReportKind
from councilflow.services import journal
from councilflow.services.rows import is_still_there


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, what the writer is told about it, and what is filled in under it by itself."""

    title: str
    hint: str = ""
    parts: tuple[ReportPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A template as it is written. A ready-made one has a word for an id and belongs to no council."""

    name: str
    kind: ReportKind
    funder: str = ""
    headings: tuple[Heading, ...] = field(default=())
    ready_made: str = ""


_P = ReportPart
_Ready = tuple[LazyText, ReportKind, list[tuple[LazyText, LazyText, tuple[ReportPart, ...]]]]
_READY: dict[str, _Ready] = {
    "status": (
        _("Statusrapport för en period"),
        ReportKind.STATUS,
        [
            (_("Sammanfattning"), _("Det viktigaste på några rader: vad har hänt, och vad betyder det?"), ()),
            (
                _("Insatserna under perioden"),
                _("Vad har gått bra, och vad har tagit längre tid än väntat?"),
                (_P.MEASURES, _P.MILESTONES),
            ),
            (
                _("Mål och indikatorer"),
                _("Hur långt har ni kommit mot målen, och vad säger siffrorna?"),
                (_P.GOALS, _P.INDICATORS),
            ),
            (_("Ekonomi"), _("Förklara skillnader mellan budget och finansiering."), (_P.BUDGET,)),
            (_("Avvikelser och nästa steg"), _("Vad behöver rådet ta ställning till?"), ()),
        ],
    ),
    "final": (
        _("Slutrapport till finansiär"),
        ReportKind.FINAL,
        [
            (
                _("Bakgrund och syfte"),
                _("Varför projektet kom till, vem som beställde det och vad det skulle leda till."),
                (),
            ),
            (
                _("Organisation och samarbete"),
                _("Hur projektet har letts, och vad deltagarna själva har lagt ner."),
                (_P.ORGANISATION, _P.CONTRIBUTIONS),
            ),
            (
                _("Genomförande"),
                _("Faserna, vad som har gjorts, och vad som blev annorlunda än planerat."),
                (_P.PHASES, _P.MEASURES, _P.MILESTONES),
            ),
            (
                _("Resultat och måluppfyllelse"),
                _("Bedöm varje mål. Skriv när effekter tidigast kan mätas om det är för tidigt nu."),
                (_P.GOALS, _P.INDICATORS),
            ),
            (_("Ekonomi"), _("Vad projektet har kostat, och vem som har betalat."), (_P.BUDGET,)),
            (
                _("Utvärdering och fortsatt arbete"),
                _("Vad de inblandade säger, vad ni har lärt er, och vem som tar arbetet vidare."),
                (_P.EVALUATIONS, _P.ATTACHMENTS),
            ),
        ],
    ),
}


def ready_made(language: str) -> list[Form]:
    """The ready-made templates in a language of documents, the status report first."""
    with speaking(language):
        return [
            Form(
                name=str(name),
                kind=kind,
                headings=tuple(Heading(str(title), str(hint), parts) for title, hint, parts in headings),
                ready_made=key,
            )
            for key, (name, kind, headings) in _READY.items()
        ]


def templates_of(council_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """A council's own: id, name, funder, kind, headings. One statement."""
    return db.session.execute(
        select(
            ReportTemplate.id,
            ReportTemplate.name,
            ReportTemplate.funder,
            ReportTemplate.kind,
            ReportTemplate.headings,
        )
        .where(ReportTemplate.body_id == council_id)
        .order_by(ReportTemplate.name, ReportTemplate.id)
    ).all()


def template_in(council_id: int, template_id: int) -> ReportTemplate | None:
    """The template, if it is that council's."""
    found = db.session.get(ReportTemplate, template_id)
    return found if found is not None and found.body_id == council_id else None


def form_of(template: ReportTemplate | Row[*tuple[Any, ...]]) -> Form:
    return Form(
        template.name,
        template.kind,
        template.funder,
        tuple(
            Heading(one["title"], one["hint"], tuple(ReportPart(part) for part in one["content"]))
            for one in template.headings
        ),
    )


def add_template(council: Body, said: Form, *, by: Person, now: datetime) -> ReportTemplate:
    """RuleBroken: template-without-headings."""
    row = ReportTemplate(body_id=council.id, language=council.document_language)
    _fill(row, said)
    db.session.add(row)
    db.session.flush()
    journal.note(
        "report-template-added", by=by, now=now, council=council, about=row.name, after=_in_words(said)
    )
    return row


def change_template(row: ReportTemplate, said: Form, *, by: Person, now: datetime) -> None:
    """Reports that have begun keep the headings that they began with. RuleBroken: as `add_template`."""
    before = _in_words(form_of(row))
    _fill(row, said)
    after = _in_words(said)
    if after != before:
        journal.note(
            "report-template-changed",
            by=by,
            now=now,
            council=row.body_id,
            about=row.name,
            before=before,
            after=after,
        )


def remove_template(row: ReportTemplate, *, by: Person, now: datetime) -> None:
    """The reports that were begun from it stay as they are."""
    if not is_still_there(row):
        return
    for report in db.session.scalars(select(PlanReport).where(PlanReport.template_id == row.id)):
        report.template_id = None
    db.session.flush()
    before = _in_words(form_of(row))
    journal.note(
        "report-template-removed", by=by, now=now, council=row.body_id, about=row.name, before=before
    )
    db.session.delete(row)


def _fill(row: ReportTemplate, said: Form) -> None:
    if not said.headings:
        raise RuleBroken("template-without-headings")
    row.name, row.funder, row.kind = said.name, said.funder, said.kind
    row.headings = [as_stored(one) for one in said.headings]


def as_stored(heading: Heading) -> dict[str, Any]:
    return {
        "title": heading.title,
        "hint": heading.hint,
        "content": [part.value for part in ReportPart if part in heading.parts],
    }


def _in_words(said: Form) -> dict[str, Any]:
    return {
        "name": said.name,
        "funder": said.funder,
        "report-kind": said.kind,
        "headings": [one.title for one in said.headings],
    }
