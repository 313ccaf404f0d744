"""How the minutes fall on their pages: long views, long tables, long names, and what is left out."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest

from councilflow.documents.finish import finish
from councilflow.documents.layout import Writer
from councilflow.documents.minutes import as_pdf
from councilflow.documents.paragraph import write_paragraph
from councilflow.documents.sheet import Front
from councilflow.process.minutes import Dissent, Minutes
from tests.documents import reading
from tests.documents.samples import NOW, minutes, standing, standpoint


@pytest.fixture(scope="module")
def content() -> bytes:
    return as_pdf(minutes(), now=NOW)


def short(**changes: object) -> Minutes:
    """Minutes of one paragraph."""
    return minutes(attendance=(), paragraphs=(replace(standpoint(47), **changes),))  # type: ignore[arg-type]


def text_of(value: Minutes) -> str:
    return reading.text(as_pdf(value, now=NOW))


LONG_VIEW = "\n".join(f"{n}. Kommunen anser att medfinansieringen måste vara klarlagd." for n in range(60))


def test_a_long_dissent_stands_as_an_appendix_with_a_line_in_its_paragraph() -> None:
    """H.3; word for word, and found from the contents and the list of attachments."""
    views = (Dissent(organisation="Timrå", text=LONG_VIEW), Dissent(organisation="Ånge", text="Kort."))
    value = minutes(paragraphs=(replace(standpoint(47), dissents=views), standing(48, "Slut", "Slut.")))
    told = text_of(value)
    title = "Bilaga 1: Avvikande synpunkt till § 47, Timrå"
    for part in (
        f"{title} 4",  # the contents
        "Timrå begärde att följande antecknas: Texten är lång och står ord för ord i bilaga 1.",
        "Ånge begärde att följande antecknas: Kort.",
        f"– {title}",  # the list
        f"{title} Timrå begärde att följande antecknas: {' '.join(LONG_VIEW.split())} Underskrifter",
    ):
        assert part in told
    assert told.count("Kommunen anser") == 60


def test_an_extract_has_no_appendices() -> None:
    """A single § carries everything itself."""
    writer = Writer(Front(title="x", author="x", subject="x", language="sv", running_head="x"))
    writer.heading(1, "Utdrag")
    write_paragraph(
        writer, replace(standpoint(47), dissents=(Dissent(organisation="Timrå", text=LONG_VIEW),))
    )
    assert " ".join(LONG_VIEW.split()) in reading.text(finish(writer.drawn(), now=NOW))


def test_a_presenter_of_many_items_is_told_by_ranges(content: bytes) -> None:
    assert "Region Västernorrland, § 47 och § 54–55 Frånvarande" in reading.text(content)


def test_a_long_table_begins_under_its_heading_and_breaks_between_rows() -> None:
    people = [replace(minutes().attendance[0], name=f"Person {n} {'med långt namn ' * 4}") for n in range(90)]
    told = reading.pages(as_pdf(minutes(attendance=tuple(people), paragraphs=()), now=NOW))
    assert "Närvarande Ledamöter Namn Organisation Uppdrag Deltog Person 0" in told[0]
    for page in told[1:3]:
        assert page.startswith("Person ")
        assert page.endswith("på plats")


def test_a_row_that_is_longer_than_a_page_goes_on_over_it() -> None:
    person = replace(minutes().attendance[0], organisation="ett mycket långt namn " * 150)
    told = text_of(minutes(attendance=(person,) * 4, paragraphs=()))
    assert told.count("ett mycket långt namn") == 600


def test_all_signatures_stand_on_one_page(content: bytes) -> None:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert {field.P.objgen for field in pdf.Root.AcroForm.Fields} == {pdf.pages[-1].obj.objgen}
    assert reading.pages(content)[-1].startswith("Underskrifter Protokollet skrivs under elektroniskt.")


def test_a_single_paragraph_needs_no_contents() -> None:
    assert "Innehåll Paragraf" not in text_of(short())
    assert ("H2", "Innehåll") not in reading.parts(as_pdf(short(), now=NOW))


LONG = "Örnsköldsvik–Härnösand " * 60


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(
            short(wording=LONG * 8, dissents=(Dissent(organisation="Timrå", text=LONG * 12),)), id="pages"
        ),
        pytest.param(short(title=LONG * 9, registry_no="x" * 900, attachments=(LONG,)), id="title"),
        pytest.param(
            minutes(
                attendance=tuple(
                    replace(person, name=LONG * 3, organisation="o" * 4000)
                    for person in minutes().attendance[:4]
                )
            ),
            id="roll",
        ),
        pytest.param(
            minutes(
                council=LONG * 9,
                chair=LONG * 9,
                signatories=(replace(minutes().signatories[0], name=LONG * 9),),
            ),
            id="names",
        ),
        pytest.param(minutes(paragraphs=(), attendance=(), signatories=(), recipients=()), id="nothing"),
        pytest.param(
            short(title="%later-0% </font> <b>&amp;</b>", background="%later-1%\n%s %(x)s"), id="signs"
        ),
    ],
)
def test_unusual_minutes_pass_the_gate_too(value: Minutes) -> None:
    assert as_pdf(value, now=NOW)


def test_a_long_dissent_goes_on_over_the_page_whole() -> None:
    assert LONG.strip() in text_of(short(dissents=(Dissent(organisation="Timrå", text=LONG),)))
