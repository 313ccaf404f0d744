"""The installation's own signing authority: made once, locked by a secret, one certificate for each act."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from councilflow.process.errors import RuleBroken
from councilflow.signing.authority import VALID_FOR, Authority
from councilflow.signing.names import certifiable
from tests.documents.samples import NOW


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
    with pytest.raises(RuleBroken) as refused:
        Authority(tmp_path, "other").root_certificate(now=NOW)
    assert refused.value.code == "signing-secret-wrong"


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
