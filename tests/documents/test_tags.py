"""The tag tree as a whole, and the order in which other programs read the file."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from councilflow.documents.minutes import as_pdf
from councilflow.process.minutes import Minutes, Sitting
from tests.documents import reading
from tests.documents.samples import NOW, minutes, standing, standpoint

GOLDEN = Path(__file__).with_name("tags.txt")


def small() -> Minutes:
    """Two paragraphs with everything, over two days."""
    whole = minutes()
    return replace(
        whole,
        sittings=(
            Sitting(day=date(2026, 12, 4), begins=time(12, 0)),
            Sitting(day=date(2026, 12, 5), ends=time(13, 0)),
        ),
        attendance=(*whole.attendance[:4], *whole.attendance[-4:]),
        paragraphs=(standing(45, "Mötet öppnas", "Ordföranden öppnade mötet."), standpoint(46)),
    )


@pytest.fixture(scope="module")
def content() -> bytes:
    return as_pdf(small(), now=NOW)


def test_the_tag_tree_is_the_one_that_was_looked_at(content: bytes) -> None:
    """tags.txt was read by a human; whoever changes the tree looks at it again."""
    assert reading.tree(content) == GOLDEN.read_text("utf-8")


def poppler(program: str, *arguments: str, content: bytes, folder: Path) -> str:
    if not shutil.which(program):
        pytest.skip(f"{program} is not on this machine")
    file = folder / "protokoll.pdf"
    file.write_bytes(content)
    run = subprocess.run(
        [program, *arguments, file.name, *(["-"] if program == "pdftotext" else [])],
        cwd=folder,
        capture_output=True,
        check=True,
    )
    return run.stdout.decode()


def words(text: str) -> list[str]:
    return [word for word in text.split() if word not in ("–", "-")]


def test_poppler_reads_the_same_words_in_the_same_order(content: bytes, tmp_path: Path) -> None:
    told = poppler("pdfinfo", "-struct-text", content=content, folder=tmp_path)
    quoted = [line.strip()[1:-1] for line in told.splitlines() if line.strip().startswith('"')]
    assert words(" ".join(quoted)) == words(reading.text(content))


def test_the_page_is_read_in_the_order_of_the_tags(content: bytes, tmp_path: Path) -> None:
    """Every heading comes in the same order on the page as in the tree."""
    told = " ".join(poppler("pdftotext", "-raw", content=content, folder=tmp_path).split())
    at = 0
    for role, heading in reading.parts(content):
        if role in ("H1", "H2", "H3"):
            at = told.find(" ".join(heading.split()), at)
            assert at >= 0, heading
