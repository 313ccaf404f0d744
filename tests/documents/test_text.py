"""What people write gets into a document whole, or leaves a visible mark."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from councilflow.documents.fonts import Face
from councilflow.documents.text import MARK, lines, lost, markup, plain, runs

NORTHERN = "Á á Č č Đ đ Ŋ ŋ Š š Ŧ ŧ Ž ž"
LULE = "Á á Å å Ä ä Ń ń Ŋ ŋ Ñ ñ"
SOUTHERN = "Ä ä Æ æ Ï ï Ö ö Ø ø Å å"
SIGNS = "☐ ☑ ☒ ✓ ✗ → ← ↔ ≤ ≥ ≠ ≈ ± × − ½ ¼ ‰ € № § ¶ † … ” ’ – — • ■ ● ▲ ★ ☎ ☃"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Åsa Öhrström", "Åsa Öhrström"),
        ("A\u030asa", "Åsa"),  # the ring comes as a sign of its own
        ("a\u200bb\ufeffc\u2060d", "abcd"),
        ("Sva\u00adrar", "Svarar"),
        ("2027\u20112030", "2027-2030"),
        ("1\u2009000\u3000kr", "1 000 kr"),
        ("kl.\u202f9", "kl.\u00a09"),
        ("rad\x07\x00en", "raden"),
        ("日本 😀😀 x", "[?] [?] x"),
        ("\ue000 privat", "[?] privat"),
        ("→ ≤ ½ ”x” –", "→ ≤ ½ ”x” –"),
        ("klart ✓\ufe0f", "klart ✓"),  # the wish for a coloured sign is not printed
        ("שלום nej سلام", "[?] nej [?]"),  # set from the wrong side it would say something else
    ],
)
def test_text_is_shown_as_it_can_be(written: str, shown: str) -> None:
    assert "".join(words for _face, words in runs(written, Face.SANS)) == shown


@pytest.mark.parametrize("face", Face)
@pytest.mark.parametrize("letters", ["å ä ö æ ø Å Ä Ö Æ Ø é ü", NORTHERN, LULE, SOUTHERN])
def test_every_face_has_the_letters_of_the_north(face: Face, letters: str) -> None:
    assert lost(letters) == []
    assert "".join(words for _face, words in runs(letters, face)) == letters


def _of_europe(*blocks: tuple[int, int]) -> str:
    every = (chr(code) for first, last in blocks for code in range(first, last + 1))
    return "".join(letter for letter in every if unicodedata.category(letter)[0] in "LNPS")


@pytest.mark.parametrize("face", Face)
def test_every_letter_and_sign_of_europe_has_a_glyph(face: Face) -> None:
    """Latin with its extensions, Greek and Cyrillic as they are written today, arrows, mathematics, marks."""
    latin = _of_europe((0x20, 0x24F), (0x1E00, 0x1EF9), (0x2010, 0x2027), (0x2070, 0x209C))
    other = _of_europe((0x370, 0x3FF), (0x400, 0x523), (0x1F00, 0x1FFF))
    signs = _of_europe((0x2190, 0x21FF), (0x2200, 0x22FF), (0x2500, 0x25FF), (0x2150, 0x215F))
    marks = "".join(chr(code) for code in range(0x300, 0x346))
    for letters in (latin, other, signs, SIGNS):
        assert lost(letters) == []
        assert MARK not in "".join(words for _face, words in runs(letters, face))
    assert lost(marks) == []


def test_serif_borrows_what_it_lacks() -> None:
    assert markup("Guovdageainnu ŋ", Face.SERIF) == 'Guovdageainnu <font name="CF-Sans">ŋ</font>'


def test_what_is_lost_is_told_once() -> None:
    assert lost("日本 日 å 😀") == ["日", "本", "😀"]


@pytest.mark.parametrize(
    "words", ["§_47", "den 4_december 2026", "4._desember 2026", "kl._9.00", "3_mnkr", "22_May 2027"]
)
def test_no_line_ends_within_a_date_or_an_amount(words: str) -> None:
    assert markup(words.replace("_", " "), Face.SANS) == words.replace("_", "\u00a0")


def test_markup_in_somebodys_text_is_text() -> None:
    assert markup("<b>3 & 4</b>", Face.SANS) == "&lt;b&gt;3 &amp; 4&lt;/b&gt;"


def test_empty_lines_are_left_out() -> None:
    assert lines("ett\r\n\r\n två \u2028tre") == ["ett", "två", "tre"]


@given(st.text())
@settings(max_examples=150, deadline=None)
def test_nothing_unprintable_is_left(written: str) -> None:
    assert lost(plain(written)) == []
    assert plain(plain(written)) == plain(written)
