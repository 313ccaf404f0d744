"""The page and the commands of the archive package."""

from __future__ import annotations

import io
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Attachment
from councilflow.services import files
from councilflow.services.minutes import SigningPlace
from tests.archives import with_paper
from tests.held import Held, held_meeting, locked_meeting, signed_meeting

# What the database answers is tried on both by the tests of the services.
pytestmark = pytest.mark.one_database


@pytest.fixture
def place(app) -> SigningPlace:
    return SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])


@pytest.fixture
def signed(make, place) -> Held:
    return with_paper(signed_meeting(make, place), place)


def url(held: Held, rest: str = "") -> str:
    return f"/meetings/{held.meeting.id}/minutes/archive{rest}"


# --- The page -------------------------------------------------------------------------------------------


def test_the_page_says_what_goes_along(client, signed):
    page = client.sign_in(signed.secretary).get(url(signed)).text
    assert "Förslag till länstransportplan" in page
    assert "attachments/002-forslag-till-lanstransportplan.png" in page
    assert "Det som organisationerna förbereder hemma" in page
    assert url(signed, "/package") in page


def test_the_minutes_lead_to_it_for_the_secretary_alone(client, app, signed):
    address = f"/meetings/{signed.meeting.id}/minutes"
    assert url(signed) in client.sign_in(signed.secretary).get(address).text
    assert url(signed) not in app.test_client().sign_in(signed.member).get(address).text


def test_the_package_is_a_file_to_keep(client, signed):
    with client.sign_in(signed.secretary).get(url(signed, "/package")) as answer:
        assert answer.status_code == 200
        assert answer.mimetype == "application/zip"
        assert answer.headers["Cache-Control"] == "private, no-store"
        [name] = re.findall(r"filename=(\S+)\.zip", answer.headers["Content-Disposition"])
        content = answer.data
    with ZipFile(io.BytesIO(content)) as package:
        assert {entry.split("/")[0] for entry in package.namelist()} == {name}


@pytest.mark.parametrize("rest", ["", "/package"])
def test_only_who_writes_the_minutes_gets_it(client, app, signed, rest):
    for person in (signed.chair, signed.elected, signed.member, signed.opposition):
        assert app.test_client().sign_in(person).get(url(signed, rest)).status_code == 403
    assert client.get(url(signed, rest)).status_code == 302


@pytest.mark.parametrize("rest", ["", "/package"])
@pytest.mark.parametrize("stage", ["held", "locked"])
def test_before_the_minutes_are_signed_the_page_says_so(client, make, place, stage, rest):
    held = held_meeting(make) if stage == "held" else locked_meeting(make, place)
    answer = client.sign_in(held.secretary).get(url(held, rest))
    assert answer.status_code == 409
    assert "när alla har skrivit under" in answer.text
    assert "Till protokollet" in answer.text


@pytest.mark.parametrize("rest", ["", "/package"])
def test_a_lost_attachment_is_named(client, signed, place, rest):
    _lose(place)
    answer = client.sign_in(signed.secretary).get(url(signed, rest))
    assert answer.status_code == 409
    assert "Förslag till länstransportplan" in answer.text
    assert "säkerhetskopia" in answer.text


def _lose(place: SigningPlace) -> None:
    sha256 = db.session.scalars(sa.select(Attachment.sha256)).one()
    files.where(sha256, folder=place.folder).unlink()


# --- The commands ---------------------------------------------------------------------------------------


def run(app, *arguments: object):
    db.session.commit()
    return app.test_cli_runner().invoke(args=["archive", *map(str, arguments)])


def test_export_and_check(app, signed, tmp_path):
    file = tmp_path / "package.zip"
    exported = run(app, "export", signed.meeting.id, file)
    assert exported.exit_code == 0, exported.output
    [sha256] = re.findall(r"SHA-256 ([0-9a-f]{64})", exported.output)
    checked = run(app, "check", file)
    assert checked.exit_code == 0
    assert f"SHA-256 {sha256}" in checked.output
    assert checked.output.endswith("All holds.\n")
    assert "METS.xml itself has no checksum inside" in checked.output
    assert [one.name for one in tmp_path.iterdir()] == ["package.zip"]


def test_check_finds_a_change_and_says_where(app, signed, tmp_path):
    file = tmp_path / "package.zip"
    run(app, "export", signed.meeting.id, file)
    content = file.read_bytes()
    file.write_bytes(content.replace(b"stapeldiagram", b"stapeldiagran", 1))
    checked = run(app, "check", file)
    assert checked.exit_code == 1
    assert re.search(
        r"attachments/002-forslag-till-lanstransportplan\.png: (has changed|is damaged)", checked.output
    )
    assert checked.output.endswith("The package does not hold.\n")


@pytest.mark.parametrize("content", [b"", b"not a package"])
def test_check_of_anything_else(app, database, tmp_path, content):
    file = tmp_path / "package.zip"
    file.write_bytes(content)
    checked = run(app, "check", file)
    assert checked.exit_code == 1
    assert "The file is not a ZIP that can be read." in checked.output


def test_check_of_no_file(app, database, tmp_path):
    checked = run(app, "check", tmp_path / "nothing.zip")
    assert checked.exit_code == 1
    assert "cannot be read" in checked.output


def test_export_says_why_it_cannot(app, make, signed, place, tmp_path):
    file = tmp_path / "package.zip"
    assert "no meeting of that id" in run(app, "export", 9999, file).output
    unsigned = make.meeting(make.council("Stora samverkansrådet"))
    assert run(app, "export", unsigned.id, file).exit_code == 1
    _lose(place)
    refused = run(app, "export", signed.meeting.id, file)
    assert refused.exit_code == 1
    assert "The attachment Förslag till länstransportplan is not in the data folder." in refused.output
    assert list(tmp_path.iterdir()) == [], "neither a half package nor its beginning is left"


def test_export_leaves_an_earlier_package_until_the_new_one_is_whole(app, signed, place, tmp_path):
    file = tmp_path / "package.zip"
    run(app, "export", signed.meeting.id, file)
    before = file.read_bytes()
    _lose(place)
    assert run(app, "export", signed.meeting.id, file).exit_code == 1
    assert file.read_bytes() == before


def test_export_to_a_folder_that_is_not_there(app, signed, tmp_path):
    refused = run(app, "export", signed.meeting.id, tmp_path / "no" / Path("package.zip"))
    assert refused.exit_code == 1
    assert "cannot be written" in refused.output
