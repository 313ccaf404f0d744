"""The parts of the site, in the order of the process."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

NOUNS = (
    "account",
    "start",
    "health",
    "councils",
    "plans",
    "issues",
    "meetings",
    "meetings.extras",
    "meetings.costs",
    "meetings.moving",
    "meetings.series",
    "meetings.checklist",
    "calendar",
    "agenda",
    "packages",
    "invitations",
    "mail",
    "preparation",
    "consultations",
    "priorities",
    "action_links",
    "desk",
    "live",
    "minutes",
    "check",
    "standpoints",
    "report_backs",
    "efforts",
    "annual",
    "outwards",
    "contacts",
    "nominations",
    "journal",
    "administration",
)
"""Modules (or folders) of `councilflow.web`, each with a blueprint `bp`."""


def init_app(app: Flask) -> None:
    looks = () if app.config["ENVIRONMENT"] == "production" else ("parts",)
    for noun in NOUNS + looks:
        app.register_blueprint(import_module(f"councilflow.web.{noun}").bp)
