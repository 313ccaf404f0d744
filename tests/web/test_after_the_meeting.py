"""A standpoint from the table to nine organisations' decisions, by the pages alone, and every page, file and
agenda that tells of it afterwards: the same figures and the same words everywhere."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from openpyxl import load_workbook

from councilflow.extensions import db
from councilflow.models import Attendance, Person
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.councils import Category, OrganisationKind
from councilflow.process.meeting import MeetingState, Presence
from councilflow.services import desk, people
from tests.documents.reading import text
from tests.reader import NotThere, Reader, words

pytestmark = [pytest.mark.one_database, pytest.mark.no_cover]  # many pages; other tests measure them

HELD, SIGNED = datetime(2026, 10, 2, 7, 0, tzinfo=UTC), datetime(2026, 10, 9, 12, 0, tzinfo=UTC)
LOOKED_AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
TITLE, WORDING = "Gemensam vuxenutbildning", "Rådet ställer sig bakom en gemensam antagning till yrkesvux."
SECRET, WITHHELD = "Hemlig stabsplats", "Rådet ställer sig bakom platsen i berget."
HIDDEN = (SECRET, WITHHELD)
NAME = f"§ 1/2026 {TITLE}"
PASSWORD = "gran-fjord-ljung-ockra"

REGION = "Region Västernorrland"
PLANNED, DECIDED, CHANGED = "Planerat", "Beslutat", "Beslutat med ändring"
REJECTED, NOT_NEEDED = "Avslag", "Krävs ej"
UNSETTLED = "Inte avgjort om det behövs"
NOTES = {"Timrå kommun": "Kommunen har inte råd.", "Ånge kommun": "Etapp två skjuts upp."}

Said = tuple[str, str, date | None, str]
"""State, body, day, §."""
ANSWERS: dict[str, Said] = {
    "Härnösands kommun": (NOT_NEEDED, "", None, ""),
    "Kramfors kommun": (PLANNED, "Kommunfullmäktige", date(2026, 12, 14), ""),
    "Sollefteå kommun": (DECIDED, "Kommunstyrelsen", date(2026, 11, 3), "§ 101"),
    "Sundsvalls kommun": (PLANNED, "Kommunstyrelsen", date(2026, 11, 2), ""),
    "Timrå kommun": (REJECTED, "Kommunstyrelsen", date(2026, 11, 10), "§ 87"),
    "Ånge kommun": (CHANGED, "Kommunfullmäktige", date(2026, 11, 16), "§ 55"),
    "Örnsköldsviks kommun": (DECIDED, "Kommunstyrelsen", date(2026, 10, 27), "§ 212"),
    REGION: (DECIDED, "Regionstyrelsen", date(2026, 11, 5), "§ 140"),
    "Nordmalings kommun": (UNSETTLED, "", None, ""),
}
IN_A_CELL = {UNSETTLED: "Ej svarat", CHANGED: "Ändrat"}
"""What the matrix calls them, where there is little room."""
CHAIN = "Örnsköldsviks kommun"
THEN: Said = (PLANNED, "Kommunfullmäktige", date(2027, 1, 25), "")
"""What the chain goes on with: its last step says where the organisation is."""
STANDS = ANSWERS | {CHAIN: THEN}
LATE = ("Sundsvalls kommun", "Nordmalings kommun")
SUMMED = "4 av 7 klara: 2 enligt ställningstagandet, 1 med ändring, 1 avslag; 1 har inte svarat; 2 är sena"
COUNTED = {UNSETTLED: 1, NOT_NEEDED: 1, PLANNED: 3, DECIDED: 2, CHANGED: 1, REJECTED: 1}
HOME = ("Sollefteå kommun", "Timrå kommun")
"""Those that have taken the meeting home."""

MONTHS = ("oktober", "november", "december", "januari")


def long(day: date) -> str:
    return f"{day.day} {MONTHS[(day.month - 10) % 12]} {day.year}"


class County:
    """A council of nine organisations, with a meeting that goes on and has come to its end."""

    def __init__(self, app: Any, make: Any) -> None:
        self.app, self.make = app, make
        host = make.organisation(REGION, kind=OrganisationKind.REGION)
        self.council = make.council(host=host)
        self.chair, self.secretary = make.chair(self.council), make.secretary(self.council)
        homes = [host, *(make.organisation(name) for name in ANSWERS if name != REGION)]
        self.homes = {one.name: one for one in homes}
        self.officials = {
            one.name: make.seat(self.council, Category.OFFICIAL, organisation_id=one.id) for one in homes
        }
        self.members = [make.seat(self.council, organisation_id=one.id) for one in homes[1:]]
        for person in (self.chair, self.secretary, self.members[0]):
            person.password_hash = people.hashed(PASSWORD)
        self._hold()
        self.readers: dict[int, Reader] = {}

    def _hold(self) -> None:
        by: dict[str, Any] = {"by": self.secretary, "now": HELD}
        self.meeting = self.make.meeting(self.council, starts_at=HELD, state=MeetingState.INVITED)
        self.item = self.make.item(self.meeting, title=TITLE, proposal=WORDING)
        hidden = {"is_secret": True, "secrecy_section": "18 kap. 13 § OSL", "proposal": WITHHELD}
        self.secret = self.make.item(self.meeting, title=SECRET, **hidden)
        told = self.make.item(self.meeting, kind=ItemKind.INFORMATION, title="Läget i länet", proposal="")
        desk.open_meeting(self.meeting, self.secretary, HELD)
        db.session.flush()
        away = sa.select(Attendance.id).where(Attendance.person_id == self.members[1].id)
        desk.call_roll(
            self.meeting, {db.session.scalars(away).one(): Presence.EXCUSED}, others=Presence.REMOTE, **by
        )
        desk.elect(self.meeting, [self.members[0].id], **by)
        for item, wording in ((self.item, WORDING), (self.secret, WITHHELD)):
            taken = {"wording": wording, "override": "Alla är överens."}
            desk.record_outcome(item, Outcome.CONSENSUS, **taken, **by)
        desk.record_outcome(told, Outcome.NOTED, **by)
        db.session.commit()

    def __getitem__(self, person: Person) -> Reader:
        """The person at a browser, on the first page."""
        if person.id not in self.readers:
            self.readers[person.id] = Reader(self.app.test_client().sign_in(person))
        return self.readers[person.id].open("/")

    def official(self, name: str) -> Reader:
        return self[self.officials[name]]

    def file(self, reader: Reader, link: str) -> bytes:
        """What the link leads to, as it is kept."""
        content: bytes = reader.client.get(reader.link(link)).data
        return content


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(HELD, tick=True) as clock:
        yield clock


def test_a_standpoint_from_the_table_to_nine_decisions(app, make, clock):
    county = County(app, make)
    close_and_sign(county, clock)
    everybody_is_asked(county)
    for number, name in enumerate(one for one in ANSWERS if ANSWERS[one][0] != UNSETTLED):
        clock.move_to(LOOKED_AT - timedelta(hours=40 - number))
        county.readers.clear()  # whoever comes back after weeks signs in again
        answer(county, name)
    clock.move_to(LOOKED_AT)
    county.readers.clear()
    for name in HOME:
        take_home(county, name)
    say_it_outwards(county)
    the_register_tells(county)
    the_matrix_tells(county)
    the_start_page_tells(county)
    the_next_agenda_tells(county)
    what_is_taken_home_tells(county)
    the_year_tells(county)


def close_and_sign(county: County, clock: Any) -> None:
    secretary = county[county.secretary].open(f"/meetings/{county.meeting.id}/close")
    secretary.press("Avsluta mötet")
    page = words(county.official("Timrå kommun").page)
    assert TITLE not in page, "nothing is in force, and nobody is asked, before the minutes are signed"
    county[county.secretary].open("/standpoints").says("Väntar på justering")
    clock.move_to(SIGNED)
    county.readers.clear()
    minutes = f"/meetings/{county.meeting.id}/minutes"
    county[county.secretary].open(minutes).press("Skicka för granskning")
    county[county.members[0]].open(minutes).choose("Jag godkänner protokollet").press("Lämna ditt svar")
    county[county.secretary].open(minutes).press("Lås protokollet")
    for person in (county.secretary, county.chair, county.members[0]):
        reader = county[person].open(f"{minutes}/sign").choose("Jag har läst protokollet")
        reader.write("Ditt lösenord", PASSWORD).press("Skriv under protokollet")
    county[county.secretary].open(minutes).says("Protokollet är justerat")


def everybody_is_asked(county: County) -> None:
    for name in ANSWERS:
        county.official(name).says(
            f"Skriv in ert formella beslut om {TITLE}", f"Återför mötet den 2 oktober 2026 i {name}"
        )


def task(reader: Reader, title: str, verb: str) -> Reader:
    """Take up something that waits: the first has a button of its own, the others lead on by their title."""
    try:
        return reader.follow(title)
    except NotThere:
        return reader.says(title).follow(verb)


def answer(county: County, name: str) -> None:
    """The organisation enters its own decision, from its first page on."""
    reader = task(
        county.official(name), f"Skriv in ert formella beslut om {TITLE}", "Till våra formella beslut"
    )
    reader.follow(f"Skriv in: {TITLE}, {name}")
    fill(reader, *ANSWERS[name], NOTES.get(name, ""))
    if name == CHAIN:
        reader.follow(f"Ändra: {name}").follow("Lägg till ett steg efter det sista")
        reader.write("Beslutande organ", THEN[1]).write("Planerat till den", THEN[2]).press(
            "Lägg till steget"
        )


def fill(reader: Reader, state: str, body: str, day: date | None, reference: str, note: str) -> None:
    reader.choose(state).write("Beslutande organ", body).write("Paragraf eller diarienummer", reference)
    if day is not None:
        reader.write("Planerat till den" if state == PLANNED else "Beslutat den", day)
    reader.write("Vad som ändrades, eller varför det blev avslag", note).press("Spara beslutet")
    reader.says("Beslutet är sparat")


def take_home(county: County, name: str) -> None:
    title = f"Återför mötet den 2 oktober 2026 i {name}"
    reader = task(county.official(name), title, "Hämta sammanfattningen")
    reader.follow("Notera återföringen").choose("Återförd").write("Forum", "Kommunfullmäktige")
    reader.write("Återfört den", date(2026, 11, 23)).press("Spara återföringen").says(
        "Återföringen är sparad"
    )


def say_it_outwards(county: County) -> None:
    """A letter that is sent, a question of the påverkansagenda, and something told, all of the standpoint."""
    secretary = county[county.secretary]
    mine = f"/councils/{county.council.id}"
    secretary.open(f"{mine}/speakers/new").write("Person", county.chair.name).write(
        "Från den", date(2026, 1, 1)
    ).press("Spara")
    here = f"/standpoints/{county.item.id}"
    secretary.open(here).follow("Gör en skrivelse av det").write("Rubrik", "Fler platser i yrkesvux")
    secretary.write("Mottagare", "Regeringen").choose("Antaget").write("Undertecknas av", county.chair.name)
    secretary.press("Spara yttrandet").says(NAME).follow("Granska och skicka")
    secretary.choose("Det är redan skickat på ett annat sätt").write(
        "Hur det är skickat, och till vem", "Med post"
    )
    secretary.write("Undertecknat den", date(2026, 11, 24)).write("Skickat den", date(2026, 11, 24))
    secretary.press("Granska").press("Ja, det är skickat")
    secretary.open(f"{mine}/advocacy/new").write("Rubrik", "Yrkesvux i glesbygd")
    secretary.write("Gemensamt budskap", "Ge länen ett eget anslag.").choose("Nationell").write(
        "Ställningstagande som det vilar på", NAME
    )
    secretary.press("Spara frågan")
    secretary.open(here).follow("Planera hur det berättas").write("Budskap", "Länet utbildar tillsammans.")
    secretary.choose("Pressmeddelande").write("Talesperson", county.chair.name).write(
        "Planerat till den", date(2026, 12, 1)
    )
    secretary.press("Spara")


def hides(*told: str) -> None:
    for page in told:
        assert not [word for word in HIDDEN if word in page]


def the_register_tells(county: County) -> None:
    for person in (county.secretary, county.chair, county.officials["Kramfors kommun"]):
        reader = county[person].open("/standpoints")
        reader.says("§ 1/2026", TITLE, "Konsensus", "I formell beslutsprocess", SUMMED)
        book = load_workbook(io.BytesIO(county.file(reader, "Arbetsbok (XLSX)"))).active
        rows = list(book.iter_rows(values_only=True))
        row = dict(zip(rows[0], rows[1], strict=True))
        figures = [row[f"Formella beslut, {head}"] for head in ("klara", "behövs")]
        figures += [row[head] for head in ("Varav med ändring", "Varav avslag", "Har inte svarat", "Sena")]
        assert (row["Ordalydelse"], *figures) == (WORDING, 4, 7, 1, 1, 1, 2)
        hides(words(reader.page), str(rows))
        reader.open(f"/standpoints/{county.item.id}").says(f"{SUMMED}.")
        for name in STANDS:
            decision = reader.page.xpath(f"//div[h3='{name}']")[0]
            told(words(decision), name)
            assert ("Sent" in words(decision)) == (name in LATE), name
        for outwards in ("Fler platser i yrkesvux", "Yrkesvux i glesbygd", "Länet utbildar tillsammans."):
            reader.says(outwards)


def told(place: str, name: str) -> None:
    """The place says where the organisation is, and every step of it."""
    for state, body, day, reference in {ANSWERS[name], STANDS[name]}:
        wanted = [state, body, long(day) if day else "", reference, NOTES.get(name, "")]
        assert not [word for word in wanted if word not in place], place


def the_matrix_tells(county: County) -> None:
    reader = county[county.secretary].open(f"/councils/{county.council.id}/formal-decisions")
    reader.says("2 beslut eller svar är sena", SUMMED, "I formell beslutsprocess")
    (line,) = reader.page.xpath("//tbody/tr")
    cells = {words(cell.xpath(".//span[@class='cf-item']")[0]): cell for cell in line.xpath("./td")}
    assert set(cells) == set(STANDS)
    for name, cell in cells.items():
        state = STANDS[name][0]
        assert words(cell.xpath(".//a")[0]) == f"{IN_A_CELL.get(state, state)} ({name})"
        assert ("Sent" in words(cell)) == (name in LATE), name
    book = load_workbook(io.BytesIO(county.file(reader, "Arbetsbok (XLSX)"))).active
    heads, row = list(book.iter_rows(values_only=True))[:2]
    said = dict(zip(heads, row, strict=True))
    for name, (state, body, day, reference) in STANDS.items():
        last = said[name].splitlines()[-1]
        note = NOTES.get(name, "")
        assert last == ", ".join(filter(None, (state, body, str(day or ""), reference, note)))
    overdue = reader.open(f"/councils/{county.council.id}/formal-decisions/overdue")
    late = overdue.page.xpath("//section[h2='Sena']//tbody/tr/th")
    assert {words(one) for one in late} == set(LATE)
    hides(words(line), str(row), words(overdue.page))


def the_start_page_tells(county: County) -> None:
    county[county.secretary].says("2 formella beslut eller svar är sena", "7 återföringar är sena")
    for name, (state, *_rest) in STANDS.items():
        page = words(county.official(name).page)
        assert (f"Skriv in ert formella beslut om {TITLE}" in page) == (state in (PLANNED, UNSETTLED)), name
        assert (f"i {name}" in page) == (name not in HOME), name
        hides(page)


def the_next_agenda_tells(county: County) -> None:
    """The standing item of the next meeting is filled by one press, and says it in these words."""
    coming = county.make.meeting(county.council, starts_at=datetime(2026, 12, 11, 8, 0, tzinfo=UTC))
    reader = county[county.secretary].open(f"/meetings/{coming.id}").follow("Uppföljning sedan förra mötet")
    reader.press("Lägg punkten på dagordningen").says("Uppföljningen står på dagordningen")
    reader.says(
        "Avslag sedan förra mötet",
        f"{NAME}: Timrå kommun, Kommunstyrelsen, 10 november 2026, § 87. Kommunen har inte råd.",
        "Beslutat med ändring sedan förra mötet",
        f"{NAME}: Ånge kommun, Kommunfullmäktige, 16 november 2026, § 55. Etapp två skjuts upp.",
        f"{NAME}: Sollefteå kommun, Kommunstyrelsen, 3 november 2026, § 101",
        f"{NAME}: {REGION}, Regionstyrelsen, 5 november 2026, § 140",
        f"{NAME}: {CHAIN}, Kommunstyrelsen, 27 oktober 2026, § 212",
        "Försenade beslut",
        f"{NAME}: Sundsvalls kommun, Kommunstyrelsen, planerat till den 2 november 2026",
        "Har inte svarat om ett eget beslut behövs",
        f"{NAME}: Nordmalings kommun",
        "Planerade beslut",
        f"{NAME}: Kramfors kommun, Kommunfullmäktige, planerat till den 14 december 2026",
        f"{NAME}: {CHAIN}, Kommunfullmäktige, planerat till den 25 januari 2027",
    )
    hides(words(reader.page))


def what_is_taken_home_tells(county: County) -> None:
    table = county[county.secretary].open(f"/councils/{county.council.id}/report-backs")
    (line,) = table.says("7 återföringar är sena").page.xpath("//tbody/tr")
    cells = {words(cell.xpath(".//span[@class='cf-item']")[0]): words(cell) for cell in line.xpath("./td")}
    assert {name for name, cell in cells.items() if "Återförd" in cell} == set(HOME)
    assert {name for name, cell in cells.items() if "Sent" in cell} == set(ANSWERS) - set(HOME)
    for name in STANDS:
        home = county.official(name).open(
            f"/meetings/{county.meeting.id}/report-back/{county.homes[name].id}"
        )
        page = words(home.page)
        files = [text(county.file(home, f"Hämta att {what} (PDF)")) for what in ("läsa", "visa")]
        for place in (page, *(" ".join(file.split()) for file in files)):
            assert WORDING in place
            owed_in(place, name)
            hides(place)


OWED = {
    UNSETTLED: "Vi ska säga om vi behöver fatta ett eget beslut. Senast den 8 november 2026.",
    NOT_NEEDED: "Vi behöver inte fatta något eget beslut.",
}


def owed_in(place: str, name: str) -> None:
    for state, body, day, reference in {ANSWERS[name], STANDS[name]}:
        if day is None:
            assert OWED[state] in place
        elif state == PLANNED:
            assert f"Beslut i {body} den {long(day)}." in place
        else:
            assert f"{state}: {body}, {long(day)}, {reference}" in place


def the_year_tells(county: County) -> None:
    reader = county[county.officials["Kramfors kommun"]].open(
        f"/councils/{county.council.id}/year-report/2026"
    )
    page = words(reader.page)
    printed = " ".join(text(county.file(reader, "Hämta som PDF")).split())
    book = load_workbook(io.BytesIO(county.file(reader, "Arbetsbok (XLSX)")))
    for place in (page, printed):
        for wanted in (TITLE, "I formell beslutsprocess", SUMMED):
            assert wanted in place
        for wanted in (
            "Ärende under sekretess",
            "Läget i länet",
            "Fler platser i yrkesvux",
            "24 november 2026",
        ):
            assert wanted in place
        for state, many in [*COUNTED.items(), ("Varav sena", 2), ("Återförd", 2), ("Öppen", 7)]:
            assert re.search(rf"{state}:? {many}(?!\d)", place), (state, place)
    assert next(book["Ställningstaganden"].iter_rows(min_row=2, values_only=True))[3:] == (
        "I formell beslutsprocess", 4, 1, 1, 7, 1, 2
    )  # fmt: skip
    after = {row[:2]: row[2] for row in book["Efter mötet"].iter_rows(min_row=2, values_only=True)}
    assert after == {
        **{("Formella beslut", state): many for state, many in COUNTED.items()},
        ("Formella beslut", "Varav sena"): 2,
        ("Återföring", "Öppen"): 7,
        ("Återföring", "Återförd"): 2,
        ("Återföring", "Varav sena"): 7,
    }
    hides(page, printed, str([row for sheet in book for row in sheet.iter_rows(values_only=True)]))
