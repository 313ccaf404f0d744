"""flask minutes list, export and check: signed minutes for scripts and archives."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import AppGroup

from councilflow.extensions import reading as only_reading
from councilflow.services.minutes import SigningPlace, reading
from councilflow.services.minutes.checking import Finding, examine
from councilflow.signing.check import Problem, SignerVerdict

command = AppGroup("minutes", help="Signed minutes.")


@command.command("list")
def list_() -> None:
    """One line per signed minutes: id, date, council, paragraphs, SHA-256."""
    with only_reading():
        for one in reading.all_signed():
            numbers = one.minutes.range
            paragraphs = f"§ {numbers.first}–{numbers.last}" if numbers else "§ –"
            day = one.minutes.sittings[0].day.isoformat()
            click.echo("\t".join((str(one.id), day, one.minutes.council, paragraphs, one.sha256)))


@command.command()
@click.argument("minutes_id", type=int, metavar="ID")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(minutes_id: int, file: Path) -> None:
    """Write the signed file, byte for byte as it was signed, to FILE."""
    with only_reading():
        content = reading.signed_file(minutes_id)
    if content is None:
        raise click.ClickException(f"There are no signed minutes with the id {minutes_id}.")
    try:
        file.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error
    click.echo(f"{file}: {len(content)} bytes")


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Is FILE minutes signed here, unchanged? Exit status 0 only when all holds."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}.") from error
    place = SigningPlace(current_app.config["DATA_DIR"], current_app.config["SIGNING_SECRET"])
    with only_reading():
        found = examine(content, place=place, now=datetime.now(UTC))
    for line in told(found):
        click.echo(line)
    raise SystemExit(0 if found.holds else 1)


def told(found: Finding) -> list[str]:
    """What is known of a file, a sentence each; the last one is the verdict."""
    return [
        f"SHA-256 {found.sha256}",
        _provenance(found),
        *(_signature(one) for one in found.verdict.signers),
        *(_OF_FILE.get(problem, str(problem)) for problem in found.verdict.problems),
        "All holds." if found.holds else "The file does not hold.",
    ]


def _provenance(found: Finding) -> str:
    known = found.known
    if known is None:
        return "No file with exactly these bytes was stored in this installation."
    day = known.starts_at.astimezone(ZoneInfo(known.time_zone)).date()
    which = f"the minutes of {known.council}, {day.isoformat()}"
    if found.is_whole:
        return f"Byte for byte the signed file of {which}."
    return f"A file from before the last signature of {which}."


def _signature(one: SignerVerdict) -> str:
    at = one.at.isoformat(timespec="seconds") if one.at else "at an unknown time"
    who = ", ".join(part for part in (one.name, one.role, one.organisation) if part)
    wrong = " ".join(_OF_SIGNATURE.get(problem, str(problem)) for problem in one.problems)
    return f"{who}, {at}: {wrong or _VALID}"


_VALID = "valid, by the authority of this installation, and covers the whole text."
_OF_SIGNATURE = {
    Problem.CONTENT_CHANGED: "what was signed has been changed.",
    Problem.SIGNATURE_BROKEN: "the signature is broken.",
    Problem.NOT_WHOLE_REVISION: "the signature does not cover the whole text.",
    Problem.SIGNER_NOT_TRUSTED: "the certificate was not issued by this installation.",
    Problem.FORBIDDEN_CHANGE: "more than signatures was added after this one.",
}
_OF_FILE = {
    Problem.NOT_READABLE: "The file is not a PDF that can be read.",
    Problem.NOT_SIGNED: "Nobody has signed the file.",
    Problem.FIELD_UNSIGNED: "Somebody has not signed yet.",
    Problem.ADDED_AFTERWARDS: "Something was added after the last signature.",
    Problem.TIMESTAMP_UNKNOWN: "The file carries a timestamp by somebody this installation does not know.",
}
