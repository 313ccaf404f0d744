"""flask develop: everything a run on one's own machine needs, in one command."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import ScriptInfo, pass_script_info, with_appcontext
from flask_migrate import upgrade
from werkzeug.serving import run_simple

from councilflow import mailroom, packroom
from councilflow.extensions import db
from councilflow.services import example, mail


@click.command("develop")
@click.option("--host", default="127.0.0.1", help="The address to listen on.")
@click.option("--port", default=5000, help="The port to listen on.")
@with_appcontext
@pass_script_info
def command(script: ScriptInfo, host: str, port: int) -> None:
    """Bring the database up to date, load the example when it is empty, and serve."""
    if current_app.config["ENVIRONMENT"] != "development":
        raise click.ClickException("This serves a development run. In production, use gunicorn wsgi:app.")
    app = script.load_app()
    mail.use(public_url=app.config["PUBLIC_URL"] or f"http://{host}:{port}")
    upgrade()
    if example.is_empty():
        click.echo("The database is empty: loading the councils of Västernorrland.")
        example.load(
            folder=current_app.config["DATA_DIR"],
            secret=current_app.config["SIGNING_SECRET"],
            now=datetime.now(UTC),
        )
        db.session.commit()
    db.session.remove()
    db.engine.dispose()
    mailroom.start(app)
    packroom.start(app)
    click.echo(f"\nCouncilflow answers on http://{host}:{port}\n")
    click.echo(f"Sign in with one of these, password {example.PASSWORD}:")
    for account in example.ACCOUNTS:
        click.echo(f"  {account.email:40} {account.role}")
    run_simple(host, port, app, threaded=True)
