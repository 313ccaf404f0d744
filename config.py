"""Settings: one frozen object per environment, read from variables named COUNCILFLOW_…

Nothing that protects the installation has a fallback outside development: a missing secret is named and
the start refused.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
MEBIBYTE = 1024 * 1024


class SettingMissing(SystemExit):
    """The start is refused because the installation has not decided something. Printed as one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    SECRET_KEY: str
    SIGNING_SECRET: str
    """Encrypts the key of the installation's own signing authority."""
    SEAL: str = "own"
    """With what the council's seal is put: own (the installation's authority), pkcs12:/path/to/file, or
    pkcs11:/path/to/module.so?token=LABEL&label=LABEL of key and certificate."""
    SEAL_SECRET: str = ""
    """The passphrase of the file, or the PIN of the token, that SEAL names."""
    TSA_URL: str = ""
    """http(s) address of a timestamp authority (RFC 3161); empty: signatures carry no timestamp."""
    TSA_TRUST: Path | None = None
    """PEM file with the root certificates that timestamps are believed by; needed with TSA_URL."""
    REVOCATION: tuple[str, ...] = ()
    """Hosts (host or host:port) that may be asked whether a certificate was revoked, when a closing timestamp
    is put; nobody else is, wherever a certificate points."""
    TRUST: Path | None = None
    """PEM file with further root certificates that signers are believed by, beside the installation's own.
    Whoever has a certificate under one of them can be accepted as a signer: name few."""
    DATA_DIR: Path
    SQLALCHEMY_DATABASE_URI: str
    ENVIRONMENT: str = "production"
    """production, development or test."""
    PUBLIC_URL: str = ""
    """Where people reach the installation; stands in the links of mails."""
    MAIL_SERVER: str = ""
    """host:port of the mail server; empty: in development mails are caught in the data folder."""
    MAIL_FROM: str = "councilflow@localhost"
    MAIL_USER: str = ""
    MAIL_PASSWORD: str = ""
    MAIL_TLS: str = "starttls"
    """starttls, tls or none."""
    MAIL_WORKER: str = "inside"
    """inside: a thread of the server sends the mail; outside: `flask mail work` does."""
    PACKAGE_WORKER: str = "inside"
    """inside: the server has the packages of meetings made; outside: `flask packages work` does."""
    MAX_CONTENT_LENGTH: int = 25 * MEBIBYTE
    MAX_FORM_MEMORY_SIZE: int = 8 * MEBIBYTE
    """What may be typed and pasted into one form; a plan of thousands of rows is a few."""
    CLAMD: str = ""
    """Where ClamAV listens: the path of a unix socket, or host:port; empty: no file is scanned."""
    SIGNING_KEY_BITS: int = 3072
    """RSA keys of the signing authority and its certificates; shorter ones are for tests only."""
    PASSWORD_COST: str = "full"
    """full, or cheap for tests and example accounts."""
    PROXIES: int = 0
    """How many trusted proxies stand in front and set X-Forwarded-…"""
    SESSION_COOKIE_SECURE: bool = True
    SESSION_COOKIE_HTTPONLY: bool = True
    SESSION_COOKIE_SAMESITE: str = "Lax"
    SESSION_COOKIE_NAME: str = "councilflow"
    WTF_CSRF_TIME_LIMIT: int | None = None
    TESTING: bool = False

    def as_flask_config(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def is_development(self) -> bool:
        return self.ENVIRONMENT == "development"


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; SettingMissing names what a production installation has left out."""
    development = environment.get("COUNCILFLOW_ENVIRONMENT", "production") == "development"
    folder = Path(environment.get("COUNCILFLOW_DATA_DIR") or ROOT / "data").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return Settings(
        ENVIRONMENT="development" if development else "production",
        DATA_DIR=folder,
        SECRET_KEY=_secret(environment, "COUNCILFLOW_SECRET_KEY", folder, development),
        SIGNING_SECRET=_secret(environment, "COUNCILFLOW_SIGNING_SECRET", folder, development),
        **_signing(environment),
        SQLALCHEMY_DATABASE_URI=database_url(environment.get("COUNCILFLOW_DATABASE_URL", ""), folder),
        PUBLIC_URL=environment.get("COUNCILFLOW_PUBLIC_URL", "").rstrip("/"),
        MAIL_SERVER=environment.get("COUNCILFLOW_MAIL_SERVER", ""),
        MAIL_FROM=environment.get("COUNCILFLOW_MAIL_FROM", "councilflow@localhost"),
        MAIL_USER=environment.get("COUNCILFLOW_MAIL_USER", ""),
        MAIL_PASSWORD=environment.get("COUNCILFLOW_MAIL_PASSWORD", ""),
        MAIL_TLS=environment.get("COUNCILFLOW_MAIL_TLS", "starttls"),
        MAIL_WORKER=environment.get("COUNCILFLOW_MAIL_WORKER", "inside"),
        PACKAGE_WORKER=environment.get("COUNCILFLOW_PACKAGE_WORKER", "inside"),
        MAX_CONTENT_LENGTH=int(environment.get("COUNCILFLOW_UPLOAD_LIMIT_MB", "25")) * MEBIBYTE,
        CLAMD=_scanner(environment.get("COUNCILFLOW_CLAMD", "")),
        PROXIES=int(environment.get("COUNCILFLOW_PROXIES", "0")),
        SESSION_COOKIE_SECURE=not development,
    )


def database_url(given: str, folder: Path) -> str:
    """The database: SQLite in the data folder unless an address is given."""
    if not given:
        return f"sqlite:///{folder / 'councilflow.sqlite'}"
    for scheme in ("postgresql://", "postgres://"):
        if given.startswith(scheme):
            return "postgresql+psycopg://" + given.removeprefix(scheme)
    return given


def _scanner(given: str) -> str:
    host, _colon, port = given.rpartition(":")
    if given and not given.startswith("/") and not (host and port.isdecimal()):
        raise SettingMissing("COUNCILFLOW_CLAMD is the path of a socket, or host:port")
    return given


def _signing(environment: Mapping[str, str]) -> dict[str, Any]:
    """The seal, the timestamps and whom to believe; SettingMissing for what cannot be meant."""
    seal, address = environment.get("COUNCILFLOW_SEAL") or "own", environment.get("COUNCILFLOW_TSA_URL", "")
    files = {name: environment.get(f"COUNCILFLOW_{name}", "") for name in ("TRUST", "TSA_TRUST")}
    if seal != "own" and not seal.startswith(("pkcs12:/", "pkcs11:/")):
        raise SettingMissing("COUNCILFLOW_SEAL is own, pkcs12:/path or pkcs11:/module.so?token=…&label=…")
    if address and not address.startswith(("https://", "http://")):
        raise SettingMissing("COUNCILFLOW_TSA_URL begins with https:// or http://")
    if address and not files["TSA_TRUST"]:
        raise SettingMissing("Set COUNCILFLOW_TSA_TRUST to the root certificates of the timestamp authority")
    hosts = tuple(environment.get("COUNCILFLOW_REVOCATION", "").lower().replace(",", " ").split())
    if any("/" in host for host in hosts):
        raise SettingMissing("COUNCILFLOW_REVOCATION names hosts with commas between, not addresses")
    for name, file in files.items():
        if file and not Path(file).is_file():
            raise SettingMissing(f"COUNCILFLOW_{name}: there is no file {file}")
    return {
        "SEAL": seal,
        "SEAL_SECRET": environment.get("COUNCILFLOW_SEAL_SECRET", ""),
        "TSA_URL": address,
        "REVOCATION": hosts,
        **{name: Path(file) if file else None for name, file in files.items()},
    }


def _secret(environment: Mapping[str, str], name: str, folder: Path, development: bool) -> str:
    if given := environment.get(name):
        return given
    if not development:
        raise SettingMissing(f"Set {name} to a long random text, and keep it: {_ADVICE}")
    # A development run keeps its own secret, so that sessions and signatures survive a restart.
    path = folder / f"{name.lower()}.development"
    try:
        with path.open("x") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()


_ADVICE = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"


def for_tests(folder: Path, database: str = "") -> Settings:
    return Settings(
        SECRET_KEY="tests-only",
        SIGNING_SECRET="tests-only",
        DATA_DIR=folder,
        SQLALCHEMY_DATABASE_URI=database_url(database, folder),
        ENVIRONMENT="test",
        PUBLIC_URL="http://localhost",
        SESSION_COOKIE_SECURE=False,
        MAIL_WORKER="outside",
        PACKAGE_WORKER="outside",
        SIGNING_KEY_BITS=2048,
        PASSWORD_COST="cheap",
        TESTING=True,
    )
