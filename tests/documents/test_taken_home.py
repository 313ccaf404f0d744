"""The summary to take home, as a file to read and as pictures for a wall."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pikepdf
import pytest

from councilflow.documents import slides, taken_home
from councilflow.process.afterwards import EffortState, FormalState
from councilflow.process.consensus import Outcome
from councilflow.process.profiles import DissentKind, OutcomeWord
from councilflow.process.report_backs import Doing, HomeSummary, Owed, Taken, Told, View
from tests.documents.reading import text as text_of

pytestmark = pytest.mark.one_database
NOW = datetime(2026, 12, 7, 12, 0, tzinfo=UTC)

TAKEN = Taken(
    number=67,
    title="Gemensam vuxenutbildning",
    outcome=Outcome.CONSENSUS_NOTED,
    called=OutcomeWord.STANDPOINT,
    wording="Rådet står bakom att vuxenutbildningen planeras gemensamt i länet från 2027.",
    message="Fler vuxna ska kunna läsa nära hemmet.",
    shared_value="Ett bredare utbud.",
    contribution="Lokaler i Timrå.",
    views=(View(who="Ånge kommun", kind=DissentKind.DISSENTING_VIEW, text="Resorna blir för långa."),),
    owed=(Owed(state=FormalState.PLANNED, body="Kommunstyrelsen", on=date(2027, 1, 20)),),
    doing=(
        Doing(organisation="Timrå kommun", text="Kartlägger behoven", state=EffortState.ONGOING, is_own=True),
    ),
)
SUMMARY = HomeSummary(
    council="Samverkansrådet Västernorrland",
    host="Region Västernorrland",
    organisation="Timrå kommun",
    language="sv",
    met_on=date(2026, 12, 4),
    signed_on=date(2026, 12, 7),
    standpoints=(TAKEN,),
    others=(
        Told(number=66, title="Läget i tågtrafiken", outcome=Outcome.NOTED, called=OutcomeWord.STANDPOINT),
    ),
    next_on=date(2027, 2, 5),
    next_place="Härnösand",
)
EVERYTHING = (
    TAKEN.wording,
    "Fler vuxna ska kunna läsa nära hemmet.",
    "Lokaler i Timrå.",
    "Resorna blir för långa.",
    "Beslut i Kommunstyrelsen den 20 januari 2027.",
    "Kartlägger behoven",
    "Läget i tågtrafiken",
    "5 februari 2027, Härnösand",
)


@pytest.mark.parametrize("write", [taken_home.as_pdf, slides.as_pdf])
def test_both_files_tell_all_of_it_and_pass_the_gate(write):
    text = text_of(write(SUMMARY, now=NOW))
    for words in EVERYTHING:
        assert words in text


def test_the_pictures_are_sixteen_to_nine_and_a_view_is_as_large_as_the_wording():
    content = slides.as_pdf(SUMMARY, now=NOW)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        boxes = {tuple(float(side) for side in page.mediabox) for page in pdf.pages}
        assert boxes == {(0, 0, 960, 540)}
        assert len(pdf.pages) == 4, "title, what was agreed, what happens now, the rest"
        assert pdf.Root.MarkInfo.Marked


def test_a_long_wording_goes_on_over_more_pictures_and_another_language_is_spoken():
    long = replace(TAKEN, wording="Rådet står bakom detta mål. " * 120)
    content = slides.as_pdf(replace(SUMMARY, standpoints=(long,), language="nb"), now=NOW)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) > 4
        assert str(pdf.Root.Lang) == "nb-NO"


def test_what_is_taken_home_in_norway_is_numbered_as_it_is_there():
    text = text_of(taken_home.as_pdf(replace(SUMMARY, language="nn"), now=NOW))
    assert "Saksnr. 67" in text.replace("\u00a0", " ")
    assert "§" not in text
