"""Changes after the invitation: marked, read by those who send, and sent once to those they concern (A.8)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import AgendaItem, Attachment, Issue, LateChange, Mail, Presenter, Submission
from councilflow.process.agenda import IssueState, ItemKind
from councilflow.process.meeting import MeetingState
from councilflow.services import agenda, invitations, preparation
from councilflow.services.agenda import papers
from councilflow.services.invitations import changes
from councilflow.web.agenda import forms

pytestmark = pytest.mark.one_database


def in_weeks(weeks: int) -> datetime:
    day = datetime.now(UTC) + timedelta(weeks=weeks)
    return day.replace(hour=8, minute=0, second=0, microsecond=0)


@pytest.fixture
def invited(make):
    """A meeting that people are invited to, with two items; one has a presenter."""
    council = make.council()
    timra = make.organisation("Timrå kommun", mailbox="kommun@timra.example")
    people = {
        "chair": make.chair(council),
        "secretary": make.secretary(council),
        "preparer": make.preparer(council),
        "member": make.seat(council, organisation_id=timra.id, name="Ledamot"),
    }
    meeting = make.meeting(council, state=MeetingState.SET, starts_at=in_weeks(3))
    first = make.item(meeting, title="Länstransportplanen", minutes=30)
    second = make.item(meeting, title="Kompetensförsörjning", minutes=20)
    make.save(Presenter(item_id=second.id, name="Tova Ström", email="tova@example.org"))
    invitations.invite(meeting, by=people["chair"], now=datetime.now(UTC))
    db.session.execute(sa.delete(Mail))
    db.session.commit()
    return SimpleNamespace(
        council=council, timra=timra, meeting=meeting, first=first, second=second, **people
    )


def written(item, **said):
    """What the form of an item posts, with some of it changed."""
    kept = forms.written(item)
    return (
        {
            "version": item.version,
            "title": item.title,
            "kind": item.kind,
            "minutes": item.minutes,
            "background": item.background,
            "proposal": item.proposal,
            "strategy_sentence": item.strategy_sentence,
            "strategy": kept["strategy"],
        }
        | {
            f"presenters-{number}-{name}": text
            for number, row in enumerate(kept["presenters"])
            for name, text in row.items()
        }
        | said
    )


def mails():
    return {row.to_name: row for row in db.session.scalars(sa.select(Mail).order_by(Mail.id))}


def text_of(mail):
    made = message_from_bytes(mail.message, policy=policy.SMTP)
    return made.get_body(("plain",)).get_content()


def test_a_change_is_marked_for_all_and_waits_to_be_sent(client, invited):
    client.sign_in(invited.preparer)
    url = f"/items/{invited.first.id}/edit"
    saved = client.post(url, data=written(invited.first, background="Nya siffror."), follow_redirects=True)
    assert "Skicka ut ändringen när du är klar." in saved.text
    change = db.session.scalars(sa.select(LateChange)).one()
    assert (change.what, change.told_at, change.title) == (["background"], None, "Länstransportplanen")
    for reader in (invited.member, invited.chair):
        client.sign_in(reader)
        assert "Ändrad efter kallelse" in client.get(f"/meetings/{invited.meeting.id}").text
        assert "Bakgrund" in client.get(f"/items/{invited.first.id}").text.split("Efter kallelsen")[1]
        assert "Ändrad efter kallelse" not in client.get(f"/items/{invited.second.id}").text
    assert "ändrad efter kallelse" in "\n".join(pdf_of(invited))
    assert not mails(), "nobody is told before somebody sends"
    assert "Skicka det som ändrats efter kallelsen" in client.sign_in(invited.secretary).get("/").text
    assert "Skicka det som ändrats efter kallelsen" not in client.sign_in(invited.member).get("/").text


def pdf_of(invited):
    meeting = invited.meeting
    db.session.expire_all()
    return [f"{entry.title} {entry.mark}" for entry in papers.entries_of(meeting)]


@pytest.mark.both_databases
def test_it_is_sent_once_to_those_it_concerns(client, invited):
    client.sign_in(invited.preparer)
    client.post(f"/items/{invited.first.id}/edit", data=written(invited.first, background="Nya siffror."))
    url = f"/meetings/{invited.meeting.id}/changes"
    page = client.sign_in(invited.chair).get(url)
    assert "Länstransportplanen" in page.text
    assert "Ledamot" in page.text
    assert "kommun@timra.example" in page.text
    assert not mails(), "looking sends nothing"
    seen = page.text.split('name="seen" value="')[1].split('"')[0]
    sent = client.post(url, data={"seen": seen, "words": "Läs särskilt tabellen."}, follow_redirects=True)
    assert "Ändringarna är skickade" in sent.text
    told = mails()
    assert {"Ledamot", "Ordförande", "Sekreterare", "Timrå kommun"} <= set(told)
    assert "Tova Ström" not in told, "a presenter hears of the own item alone"
    assert "Läs särskilt tabellen." in text_of(told["Ledamot"])
    assert "1. Länstransportplanen" in text_of(told["Ledamot"])
    assert "Kompetensförsörjning" not in text_of(told["Ledamot"])
    again = client.post(url, data={"seen": seen})
    assert again.status_code == 409
    assert "inga ändringar att skicka" in again.text
    assert len(mails()) == len(told)


def test_who_read_an_older_preview_sends_nothing(client, invited):
    client.sign_in(invited.chair)
    client.post(f"/items/{invited.first.id}/edit", data=written(invited.first, background="Nya siffror."))
    seen = changes.pending(invited.meeting).seen
    client.post(f"/items/{invited.second.id}/edit", data=written(invited.second, background="Mer."))
    refused = client.post(f"/meetings/{invited.meeting.id}/changes", data={"seen": seen})
    assert refused.status_code == 409
    assert "ändrats igen" in refused.text
    assert not mails()


def test_a_presenter_is_told_of_the_own_item_and_time_and_nothing_else(client, invited):
    client.sign_in(invited.chair)
    client.post(f"/items/{invited.first.id}/edit", data=written(invited.first, minutes=50, title="Vägarna"))
    send(invited)
    told = mails()
    assert "Vägarna" not in told["Tova Ström"].message.decode()
    assert "klockslag" in text_of(told["Tova Ström"])
    client.post(f"/items/{invited.second.id}/remove")
    db.session.execute(sa.delete(Mail))
    send(invited)
    gone = mails()["Tova Ström"]
    assert "behöver inte föredra" in text_of(gone)
    assert b"METHOD:CANCEL" in gone.message or "CANCEL" in gone.message.decode()


def send(invited, **said):
    db.session.commit()
    found = changes.pending(invited.meeting)
    made = changes.send(invited.meeting, seen=found.seen, by=invited.chair, now=datetime.now(UTC), **said)
    db.session.commit()
    return made


def test_whoever_handed_in_learns_that_the_item_has_changed(client, make, invited):
    make.draft(invited.first, invited.member, invited.timra)
    preparation.submit(invited.first, invited.timra.id, by=invited.member, now=datetime.now(UTC))
    db.session.commit()
    client.sign_in(invited.secretary)
    client.post(f"/items/{invited.first.id}/edit", data=written(invited.first, proposal="Ett annat förslag."))
    send(invited)
    assert text_of(mails()["Ledamot"]).count("Länstransportplanen") == 2, "as changed, and as handed in"
    assert text_of(mails()["Sekreterare"]).count("Länstransportplanen") == 1
    room = client.sign_in(invited.member).get(f"/items/{invited.first.id}/preparation").text
    assert "Punkten har ändrats sedan ni lämnade in" in room
    assert "Förslag" in room.split("Punkten har ändrats")[1]


def test_a_private_draft_reaches_nobody(make, client, invited):
    make.draft(invited.first, invited.member, invited.timra, note="hemlig-kompromiss")
    client.sign_in(invited.secretary)
    client.post(f"/items/{invited.first.id}/edit", data=written(invited.first, proposal="Ett annat förslag."))
    found = changes.pending(invited.meeting)
    assert found.handed_in == []
    send(invited)
    assert not any(b"hemlig-kompromiss" in mail.message for mail in mails().values())


def test_a_withdrawn_item_stays_as_a_line_with_what_was_handed_in_and_can_come_back(client, make, invited):
    issue = make.issue(invited.council, invited.member, state=IssueState.ON_AGENDA)
    invited.first.issue = issue
    make.draft(invited.first, invited.member, invited.timra)
    preparation.submit(invited.first, invited.timra.id, by=invited.member, now=datetime.now(UTC))
    db.session.commit()
    client.sign_in(invited.secretary)
    assert "står kvar på dagordningen som utgången" in client.get(f"/items/{invited.first.id}/remove").text
    client.post(f"/items/{invited.first.id}/remove")
    item = db.session.get_one(AgendaItem, invited.first.id, populate_existing=True)
    assert (item.kind, item.withdrawn_kind) == (ItemKind.HEADING, ItemKind.STANDPOINT)
    assert db.session.scalar(sa.select(sa.func.count(Submission.id))) == 1
    assert db.session.get_one(Issue, issue.id, populate_existing=True).state is IssueState.IN_PREPARATION
    assert "Utgår" in client.sign_in(invited.member).get(f"/meetings/{invited.meeting.id}").text
    client.sign_in(invited.secretary).post(f"/items/{item.id}/restore")
    db.session.refresh(item)
    assert (item.kind, item.withdrawn_kind) == (ItemKind.STANDPOINT, None)
    assert changes.pending(invited.meeting).items == [], "out and in again is no change"


def test_a_late_item_is_sent_when_it_is_complete(client, invited):
    client.sign_in(invited.preparer)
    client.post(f"/meetings/{invited.meeting.id}/items/new", data={"title": "Sent ärende"})
    db.session.expire_all()
    late = next(one for one in invited.meeting.items if one.title == "Sent ärende")
    assert db.session.scalars(sa.select(LateChange.what)).one() == ["added"]
    url = f"/meetings/{invited.meeting.id}/changes"
    assert "saknar något" in client.sign_in(invited.chair).get(url).text
    seen = changes.pending(invited.meeting).seen
    assert client.post(url, data={"seen": seen}).status_code == 409
    agenda.remove(late, by=invited.preparer, now=datetime.now(UTC))
    assert changes.pending(invited.meeting).items == [], "never told, so nothing to take back"


def test_the_agenda_is_locked_when_the_meeting_opens(client, invited):
    invited.meeting.state = MeetingState.ONGOING
    db.session.commit()
    client.sign_in(invited.secretary)
    refused = client.post(f"/items/{invited.first.id}/edit", data=written(invited.first, background="Nytt."))
    assert refused.status_code == 409
    assert "dagordningen är låst" in refused.text
    assert client.get(f"/meetings/{invited.meeting.id}/changes").status_code == 409


def test_the_secretary_sends_on_the_chairs_order_and_a_preparer_does_not(client, invited):
    client.sign_in(invited.preparer)
    client.post(f"/items/{invited.first.id}/edit", data=written(invited.first, background="Nya siffror."))
    url, seen = f"/meetings/{invited.meeting.id}/changes", changes.pending(invited.meeting).seen
    assert "Ordföranden eller sekreteraren skickar" in client.get(url).text
    client.post(url, data={"seen": seen, "on_order": "Ja"})
    assert not mails()
    client.sign_in(invited.secretary)
    assert client.post(url, data={"seen": seen}).status_code == 422
    assert client.post(url, data={"seen": seen, "on_order": "Per telefon i dag"}).status_code == 302
    assert mails()


def test_no_words_of_a_secret_item_leave_with_the_changes(client, invited):
    invited.first.is_secret, invited.first.secrecy_section = True, "20 kap. 3 § OSL"
    db.session.commit()
    client.sign_in(invited.secretary)
    client.post(f"/items/{invited.first.id}/edit", data=written(invited.first, background="Skadestånd."))
    send(invited)
    for mail in mails().values():
        assert b"Skadest" not in mail.message
        assert "Länstransportplanen" not in text_of(mail)


def test_a_file_that_went_out_is_not_taken_away_and_nothing_written_is_lost(client, make, invited):
    sent = Attachment(
        item_id=invited.first.id,
        title="Avtalet",
        file_name="avtalet.pdf",
        media_type="application/pdf",
        size=10,
        sha256="0" * 64,
        uploaded_by_id=invited.secretary.id,
        uploaded_at=datetime.now(UTC) - timedelta(days=1),
        pinned_at=datetime.now(UTC),
    )
    make.save(sent)
    client.sign_in(invited.secretary)
    refused = client.post(f"/items/{invited.first.id}/edit", data=written(invited.first, background="Nytt."))
    assert refused.status_code == 422
    assert "gick ut med kallelsen" in refused.text
    assert "Nytt.</textarea>" in refused.text
    assert db.session.scalars(sa.select(Attachment.title)).one() == "Avtalet"
    assert not db.session.scalars(sa.select(LateChange)).all()
