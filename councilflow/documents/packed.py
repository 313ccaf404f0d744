"""A file of an office program (a ZIP of parts) with nothing of the clock in it but the day it is given."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:(modified|created)[^>]*>)[^<]*(?=<)")
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def packed(content: bytes, *, now: datetime) -> bytes:
    """The same parts, each with the same time: the same document and `now` (aware) give the same bytes."""
    moment = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    file = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as loose, ZipFile(file, "w", ZIP_DEFLATED) as tight:
        for name in loose.namelist():
            part = loose.read(name)
            if name == _CORE:
                part = _MODIFIED.sub(lambda found: found[1] + moment, part)
            entry = ZipInfo(name, _EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            tight.writestr(entry, part)
    return file.getvalue()
