"""Archive packages: one folder, the same bytes every time, and nothing that can be changed unseen."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councilflow.documents.sip import Altered, of_bytes
from councilflow.documents.sip.check import Reason, Verdict, examine
from councilflow.documents.sip.names import LONGEST, Folder, plain, suffix_of
from councilflow.documents.sip.xml import Writer, as_bytes, at
from councilflow.documents.sip.xml import parsed as parse
from tests.documents.packages import IDENTIFIER, NOW, package, pdf, representation, unpacked, written

METS = f"{IDENTIFIER}/METS.xml"
MINUTES = f"{IDENTIFIER}/representations/rep1/data/minutes/protokoll.pdf"


@pytest.fixture
def zipped(tmp_path: Path) -> Path:
    file = tmp_path / "package.zip"
    file.write_bytes(written(package()))
    return file


# --- What a package looks like --------------------------------------------------------------------------


def test_the_folders_are_those_of_the_specification():
    names = list(unpacked(written(package())))
    assert names == [
        METS,
        f"{IDENTIFIER}/metadata/descriptive/dc.xml",
        f"{IDENTIFIER}/metadata/descriptive/meeting.xml",
        f"{IDENTIFIER}/metadata/preservation/premis.xml",
        f"{IDENTIFIER}/metadata/other/journal.xml",
        f"{IDENTIFIER}/representations/rep1/METS.xml",
        f"{IDENTIFIER}/representations/rep1/metadata/preservation/premis.xml",
        MINUTES,
        f"{IDENTIFIER}/representations/rep1/data/minutes/protokoll.json",
        f"{IDENTIFIER}/representations/rep1/data/attachments/002-plan.odt",
        f"{IDENTIFIER}/schemas/own.xsd",
        f"{IDENTIFIER}/documentation/readme.txt",
    ]


def test_the_same_package_gives_the_same_bytes_wherever_the_clock_stands():
    first = written(package())
    elsewhere = NOW.astimezone(ZoneInfo("America/Bogota"))
    assert written(package(made_at=elsewhere)) == first
    assert written(package(made_at=NOW.replace(minute=1))) != first


def test_every_entry_is_stored_as_it_is_with_the_time_of_the_package():
    with ZipFile(io.BytesIO(written(package()))) as archive:
        entries = archive.infolist()
    assert {one.compress_type for one in entries} == {ZIP_STORED}
    assert {one.date_time for one in entries} == {(2026, 12, 8, 9, 0, 0)}  # a ZIP counts in two seconds
    assert {one.external_attr >> 16 for one in entries} == {0o100644}


def test_a_file_that_is_not_what_was_recorded_stops_the_making():
    changed = replace(pdf("minutes/protokoll.pdf"), read=lambda: (b"%PDF-1.7 \xe4",))
    with pytest.raises(Altered, match=r"representations/rep1/data/minutes/protokoll\.pdf"):
        written(package(representation=representation(files=(changed,))))
    shorter = replace(pdf("minutes/protokoll.pdf"), read=lambda: ())
    with pytest.raises(Altered):
        written(package(representation=representation(files=(shorter,))))


def test_files_are_read_one_at_a_time_and_in_pieces():
    """However many there are, no more than one is open."""
    opened: list[str] = []

    def piecewise(name: str):
        def read():
            opened.append(name)
            assert opened == [name]
            yield b"a"
            yield b"b"
            opened.remove(name)

        return read

    files = tuple(
        replace(
            of_bytes(f"attachments/{n}.bin", b"ab", media_type="application/octet-stream", at=NOW),
            read=piecewise(str(n)),
        )
        for n in range(5)
    )
    assert len(unpacked(written(package(representation=representation(files=files, events=()))))) == 14
    assert opened == []


# --- Checking -------------------------------------------------------------------------------------------


def told(file: Path) -> list[tuple[str, Reason]]:
    return [(flaw.path, flaw.reason) for flaw in examine(file).flaws]


def rewrite(file: Path, change) -> None:
    """The same ZIP with other files in it: `change` takes and gives a list of (name, bytes)."""
    entries = change(list(unpacked(file.read_bytes()).items()))
    with ZipFile(file, "w") as archive:
        for name, content in entries:
            archive.writestr(name, content)


def test_a_package_as_it_was_made_holds(zipped):
    found = examine(zipped)
    assert found == Verdict(IDENTIFIER, found.sha256, 11, ())
    assert found.holds


@pytest.mark.parametrize("name", [name for name in unpacked(written(package())) if name != METS])
def test_one_changed_bit_in_any_file_is_found(zipped, name):
    def flip(entries):
        return [(n, bytes([c[0] ^ 1]) + c[1:] if n == name else c) for n, c in entries]

    rewrite(zipped, flip)
    assert (name, Reason.CHANGED) in told(zipped)
    assert not examine(zipped).holds


@pytest.mark.parametrize("name", [name for name in unpacked(written(package())) if name != METS])
def test_a_file_that_is_gone_is_missed(zipped, name):
    rewrite(zipped, lambda entries: [one for one in entries if one[0] != name])
    assert (name, Reason.MISSING) in told(zipped)


def test_a_file_that_nobody_named_is_found(zipped):
    extra = f"{IDENTIFIER}/representations/rep1/data/minutes/extra.pdf"
    rewrite(zipped, lambda entries: [*entries, (extra, b"%PDF")])
    assert told(zipped) == [(extra, Reason.UNLISTED)]


def test_a_longer_file_is_not_read_to_its_end(zipped):
    rewrite(zipped, lambda entries: [(n, c * 3 if n == MINUTES else c) for n, c in entries])
    assert told(zipped) == [(MINUTES, Reason.CHANGED)]


def test_a_second_file_of_the_same_name_is_found(zipped):
    with pytest.warns(UserWarning, match="Duplicate name"), ZipFile(zipped, "a") as archive:
        archive.writestr(MINUTES, b"%PDF other")
    assert (MINUTES, Reason.TWICE) in told(zipped)


@pytest.mark.parametrize(
    "name", ["../outside.pdf", "/etc/passwd", f"{IDENTIFIER}/../../x", f"{IDENTIFIER}\\x", "C:/x"]
)
def test_a_name_that_leads_out_is_refused(zipped, name):
    rewrite(zipped, lambda entries: [*entries, (name, b"x")])
    found = examine(zipped)
    assert not found.holds
    assert any(flaw.reason in (Reason.UNSAFE_NAME, Reason.NOT_ONE_FOLDER) for flaw in found.flaws)


def test_without_its_mets_nothing_holds(zipped):
    rewrite(zipped, lambda entries: [one for one in entries if one[0] != METS])
    assert (METS, Reason.NO_METS) in told(zipped)


@pytest.mark.parametrize(
    "content",
    [
        b"no XML",
        b"",
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><mets xmlns="http://www.loc.gov/METS/">&b;</mets>',
    ],
)
def test_a_mets_that_cannot_be_read_does_not_hold(zipped, content):
    rewrite(zipped, lambda entries: [(n, content if n == METS else c) for n, c in entries])
    assert not examine(zipped).holds


def test_an_outside_entity_is_never_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("hemligt")
    root = parse(f'<!DOCTYPE a [<!ENTITY b SYSTEM "{secret.as_uri()}">]><a>&b;</a>'.encode())
    assert "hemligt" not in "".join(root.itertext())


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b'CHECKSUMTYPE="SHA-256"', b'CHECKSUMTYPE="MD5"', Reason.NOT_SHA_256),
        (b"documentation/readme.txt", b"../../etc/passwd", Reason.MISSING),
        (b'SIZE="', b'SIZE="x', Reason.METS_UNREADABLE),
        (b'SIZE="', b'SIZE="9', Reason.CHANGED),
    ],
)
def test_a_mets_that_says_something_else_is_found(zipped, old, new, reason):
    rewrite(zipped, lambda entries: [(n, c.replace(old, new) if n == METS else c) for n, c in entries])
    assert reason in [why for _path, why in told(zipped)]


@pytest.mark.parametrize("content", [b"", b"no ZIP", b"PK\x03\x04"])
def test_what_is_no_package_does_not_hold(tmp_path, content):
    file = tmp_path / "file"
    file.write_bytes(content)
    assert [flaw.reason for flaw in examine(file).flaws] == [Reason.NOT_A_ZIP]


def test_an_empty_zip_and_one_of_two_folders_do_not_hold(tmp_path):
    for names in ([], ["a/x", "b/x"], ["x"]):
        file = tmp_path / "file.zip"
        with ZipFile(file, "w") as archive:
            for name in names:
                archive.writestr(name, b"x")
        assert not examine(file).holds


def test_every_byte_of_the_zip_is_covered_by_its_own_sha256(zipped):
    """METS.xml itself has no checksum inside; the hash of the whole finds a change there."""
    before = examine(zipped).sha256
    rewrite(
        zipped, lambda entries: [(n, c.replace(b"Mixed", b"Other") if n == METS else c) for n, c in entries]
    )
    assert examine(zipped).sha256 != before


def test_a_damaged_file_is_said_to_be_damaged(tmp_path):
    file = tmp_path / "file.zip"
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in unpacked(written(package())).items():
            archive.writestr(name, content)
    raw = bytearray(file.read_bytes())
    place = raw.index(MINUTES.encode()) + len(MINUTES)
    raw[place : place + 4] = b"\xff\xff\xff\xff"
    file.write_bytes(bytes(raw))
    assert any(flaw.path == MINUTES for flaw in examine(file).flaws)


# --- Names ----------------------------------------------------------------------------------------------

ODD = [
    ("Förslag till länstransportplan", "forslag-till-lanstransportplan"),
    ("ÅÄÖ åäö ÆØ æø", "aao-aao-aeo-aeo"),
    ("Ŋuorbbe đŧŋ čšž á", "nuorbbe-dtn-csz-a"),
    ("../../etc/passwd", "etc-passwd"),
    ("C:\\Windows\\con", "c-windows-con"),
    ("con", "file-con"),
    ("LPT1", "file-lpt1"),
    ("", "file"),
    ("💥 … ¿", "file"),
    ("合意書", "file"),
    ("a" * 300, "a" * LONGEST),
    ("-rf .", "rf"),
    ("x\x00y\nz", "x-y-z"),
    ("Straße", "strasse"),
]


@pytest.mark.parametrize(("title", "name"), ODD, ids=range(len(ODD)))
def test_odd_titles_become_plain_names(title, name):
    assert plain(title) == name


@given(st.text())
def test_any_text_becomes_a_name_that_every_machine_takes(text):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", plain(text))
    assert len(plain(text)) <= LONGEST + len("file-")


def test_no_name_is_given_twice():
    folder = Folder("attachments")
    names = [folder.name(title, ".pdf") for title in ("Bilaga", "bilaga", "BILAGA!", "Bilaga 2")]
    assert names == [
        "attachments/bilaga.pdf",
        "attachments/bilaga-2.pdf",
        "attachments/bilaga-3.pdf",
        "attachments/bilaga-2-2.pdf",
    ]


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("plan.PDF", ".pdf"),
        ("plan", ""),
        ("a.b/c", ""),
        (".hidden", ""),
        ("x.tår", ""),
        ("x.verylongsuffix", ""),
    ],
)
def test_only_plain_endings_are_kept(name, suffix):
    assert suffix_of(name) == suffix


# --- XML ------------------------------------------------------------------------------------------------


@given(st.text(), st.text())
def test_any_text_can_be_written_and_read_again(text, attribute):
    write = Writer("urn:x")
    root = write.root("a", {None: "urn:x"}, b=attribute)
    write.add(root, "c", text)
    assert parse(as_bytes(root)).tag == "{urn:x}a"


def test_instants_are_told_in_utc():
    assert at(datetime(2026, 12, 4, 9, 0, tzinfo=ZoneInfo("Europe/Stockholm"))) == "2026-12-04T08:00:00Z"
