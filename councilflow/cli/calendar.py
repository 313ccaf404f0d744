"""flask calendar export: a council's meetings as a file."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Body
from councilflow.services.calendar.export import calendar_of_council

command = AppGroup("calendar", help="Meetings for other calendars.")


@command.command("export")
@click.argument("council")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(council: str, file: Path) -> None:
    """Write all meetings of COUNCIL (its number or name) to FILE, as iCalendar.

    The ways into digital meetings are left out, so that the file can be put up where anybody may see it.
    """
    content = calendar_of_council(_council(council))
    try:
        file.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error
    click.echo(f"{file}: {content.count(b'BEGIN:VEVENT')} meetings.")


def _council(named: str) -> Body:
    """By number, else by name or short name, however it is capitalised."""
    text = named.strip()
    if text.isascii() and text.isdecimal() and len(text) < 10 and (found := db.session.get(Body, int(text))):
        return found
    wanted = text.casefold()
    bodies = db.session.scalars(select(Body).order_by(Body.id)).all()
    matching = [body for body in bodies if wanted in (body.name.casefold(), body.short_name.casefold())]
    if len(matching) > 1:
        numbers = ", ".join(str(body.id) for body in matching)
        raise click.ClickException(f"More than one council is called {text}. Use its number: {numbers}.")
    if not matching:
        raise click.ClickException(f"There is no council called {text}.")
    return matching[0]
