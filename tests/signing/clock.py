"""A timestamp authority for tests: certomancer's, asked inside the process, so that no port is opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from asn1crypto import tsp
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, PKIArchitecture, ServiceLabel
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.sign.timestamps import TimeStamper

from councilflow.signing.timestamps import Timestamps

_CONFIG = """
keysets:
  keys:
    path-prefix: .
    keys: {root: {path: root.pem}, tsa: {path: tsa.pem}}
pki-architectures:
  clock:
    keyset: keys
    entity-defaults: {organization-name: Time Ltd, country-name: SE}
    entities:
      root: {common-name: Time Root}
      tsa: {common-name: Time Stamping Unit 1}
    certs:
      root:
        subject: root
        issuer: root
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2060-01-01T00:00:00+0000"}
        extensions:
          - {id: basic_constraints, critical: true, value: {ca: true}}
          - {id: key_usage, critical: true, smart-value: {schema: key-usage, params: [key_cert_sign]}}
      tsa:
        subject: tsa
        issuer: root
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2030-01-01T00:00:00+0000"}
        extensions:
          - {id: key_usage, critical: true, smart-value: {schema: key-usage, params: [digital_signature]}}
          - {id: extended_key_usage, critical: true, value: [time_stamping]}
    services:
      time-stamping:
        tsa: {signing-cert: tsa}
"""


def pki(folder: Path) -> PKIArchitecture:
    """An authority with keys of its own, kept in `folder`."""
    for name in ("root", "tsa"):
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (folder / f"{name}.pem").write_bytes(pem)
    return CertomancerConfig.from_yaml(_CONFIG, str(folder)).get_pki_arch(ArchLabel("clock"))


def root_of(authority: PKIArchitecture) -> bytes:
    return authority.get_cert(CertLabel("root")).dump()


class Clock(TimeStamper):
    """An authority whose time is set by hand; `bend` changes the question, `spoil` the answer."""

    def __init__(
        self,
        authority: PKIArchitecture,
        at: datetime,
        *,
        bend: Callable[[tsp.TimeStampReq], tsp.TimeStampReq] = lambda question: question,
        spoil: Callable[[tsp.TimeStampResp], tsp.TimeStampResp] = lambda answer: answer,
    ) -> None:
        super().__init__()
        self.authority, self.at, self.bend, self.spoil = authority, at, bend, spoil
        self.asked = 0

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        self.asked += 1
        unit = self.authority.service_registry.summon_timestamper(ServiceLabel("tsa"), self.at)
        return self.spoil(unit.request_tsa_response(self.bend(req)))


def clock(authority: PKIArchitecture, at: datetime, **facts: Callable) -> Timestamps:
    """Timestamps by `authority` at the moment `at` (aware), and its root as the one to believe."""
    return Timestamps(Clock(authority, at.astimezone(UTC), **facts), [root_of(authority)])
