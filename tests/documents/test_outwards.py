"""The letter of a statement and the printed påverkansagenda: what they say, and that they pass the gate."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from councilflow.documents import advocacy, statement
from councilflow.documents.advocacy import AdvocacyEntry, AdvocacyPaper
from councilflow.documents.statement import StatementPaper
from tests.documents import reading

NOW = datetime(2026, 12, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize("language", ["sv", "nb", "nn", "en"])
def test_a_letter_has_the_paragraph_the_dissent_and_the_signatory(language):
    paper = StatementPaper(
        council="Regionala samverkansrådet",
        host="Region Västernorrland",
        kind="Yttrande",
        title="Svar om tågtrafiken",
        addressee="Regeringskansliet",
        text="Vi vill:\n- fler tåg\n- tätare turer",
        day=date(2026, 12, 4),
        language=language,
        registry_no="RS 2026:114",
        adopted="§ 6",
        dissents=[("Ånge kommun", "Bandelen vid Ånge saknas.")],
        signatory="Eva Berg, ordförande",
        signed_on=date(2026, 12, 4),
    )
    told = reading.text(statement.as_pdf(paper, now=NOW))
    for words in ("Regeringskansliet", "RS 2026:114", "§ 6", "Bandelen vid Ånge saknas.", "Eva Berg"):
        assert words in told
    assert statement.as_pdf(paper, now=NOW) == statement.as_pdf(paper, now=NOW)


def test_the_agenda_has_every_question_under_its_level_and_can_be_empty():
    tåg = AdvocacyEntry(title="Tåg", message="Fler tåg.", level="EU", state="Pågår", allies=["Trøndelag"])
    skog = AdvocacyEntry(title="Skog", message="Mer skog.", level="Nationell nivå", state="Planerad")
    facts = {"council": "Rådet", "language": "sv", "day": NOW.date()}
    told = reading.text(advocacy.as_pdf(AdvocacyPaper(entries=[tåg, skog], **facts), now=NOW))
    places = [told.index(words) for words in ("EU", "Tåg", "Trøndelag", "Nationell nivå", "Skog")]
    assert places == sorted(places)
    assert "ingen fråga" in reading.text(advocacy.as_pdf(AdvocacyPaper(entries=[], **facts), now=NOW))
