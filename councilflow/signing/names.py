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
    return "".join("?" if _leads_left(letter) else letter for letter in fitting)


def _is_refused(letter: str) -> bool:
    if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn") or letter == "\ufffd":
        return True
    if "\ufe0f" <= letter <= "\uff00":  # passed over in comparisons, so that what stands beside it moves
        return True
    return any(stringprep.in_table_a1(part) or stringprep.in_table_c8(part) for part in _compared(letter))


def _compared(letter: str) -> str:
    """What a letter counts as when names are compared: the rules are about this, not about how it looks."""
    return unicodedata.normalize("NFKC", stringprep.map_table_b2(letter))


def _leads_left(letter: str) -> bool:
    return any(stringprep.in_table_d1(part) for part in _compared(letter))


def _mixes_directions(words: str) -> bool:
    compared = "".join(_compared(letter) for letter in words)
    right_to_left = [stringprep.in_table_d1(letter) for letter in compared]
    if not any(right_to_left):
        return False
    mixed = any(stringprep.in_table_d2(letter) for letter in compared)
    return mixed or not right_to_left[0] or not right_to_left[-1]
