"""flask signing …: what an administrator does with the signing authority."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import for_tests
from councilflow.app import create_app
from councilflow.services.minutes import SigningPlace
from tests.documents.samples import NOW


@pytest.fixture
def run(app, tmp_path, monkeypatch):
    """Runs a command on an installation of its own, with the input that is given."""
    monkeypatch.setitem(app.config, "DATA_DIR", tmp_path)

    def command(*arguments: str, typed: str = ""):
        return app.test_cli_runner().invoke(args=["signing", *arguments], input=typed)

    return command


@pytest.fixture
def authority(app, run):
    made = SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"]).authority
    made.root_certificate(now=NOW)
    return made


def test_before_the_first_signature_there_is_none(run):
    assert "no signing authority yet" in run("status").output
    assert run("certificate").exit_code == 1


def test_the_status_says_what_is_in_use_and_whether_the_secret_opens_it(run, authority, app, monkeypatch):
    told = run("status")
    assert (told.exit_code, told.output.count("in use: ")) == (0, 1)
    assert "The secret opens the key." in told.output
    monkeypatch.setitem(app.config, "SIGNING_SECRET", "another one")
    told = run("status")
    assert (told.exit_code, "does not open the key" in told.output) == (1, True)


def test_a_new_key_is_made_when_one_says_yes(run, authority):
    assert run("rotate", typed="n\n").exit_code == 1
    assert len(authority.certificates()) == 1
    assert run("rotate", typed="y\n").exit_code == 0
    assert len(authority.certificates()) == 2
    assert run("status").output.count("earlier: ") == 1


def test_certificates_are_exported_without_the_secret(run, authority, app, monkeypatch, tmp_path: Path):
    authority.rotate(NOW)
    monkeypatch.setitem(app.config, "SIGNING_SECRET", "another one")
    assert run("certificate").output.encode() == authority.certificates()[0]
    file = tmp_path / "roots.pem"
    assert run("certificate", "--all", str(file)).exit_code == 0
    assert file.read_bytes() == b"".join(authority.certificates())
    assert "cannot be used" in run("certificate", str(tmp_path / "no" / "roots.pem")).output


def test_the_secret_is_changed(run, authority, app, monkeypatch):
    assert "too short" in run("secret", typed="short\nshort\n").output
    new = "a secret that is long enough"
    assert run("secret", typed=f"{new}\n{new}\n").exit_code == 0
    assert run("status").exit_code == 1
    monkeypatch.setitem(app.config, "SIGNING_SECRET", new)
    assert run("status").exit_code == 0


def test_a_damaged_or_lost_key_is_told_in_a_sentence(run, authority, tmp_path: Path):
    file = tmp_path / "signing" / "authority.pem"
    file.write_bytes(b"rubbish")
    assert "authority.pem is damaged" in run("status").output
    file.unlink()
    assert "authority.pem is gone" in run("rotate", typed="y\n").output


def test_a_check_without_a_database_says_so(tmp_path):
    empty = create_app(for_tests(tmp_path))
    told = empty.test_cli_runner().invoke(args=["minutes", "check", __file__])
    assert (told.exit_code, "no database here" in told.output) == (1, True)
