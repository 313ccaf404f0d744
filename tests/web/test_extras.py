"""The invitation list of one meeting: its page, and how little it opens for those who stand on it (A55)."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Dissent, ExtraInvitee, Invitee
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.councils import Category, OrganisationKind
from councilflow.process.meeting import MeetingKind, MeetingState
from councilflow.services import desk, invitations
from tests.conftest import NOW
from tests.documents import reading
from tests.test_wall import SECRET, WHISPER, County, addresses

pytestmark = pytest.mark.one_database
SAID = ("Det-här-sades", "Så-här-blev-det", "Avvikande-ord", "Därför-ändå")
FORM = {
    "name": "Rektor",
    "email": "rektor@example.org",
    "organisation_id": "",
    "organisation": "Universitetet",
    "category": "actor",
    "function": "rektor",
}


@pytest.fixture
def scene(make):
    council = make.council()
    meeting = make.meeting(council, state=MeetingState.SET)
    make.item(meeting, title="Bredband")
    return SimpleNamespace(
        council=council,
        meeting=meeting,
        chair=make.chair(council),
        secretary=make.secretary(council),
        preparer=make.preparer(council),
        url=f"/meetings/{meeting.id}/extras",
    )


def lines():
    return db.session.scalars(sa.select(ExtraInvitee).order_by(ExtraInvitee.position)).all()


def test_a_person_is_put_on_the_list_and_taken_off_again(client, scene):
    client.sign_in(scene.preparer)
    page = client.post(scene.url, data=FORM, follow_redirects=True)
    assert "En är tillagd på listan" in page.text
    assert "Universitetet" in page.text
    [line] = lines()
    asked = client.get(f"{scene.url}/{line.id}/remove")
    assert "Ta bort Rektor från listan?" in asked.text
    assert len(lines()) == 1, "asking removes nobody"
    client.post(f"{scene.url}/{line.id}/remove")
    db.session.expire_all()
    assert lines() == []


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Skriv vem som bjuds in."),
        ("email", "", "Skriv en e-postadress"),
        ("email", "rektor", "Skriv en hel e-postadress."),
        ("category", "member", "Välj ett av alternativen."),
        ("category", "", "Välj vad personen bjuds in som."),
        ("organisation_id", "999999", "Välj ett av alternativen."),
        ("organisation_id", "x", "Välj ett av alternativen."),
    ],
)
def test_what_is_missing_is_said_at_its_field(client, scene, field, typed, sentence):
    client.sign_in(scene.secretary)
    page = client.post(scene.url, data=FORM | {field: typed})
    assert page.status_code == 422
    assert sentence in page.text
    assert lines() == []


def test_somebody_invited_already_is_told_of_in_words(client, scene):
    client.sign_in(scene.secretary)
    client.post(scene.url, data=FORM)
    page = client.post(scene.url, data=FORM)
    assert page.status_code == 422
    assert "Rektor är redan kallad" in page.text


def test_all_of_a_kind_and_an_earlier_list_come_at_one_press(client, make, scene):
    kind = OrganisationKind.UNIVERSITY
    for name in ("Alfa", "Beta"):
        make.organisation(name, kind=kind, mailbox=f"{name}@example.org")
    client.sign_in(scene.secretary)
    page = client.post(
        f"{scene.url}/kind", data={"kind": "university", "as_category": "actor"}, follow_redirects=True
    )
    assert "2 är tillagda på listan" in page.text
    later = make.meeting(scene.council)
    url = f"/meetings/{later.id}/extras"
    assert "4 december 2026, 2 personer" in client.get(url).text
    client.post(f"{url}/copy", data={"meeting": scene.meeting.id})
    assert len(lines()) == 4
    page = client.post(f"{url}/copy", data={"meeting": scene.meeting.id}, follow_redirects=True)
    assert "Ingen lades till" in page.text


def test_a_list_of_another_council_is_not_to_be_had(client, make, scene):
    other = make.meeting(make.council("Annat råd"))
    make.save(ExtraInvitee(meeting_id=other.id, name="A", email="a@example.org", category=Category.ACTOR))
    client.sign_in(scene.secretary)
    assert client.post(f"{scene.url}/copy", data={"meeting": other.id}).status_code == 404
    [line] = lines()
    assert client.get(f"{scene.url}/{line.id}/remove").status_code == 404
    assert client.post(f"{scene.url}/{line.id}/remove").status_code == 404


def test_once_the_invitation_is_out_only_those_who_invite_change_the_list(client, scene):
    invitations.invite(scene.meeting, by=scene.chair, now=NOW)
    db.session.commit()
    client.sign_in(scene.preparer)
    assert client.post(scene.url, data=FORM).status_code == 422
    assert "Ordföranden eller sekreteraren kan ändra listan" in client.get(scene.url).text
    client.sign_in(scene.secretary)
    page = client.post(scene.url, data=FORM, follow_redirects=True)
    assert "Kallelsen går ut med mejl inom kort." in page.text
    assert "Har inte svarat" in page.text


def test_a_link_that_is_called_off_answers_nothing_more(client, scene):
    client.sign_in(scene.secretary)
    client.post(scene.url, data=FORM)
    invitations.invite(scene.meeting, by=scene.chair, now=NOW)
    db.session.commit()
    [line] = lines()
    invitee = db.session.get_one(Invitee, line.invitee_id)
    link = f"/answer/{invitee.secret}"
    assert client.get(link).status_code == 200
    client.post(f"{scene.url}/{line.id}/remove")
    page = client.get(link)
    assert "gäller inte längre" in page.text
    client.post(link, data={"answer": "comes"})
    db.session.expire_all()
    assert db.session.get_one(Invitee, invitee.id).answer is None


def test_a_list_of_three_hundred_asks_the_database_no_more(client, scene, counted):
    meeting = scene.meeting
    meeting.kind = MeetingKind.EVENT
    client.sign_in(scene.chair)
    pages = (scene.url, f"/meetings/{meeting.id}", f"/meetings/{meeting.id}/invitation")

    def asked():
        return [counted(lambda page=page: client.get(page)) for page in pages]

    db.session.add_all(line(meeting, number) for number in range(3))
    db.session.commit()
    asked()
    few = asked()
    db.session.add_all(line(meeting, number) for number in range(3, 300))
    db.session.commit()
    assert asked() == few
    assert client.get(scene.url).text.count("Inte kallad än") == 300
    invitations.invite(meeting, by=scene.chair, now=NOW)
    db.session.commit()
    assert db.session.scalar(sa.select(sa.func.count(Invitee.id))) == 302
    client.sign_in(scene.secretary)
    for page in (f"/meetings/{meeting.id}/recipients", scene.url):
        assert counted(lambda page=page: client.get(page)) < 15
    desk.open_meeting(meeting, scene.secretary, NOW)
    db.session.commit()
    assert counted(lambda: client.get(f"/meetings/{meeting.id}/roll")) < 20


def line(meeting, number):
    return ExtraInvitee(
        meeting_id=meeting.id,
        name=f"Gäst {number}",
        email=f"gast{number}@example.org",
        category=Category.ACTOR,
        organisation="Förening",
        position=number,
    )


@pytest.fixture
def counted():
    def count(call):
        found = []

        def hear(*_arguments):
            found.append(1)

        sa.event.listen(db.engine, "before_cursor_execute", hear)
        assert call().status_code == 200
        sa.event.remove(db.engine, "before_cursor_execute", hear)
        return len(found)

    return count


# --- What the list opens, and what it does not ------------------------------------------------------------


@pytest.fixture
def county(make):
    county = County(make)
    county.write_at_home()
    county.guest = make.person("Gäst", email="gast@example.org")
    county.stranger = make.person("Främling")
    invited(make, county.meeting)
    county.elsewhere = make.meeting(county.council, state=MeetingState.INVITED, invited_at=NOW)
    county.item_elsewhere = make.item(county.elsewhere)
    item = county.item
    item.discussion, item.adopted, item.override_reason = SAID[0], SAID[1], SAID[3]
    item.outcome, item.presented_at = Outcome.CONSENSUS_NOTED, NOW
    noted = Dissent(item_id=item.id, organisation_id=county.ange.id, organisation="Ånge", text=SAID[2])
    noted.requested_by_id, noted.requested_at = county.member.id, NOW
    make.save(noted)
    return county


def invited(make, meeting):
    return make.save(
        ExtraInvitee(meeting_id=meeting.id, name="Gäst", email="Gast@example.org", category=Category.OBSERVER)
    )


def opened(app, county, person, *, everywhere=True):
    client = app.test_client().sign_in(person)
    urls = addresses(app, county)
    about = [url for url in urls if url.startswith(("/meetings", "/items", "/presenting", "/attachments"))]
    return {url: client.get(url) for url in (urls if everywhere else about)}


@pytest.mark.parametrize("state", [MeetingState.INVITED, MeetingState.ONGOING, MeetingState.HELD])
def test_whom_a_meeting_alone_invites_reads_its_agenda_and_nothing_else(app, county, state):
    county.meeting.state = state
    db.session.commit()
    everywhere = state is MeetingState.HELD
    own, strangers = (
        opened(app, county, who, everywhere=everywhere) for who in (county.guest, county.stranger)
    )
    reads = {url for url in own if own[url].status_code == 200 != strangers[url].status_code}
    items = (county.item.id, county.other.id)
    papers = {f"/items/{one}/memo.pdf" for one in items} | {
        f"/meetings/{county.meeting.id}/package{more}" for more in ("", "/progress")
    }
    papers.add(f"/attachments/{county.paper.id}/versions")
    papers |= {f"/meetings/{county.meeting.id}/live{more}" for more in ("", "/own", "/state")}
    assert reads == papers | {f"/meetings/{county.meeting.id}"} | {f"/items/{one}" for one in items} | {
        f"/presenting/{one}" for one in items
    }
    for url, answer in own.items():
        said = reading.text(answer.data) if answer.mimetype == "application/pdf" else answer.text
        for words in (SECRET, WHISPER, *SAID, "Konsensus"):
            assert words not in said, (url, words)
    assert own[f"/attachments/{county.paper.id}"].status_code == 404, "its bytes are not in the data folder"


@pytest.mark.parametrize("state", [MeetingState.PREPARING, MeetingState.PREPARED, MeetingState.SET])
def test_nothing_opens_before_the_invitation_is_out(app, county, state):
    county.meeting.state, county.meeting.invited_at = state, None
    db.session.commit()
    own, strangers = (opened(app, county, who, everywhere=False) for who in (county.guest, county.stranger))
    assert {url: one.status_code for url, one in own.items()} == {
        url: one.status_code for url, one in strangers.items()
    }


def test_another_meeting_of_the_council_stays_closed(app, county):
    client = app.test_client().sign_in(county.guest)
    assert client.get(f"/meetings/{county.elsewhere.id}").status_code == 404
    assert client.get(f"/items/{county.item_elsewhere.id}").status_code == 404
    listed = client.get("/meetings").text
    assert f"/meetings/{county.meeting.id}" in listed
    assert f"/meetings/{county.elsewhere.id}" not in listed


def test_who_is_taken_off_the_list_reads_nothing_more(app, county):
    client = app.test_client().sign_in(county.guest)
    assert client.get(f"/meetings/{county.meeting.id}").status_code == 200
    db.session.execute(sa.delete(ExtraInvitee))
    db.session.commit()
    for url in (f"/meetings/{county.meeting.id}", f"/items/{county.item.id}"):
        assert client.get(url).status_code == 404


def test_a_guest_takes_no_step(app, county):
    client = app.test_client().sign_in(county.guest)
    for rule in app.url_map.iter_rules():
        names = rule.arguments & {"meeting_id", "item_id"}
        if "POST" not in (rule.methods or ()) or not names:
            continue
        values = dict.fromkeys(rule.arguments, 1) | {
            "meeting_id": county.meeting.id, "item_id": county.item.id,
        }  # fmt: skip
        with app.test_request_context():
            url = app.url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})
        assert client.post(url).status_code in (403, 404), url


def test_the_page_of_the_one_meeting_says_when_where_and_whose_turn_it_is(client, county):
    client.sign_in(county.guest)
    page = client.get(f"/meetings/{county.meeting.id}").text
    assert "Du är inbjuden till det här mötet." in page
    assert "Länstransportplanen" in page
    assert county.item.kind is ItemKind.STANDPOINT
    item = client.get(f"/items/{county.item.id}").text
    assert "Rådet ställer sig bakom programmet." in item
    assert "Underlag" in item
