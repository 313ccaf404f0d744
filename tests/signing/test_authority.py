"""The installation's own signing authority: made once, locked by a secret, one certificate for each act."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import FrameType

import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from councilflow.process.errors import RuleBroken
from councilflow.signing.authority import VALID_FOR, Authority, PersonalCertificate, use_key_bits
from councilflow.signing.names import certifiable
from tests.documents.samples import NOW


def one_act(authority: Authority) -> PersonalCertificate:
    return authority.issue(name="Ordföranden", organisation="Kommunen", role="Ordförande", at=NOW)


def test_it_is_made_on_first_use_and_stays(tmp_path: Path) -> None:
    first = Authority(tmp_path / "signing", "secret").root_certificate(now=NOW)
    assert Authority(tmp_path / "signing", "secret").root_certificate(now=NOW + timedelta(days=400)) == first


def test_two_that_start_at_once_get_the_same_authority(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        roots = list(pool.map(lambda _: Authority(tmp_path, "secret").root_certificate(now=NOW), range(4)))
    assert len(set(roots)) == 1


def test_the_key_is_readable_by_nobody_else_and_locked(tmp_path: Path) -> None:
    Authority(tmp_path, "secret").root_certificate(now=NOW)
    file = tmp_path / "authority.pem"
    assert file.stat().st_mode & 0o077 == 0
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in file.read_bytes()


def test_another_secret_does_not_open_it(tmp_path: Path) -> None:
    Authority(tmp_path, "secret").root_certificate(now=NOW)
    other = Authority(tmp_path, "other")
    assert not other.opens()
    with pytest.raises(RuleBroken) as refused:
        one_act(other)
    assert refused.value.code == "signing-secret-wrong"


def test_the_certificates_to_trust_are_read_without_the_secret(tmp_path: Path) -> None:
    assert Authority(tmp_path, "").certificates() == ()
    root = Authority(tmp_path, "secret").root_certificate(now=NOW)
    assert Authority(tmp_path, "").certificates() == (root,)


def test_a_new_key_leaves_the_earlier_certificates_trusted(tmp_path: Path) -> None:
    authority = Authority(tmp_path, "secret")
    first = authority.root_certificate(now=NOW)
    before = one_act(authority)
    second = authority.rotate(NOW + timedelta(days=1))
    third = authority.rotate(NOW + timedelta(days=2))
    assert authority.certificates() == (third, second, first)
    after = one_act(authority)
    assert after.issuer != before.issuer
    for issued, root in ((before, first), (after, third)):
        certificate = x509.load_der_x509_certificate(issued.certificate)
        certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(root))
    assert (tmp_path / "authority.pem").read_bytes().count(b"PRIVATE KEY-----\n") == 2  # begin, end: one key


def test_a_new_secret_opens_the_same_key(tmp_path: Path) -> None:
    authority = Authority(tmp_path, "secret")
    root = authority.root_certificate(now=NOW)
    authority.change_secret("a longer secret than before")
    assert authority.opens()
    assert not Authority(tmp_path, "secret").opens()
    assert Authority(tmp_path, "a longer secret than before").certificates() == (root,)
    with pytest.raises(RuleBroken) as refused:
        authority.change_secret("short")
    assert refused.value.code == "signing-secret-too-short"


@pytest.mark.parametrize("changes", ["rotate", "change_secret"])
def test_a_kill_at_any_moment_leaves_a_whole_authority(
    tmp_path: Path, changes: str, short_keys: None
) -> None:
    """A child is killed at the first line of the change, another at the second, until one gets to the end."""
    first = Authority(tmp_path / "0", "secret").root_certificate(now=NOW)
    line, finished = 0, False
    while not finished:
        line += 1
        folder = shutil.copytree(tmp_path / "0", tmp_path / str(line))
        finished = _killed_at(line, partial(_change, Authority(folder, "secret"), changes))
        assert first in Authority(folder, "").certificates()
        opened = [one for one in ("secret", NEW) if Authority(folder, one).opens()]
        assert len(opened) == 1
        one_act(Authority(folder, opened[0]))
    assert line > 15


@pytest.fixture
def short_keys() -> Iterator[None]:
    """So that many can be made."""
    use_key_bits(1024)
    yield
    use_key_bits(2048)


CHANGING = {"rotate", "change_secret", "_publish", "_write_down", "_alone"}
NEW = "another secret than before"


def _change(authority: Authority, what: str) -> None:
    authority.rotate(NOW) if what == "rotate" else authority.change_secret(NEW)


def _killed_at(line: int, change: Callable[[], None]) -> bool:
    """Whether the child came to the end before that line of authority.py."""
    child = os.fork()
    if child == 0:
        left = line

        def step(frame: FrameType, event: str, _value: object) -> object:
            nonlocal left
            if frame.f_code.co_name not in CHANGING:
                return None
            left -= event == "line"
            if left == 0:
                os._exit(9)
            return step

        try:
            sys.settrace(step)
            change()
            os._exit(0)
        finally:
            os._exit(1)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert ended in (0, 9)
    return ended == 0


@pytest.mark.parametrize(
    "content", [b"", b"rubbish", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]
)
def test_a_damaged_file_is_told(tmp_path: Path, content: bytes) -> None:
    Authority(tmp_path, "secret").root_certificate(now=NOW)
    (tmp_path / "authority.pem").write_bytes(content)
    for ask in (lambda one: one.certificates(), one_act, lambda one: one.rotate(NOW)):
        with pytest.raises(RuleBroken) as refused:
            ask(Authority(tmp_path, "secret"))
        assert refused.value.code == "signing-authority-damaged"


def test_a_lost_file_is_told_and_not_made_again(tmp_path: Path) -> None:
    Authority(tmp_path, "secret").root_certificate(now=NOW)
    (tmp_path / "authority.pem").unlink()
    for ask in (lambda one: one.certificates(), one_act, lambda one: one.rotate(NOW)):
        with pytest.raises(RuleBroken) as refused:
            ask(Authority(tmp_path, "secret"))
        assert refused.value.code == "signing-authority-missing"


def test_a_certificate_is_for_one_person_and_one_act(tmp_path: Path) -> None:
    authority = Authority(tmp_path, "secret")
    issued = authority.issue(name="Ordföranden", organisation="Sundsvalls kommun", role="Ordförande", at=NOW)
    again = authority.issue(name="Ordföranden", organisation="Sundsvalls kommun", role="Ordförande", at=NOW)
    certificate = x509.load_der_x509_certificate(issued.certificate)
    told = {part.oid: part.value for part in certificate.subject}
    assert told == {
        NameOID.COMMON_NAME: "Ordföranden",
        NameOID.ORGANIZATION_NAME: "Sundsvalls kommun",
        NameOID.TITLE: "Ordförande",
    }
    assert certificate.not_valid_after_utc == NOW + VALID_FOR
    assert certificate.serial_number == issued.serial_number != again.serial_number
    assert issued.key != again.key
    assert "key=" not in repr(issued)  # it must not get into a log
    root = x509.load_pem_x509_certificate(authority.root_certificate(now=NOW))
    certificate.verify_directly_issued_by(root)


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("Åsa-Märta Jåma", "Åsa-Märta Jåma"),
        ("  Anna\n Berg ", "Anna Berg"),
        ("x" * 100, "x" * 64),
        ("ö" * 40, "ö" * 32),
        ("Anna 🧡", "Anna ?"),
        ("محمد", "محمد"),
        ("Anna محمد", "Anna ????"),
        ("0\U0001ee67", "0?"),  # counts as an Arabic letter where names are compared
        ("\ufe8d 1 ا", "? 1 ?"),
    ],
)
def test_a_certificate_holds_what_it_can_of_a_name(name: str, held: str) -> None:
    assert certifiable(name) == held


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_name_can_be_certified(name: str) -> None:
    """The library that later reads certificates raises for a name it does not take."""
    held = certifiable(name)
    assert len(held.encode()) <= 64
    if held:
        assert asn1.Name.build({"common_name": held}).hashable
