"""A real server, a real mail server and a real browser, on both databases."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextvars import Context
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from config import for_tests
from councilflow.app import create_app
from councilflow.extensions import db
from councilflow.models import Person
from councilflow.services import mail
from tests.browser.windows import PATIENCE, window
from tests.postman import Postman, working

CHROMIUM = os.environ.get("COUNCILFLOW_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def post() -> Iterator[Postman]:
    with working() as postman:
        yield postman


@dataclass
class Live:
    """A running installation."""

    app: Flask
    url: str
    post: Postman

    def cookie(self, person: Person) -> dict[str, str]:
        """Of somebody who is signed in, for a context of the browser."""
        client = self.app.test_client()
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = f"{person.id}:{person.session_key}", True
        name = self.app.config["SESSION_COOKIE_NAME"]
        cookie = client.get_cookie(name)
        assert cookie is not None
        return {"name": name, "value": cookie.value, "url": self.url}


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def live(request: pytest.FixtureRequest, memory: Path, post: Postman) -> Iterator[Live]:
    # A folder of its own each time: work that is taken over from another worker may come back to a database.
    folder = Path(mkdtemp(prefix=f"live-{request.param}-", dir=memory))
    database = request.getfixturevalue("postgresql") if request.param == "postgresql" else ""
    settings = replace(for_tests(folder, database), MAIL_SERVER=post.server, MAIL_TLS="none")
    app = create_app(settings)
    with app.app_context():
        db.drop_all()
        db.create_all()
        db.session.remove()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    mail.use(public_url=url)
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
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        )
        yield launched
        launched.close()


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    page = window(browser)
    yield page
    page.context.close()
