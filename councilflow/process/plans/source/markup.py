"""The words of a line or a cell without the marks of the program that it was pasted from.

Known are the marks of a web page (<b>, <li>, <br>, &nbsp;), of Markdown (**bold**, [text](address)) and the
points that a word processor leaves (• …). A note's number (<sup>1)</sup>, or "13 2)" once it was pasted
without being raised) is dropped; other raised signs stay. What only looks like a mark ("<5 år", "500*") is
left alone.
"""

from __future__ import annotations

import html
import re

from councilflow.process.plans.signs import plain

_TAGS = (
    *(
        "a",
        "abbr",
        "address",
        "b",
        "big",
        "blockquote",
        "center",
        "code",
        "del",
        "div",
        "em",
        "font",
        "h[1-6]",
    ),
    *("hr", "i", "img", "ins", "label", "mark", "o:p", "p", "pre", "q", "s", "section", "small", "span"),
    *("strike", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "tt", "u", "ul", "ol"),
)
_NOTE = re.compile(
    r"(?<!\bm)(?<!\b[kcdm]m)\s?<sup\b[^<>]*>\s*(?:[0-9]{1,2}\s?\)?|\*+|[a-z]\))\s*</sup>", re.IGNORECASE
)
_FLAT_NOTE = re.compile(r"(?<=[^\W_])[.,:]?\s[0-9]{1,2}\)$")
"""A number with one half of a pair of brackets, last in a cell: nothing that is counted follows it."""
_BREAK = re.compile(
    r"<(?:br\s*/?|/?li\b[^<>]*|/?[uo]l\b[^<>]*|/?p\b[^<>]*|/?div\b[^<>]*|/tr)>", re.IGNORECASE
)
_TAG = re.compile(rf"</?(?:{'|'.join(_TAGS)})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s\"[^\"]*\")?\)")
_BOLD = re.compile(r"(\*\*|__)(?=[^\s*_])((?:(?!\1).)+)(?<=\S)\1")
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])")
_POINT = re.compile(r"[•▪‣◦●■➢✓\uf0b7\uf0a7\uf0d8]")
_DASHED = re.compile(r"^[-–—*·]\s+(?=[^\s\d])")


def clean(text: str) -> str:
    """The words in the text; several paragraphs or points are divided by a new line."""
    text = "\n".join(" ".join(line.split()) for line in plain(text).split("\n"))
    text = _NOTE.sub("", html.unescape(text)) if "&" in text or "<" in text else text
    text = _TAG.sub("", _BREAK.sub("\n", text)) if "<" in text else text
    text = _LINK.sub(_link, plain(text))
    text = _ITALIC.sub(r"\1", _BOLD.sub(r"\2", text)) if "*" in text or "__" in text else text
    lines = [" ".join(line.split()) for line in _POINT.sub("\n", text).split("\n")]
    lines = [line for line in lines if line]
    if len(lines) > 1:
        lines = [_DASHED.sub("", line) for line in lines]
    return "\n".join(lines)


def clean_cell(text: str) -> str:
    """The words in a cell of a table, without a note's number that the paste has made flat."""
    said = clean(text)
    return _FLAT_NOTE.sub("", said) if said.count(")") == 1 and "(" not in said else said


def is_bold(text: str) -> bool:
    """Whether the whole line is set off as bold."""
    said = text.strip()
    return bool(
        re.fullmatch(r"\*\*[^*]+\*\*|__[^_]+__", said)
        or re.fullmatch(r"<(b|strong)\b[^<>]*>[^<>]+</\1>", said, re.IGNORECASE)
    )


def _link(found: re.Match[str]) -> str:
    return found[1] or found[0]
