"""A plan as a file to take away: XLSX, CSV and JSON load again to the same plan, the PDFs are to read (B1.4).

Reading a plan is enough to take it away. A version is exported as it was.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select

from councilflow.documents.plan_one_page import as_one_page
from councilflow.documents.plan_sheets import as_separated, as_workbook
from councilflow.documents.plan_table import PlanPaper, as_pdf
from councilflow.extensions import db
from councilflow.i18n import date_long, speaking
from councilflow.i18n import gettext as _
from councilflow.models import Body, Plan, PlanVersion
from councilflow.process.plans import exchange
from councilflow.process.plans.document import PlanDocument
from councilflow.process.plans.values import PlanStatus
from councilflow.services.plans.document import document_of
from councilflow.services.visibility import today


class FileKind(StrEnum):
    """What a plan can be taken away as."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    PDF = "pdf"
    TURNED = "turned"  # PDF with the strategies as columns (B3.11)
    ONE_PAGE = "one-page"


_MEDIA_TYPES = {
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.JSON: "application/json",
}


@dataclass(frozen=True, slots=True)
class Exported:
    name: str
    media_type: str
    content: bytes


def exported(plan: Plan, kind: FileKind, *, now: datetime) -> Exported:
    """The plan as it stands, as a file. `now` is an aware instant.

    RuleBroken: document-not-approved, for a PDF.
    """
    return exported_document(plan, document_of(plan), kind, standing=standing_of(plan, now), now=now)


def exported_document(
    plan: Plan, document: PlanDocument, kind: FileKind, *, standing: str, now: datetime
) -> Exported:
    """A plan or one of its versions as a file; `standing` says in a PDF how it stands."""
    if kind is FileKind.XLSX:
        content = as_workbook(document)
    elif kind is FileKind.CSV:
        content = as_separated(document)
    elif kind is FileKind.JSON:
        content = exchange.to_json(document).encode()
    else:
        content = _paper(plan, document, kind, standing, now)
    suffix = kind.value if kind in _MEDIA_TYPES else "pdf"
    name = "-".join(filter(None, (_file_name(document.title), _ways().get(kind, ""))))
    return Exported(f"{name}.{suffix}", _MEDIA_TYPES.get(kind, "application/pdf"), content)


def _ways() -> dict[FileKind, str]:
    """What tells one PDF of a plan from another in a folder of downloads."""
    called = {FileKind.TURNED: _("Vänd tabell (PDF)"), FileKind.ONE_PAGE: _("På en sida (PDF)")}
    return {kind: _file_name(name).removesuffix("-pdf") for kind, name in called.items()}


def _paper(plan: Plan, document: PlanDocument, kind: FileKind, standing: str, now: datetime) -> bytes:
    paper = PlanPaper(
        document=document,
        council=db.session.scalars(select(Body.name).where(Body.id == plan.body_id)).one(),
        standing=standing,
        acknowledgement=plan.acknowledgement,
        is_turned=kind is FileKind.TURNED,
    )
    return as_one_page(paper, now=now) if kind is FileKind.ONE_PAGE else as_pdf(paper, now=now)


def standing_of(plan: Plan, now: datetime) -> str:
    """How the plan stands, in its own language: adopted when and where, or a draft of which day."""
    adopted = db.session.execute(
        select(PlanVersion.adopted_on, PlanVersion.case_no)
        .where(PlanVersion.plan_id == plan.id, PlanVersion.adopted_on.is_not(None))
        .order_by(PlanVersion.number.desc())
        .limit(1)
    ).first()
    with speaking(plan.language):
        if plan.status is PlanStatus.DRAFT or adopted is None:
            return _("Utkast, %(day)s", day=date_long(today(now)))
        told = adopted_words(adopted.adopted_on, adopted.case_no)
        return told if plan.status is PlanStatus.ADOPTED else told + " " + _("Planen är avslutad.")


def adopted_words(day: date, case_no: str) -> str:
    """Antagen den 12 februari 2026, § 6."""
    if case_no:
        return _("Antagen den %(day)s, %(case)s.", day=date_long(day), case=case_no)
    return _("Antagen den %(day)s.", day=date_long(day))


def _file_name(title: str) -> str:
    """A name that every system can hold: letters, figures and dashes."""
    plain = unicodedata.normalize("NFC", title).casefold()
    return re.sub(r"[^\w]+", "-", plain).strip("-_")[:80] or "plan"
