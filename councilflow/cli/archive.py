"""flask archive export and check: the package of a meeting for its archive."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

import click
from flask.cli import AppGroup

from councilflow.documents.sip.check import Flaw, Reason, Verdict, examine
from councilflow.extensions import reading as only_reading
from councilflow.process.errors import RuleBroken
from councilflow.services import archive
from councilflow.services.minutes import SigningPlace
from councilflow.web.place import signing_place

command = AppGroup("archive", help="Archive packages (E-ARK SIP) of meetings.")


@command.command()
@click.argument("meeting_id", type=int, metavar="MEETING_ID")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(meeting_id: int, file: Path) -> None:
    """Write the package of a meeting to FILE. FILE is there whole, or not at all."""
    try:
        identifier = _write(meeting_id, file, signing_place())
    except RuleBroken as refused:
        raise click.ClickException(_REFUSALS.get(refused.code, refused.code) % refused.facts) from refused
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error
    with file.open("rb") as written:
        sha256 = hashlib.file_digest(written, "sha256").hexdigest()
    click.echo(f"{identifier}: {file}, {file.stat().st_size} bytes")
    click.echo(f"SHA-256 {sha256}")


def _write(meeting_id: int, file: Path, place: SigningPlace) -> str:
    """Into a file beside it, which gets its name when it is whole."""
    with NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}-", delete=False) as beside:
        try:
            with only_reading():
                identifier = archive.export(
                    meeting_id, beside, place=place, folder=place.folder, now=datetime.now(UTC)
                )
            beside.flush()
            Path(beside.name).chmod(0o640)
            Path(beside.name).replace(file)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(beside.name).unlink()
            raise
    return identifier


_REFUSALS = {
    "minutes-not-begun": "There is no meeting of that id with minutes.",
    "archive-before-signing": "The minutes are not signed yet; the package is made when they are.",
    "archive-file-missing": "The attachment %(name)s is not in the data folder. Restore it from a backup.",
    "archive-file-changed": "The file %(name)s has changed since it came in. Restore it from a backup.",
    "signing-secret-wrong": "The key of the signing authority cannot be opened with this secret.",
}


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Does every file of the package FILE have its checksum? Exit status 0 only when all holds."""
    try:
        found = examine(file)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}.") from error
    for line in told(found):
        click.echo(line)
    raise SystemExit(0 if found.holds else 1)


def told(found: Verdict) -> list[str]:
    """What is known of a package, a sentence each; the last one is the verdict."""
    return [
        *([found.identifier] if found.identifier else []),
        f"SHA-256 {found.sha256}",
        f"{found.checked} files compared with their checksums.",
        *(_flaw(one) for one in found.flaws),
        "METS.xml itself has no checksum inside: compare the SHA-256 above with the one noted at export.",
        "All holds." if found.holds else "The package does not hold.",
    ]


def _flaw(flaw: Flaw) -> str:
    return f"{flaw.path}: {_WORDS[flaw.reason]}" if flaw.path else f"The file {_WORDS[flaw.reason]}"


_WORDS = {
    Reason.NOT_A_ZIP: "is not a ZIP that can be read.",
    Reason.NOT_ONE_FOLDER: "does not hold one folder of the package's own name.",
    Reason.UNSAFE_NAME: "has a name that leads out of the package.",
    Reason.TWICE: "stands in the package more than once.",
    Reason.NO_METS: "is missing; without it nothing says what belongs to the package.",
    Reason.METS_UNREADABLE: "cannot be read as METS.",
    Reason.NOT_SHA_256: "has no checksum in SHA-256.",
    Reason.MISSING: "is missing.",
    Reason.CHANGED: "has changed.",
    Reason.UNLISTED: "is named by no METS.xml.",
    Reason.UNREADABLE: "is damaged.",
}
