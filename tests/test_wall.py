"""The wall around an organisation's preparation, attacked from everywhere (TF 2:9, 2:12, 2:13; H.5).

The strongest question: whatever the organisation writes at home, does anything at all change for anybody
else? Every address of the site is asked as every role before and after the draft, and the answers – status,
headers and bytes – must be the same.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

import councilflow
from councilflow.extensions import db
from councilflow.models import (
    Attachment,
    Base,
    Extension,
    ExtraInvitee,
    JournalEntry,
    Mail,
    Preparation,
    PreparationComment,
    Presenter,
    PriorityEntry,
    PriorityList,
    Question,
    Submission,
)
from councilflow.process.agenda import ItemKind
from councilflow.process.councils import BodyKind, Category, Office, Side
from councilflow.process.meeting import MeetingState
from councilflow.process.preparation import Stance
from councilflow.services import action_links, preparation
from councilflow.services import people as people_of
from councilflow.services.agenda import papers
from councilflow.services.calendar import feed
from councilflow.services.packages.gathering import package_of
from councilflow.services.preparation import extensions, ready
from councilflow.services.preparation.planning import Arrangement, arrange
from tests.conftest import NOW, Make
from tests.documents import reading

pytestmark = [pytest.mark.long, pytest.mark.no_cover]  # thousands of pages that other tests have measured

SECRET = "hemlig-kompromiss-om-Vivsta"
SOUGHT = "kompromiss-om"
"""A part of it, to search for: a page may say what was searched for, and nothing more."""
WHISPER = "viskning-inom-Timrå"
ROOT = Path(councilflow.__file__).parent


class County:
    """Two councils, Timrå's three insiders, and one person for every way of standing outside."""

    def __init__(self, make: Make) -> None:
        self.make = make
        self.council = make.council()
        self.host = self.council.host
        self.wide = make.council(
            "Stora samverkansrådet", kind=BodyKind.WIDE_COUNCIL, includes_id=self.council.id, host=self.host
        )
        self.timra, self.ange = make.organisation("Timrå kommun"), make.organisation("Ånge kommun")
        self.member = make.seat(self.council, organisation_id=self.timra.id, name="Ledamot i Timrå")
        self.opposition = make.seat(self.council, organisation_id=self.timra.id, side=Side.OPPOSITION)
        self.official = make.seat(self.council, Category.OFFICIAL, organisation_id=self.timra.id)
        self.outsiders = dict(self._outsiders())
        self.meeting = make.meeting(self.council, state=MeetingState.INVITED, invited_at=NOW)
        self.item = make.item(self.meeting, title="Länstransportplanen")
        self.other = make.item(self.meeting, kind=ItemKind.INFORMATION, proposal="")
        facts = {"consultation": "Hur gör vi?", "answers_by": date(2026, 12, 2), "proposal": ""}
        self.samrad = make.item(self.meeting, kind=ItemKind.CONSULTATION, **facts)
        ranked = make.save(PriorityList(item_id=self.other.id, question="Vad är viktigast?"))
        for position, title in enumerate(("Väg", "Järnväg"), 1):
            make.save(PriorityEntry(list_id=ranked.id, position=position, title=title))
        self.link = action_links.make(self.member, self.item, self.timra.id, now=datetime.now(UTC))
        self.question = make.save(Question(item_id=self.other.id, position=1, text="Hur många platser?"))
        self.paper = make.save(
            Attachment(
                item_id=self.item.id,
                title="Underlag",
                file_name="underlag.pdf",
                media_type="application/pdf",
                size=1,
                sha256="0" * 64,
                uploaded_by_id=self.member.id,
                uploaded_at=NOW,
            )
        )
        self.issue = make.issue(self.council, by=self.outsiders["member of another municipality"])
        make.save(
            ExtraInvitee(
                meeting_id=self.meeting.id, name="Gäst", email="gast@wall.example", category=Category.OBSERVER
            )
        )
        make.save(Presenter(item_id=self.item.id, name="Föredragande", email="foredragande@example.org"))

    def _outsiders(self) -> Iterator[tuple[str, Any]]:
        make, council, ange = self.make, self.council, self.ange.id
        board, association = make.organisation("Länsstyrelsen"), make.organisation("Kommunförbundet")
        yield "nobody", None
        yield "member of another municipality", make.seat(council, organisation_id=ange)
        yield "opposition of another", make.seat(council, organisation_id=ange, side=Side.OPPOSITION)
        yield "official of another", make.seat(council, Category.OFFICIAL, organisation_id=ange)
        yield "chair", make.chair(council)
        yield (
            "vice chair",
            make.seat(
                council, organisation_id=make.organisation("Kramfors kommun").id, office=Office.VICE_CHAIR
            ),
        )
        yield "secretary", make.secretary(council)
        yield "preparer", make.preparer(council, organisation_id=self.host.id)
        yield "preparer of the same municipality", make.preparer(council, organisation_id=self.timra.id)
        yield "substitute of the same", make.seat(council, Category.SUBSTITUTE, organisation_id=self.timra.id)
        yield "adjunct", make.seat(council, Category.ADJUNCT, organisation_id=board.id)
        yield "function", make.seat(council, Category.SPEAKING_FUNCTION, organisation_id=association.id)
        yield "observer", make.seat(council, Category.OBSERVER, organisation_id=association.id)
        yield "actor of the wider council", make.seat(self.wide, Category.ACTOR, organisation_id=board.id)
        yield "administrator", make.person("Förvaltare", is_administrator=True)
        yield "presenter", make.person("Föredragande", email="foredragande@example.org")
        yield "invited to this meeting alone", make.person("Gäst", email="gast@wall.example")
        yield (
            "former member",
            make.seat(council, organisation_id=self.timra.id, ends_on=(NOW - timedelta(days=400)).date()),
        )

    def ids(self) -> dict[str, list[object]]:
        """What stands in the addresses, by the name of its place there."""
        return {
            "meeting_id": [self.meeting.id],
            "item_id": [self.item.id, self.other.id],
            "council_id": [self.council.id, self.wide.id],
            "body_id": [self.council.id],
            "issue_id": [self.issue.id],
            "attachment_id": [self.paper.id],
            "organisation_id": [self.timra.id],
            "person_id": [self.member.id],
            "kind": ["csv"],
            "secret": [self.link],
        }

    def write_at_home(self) -> None:
        """Everything that can be done inside the room, by each of those who are in it."""
        facts = {"note": SECRET, "gives_and_gains": SECRET, "forum": SECRET, "dissent": SECRET}
        wanted = {"stance": Stance.DISSENT, "dissent_requested": True}
        for item in (self.item, self.other, self.samrad):
            answers = {str(self.question.id): SECRET}
            self.make.draft(item, self.member, self.timra, answers=answers, **facts | wanted)
            self.make.draft(item, self.official, self.timra, answers=answers, version=1, **facts | wanted)
            preparation.comment(item, self.timra.id, text=WHISPER, by=self.opposition, now=NOW)
        settled = Arrangement(responsible_id=self.official.id, forum=SECRET, met_on=NOW.date())
        seen = {item.id: 2 for item in (self.item, self.other, self.samrad)}
        arrange(self.meeting, self.timra.id, seen, settled, by=self.member, now=NOW)
        for item in (self.item, self.other, self.samrad):
            ready.mark_ready(item, self.timra.id, version=3, by=self.official, now=NOW)
        db.session.commit()

    def ask_for_time(self) -> None:
        """The one thing about the own work that is told before it is handed in: that more time is needed."""
        extensions.ask(
            self.meeting,
            self.timra.id,
            [self.item.id],
            until=date(2026, 12, 3),
            reason="Kommunstyrelsen möts först då.",
            by=self.member,
            now=NOW,
        )
        db.session.commit()


@pytest.fixture
def county(make: Make) -> County:
    return County(make)


def addresses(app: Flask, county: County) -> list[str]:
    """Every address that answers GET, filled with the county's own things and with what is not there."""
    room = ("preparation", "consultation", "consultation.pdf", "consultation.csv", "priorities")
    found = [f"/items/{county.samrad.id}/{page}" for page in room]
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint in PUBLIC:
                continue
            for filled in _fillings(sorted(rule.arguments), county.ids()):
                url = app.url_for(rule.endpoint, **filled)
                found.append(url)
                if rule.endpoint.startswith(("preparation.", "priorities.", "consultations.")):
                    found.append(f"{url}?organisation={county.timra.id}")
                if rule.endpoint in SEARCHED:
                    found.append(f"{url}?q={SOUGHT}")
    return found


PUBLIC = ("static", "assets.asset", "parts.parts", "health.ready", "live.events")
"""Nobody's own: the same for all, or a stream that never ends, whose words are those of live.state."""


SEARCHED = (
    *("issues.index", "issues.earlier", "agenda.earlier", "agenda.arrange"),
    *("standpoints.index", "contacts.index", "mail.index", "meetings.index"),
)


def _fillings(names: list[str], ids: dict[str, list[object]]) -> list[dict[str, object]]:
    filled: list[dict[str, object]] = [{}]
    for name in names:
        filled = [one | {name: value} for one in filled for value in ids.get(name, [1])]
    return filled


Answer = tuple[int, list[tuple[str, str]], bytes]


def browser(app: Flask, person: Any) -> FlaskClient:
    """A browser that has seen a page already, so that its session holds what sessions hold."""
    client = app.test_client()
    if person is not None:
        client.sign_in(person)
    client.get("/parts")
    return client


def answers(client: FlaskClient, urls: list[str]) -> dict[str, Answer]:
    """What a browser gets from each address: status, headers and bytes, but for the tokens of each form; of a
    packed file its parts, which carry the hour of a real clock."""
    got = {}
    for url in urls:
        answer = client.get(url)
        headers = [one for one in answer.headers if one[0] not in ("Date", "Set-Cookie")]
        got[url] = (answer.status_code, headers, _TOKEN.sub(b"", unpacked(answer.data)))
    return got


def unpacked(content: bytes) -> bytes:
    if not content.startswith(b"PK\x03\x04"):
        return content
    with ZipFile(BytesIO(content)) as archive:
        return b"\n".join(part.encode() + b"\n" + archive.read(part) for part in archive.namelist())


_TOKEN = re.compile(rb'name="(?:csrf_token|once)"[^>]*>')


Seen = dict[tuple[str, str], Answer]
"""What everybody outside got, by role and address."""

LOOKING = ("member of another municipality", "secretary", "administrator")
"""Those who ask again for what was there for nobody at all."""


class Outside:
    """Everybody outside, each with a browser, at every address of the site."""

    def __init__(self, app: Flask, county: County, *places: str) -> None:
        self.browsers = {role: browser(app, person) for role, person in county.outsiders.items()}
        self.urls = [url for url in addresses(app, county) if url.startswith(places or "/")]

    def look(self) -> Seen:
        seen = self._asked(dict.fromkeys(self.browsers, self.urls))
        self.there = {url for (_role, url), (status, _headers, _body) in seen.items() if status != 404}
        return seen

    def look_again(self, *places: str) -> Seen:
        """At what was there for anybody, as everybody; at the rest – numbers that no row has – as a few."""
        urls = [url for url in self.urls if url.startswith(places or "/")]
        there = [url for url in urls if url in self.there]
        return self._asked({role: urls if role in LOOKING else there for role in self.browsers})

    def _asked(self, urls: dict[str, list[str]]) -> Seen:
        got = {role: answers(self.browsers[role], asked) for role, asked in urls.items()}
        return {(role, url): answer for role, seen in got.items() for url, answer in seen.items()}


def changed(before: Seen, after: Seen) -> list[tuple[str, str]]:
    return [place for place in after if after[place] != before[place]]


@pytest.mark.one_database
def test_nothing_changes_for_anybody_outside(app: Flask, county: County) -> None:
    """Whatever is written at home. The one thing that is told before it is handed in is that more time is
    needed, to those who lead: they see the request and not a word more, and to all others it is not there."""
    with time_machine.travel(datetime.now(UTC), tick=False):  # some pages show the clock
        outside = Outside(app, county)
        before = outside.look()
        county.write_at_home()
        after = outside.look_again()
        county.ask_for_time()
        asked = outside.look_again("/meetings", "/items", "/councils")
    assert changed(before, after) == []
    assert {role for role, _url in changed(after, asked)} == TOLD
    assert not any(tells(answer) for answer in (*after.values(), *asked.values()))
    assert sum(status == 200 for status, _headers, _body in after.values()) > 50
    # The same search finds the words inside, so that it is not blind.
    assert any(tells(answer) for answer in answers(browser(app, county.opposition), outside.urls).values())
    sent = [mail.message for mail in db.session.scalars(sa.select(Mail))]
    noted = [repr((one.about, one.before, one.after)) for one in db.session.scalars(sa.select(JournalEntry))]
    assert sent
    assert noted
    assert not any(word.encode() in text for word in (SECRET, WHISPER) for text in sent)
    assert not any(word in text for word in (SECRET, WHISPER) for text in noted)


TOLD = {"chair", "vice chair", "secretary", "preparer", "preparer of the same municipality"}
"""Those who lead: who read that more time was asked for."""


@pytest.mark.one_database
def test_nothing_changes_for_anybody_outside_while_the_meeting_goes_on(app: Flask, county: County) -> None:
    """The rest of the site is the same whether a meeting goes on or not."""
    county.meeting.state = MeetingState.ONGOING
    db.session.commit()
    with time_machine.travel(datetime.now(UTC), tick=False):
        outside = Outside(app, county, "/meetings", "/items")
        before = outside.look()
        county.write_at_home()
        after = outside.look_again()
    assert changed(before, after) == []
    assert not any(tells(answer) for answer in after.values())
    assert sum(status == 200 for status, _headers, _body in after.values()) > 50
    assert any(tells(answer) for answer in answers(browser(app, county.opposition), outside.urls).values())


@pytest.mark.one_database
def test_what_a_browser_kept_is_as_fresh_after_a_draft_as_before_it(app: Flask, county: County) -> None:
    """No mark of a page – its ETag, a 304 instead of 200 – tells that somebody has written at home."""
    urls = [url for url in addresses(app, county) if url.startswith(("/meetings", "/items", "/calendar"))]
    roles, kept = ("member of another municipality", "secretary", "observer"), 0
    with time_machine.travel(datetime.now(UTC), tick=False):
        clients = {role: browser(app, county.outsiders[role]) for role in roles}
        marks = {
            (role, url): mark for role, one in clients.items() for url in urls if (mark := mark_of(one, url))
        }
        county.write_at_home()
        for (role, url), mark in marks.items():
            assert mark_of(clients[role], url) == mark, (role, url)
            again = clients[role].get(url, headers={"If-None-Match": mark})
            kept += again.status_code == 304
    assert kept > 5, "else nothing here asks whether it is fresh"


def mark_of(client: FlaskClient, url: str) -> str:
    return str(client.get(url).headers.get("ETag", ""))


@pytest.mark.one_database
def test_calendars_papers_and_packages_hold_no_word_of_a_room(app: Flask, county: County) -> None:
    def given_out() -> list[bytes]:
        package = package_of(county.meeting.id, now=NOW)
        entries = papers.entries_of(db.session.get_one(type(county.meeting), county.meeting.id))
        return [*feeds, repr((package.paper, package.chapters, package.omitted, entries)).encode()]

    people = [one for one in county.outsiders.values() if one is not None]
    for person in people:
        feed.renew(person, now=NOW)
    db.session.commit()
    client = app.test_client()
    with time_machine.travel(datetime.now(UTC), tick=False):
        feeds = [client.get(feed.path_of(one)).data for one in people]
        before = given_out()
        county.write_at_home()
        preparation.submit(county.item, county.timra.id, by=county.member, now=NOW)
        db.session.commit()
        feeds = [client.get(feed.path_of(one)).data for one in people]
        assert given_out() == before
    assert any(b"BEGIN:VEVENT" in one for one in feeds)


@pytest.mark.one_database
def test_a_refusal_reads_the_same_whether_there_is_a_draft_or_not(app: Flask, county: County) -> None:
    """The words of an error, for every step of the room and of the links, by everybody outside."""
    places = [*ROOMS, "items/{item}/links", "items/{item}/priorities/entries", "items/{item}/edit"]
    urls = ["/" + one.format(item=county.item.id, meeting=county.meeting.id) for one in places]

    def refused() -> dict[tuple[str, str], tuple[int, bytes]]:
        got = {}
        for role, person in county.outsiders.items():
            if role in ("secretary", "chair"):  # who may send links does so
                continue
            client = browser(app, person)
            for url in urls:
                data = {"organisation": county.timra.id, "version": 1, "stance": "support", "step": "draft"}
                answer = client.post(url, data=data)
                got[role, url] = (answer.status_code, _TOKEN.sub(b"", answer.data))
        return got

    with time_machine.travel(datetime.now(UTC), tick=False):
        before = refused()
        county.write_at_home()
        assert refused() == before


@pytest.mark.one_database
def test_a_link_of_one_organisation_hands_in_nothing_of_another(app: Flask, county: County) -> None:
    neighbour = county.outsiders["member of another municipality"]
    neighbour.password_hash = people_of.hashed("vinterskog med renar")
    secret = action_links.make(neighbour, county.item, county.ange.id, now=datetime.now(UTC))
    county.write_at_home()
    client = app.test_client()
    asked = {"organisation": county.timra.id, "organisation_id": county.timra.id, "draft_version": 2}
    asked |= {"text_version": county.item.version}
    proof = {"step": "password", "password": "vinterskog med renar"}
    page = client.post(
        f"/act/{secret}?organisation={county.timra.id}", data=asked | proof, follow_redirects=True
    )
    assert page.status_code == 200
    assert SECRET not in page.text
    answer = client.post(f"/act/{secret}?organisation={county.timra.id}", data=asked | {"step": "hand-in"})
    assert SECRET not in answer.text
    # Who has proved who they are for one link has not for another's.
    other = client.get(f"/act/{county.link}")
    assert SECRET not in other.text
    assert client.post(f"/act/{county.link}", data=asked | {"step": "hand-in"}).status_code == 200
    assert db.session.scalar(sa.select(sa.func.count(Submission.id))) == 0


def tells(answer: Answer) -> bool:
    """Whether an answer holds anything of what was written or said at home."""
    _status, headers, body = answer
    everything = body + repr(headers).encode()
    return SECRET.encode() in everything or WHISPER.encode() in everything


def test_no_other_table_changes(county: County) -> None:
    private = {Preparation.__tablename__, PreparationComment.__tablename__}

    def contents() -> dict[str, list[Any]]:
        return {
            table.name: db.session.execute(sa.select(table).order_by(*table.primary_key)).all()
            for table in Base.metadata.sorted_tables
            if table.name not in private
        }

    before = contents()
    county.write_at_home()
    assert contents() == before


def test_the_steps_of_others_read_the_same_whether_there_is_a_draft_or_not(
    app: Flask, county: County
) -> None:
    """Confirming, closing and being refused: no form answers differently because of a draft."""
    client = browser(app, county.outsiders["secretary"])
    url = f"/meetings/{county.meeting.id}/preparation/close"
    before = answers(client, [url])
    county.write_at_home()
    assert answers(client, [url]) == before
    client.post(url)
    page = client.get(f"/meetings/{county.meeting.id}/stances").text
    assert SECRET not in page
    assert page.count("<span>Ej inlämnad</span>") == 4  # Timrå like Ånge, Kramfors and the host


ROOMS = [
    "items/{item}/preparation",
    "items/{item}/preparation/comments",
    "items/{item}/preparation/review",
    "items/{item}/preparation/confirm",
    "items/{item}/preparation/ready",
    "items/{item}/preparation/history",
    "items/{item}/priorities/rank",
    "meetings/{meeting}/preparation",
    "meetings/{meeting}/preparation/review",
    "meetings/{meeting}/preparation/arrange",
    "meetings/{meeting}/preparation/extension",
]


@pytest.mark.parametrize("rest", ROOMS)
def test_naming_another_organisation_opens_nothing(app: Flask, county: County, rest: str) -> None:
    county.write_at_home()
    preparation.submit(county.item, county.timra.id, by=county.member, now=NOW)
    db.session.commit()
    before = db.session.execute(sa.select(*Preparation.__table__.c)).all()
    words: dict[str, Any] = {"comment": "Hej.", "version": 3, "stance": "support", "step": "draft"}
    words |= {"item": county.item.id, "until": "2026-12-03", "reason": "Hej.", "forum": "Hos oss", "text": 1}
    words |= {f"version_{county.item.id}": 3, f"text_{county.item.id}": 1}
    place = "/" + rest.format(item=county.item.id, meeting=county.meeting.id)
    for role, person in county.outsiders.items():
        client = app.test_client()
        if person is not None:
            client.sign_in(person)
        for home in (county.timra.id, county.ange.id):
            data = words | {"organisation": county.timra.id}
            answer = client.post(f"{place}?organisation={home}", data=data)
            assert answer.status_code in (401, 403, 404, 405), (role, answer.status_code)
            looked = client.get(f"{place}?organisation={county.timra.id}", follow_redirects=True)
            assert person is None or looked.status_code in (403, 404, 405), (role, looked.status_code)
            assert SECRET not in answer.text + looked.text
    db.session.expire_all()
    assert db.session.execute(sa.select(*Preparation.__table__.c)).all() == before
    assert db.session.scalar(sa.select(sa.func.count(Submission.id))) == 1
    assert db.session.scalar(sa.select(sa.func.count(Extension.id))) == 0


def test_the_file_of_the_summary_is_the_same_with_a_draft_and_without(app: Flask, county: County) -> None:
    """Its text is packed, so that a search of its bytes finds nothing; hence its words are read."""
    url = f"/meetings/{county.meeting.id}/stances.pdf"
    client = browser(app, county.outsiders["chair"])
    county.write_at_home()
    assert SECRET not in reading.text(client.get(url).data)
    preparation.submit(county.item, county.timra.id, by=county.member, now=NOW)
    db.session.commit()
    words = reading.text(client.get(url).data)
    assert SECRET in words
    assert WHISPER not in words


def test_journal_and_mail_know_nothing(county: County) -> None:
    county.write_at_home()
    assert db.session.scalar(sa.select(sa.func.count(JournalEntry.id))) == 0
    assert db.session.scalar(sa.select(sa.func.count(Mail.id))) == 0
    preparation.submit(county.item, county.timra.id, by=county.member, now=NOW)
    db.session.commit()
    for entry in db.session.scalars(sa.select(JournalEntry)):
        told = f"{entry.about} {entry.before} {entry.after}"
        assert SECRET not in told
        assert "dissent" not in told


def test_after_handing_in_exactly_the_copy_shows(app: Flask, county: County) -> None:
    county.write_at_home()
    preparation.submit(county.item, county.timra.id, by=county.member, now=NOW)
    later = "ändrat-efteråt"
    county.make.draft(county.item, county.official, county.timra, version=3, note=later, dissent=later)
    url = f"/meetings/{county.meeting.id}/stances"
    for role in ("chair", "vice chair", "secretary", "preparer", "preparer of the same municipality"):
        page = app.test_client().sign_in(county.outsiders[role]).get(url).text
        assert SECRET in page
        assert later not in page
        assert WHISPER not in page
    for role in ("member of another municipality", "adjunct", "observer", "administrator", "presenter"):
        answer = app.test_client().sign_in(county.outsiders[role]).get(url)
        assert answer.status_code in (403, 404)
        assert SECRET not in answer.text


@pytest.mark.one_database
def test_before_the_meeting_members_see_nothing_of_what_others_hand_in(app: Flask, county: County) -> None:
    """A view requested for the minutes is part of what was handed in, and seen by the same people (H.4)."""
    urls = [url for url in addresses(app, county) if url.startswith(("/meetings", "/items", "/standpoints"))]
    roles = ("member of another municipality", "adjunct", "observer", "presenter", "administrator")
    with time_machine.travel(datetime.now(UTC), tick=False):  # a file tells when it was made
        browsers = {role: browser(app, county.outsiders[role]) for role in roles}
        before = {role: answers(client, urls) for role, client in browsers.items()}
        county.write_at_home()
        preparation.submit(county.item, county.timra.id, by=county.member, now=NOW)
        db.session.commit()
        for role, client in browsers.items():
            for url, (status, _headers, body) in answers(client, urls).items():
                assert (status, body) == (before[role][url][0], before[role][url][2]), (role, url)


# Who may even name it

ALLOWED = {
    "models/__init__.py",
    "models/preparation.py",
    "services/visibility.py",
    "services/preparation/room.py",
    "services/preparation/overview.py",
    "services/preparation/planning.py",
}


def _names(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                found.add(name)
            case ast.Constant(value=str(text)) if text in ("preparation", "preparation_comment"):
                found.add(text)
    return found


def test_only_the_room_names_its_tables() -> None:
    naming = {
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*.py")
        if _names(path) & {"Preparation", "PreparationComment"}
    }
    naming -= {name for name in naming if name.startswith("services/example/")}
    assert naming == ALLOWED
