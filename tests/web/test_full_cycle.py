"""A full cycle before two meetings, by the pages alone: from twelve proposals to two packages, and what each
role sees at the end.

Nobody knows an address here: everybody follows links, fills in fields by their labels and presses buttons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine

from councilflow.extensions import db
from councilflow.models import Mail
from councilflow.process.councils import Category
from councilflow.services import packages
from councilflow.services.example.accounts import PASSWORD
from councilflow.services.example.county import load_county
from tests.conftest import NOW, Client, Make
from tests.documents import reading
from tests.documents.test_package import pages
from tests.reader import NotThere, Reader, words

# Many pages; other tests measure them.
pytestmark = [pytest.mark.long, pytest.mark.one_database, pytest.mark.no_cover]

PRIVATE = "Härnösand har inte bestämt sig om Vivsta"
SAMRAD = "Samordnad upphandling"
CALLED, ANSWERS_BY = datetime(2027, 1, 7, 9, 0, tzinfo=UTC), date(2027, 1, 19)
REGIONAL, JOINT = date(2027, 1, 22), date(2027, 2, 5)
PROPOSERS = {
    "tjansteperson@harnosand": ("Bostäder för unga",),
    "tjansteperson@kramfors": ("Nattåg till kusten", "Skolskjuts över gränser"),
    "tjansteperson@solleftea": ("Vårdutbildning i glesbygd",),
    "tjansteperson@sundsvall": ("Godsnav i Tunadal", "Kulturskolor tillsammans"),
    "tjansteperson@timra": ("Gemensam vuxenutbildning",),
    "tjansteperson@ange": ("Bergsåkerstriangeln",),
    "tjansteperson@ornskoldsvik": ("Laddstolpar längs E4", "Gemensam växel"),
    "strateg@region": ("Länstransportplanen",),
    "landshovding@lansstyrelsen": ("Beredskap för elavbrott",),
}
"""Twelve issues from nine organisations."""


TITLES = [title for listed in PROPOSERS.values() for title in listed]
ITEMS = TITLES[:6]
NUMBERS = {title: number for number, title in enumerate([*ITEMS, SAMRAD], 2)}
FIELDS = {
    "note": "Vad ni kom fram till",
    "gains": "Vi vinner, och vi avstår",
    "view": "Er avvikande synpunkt, eller det underlag ni saknar",
}
SUPPORT, DISSENT = "Vi ställer oss bakom och avstår något", "Vi har en avvikande synpunkt"
VIEW = "Hyrorna måste redovisas först."
MORE_TIME = date(2027, 1, 21)


class County:
    """Everybody of the county at a browser of their own."""

    def __init__(self, app) -> None:
        self.app = app
        loaded = load_county(now=NOW)
        self.people = loaded.people
        loaded.council.has_substitutes = True
        ange, make = loaded.organisations["ange"], Make()
        substitute = make.person("Ersättare, Ånge", email="ersattare@ange.example")
        make.seat(loaded.council, Category.SUBSTITUTE, person=substitute, organisation_id=ange.id)
        db.session.commit()
        self.readers: dict[str, Reader] = {}

    def __getitem__(self, account: str) -> Reader:
        if account not in self.readers:
            client: Client = self.app.test_client()
            if account:
                client.sign_in(db.session.merge(self.people[account]))
            self.readers[account] = Reader(client)
        return self.readers[account]

    def by_mail(self, account: str, kind: str) -> Reader:
        """Somebody who follows the link in the newest mail about the first meeting, without signing in."""
        found = [one for one in letters(f"{account}.example") if "22 januari" in one and f"/{kind}/" in one]
        (link,) = set(re.findall(rf"https?://[^/\s]+(/{kind}/[^\s?]+)", found[-1]))
        return Reader(self.app.test_client()).open(link)


def letters(address: str) -> list[str]:
    """What stands in the mails to an address, the oldest first."""
    rows = db.session.scalars(sa.select(Mail).where(Mail.to_address == address).order_by(Mail.id))
    return [text_of(row) for row in rows]


def text_of(mail: Mail) -> str:
    body = message_from_bytes(mail.message, policy=SMTP).get_body(("plain",))
    return str(body.get_content())  # type: ignore[union-attr]  # every letter has one


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(NOW, tick=True) as clock:
        yield clock


@pytest.fixture
def county(app, database, clock) -> County:
    return County(app)


def test_a_full_cycle_before_two_meetings(county, clock):
    propose(county)
    regional, joint = plan(county)
    prepare(county, regional, joint)
    clock.move_to(CALLED)
    county.readers.clear()  # whoever comes back after weeks signs in again
    for meeting in (regional, joint):
        call(county, meeting)
    answer(county, regional)
    change_late(county, regional)
    prepare_at_home(county, regional)
    hand_in_by_mail(county, regional)
    rank(county, joint)
    package(county, regional)
    look_at_the_end(county, regional, joint)


def propose(county: County) -> None:
    for account, titles in PROPOSERS.items():
        for title in titles:
            reader = county[account].open("/").follow("Föreslå en fråga till Regionala samverkansrådet")
            reader.write("Rubrik", title).write("Utmaning", f"Ingen löser det ensam: {title.lower()}.")
            reader.write("Varför nu, och varför tillsammans", "Vi har talat om det i två år.")
            reader.press("Föreslå frågan").says(title, "Föreslagen")


def plan(county: County) -> tuple[str, str]:
    found = []
    for council, day in (("Regionala samverkansrådet", REGIONAL), ("Stora samverkansrådet", JOINT)):
        reader = county["sekreterare@region"].open("/meetings").follow(f"Planera ett möte i {council}")
        reader.write("Dag", day).write("Börjar", "09:00").write("Slutar", "16:00")
        reader.choose("Digitalt").write("Länk till det digitala mötet", "https://mote.example/rad")
        found.append(reader.press("Planera mötet").address)
    return found[0], found[1]


def prepare(county: County, regional: str, joint: str) -> None:
    """The group answers twelve proposals, and makes of ten of them and of its own two agendas of forty."""
    preparer = county["utveckling@timra"]
    answers = {TITLES[-2]: "Avböj", TITLES[-1]: "Låt vila"}
    for title in TITLES:
        preparer.open("/").follow("Läs och svara")  # the first of those that wait
        step = answers.get(title, "Ta upp till beredning")
        preparer.choose(step)
        if step != "Ta upp till beredning":
            preparer.write("Skäl till den som föreslog frågan", "Region och stat talar redan om det.")
        preparer.press("Spara svaret")
    workspace(preparer, joint).press("Gör mötet gemensamt")
    for title in ITEMS:
        workspace(preparer, regional).press(f"Sätt upp: {title}")
    for title in TITLES[6:10]:
        workspace(preparer, joint).press(f"Sätt upp: {title}")
    for number, title in enumerate(TITLES[:10]):
        workspace(preparer, regional if number < 6 else joint).follow(title)
        complete(preparer, number).press("Spara punkten")
    for meeting, count in ((regional, 10), (joint, 16)):
        for number in range(count):
            workspace(preparer, meeting).follow("Lägg till en punkt").write(
                "Rubrik", f"Lägesrapport {number + 1}"
            )
            preparer.choose("Information").write("Tid", 5)
            complete(preparer, None).press("Lägg till punkten")
    special(preparer, regional, joint)
    preparer.open(regional).says("18 punkter")
    preparer.open(joint).says("22 punkter", "Gemensamt möte")


def special(preparer: Reader, regional: str, joint: str) -> None:
    """One samråd, one file, one item that both councils are to take a stand on, one list to rank."""
    workspace(preparer, regional).follow("Lägesrapport 1").choose("Samråd").write("Rubrik", SAMRAD)
    preparer.write("Samrådsfråga", "Hur samordnar vi upphandlingen?").write("Svar senast", ANSWERS_BY)
    preparer.press("Spara punkten")
    workspace(preparer, regional).follow("Lägesrapport 2").upload("Nya bilagor", pages("Karta"), "karta.pdf")
    preparer.press("Spara punkten").says("karta")
    workspace(preparer, joint).follow("Gemensam vuxenutbildning").choose("Båda råden", "Frågan är förberedd")
    preparer.press("Spara punkten")
    preparer.open(joint).follow("Lägesrapport 1").follow("Prioriteringslista").follow(
        "Skriv in vad som ska rangordnas"
    )
    preparer.write("Vad ska rangordnas?", "Vad är viktigast för länet?")
    preparer.write("Egna rader", "Mittbanan\nÅdalsbanan\nFlyget").press("Spara listan")


def complete(reader: Reader, number: int | None) -> Reader:
    """The texts that an item must have before the invitation may go."""
    reader.write("Bakgrund", "Underlaget är gemensamt för länet.")
    reader.choose("Matchning på arbetsmarknaden", of="Koppling till RUS")
    reader.write("Hur hänger frågan ihop med RUS?", "Fler får en utbildning som leder till arbete.")
    if number is not None:
        reader.choose("Ställningstagande").write("Tid", 20)
        reader.write("Förslag till ställningstagande", "Rådet ställer sig bakom.")
    return reader


def workspace(reader: Reader, meeting: str) -> Reader:
    return reader.open(meeting).follow("Ändra ordning och tider, eller lägg till punkter")


def call(county: County, meeting: str) -> None:
    county["utveckling@timra"].open(meeting).press("Dagordningen är beredd")
    chair = county["ordforande@region"].open(meeting).follow("Fastställ dagordningen")
    chair.press("Fastställ dagordningen").open(meeting).follow("Granska och skicka kallelsen")
    chair.says("Ledamöter").press("Skicka kallelsen").says("Kallelsen är skickad")


def answer(county: County, meeting: str) -> None:
    """One comes; one does not, and the next substitute is asked and serves; the silent are reminded."""
    county.by_mail("majoritet@kramfors", "answer").press("Kommer").says("Kommer")
    county.by_mail("majoritet@ange", "answer").press("Kommer inte")
    secretary = (
        county["sekreterare@region"].open("/").follow("Fråga ersättare till mötet den 22 januari 2027")
    )
    secretary.follow("Fråga Ersättare, Ånge").press("Skicka frågan")
    county.by_mail("ersattare@ange", "answer").says("Du står på tur som ersättare").press("Kommer")
    secretary.open(meeting).follow("Vilka som fått kallelsen och svarat")
    secretary.says("I stället för Ledamot för majoriteten, Ånge").follow("Se och skicka påminnelser")
    before = len(letters("majoritet@timra.example"))
    secretary.press(secretary.button("Påminn"))
    assert len(letters("majoritet@timra.example")) == before + 1


def change_late(county: County, meeting: str) -> None:
    """An item that has gone out is changed; those it concerns are told once."""
    workspace(county["utveckling@timra"], meeting).follow("Nattåg till kusten").write(
        "Bakgrund", "Nya siffror."
    )
    county["utveckling@timra"].press("Spara punkten")
    chair = county["ordforande@region"].open("/").follow("Läs ändringarna").press("Skicka ändringarna")
    chair.says("Ändringarna är skickade")
    assert "Nattåg till kusten" in letters("majoritet@timra.example")[-1]
    room(county["tjansteperson@timra"], meeting).says("Ändrad efter kallelse")


def room(reader: Reader, meeting: str, item: str = "") -> Reader:
    """The organisation's own room, or its page for one item."""
    reader.open(meeting).follow("Förbered")
    return reader.follow(f"{NUMBERS[item]}. {item}") if item else reader


def write(county: County, account: str, meeting: str, item: str, stance: str, **said: str) -> Reader:
    reader = room(county[account], meeting, item)
    reader.choose(stance).write("Var har ni talat om frågan?", "Kommunstyrelsen")
    for label, words_of in said.items():
        reader.write(FIELDS[label], words_of)
    return reader


def prepare_at_home(county: County, meeting: str) -> None:
    """Two hand in, one asks for time, one answers the samråd, one by mail; one keeps a draft to itself."""
    first = ITEMS[0]
    write(
        county, "tjansteperson@timra", meeting, first, SUPPORT, gains="Vi vinner hyresrätter, vi avstår mark."
    )
    hand_in(county["tjansteperson@timra"])
    write(county, "tjansteperson@sundsvall", meeting, first, DISSENT, view=VIEW).choose(
        "Önskas till protokollet"
    )
    hand_in(county["tjansteperson@sundsvall"])
    home = write(county, "tjansteperson@harnosand", meeting, first, DISSENT, view=PRIVATE, note=PRIVATE)
    home.press("Spara utkast")
    home.write("Skriv till dina kollegor", PRIVATE).press("Spara kommentaren")
    write(county, "tjansteperson@kramfors", meeting, first, SUPPORT, note="Klart hemma.").press(
        "Spara utkast"
    )
    answering = room(county["tjansteperson@timra"], meeting, SAMRAD)
    hand_in(answering.write("Ert svar på samrådet", "Genom en gemensam inköpscentral."))
    asking = room(county["tjansteperson@solleftea"], meeting).choose(f"Välj punkt 3, {ITEMS[1]}")
    asking.press("Be om mer tid").write("Ni lämnar in senast", MORE_TIME).write(
        "Varför ni behöver mer tid", "Styrelsen möts då."
    )
    asking.press("Skicka")
    leading = county["sekreterare@region"].open(meeting).follow("Organisationernas hållning").follow("Svara")
    leading.choose("Ge mer tid").press("Svara").says("gav mer tid")


def hand_in(reader: Reader) -> None:
    reader.press("Granska och lämna in").press("Lämna in")


def hand_in_by_mail(county: County, meeting: str) -> None:
    """Kramfors has written at home; its member hands in by a link in a mail, with the password alone."""
    secretary = county["sekreterare@region"].open(meeting).follow("Organisationernas hållning")
    secretary.follow(f"Skicka länk: 2. {ITEMS[0]}").press("Skicka länkarna")
    member = county.by_mail("majoritet@kramfors", "act").write("Ditt lösenord", PASSWORD).press("Fortsätt")
    member.says("Klart hemma.").press("Lämna in").says("Det är inlämnat")


def rank(county: County, joint: str) -> None:
    """Two organisations rank what the joint meeting is to rank."""
    for account in ("majoritet@timra", "majoritet@ange"):
        reader = county[account].open(joint).follow("Lägesrapport 1").follow("Prioriteringslista")
        reader.follow("Rangordna").press("Lämna in rangordningen").says("Er rangordning är inlämnad")
    leading = county["ordforande@region"].open(joint).follow("Lägesrapport 1").follow("Prioriteringslista")
    leading.says("2 av 8 organisationer har lämnat in sin ordning").follow(
        "Skriv in den gemensamma ordningen"
    )
    leading.write("Så kom rådet fram till ordningen", "Rådet enades efter samtal.").press(
        "Skriv in ordningen"
    )
    leading.says("Rådet enades efter samtal.")


def package(county: County, meeting: str) -> None:
    """Asked for by one, made in the background, fetched by another."""
    county["sekreterare@region"].open(meeting).follow("Alla handlingar i ett paket").press("Gör paketet")
    folder = Path(county.app.config["DATA_DIR"])
    db.session.commit()
    assert packages.make_next(folder=folder, clock=lambda: datetime.now(UTC))
    reader = county["majoritet@timra"].open(meeting).follow("Alla handlingar i ett paket")
    with reader.client.get(reader.link("Hämta som PDF")) as made:
        assert made.data.startswith(b"%PDF-")
        told = reading.text(made.data)
    assert ITEMS[0] in told
    assert "Vivsta" not in told


OUTSIDE = (
    "ordforande@region",
    "sekreterare@region",
    "utveckling@timra",
    "majoritet@timra",
    "tjansteperson@timra",
    "landshovding@lansstyrelsen",
    "regiondirektor@region",
    "forvaltare@region",
    "utveckling@harnosand",
)


def look_at_the_end(county: County, regional: str, joint: str) -> None:
    county["foretradare@aktor1"].open(joint).says("22 punkter", "Båda råden", "Regionala")
    summary = county["ordforande@region"].open(regional).follow("Organisationernas hållning")
    summary.says(VIEW, "Vi vinner hyresrätter, vi avstår mark.", "Klart hemma.", "Har fått mer tid")
    told = reading.text(summary.client.get(summary.link("Hämta som PDF")).data)
    assert VIEW in told
    assert "Hyrorna" not in words(county["majoritet@timra"].open(regional).page)
    for account in OUTSIDE:
        for address in pages_around(county[account], regional):
            with county[account].client.get(address, follow_redirects=True) as answer:
                assert PRIVATE.encode() not in answer.data, (account, address)
    for row in db.session.scalars(sa.select(Mail)):
        assert PRIVATE not in text_of(row)
    room(county["majoritet@harnosand"], regional, ITEMS[0]).says(PRIVATE)


def pages_around(reader: Reader, meeting: str) -> list[str]:
    """All that the meeting's page leads to; of the items the first that is prepared, with its own pages."""
    try:
        reader.open(meeting)
    except NotThere:
        return []
    found = {str(one.get("href")) for one in reader.page.iter("a")}
    items = [one for one in found if one.startswith("/items/")]
    first = [reader.link(title) for title in ITEMS[:1] if title in words(reader.page)]
    around = ("", "/preparation", "/preparation/history", "/history", "/consultation", "/memo.pdf")
    own = [f"{item}{page}" for item in first for page in around]
    return sorted({one for one in found if one.startswith("/")} - set(items) | set(own))
