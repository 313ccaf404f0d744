"""flask minutes list, export, check and schema: signed minutes for scripts and archives."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from councilflow.extensions import db
from councilflow.extensions import reading as only_reading
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import FORMAT
from councilflow.process.minutes_schema import schema as schema_of
from councilflow.services.minutes import SigningPlace, preserving, reading
from councilflow.services.minutes.checking import Finding, examine
from councilflow.services.minutes.known import Kind, Known
from councilflow.signing.check import NotProved, Problem, SignerVerdict, TimestampVerdict

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
    """Is FILE a document signed here, unchanged? Exit status 0 only when all holds."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}.") from error
    try:
        with only_reading():
            found = examine(content, place=SigningPlace.of(current_app.config), now=datetime.now(UTC))
    except (OperationalError, ProgrammingError) as error:
        raise click.ClickException("There is no database here to ask: run flask db upgrade first.") from error
    for line in told(found):
        click.echo(line)
    raise SystemExit(0 if found.holds else 1)


@command.command()
@click.option("--format", "format_", type=click.IntRange(1, FORMAT), default=FORMAT, show_default=True)
def schema(format_: int) -> None:
    """The JSON Schema of the minutes inside a signed file."""
    click.echo(json.dumps(schema_of(format_), indent=2, ensure_ascii=False))


@command.command()
@click.option("--renew", type=int, metavar="DAYS", help="Also what was closed more than DAYS days ago.")
def preserve(renew: int | None) -> None:
    """Give signed documents their closing timestamp (PAdES B-LTA). Exit status 0 only when all have one."""
    place = SigningPlace.of(current_app.config)
    if place.timestamps is None:
        raise click.ClickException(_WHY_NOT["no-timestamp-service"])
    with only_reading():
        now = datetime.now(UTC)
        todo = preserving.waiting(older_than=now - timedelta(days=renew) if renew is not None else None)
        db.session.rollback()
    failed = 0
    for one in todo:
        what = f"meeting {one.meeting_id}, " + (
            f"supplement {one.supplement_id}" if one.supplement_id else "minutes"
        )
        try:
            file = preserving.preserve(one, place=place, now=datetime.now(UTC))
            db.session.commit()
        except RuleBroken as refused:
            db.session.rollback()
            failed += 1
            click.echo(f"{what}: {_why_not(refused)}", err=True)
            if refused.code == "timestamp-not-had":
                break
        else:
            click.echo(f"{what}: {file.sha256}")
    click.echo(f"{len(todo)} to preserve, {failed} refused")
    raise SystemExit(1 if failed else 0)


def _why_not(refused: RuleBroken) -> str:
    words = _WHY_NOT.get(refused.code, refused.code)
    if "holder" in refused.facts:
        return words % refused.facts + " Nothing was changed."
    return f"{words} ({refused.facts['why']}) Nothing was changed." if "why" in refused.facts else words


_WHY_NOT = {
    "revocation-not-had": "The issuer of %(holder)s does not say whether it was revoked.",
    "certificate-revoked": "%(holder)s, or what it hangs on, was revoked before it was used.",
    "no-timestamp-service": "No timestamp authority is set: see COUNCILFLOW_TSA_URL.",
    "timestamp-not-had": "The timestamp authority did not answer as it should.",
    "signatures-do-not-hold": "The signatures do not hold; see `flask minutes check`.",
    "document-not-approved": "The file would not be PDF/A and PDF/UA any more.",
    "preserved-meanwhile": "Somebody else did the same meanwhile.",
}


def told(found: Finding) -> list[str]:
    """What is known of a file, a sentence each; the last one is the verdict."""
    verdict = found.verdict
    return [
        f"SHA-256 {found.sha256}",
        *_provenance(found.known),
        *(_signature(one) for one in verdict.signers),
        *(_timestamp(one) for one in verdict.timestamps),
        *(_OF_FILE.get(problem, str(problem)) for problem in verdict.problems),
        *([f"Level of the signatures: {verdict.level} (PAdES)."] if verdict.signers else []),
        *_archival(found.shortcomings),
        *(f"Not proved: {_NOT_PROVED[one]}" for one in verdict.not_proved),
        "All holds." if found.holds else "The file does not hold.",
    ]


def _provenance(known: Known | None) -> list[str]:
    if known is None:
        return ["No file with exactly these bytes was stored in this installation."]
    which = f"{_KINDS[known.kind]} {known.name}".rstrip() + f" of {known.council}, {known.days.name}"
    told = [f"Byte for byte the signed file: {which}."]
    if not known.is_whole:
        told = [f"A file from before the last signature, or one that no longer counts: {which}."]
    elif not known.is_newest:
        told.append("There is a later file of it, with a closing timestamp.")
    return told + [
        f"The minutes are corrected: read the correction of {day.isoformat()} with them."
        for day in known.corrected_on
    ]


def _signature(one: SignerVerdict) -> str:
    at = one.at.isoformat(timespec="seconds") if one.at else "at an unknown time"
    who = ", ".join(part for part in (one.name, one.role, one.organisation) if part)
    if one.is_seal:
        who = f"Seal of the council: {who}"
    if one.timestamp and one.timestamp.holds and one.timestamp.at:
        at += f" (attested by {one.timestamp.authority})"
    wrong = " ".join(_OF_SIGNATURE.get(problem, str(problem)) for problem in one.problems)
    return f"{who}, {at}: {wrong or _VALID}"


def _timestamp(one: TimestampVerdict) -> str:
    at = one.at.isoformat(timespec="seconds") if one.at else "at an unknown time"
    wrong = " ".join(_OF_SIGNATURE.get(problem, str(problem)) for problem in one.problems)
    return f"Timestamp of the whole file by {one.authority}, {at}: {wrong or 'valid.'}"


def _archival(shortcomings: tuple[str, ...] | None) -> list[str]:
    if shortcomings is None:
        return []
    if shortcomings:
        return [f"Not PDF/A and PDF/UA: {one}." for one in shortcomings]
    return ["PDF/A and PDF/UA, as far as a machine can tell."]


_VALID = "valid, by a certificate this installation trusts, and covers the whole text."
_KINDS = {
    Kind.MINUTES: "the minutes",
    Kind.IMMEDIATE: "paragraphs approved at once, supplement",
    Kind.CORRECTION: "the correction, supplement",
    Kind.EXTRACT: "the extract",
}
_OF_SIGNATURE = {
    Problem.CONTENT_CHANGED: "what was signed has been changed.",
    Problem.SIGNATURE_BROKEN: "the signature is broken.",
    Problem.NOT_WHOLE_REVISION: "it does not cover the whole text.",
    Problem.SIGNER_NOT_TRUSTED: "the certificate is not one this installation trusts.",
    Problem.FORBIDDEN_CHANGE: "more than signatures was added after this one.",
    Problem.TIMESTAMP_UNKNOWN: "the timestamp is by an authority this installation does not trust.",
    Problem.TIMESTAMP_BROKEN: "the timestamp is broken.",
}
_OF_FILE = {
    Problem.NOT_READABLE: "The file is not a PDF that can be read.",
    Problem.NOT_SIGNED: "Nobody has signed the file.",
    Problem.FIELD_UNSIGNED: "Somebody has not signed yet.",
    Problem.ADDED_AFTERWARDS: "Something was added after the last signature.",
}
_NOT_PROVED = {
    NotProved.TIME_SELF_REPORTED: "when it was signed, where a signature has no timestamp of its own.",
    NotProved.IDENTITY_BY_INSTALLATION: "who signed, beyond the word of this installation.",
    NotProved.NOT_QUALIFIED: "anything that takes a qualified signature (eIDAS).",
    NotProved.REVOCATION_NOT_CHECKED: "that no certificate was revoked: the file does not show it.",
    NotProved.TIMESTAMP_AGED: "that the last timestamp still stands; its certificate has expired.",
}
