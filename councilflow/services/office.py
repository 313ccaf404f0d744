"""Office files that are about to be read: judged from outside first, so that reading them harms nobody."""

from __future__ import annotations

import zlib
from io import BytesIO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from defusedxml import DefusedXmlException
from lxml.etree import XMLSyntaxError
from openpyxl.utils.exceptions import InvalidFileException

from councilflow.process.errors import RuleBroken
from councilflow.services import files

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED_INSIDE = "EncryptedPackage".encode("utf-16-le")

FAULTS = (
    AssertionError,
    AttributeError,
    BadZipFile,
    DefusedXmlException,
    EOFError,
    IndexError,
    InvalidFileException,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    ParseError,
    RecursionError,
    TypeError,
    ValueError,
    XMLSyntaxError,
    zlib.error,
)
"""What reading an office file that somebody has broken may raise."""


def is_old(content: bytes, name: str) -> bool:
    """Whether it is of the kind that office programs wrote before 2007. RuleBroken: file-locked."""
    if content.startswith(_OLD_OFFICE) and _LOCKED_INSIDE in content:
        raise RuleBroken("file-locked", name=name)
    return content.startswith(_OLD_OFFICE)


def judged(content: bytes, name: str, *, most: int) -> files.Kind:
    """What an office file is, when it unfolds to `most` bytes or less.

    RuleBroken: import-not-a-table, import-has-macros, file-locked, file-unfolds, file-broken.
    """
    try:
        return files.judge_office(BytesIO(content), len(content), name, most=most)
    except RuleBroken as refused:
        if refused.code == "file-has-macros":
            raise RuleBroken("import-has-macros", name=name) from None
        if refused.code == "file-kind-refused":
            raise RuleBroken("import-not-a-table", name=name) from None
        raise
