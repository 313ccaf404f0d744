"""Stylesheets and typefaces come from the installation itself, quickly, and again only when they change."""

from __future__ import annotations

import gzip
import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from councilflow.web import assets

if TYPE_CHECKING:
    from pathlib import Path

FACE = "fonts/serif-semibold.woff2"


def serving(folder: Path) -> Flask:
    app = Flask("assets")
    app.config.update(DATA_DIR=folder, ENVIRONMENT="test")
    assets.init_app(app)
    return app


@pytest.fixture
def site(tmp_path: Path) -> Flask:
    return serving(tmp_path)


@pytest.mark.parametrize("name", ["councilflow.css", "bootstrap.css", "mark.svg", FACE])
def test_what_a_page_asks_for_is_kept_for_good(site: Flask, name: str) -> None:
    with site.test_request_context():
        address = assets.static_url(name)
    answer = site.test_client().get(address)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]


def test_an_address_without_the_mark_is_asked_for_again(site: Flask) -> None:
    first = site.test_client().get("/assets/councilflow.css?v=older")
    assert first.headers["Cache-Control"] == "no-cache"
    again = site.test_client().get(
        "/assets/councilflow.css", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304


def test_texts_go_packed_to_browsers_that_unpack(site: Flask) -> None:
    plain = site.test_client().get("/assets/bootstrap.css")
    packed = site.test_client().get("/assets/bootstrap.css", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert plain.headers["ETag"] != packed.headers["ETag"]
    assert len(packed.data) < len(plain.data) / 5


def test_a_typeface_is_made_once_whoever_asks(tmp_path: Path) -> None:
    def fetch(_number: int) -> bytes:
        return serving(tmp_path).test_client().get(f"/assets/{FACE}").data

    with ThreadPoolExecutor(3) as people:
        faces = set(people.map(fetch, range(3)))
    kept = list((tmp_path / "cache" / "fonts").iterdir())
    assert len(faces) == len(kept) == 1
    assert faces == {kept[0].read_bytes()}
    assert kept[0].read_bytes()[:4] == b"wOF2"


def test_a_data_folder_that_cannot_be_written_makes_it_slower_not_uglier(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert serving(tmp_path).test_client().get(f"/assets/{FACE}").data[:4] == b"wOF2"


@pytest.mark.parametrize(
    "name", ["nothing.css", "../app.py", "css/../../app.py", "%2e%2e/app.py", "fonts/x.woff2"]
)
def test_nothing_else_is_served(site: Flask, name: str) -> None:
    assert site.test_client().get(f"/assets/{name}").status_code == 404


def test_a_page_that_names_an_unknown_asset_is_a_mistake(site: Flask) -> None:
    with site.test_request_context(), pytest.raises(LookupError, match="missing"):
        assets.static_url("missing.css")


def test_the_stylesheet_asks_nobody_else() -> None:
    sheet = assets.stylesheet()
    assert "@import" not in sheet
    assert all(address.startswith("fonts/") for address in re.findall(r'url\("?([^")]+)', sheet))


def test_every_sheet_goes_out() -> None:
    lying_there = {path.stem for path in (assets.STATIC / "css").glob("*.css")}
    assert lying_there == set(assets.SHEETS)
