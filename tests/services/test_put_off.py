"""What a meeting puts off comes back to the pool, and goes on the next agenda as it was (A.8)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Attachment, Earlier, Issue, Presenter, Question
from councilflow.process.agenda import IssueState, IssueStep, ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.meeting import MeetingState
from councilflow.services import agenda, issues
from councilflow.services.agenda import again
from councilflow.services.issues import earlier
from tests.conftest import NOW

pytestmark = pytest.mark.one_database


@pytest.fixture
def held(make):
    """An item with a file, an issue and an outcome, at a meeting that is over."""
    council = make.council()
    secretary = make.secretary(council)
    meeting = make.meeting(council, state=MeetingState.HELD)
    item = make.item(meeting, title="Hamnen", kind=ItemKind.STANDPOINT, outcome=Outcome.POSTPONED, number=7)
    item.questions = [Question(text="Vad kostar det?", position=1)]
    item.presenters = [Presenter(name="Tova", email="tova@example.org")]
    for number, title in enumerate(("Avtalet", "Kartan")):
        make.save(
            Attachment(
                item_id=item.id,
                title=title,
                file_name=f"{title}.pdf",
                media_type="application/pdf",
                size=10,
                sha256=str(number) * 64,
                uploaded_by_id=secretary.id,
                uploaded_at=NOW,
                is_knowledge=title == "Kartan",
            )
        )
    db.session.expire_all()
    return item, secretary


def put_off(item, secretary, step):
    issue = again.keep_issue(item, by_id=secretary.id, now=NOW)
    earlier.name(issue.id, item.id)
    issues.take(issue, step, by=secretary, now=NOW)
    db.session.commit()
    return issue


@pytest.mark.both_databases
def test_a_postponed_item_goes_on_the_next_agenda_as_it_was(make, held):
    item, secretary = held
    issue = put_off(item, secretary, IssueStep.POSTPONE)
    assert (issue.title, issue.state) == ("Hamnen", IssueState.POSTPONED)
    coming = make.meeting(item.meeting.council, starts_at=item.meeting.starts_at + timedelta(days=60))
    made = agenda.put_up(issue, coming, by=secretary, now=NOW)
    db.session.commit()
    same = ("title", "kind", "background", "proposal", "strategy_sentence", "minutes")
    assert [getattr(made, name) for name in same] == [getattr(item, name) for name in same]
    assert [one.text for one in made.questions] == ["Vad kostar det?"]
    assert [one.email for one in made.presenters] == ["tova@example.org"]
    assert [one.node_id for one in made.strategy_links] == [one.node_id for one in item.strategy_links]
    assert [(one.title, one.sha256, one.is_knowledge, one.version) for one in made.files] == [
        ("Avtalet", "0" * 64, False, 1),
        ("Kartan", "1" * 64, True, 1),
    ]
    assert not made.gaps
    assert len(item.files) == 2, "the earlier meeting keeps its own"
    assert db.session.scalars(sa.select(Earlier.earlier_id).where(Earlier.item_id == made.id)).all() == [
        item.id
    ]
    assert issue.state is IssueState.ON_AGENDA


def test_a_referred_item_is_prepared_once_more_and_keeps_where_it_was_dealt_with(make, held):
    item, secretary = held
    item.outcome = Outcome.REFERRED_BACK
    issue = put_off(item, secretary, IssueStep.REFER_BACK)
    assert issue.state is IssueState.REFERRED_BACK
    for step in (IssueStep.TAKE_UP, IssueStep.FINISH):
        issues.take(issue, step, by=secretary, now=NOW)
    coming = make.meeting(item.meeting.council, starts_at=item.meeting.starts_at + timedelta(days=60))
    made = agenda.put_up(issue, coming, by=secretary, now=NOW)
    assert made.is_prepared
    assert made.proposal == item.proposal
    known = sa.select(Earlier.earlier_id).where(Earlier.issue_id == issue.id)
    assert db.session.scalars(known).all() == [item.id]


def test_secrecy_goes_with_the_item(make, held):
    item, secretary = held
    item.is_secret, item.secrecy_section = True, "20 kap. 3 § OSL"
    issue = put_off(item, secretary, IssueStep.POSTPONE)
    made = agenda.put_up(issue, make.meeting(item.meeting.council), by=secretary, now=NOW)
    assert (made.is_secret, made.secrecy_section) == (True, "20 kap. 3 § OSL")


def test_what_has_been_dealt_with_comes_back_as_nothing(make, held):
    item, secretary = held
    item.outcome = Outcome.CONSENSUS
    item.issue = make.issue(item.meeting.council, secretary, state=IssueState.PROPOSED)
    db.session.commit()
    assert again.left_from(item.issue) is None


def test_a_standing_item_is_no_question_to_bring_back(make, held):
    item, secretary = held
    item.kind = ItemKind.STANDING
    assert again.keep_issue(item, by_id=secretary.id, now=NOW) is None
    assert db.session.scalar(sa.select(sa.func.count(Issue.id))) == 0
