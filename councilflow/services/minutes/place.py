"""What the installation signs with and whom it believes, as the administrator has set it."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from weakref import WeakKeyDictionary

from pyhanko.sign.timestamps import TimeStamper

from councilflow.process.errors import RuleBroken
from councilflow.signing.authority import MAKER, Authority
from councilflow.signing.revocation import NOBODY, RevocationSources
from councilflow.signing.signers import CertificateFile, Signer, hold_valid, subject
from councilflow.signing.timestamps import HttpTimeStamper, Timestamps
from councilflow.signing.tokens import Token
from councilflow.signing.trust import certificates_from, hold_believed

OWN = "own"


@dataclass(frozen=True, slots=True)
class SigningPlace:
    """Where the installation keeps its signing authority and the secret that opens it, the council's seal,
    and the timestamp authority, if any. `further` are roots (DER) that signers are believed by beside our
    own, and `time_roots` those of timestamps."""

    folder: Path
    secret: str = field(repr=False)
    seal: str = OWN
    """The setting SEAL (config.py)."""
    seal_secret: str = field(default="", repr=False)
    timestamps: Timestamps | None = None
    further: tuple[bytes, ...] = field(default=(), repr=False)
    time_roots: tuple[bytes, ...] = field(default=(), repr=False)
    revocation: RevocationSources = NOBODY
    """Whom to ask whether a certificate was revoked."""

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> SigningPlace:
        """As the settings have it. RuleBroken("trust-file-unreadable")."""
        further, time_roots = (_certificates(config[name]) for name in ("TRUST", "TSA_TRUST"))
        address = config["TSA_URL"]
        return cls(
            config["DATA_DIR"],
            config["SIGNING_SECRET"],
            seal=config["SEAL"],
            seal_secret=config["SEAL_SECRET"],
            timestamps=Timestamps(_authority_at(address), time_roots) if address else None,
            further=further,
            time_roots=time_roots,
            revocation=RevocationSources(frozenset(config["REVOCATION"])),
        )

    @property
    def authority(self) -> Authority:
        return Authority(self.folder / "signing", self.secret)

    @property
    def trust(self) -> tuple[bytes, ...]:
        """The roots that signatures are believed by: our own with the earlier ones, and those that were set.
        Needs no secret."""
        return (*self.authority.certificates(), *self.further)

    def seal_signer(self, *, name: str, organisation: str, role: str, at: datetime) -> Signer:
        """The council's seal, good at the moment `at` (aware). The words are those of our own certificate;
        another one has its own. RuleBroken("seal-file-missing"), signing-secret-wrong."""
        kind, _colon, where = self.seal.partition(":")
        if kind == "pkcs12":
            return CertificateFile(_content(Path(where)), self.seal_secret)
        if kind == "pkcs11":
            return _token(self.seal, self.seal_secret)
        return self.authority.issue(name=name, organisation=organisation, role=role, at=at)

    @property
    def seal_trust(self) -> Sequence[bytes] | None:
        """The roots that a seal of somebody else's making must lead to; None for our own."""
        return None if self.seal == OWN else self.further

    def tried_seal(self, now: datetime) -> tuple[str, datetime]:
        """Open the seal as sealing would: whom its certificate was issued for, and how long it is good.

        RuleBroken: those of the signer, certificate-expired, certificate-not-valid-yet,
        certificate-not-trusted.
        """
        with self.seal_signer(name=MAKER, organisation="", role="", at=now).ready() as key:
            certificate = hold_valid(key.signing_cert, now)
            if self.seal_trust is not None:
                hold_believed(key, self.seal_trust, now)
            return subject(certificate, "common_name"), certificate.not_valid_after

    def tried_time(self, now: datetime) -> datetime:
        """Ask for a timestamp over nothing, and give the time that it attests.

        RuleBroken("timestamp-not-had").
        """
        if self.timestamps is None:
            raise RuleBroken("timestamp-not-had", why="")
        digest = hashlib.sha256().digest()
        token = asyncio.run(self.timestamps.now(now).async_timestamp(digest, "sha256"))
        attested: datetime = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
        return attested

    def in_time(self, put: Callable[[Timestamps | None], bytes], at: datetime) -> tuple[bytes, str]:
        """What `put` makes with a timestamp, or without one when it cannot be had; then why not.

        Whoever signs does not have to wait for an authority that is down: after it has failed, it is left
        alone for a while. The closing timestamp (preserve.py) makes up for what is missing here.
        """
        if self.timestamps is None or at < _left_alone.get(self.timestamps.authority, at):
            return put(None), ""
        try:
            return put(self.timestamps), ""
        except RuleBroken as refused:
            if refused.code != "timestamp-not-had":
                raise
            _left_alone[self.timestamps.authority] = at + LEFT_ALONE
            return put(None), str(refused.facts["why"])


LEFT_ALONE = timedelta(minutes=5)
_left_alone: WeakKeyDictionary[TimeStamper, datetime] = WeakKeyDictionary()
"""Until when an authority is not asked again; each process has a memory of its own."""


@cache
def _authority_at(address: str) -> TimeStamper:
    return HttpTimeStamper(address)


def _certificates(file: Path | None) -> tuple[bytes, ...]:
    return certificates_from(file) if file else ()


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as missing:
        raise RuleBroken("seal-file-missing", file=file.name) from missing


def _token(setting: str, pin: str) -> Token:
    """As `pkcs11:/path/to/module.so?token=LABEL&label=LABEL` has it."""
    address = urlsplit(setting)
    asked = parse_qs(address.query)
    token, label = (asked.get(name, [""])[0] for name in ("token", "label"))
    return Token(Path(address.path), token, label, pin)
