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
from pathlib import Path
from typing import Any

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
    Question,
    Submission,
)
from councilflow.process.agenda import ItemKind
from councilflow.process.councils import BodyKind, Category, Office, Side
from councilflow.process.meeting import MeetingState
from councilflow.process.preparation import Stance
from councilflow.services import preparation
from councilflow.services.preparation import extensions
from councilflow.services.preparation.planning import Arrangement, arrange
from tests.conftest import NOW, Make
from tests.documents import reading

pytestmark = pytest.mark.no_cover  # thousands of pages that other tests have measured

SECRET = "hemlig-kompromiss-om-Vivsta"
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
        }

    def write_at_home(self) -> None:
        """Everything that can be done inside the room, by each of those who are in it."""
        facts = {"note": SECRET, "gives_and_gains": SECRET, "forum": SECRET, "dissent": SECRET}
        wanted = {"stance": Stance.DISSENT, "dissent_requested": True}
        for item in (self.item, self.other):
            answers = {str(self.question.id): SECRET}
            self.make.draft(item, self.member, self.timra, answers=answers, **facts | wanted)
            self.make.draft(item, self.official, self.timra, answers=answers, version=1, **facts | wanted)
            preparation.comment(item, self.timra.id, text=WHISPER, by=self.opposition, now=NOW)
        settled = Arrangement(responsible_id=self.official.id, forum=SECRET, met_on=NOW.date())
        seen = {item.id: 2 for item in (self.item, self.other)}
        arrange(self.meeting, self.timra.id, seen, settled, by=self.member, now=NOW)
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
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint in PUBLIC:
                continue
            for filled in _fillings(sorted(rule.arguments), county.ids()):
                url = app.url_for(rule.endpoint, **filled)
                found.append(url)
                if rule.endpoint.startswith("preparation."):
                    found.append(f"{url}?organisation={county.timra.id}")
    return found


PUBLIC = ("static", "assets.asset", "parts.parts", "health.ready", "calendar.feed")
"""Nobody's own: the same for all, or behind a secret (and the feed holds no word of a room)."""


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
    """What a browser gets from each address: status, headers and bytes, but for the token of each form."""
    got = {}
    for url in urls:
        answer = client.get(url)
        headers = [one for one in answer.headers if one[0] not in ("Date", "Set-Cookie")]
        got[url] = (answer.status_code, headers, _TOKEN.sub(b"", answer.data))
    return got


_TOKEN = re.compile(rb'name="csrf_token"[^>]*>')


@pytest.mark.one_database
@pytest.mark.parametrize("state", [MeetingState.INVITED, MeetingState.ONGOING])
def test_nothing_changes_for_anybody_outside(app: Flask, county: County, state: MeetingState) -> None:
    county.meeting.state = state
    db.session.commit()
    urls = addresses(app, county)
    if state is MeetingState.ONGOING:  # the rest of the site is the same whether a meeting goes on or not
        urls = [url for url in urls if url.startswith(("/meetings", "/items"))]
    with time_machine.travel(datetime.now(UTC), tick=False):  # some pages show the clock
        browsers = {role: browser(app, person) for role, person in county.outsiders.items()}
        before = {role: answers(client, urls) for role, client in browsers.items()}
        county.write_at_home()
        after = {role: answers(client, urls) for role, client in browsers.items()}
    changed = [(role, url) for role, seen in after.items() for url in urls if seen[url] != before[role][url]]
    assert changed == []
    everything = [answer for seen in after.values() for answer in seen.values()]
    assert not any(tells(answer) for answer in everything)
    assert sum(status == 200 for status, _headers, _body in everything) > 50
    # The same search finds the words inside, so that it is not blind.
    assert any(tells(answer) for answer in answers(browser(app, county.opposition), urls).values())


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
    "items/{item}/preparation/history",
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


@pytest.mark.one_database
def test_a_request_for_more_time_says_nothing_of_what_is_written(app: Flask, county: County) -> None:
    """Those who lead see the request and not a word more; to all others it is not there at all."""
    urls = [url for url in addresses(app, county) if url.startswith(("/meetings", "/items", "/councils"))]
    told = {"chair", "vice chair", "secretary", "preparer", "preparer of the same municipality"}
    with time_machine.travel(datetime.now(UTC), tick=False):
        browsers = {role: browser(app, person) for role, person in county.outsiders.items()}
        county.write_at_home()
        before = {role: answers(client, urls) for role, client in browsers.items()}
        county.ask_for_time()
        after = {role: answers(client, urls) for role, client in browsers.items()}
    changed = {role for role, seen in after.items() if seen != before[role]}
    assert changed == told
    assert not any(tells(answer) for seen in after.values() for answer in seen.values())
    sent = [mail.message for mail in db.session.scalars(sa.select(Mail))]
    noted = [repr((one.about, one.before, one.after)) for one in db.session.scalars(sa.select(JournalEntry))]
    assert sent
    assert noted
    assert not any(word.encode() in text for word in (SECRET, WHISPER) for text in sent)
    assert not any(word in text for word in (SECRET, WHISPER) for text in noted)


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
