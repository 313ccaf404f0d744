"""What falls under secrecy, looked for from everywhere outside the council: pages, files, mails, the journal.

Every address of the site is asked by everybody who does not read the meeting, with secret items and a secret
file beside open ones, before the meeting and after it, and tied to plans that more people read.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
import sqlalchemy as sa
from flask import Flask

from councilflow.extensions import db
from councilflow.models import (
    Attachment,
    FundApplication,
    JournalEntry,
    Mail,
    PlanVersion,
    Presenter,
    StrategyLink,
)
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.meeting import MeetingState, Presence
from councilflow.process.plans.values import PlanStatus
from councilflow.process.profiles import DissentKind
from councilflow.process.record import MinutesProfile
from councilflow.process.sitting import VoteWay
from councilflow.process.votes import FROM_THE_PAPERS
from councilflow.services import agenda, desk, dissents, invitations, preparation, secrecy
from councilflow.services.agenda import Draft
from councilflow.services.desk import changes as changes_at_the_desk
from councilflow.services.desk import motions, recusals, votes
from councilflow.services.invitations import changes
from councilflow.services.plans.money.applications import applications_of
from councilflow.services.plans.versions import versions_of
from councilflow.services.preparation import extensions
from tests.adopted import adoption_of
from tests.conftest import NOW, Make
from tests.documents import reading
from tests.figures import figures_on
from tests.test_wall import County, addresses, browser

pytestmark = [pytest.mark.long, pytest.mark.no_cover, pytest.mark.one_database]
WORD = "skadestånd-från-rederiet"
SECTION = "20 kap. 3 § OSL"
OUTSIDE = (
    *("nobody", "actor of the wider council", "administrator", "presenter"),
    *("invited to this meeting alone", "former member"),
)


class Harbour(County):
    """The county with a secret item and a secret file in the coming meeting, a secret § in one that was held,
    and a plan that everybody around reads, which rests on both."""

    def __init__(self, make: Make) -> None:
        super().__init__(make)
        told = {"title": WORD, "background": WORD, "proposal": WORD, "summary": WORD, "registry_no": WORD}
        told |= {"is_secret": True, "secrecy_section": SECTION}
        self.hidden = make.item(self.meeting, **told)
        self.file = make.save(
            Attachment(
                item_id=self.other.id,
                title=WORD,
                file_name=f"{WORD}.pdf",
                media_type="application/pdf",
                size=1,
                sha256="1" * 64,
                uploaded_by_id=self.member.id,
                uploaded_at=NOW,
                is_secret=True,
                secrecy_section=SECTION,
            )
        )
        earlier = make.meeting(self.council, starts_at=NOW - timedelta(days=60), state=MeetingState.HELD)
        said = {"number": 1, "outcome": Outcome.CONSENSUS, "adopted": WORD, "discussion": WORD}
        self.decided = make.item(earlier, **told, **said)
        self.node = db.session.get_one(StrategyLink, self.hidden.strategy_links[0].id).node
        adoption_of(self.node.plan_id)
        figures_on(self.node.plan_id, self.node.id, self.timra.id)
        for kind in (PlanVersion, FundApplication):
            db.session.execute(sa.update(kind).values(item_id=self.decided.id))
        self.node.plan.status = PlanStatus.ADOPTED
        db.session.commit()

    def ids(self) -> dict[str, list[object]]:
        return super().ids() | {
            "item_id": [self.other.id, self.hidden.id, self.decided.id],
            "meeting_id": [self.meeting.id, self.decided.meeting_id],
            "attachment_id": [self.file.id],
            "plan_id": [self.node.plan_id],
            "node_id": [self.node.id],
        }


@pytest.fixture
def harbour(make: Make) -> Harbour:
    return Harbour(make)


def told(answer_body: bytes) -> str:
    """The words of an answer: of a paper those on its pages."""
    if answer_body.startswith(b"%PDF"):
        return reading.text(answer_body)
    return answer_body.decode("utf-8", "replace")


def test_nobody_outside_the_council_meets_a_word_of_it(app: Flask, harbour: Harbour) -> None:
    urls = addresses(app, harbour)
    met, seen = [], 0
    for role in OUTSIDE:
        client = browser(app, harbour.outsiders[role])
        for url in urls:
            answer = client.get(url)
            seen += answer.status_code == 200
            if WORD in told(answer.data) or WORD in repr(answer.headers):
                met.append((role, url))
    assert met == []
    assert seen > 100
    # The same search finds it inside, so that it is not blind.
    inside = browser(app, harbour.member)
    assert WORD in inside.get(f"/items/{harbour.hidden.id}").text
    assert WORD in inside.get(f"/items/{harbour.decided.id}").text


def test_a_plan_names_a_secret_decision_by_its_mark(harbour: Harbour) -> None:
    """Its pages are read by more people than sit in the council."""
    [version] = versions_of(harbour.node.plan_id)
    [application] = applications_of(harbour.node.plan_id)
    assert {version.item_title, application.item} == {f"Sekretess enligt {SECTION}"}


def words_of(one: Mail) -> str:
    found = [one.subject, one.to_name]
    for part in message_from_bytes(one.message, policy=policy.default).walk():
        if part.get_content_type() == "application/pdf":
            found.append(reading.text(part.get_payload(decode=True)))
        elif not part.is_multipart():
            found += [str(part.get_content()).replace("\r\n ", ""), part.get_filename() or ""]
    return " ".join(found)


class Called:
    """A meeting with a secret item, from the marking on: called, asked about, changed and handed in."""

    def __init__(self, make: Make) -> None:
        self.now, self.council = datetime.now(UTC), make.council()
        self.chair = make.chair(self.council)
        self.timra = make.organisation("Timrå kommun", mailbox="kommun@timra.example")
        self.member = make.seat(self.council, organisation_id=self.timra.id)
        starts_at = self.now + timedelta(days=30)
        self.meeting = make.meeting(self.council, state=MeetingState.SET, starts_at=starts_at)
        make.item(self.meeting, title="Öppen punkt")
        self.hidden = make.item(self.meeting, title=WORD, background=WORD, proposal=WORD)
        make.save(Presenter(item_id=self.hidden.id, name="Hamnchefen", email="chef@hamn.example"))
        by = {"by": self.chair, "now": self.now}
        secrecy.mark(self.hidden, is_secret=True, section=SECTION, **by)
        invitations.invite(self.meeting, **by)
        db.session.commit()
        self._at_home(make)
        self._changed()
        changes.send(self.meeting, seen=changes.pending(self.meeting).seen, **by)
        preparation.close(self.meeting, self.hidden, **by)
        db.session.commit()

    def _at_home(self, make: Make) -> None:
        by = {"by": self.member, "now": self.now}
        until = (self.meeting.starts_at - timedelta(days=1)).date()
        extensions.ask(self.meeting, self.timra.id, [self.hidden.id], until=until, reason="Tid.", **by)
        make.draft(self.hidden, self.member, self.timra, now=self.now)
        preparation.submit(self.hidden, self.timra.id, **by)
        db.session.commit()

    def _changed(self) -> None:
        changed = Draft(
            title=WORD,
            kind=ItemKind.STANDPOINT,
            background=WORD * 2,
            proposal=WORD,
            node_ids=[link.node_id for link in self.hidden.strategy_links],
            strategy_sentence=WORD,
            presenters=[("Hamnchefen", "", "", "chef@hamn.example")],
        )
        version = self.hidden.version
        agenda.save(self.hidden, changed, version=version, by=self.chair, now=self.now)
        db.session.commit()


def test_what_is_said_of_it_at_the_meeting_stands_in_no_line_of_the_journal(make: Make) -> None:
    council = make.council(minutes_profile=MinutesProfile.KL, advisory=False)
    chair = make.chair(council)
    meeting = make.meeting(council, state=MeetingState.INVITED)
    hidden = make.item(meeting, title=WORD, proposal=WORD, preparation_closed_at=NOW, presented_at=NOW)
    by = {"by": chair, "now": NOW}
    secrecy.mark(hidden, is_secret=True, section=SECTION, **by)
    desk.open_meeting(meeting, chair, NOW)
    desk.call_roll(meeting, {}, others=Presence.ON_SITE, **by)
    line = meeting.attendances[0]
    desk.note_discussion(hidden, WORD, **by)
    changes_at_the_desk.move(hidden, None, reason=WORD, **by)
    motion = motions.propose(hidden, f"{WORD} avslås", line_id=line.id, **by)
    said = votes.Said(carried=True)
    vote = votes.put(hidden, WORD, VoteWay.ACCLAMATION, said, first=FROM_THE_PAPERS, against=motion.id, **by)
    votes.undo(vote, **by)
    votes.withdraw(motion, **by)
    home = {"organisation_id": line.organisation_id, "person": chair, "kind": DissentKind.MINUTE_NOTE}
    dissents.withdraw(dissents.note_dissent(hidden, text=WORD, **home, **by), **by)
    desk.record_outcome(hidden, Outcome.DECIDED, wording=WORD, **by)
    recusals.recuse(hidden, line.id, reason=WORD, **by)
    db.session.commit()
    noted = db.session.scalars(sa.select(JournalEntry)).all()
    assert len(noted) > 9
    assert [one.event for one in noted if WORD in repr((one.about, one.before, one.after))] == []


def test_no_mail_and_no_line_of_the_journal_says_a_word_of_it(make: Make) -> None:
    Called(make)
    mails = [(one.kind, words_of(one)) for one in db.session.scalars(sa.select(Mail))]
    assert len({kind for kind, _words in mails}) > 3, "several kinds of mail went out"
    assert [kind for kind, words in mails if WORD in words] == []
    noted = db.session.scalars(sa.select(JournalEntry)).all()
    assert [one.event for one in noted if WORD in repr((one.about, one.before, one.after))] == []
    assert SECTION in " ".join(words for _kind, words in mails)
