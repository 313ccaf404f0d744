"""flask people create-administrator: the first account of an installation."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import AppGroup

from councilflow.extensions import db
from councilflow.process.errors import RuleBroken
from councilflow.services import people, setup

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


def _refuse_weak(password: str, *, email: str, name: str) -> None:
    if len(password) < people.SHORTEST_PASSWORD or people.is_obvious(password, email=email, name=name):
        raise click.ClickException(
            f"Choose a password of at least {people.SHORTEST_PASSWORD} characters that is hard to guess."
        )
