"""flask people: the first account of an installation, and people and seats from a file and to one."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import func, select

from councilflow import i18n
from councilflow.extensions import db
from councilflow.models import Body
from councilflow.process.errors import RuleBroken
from councilflow.services import people, people_import, setup
from councilflow.services.people_import import Plan
from councilflow.services.visibility import today
from councilflow.web.councils.import_words import flaw_line, remarks_on, step_line, summary_of
from councilflow.web.refusals import explained

command = AppGroup("people", help="The people who sign in.")


@command.command("create-administrator")
@click.argument("email")
@click.option("--name", required=True, help="The person's name, as others see it.")
@click.option("--language", default="sv", type=click.Choice(["sv", "nb", "nn", "en"]), show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, one line.")
def create_administrator(email: str, name: str, language: str, password_stdin: bool) -> None:
    """Add EMAIL as an administrator and print the link by which a password is chosen.

    The link holds for seven days and can be used once. With --password-stdin there is no link.
    """
    if "@" not in email:
        raise click.BadParameter("is not an address of mail", param_hint="EMAIL")
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else ""
    if password_stdin:
        _refuse_weak(password, email=email, name=name)
    now = datetime.now(UTC)
    try:
        person = setup.add_person(
            name=name, email=email, language=language, is_administrator=True, by=None, now=now
        )
    except RuleBroken as error:
        raise click.ClickException(f"{email} is in the register already.") from error
    if password_stdin:
        people.choose_password(person, people.hashed(password), now=now)
        db.session.commit()
        click.echo(f"{person.email} can sign in.")
        return
    secret = setup.give_password_link(person, by=None, now=now)
    db.session.commit()
    click.echo(f"{current_app.config['PUBLIC_URL']}/password/{secret}")


@command.command("password-link")
@click.argument("email")
def password_link(email: str) -> None:
    """Print a new password link for EMAIL, for somebody who has lost theirs."""
    person = people.person_with(email)
    if person is None or not person.is_active:
        raise click.ClickException(f"Nobody with an open account has the address {email}.")
    secret = setup.give_password_link(person, by=None, now=datetime.now(UTC))
    db.session.commit()
    click.echo(f"{current_app.config['PUBLIC_URL']}/password/{secret}")


@command.command("import")
@click.argument("council")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would become of each row, and change nothing.")
def import_file(council: str, file: Path, dry_run: bool) -> None:
    """Read people and seats from FILE (CSV or .xlsx) into COUNCIL, its number or its name.

    All rows or none. Exit status 1 when anything in the file is wrong; each error is told.
    """
    body, now = _body(council), datetime.now(UTC)
    with i18n.speaking("en"):
        people_import.hold(body)
        plan = _plan(body, file)
        for line in _told(plan, every_row=dry_run):
            click.echo(line)
        if not plan.holds:
            db.session.rollback()
            raise SystemExit(1)
        if dry_run or not plan.does_something:
            db.session.rollback()
            return
        people_import.carry_out(body, plan, file_name=file.name, by=None, now=now)
        db.session.commit()


@command.command("export")
@click.argument("council")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--language", default="sv", type=click.Choice(list(i18n.LANGUAGES)), show_default=True)
def export_file(council: str, file: Path, language: str) -> None:
    """Write the seats of COUNCIL, its number or its name, to FILE: .csv, or .xlsx for Excel."""
    kind = file.suffix.lower().removeprefix(".")
    if kind not in people_import.KINDS:
        raise click.BadParameter("ends neither in .csv nor in .xlsx", param_hint="FILE")
    with i18n.speaking(language):
        lines = people_import.seats_of(_body(council), day=today(datetime.now(UTC)))
        content = people_import.written(lines, kind)
    try:
        file.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error
    click.echo(f"{len(lines)} seats in {file}")


def _body(council: str) -> Body:
    named = func.lower(Body.name) == council.lower()
    found = db.session.scalar(
        select(Body).where(Body.id == int(council) if council.isdecimal() and len(council) < 10 else named)
    )
    if found is None:
        raise click.ClickException(f"There is no council {council}.")
    return found


def _plan(body: Body, file: Path) -> Plan:
    """The plan of a file, made with the rights of somebody who keeps the register."""
    try:
        with file.open("rb") as opened:
            table = people_import.read(opened.read(people_import.MOST_BYTES + 1), file.name)
        return people_import.planned(body, table, may_correct=True, now=datetime.now(UTC))
    except RuleBroken as refused:
        raise click.ClickException(" ".join(explained(refused))) from refused


def _told(plan: Plan, *, every_row: bool) -> list[str]:
    """What is wrong, row by row; else what becomes of the rows, the last line for them all."""
    lines = [str(remark) for remark in remarks_on(plan)]
    if not plan.holds:
        flaws = [flaw_line(flaw) for flaw in plan.flaws]
        lines += [
            " ".join(filter(None, (f"{one.row}:", one.column, one.sentence, one.advice))) for one in flaws
        ]
        return lines
    if every_row:
        steps = [step_line(step) for step in plan.steps]
        lines += [f"{one.row}: {one.who}. {one.seat}. {'; '.join(one.fates)}" for one in steps]
    return [*lines, f"{summary_of(plan)}."]


def _refuse_weak(password: str, *, email: str, name: str) -> None:
    if len(password) < people.SHORTEST_PASSWORD or people.is_obvious(password, email=email, name=name):
        raise click.ClickException(
            f"Choose a password of at least {people.SHORTEST_PASSWORD} characters that is hard to guess."
        )
