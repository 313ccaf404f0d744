"""Whether a certificate was revoked: who is asked, what is kept, what the check makes of it."""

# ruff: noqa: E501 – the configuration of the issuers

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, PKIArchitecture
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from councilflow.documents.gate import findings
from councilflow.documents.minutes import as_pdf
from councilflow.process.errors import RuleBroken
from councilflow.signing.authority import PersonalCertificate
from councilflow.signing.check import Level, NotProved, check
from councilflow.signing.preserve import preserve
from councilflow.signing.revocation import RevocationSources
from councilflow.signing.seal import seal
from councilflow.signing.sign import sign
from councilflow.signing.timestamps import Timestamps
from tests.documents.samples import NOW, minutes, standpoint
from tests.signing.clock import clock, root_of

CLOSED = NOW + timedelta(days=3)
_CONFIG = """
external-url-prefix: "%(address)s"
keysets:
  keys:
    path-prefix: .
    keys: {root: {path: key.pem}, issuer: {path: key2.pem}, teller: {path: key3.pem}, eva: {path: key4.pem},
           nils: {path: key4.pem}, olga: {path: key4.pem}, tsa: {path: key3.pem}}
pki-architectures:
  outside:
    keyset: keys
    entity-defaults: {organization-name: Utanför, country-name: SE}
    entities:
      root: {common-name: Outside Root}
      issuer: {common-name: Outside Issuer}
      teller: {common-name: Outside OCSP}
      tsa: {common-name: Outside Time}
      eva: {common-name: Eva Extern}
      nils: {common-name: Nils Extern}
      olga: {common-name: Olga Extern}
    certs:
      root:
        subject: root
        issuer: root
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2060-01-01T00:00:00+0000"}
        extensions:
          - {id: basic_constraints, critical: true, value: {ca: true}}
          - {id: key_usage, critical: true, smart-value: {schema: key-usage, params: [key_cert_sign, crl_sign]}}
      issuer:
        subject: issuer
        issuer: root
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2050-01-01T00:00:00+0000"}
        extensions:
          - {id: basic_constraints, critical: true, value: {ca: true}}
          - {id: key_usage, critical: true, smart-value: {schema: key-usage, params: [key_cert_sign, crl_sign]}}
          - {id: crl_distribution_points, smart-value: {schema: crl-dist-url, params: {crl-repo-names: [root]}}}
      teller:
        subject: teller
        issuer: issuer
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2050-01-01T00:00:00+0000"}
        extensions:
          - {id: key_usage, critical: true, smart-value: {schema: key-usage, params: [digital_signature]}}
          - {id: extended_key_usage, critical: true, value: [ocsp_signing]}
          - {id: ocsp_no_check, value: null}
      tsa:
        subject: tsa
        issuer: issuer
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2050-01-01T00:00:00+0000"}
        extensions:
          - {id: key_usage, critical: true, smart-value: {schema: key-usage, params: [digital_signature]}}
          - {id: extended_key_usage, critical: true, value: [time_stamping]}
          - {id: crl_distribution_points, smart-value: {schema: crl-dist-url, params: {crl-repo-names: [issuer]}}}
      eva:
        subject: eva
        issuer: issuer
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2050-01-01T00:00:00+0000"}
        extensions:
          - {id: key_usage, critical: true, smart-value: {schema: key-usage, params: [non_repudiation]}}
          - {id: authority_information_access, smart-value: {schema: aia-urls, params: {ocsp-responder-names: [teller]}}}
      nils:
        subject: nils
        issuer: issuer
        %(revoked)s
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2050-01-01T00:00:00+0000"}
        extensions:
          - {id: key_usage, critical: true, smart-value: {schema: key-usage, params: [non_repudiation]}}
          - {id: crl_distribution_points, smart-value: {schema: crl-dist-url, params: {crl-repo-names: [issuer]}}}
      olga:
        subject: olga
        issuer: issuer
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2050-01-01T00:00:00+0000"}
        extensions:
          - {id: key_usage, critical: true, smart-value: {schema: key-usage, params: [non_repudiation]}}
    services:
      ocsp:
        teller: {for-issuer: issuer, responder-cert: teller, signing-key: teller}
      crl-repo:
        root: {for-issuer: root, signing-key: root, simulated-update-schedule: P90D}
        issuer: {for-issuer: issuer, signing-key: issuer, simulated-update-schedule: P1D}
      time-stamping:
        tsa: {signing-cert: tsa, certs-to-embed: [issuer]}
"""
"""Eva's certificate can be asked about (OCSP), Nils' is listed when revoked (CRL), Olga's tells neither."""


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    for name in ("key", "key2", "key3", "key4"):
        made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        kinds = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        (folder / f"{name}.pem").write_bytes(made.private_bytes(*kinds))
    return folder


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        pass


@dataclass
class Outside:
    """An issuer, listening on this machine only, and what it was asked."""

    keys: Path
    server: WSGIServer
    asked: list[str] = field(default_factory=list)
    pki: PKIArchitecture | None = None
    broken: str = ""
    """What its answers are instead, if anything."""

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    def sources(self, *more: str) -> RevocationSources:
        return RevocationSources(frozenset({self.host, *more}), seconds=20)

    def opens(self, *, revoked: datetime | None = None, at: datetime = CLOSED) -> Outside:
        when = f'revocation: {{revoked-since: "{revoked.isoformat()}"}}' if revoked else ""
        config = CertomancerConfig.from_yaml(
            _CONFIG % {"address": f"http://{self.host}", "revoked": when}, str(self.keys)
        )
        self.pki = config.get_pki_arch(ArchLabel("outside"))
        animator = Animator(AnimatorArchStore({ArchLabel("outside"): self.pki}), at_time=at)

        def told(environ, start_response):
            self.asked.append(environ["PATH_INFO"])
            if self.broken.startswith("http"):
                start_response("302 Found", [("Location", self.broken)])
                return [b""]
            if self.broken:
                start_response("200 OK", [("Content-Type", "text/html")])
                return [self.broken.encode()]
            return animator(environ, start_response)

        self.server.set_app(told)
        return self

    @property
    def root(self) -> bytes:
        return root_of(self.pki)

    def signer(self, who: str) -> PersonalCertificate:
        certificate = self.pki.get_cert(CertLabel(who))
        key = serialization.load_pem_private_key((self.keys / "key4.pem").read_bytes(), None)
        der = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return PersonalCertificate(
            name=certificate.subject.native["common_name"],
            organisation="Utanför",
            role="",
            certificate=certificate.dump(),
            issuer=self.pki.get_cert(CertLabel("issuer")).dump(),
            key=der,
            serial_number=certificate.serial_number,
        )

    def signed(self, who: tuple[str, str, str]) -> bytes:
        """Minutes sealed by the first, signed by all three; timestamped."""
        value = minutes(attendance=(), paragraphs=(standpoint(47),))
        facts = {"reason": "Justerar", "at": NOW, "timestamps": self.clock(NOW)}
        content = seal(as_pdf(value, now=NOW), signer=self.signer(who[0]), **facts)
        for one, person in zip(value.signatories, who, strict=True):
            content = sign(content, field=one.key, signer=self.signer(person), **facts)
        return content

    def clock(self, at: datetime) -> Timestamps:
        return clock(self.pki, at)

    def preserve(self, content: bytes, sources: RevocationSources, at: datetime = CLOSED) -> bytes:
        return preserve(content, trust=[self.root], timestamps=self.clock(at), at=at, revocation=sources)

    def check(self, content: bytes):
        return check(content, trust=[self.root], time_trust=[self.root], now=CLOSED)


@pytest.fixture(scope="module")
def listening(keys: Path) -> Iterator[Outside]:
    with make_server("127.0.0.1", 0, None, handler_class=Quiet) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield Outside(keys, server)
        server.shutdown()


@pytest.fixture
def outside(listening: Outside, keys: Path) -> Outside:
    """Nobody has asked it anything yet."""
    listening.asked.clear()
    listening.broken, listening.keys = "", keys
    return listening.opens()


@pytest.fixture(scope="module")
def content(listening: Outside) -> bytes:
    return listening.opens().signed(("eva", "nils", "eva"))


def test_what_the_issuers_say_lies_in_the_file(outside: Outside, content: bytes) -> None:
    kept = outside.preserve(content, outside.sources())
    verdict = outside.check(kept)
    assert (verdict.holds, verdict.level) == (True, Level.B_LTA)
    assert NotProved.REVOCATION_NOT_CHECKED not in verdict.not_proved
    assert {path.rsplit("/", 1)[-1] for path in outside.asked} == {"teller", "latest.crl"}
    assert len(outside.asked) == len(set(outside.asked)) == 3
    assert findings(kept) == []


def test_nobody_is_asked_unless_it_is_set(outside: Outside, content: bytes) -> None:
    for sources in (RevocationSources(), RevocationSources(frozenset({"127.0.0.1", "ocsp.example.se"}))):
        verdict = outside.check(outside.preserve(content, sources))
        assert (verdict.holds, verdict.level) == (True, Level.B_T)
        assert NotProved.REVOCATION_NOT_CHECKED in verdict.not_proved
    assert outside.asked == []


def test_one_that_tells_nothing_is_not_called_checked(outside: Outside) -> None:
    content = outside.signed(("eva", "nils", "olga"))
    verdict = outside.check(outside.preserve(content, outside.sources()))
    assert (verdict.holds, verdict.level) == (True, Level.B_LTA)
    assert NotProved.REVOCATION_NOT_CHECKED in verdict.not_proved


@pytest.mark.parametrize(
    ("since", "code"),
    [(NOW - timedelta(days=1), "certificate-revoked"), (NOW + timedelta(days=1), "")],
    ids=["before it signed", "after it signed"],
)
def test_a_certificate_that_was_revoked(outside: Outside, content: bytes, since: datetime, code: str) -> None:
    outside.opens(revoked=since)
    if not code:
        verdict = outside.check(outside.preserve(content, outside.sources()))
        assert (verdict.holds, verdict.level) == (True, Level.B_LTA)
        return
    with pytest.raises(RuleBroken) as refused:
        outside.preserve(content, outside.sources())
    assert refused.value.code == code
    assert "Nils Extern" in refused.value.facts["holder"]


@pytest.mark.parametrize(
    "broken",
    ["<html>", "http://ocsp.example.se/", "http://127.0.0.1:1/"],
    ids=["rubbish", "sent on", "sent on here"],
)
def test_an_issuer_that_answers_something_else_changes_nothing(
    outside: Outside, content: bytes, broken: str
) -> None:
    outside.broken = broken
    with pytest.raises(RuleBroken) as refused:
        outside.preserve(content, outside.sources("ocsp.example.se"))
    assert refused.value.code == "revocation-not-had"


def test_an_issuer_that_is_not_there_changes_nothing(keys: Path) -> None:
    with make_server("127.0.0.1", 0, None, handler_class=Quiet) as server:
        gone = Outside(keys, server).opens()
        content = gone.signed(("eva", "nils", "eva"))
    with pytest.raises(RuleBroken) as refused:
        gone.preserve(content, gone.sources())
    assert refused.value.code == "revocation-not-had"


def test_what_was_said_before_somebody_signed_tells_nothing(outside: Outside, content: bytes) -> None:
    outside.opens(at=NOW - timedelta(hours=1))
    with pytest.raises(RuleBroken) as refused:
        outside.preserve(content, outside.sources())
    assert refused.value.code == "revocation-not-had"


def test_somebody_elses_word_counts_for_nothing(outside: Outside, content: bytes, tmp_path: Path) -> None:
    """The list at the right address, signed by a key that is not the issuer's."""
    real = outside.pki
    for name in ("key", "key2", "key3", "key4"):
        made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        kinds = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        (tmp_path / f"{name}.pem").write_bytes(made.private_bytes(*kinds))
    outside.keys = tmp_path
    outside.opens()
    outside.pki = real
    with pytest.raises(RuleBroken) as refused:
        outside.preserve(content, outside.sources())
    assert refused.value.code == "revocation-not-had"


def test_checking_asks_nobody(outside: Outside, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = outside.preserve(content, outside.sources())

    def refuse(*_args: object, **_facts: object) -> None:
        raise AssertionError("somebody asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert outside.check(kept).level is Level.B_LTA
