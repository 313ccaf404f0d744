"""flask example vasternorrland | sogn | hallingdal: councils to try the product in."""

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


def _load(region: str) -> None:
    if example.is_loaded(region):
        raise click.ClickException(f"The council of {region.capitalize()} is there already.")
    council = example.load_region(region, now=datetime.now(UTC))
    db.session.commit()
    click.echo(f"{council.name} is loaded.")


@command.command("sogn")
def sogn() -> None:
    """Load Sogn regionråd (in Nynorsk) with its plan, beside whatever is there."""
    _load("sogn")


@command.command("hallingdal")
def hallingdal() -> None:
    """Load Regionrådet for Hallingdal (in Bokmål) with its plan, beside whatever is there."""
    _load("hallingdal")
