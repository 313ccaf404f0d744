"""The meeting itself, at the real server with several people at once, each in a browser of their own.

A joint meeting of two days, from the first roll call to the draft of its minutes; and a monthly digital one
in which lines go dead and nobody loses anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from councilflow.extensions import db
from councilflow.models import AgendaItem, Presenter, SpeakerRequest
from councilflow.process.agenda import ItemKind
from councilflow.process.councils import BodyKind, Category, OrganisationKind, Side
from councilflow.process.meeting import MeetingForm, MeetingState, Presence
from councilflow.process.preparation import Stance
from councilflow.services import desk, journal, preparation
from councilflow.services.desk import table
from tests.browser.axe import hold_open_to_everybody
from tests.browser.windows import press, window
from tests.served import Served, cookie

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.no_cover]

FIRST_DAY = datetime(2026, 12, 3, 11, 0, tzinfo=UTC)  # noon in Härnösand
SECOND_DAY = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)


class Room:
    """The people of a meeting and where they are; each has a browser of their own."""

    def __init__(self, browser: Browser, served: Served, app: Any) -> None:
        self.browser, self.served, self.app = browser, served, app
        self.pages: dict[str, Page] = {}
        self.cookies: dict[str, str] = {}

    def seat(self, name: str, person: Any) -> Any:
        self.cookies[name] = cookie(self.app, person)
        return person

    def page(self, name: str, of: str = "") -> Page:
        """Another window is named, and says whose it is."""
        if name not in self.pages:
            key, _, value = self.cookies[of or name].partition("=")
            signed_in = {"name": key, "value": value, "url": self.served.url}
            self.pages[name] = window(self.browser, signed_in)
        return self.pages[name]

    def goto(self, name: str, path: str, of: str = "") -> Page:
        self.page(name, of).goto(self.served.url + path)
        return self.pages[name]

    def leave(self) -> None:
        for page in self.pages.values():
            page.context.close()


@pytest.fixture
def room(browser: Browser, app: Any, database: None) -> Iterator[Room]:
    served = Served(app, clocked=True)
    served.set_clock(FIRST_DAY)
    served.start()
    made = Room(browser, served, app)
    yield made
    made.leave()
    served.kill()


def part(page: Page, name: str) -> Locator:
    return page.locator(f"[data-part={name}]")


def sees(page: Page, name: str, words: str) -> None:
    expect(part(page, name)).to_contain_text(words)


def answer(page: Page, who: str, what: str) -> None:
    page.get_by_role("group", name=who).get_by_label(what, exact=True).check()


def look(page: Page) -> None:
    hold_open_to_everybody(page, (320, 1280))


class Joint:
    """Regionala and Stora together, lunch to lunch."""

    def __init__(self, make: Any, room: Room) -> None:
        self.room = room
        self.council = make.council("Regionala samverkansrådet", short_name="Regionala")
        self.wide = make.council(
            "Stora samverkansrådet",
            short_name="Stora",
            kind=BodyKind.WIDE_COUNCIL,
            includes_id=self.council.id,
            host=self.council.host,
        )
        timra, ange = make.organisation("Timrå kommun"), make.organisation("Ånge kommun")
        business = make.organisation("Företagarna", kind=OrganisationKind.COMPANY)
        seat, here = room.seat, self.council
        seat("chair", make.chair(here, name="Anna Ordförande"))
        seat("secretary", make.secretary(self.wide, name="Sven Sekreterare"))
        eva = seat("eva", make.seat(here, name="Eva Timrå", organisation_id=timra.id))
        make.seat(here, name="Nils Borta", organisation_id=timra.id, side=Side.OPPOSITION)
        olle = seat("olle", make.seat(here, name="Olle Ånge", organisation_id=ange.id))
        seat("lena", make.seat(here, name="Lena Sen", organisation_id=ange.id, side=Side.OPPOSITION))
        make.seat(here, Category.SUBSTITUTE, name="Stina Ersättare", organisation_id=timra.id)
        make.seat(self.wide, Category.ACTOR, name="Frida Företagare", organisation_id=business.id)
        self.meeting = make.meeting(
            self.wide,
            is_joint=True,
            state=MeetingState.INVITED,
            starts_at=FIRST_DAY,
            ends_at=FIRST_DAY + timedelta(days=1),
            form=MeetingForm.HYBRID,
        )
        self.plan = make.item(
            self.meeting,
            title="Länstransportplanen",
            of_council_id=here.id,
            proposal="Rådet tillstyrker planen.",
        )
        self.fund = make.item(self.meeting, title="Fonden", of_council_id=self.wide.id, is_prepared=True)
        self.news = make.item(self.meeting, title="Läget", kind=ItemKind.INFORMATION, proposal="")
        self.plan.presenters.append(Presenter(name="Per Ek", title="", organisation=""))
        for person, home in ((eva, timra), (olle, ange)):
            make.draft(self.plan, person, home, stance=Stance.SUPPORT)
            preparation.submit(self.plan, home.id, by=person, now=FIRST_DAY - timedelta(days=3))
        db.session.commit()
        self.at = f"/meetings/{self.meeting.id}"
        self.items = [f"/items/{one.id}" for one in (self.plan, self.fund, self.news)]
        db.session.commit()


def test_a_joint_meeting_of_two_days_is_led_from_the_first_roll_to_the_draft(room: Room, make: Any) -> None:
    joint = Joint(make, room)
    open_and_call(room, joint)
    follow_together(room, joint)
    settle_the_wording(room, joint)
    sleep_over_it(room, joint)
    finish(room, joint)


def open_and_call(room: Room, joint: Joint) -> None:
    page = room.goto("secretary", f"{joint.at}/desk")
    press(page, "Öppna mötet")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Upprop")
    answer(page, "Nils Borta", "Anmält förhinder")
    answer(page, "Lena Sen", "Frånvarande")
    answer(page, "Frida Företagare", "På distans")
    press(page, "Alla övriga är på plats")
    page.get_by_label("Eva Timrå").check()
    press(page, "Spara valet")
    page.goto(f"{room.served.url}{joint.at}/serving")
    press(page, "Låt Stina Ersättare tjänstgöra")


def follow_together(room: Room, joint: Joint) -> None:
    live = f"{joint.at}/live"
    chair, eva, olle = (room.goto(name, live) for name in ("chair", "eva", "olle"))
    wall = room.goto("wall", f"{live}/screen", of="secretary")
    press(chair, "Ta upp punkt 1")
    for page in (chair, eva, olle):
        sees(page, "now", "Länstransportplanen")
    sees(wall, "wall", "Länstransportplanen")
    sees(wall, "wall", "Regionala")  # whose the item is

    room.goto("secretary", f"{joint.at}/presence")  # Lena comes when the item is up
    page = room.pages["secretary"]
    page.get_by_label("Vem?").select_option(label="Lena Sen, Ånge kommun")
    answer(page, "Vad händer?", "Är på plats")
    press(page, "Anteckna")
    sees(eva, "presence", "Ledamöter: 4 av 5")

    press(eva, "Begär ordet")
    sees(chair, "speakers", "Eva Timrå")
    press(chair, "Ge ordet till Eva Timrå")
    expect(eva.get_by_text("Du har ordet.")).to_be_visible()
    press(olle, "Begär replik")
    sees(chair, "speakers", "replik")
    press(chair, "Ge ordet till Olle Ånge")
    press(chair, "Anförandet är slut")
    sees(eva, "speakers", "Ingen står på talarlistan.")
    for page in (eva, wall):
        look(page)


def settle_the_wording(room: Room, joint: Joint) -> None:
    plan = joint.items[0]
    desk_page = room.goto("secretary", f"{plan}/desk")
    press(desk_page, "Stäng förberedelsen")
    press(desk_page, "Föredragningen är hållen")

    eva = room.goto("eva", f"{plan}/wording")
    eva.get_by_label("Texten").last.fill("Rådet tillstyrker planen med Ådalsbanan.")
    press(eva, "Lämna förslaget")
    olle = room.goto("olle", f"{plan}/stance")
    answer(olle, "Hållning", "Avvikande synpunkt")
    olle.get_by_role("textbox", name="Avvikande synpunkt").fill("Kustvägen måste gå före.")
    press(olle, "Ändra hållningen")
    lena = room.goto("lena", f"{plan}/dissent")
    lena.get_by_label("Lena Sen").check()
    lena.get_by_label("Synpunkten, ord för ord").fill("Tidplanen är orimlig.")
    press(lena, "Begär till protokollet")
    fund = room.goto("olle", f"{joint.items[1]}/recusal")
    press(fund, "Anmäl jäv")

    desk_page.goto(f"{room.served.url}{plan}/wording")
    desk_page.get_by_role("link", name="Ta in").click()
    expect(desk_page.locator("ins")).to_contain_text("Ådalsbanan")
    press(desk_page, "Ta in och visa texten")
    expect(desk_page.get_by_text("Rådet tillstyrker planen med Ådalsbanan.")).to_be_visible()
    sees(room.pages["wall"], "wall", "Ådalsbanan")
    desk_page.goto(f"{room.served.url}{plan}/desk")
    expect(desk_page.get_by_text("Uppdaterad på mötet")).to_be_visible()
    look(desk_page)
    desk_page.get_by_label("Konsensus, avvikande synpunkt antecknas").check()
    press(desk_page, "Spara och gå till punkt 2")
    sees(room.pages["chair"], "now", "Fonden")


def sleep_over_it(room: Room, joint: Joint) -> None:
    chair, wall = room.pages["chair"], room.pages["wall"]
    room.served.set_clock(FIRST_DAY + timedelta(hours=5))
    chair.get_by_role("link", name="Ajournera").click()
    chair.get_by_label("Till kl.").fill("09:00")
    chair.get_by_label("Varför").fill("Middag.")
    press(chair, "Ajournera mötet")
    sees(wall, "wall", "Vi fortsätter fredag 4 december kl. 9.00")

    room.served.set_clock(SECOND_DAY)
    press(chair, "Återuppta mötet")
    sees(wall, "wall", "Fonden")
    page = room.goto("secretary", f"{joint.at}/roll")
    expect(page.get_by_role("heading", level=1)).to_contain_text("fredag 4 december")
    answer(page, "Frida Företagare", "Frånvarande")
    press(page, "Spara uppropet")
    page.goto(f"{room.served.url}{joint.at}/recusals")
    press(page, "Går nu")


def finish(room: Room, joint: Joint) -> None:
    page = room.goto("secretary", f"{joint.items[1]}/desk")
    press(page, "Stäng förberedelsen")
    press(page, "Föredragningen är hållen")
    page.get_by_label("Konsensus", exact=True).check()
    page.get_by_label("Anteckning om samtalet").fill("Rådet talade om fonden.")
    press(page, "Spara och gå till punkt 3")
    page.get_by_label("Informationen antecknas till protokollet").check()
    press(page, "Spara och gå till mötets slut")
    press(page, "Avsluta mötet")
    sees(room.pages["chair"], "now", "Mötet är avslutat")
    look(room.pages["chair"])

    page.goto(f"{room.served.url}{joint.at}/minutes")
    text = page.locator("main").inner_text()
    for words in (
        "torsdag 3 december 2026 kl. 12.00–17.00",
        "fredag 4 december 2026 kl. 9.00",
        "Närvarande torsdag 3 december 2026",
        "Närvarande fredag 4 december 2026",
        "Stina Ersättare, Timrå kommun, för Nils Borta",
        "Olle Ånge (Ånge kommun) deltog inte på grund av jäv",
        "Rådet tillstyrker planen med Ådalsbanan.",
        "Tidplanen är orimlig.",
        "Länstransportplanen (Regionala)",
        "Fonden (Stora)",
        "Rådet talade om fonden.",
    ):
        assert words in text, words
    assert "Kustvägen måste gå före." not in text  # nobody asked for it
    assert journal.verify()[1] == []


class Monthly:
    """An hour on line; opened, and everybody called."""

    def __init__(self, make: Any, room: Room) -> None:
        council, home = make.council(), make.organisation("Timrå kommun")
        room.seat("chair", make.chair(council, name="Anna Ordförande"))
        secretary = room.seat("secretary", make.secretary(council, name="Sven Sekreterare"))
        for name in ("eva", "olle", "lena"):
            room.seat(name, make.seat(council, name=f"{name.title()} Timrå", organisation_id=home.id))
        meeting = make.meeting(council, state=MeetingState.INVITED, starts_at=FIRST_DAY)
        facts = {"kind": ItemKind.INFORMATION, "proposal": ""}
        first, _ = (make.item(meeting, title=f"Fråga {number}", **facts) for number in (1, 2))
        desk.open_meeting(meeting, secretary, FIRST_DAY)
        desk.call_roll(meeting, {}, others=Presence.REMOTE, by=secretary, now=FIRST_DAY)
        table.take_up(first, by=secretary, now=FIRST_DAY)
        db.session.commit()
        self.live, self.first_id = f"/meetings/{meeting.id}/live", first.id
        self.desk = f"/items/{first.id}/desk"
        db.session.commit()


def test_nobody_loses_anything_when_lines_go_dead_in_a_digital_meeting(room: Room, make: Any) -> None:
    monthly = Monthly(make, room)
    eva, lena = room.page("eva"), room.page("lena")
    for page in (eva, lena):
        page.clock.install()
    chair, olle, _, _ = (room.goto(name, monthly.live) for name in ("chair", "olle", "eva", "lena"))
    secretary = room.goto("secretary", monthly.desk)
    for page in (eva, lena):
        page.get_by_text("Ansluten.").wait_for()

    a_minute_without_a_network(room, secretary)
    for page in (eva, lena):
        page.context.set_offline(False)
    sees(lena, "speakers", "Olle Timrå")  # by itself
    sees(chair, "speakers", "Eva Timrå")
    expect(eva.get_by_text("Du står på talarlistan.")).to_be_visible()

    note = secretary.locator("[name=discussion]")
    secretary.context.set_offline(True)
    note.fill("Olle talade. Sedan talade Eva.")
    expect(secretary.locator("[data-note-state]")).to_contain_text("Sparas i webbläsaren")
    press(chair, "Ta upp punkt 2")
    for page in (eva, lena, olle):
        sees(page, "now", "Fråga 2")
    secretary.context.set_offline(False)
    expect(secretary.locator("[data-note-state]")).to_contain_text("Sparat")
    look(secretary)
    look(lena)
    db.session.rollback()
    assert db.session.get_one(AgendaItem, monthly.first_id).discussion == "Olle talade. Sedan talade Eva."
    assert db.session.scalar(sa.select(sa.func.count(SpeakerRequest.id))) == 2
    assert journal.verify()[1] == []


def a_minute_without_a_network(room: Room, secretary: Page) -> None:
    """Eva asks for the floor without a network; the meeting goes on, and the secretary writes."""
    eva, lena, olle, chair = (room.pages[name] for name in ("eva", "lena", "olle", "chair"))
    for page in (eva, lena):
        page.context.set_offline(True)
    eva.get_by_role("button", name="Begär ordet").click()
    expect(eva.get_by_text("skickas när nätet är tillbaka")).to_be_visible()
    press(olle, "Begär ordet")
    press(chair, "Ge ordet till Olle Timrå")
    sees(chair, "speakers", "Har ordet")
    secretary.locator("[name=discussion]").fill("Olle talade.")
    room.served.set_clock(FIRST_DAY + timedelta(minutes=1))
    for page in (eva, lena):
        page.clock.fast_forward(60_000)
    expect(secretary.locator("[data-note-state]")).to_contain_text("Sparat")
    expect(eva.get_by_text("skickas när nätet är tillbaka")).to_be_visible()
