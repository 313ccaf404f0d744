"""Extracts and notices as files: whole, in their own language, and approved by the gate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from lxml import html

from councilflow.documents import extract, notice
from councilflow.documents.gate import findings
from councilflow.process.extracts import ExtractPaper, extract_of
from councilflow.process.notices import NoticePaper
from councilflow.process.record import ArchiveFormat
from tests.documents import reading
from tests.documents.samples import NOW, minutes


def extract_paper(**changes: object) -> ExtractPaper:
    made = extract_of(
        minutes(),
        47,
        number=3,
        recipient="Örnsköldsviks kommun",
        attested_by="Rådets sekreterare",
        attester_organisation="Region Västernorrland",
        approved_on=date(2026, 12, 15),
        made_on=date(2026, 12, 16),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def notice_paper(**changes: object) -> NoticePaper:
    of = minutes()
    made = NoticePaper(
        council=of.council,
        language="sv",
        host="Region Västernorrland",
        meeting_number=of.number,
        meeting_year=of.year,
        sittings=of.sittings,
        paragraphs=of.range,
        approved_on=date(2026, 12, 15),
        posted_on=date(2026, 12, 16),
        kept_at="Regionens hus, Härnösand, och regionens webbplats",
        posted_by="Rådets sekreterare",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_the_extract_holds_the_whole_paragraph_and_who_attests_it() -> None:
    told = reading.text(extract.as_pdf(extract_paper(), now=NOW))
    at = 0
    for part in (
        "Regionala samverkansrådet i Västernorrlands län Protokollsutdrag Nr 3/2026 till Örnsköldsviks",
        "4 december 2026 · Möte 6/2026",
        "Paragraf § 47",
        "Justerat 15 december 2026",
        "§ 47 Gemensam inriktning",
        "Samverkansrådets ställningstagande Samverkansrådet ställer sig bakom",
        "Avvikande synpunkter Timrå kommun begärde att följande antecknas:",
        "Utdraget bestyrks",
        "Utdraget är gjort den 16 december 2026",
        "inte en kvalificerad underskrift",
        "Sekreterare Rådets sekreterare Region Västernorrland",
    ):
        at = told.find(part, at)
        assert at >= 0, part


@pytest.mark.parametrize("archive", ArchiveFormat)
@pytest.mark.parametrize("language", ["sv", "nb", "nn", "en"])
def test_both_pass_the_gate_in_every_language(language: str, archive: ArchiveFormat) -> None:
    facts = {"now": NOW, "archive": archive}
    for content in (
        extract.as_pdf(extract_paper(language=language), **facts),  # type: ignore[arg-type]
        notice.as_pdf(notice_paper(language=language), **facts),  # type: ignore[arg-type]
    ):
        assert findings(content) == []


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert extract.as_pdf(extract_paper(), now=NOW) == extract.as_pdf(extract_paper(), now=NOW)
    assert notice.as_pdf(notice_paper(), now=NOW) == notice.as_pdf(notice_paper(), now=NOW)


ON_THE_NOTICE = (
    "Regionala samverkansrådet i Västernorrlands län",
    "4 december 2026 · Möte 6/2026",
    "15 december 2026",
    "16 december 2026",
    "6 januari 2027",
    "Regionens hus, Härnösand, och regionens webbplats",
    "Rådets sekreterare",
    "tre veckor",
)


def test_file_text_and_html_say_the_same() -> None:
    paper = notice_paper()
    file = reading.text(notice.as_pdf(paper, now=NOW))
    text = notice.as_text(paper)
    tree = html.fragment_fromstring(notice.as_html(paper))
    for part in ON_THE_NOTICE:
        assert part in file
        assert part in text
        assert part in tree.text_content()
    assert tree.get("lang") == "sv"


def test_a_notice_that_is_down_says_when_it_came_down() -> None:
    text = notice.as_text(notice_paper(taken_down_on=date(2027, 1, 8)))
    assert "Anslaget nedtaget: 8 januari 2027" in text
    assert "tas ner tidigast" not in text


def test_what_people_wrote_is_no_markup() -> None:
    made = notice.as_html(notice_paper(kept_at="<script>alert(1)</script> & <b>hus</b>"))
    tree = html.fragment_fromstring(made)
    assert tree.xpath("//script | //b") == []
    assert "<script>alert(1)</script> & <b>hus</b>" in tree.text_content()
