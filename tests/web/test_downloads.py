"""What a file is called on its way to the reader: any title may become a header, and each is sound."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import councilflow
from councilflow.process.meeting import MeetingState
from councilflow.web.downloads import as_file
from tests.conftest import NOW

pytestmark = pytest.mark.one_database
ROOT = Path(councilflow.__file__).parent
HOSTILE = "Väg – ”etapp” č ŋ\r\nSet-Cookie: a=b / \\ \u202e\x00 slut"


def check(answer) -> str:
    """The name that a browser reads, after a look at the bytes a server sends."""
    assert answer.status_code == 200
    for name, value in answer.headers:
        assert not re.search(rb"[\x00-\x1f\x7f]", f"{name}{value}".encode("latin-1"))
    return answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "sign", ["–", "”", "č", "ŋ", "\n", "\r\n", '"', "/", "\\", "\u202e", "\x00", "\ud800"]
)
@pytest.mark.parametrize("inline", [False, True])
def test_whatever_people_write_becomes_a_sound_header(app, sign, inline):
    with app.test_request_context():
        answer = as_file(b"x", mimetype="text/plain", name=f"Handling {sign} ett.pdf", inline=inline)
        told = check(answer)
    assert told.startswith("inline" if inline else "attachment")
    assert "Handling" in told
    assert "ett.pdf" in told


def test_a_name_of_signs_alone_is_still_a_name(app):
    with app.test_request_context():
        for name in ("", "/", "\n", "…" * 300, "ŋ" * 300 + ".pdf"):
            assert "filename" in check(as_file(b"x", mimetype="text/plain", name=name))


def test_files_of_things_with_hostile_names_are_fetched(client, make):
    council = make.council(short_name=HOSTILE)
    secretary = make.secretary(council, name=HOSTILE)
    meeting = make.meeting(council, state=MeetingState.INVITED, invited_at=NOW)
    item = make.item(meeting, title=HOSTILE)
    client.sign_in(secretary)
    told = check(client.get(f"/items/{item.id}/memo.pdf"))
    assert all(encoded in told for encoded in ("%E2%80%93", "%C5%8B", ".pdf"))
    for page in (
        f"/meetings/{meeting.id}/stances.pdf",
        f"/councils/{council.id}/people.csv",
        f"/councils/{council.id}/costs/2026/file",
        f"/contacts/{secretary.id}.vcf",
    ):
        check(client.get(page))


def test_no_page_writes_such_a_header_by_itself():
    written = re.compile(r"content.disposition|\bsend_file\b|send_from_directory", re.IGNORECASE)
    found = [path.name for path in ROOT.rglob("*.py") if written.search(path.read_text())]
    assert found == ["downloads.py"]
