"""Sending a file: the one place where a file's name becomes a header."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from flask import Response, send_file

from councilflow.services.files import plain_name


def as_file(
    content: bytes | Path | BinaryIO, *, mimetype: str, name: str, inline: bool = False, etag: str = ""
) -> Response:
    """`content` as a file called `name`, to keep or, `inline`, to read at once.

    The name may be anything people write, a title for example: a header takes bytes of Latin-1 and no line
    breaks, so every other letter travels encoded beside a plain likeness (RFC 6266). Nothing keeps the file
    unless the caller says otherwise.
    """
    answer = send_file(
        BytesIO(content) if isinstance(content, bytes) else content,
        mimetype=mimetype,
        as_attachment=not inline,
        download_name=header_name(name),
        etag=etag or isinstance(content, Path),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def header_name(name: str) -> str:
    """What people wrote as the name of one file: one line, no folder, no signs that cannot be seen."""
    seen = "".join(sign if sign.isprintable() else " " for sign in name.replace("/", "-").replace("\\", "-"))
    return plain_name(" ".join(seen.split()))
