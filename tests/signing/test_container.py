"""Nothing in a signature's container can be changed unseen, though no digest covers the whole of it."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from asn1crypto import parser
from pyhanko.pdf_utils.reader import PdfFileReader

from councilflow.documents.minutes import as_pdf
from councilflow.signing.authority import Authority
from councilflow.signing.check import check
from councilflow.signing.container import is_plain
from councilflow.signing.seal import seal
from tests.documents.samples import NOW, minutes, standpoint
from tests.signing.clock import clock, pki

pytestmark = pytest.mark.no_cover  # slow to measure, and other tests have


class Sealed:
    """Sealed minutes, with a timestamp, and the signature that lies in them."""

    def __init__(self, folder: Path) -> None:
        authority = Authority(folder, "a secret")
        council = authority.issue(name="Rådet", organisation="Regionen", role="Stämpel", at=NOW)
        base = as_pdf(minutes(attendance=(), paragraphs=(standpoint(47),)), now=NOW)
        self.clock = clock(pki(folder), NOW)
        self.root = authority.root_certificate(now=NOW)
        self.pdf = seal(base, signer=council, reason="Fastställd", at=NOW)
        self.stamped = seal(base, signer=council, reason="Fastställd", at=NOW, timestamps=self.clock)

    def holds(self, pdf: bytes) -> bool:
        return check(pdf, trust=[self.root], time_trust=self.clock.roots).holds_so_far


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    return Sealed(tmp_path_factory.mktemp("authority"))


def signature_in(pdf: bytes) -> bytes:
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    content: bytes = signature.pkcs7_content
    return content[: parser.peek(content)]


def flipped(content: bytes, step: int) -> Iterator[bytes]:
    """Copies with one bit changed, in every byte or every so many."""
    for place in range(0, len(content), step):
        changed = bytearray(content)
        changed[place] ^= 1 << (place * 3 % 8)
        yield bytes(changed)


def test_our_own_signatures_are_plain(sealed: Sealed) -> None:
    assert is_plain(signature_in(sealed.pdf))
    assert is_plain(signature_in(sealed.stamped))


def put(pdf: bytes, signature: bytes) -> bytes:
    """The file with another signature in the place of its own, which is as long."""
    start = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    digits = signature.hex().encode()
    assert b"00" * 16 in pdf[start + len(digits) : start + len(digits) + 64]
    return (
        pdf[:start]
        + digits
        + b"0" * (pdf.index(b">", start) - start - len(digits))
        + pdf[pdf.index(b">", start) :]
    )


def unseen(pdf: bytes, sealed: Sealed, step: int) -> list[bytes]:
    """The changed signatures that nobody would notice without the SHA-256 of the file."""
    content = signature_in(pdf)
    assert sealed.holds(put(pdf, content))
    return [one for one in flipped(content, step) if is_plain(one) and sealed.holds(put(pdf, one))]


def test_no_bit_of_a_signature_can_be_changed_unseen(sealed: Sealed) -> None:
    assert unseen(sealed.pdf, sealed, step=7) == []
    start = signature_in(sealed.pdf).index(b"\xa0\x82", 20)  # what stands before the certificates
    front, rest = signature_in(sealed.pdf)[:start], signature_in(sealed.pdf)[start:]
    assert not any(is_plain(changed + rest) for changed in flipped(front, 1))


def test_no_bit_of_a_timestamp_can_be_changed_unseen(sealed: Sealed) -> None:
    assert unseen(sealed.stamped, sealed, step=41) == []


@pytest.mark.parametrize("content", [b"", b"\x30\x00", b"no container", b"0" * 500])
def test_what_is_no_container_is_not_plain(content: bytes) -> None:
    assert not is_plain(content)


@pytest.mark.skipif(not shutil.which("openssl"), reason="OpenSSL is not installed")
@pytest.mark.parametrize("further", [[], ["-cades"], ["-keyid"], ["-md", "sha512"], ["-noattr"]])
def test_what_another_program_writes_is_plain(tmp_path: Path, further: list[str]) -> None:
    def openssl(*asked: str) -> None:
        subprocess.run(["openssl", *asked], cwd=tmp_path, check=True, capture_output=True)

    (tmp_path / "part").write_bytes(b"what is signed")
    new = (
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "key.pem",
        "-out",
        "cert.pem",
        "-subj",
        "/CN=Anna Berg",
    )
    openssl("req", "-x509", *new)
    openssl(
        "cms",
        "-sign",
        "-binary",
        "-in",
        "part",
        "-signer",
        "cert.pem",
        "-inkey",
        "key.pem",
        "-outform",
        "DER",
        "-out",
        "signature",
        *further,
    )
    assert is_plain((tmp_path / "signature").read_bytes())
