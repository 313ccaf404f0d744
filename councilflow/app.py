"""Puts the application together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from councilflow import cli, extensions, web

if TYPE_CHECKING:
    from config import Settings


def create_app(settings: Settings) -> Flask:
    """The whole application, for the server, the commands and the tests alike."""
    app = Flask(__name__, static_folder="static", template_folder="../templates")
    app.config.from_mapping(settings.as_flask_config())
    app.config["MIGRATIONS"] = app.root_path + "/../migrations"
    if settings.PROXIES:
        count = settings.PROXIES
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # as Flask documents it
    extensions.init_app(app)
    web.init_app(app)
    cli.init_app(app)
    return app
