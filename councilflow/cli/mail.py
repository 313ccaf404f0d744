"""flask mail work: send the mail from a process of its own."""

from __future__ import annotations

import signal

import click
from flask.cli import AppGroup, ScriptInfo, pass_script_info

from councilflow.mailroom import Mailroom, transport_of

command = AppGroup("mail", help="The mail that waits in the outbox.")


@command.command()
@click.option("--once", is_flag=True, help="Send what is due and end.")
@pass_script_info
def work(script: ScriptInfo, once: bool) -> None:
    """Send mail until stopped. Exit status 1 when no mail server is set."""
    app = script.load_app()
    transport = transport_of(app)
    if transport is None:
        raise click.ClickException("Set COUNCILFLOW_MAIL_SERVER to the host and port of a mail server.")
    room = Mailroom(app, transport)
    if once:
        counts = room.round()
        click.echo(f"{counts.sent} sent, {counts.delayed} delayed, {counts.failed} failed")
        return
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: room.stop())
    room.run()
