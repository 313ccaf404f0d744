"""What changed between two wordings, and what is read of it where there is not room for all (A79)."""

from __future__ import annotations

import pytest

from councilflow.process.wording import around, between

LONG = "ett två tre fyra fem sex sju åtta "


@pytest.mark.parametrize(
    ("older", "newer", "read"),
    [
        (f"{LONG}vatten.", f"{LONG}vattnet.", "… sju åtta [vatten.](vattnet.)"),
        (f"Vatten {LONG}", f"Vattnet {LONG}", "[Vatten ](Vattnet )ett två … "),
        (f"Gult {LONG}rött", f"Grönt {LONG}blått", "[Gult ](Grönt )ett två … sju åtta [rött](blått)"),
        # What is short is not left out.
        ("Gult ett två tre fyra rött", "Grönt ett två tre fyra blått", None),
        ("ett två rött", "ett två blått", None),
    ],
)
def test_changes_are_read_with_some_words_beside_them(older, newer, read):
    pieces = between(older, newer)
    expected = read if read is not None else written(pieces)
    assert written(around(pieces, 2)) == expected


def written(pieces):
    signs = {"same": "{}", "removed": "[{}]", "added": "({})"}
    return "".join(signs[piece.change].format(piece.text) for piece in pieces)
