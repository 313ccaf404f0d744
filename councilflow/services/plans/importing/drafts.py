"""What somebody is about to import: kept from the first look until it is carried out, some days at most."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import PurePath
from typing import Any

from sqlalchemy import Row, delete, select

from councilflow.extensions import db
from councilflow.models import Body, Person, Plan, PlanImport
from councilflow.process.errors import RuleBroken
from councilflow.process.plans import sums
from councilflow.process.plans.document import PlanDocument
from councilflow.process.plans.reading import Draft, read
from councilflow.process.plans.reading.counting import counts_of
from councilflow.services.files import plain_name
from councilflow.services.plans.document import document_of
from councilflow.services.plans.importing.new_part import new_part
from councilflow.services.plans.importing.source import Source, source_of
from councilflow.services.plans.writing import open_for_changes

HOLDS = timedelta(days=14)
TITLE = "plan.title"
"""The question what the plan is called."""


def keep(
    council: Body,
    content: bytes,
    *,
    file_name: str = "",
    title: str = "",
    language: str = "",
    plan: Plan | None = None,
    parent: Plan | None = None,
    answers: Mapping[str, Any] | None = None,
    by: Person,
    now: datetime,
) -> PlanImport:
    """Keep a pasted text or a file as a draft: for `plan`, or for a new one, under `parent` if there is one.

    `title` names a new plan whatever the source calls itself. Drafts of this council that are too old go.
    RuleBroken: plan-adopted, plan-import-elsewhere.
    """
    for named in filter(None, (plan, parent)):
        if named.body_id != council.id:
            raise RuleBroken("plan-import-elsewhere")
    if plan is not None:
        open_for_changes(plan)
    too_old = (PlanImport.made_at < now - HOLDS) & PlanImport.carried_out_at.is_(None)
    db.session.execute(delete(PlanImport).where(PlanImport.body_id == council.id, too_old))
    draft = PlanImport(
        body_id=council.id,
        plan_id=plan.id if plan else None,
        makes_plan=plan is None,
        person_id=by.id,
        file_name=plain_name(file_name) if file_name else "",
        media_type="application/octet-stream" if file_name else "text/plain",
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        language=language or council.document_language,
        answers={**({TITLE: title} if title else {}), **(answers or {})},
        found={"parent_id": parent.id if parent and plan is None else None},
        made_at=now,
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def import_at(council_id: int, import_id: int, *, now: datetime) -> PlanImport | None:
    """An import of this council; a draft only while it is not too old."""
    found = db.session.get(PlanImport, import_id)
    if found is None or found.body_id != council_id:
        return None
    return None if found.carried_out_at is None and found.made_at < now - HOLDS else found


def answer(draft: PlanImport, answers: Mapping[str, Any]) -> None:
    """Save the person's answers; what they say is read the next time. RuleBroken: plan-import-done."""
    refuse_done(draft)
    draft.answers = dict(answers)


def drop(draft: PlanImport) -> None:
    """Throw a draft away. RuleBroken: plan-import-done."""
    refuse_done(draft)
    db.session.delete(draft)


def refuse_done(draft: PlanImport) -> None:
    if draft.carried_out_at is not None:
        raise RuleBroken("plan-import-done")


def read_again(draft: PlanImport) -> tuple[Source, Draft]:
    """What the draft's source says by the answers given so far. RuleBroken: those of `source_of`."""
    plan = db.session.get(Plan, draft.plan_id) if draft.plan_id else None
    if plan is None:
        answers = json.dumps(draft.answers, sort_keys=True)
        return _read_alone(draft.content, draft.file_name, draft.language, answers)
    source = source_of(draft.content, draft.file_name)
    standing = document_of(plan)
    found = interpreted(source, answers=draft.answers, language=draft.language, standing=standing)
    return source, found


@lru_cache(maxsize=3)
def _read_alone(content: bytes, file_name: str, language: str, answers: str) -> tuple[Source, Draft]:
    """A new plan; the last ones are remembered, for a person looks at the same draft several times."""
    source, given = source_of(content, file_name), json.loads(answers)
    found = interpreted(source, answers=given, language=language, standing=None)
    title = given.get(TITLE) or found.document.title or PurePath(file_name).stem
    return source, replace(found, document=replace(found.document, title=str(title)))


def interpreted(
    source: Source, *, answers: Mapping[str, Any], language: str, standing: PlanDocument | None
) -> Draft:
    """The source as a plan: loaded when the product wrote it, else read; with `standing` only what is new."""
    if source.document is not None:
        document = new_part(source.document, standing)
        return Draft(document, differences=sums.differences(document), counts=counts_of(document))
    found = read(source.blocks, standing=standing, answers=answers, language=language)
    return replace(found, document=new_part(found.document, standing))


def imports_of(council_id: int, *, now: datetime, plan_id: int | None = None) -> Sequence[Row[Any]]:
    """The council's imports, or those of one plan, the latest first: without what was imported.

    id, plan_id, plan, file_name, who, made_at, carried_out_at, undone_at, found.
    """
    wanted = [PlanImport.body_id == council_id] if plan_id is None else [PlanImport.plan_id == plan_id]
    fresh = PlanImport.carried_out_at.is_not(None) | (PlanImport.made_at >= now - HOLDS)
    return db.session.execute(
        select(
            PlanImport.id,
            PlanImport.plan_id,
            Plan.title.label("plan"),
            PlanImport.file_name,
            Person.name.label("who"),
            PlanImport.made_at,
            PlanImport.carried_out_at,
            PlanImport.undone_at,
            PlanImport.found,
        )
        .join(Person, Person.id == PlanImport.person_id)
        .outerjoin(Plan, Plan.id == PlanImport.plan_id)
        .where(*wanted, fresh)
        .order_by(PlanImport.made_at.desc(), PlanImport.id.desc())
        .limit(MOST_LISTED)
    ).all()


MOST_LISTED = 100
