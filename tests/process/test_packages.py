"""What the files of a package are called, and in which order they are read."""

from __future__ import annotations

import pytest

from councilflow.process.packages import LONGEST_NAME, LeftOut, Omitted, in_order, zip_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Kartläggning", "03 Bilaga 2 Kartläggning.pdf"),
        ("Kartläggning.PDF", "03 Bilaga 2 Kartläggning.pdf"),
        ("Áššit, čoahkkin – ŋ đ ŧ ž ø æ", "03 Bilaga 2 Áššit, čoahkkin - ŋ đ ŧ ž ø æ.pdf"),
        ("../../etc/passwd", "03 Bilaga 2 etc passwd.pdf"),
        ("C:\\windows\\*?.exe", "03 Bilaga 2 C windows exe.pdf"),
        ("\u202egpj.exe\x00\n", "03 Bilaga 2 gpj exe.pdf"),
        ("...", "03 Bilaga 2.pdf"),
        ("", "03 Bilaga 2.pdf"),
    ],
)
def test_a_name_in_the_zip_is_plain_and_keeps_every_letter(title: str, name: str):
    assert zip_name("03 Bilaga 2", title, ".pdf", set()) == name


def test_names_stay_apart_also_where_capitals_do_not_count():
    taken: set[str] = set()
    names = [zip_name("01 Bilaga 1", title, ".pdf", taken) for title in ("Karta", "KARTA", "karta")]
    assert names == ["01 Bilaga 1 Karta.pdf", "01 Bilaga 1 KARTA (2).pdf", "01 Bilaga 1 karta (3).pdf"]


@pytest.mark.parametrize("title", ["å" * 400, "Regional utvecklingsstrategi för hela länet " * 20])
def test_a_name_is_never_too_long(title: str):
    taken: set[str] = set()
    names = [zip_name("12 Underlag 10", title, ".docx", taken) for _ in range(12)]
    assert len(set(names)) == 12
    assert all(len(name) <= LONGEST_NAME and name.endswith(".docx") for name in names)


def test_the_knowledge_behind_a_question_comes_after_its_attachments():
    assert in_order([(True, 0, 7), (False, 2, 3), (False, 1, 9), (True, 0, 5)]) == [9, 3, 5, 7]


def test_what_is_left_out_is_told_the_same_after_it_was_kept():
    one = Omitted(3, 2, "Budget", LeftOut.KIND, "03 Bilaga 2 Budget.xlsx", "http://x/attachments/4", 4)
    assert Omitted.from_json(one.as_json()) == one
