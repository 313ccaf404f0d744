"""What somebody with an ordinary account could reach by the doors that stand open to them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Dissent, Invitee, JournalEntry, Mail, Presenter
from councilflow.process.agenda import IssueState, IssueStep
from councilflow.process.consensus import Outcome
from councilflow.process.councils import BodyKind, Category
from councilflow.process.meeting import MeetingState, Presence
from councilflow.services import agenda, desk, invitations, issues, secrecy, visibility
from councilflow.services.desk import amendments
from councilflow.services.issues import earlier
from tests.conftest import NOW
from tests.test_secrecy import words_of

pytestmark = pytest.mark.one_database

WORD = "skadestånd-från-rederiet"
SECTION = "20 kap. 3 § OSL"
HIDDEN = {"title": WORD, "is_secret": True, "secrecy_section": SECTION}


def test_who_presents_an_item_reads_what_was_sent_out_and_nothing_of_what_came_of_it(
    client: Any, make: Any
) -> None:
    """As on the page that follows the meeting: only those who read the meeting read the record (A68)."""
    council = make.council()
    issue = make.issue(council, by=make.person(), state=IssueState.POSTPONED)
    before = make.meeting(council, state=MeetingState.HELD, starts_at=NOW - timedelta(days=60))
    make.item(before, title="Tidigare ärende", issue=issue, number=12)
    meeting = make.meeting(council, state=MeetingState.HELD)
    said = {"number": 3, "outcome": Outcome.CONSENSUS_NOTED, "adopted": "Rådet står bakom det."}
    item = make.item(meeting, title="Bredband", issue=issue, background="Fiber saknas.", **said)
    member = make.seat(council)
    make.save(
        Dissent(
            item_id=item.id,
            organisation_id=council.host_id,
            organisation="Region",
            text="Vi hade velat mer.",
            requested_by_id=member.id,
            requested_at=NOW,
        )
    )
    make.save(Presenter(item_id=item.id, name="Direktör", email="direktor@example.org"))
    page = client.sign_in(make.person(email="direktor@example.org")).get(f"/items/{item.id}")
    assert page.status_code == 200
    assert "Fiber saknas." in page.text
    for words in ("Rådet står bakom det.", "Vi hade velat mer.", "Tidigare ärende", "Konsensus"):
        assert words not in page.text, words
        assert words in client.sign_in(member).get(f"/items/{item.id}").text, words


def test_the_link_of_a_presenter_who_is_called_off_shows_the_item_no_more(client: Any, make: Any) -> None:
    """What is written about it since is for whoever presents it now."""
    now = datetime.now(UTC)
    council = make.council()
    chair = make.chair(council)
    meeting = make.meeting(council, state=MeetingState.SET, starts_at=now + timedelta(days=30))
    item = make.item(meeting, title="Bredband", background="Fiber saknas.")
    make.save(Presenter(item_id=item.id, name="Direktör", email="direktor@example.org"))
    invitations.invite(meeting, by=chair, now=now)
    presenter = db.session.scalars(sa.select(Invitee).where(Invitee.item_id == item.id)).one()
    page = f"/answer/{presenter.secret}"
    assert "Fiber saknas." in client.get(page).text
    invitations.withdraw(presenter, reason="Någon annan föredrar.", by=chair, now=now)
    item.background = "Skadeståndet blir två miljoner."
    db.session.commit()
    after = client.get(page)
    assert after.status_code == 200
    assert "Kallelsen gäller inte längre för dig" in after.text
    assert "Skadeståndet" not in after.text
    assert "Bredband" not in after.text


def test_what_another_council_did_with_the_same_question_is_for_its_own_members(
    client: Any, make: Any
) -> None:
    """A question goes from one council to a joint meeting of a wider one; what the first said stays there."""
    narrow = make.council()
    wide = make.council("Stora", kind=BodyKind.WIDE_COUNCIL, includes_id=narrow.id, host=narrow.host)
    issue = make.issue(narrow, by=make.person(), state=IssueState.POSTPONED)
    held = make.meeting(narrow, state=MeetingState.HELD, starts_at=NOW - timedelta(days=60))
    first = make.item(held, issue=issue, number=12, outcome=Outcome.POSTPONED, **HIDDEN)
    again = make.item(make.meeting(wide, is_joint=True, state=MeetingState.INVITED), issue=issue)
    actor = make.seat(wide, Category.ACTOR, organisation_id=make.organisation("Företagarna").id)
    page = client.sign_in(actor).get(f"/items/{again.id}")
    assert page.status_code == 200
    assert WORD not in page.text
    assert f"/items/{first.id}" not in page.text
    assert WORD in client.sign_in(make.seat(narrow)).get(f"/items/{again.id}").text


def test_a_namesake_from_another_organisation_takes_back_nobody_elses_suggestion(
    client: Any, make: Any
) -> None:
    """Everybody writes the own name on the own page, so that a name alone proves nothing."""
    council = make.council()
    secretary = make.secretary(council)
    theirs = make.seat(council, organisation_id=make.organisation("Timrå kommun").id, name="Anna Berg")
    other = make.seat(council, organisation_id=make.organisation("Ånge kommun").id, name="Anna Berg")
    meeting = make.meeting(council, state=MeetingState.INVITED)
    item = make.item(meeting, proposal="Rådet väntar.")
    desk.open_meeting(meeting, secretary, NOW)
    desk.call_roll(meeting, {}, others=Presence.ON_SITE, by=secretary, now=NOW)
    line = next(one for one in meeting.attendances if one.person_id == theirs.id)
    said = amendments.suggest(item, "Rådet väntar inte.", line_id=line.id, by=secretary, now=NOW)
    db.session.commit()
    page, sent = f"/items/{item.id}/wording/{said.id}", {"step": "withdraw"}
    assert client.sign_in(other).post(page, data=sent).status_code == 409
    assert client.sign_in(theirs).post(page, data=sent).status_code == 302


def test_a_secret_question_that_is_put_off_comes_back_without_a_word_of_it_outside(make: Any) -> None:
    """Neither the journal nor the mail that answers whoever put it up says more than the mark."""
    council = make.council()
    chair, secretary = make.chair(council), make.secretary(council)
    elected = make.seat(council, organisation_id=make.organisation("Timrå kommun").id)
    meeting = make.meeting(council, state=MeetingState.INVITED)
    item = make.item(meeting, background=WORD, proposal=WORD, **HIDDEN)
    by = {"by": secretary, "now": NOW}
    desk.open_meeting(meeting, secretary, NOW)
    desk.call_roll(meeting, {}, others=Presence.ON_SITE, **by)
    desk.elect(meeting, [elected.id], **by)
    desk.record_outcome(item, Outcome.POSTPONED, **by)
    desk.close_meeting(meeting, secretary, NOW)
    assert item.issue is not None
    following = make.meeting(council, starts_at=NOW + timedelta(days=40))
    again = agenda.put_up(item.issue, following, reason=WORD, by=chair, now=NOW)
    db.session.commit()
    assert (again.title, again.is_secret, again.secrecy_section) == (WORD, True, SECTION)
    noted = db.session.scalars(sa.select(JournalEntry)).all()
    assert {"issue-step", "item-added"} <= {one.event for one in noted}
    assert [one.event for one in noted if WORD in repr((one.about, one.before, one.after))] == []
    mails = db.session.scalars(sa.select(Mail)).all()
    assert [one.kind for one in mails] == ["issue"]
    assert SECTION in mails[0].subject
    assert WORD not in words_of(mails[0])


def test_a_secret_question_that_is_taken_off_its_agenda_keeps_its_mark(make: Any) -> None:
    """The line is gone, and what follows in the pool still says no more than the mark."""
    council = make.council()
    secretary = make.secretary(council)
    by = {"by": secretary, "now": NOW}
    issue = make.issue(council, by=make.seat(council), title=WORD, state=IssueState.PREPARED)
    meeting, later = make.meeting(council), make.meeting(council, starts_at=NOW + timedelta(days=40))
    item = agenda.put_up(issue, meeting, **by)
    db.session.commit()
    known = db.session.scalar(sa.select(sa.func.max(JournalEntry.id)))
    secrecy.mark(item, is_secret=True, section=SECTION, **by)
    agenda.remove(item, **by)
    issues.take(issue, IssueStep.REST, reason=WORD, rests_until=None, **by)
    issues.take(issue, IssueStep.TAKE_UP, **by)
    back = agenda.put_up(issue, later, **by)
    db.session.commit()
    assert (back.is_secret, back.secrecy_section) == (True, SECTION)
    noted = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.id > known)).all()
    assert {"issue-step", "item-removed", "item-added"} <= {one.event for one in noted}
    assert [one.event for one in noted if WORD in repr((one.about, one.before, one.after))] == []
    last = db.session.scalars(sa.select(Mail).order_by(Mail.id.desc())).first()
    assert last is not None
    assert WORD not in words_of(last)
    secrecy.mark(back, is_secret=False, section="", **by)
    assert secrecy.issue_outside(issue) == WORD


def test_who_has_left_the_council_follows_its_questions_no_more(client: Any, make: Any) -> None:
    """Also the own ones: the preparatory group goes on writing in them."""
    council = make.council()
    today = visibility.today(datetime.now(UTC))
    sits = make.seat(council, organisation_id=make.organisation("Timrå kommun").id)
    left = make.seat(council, Category.SECRETARY, ends_on=today - timedelta(days=1))
    for person, status in ((sits, 200), (left, 404)):
        issue = make.issue(council, by=person, title=WORD)
        assert client.sign_in(person).get(f"/issues/{issue.id}").status_code == status
        assert (WORD in client.get("/issues").text) is (status == 200)


def test_linking_what_is_secret_leaves_no_word_of_it_in_the_journal(make: Any) -> None:
    council = make.council()
    secretary = make.secretary(council)
    held = make.meeting(council, state=MeetingState.HELD, starts_at=NOW - timedelta(days=60))
    first = make.item(held, number=12, **HIDDEN)
    again = make.item(make.meeting(council), **HIDDEN)
    who = visibility.viewer(secretary.id, secretary.session_key, now=NOW)
    assert who is not None
    earlier.link(who, first.id, again, by=secretary, now=NOW)
    earlier.unlink(first.id, again, by=secretary, now=NOW)
    db.session.commit()
    noted = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id)).all()
    assert [one.event for one in noted] == ["earlier-linked", "earlier-unlinked"]
    for one in noted:
        assert WORD not in repr((one.about, one.before, one.after))
        assert SECTION in repr((one.about, one.after))
