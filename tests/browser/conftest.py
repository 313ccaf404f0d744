"""A real server, a real mail server and a real browser, on both databases."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextvars import Context
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from config import for_tests
from councilflow.app import create_app
from councilflow.extensions import db

CHROMIUM = os.environ.get("COUNCILFLOW_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


class Post:
    """What the mail server received, in order."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 – aiosmtpd's name
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if address in str(message["To"])]


@pytest.fixture(scope="session")
def post() -> Iterator[Post]:
    """A mail server; `post.address` is host:port."""
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=0)
    controller.start()
    handler.address = "127.0.0.1:{}".format(controller.server.sockets[0].getsockname()[1])  # type: ignore[attr-defined]  # set for the tests
    yield handler
    controller.stop()


@dataclass
class Live:
    """A running installation."""

    app: Flask
    url: str
    post: Post


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def live(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, post: Post
) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp(f"live-{request.param}")
    database = request.getfixturevalue("postgresql") if request.param == "postgresql" else ""
    mail = {"MAIL_SERVER": post.address, "MAIL_TLS": "none"}  # type: ignore[attr-defined]  # set by the fixture
    app = create_app(replace(for_tests(folder, database), **mail))
    with app.app_context():
        db.drop_all()
        db.create_all()
        db.session.remove()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    app.config["PUBLIC_URL"] = url
    thread = threading.Thread(target=lambda: Context().run(server.serve_forever), daemon=True)
    thread.start()
    yield Live(app, url, post)
    server.shutdown()
    with app.app_context():
        db.session.remove()
        db.drop_all()
        db.engine.dispose()


@pytest.fixture(scope="session")
def live_url(live: Live) -> str:
    return live.url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("no Chromium here: install the package chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        )
        yield launched
        launched.close()


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="sv-SE")
    yield context.new_page()
    context.close()
