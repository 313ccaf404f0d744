"""flask journal verify: is the chain whole?"""

from __future__ import annotations

import click
from flask.cli import AppGroup

from councilflow.extensions import reading
from councilflow.services import journal

command = AppGroup("journal", help="The journal of what happened.")


@command.command()
def verify() -> None:
    """Walk the whole chain; exit status 1 when any entry was changed, removed or moved."""
    with reading():
        entries, flaws = journal.verify()
    for flaw in flaws:
        click.echo(f"{flaw.reason}: {'end of the chain' if flaw.entry is None else f'entry {flaw.entry}'}")
    click.echo(f"{entries} entries, {'the chain is whole' if not flaws else f'{len(flaws)} flaws'}")
    raise SystemExit(1 if flaws else 0)
