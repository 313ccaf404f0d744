"""Text as it comes out of spreadsheets and editors, in whatever encoding they keep it."""

from __future__ import annotations

from councilflow.process.errors import RuleBroken

_NOT_TEXT = (b"%PDF-", b"{\\rtf", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")


def decoded(content: bytes, name: str) -> tuple[str, str]:
    """The text, and the name of its encoding when that had to be guessed.

    `name` is what the file is called. RuleBroken: import-not-a-table, import-broken-bytes.
    """
    if content.startswith(_NOT_TEXT):
        raise RuleBroken("import-not-a-table", name=name)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(content, "utf-16"), ""
    if b"\0" in content[:400]:
        return _strictly(content, _order_of(content[:400], name)), "UTF-16"
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        if content.startswith(b"\xef\xbb\xbf") or _mostly_utf8(content):
            raise RuleBroken("import-broken-bytes", row=_row_of(content, error.start)) from None
    return _strictly(content, "cp1252"), "Windows-1252"


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise RuleBroken("import-broken-bytes", row=_row_of(content, error.start)) from None


def _row_of(content: bytes, place: int) -> int:
    before = content[:place]
    return max(before.count(b"\n"), before.count(b"\r")) + 1


def _order_of(start: bytes, name: str) -> str:
    """Which way round the bytes of UTF-16 stand, told by where the empty ones are."""
    even, odd = start[::2], start[1::2]
    if odd.count(0) > len(odd) * 0.7 and not even.count(0):
        return "utf-16-le"
    if even.count(0) > len(even) * 0.7 and not odd.count(0):
        return "utf-16-be"
    raise RuleBroken("import-not-a-table", name=name)


def _mostly_utf8(content: bytes) -> bool:
    """Whether what is not ASCII is UTF-8 for the most part, with some bytes that are broken."""
    read_as = content.decode("utf-8", "replace")
    broken = read_as.count("\ufffd")
    return sum(sign > "\x7f" for sign in read_as) - broken > broken
