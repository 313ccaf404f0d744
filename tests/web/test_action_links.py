"""Working by mail: a link hands in one thing once, and nothing without the password (A37, A73, H.5)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from councilflow.extensions import db
from councilflow.models import ActionLink, Attachment, Mail, Preparation, Question, Seat, Submission
from councilflow.process.agenda import ItemKind
from councilflow.process.meeting import MeetingState
from councilflow.process.preparation import Stance
from councilflow.services import action_links, people
from tests.conftest import NOW
from tests.web.test_preparation import Scene

pytestmark = pytest.mark.one_database
PASSWORD = "vinterskog med renar"
DRAFT = "Vivsta nämns inte."


@pytest.fixture
def scene(make):
    scene = Scene(make)
    for person in (scene.member, scene.neighbour):
        person.password_hash = people.hashed(PASSWORD)
    scene.draft(note=DRAFT)
    scene.link = link_for(scene, scene.member)
    return scene


def link_for(scene, person, organisation=None):
    secret = action_links.make(person, scene.item, (organisation or scene.timra).id, now=datetime.now(UTC))
    db.session.commit()
    return f"/act/{secret}"


def proved(client, url, password=PASSWORD):
    return client.post(url, data={"step": "password", "password": password}, follow_redirects=True)


def handed_in(client, url, page, **more):
    """Press the button of the page, with some fields changed; what stands in the others is sent as it is."""
    hidden = dict(re.findall(r'name="(draft_version|text_version)" value="(\d+)"', page.text))
    filled = dict(re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>\r?\n?([^<]*)</textarea>', page.text))
    chosen = re.findall(r'name="stance"[^>]* value="(\w+)" checked', page.text)
    sent = {"step": "hand-in"} | hidden | filled | ({"stance": chosen[0]} if chosen else {})
    return client.post(url, data=sent | more)


def count():
    return db.session.query(Submission).count()


def test_a_prepared_stance_is_read_and_handed_in_without_signing_in(client, scene):
    page = proved(client, scene.link)
    assert DRAFT in page.text
    assert "Det är inlämnat" in handed_in(client, scene.link, page).text
    (made,) = db.session.query(Submission)
    assert (made.stance, made.submitted_by_id) == (Stance.SUPPORT, scene.member.id)
    assert client.get("/meetings").status_code == 302, "the link opens nothing else"


def test_who_has_never_chosen_a_password_learns_how(client, scene):
    assert "Be sekretariatet om en lösenordslänk." in client.get(scene.link).text


def test_a_stance_is_chosen_by_the_link_though_nobody_has_drafted_one(client, scene):
    question = scene.make.save(Question(item_id=scene.item.id, position=1, text="Hur många platser?"))
    url = link_for(scene, scene.neighbour, scene.ange)
    page = proved(client, url)
    for said in ("Underlaget finns i bilagan.", "Rådet ställer sig bakom programmet.", "Hur många platser?"):
        assert said in page.text
    incomplete = handed_in(client, url, page)
    assert incomplete.status_code == 422
    wanted = {"stance": "dissent", "dissent": "Nej till tull.", "dissent_requested": "y"}
    more = {"gives_and_gains": "Länet vinner tid.", f"answer_{question.id}": "Femtio"}
    assert "Det är inlämnat" in handed_in(client, url, page, **wanted, **more).text
    (made,) = db.session.query(Submission)
    assert (made.stance, made.dissent, made.dissent_requested) == (Stance.DISSENT, "Nej till tull.", True)
    assert (made.organisation_id, made.submitted_by_id) == (scene.ange.id, scene.neighbour.id)
    assert (made.gives_and_gains, made.answers) == ("Länet vinner tid.", {str(question.id): "Femtio"})
    assert {one.organisation_id for one in db.session.query(Preparation)} == {scene.timra.id, scene.ange.id}


def test_another_stance_than_the_drafted_is_chosen_by_the_link(client, scene):
    page = proved(client, scene.link)
    handed_in(client, scene.link, page, stance="support_yielding", gives_and_gains="Vi väntar med bron.")
    made, kept = db.session.query(Submission).one(), db.session.query(Preparation).one()
    assert (made.stance, made.note) == (Stance.SUPPORT_YIELDING, DRAFT)
    assert (kept.stance, kept.gives_and_gains) == (Stance.SUPPORT_YIELDING, "Vi väntar med bron.")


def test_what_is_written_stays_when_a_colleague_saves_meanwhile(client, scene):
    page = proved(client, scene.link)
    scene.draft(note="Kollegan skrev detta.", version=1)
    stopped = handed_in(client, scene.link, page, note="Det jag skrev.")
    assert (stopped.status_code, count()) == (409, 0)
    assert "Det jag skrev." in stopped.text
    assert "Kollegan skrev detta." in stopped.text
    handed_in(client, scene.link, stopped)
    assert db.session.query(Submission).one().note == "Det jag skrev."


def test_a_file_under_secrecy_is_not_named_by_the_link(client, scene):
    for title, is_secret in (("Karta över vägen", False), ("Hemlig bilaga", True)):
        kept = {"media_type": "application/pdf", "size": 1, "sha256": "0" * 64, "file_name": "a.pdf"}
        by = {"uploaded_by_id": scene.secretary.id, "uploaded_at": NOW}
        scene.make.save(Attachment(item_id=scene.item.id, title=title, is_secret=is_secret, **kept, **by))
    page = proved(client, scene.link)
    assert "Karta över vägen" in page.text
    assert "Hemlig bilaga" not in page.text


def test_a_samrad_is_answered_by_the_link(client, scene):
    scene.item.kind, scene.item.consultation = ItemKind.CONSULTATION, "Hur gör vi?"
    scene.item.answers_by = datetime.now(UTC).date() + timedelta(days=2)
    db.session.commit()
    url = link_for(scene, scene.member)
    page = proved(client, url)
    assert handed_in(client, url, page, note=" ").status_code == 422
    handed_in(client, url, page, note="Tillsammans.", forum="Nämnden")
    made = db.session.query(Submission).one()
    assert (made.note, made.forum) == ("Tillsammans.", "Nämnden")
    assert db.session.query(Preparation).one().note == "Tillsammans.", "the draft says the same"


def test_looking_changes_nothing_and_tells_nothing_private(client, scene):
    for _time in range(3):
        page = client.get(scene.link)
        assert DRAFT not in page.text
        assert client.head(scene.link).status_code == 200
    assert (count(), db.session.query(ActionLink).one().used_at) == (0, None)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_nothing_is_handed_in_or_shown_without_the_password(client, scene):
    sent = {"draft_version": 1, "text_version": scene.item.version}
    assert DRAFT not in client.post(scene.link, data={"step": "hand-in"} | sent).text
    assert DRAFT not in proved(client, scene.link, "fel lösenord helt").text
    client.sign_in(scene.member)
    assert DRAFT not in client.post(scene.link, data={"step": "hand-in"} | sent).text
    assert count() == 0


def test_the_password_for_one_link_opens_no_other(client, scene):
    theirs = link_for(scene, scene.neighbour, scene.ange)
    assert proved(client, theirs).status_code == 200
    assert DRAFT not in client.get(scene.link).text


def test_a_link_made_for_an_organisation_not_ones_own_opens_nothing(client, scene):
    url = link_for(scene, scene.neighbour, scene.timra)
    page = proved(client, url)
    assert page.status_code == 409
    assert DRAFT not in page.text


def test_a_used_link_says_so_and_hands_in_nothing_more(client, scene):
    page = proved(client, scene.link)
    handed_in(client, scene.link, page)
    again = handed_in(client, scene.link, page)
    assert (again.status_code, count()) == (409, 1)
    assert "redan använd" in again.text


def test_the_secret_itself_stands_in_no_table(scene):
    secret = scene.link.rpartition("/")[2]
    assert secret not in str(db.session.query(ActionLink.secret_hash).all())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda s: setattr(s.found, "expires_at", datetime.now(UTC)), "sju dagar"),
        (lambda s: setattr(s.seat, "ends_on", datetime.now(UTC).date() - timedelta(days=2)), "har ändrats"),
        (lambda s: setattr(s.member, "is_active", False), "har ändrats"),
        (lambda s: setattr(s.item, "is_secret", True), "har ändrats"),
        (lambda s: setattr(s.meeting, "state", MeetingState.HELD), "Mötet är avslutat"),
        (lambda s: setattr(s.meeting, "state", MeetingState.CANCELLED), "inställt"),
        (lambda s: setattr(s.item, "preparation_closed_at", NOW), "stängd"),
    ],
)
def test_a_link_that_no_longer_holds_says_why(client, scene, change, sentence):
    page = proved(client, scene.link)
    scene.found = db.session.query(ActionLink).one()
    scene.seat = db.session.query(Seat).filter_by(person_id=scene.member.id).one()
    change(scene)
    db.session.commit()
    for answer in (client.get(scene.link), handed_in(client, scene.link, page)):
        assert answer.status_code == 409
        assert sentence in answer.text
        assert DRAFT not in answer.text
    assert count() == 0


def test_an_item_or_a_draft_changed_meanwhile_is_not_handed_in_unread(client, scene):
    page = proved(client, scene.link)
    scene.item.version += 1
    db.session.commit()
    assert handed_in(client, scene.link, page).status_code == 409
    page = client.get(scene.link)
    scene.draft(note="Något annat", version=1)
    assert handed_in(client, scene.link, page).status_code == 409
    assert (count(), db.session.query(ActionLink).one().used_at) == (0, None)


def test_the_secretary_sends_links_to_those_who_carry_a_stance_that_is_missing(client, scene):
    first = scene.link
    page = client.sign_in(scene.secretary).get(f"/items/{scene.item.id}/links")
    assert scene.member.name in page.text
    assert scene.opposition.name not in page.text
    client.post(f"/items/{scene.item.id}/links")
    sent = db.session.query(Mail).filter_by(kind="action-link")
    expected = {scene.member.name, scene.official.name, scene.neighbour.name}
    assert expected <= {one.to_name for one in sent}
    assert DRAFT not in str([one.message for one in sent])
    assert client.get(first).status_code == 409, "a new link replaces the one before"


def test_no_link_is_offered_for_an_item_under_secrecy_and_the_page_says_why(client, scene):
    summary, page = f"/meetings/{scene.meeting.id}/stances", f"/items/{scene.item.id}/links"
    assert page in client.sign_in(scene.secretary).get(summary).text
    scene.item.is_secret, scene.item.secrecy_section = True, "20 kap. 3 § OSL"
    db.session.commit()
    assert page not in client.get(summary).text
    told = client.get(page)
    assert told.status_code == 200
    assert "omfattas av sekretess, så ingen länk skickas" in told.text
    assert scene.member.name not in told.text
    assert client.post(page).status_code == 409
    assert db.session.query(Mail).filter_by(kind="action-link").count() == 0


def test_a_secret_that_was_never_made_is_no_page(client, scene):
    assert client.get("/act/x").status_code == 404
