"""Plans of somebody else's that the council's goals rest on (A14), and who has paid for a plan (A13).

A registered sub-strategy or programme is a plan of the kind `linked` with one node: itself. So items, links
and statistics reach it as they reach any other part of a plan (A10, A32).
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import select

from councilflow.documents import picture
from councilflow.extensions import db
from councilflow.models import Body, Person, Plan, PlanFile, PlanGoal, PlanNode
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.titles import short_title
from councilflow.process.plans.values import NodeKind, PlanKind, PlanStatus
from councilflow.services import files, journal
from councilflow.services.files import Stored

LOGO_BYTES = 2 * 1024 * 1024
LOGO_SIDE = 6000
"""Points of a picture's longer side; one that unfolds to more is refused."""


@dataclass
class Linked:
    """A registered plan as the register shows it."""

    id: int
    title: str
    kind: str
    owner: str
    period: str
    address: str
    has_ended: bool
    goals: list[Any] = field(default_factory=list)  # title, level, plan
    files: list[Any] = field(default_factory=list)  # id, title, media_type, size


def linked_of(council_id: int) -> list[Linked]:
    """The register of a council, what still holds first. Three statements."""
    rows = db.session.execute(
        select(Plan.id, Plan.title, Plan.levels, Plan.owner, Plan.period, Plan.address, Plan.status)
        .where(Plan.body_id == council_id, Plan.kind == PlanKind.LINKED)
        .order_by(Plan.status == PlanStatus.ENDED, Plan.title, Plan.id)
    ).all()
    found = {row.id: _linked(row) for row in rows}
    if found:
        for goal in _goals(found):
            found[goal.plan_id].goals.append(goal)
        for file in _files(found):
            found[file.plan_id].files.append(file)
    return list(found.values())


def _linked(row: Any) -> Linked:
    kind = row.levels[0][1] if row.levels else ""
    has_ended = row.status is PlanStatus.ENDED
    return Linked(row.id, row.title, kind, row.owner, row.period, row.address, has_ended)


def _goals(plan_ids: Collection[int]) -> Sequence[Any]:
    return db.session.execute(
        select(
            PlanGoal.plan_id,
            PlanNode.id,
            PlanNode.plan_id.label("of_plan"),
            PlanNode.title,
            PlanNode.level,
            Plan.title.label("plan"),
        )
        .join(PlanNode, PlanNode.id == PlanGoal.node_id)
        .join(Plan, Plan.id == PlanNode.plan_id)
        .where(PlanGoal.plan_id.in_(plan_ids))
        .order_by(Plan.position, Plan.id, PlanNode.position, PlanNode.id)
    ).all()


def _files(plan_ids: Collection[int]) -> Sequence[Any]:
    return db.session.execute(
        select(PlanFile.id, PlanFile.plan_id, PlanFile.title, PlanFile.media_type, PlanFile.size)
        .where(PlanFile.plan_id.in_(plan_ids), PlanFile.is_logo.is_(False))
        .order_by(PlanFile.id)
    ).all()


def goals_of(plan: Plan) -> list[int]:
    return list(db.session.scalars(select(PlanGoal.node_id).where(PlanGoal.plan_id == plan.id)))


def linked_plan(plan: Plan) -> Plan:
    """RuleBroken: not-a-linked-plan, for one of the council's own."""
    if plan.kind is not PlanKind.LINKED:
        raise RuleBroken("not-a-linked-plan", title=plan.title)
    return plan


_FACTS = ("title", "owner", "period", "address", "text")


def write_linked(
    council: Body,
    standing: Plan | None,
    facts: Mapping[str, str],
    node_ids: Collection[int],
    *,
    kind: str,
    has_ended: bool,
    by: Person,
    now: datetime,
) -> Plan:
    """Enter a plan of somebody else's or change what is said of it. `facts`: title, owner, period, address
    and text; `kind` in words: Program, Strategi, Länsplan.

    RuleBroken: not-a-linked-plan.
    """
    plan = linked_plan(standing) if standing else _new(council, facts["title"])
    before = _noted(plan) if standing else {}
    for name in _FACTS:
        setattr(plan, name, facts[name])
    plan.short_title = short_title(facts["title"])
    plan.levels = [[NodeKind.OTHER.value, kind]]
    plan.status = PlanStatus.ENDED if has_ended else PlanStatus.ADOPTED
    db.session.flush()
    _stand_for(plan, kind)
    _work_for(plan, node_ids)
    db.session.flush()
    after = _noted(plan)
    changed = [name for name in after if before.get(name) != after[name]]
    seen = {name: before[name] for name in changed if name in before}
    written = {name: after[name] for name in changed}
    if changed:
        journal.note(
            "linked-plan-changed" if standing else "linked-plan-added",
            by=by,
            now=now,
            council=council,
            about=plan.title,
            before=seen,
            after=written,
        )
    return plan


def _new(council: Body, title: str) -> Plan:
    plan = Plan(
        body_id=council.id, kind=PlanKind.LINKED, title=title, short_title=short_title(title), position=1000
    )
    db.session.add(plan)
    return plan


def _stand_for(plan: Plan, kind: str) -> None:
    """The node by which the plan is linked to is called as the plan is."""
    node = db.session.scalar(
        select(PlanNode).where(PlanNode.plan_id == plan.id, PlanNode.parent_id.is_(None)).limit(1)
    )
    if node is None:
        node = PlanNode(plan_id=plan.id, kind=NodeKind.OTHER, level=kind, title=plan.title)
        db.session.add(node)
    node.level, node.title, node.text = kind, plan.title, plan.text


def _work_for(plan: Plan, node_ids: Collection[int]) -> None:
    standing = {row.node_id: row for row in db.session.scalars(select(PlanGoal).filter_by(plan_id=plan.id))}
    for node_id, row in standing.items():
        if node_id not in node_ids:
            db.session.delete(row)
    for node_id in node_ids:
        if node_id not in standing:
            db.session.add(PlanGoal(plan_id=plan.id, node_id=node_id))


def _noted(plan: Plan) -> dict[str, Any]:
    said = {name: getattr(plan, name) for name in _FACTS}
    kind = plan.levels[0][1] if plan.levels else ""
    ended = plan.status is PlanStatus.ENDED
    return said | {"plan_kind": kind, "has_ended": ended, "links": sorted(goals_of(plan))}


def attach(plan: Plan, stored: Stored, *, title: str, by: Person, now: datetime) -> PlanFile:
    """Put the document of a registered plan beside it."""
    row = _file(plan, stored, title=title or stored.file_name, by=by, now=now)
    journal.note("linked-plan-file", by=by, now=now, council=plan.body_id, about=row.title)
    return row


# --- Who has paid for it (A13) ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Funders:
    """Words of thanks and logos; each logo has id and title, its text alternative."""

    words: str
    logos: Sequence[Any]

    def __bool__(self) -> bool:
        return bool(self.words or self.logos)


def funders_of(plan_id: int) -> Funders:
    words = db.session.scalar(select(Plan.acknowledgement).where(Plan.id == plan_id)) or ""
    return Funders(words, logos_of(plan_id))


def logos_of(plan_id: int) -> Sequence[Any]:
    return db.session.execute(
        select(PlanFile.id, PlanFile.title, PlanFile.sha256, PlanFile.media_type)
        .where(PlanFile.plan_id == plan_id, PlanFile.is_logo)
        .order_by(PlanFile.id)
    ).all()


def thank(plan: Plan, words: str, *, by: Person, now: datetime) -> None:
    """Say who has paid for the plan. It is told beside the plan and may change when that is adopted."""
    if plan.acknowledgement == words:
        return
    before, plan.acknowledgement = plan.acknowledgement, words
    journal.note(
        "funders-thanked",
        by=by,
        now=now,
        council=plan.body_id,
        about=plan.title,
        before={"acknowledgement": before},
        after={"acknowledgement": words},
    )


def add_logo(
    plan: Plan,
    stream: BinaryIO,
    name: str,
    *,
    title: str,
    folder: Path,
    clamd: str,
    by: Person,
    now: datetime,
) -> PlanFile:
    """Put a funder's logo on the plan; `title` is its text alternative.

    `clamd` is as in `files.store`. What it is shows its content alone: PNG or JPEG that can be drawn, 2 MB
    and 6,000 points a side at most.
    RuleBroken, each with the file's `name`: logo-no-picture, file-empty, file-too-large (limit in MB),
    file-has-virus, file-not-scanned.
    """
    content = stream.read(LOGO_BYTES + 1)
    if len(content) > LOGO_BYTES:
        raise RuleBroken("file-too-large", name=files.plain_name(name), limit=LOGO_BYTES // files.CHUNK)
    if content:
        _check_picture(content, files.plain_name(name))
    stored = files.store(io.BytesIO(content), name, folder=folder, limit=LOGO_BYTES, clamd=clamd)
    row = _file(plan, stored, title=title, is_logo=True, by=by, now=now)
    journal.note("logo-added", by=by, now=now, council=plan.body_id, about=title)
    return row


def _check_picture(content: bytes, name: str) -> None:
    """By its first bytes and its head before it is unfolded."""
    size = picture.size_of(content) if content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) else None
    if size is None or max(size) > LOGO_SIDE or not picture.can_be_drawn(content):
        raise RuleBroken("logo-no-picture", name=name)


def remove_logo(plan: Plan, file_id: int, *, by: Person, now: datetime) -> None:
    """Take a logo off the plan; one that is gone already is no fault."""
    row = db.session.get(PlanFile, file_id)
    if row is not None and row.plan_id == plan.id and row.is_logo:
        journal.note("logo-removed", by=by, now=now, council=plan.body_id, about=row.title)
        db.session.delete(row)


def file_at(plan_id: int, file_id: int, *, is_logo: bool) -> PlanFile | None:
    return db.session.scalar(
        select(PlanFile).where(
            PlanFile.id == file_id, PlanFile.plan_id == plan_id, PlanFile.is_logo.is_(is_logo)
        )
    )


def _file(
    plan: Plan, stored: Stored, *, title: str, by: Person, now: datetime, is_logo: bool = False
) -> PlanFile:
    row = PlanFile(
        plan_id=plan.id,
        title=title,
        is_logo=is_logo,
        file_name=stored.file_name,
        media_type=stored.media_type,
        size=stored.size,
        sha256=stored.sha256,
        uploaded_by_id=by.id,
        uploaded_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row
