"""Items: writing them together without losing a word, their order, their files, and setting the agenda."""

from __future__ import annotations

from io import BytesIO

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import AgendaItem, Attachment, Issue, JournalEntry, Meeting, Presenter
from councilflow.process.agenda import IssueState, ItemKind, StandingItem
from councilflow.process.councils import Category
from councilflow.process.meeting import EDITABLE, MeetingState
from tests.services.test_files import PNG, pdf

FULL = {
    "title": "Gemensam vuxenutbildning",
    "kind": "standpoint",
    "minutes": "30",
    "background": "Utbildningarna fylls inte.",
    "strategy_sentence": "Frågan bidrar till kompetensmålet.",
    "proposal": "Rådet ställer sig bakom programmet.",
    "questions": "Vad behöver ni?\nVad kan ni avstå?",
    "presenters-0-name": "Utvecklingsdirektören",
    "presenters-0-organisation": "Region Västernorrland",
    "presenters-0-email": "Direktor@Example.org",
    "presenters-1-name": "",
}


@pytest.fixture
def preparing(client, make):
    """A meeting with an open agenda, and somebody who prepares it signed in."""
    meeting = make.meeting(make.council())
    client.sign_in(make.preparer(meeting.council))
    return meeting


def saved(item):
    db.session.expire_all()
    return db.session.get_one(AgendaItem, item.id)


def test_an_item_is_written_with_everything_that_belongs_to_it(client, make, preparing):
    node = make.node(preparing.council)
    files = {"files": [(BytesIO(pdf()), "Program.pdf"), (BytesIO(PNG), "Karta.png")]}
    answer = client.post(
        f"/meetings/{preparing.id}/items/new",
        data=FULL | {"strategy": [node.id]} | files,
        follow_redirects=True,
    )
    assert answer.status_code == 200
    item = db.session.scalars(sa.select(AgendaItem)).one()
    assert item.gaps == []
    assert [question.text for question in item.questions] == ["Vad behöver ni?", "Vad kan ni avstå?"]
    assert [(one.name, one.email) for one in item.presenters] == [
        ("Utvecklingsdirektören", "direktor@example.org")
    ]
    assert [file.title for file in item.attachments] == ["Program", "Karta"]
    for words in ("Matchning på arbetsmarknaden", "Vad kan ni avstå?", "Program", "Utvecklingsdirektören"):
        assert words in answer.text


def test_a_new_item_stands_before_the_closing(client, make, preparing):
    make.item(
        preparing, kind=ItemKind.STANDING, standing=StandingItem.CLOSING, title="Avslutning", position=1
    )
    client.post(f"/meetings/{preparing.id}/items/new", data={"title": "Bostäder"})
    db.session.expire_all()
    assert [item.title for item in db.session.get_one(Meeting, preparing.id).items] == [
        "Bostäder",
        "Avslutning",
    ]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Skriv en rubrik."),
        ({"minutes": "en timme"}, "Skriv tiden i hela minuter, minst 1."),
        ({"minutes": "0"}, "Skriv tiden i hela minuter, minst 1."),
        ({"presenters-0-email": "inte en adress"}, "Skriv en hel e-postadress."),
        ({"presenters-0-name": ""}, "Skriv föredragandens namn."),
    ],
)
def test_what_is_not_right_is_asked_for_again(client, preparing, wrong, sentence):
    answer = client.post(f"/meetings/{preparing.id}/items/new", data=FULL | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_file_that_is_not_taken_is_refused_at_its_field_and_nothing_is_saved(client, preparing, app):
    files = {"files": [(BytesIO(b"MZ program"), "plan.pdf")]}
    answer = client.post(f"/meetings/{preparing.id}/items/new", data=FULL | files)
    assert answer.status_code == 422
    assert "Filen plan.pdf är av ett slag som inte tas emot, vad den än heter." in answer.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AgendaItem)) == 0


def test_an_upload_over_the_limit_is_refused(client, preparing, app, monkeypatch):
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1000)
    files = {"files": [(BytesIO(b"%PDF-" + b"0" * 2000), "stor.pdf")]}
    assert client.post(f"/meetings/{preparing.id}/items/new", data=FULL | files).status_code == 413


def test_saving_again_keeps_what_did_not_change_and_takes_away_what_was_ticked(client, make, preparing):
    files = {"files": [(BytesIO(pdf()), "Ett.pdf"), (BytesIO(PNG), "Två.png")]}
    client.post(f"/meetings/{preparing.id}/items/new", data=FULL | files)
    item = db.session.scalars(sa.select(AgendaItem)).one()
    first, second = (question.id for question in item.questions)
    one, two = (file.id for file in item.attachments)
    client.post(
        f"/items/{item.id}/edit",
        data=FULL
        | {
            "version": item.version,
            "questions": "Vad kan ni avstå?\nNär?",
            "attachments-0-attachment_id": one,
            "attachments-0-title": "Programmet",
            "attachments-1-attachment_id": two,
            "attachments-1-remove": "y",
        },
    )
    item = saved(item)
    assert [(question.text, question.id == second) for question in item.questions] == [
        ("Vad kan ni avstå?", True),
        ("När?", False),
    ]
    assert [file.title for file in item.attachments] == ["Programmet"]
    assert first != second


def test_a_save_over_somebody_elses_shows_both_texts_and_loses_neither(client, make, preparing):
    item = make.item(preparing, background="Som det var.", version=1)
    mine = {"title": item.title, "version": 1, "background": "Som jag skrev det."}
    other = make.preparer(preparing.council, name="Utvecklingschefen i Timrå")
    me = make.preparer(preparing.council)
    url = f"/items/{item.id}/edit"
    client.sign_in(other).post(
        url, data={"title": item.title, "version": 1, "background": "Den andras text."}
    )

    refused = client.sign_in(me).post(url, data=mine)
    assert refused.status_code == 409
    for words in (
        "Utvecklingschefen i Timrå sparade en nyare text",
        "Den andras text.",
        "Som jag skrev det.",
    ):
        assert words in refused.text
    assert saved(item).background == "Den andras text."

    newest = refused.text.split('name="version" value="')[1].split('"')[0]
    assert client.post(url, data=mine | {"version": newest}).status_code == 302
    assert saved(item).background == "Som jag skrev det."
    kept = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.event == "item-changed")).all()
    assert kept[-1].before["background"] == "Den andras text."


@pytest.mark.parametrize("state", sorted({*MeetingState} - EDITABLE))
@pytest.mark.parametrize("page", ["items/{item}/edit", "items/{item}/remove", "meetings/{meeting}/agenda"])
def test_a_set_agenda_is_locked(client, make, preparing, state, page):
    item = make.item(preparing)
    preparing.state = state
    make.save(preparing)
    url = "/" + page.format(item=item.id, meeting=preparing.id)
    assert client.get(url).status_code == 409
    assert client.post(url, data={"title": "Ny", "version": 1, "up": item.id}).status_code == 409
    assert client.post(f"/meetings/{preparing.id}/items/new", data={"title": "Ny"}).status_code == 409


def test_a_standing_item_has_a_title_and_a_time_and_no_kind_to_choose(client, make, preparing):
    item = make.item(preparing, kind=ItemKind.STANDING, standing=StandingItem.CLOSING, strategy=False)
    page = client.get(f"/items/{item.id}/edit")
    assert page.status_code == 200
    assert 'name="title"' in page.text
    assert 'name="kind"' not in page.text
    assert 'name="strategy"' not in page.text
    changed = {"title": "Avslutning", "version": item.version, "minutes": "5"}
    assert client.post(f"/items/{item.id}/edit", data=changed).status_code == 302
    assert (saved(item).title, item.minutes, item.kind) == ("Avslutning", 5, ItemKind.STANDING)


def test_members_do_not_prepare(client, make, preparing):
    item = make.item(preparing)
    client.sign_in(make.seat(preparing.council))
    for url in (f"/items/{item.id}/edit", f"/items/{item.id}/remove", f"/meetings/{preparing.id}/agenda"):
        assert client.get(url).status_code == 403
    assert client.get(f"/items/{item.id}").status_code == 403


def test_items_change_places_and_get_their_time(client, make, preparing):
    first, second, third = (make.item(preparing, title=title) for title in ("A", "B", "C"))
    url = f"/meetings/{preparing.id}/agenda"

    def order():
        db.session.expire_all()
        return [item.title for item in db.session.get_one(Meeting, preparing.id).items]

    client.post(url, data={"up": third.id})
    assert order() == ["A", "C", "B"]
    client.post(url, data={"down": first.id})
    assert order() == ["C", "A", "B"]
    client.post(url, data={"up": third.id})  # already first
    assert order() == ["C", "A", "B"]
    answer = client.post(url, data={f"minutes-{second.id}": "200"}, follow_redirects=True)
    assert saved(second).minutes == 200
    assert "4 tim av mötets 3 tim" not in answer.text
    assert "för mycket" in answer.text
    wrong = client.post(url, data={f"minutes-{second.id}": "länge"})
    assert wrong.status_code == 422
    assert 'value="länge"' in wrong.text


def test_removing_asks_first_and_gives_the_issue_back(client, make, preparing):
    member = make.seat(preparing.council, organisation_id=make.organisation("Ånge kommun").id)
    issue = make.issue(preparing.council, by=member)
    client.post(f"/meetings/{preparing.id}/issues/{issue.id}")
    item = db.session.scalars(sa.select(AgendaItem)).one()
    assert "Frågan går tillbaka till beredning." in client.get(f"/items/{item.id}/remove").text
    client.post(f"/items/{item.id}/remove")
    db.session.expire_all()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AgendaItem)) == 0
    assert db.session.get_one(Issue, issue.id).state is IssueState.IN_PREPARATION


def test_an_issue_goes_to_the_agenda_and_its_proposer_is_answered(client, make, preparing):
    member = make.seat(preparing.council, organisation_id=make.organisation("Ånge kommun").id)
    issue = make.issue(preparing.council, by=member, title="Bostäder", background="Fakta finns.")
    url = f"/issues/{issue.id}/agenda"
    assert "Fredag 4 december 2026" in client.get(url).text
    client.post(url, data={"meeting": preparing.id, "reason": "Tack, den kommer upp i december."})
    item = db.session.scalars(sa.select(AgendaItem)).one()
    assert item.title == "Bostäder"
    for words in ("Utbildningarna fylls inte.", "Ingen kommun klarar det ensam.", "Fakta finns."):
        assert words in item.background
    answer = client.sign_in(member).get(f"/issues/{issue.id}").text
    assert "På dagordningen" in answer
    assert "Tack, den kommer upp i december." in answer


def test_an_issue_is_put_up_once_and_in_its_own_council(client, make, preparing):
    issue = make.issue(preparing.council, by=make.person())
    url = f"/meetings/{preparing.id}/issues/{issue.id}"
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 409
    elsewhere = make.issue(make.council("Annat råd"), by=make.person())
    assert client.post(f"/meetings/{preparing.id}/issues/{elsewhere.id}").status_code == 409


def test_the_group_finishes_the_chair_sets_and_only_the_chair_reopens(client, make):
    council = make.council()
    meeting = make.meeting(council)
    make.item(meeting, title="Bredband", background="")
    preparer, chair = make.preparer(council), make.chair(council)
    url = f"/meetings/{meeting.id}/agenda"

    def state():
        db.session.refresh(meeting)
        return meeting.state

    client.sign_in(preparer).post(f"{url}/prepared")
    assert state() is MeetingState.PREPARED
    assert client.post(f"{url}/set").status_code == 403
    page = client.sign_in(chair).get(f"{url}/set").text
    assert "Bredband" in page  # what is missing is said, but the chair decides
    client.post(f"{url}/set")
    assert (state(), bool(meeting.set_at)) == (MeetingState.SET, True)
    assert client.sign_in(preparer).post(f"{url}/reopen").status_code == 409
    client.sign_in(chair).post(f"{url}/reopen")
    assert (state(), meeting.set_at) == (MeetingState.PREPARING, None)
    assert client.post(f"{url}/reopen").status_code == 409


def fetched(client, url):
    """The whole answer, its file closed again."""
    with client.get(url) as answer:
        answer.get_data()
    return answer


class TestFiles:
    @pytest.fixture
    def attachment(self, client, make, preparing):
        files = {"files": [(BytesIO(pdf()), "Förslag till program.pdf")]}
        client.post(f"/meetings/{preparing.id}/items/new", data=FULL | files)
        preparing.state = MeetingState.INVITED
        make.save(preparing)
        return db.session.scalars(sa.select(Attachment)).one()

    def test_those_who_read_the_item_get_the_file_as_it_was(self, client, make, preparing, attachment):
        answer = fetched(client.sign_in(make.seat(preparing.council)), f"/attachments/{attachment.id}")
        assert answer.data.startswith(b"%PDF-")
        assert answer.mimetype == "application/pdf"
        assert "filename*=UTF-8''F%C3%B6rslag%20till%20program.pdf" in answer.headers["Content-Disposition"]
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]

    def test_a_presenter_gets_the_files_of_the_own_item_only(self, client, make, preparing, attachment):
        presenter = make.person(email="direktor@example.org")
        make.save(Presenter(item_id=make.item(preparing).id, name="En annan", email="annan@example.org"))
        client.sign_in(presenter)
        assert fetched(client, f"/attachments/{attachment.id}").status_code == 200
        assert client.get(f"/items/{attachment.item_id}").status_code == 200
        assert client.get(f"/meetings/{preparing.id}").status_code == 404
        client.sign_in(make.person(email="annan@example.org"))
        assert client.get(f"/attachments/{attachment.id}").status_code == 404

    def test_before_the_invitation_only_those_who_prepare(self, client, make, preparing, attachment):
        preparing.state = MeetingState.SET
        make.save(preparing)
        url = f"/attachments/{attachment.id}"
        assert client.sign_in(make.seat(preparing.council)).get(url).status_code == 403
        assert client.sign_in(make.person(email="direktor@example.org")).get(url).status_code == 404
        assert client.sign_in(make.seat(make.council("Annat råd"))).get(url).status_code == 404
        assert fetched(client.sign_in(make.secretary(preparing.council)), url).status_code == 200


def test_an_item_shows_where_its_issue_was_dealt_with_before(client, make):
    council = make.council()
    issue = make.issue(council, by=make.person(), state=IssueState.POSTPONED)
    earlier = make.item(make.meeting(council, state=MeetingState.HELD), issue=issue, number=12)
    item = make.item(make.meeting(council, state=MeetingState.INVITED), issue=issue)
    page = client.sign_in(make.seat(council, Category.ADJUNCT)).get(f"/items/{item.id}").text
    assert "Tidigare behandlat" in page
    assert f"/items/{earlier.id}" in page
