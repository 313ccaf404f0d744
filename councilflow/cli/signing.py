"""flask signing status, certificate, rotate and secret: the installation's own signing authority."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from flask import current_app
from flask.cli import AppGroup

from councilflow.process.errors import RuleBroken
from councilflow.services.minutes import SigningPlace
from councilflow.signing.authority import Authority

command = AppGroup("signing", help="The signing authority of this installation.")


def _authority() -> Authority:
    return _place().authority


def _place() -> SigningPlace:
    return SigningPlace.of(current_app.config)


@contextmanager
def _told() -> Iterator[None]:
    """Rules that are broken, as one line."""
    try:
        yield
    except RuleBroken as refused:
        words = _REFUSALS.get(refused.code, refused.code) % refused.facts
        raise click.ClickException(words) from refused
    except OSError as error:
        raise click.ClickException(f"{error.filename} cannot be used: {error.strerror}.") from error


@command.command()
def status() -> None:
    """The root certificates, the one in use first. Exit status 0 only when the secret opens the key."""
    with _told():
        authority = _authority()
        known = authority.certificates()
        if not known:
            click.echo("There is no signing authority yet; it is made with the first signature.")
            return
        for number, certificate in enumerate(known):
            click.echo(_line(certificate, "in use" if number == 0 else "earlier"))
        opens = authority.opens()
    click.echo("The secret opens the key." if opens else _REFUSALS["signing-secret-wrong"])
    raise SystemExit(0 if opens else 1)


def _line(pem: bytes, what: str) -> str:
    certificate = x509.load_pem_x509_certificate(pem)
    name = certificate.subject.rfc4514_string()
    since, until = (
        at.date().isoformat() for at in (certificate.not_valid_before_utc, certificate.not_valid_after_utc)
    )
    return f"{what}: {name}, {since} to {until}, SHA-256 {_fingerprint(certificate)}"


def _fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex()


@command.command()
@click.option("--all", "every", is_flag=True, help="Earlier certificates too, the one in use first.")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def certificate(every: bool, file: Path | None) -> None:
    """Write the root certificate as PEM, to FILE or the screen, for whoever checks signatures elsewhere."""
    with _told():
        known = _authority().certificates()
        if not known:
            raise click.ClickException("There is no signing authority yet.")
        content = b"".join(known if every else known[:1])
        if file is None:
            click.echo(content.decode(), nl=False)
            return
        file.write_bytes(content)
    click.echo(f"{file}: SHA-256 of the file {hashlib.sha256(content).hexdigest()}")


@command.command()
@click.confirmation_option(prompt="Make a new key? The present one is deleted; what it signed stays valid.")
def rotate() -> None:
    """A new key and root certificate. The earlier certificates stay trusted, their keys are gone."""
    with _told():
        click.echo(_line(_authority().rotate(datetime.now(UTC)), "in use"))
    click.echo("Hand the new certificate to those who check signatures elsewhere: flask signing certificate")


@command.command()
@click.password_option("--new", prompt="New secret", help="Asked for when it is not given.")
def secret(new: str) -> None:
    """Encrypt the key by a new secret, which from then on must be COUNCILFLOW_SIGNING_SECRET."""
    with _told():
        authority = _authority()
        if not authority.certificates():
            raise click.ClickException("There is no signing authority yet; just set the new secret.")
        authority.change_secret(new)
    click.echo("Done. Set COUNCILFLOW_SIGNING_SECRET to the new secret and restart the server;")
    click.echo("until then nobody can sign.")


@command.command("try")
def try_() -> None:
    """Open the council's seal and ask for a timestamp. Exit status 0 only when what is set works."""
    now = datetime.now(UTC)
    with _told():
        place = _place()
        holder, until = place.tried_seal(now)
        click.echo(f"seal: {holder}, good until {until.isoformat(timespec='minutes')}")
    if place.timestamps is None:
        click.echo("timestamps: none; COUNCILFLOW_TSA_URL is not set")
        return
    with _told():
        at, attested = datetime.now(UTC), place.tried_time(now)
        click.echo(
            f"timestamps: {attested.isoformat()}, answered in {(datetime.now(UTC) - at).seconds} seconds"
        )


_REFUSALS = {
    "seal-file-missing": "COUNCILFLOW_SEAL: the file %(file)s cannot be read.",
    "certificate-file-unreadable": "COUNCILFLOW_SEAL: the file is no PKCS#12 file.",
    "certificate-passphrase-wrong": "COUNCILFLOW_SEAL_SECRET does not open the file.",
    "certificate-without-key": "COUNCILFLOW_SEAL: the file holds no key.",
    "certificate-expired": "The certificate of the seal was good until %(until)s.",
    "certificate-not-valid-yet": "The certificate of the seal is good from %(since)s.",
    "certificate-not-trusted": "COUNCILFLOW_TRUST has no root for the certificate of the seal, %(holder)s.",
    "token-module-missing": "COUNCILFLOW_SEAL: the module %(module)s cannot be loaded.",
    "token-not-found": "COUNCILFLOW_SEAL: there is no token %(token)s.",
    "token-pin-wrong": "COUNCILFLOW_SEAL_SECRET is not the PIN of the token %(token)s.",
    "token-pin-locked": "The PIN of the token %(token)s is locked.",
    "token-without-key": "The token %(token)s has no key with a certificate called %(label)s.",
    "token-failed": "The token %(token)s answers with an error: %(why)s.",
    "timestamp-not-had": "No timestamp: %(why)s.",
    "trust-file-unreadable": "COUNCILFLOW_TRUST or COUNCILFLOW_TSA_TRUST: %(file)s holds no certificates.",
    "signing-secret-wrong": "COUNCILFLOW_SIGNING_SECRET does not open the key of the signing authority.",
    "signing-secret-too-short": "The secret is too short: it needs at least %(shortest)s characters.",
    "signing-authority-damaged": "The file signing/%(file)s is damaged. Restore it from a backup.",
    "signing-authority-missing": "The file signing/%(file)s is gone. Restore it from a backup.",
}
