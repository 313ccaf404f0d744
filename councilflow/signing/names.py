"""Names of people as a certificate can hold them.

A certificate takes 64 bytes, no characters younger than Unicode 3.2, and no mix of writing directions
(RFC 5280, RFC 4518). The signature itself keeps the whole name, so nothing is lost.
"""

from __future__ import annotations

import stringprep
import unicodedata

_LONGEST = 64


def certifiable(words: str) -> str:
    """`words` on one line, with a question mark for what a certificate refuses, cut to what fits."""
    line = unicodedata.normalize("NFC", " ".join(words.split()))
    allowed = "".join("?" if _is_refused(letter) else letter for letter in line)
    fitting = allowed.encode()[:_LONGEST].decode("utf-8", "ignore").strip()
    if not _mixes_directions(fitting):
        return fitting
    return "".join("?" if stringprep.in_table_d1(letter) else letter for letter in fitting)


def _is_refused(letter: str) -> bool:
    if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn") or letter == "\ufffd":
        return True
    compared = unicodedata.normalize("NFKC", stringprep.map_table_b2(letter))
    return any(stringprep.in_table_a1(part) or stringprep.in_table_c8(part) for part in compared)


def _mixes_directions(words: str) -> bool:
    right_to_left = [stringprep.in_table_d1(letter) for letter in words]
    if not any(right_to_left):
        return False
    mixed = any(stringprep.in_table_d2(letter) for letter in words)
    return mixed or not right_to_left[0] or not right_to_left[-1]
