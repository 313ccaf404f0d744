"""flask plan: a plan read in from a file, what the plans of a council hold, and one as a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy import select

from councilflow import i18n
from councilflow.extensions import db
from councilflow.models import Body, Person, Plan, PlanImport, Seat
from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.exchange.schema import schema as schema_of
from councilflow.process.plans.reading import Draft
from councilflow.services.plans import document_of, importing
from councilflow.services.plans.exporting import FileKind, exported
from councilflow.services.plans.telling import told
from councilflow.services.visibility import held_on, today
from councilflow.web.plans.import_words import (
    doubt_words,
    fill_words,
    flaw_words,
    question_words,
    unread_words,
)
from councilflow.web.refusals import explained

command = AppGroup("plan", help="The plans that councils steer by.")

MOST_ANSWERS = 5 * 1024 * 1024
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@command.command("import")
@click.argument("council")
@click.argument("file", type=_FILE)
@click.option("--language", type=click.Choice(list(i18n.LANGUAGES)), help="The plan's; else the council's.")
@click.option("--answers", "answers_file", type=_FILE, help="Choices, as docs/guides/plan-import.md says.")
@click.option("--plan", "plan_name", default="", help="A plan that stands, or the title of the new one.")
@click.option("--parent", "parent_name", default="", help="The plan that the new one stands under.")
@click.option("--dry-run", is_flag=True, help="Say what would be read, and store nothing.")
def import_file(
    council: str,
    file: Path,
    language: str | None,
    answers_file: Path | None,
    plan_name: str,
    parent_name: str,
    dry_run: bool,
) -> None:
    """Read a plan from FILE into COUNCIL, its number or its name, and print what was found as JSON.

    All of it or nothing. Exit status 1 when anything keeps it out; each reason is told.
    """
    body, now = _body(council), datetime.now(UTC)
    answers = _answers(answers_file) if answers_file else {}
    standing = _plan(body, plan_name) if plan_name else None
    parent = _plan(body, parent_name) if parent_name else None
    if parent_name and parent is None:
        raise click.ClickException(f"There is no plan {parent_name} in {body.name}.")
    with i18n.speaking("en"):
        try:
            draft = importing.keep(
                body,
                _content(file),
                file_name=file.name,
                title="" if standing else plan_name,
                language=language or "",
                plan=standing,
                parent=parent,
                answers=answers,
                by=_keeper(body, now),
                now=now,
            )
            _take_in(draft, now=now, dry_run=dry_run)
        except RuleBroken as refused:
            db.session.rollback()
            raise click.ClickException(" ".join(explained(refused))) from refused


def _take_in(draft: PlanImport, *, now: datetime, dry_run: bool) -> None:
    _source, found = importing.read_again(draft)
    report = _report(found, draft)
    if found.flaws or found.waiting:
        _print(report)
        db.session.rollback()
        reasons = map(flaw_words, found.flaws) if found.flaws else map(question_words, found.waiting)
        raise click.ClickException("\n".join(reasons))
    try:
        importing.refuse_unready(found)
        if not dry_run:
            plan = importing.carry_out(draft, by=None, now=now)
            report |= {"plan": plan.id, "import": draft.id, "stored": True}
    finally:
        _print(report)
    if dry_run:
        db.session.rollback()
    else:
        db.session.commit()


def _report(found: Draft, draft: PlanImport) -> dict[str, Any]:
    """What was found, with a sentence for everything that a person may want to look at."""
    report = importing.summary_of(found)
    sentences = {
        "doubts": map(doubt_words, found.doubts),
        "flaws": map(flaw_words, found.flaws),
        "questions": map(question_words, found.questions),
        "fills": map(fill_words, found.fills),
        "unread": map(unread_words, found.unread),
    }
    for name, words in sentences.items():
        for one, sentence in zip(report[name], words, strict=True):
            one["sentence"] = sentence
    return {"stored": False, "plan": draft.plan_id, "language": draft.language, **report}


@command.command("show")
@click.argument("council")
@click.option("--json", "as_json", is_flag=True, help="As JSON, which is the only form so far.")
def show(council: str, as_json: bool) -> None:
    """Print as JSON what the plans of COUNCIL, its number or its name, hold: counts, money, sums, trees."""
    body = _body(council)
    plans = db.session.scalars(
        select(Plan).where(Plan.body_id == body.id).order_by(Plan.position, Plan.id)
    ).all()
    found = [
        {"id": plan.id, "parent": plan.parent_id, "status": plan.status.value, **told(document_of(plan))}
        for plan in plans
    ]
    _print({"council": {"id": body.id, "name": body.name}, "plans": found})
    db.session.rollback()


@command.command()
@click.argument("council")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--plan", "plan_name", default="", help="Its number or title; else the one made last.")
@click.option("--turned", is_flag=True, help="A PDF with the strategies as columns.")
@click.option("--one-page", is_flag=True, help="A PDF of one page, for a meeting.")
def export(council: str, file: Path, plan_name: str, turned: bool, one_page: bool) -> None:
    """Write a plan of COUNCIL, its number or its name, to FILE.xlsx, .csv, .json or .pdf."""
    body = _body(council)
    kind = FileKind.TURNED if turned else FileKind.ONE_PAGE if one_page else file.suffix.lower()[1:]
    if kind not in list(FileKind) or (kind != file.suffix.lower()[1:] and file.suffix.lower() != ".pdf"):
        raise click.ClickException(f"{file.name} should end with .xlsx, .csv, .json or .pdf.")
    last = select(Plan).where(Plan.body_id == body.id).order_by(Plan.id.desc()).limit(1)
    plan = _plan(body, plan_name) if plan_name else db.session.scalar(last)
    if plan is None:
        raise click.ClickException(f"There is no plan {plan_name} in {body.name}.".replace("  ", " "))
    content = exported(plan, FileKind(kind), now=datetime.now(UTC)).content
    db.session.rollback()
    try:
        file.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error
    click.echo(f"{file}: {len(content)} bytes")


@command.command()
def schema() -> None:
    """The JSON Schema of a plan in a file (docs/guides/plan-json.md)."""
    click.echo(json.dumps(schema_of(), indent=2, ensure_ascii=False))


def _print(report: Mapping[str, Any]) -> None:
    click.echo(json.dumps(report, ensure_ascii=False, indent=1, default=str))


def _content(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(importing.MOST_BYTES + 1)


def _answers(file: Path) -> dict[str, Any]:
    """The choices in a file: an object whose names are the ids of questions."""
    try:
        with file.open("rb") as opened:
            found = json.loads(opened.read(MOST_ANSWERS).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise click.ClickException(f"{file.name} holds no JSON that can be read: {error}.") from error
    if not isinstance(found, dict):
        raise click.ClickException(f"{file.name} holds no answers: it has to be one JSON object.")
    return found


def _body(council: str) -> Body:
    """The council with this number, this name or short name, or this word in its name."""
    bodies = db.session.scalars(select(Body).order_by(Body.id)).all()
    wanted = council.strip().casefold()
    alike = (
        [body for body in bodies if str(body.id) == wanted],
        [body for body in bodies if body.name.casefold() == wanted],
        [body for body in bodies if body.short_name.casefold() == wanted],
        [body for body in bodies if not body.council_id and wanted in body.name.casefold().split()],
    )
    found = next(filter(None, alike), [])
    if not found:
        raise click.ClickException(f"There is no council {council}.")
    if len(found) > 1:
        several = ", ".join(f"{body.id} ({body.name})" for body in found)
        raise click.ClickException(f"{council} may be several: {several}. Give the number.")
    return found[0]


def _plan(body: Body, name: str) -> Plan | None:
    """The council's plan with this number or title, if there is one."""
    plans = db.session.scalars(select(Plan).where(Plan.body_id == body.id).order_by(Plan.id)).all()
    wanted = name.casefold()
    named = (plan for plan in plans if wanted in (plan.title.casefold(), plan.short_title.casefold()))
    return next((plan for plan in plans if str(plan.id) == name), None) or next(named, None)


def _keeper(body: Body, now: datetime) -> Person:
    """In whose name the import stands: the council's secretary, else somebody who keeps the register."""
    sits = (Seat.body_id == body.id) & (Seat.category == Category.SECRETARY) & held_on(today(now))
    found = db.session.scalar(
        select(Person).join(Seat, Seat.person_id == Person.id).where(sits).order_by(Seat.id).limit(1)
    ) or db.session.scalar(
        select(Person).where(Person.is_administrator, Person.is_active).order_by(Person.id).limit(1)
    )
    if found is None:
        raise click.ClickException(f"{body.name} has no secretary, and there is no administrator either.")
    return found
