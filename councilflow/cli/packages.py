"""flask packages work: have the packages of meetings made from a process of its own."""

from __future__ import annotations

import signal

import click
from flask.cli import AppGroup, ScriptInfo, pass_script_info

from councilflow.packroom import Packroom

command = AppGroup("packages", help="The packages of meetings that wait to be made.")


@command.command()
@click.option("--once", is_flag=True, help="Make what waits and end.")
@pass_script_info
def work(script: ScriptInfo, once: bool) -> None:
    """Make packages until stopped."""
    room = Packroom(script.load_app())
    if once:
        click.echo(f"{room.round()} made")
        return
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: room.stop())
    room.run()
