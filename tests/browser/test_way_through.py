"""The way through: from a proposed issue to signed minutes, as the people whose steps they are.

One meeting of the Regionala samverkansrådet, walked in a real browser against a real server, with the mails
received by a real mail server. Every page that somebody stops at is looked at by axe, wide and narrow.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect
from reportlab.pdfgen.canvas import Canvas

from councilflow.extensions import db
from councilflow.mailroom import Mailroom, transport_of
from councilflow.services import journal
from councilflow.services.example.accounts import PASSWORD
from councilflow.services.example.county import load_county
from councilflow.services.visibility import today
from tests.browser import windows
from tests.browser.axe import hold_open_to_everybody
from tests.browser.conftest import Live

pytestmark = [pytest.mark.browser, pytest.mark.long]

TITLE = "Gemensam vuxenutbildning 2027–2029"
INFORMATION = "Läget i länstransportplanen"
PROPOSAL = "Regionala samverkansrådet ställer sig bakom ett gemensamt utbud av yrkesvux."
REQUESTED = "Sollefteå vill se att utbildningarna finns på fler orter – även i Ramsele & Junsele."
UNREQUESTED = "Ånge hade hellre sett en egen lösning, men begär inget."
PRIVATE = "Härnösand har inte bestämt sig och skriver bara för sig själv."
OPPOSITION = "Oppositionen i Timrå anser att kostnaden borde ha redovisats."


@pytest.fixture(scope="module")
def county(live: Live) -> Live:
    """The county with its councils and seats, and nothing that has happened yet."""
    with live.app.app_context():
        load_county(now=datetime.now(UTC))
        db.session.commit()
        db.session.remove()
    return live


class People:
    """Each person at a browser of their own."""

    def __init__(self, browser: Browser, live: Live) -> None:
        self.browser, self.live = browser, live
        self.pages: dict[str, Page] = {}

    def __getitem__(self, account: str) -> Page:
        if account not in self.pages:
            self.pages[account] = windows.window(self.browser)
            if account:
                self._sign_in(self.pages[account], account)
        return self.pages[account]

    def _sign_in(self, page: Page, account: str) -> None:
        page.goto(self.live.url + "/sign-in")
        page.get_by_label("E-postadress").fill(f"{account}.example")
        page.get_by_label("Lösenord").fill(PASSWORD)
        page.get_by_role("button", name="Logga in", exact=True).click()
        expect(page).not_to_have_url(re.compile("sign-in"))


@pytest.fixture(scope="module")
def people(browser: Browser, county: Live) -> Iterator[People]:
    made = People(browser, county)
    yield made
    for page in made.pages.values():
        page.context.close()


_states: list[Path] = []


@pytest.fixture(scope="module", autouse=True)
def states(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where it is noted which states of a page were looked at, whichever database showed it first."""
    folder = tmp_path_factory.getbasetemp()
    folder = (folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder) / "looked-at"
    folder.mkdir(exist_ok=True)
    _states[:] = [folder]


def look(page: Page) -> None:
    """Nobody is shut out of this page, and nothing scrolls sideways. Each state is looked at once."""
    state = page.evaluate(
        """() => (location.pathname + document.title).replace(/[0-9]+/g, "#") + "|" +
        [...new Set([...document.querySelectorAll("main *")].map(e => e.tagName + e.className))].sort()
        """
    )
    try:
        (_states[0] / sha256(state.encode()).hexdigest()).touch(exist_ok=False)
    except FileExistsError:
        return
    hold_open_to_everybody(page, (320, 1280))


def press(page: Page, name: str) -> None:
    """Press the button, and look at where it leads."""
    windows.press(page, name, exact=True)
    look(page)


def follow(page: Page, name: str) -> None:
    windows.follow(page, name)
    look(page)


def send_mail(live: Live) -> None:
    """The worker makes one round."""
    transport = transport_of(live.app)
    assert transport is not None
    Mailroom(live.app, transport).round()


def test_from_a_proposed_issue_to_signed_minutes(people: People, county: Live, tmp_path: Path):
    propose(people)
    meeting = prepare(people)
    invite(people, county, meeting)
    prepare_at_home(people, meeting)
    meet(people, meeting)
    minute(people, meeting)
    content = sign(people, meeting)
    check_file(county, tmp_path, content)
    check_traces(people, county)


def propose(people: People) -> None:
    page = people["tjansteperson@timra"]
    look(page)
    follow(page, "Föreslå en fråga till Regionala samverkansrådet")
    press(page, "Föreslå frågan")
    expect(page.get_by_role("alert")).to_contain_text("Beskriv utmaningen.")
    page.get_by_label("Rubrik").fill(TITLE)
    page.get_by_label("Utmaning").fill("Yrkesutbildningarna för vuxna fylls inte i någon kommun.")
    page.get_by_label("Varför nu").fill("Ingen kommun klarar hela utbudet ensam.")
    press(page, "Föreslå frågan")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_text("Föreslagen", exact=True).first).to_be_visible()


def prepare(people: People) -> str:
    """Take the issue up, plan a meeting, complete the items; gives the meeting's address."""
    secretary = people["sekreterare@region"]
    secretary.goto(people.live.url + "/councils/1/meetings/new")
    look(secretary)
    day = today(datetime.now(UTC)) + timedelta(days=14)
    secretary.get_by_label("Dag", exact=True).fill(day.isoformat())
    secretary.get_by_label("Börjar").fill("09:00")
    secretary.get_by_label("Slutar").fill("12:00")
    secretary.get_by_label("Digitalt", exact=True).check()
    secretary.get_by_label("Länk till det digitala mötet").fill("https://mote.example/rsr")
    press(secretary, "Planera mötet")
    meeting = secretary.url

    page = people["utveckling@timra"]
    page.goto(people.live.url)
    look(page)
    follow(page, "Svara på förslaget")
    page.get_by_label("Ta upp till beredning").check()
    press(page, "Spara svaret")
    follow(page, "Sätt upp frågan på en dagordning")
    page.get_by_role("main").get_by_role("radio").first.check()
    press(page, "Sätt upp frågan")
    page.goto(meeting)
    look(page)
    expect(page.get_by_text("saknar", exact=False).first).to_be_visible()

    page.goto(meeting)
    follow(page, TITLE)
    if "/edit" not in page.url:
        follow(page, "Ändra punkten")
    page.get_by_label("Ställningstagande", exact=True).check()
    page.get_by_label("Tid", exact=True).fill("30")
    page.get_by_label("Matchning på arbetsmarknaden (Fokusområde)").check()
    page.get_by_label("Hur hänger frågan ihop med RUS?").fill("Företagen får den kompetens de söker.")
    page.get_by_label("Förslag till ställningstagande").fill(PROPOSAL)
    page.get_by_label("Frågor att förbereda hemma").fill("Vilka utbildningar behöver ni själva?")
    presenter = page.get_by_role("group", name="Föredragande").first
    presenter.get_by_label("Namn").first.fill("Infrastrukturstrateg, Region Västernorrland")
    presenter.get_by_label("E-post").first.fill("foredragande@region.example")
    page.get_by_label("Nya bilagor").set_input_files(
        {"name": "underlag åäö.pdf", "mimeType": "application/pdf", "buffer": small_pdf()}
    )
    press(page, "Spara punkten")

    page.goto(meeting + "/items/new")
    look(page)
    page.get_by_role("textbox", name="Rubrik").fill(INFORMATION)
    page.get_by_label("Information", exact=True).check()
    press(
        page,
        "Spara punkten" if page.get_by_role("button", name="Spara punkten").count() else "Lägg till punkten",
    )
    return meeting


def small_pdf() -> bytes:
    paper = BytesIO()
    canvas = Canvas(paper)
    canvas.drawString(72, 720, "Underlag")
    canvas.save()
    return paper.getvalue()


def invite(people: People, live: Live, meeting: str) -> None:
    """Refused while an item lacks something; then it goes out, and a presenter sees the own item only."""
    chair = people["ordforande@region"]
    chair.goto(meeting)
    look(chair)
    follow(chair, "Fastställ dagordningen ändå")
    press(chair, "Fastställ dagordningen")
    chair.goto(meeting + "/invitation")
    look(chair)
    expect(chair.get_by_role("heading", level=1)).to_have_text("Kallelsen kan inte skickas än")
    expect(chair.get_by_role("main")).to_contain_text(INFORMATION)
    chair.goto(meeting)
    press(chair, "Öppna dagordningen igen")

    page = people["utveckling@timra"]
    page.goto(meeting)
    follow(page, INFORMATION)
    page.get_by_label("Bakgrund").fill("Förslaget går på remiss i januari.")
    page.get_by_label("Den regionala transportinfrastrukturplaneringen").check()
    page.get_by_label("Hur hänger frågan ihop med RUS?").fill("Restiderna avgör arbetsmarknadens storlek.")
    press(page, "Spara punkten")
    page.goto(meeting + "/agenda")
    look(page)
    moved = page.locator("tr[data-item]").filter(has_text=INFORMATION)
    before = moved.evaluate("row => row.rowIndex")
    moved.get_by_role("button", name=re.compile("^Upp")).click()
    expect(page.get_by_role("status")).to_contain_text(f"{INFORMATION} är nu punkt")
    assert moved.evaluate("row => row.rowIndex") < before
    page.goto(meeting)
    press(page, "Dagordningen är beredd")

    chair.goto(live.url)
    look(chair)
    follow(chair, "Granska dagordningen")
    follow(chair, "Fastställ dagordningen")
    press(chair, "Fastställ dagordningen")
    chair.goto(meeting)
    follow(chair, "Granska och skicka kallelsen")
    press(chair, "Skicka kallelsen")

    send_mail(live)
    letter = live.post.to("majoritet@kramfors.example")[-1]
    assert "Regionstyrelsens ordförande" in str(letter["From"])
    kinds = [part.get_content_type() for part in letter.walk()]
    assert "application/pdf" in kinds
    calendar = next(part for part in letter.walk() if part.get_content_type() == "text/calendar")
    assert str(Calendar.from_ical(calendar.get_payload(decode=True))["METHOD"]) == "REQUEST"
    for account, answer in (("majoritet@kramfors", "Kommer"), ("foredragande@region", "Kommer")):
        visitor = people[""]
        visitor.goto(link_in(live.post.to(f"{account}.example")[-1]))
        look(visitor)
        press(visitor, answer)
    expect(people[""].get_by_role("main")).to_contain_text(TITLE)
    expect(people[""].get_by_role("main")).not_to_contain_text(INFORMATION)
    assert INFORMATION not in text_of(live.post.to("foredragande@region.example")[-1])
    secretary = people["sekreterare@region"]
    secretary.goto(meeting + "/recipients")
    look(secretary)
    secretary.goto(meeting + "/mail")
    look(secretary)


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link_in(message: EmailMessage) -> str:
    found = re.search(r"http://\S+/answer/[^\s?]+", text_of(message))
    assert found is not None
    return found.group()


def prepare_at_home(people: People, meeting: str) -> None:
    """Two hand in, one with a view for the minutes; one keeps its draft; nobody outside sees a draft."""
    hand_in(people["tjansteperson@timra"], meeting, "Vi ställer oss bakom", "")
    hand_in(
        people["tjansteperson@solleftea"], meeting, "Vi har en avvikande synpunkt", REQUESTED, requested=True
    )
    hand_in(people["tjansteperson@ange"], meeting, "Vi har en avvikande synpunkt", UNREQUESTED)
    write(people["tjansteperson@harnosand"], meeting, "Vi har en avvikande synpunkt", PRIVATE)
    press(people["tjansteperson@harnosand"], "Spara utkast")

    chair = people["ordforande@region"]
    chair.goto(meeting + "/stances")
    look(chair)
    expect(chair.get_by_role("main")).to_contain_text(REQUESTED)
    expect(chair.get_by_role("main")).not_to_contain_text(PRIVATE)
    for account in ("ordforande@region", "sekreterare@region", "majoritet@timra", "forvaltare@region"):
        page = people[account]
        answer = page.goto(people["tjansteperson@harnosand"].url)
        assert answer is not None
        assert PRIVATE not in page.content()


def write(page: Page, meeting: str, stance: str, view: str, *, requested: bool = False) -> None:
    page.goto(meeting + "/preparation")
    look(page)
    follow(page, TITLE)
    page.get_by_label(stance, exact=True).check()
    page.get_by_label("Var har ni talat om frågan?").fill("Kommunstyrelsens arbetsutskott")
    page.get_by_label(re.compile("^Er avvikande synpunkt")).fill(view)
    page.get_by_label("Önskas till protokollet").set_checked(requested)


def hand_in(page: Page, meeting: str, stance: str, view: str, *, requested: bool = False) -> None:
    write(page, meeting, stance, view, requested=requested)
    press(page, "Granska och lämna in")
    expect(page.get_by_role("main")).to_contain_text("Region Västernorrland")
    press(page, "Lämna in")


def meet(people: People, meeting: str) -> None:
    secretary = people["sekreterare@region"]
    secretary.goto(meeting)
    follow(secretary, "Öppna mötet")
    press(secretary, "Öppna mötet")
    secretary.goto(meeting + "/roll")
    look(secretary)
    windows.press(secretary, re.compile("övriga.*distans"))
    secretary.goto(meeting + "/approvers")
    look(secretary)
    secretary.get_by_label(re.compile("Ledamot för majoriteten, Kramfors")).check()
    press(secretary, "Spara valet")

    to_item(secretary, meeting, TITLE)
    secretary.get_by_label("Konsensus", exact=True).check()
    windows.press(secretary, re.compile("^Spara och gå"))
    expect(secretary.get_by_role("main")).to_contain_text("föredragningen är inte hållen")
    look(secretary)
    to_item(secretary, meeting, TITLE)
    press(secretary, "Stäng förberedelsen")
    press(secretary, "Föredragningen är hållen")

    opposition = people["opposition@timra"]
    opposition.goto(meeting)
    follow(opposition, TITLE)
    follow(opposition, "Begär en avvikande synpunkt till protokollet")
    opposition.get_by_role("main").get_by_role("radio").first.check()
    opposition.get_by_role("main").get_by_role("textbox").fill(OPPOSITION)
    press(opposition, "Begär till protokollet")

    to_item(secretary, meeting, TITLE)
    expect(secretary.get_by_role("main")).to_contain_text(OPPOSITION)
    secretary.get_by_label(re.compile("^Konsensus, avvikande")).check()
    secretary.get_by_label(re.compile("^Anteckning")).fill("Flera kommuner lyfte restiderna.")
    windows.press(secretary, re.compile("^Spara och gå"))
    secretary.goto(meeting + "/close")
    look(secretary)
    expect(secretary.get_by_role("main")).to_contain_text(INFORMATION)

    to_item(secretary, meeting, INFORMATION)
    press(secretary, "Föredragningen är hållen")
    for title in ("Öppnande, val av justerare och dagordning", INFORMATION, "Nästa möte och avslutning"):
        to_item(secretary, meeting, title)
        secretary.get_by_label(re.compile("^Informationen antecknas|^Punkten är genomgången")).check()
        windows.press(secretary, re.compile("^Spara och gå"))
        secretary.wait_for_load_state()
    secretary.goto(meeting + "/close")
    press(secretary, "Avsluta mötet")
    opposition.goto(opposition.url)
    secretary.goto(meeting)
    look(secretary)


def to_item(page: Page, meeting: str, title: str) -> None:
    page.goto(meeting + "/desk")
    with page.expect_navigation():
        page.get_by_role("navigation", name="Mötets gång").get_by_role("link", name=title).click()
    look(page)


def minute(people: People, meeting: str) -> None:
    secretary = people["sekreterare@region"]
    secretary.goto(people.live.url)
    follow(secretary, "Öppna utkastet")
    first = secretary.get_by_role("textbox").first
    first.fill(first.input_value() + " Mötet hälsade alla välkomna.")
    press(secretary, "Spara utkastet")
    secretary.goto(meeting + "/minutes")
    look(secretary)
    expect(secretary.get_by_role("main")).to_contain_text("Mötet hälsade alla välkomna.")
    press(secretary, "Skicka för granskning")

    approver = people["majoritet@kramfors"]
    approver.goto(people.live.url)
    follow(approver, "Läs protokollet")
    approver.get_by_label("Jag skickar tillbaka det för ändring").check()
    approver.get_by_label("Vad ska ändras?").fill("Skriv ut vilka som var frånvarande.")
    press(approver, "Lämna ditt svar")
    secretary.goto(meeting + "/minutes")
    expect(secretary.get_by_role("main")).to_contain_text("Skriv ut vilka som var frånvarande.")
    press(secretary, "Skicka för granskning")
    approver.goto(meeting + "/minutes")
    approver.get_by_label("Jag godkänner protokollet").check()
    press(approver, "Lämna ditt svar")
    secretary.goto(meeting + "/minutes")
    press(secretary, "Lås protokollet")


def sign(people: People, meeting: str) -> bytes:
    """Secretary, chair and justerare sign, each after giving the password again; gives the signed file."""
    for account in ("sekreterare@region", "ordforande@region", "majoritet@kramfors"):
        page = people[account]
        page.goto(meeting + "/minutes/sign")
        look(page)
        page.get_by_label(re.compile("^Jag har läst")).check()
        page.get_by_label(re.compile("lösenord", re.IGNORECASE)).fill("fel lösenord")
        press(page, "Skriv under protokollet")
        expect(page.get_by_role("alert")).to_be_visible()
        page.get_by_label(re.compile("^Jag har läst")).check()
        page.get_by_label(re.compile("lösenord", re.IGNORECASE)).fill(PASSWORD)
        press(page, "Skriv under protokollet")
    page = people["sekreterare@region"]
    page.goto(meeting + "/minutes")
    look(page)
    expect(page.get_by_role("main")).to_contain_text("Protokollet är justerat")
    return page.request.get(meeting + "/minutes/file").body()


def check_file(live: Live, folder: Path, content: bytes) -> None:
    """The file holds what was recorded, and three valid signatures; one changed byte is found."""
    file = folder / "protokoll.pdf"
    file.write_bytes(content)
    text = " ".join(
        subprocess.run(
            ["pdftotext", str(file), "-"], capture_output=True, text=True, check=True
        ).stdout.split()
    )
    for said in (PROPOSAL, REQUESTED, OPPOSITION, "Flera kommuner lyfte restiderna.", "togs i konsensus"):
        assert said in text
    for unsaid in (UNREQUESTED, PRIVATE):
        assert unsaid not in text
    verdict = subprocess.run(
        ["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False
    ).stdout
    assert verdict.count("Signature is Valid.") == 4  # the council's seal and three people
    assert exit_status(live, "minutes", "check", str(file)) == 0
    changed = bytearray(content)
    changed[len(content) // 2] ^= 1
    file.write_bytes(changed)
    assert exit_status(live, "minutes", "check", str(file)) == 1


def exit_status(live: Live, *command: str) -> int:
    """Run a command in a thread of its own: the browser keeps an event loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(live.app.test_cli_runner().invoke, args=command).result().exit_code


def check_traces(people: People, live: Live) -> None:
    """The journal tells the story and holds no word of what was private."""
    secretary = people["sekreterare@region"]
    secretary.goto(live.url + "/councils/1/journal")
    look(secretary)
    assert PRIVATE not in secretary.content()
    with live.app.app_context():
        entries, flaws = journal.verify()
    assert entries > 20
    assert flaws == []
    for path in ("/standpoints", "/issues", "/meetings", "/councils", "/councils/1"):
        secretary.goto(live.url + path)
        look(secretary)
    proposer = people["tjansteperson@timra"]
    proposer.goto(live.url + "/issues")
    expect(proposer.get_by_role("main")).to_contain_text("Behandlad")
