"""Files are judged by what they hold and kept whole, or refused before they are kept (A90)."""

from __future__ import annotations

import hashlib
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pikepdf
import pytest

from councilflow.process.errors import RuleBroken
from councilflow.services import files

MEBIBYTE = 1024 * 1024
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pdf(password: str = "") -> bytes:
    paper = pikepdf.new()
    paper.add_blank_page()
    out = BytesIO()
    sealed = pikepdf.Encryption(user=password, owner=password) if password else False
    paper.save(out, encryption=sealed, deterministic_id=not password)
    return out.getvalue()


def zipped(**parts: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def office(content_type: str, **more: str) -> bytes:
    types = f'<Override PartName="/main.xml" ContentType="{content_type}.main+xml"/>'
    return zipped(**{"[Content_Types].xml": types, "main.xml": "<x/>"}, **more)


def opendocument(**more: str) -> bytes:
    return zipped(**{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}, **more)


def damaged(method: int) -> bytes:
    """A zip file whose list of types is packed in some way and spoilt."""
    out = BytesIO()
    with ZipFile(out, "w", method) as archive:
        archive.writestr("[Content_Types].xml", f"{DOCX}.main+xml" * 40)
    content = bytearray(out.getvalue())
    for place in range(50, 90):
        content[place] ^= 0xFF
    return bytes(content)


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 30
VBA = "application/vnd.ms-office.vbaProject"
MACRO_DOCX = "application/vnd.ms-word.document.macroEnabled"


@pytest.mark.parametrize(
    ("content", "name", "media_type", "kept_as"),
    [
        (pdf(), "Länstransportplan.pdf", "application/pdf", "Länstransportplan.pdf"),
        (pdf(), "plan.exe", "application/pdf", "plan.exe.pdf"),
        (office(DOCX), "Program.docx", DOCX, "Program.docx"),
        (opendocument(), "Underlag.odt", "application/vnd.oasis.opendocument.text", "Underlag.odt"),
        (PNG, "C:\\bilder\\karta.PNG", "image/png", "karta.PNG"),
        (b"\xff\xd8\xff\xe0" + b"0" * 30, "../../foto", "image/jpeg", "foto.jpg"),
    ],
)
def test_a_file_is_what_it_holds(tmp_path, content, name, media_type, kept_as):
    stored = files.store(BytesIO(content), name, folder=tmp_path, limit=MEBIBYTE, clamd="")
    assert (stored.media_type, stored.file_name, stored.size) == (media_type, kept_as, len(content))
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert files.where(stored.sha256, folder=tmp_path).read_bytes() == content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"%PDF-" + b"0" * 2 * MEBIBYTE, "file-too-large"),
        (b"<html><script>alert(1)</script>", "file-kind-refused"),
        (b"MZ\x90\x00", "file-kind-refused"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "file-kind-refused"),
        (zipped(**{"readme.txt": "hej"}), "file-kind-refused"),
        (b"PK\x03\x04 not really", "file-broken"),
        (b"%PDF-1.7\nnothing more", "file-broken"),
        *((damaged(method), "file-broken") for method in (ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA)),
        (pdf(password="hemligt"), "file-locked"),
        (opendocument(**{"META-INF/manifest.xml": "<manifest:encryption-data/>"}), "file-locked"),
        (office(MACRO_DOCX), "file-kind-refused"),
        (office(DOCX, **{"word/vbaProject.bin": "x"}), "file-has-macros"),
        (office(f'{DOCX}.main+xml"/><Default ContentType="{VBA}'), "file-has-macros"),
        (office(DOCX, **{"xl/macrosheets/sheet1.xml": "x"}), "file-has-macros"),
        (office(f'{DOCX}.main+xml"/><Default ContentType="{VBA.replace("v", "&#118;")}'), "file-has-macros"),
        (office(f"{DOCX}.main+xml{' ' * MEBIBYTE}{VBA}"), "file-broken"),
        (office(f'<!DOCTYPE t [<!ENTITY m "{VBA[-5:]}">]>{DOCX}'), "file-broken"),
        (zipped(**{"[Content_Types].xml": f"{DOCX}.main+xml", "[content_types].XML": VBA}), "file-broken"),
        (opendocument(**{"Basic/Standard/Module1.xml": "x"}), "file-has-macros"),
        (office(DOCX, **{"word/media/huge.bin": "0" * 11 * MEBIBYTE}), "file-unfolds"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_trusted_is_refused_and_leaves_nothing_behind(tmp_path, content, code):
    with pytest.raises(RuleBroken) as refusal:
        files.store(BytesIO(content), "fil.pdf", folder=tmp_path, limit=MEBIBYTE, clamd="")
    assert refusal.value.code == code
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_same_content_is_kept_once(tmp_path):
    for name in ("ett.pdf", "två.pdf"):
        files.store(BytesIO(PNG), name, folder=tmp_path, limit=MEBIBYTE, clamd="")
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("Förslag till program.pdf", "Förslag till program.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "abSet-Cookie x.pdf"),
        ("...", "fil"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(given, plain):
    assert files.plain_name(given) == plain
