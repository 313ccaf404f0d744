"""The invitation and the agenda as a file."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pytest

from councilflow.documents import memo
from councilflow.documents.agenda import as_pdf
from councilflow.documents.gate import findings
from councilflow.process.agenda import ItemKind, Reach
from councilflow.process.papers import AgendaEntry, Memo, PaperOrder
from councilflow.process.record import ArchiveFormat
from tests.documents import reading
from tests.documents.samples import NOW, paper


def test_the_invitation_tells_when_where_and_by_whom() -> None:
    told = reading.text(as_pdf(paper(), now=NOW))
    for part in (
        "Regionala samverkansrådet i Västernorrlands län Kallelse 4 december 2026",
        "fredag 4 december 2026 kl. 9.00–12.15",
        "Regionens hus, Härnösand",
        "Förbered hemma senast 2 december 2026",
        "Majoritetens ledamot i Sundsvall, ordförande, kallar till mötet.",
        "Kallelsen är utfärdad den 27 november 2026.",
        "Varje organisation svarar för sina egna resor.",
        "Samverkansråden är rådgivande. Ställningstaganden sker i konsensus.",
    ):
        assert part in told


def test_each_item_says_its_kind_its_link_and_what_to_prepare() -> None:
    """A88, A89 and A90 for the standpoint item."""
    told = reading.text(as_pdf(paper(), now=NOW))
    at = told.index("3. Gemensam inriktning")
    for part in (
        "Ställningstagande · 60 min · Dnr RUN/34/2026",
        "Bakgrund Rådet behandlade",
        "Förslag till ställningstagande Samverkansrådet ställer sig bakom inriktningen och enas om 1. att",
        "Koppling till RUS – Mål 2: En välutbildad befolkning",
        "Frågor att förbereda – Vad kan er organisation bidra med?",
        "Föredragande Kompetensstrategen, Region Västernorrland",
        "Bilagor Inriktning för kompetensförsörjning 2027–2030, version 3",
    ):
        at = told.index(part, at)


def test_an_agenda_that_is_not_issued_calls_itself_a_draft() -> None:
    draft = paper(issued_on=None, items=(AgendaEntry(position=1, title="Fråga", kind=None),))
    told = reading.text(as_pdf(draft, now=NOW))
    assert "Utkast till dagordning" in told
    assert "kallar till mötet" not in told
    assert "Inte bestämt" in told


@pytest.mark.parametrize("link", ['https://x.example.org/?a=1&b="2"', "javascript:alert(1)", "Teams <länk>"])
def test_any_link_passes_the_gate(link: str) -> None:
    content = as_pdf(paper(link=link), now=NOW)
    assert findings(content) == []
    assert link in reading.text(content)
    assert ("Link" in [role for role, _words in reading.parts(content)]) is link.startswith("https://")


@pytest.mark.parametrize("language", ["sv", "nb", "nn", "en"])
def test_the_paper_is_made_in_every_language(language: str) -> None:
    assert as_pdf(replace(paper(), language=language), now=NOW)


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert as_pdf(paper(), now=NOW) == as_pdf(paper(), now=NOW)


def test_an_archive_that_refuses_part_3_gets_part_2() -> None:
    content = as_pdf(paper(), now=NOW, archive=ArchiveFormat.PDFA_2A)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert b"<pdfaid:part>2</pdfaid:part>" in pdf.Root.Metadata.read_bytes()
    assert findings(content) == []


def test_the_papers_of_an_item_stand_in_the_order_of_the_field_and_only_what_is_filled_in() -> None:
    """D.3: Ärendet i korthet, Bakgrund, Förslag, Koppling till RUS, Bilagor; the rest where it is (A11)."""
    told = reading.text(memo.as_pdf(_memo(), now=NOW))
    at = 0
    for part in (
        "Tjänsteskrivelse Bostäder",
        "Ärendet i korthet Bostäder saknas.",
        "Bakgrund Länet växer.",
        "Rekommendation från Bostadsgruppen Säg ja.",
        "Förslag till ställningstagande Rådet enas.",
        "Koppling till RUS Mål 2",
        "Social: Alla får plats.",
        "4. God utbildning för alla",
        "Räckvidd Delar av länet: kusten",
        "Berörda organisationer Timrå kommun: upplåter mark",
        "Tidigare behandlat § 4",
        "Bilagor Kartan",
        "Finansiering EU",
    ):
        at = told.index(part, at)
    assert "Ekologisk" not in told
    assert "Samrådsfråga" not in told


def test_norwegian_papers_begin_with_what_is_proposed() -> None:
    """B1.24: Innstilling, Saksutgreiing, Vedlegg."""
    told = reading.text(memo.as_pdf(replace(_memo(), order=PaperOrder.NORWEGIAN), now=NOW))
    assert told.index("Rådet enas.") < told.index("Länet växer.") < told.index("Kartan")


def test_a_heading_divides_the_agenda_and_takes_no_number() -> None:
    entries = (
        AgendaEntry(position=1, title="Öppnande", kind=ItemKind.STANDING),
        AgendaEntry(position=None, title="Gemensamma frågor", kind=ItemKind.HEADING),
        AgendaEntry(position=2, title="Bostäder", kind=ItemKind.INFORMATION, background="Länet växer."),
    )
    content = as_pdf(paper(items=entries), now=NOW)
    assert findings(content) == []
    assert "1 Öppnande Stående punkt Gemensamma frågor 2 Bostäder" in reading.text(content)


def test_a_consultation_tells_what_is_asked_and_until_when() -> None:
    asked = AgendaEntry(
        position=1,
        title="Regionplanen",
        kind=ItemKind.CONSULTATION,
        consultation="Vad saknas?",
        answers_by=date(2026, 12, 1),
    )
    told = reading.text(as_pdf(paper(items=(asked,)), now=NOW))
    assert "Samrådsfråga Vad saknas? Svara senast den 1 december 2026." in told


def _memo() -> Memo:
    entry = AgendaEntry(
        position=3,
        title="Bostäder",
        kind=ItemKind.STANDPOINT,
        summary="Bostäder saknas.",
        background="Länet växer.",
        proposal="Rådet enas.",
        recommending="Bostadsgruppen",
        recommendation="Säg ja.",
        strategy_links=("Mål 2",),
        social="Alla får plats.",
        agenda_2030=(4,),
        reach=Reach.PARTS,
        reach_text="kusten",
        concerned=("Timrå kommun: upplåter mark",),
        earlier=("§ 4 den 3 mars 2026: Bostäder",),
        attachments=("Kartan",),
        acknowledgement="EU",
    )
    return Memo(council="Rådet", language="sv", day=date(2026, 12, 4), entry=entry)
