"""flask example vasternorrland: a county to try the product in."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import AppGroup

from councilflow.extensions import db
from councilflow.services import example

command = AppGroup("example", help="Example councils, for trying the product.")


@command.command("vasternorrland")
@click.option("--if-empty", is_flag=True, help="Do nothing, and say so, when the database holds something.")
def vasternorrland(if_empty: bool) -> None:
    """Load the councils of Västernorrland into an empty database."""
    if not example.is_empty():
        if if_empty:
            return
        raise click.ClickException("The database is not empty. The example is only loaded into an empty one.")
    example.load(
        folder=current_app.config["DATA_DIR"],
        secret=current_app.config["SIGNING_SECRET"],
        now=datetime.now(UTC),
    )
    db.session.commit()
    click.echo("The councils of Västernorrland are loaded.")
