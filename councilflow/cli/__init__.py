"""Commands for the people who run the installation, and for scripts."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

GROUPS = (
    "journal",
    "mail",
    "packages",
    "people",
    "plans",
    "minutes",
    "signing",
    "archive",
    "calendar",
    "example",
    "texts",
    "develop",
)
"""Modules of `councilflow.cli`, each with a click command or group `command`."""


def init_app(app: Flask) -> None:
    for name in GROUPS:
        app.cli.add_command(import_module(f"councilflow.cli.{name}").command)
