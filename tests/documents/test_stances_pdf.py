"""Where the organisations stand, as a file: approved by the gate, told in words, in its own language."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pytest

from councilflow.documents import stances
from councilflow.documents.gate import findings
from councilflow.process.preparation import Stance, summarise
from councilflow.process.profiles import OutcomeWord
from councilflow.process.stances import Owing, Said, StanceItem, StanceOf, StancePaper
from tests.documents import reading
from tests.documents.samples import NOW

pytestmark = pytest.mark.one_database

NAMES = ("Timrå kommun", "Ånge kommun", "Sollefteå kommun", "Länsstyrelsen")


def item(position: int, *held: Stance | None, **facts: object) -> StanceItem:
    usual = StanceItem(
        position=position,
        title="Länstransportplanen",
        is_standpoint=True,
        counted=summarise(len(held), [one for one in held if one]),
        stances=tuple(StanceOf(name, stance) for name, stance in zip(NAMES, held, strict=False)),
        said=(),
        answers=(),
    )
    return replace(usual, **facts)  # type: ignore[arg-type]


def paper(*items: StanceItem, **facts: object) -> StancePaper:
    usual = StancePaper(
        council="Regionala samverkansrådet",
        host="Region Västernorrland",
        language="sv",
        meeting_on=date(2026, 12, 4),
        as_of=date(2026, 11, 21),
        due=date(2026, 12, 2),
        complete=1,
        asked=4,
        called=OutcomeWord.STANDPOINT,
        items=items,
        owing=(Owing("Länsstyrelsen", "4", date(2026, 12, 3), False, True),),
    )
    return replace(usual, **facts)  # type: ignore[arg-type]


def test_the_file_tells_who_stands_where_and_their_words() -> None:
    said = Said("Ånge kommun", Stance.DISSENT, (("Synpunkt", "Mittbanan saknas."),), is_wanted=True)
    answers = (("Hur många tåg?", (("Timrå kommun", "Tolv."), ("Ånge kommun", "Sexton."))),)
    one = item(4, Stance.SUPPORT, Stance.DISSENT, Stance.NEEDS_MORE, None, said=(said,), answers=answers)
    told = reading.text(stances.as_pdf(paper(one), now=NOW))
    at = 0
    for part in (
        "1 av 4 organisationer har lämnat in alla hållningar.",
        "senast torsdag 3 december, efter förlängd tid",
        "Behöver mer underlag Sollefteå kommun",
        "Mittbanan saknas. Önskas till protokollet.",
        "Timrå kommun Tolv. Ånge kommun Sexton.",
    ):
        at = told.index(part, at)


def test_what_the_picture_shows_is_said_to_who_does_not_see_it() -> None:
    content = stances.as_pdf(paper(item(4, Stance.SUPPORT, Stance.SUPPORT, Stance.DISSENT, None)), now=NOW)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        told = [str(one.Alt) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]
    assert any("ställer sig bakom 2, avvikande synpunkt 1 och ej inlämnad 1" in words for words in told)


@pytest.mark.parametrize("language", ["sv", "nb", "nn", "en"])
def test_every_language_passes_the_gate(language: str) -> None:
    many = [item(n, *[Stance(s) for s in Stance]) for n in range(1, 41)]
    content = stances.as_pdf(paper(*many, language=language), now=NOW)
    assert findings(content) == []


def test_a_meeting_without_standpoints_has_no_picture() -> None:
    content = stances.as_pdf(paper(item(4, is_standpoint=False), owing=()), now=NOW)
    assert "I en bild" not in reading.text(content)
