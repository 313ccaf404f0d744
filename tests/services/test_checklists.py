"""What the system knows of a real meeting, from the first item to the signed minutes (A.9, H.5)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event

from councilflow.extensions import db
from councilflow.models import Presenter, Submission
from councilflow.process.checklists import ChecklistPoint, Phase
from councilflow.process.councils import BodyKind
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingForm, MeetingState
from councilflow.process.preparation import Stance
from councilflow.services import checklists, invitations, meetings, preparation
from councilflow.services.minutes import SigningPlace
from tests.conftest import NOW
from tests.held import LATER, held_meeting, signed_meeting

DAY = date(2026, 12, 4)
P = ChecklistPoint


def lines(meeting, now=NOW):
    db.session.flush()
    found = checklists.of_meeting(meeting.id, day=DAY, now=now)
    return {line.point: line for listed in found.phases.values() for line in listed}


def done(meeting, now=NOW):
    return {point for point, line in lines(meeting, now).items() if line.done}


class Scene:
    """A council with a chair and two municipalities, and a meeting with one item for a standpoint."""

    def __init__(self, make) -> None:
        self.make = make
        self.council = make.council()
        self.chair, self.secretary = make.chair(self.council), make.secretary(self.council)
        self.timra, self.ange = make.organisation("Timrå kommun"), make.organisation("Ånge kommun")
        self.of_timra = make.seat(self.council, organisation_id=self.timra.id, name="Ledamot i Timrå")
        self.of_ange = make.seat(self.council, organisation_id=self.ange.id, name="Ledamot i Ånge")
        self.meeting = make.meeting(self.council)
        self.item = make.item(self.meeting)
        self.item.presenters.append(Presenter(name="Strategen", email="strategen@example.org"))
        db.session.commit()

    def invited(self) -> Scene:
        by = {"by": self.chair, "now": NOW}
        meetings.set_agenda(self.meeting, **by)
        invitations.invite(self.meeting, **by)
        db.session.commit()
        return self

    def hand_in(self, person, organisation) -> None:
        self.make.draft(self.item, person, organisation)
        preparation.submit(self.item, organisation.id, by=person, now=NOW)
        db.session.commit()


@pytest.fixture
def scene(make) -> Scene:
    return Scene(make)


def test_each_step_before_the_meeting_ticks_its_point_with_day_and_name(scene):
    assert done(scene.meeting) == {P.COMPLETE_ITEMS}
    meetings.finish_preparing(scene.meeting, by=scene.secretary, now=NOW)
    assert done(scene.meeting) == {P.COMPLETE_ITEMS, P.AGENDA_DIALOGUE}
    meetings.set_agenda(scene.meeting, by=scene.chair, now=NOW)
    db.session.commit()
    found = lines(scene.meeting)
    assert found[P.COLLECT_PROPOSALS].done
    assert (found[P.CHAIR_SETS_AGENDA].at, found[P.CHAIR_SETS_AGENDA].who) == (NOW, "Ordförande")
    assert not found[P.ISSUE_INVITATION].done
    invitations.invite(scene.meeting, by=scene.chair, now=NOW)
    db.session.commit()
    found = lines(scene.meeting)
    assert all(found[point].done for point in (P.ISSUE_INVITATION, P.DOCUMENTS_OUT, P.INVITE_PRESENTERS))
    assert found[P.INVITE_PRESENTERS].counted == (0, 1)
    assert found[P.ISSUE_INVITATION].who == "Ordförande"


def test_a_private_draft_is_never_counted(scene):
    scene.invited()
    before = lines(scene.meeting)
    draft = scene.make.draft(scene.item, scene.of_timra, scene.timra, stance=Stance.DISSENT, dissent="Nej.")
    assert lines(scene.meeting) == before, "nobody outside can tell that anything was written"
    assert before[P.HOME_PREPARATION].counted == (0, 3)
    preparation.submit(scene.item, scene.timra.id, by=scene.of_timra, now=NOW)
    db.session.commit()
    after = lines(scene.meeting)
    assert after[P.HOME_PREPARATION].counted == (1, 3)
    scene.make.draft(scene.item, scene.of_timra, scene.timra, version=draft.version, note="Mer.")
    assert lines(scene.meeting) == after


def test_the_preparation_is_done_when_all_have_handed_in_and_a_second_time_counts_once(scene):
    scene.invited()
    for person, home in (
        (scene.of_timra, scene.timra),
        (scene.of_ange, scene.ange),
        (scene.chair, scene.council.host),
    ):
        assert P.HOME_PREPARATION not in done(scene.meeting)
        scene.hand_in(person, home)
    assert {P.HOME_PREPARATION, P.STANCES_TO_CHAIR} <= done(scene.meeting)
    assert lines(scene.meeting)[P.HOME_PREPARATION].counted == (3, 3)


def test_the_preparation_is_done_when_it_is_closed(scene):
    scene.invited()
    preparation.close(scene.meeting, by=scene.secretary, now=NOW)
    db.session.commit()
    assert P.HOME_PREPARATION in done(scene.meeting)


def test_who_has_left_the_council_is_neither_asked_nor_counted(scene):
    scene.invited()
    scene.hand_in(scene.of_timra, scene.timra)
    seat = next(one for one in scene.council.seats if one.person_id == scene.of_timra.id)
    seat.ends_on = date(2026, 12, 1)
    db.session.commit()
    assert lines(scene.meeting)[P.HOME_PREPARATION].counted == (0, 2)


def test_in_a_joint_meeting_the_narrower_council_is_asked_unless_the_item_says_otherwise(make, scene):
    wide = make.council("Stora samverkansrådet", kind=BodyKind.WIDE_COUNCIL, includes_id=scene.council.id)
    make.seat(wide, organisation_id=make.organisation("Mittuniversitetet").id)
    meeting = make.meeting(wide, is_joint=True, state=MeetingState.INVITED)
    item = make.item(meeting, of_council_id=scene.council.id)
    assert lines(meeting)[P.HOME_PREPARATION].counted == (0, 3)
    item.of_council_id = wide.id
    db.session.commit()
    assert lines(meeting)[P.HOME_PREPARATION].counted == (0, 4)


def test_a_held_meeting_has_everything_that_was_done_at_the_table(make):
    held = held_meeting(make)
    found = lines(held.meeting, LATER)
    at_the_table = {
        P.ROLL_CALL,
        P.ELECT_SIGNATORIES,
        P.APPROVE_AGENDA,
        P.PRESENTATIONS_HELD,
        P.OUTCOMES_RECORDED,
        P.DISSENT_ASKED_FOR,
    }
    assert {point for point in at_the_table if found[point].done} == at_the_table
    assert found[P.ROLL_CALL].who == "Sekreterare, regionen"
    assert not found[P.NEXT_MEETING].done
    held.planned_next()
    assert lines(held.meeting, LATER)[P.NEXT_MEETING].done
    assert not found[P.DRAFT_MINUTES].done


def test_the_review_ticks_its_point_when_every_justerare_has_approved(make):
    held = held_meeting(make).reviewed()
    found = lines(held.meeting, LATER)
    assert found[P.DRAFT_MINUTES].done
    assert found[P.REVIEW_MINUTES].done
    assert found[P.REVIEW_MINUTES].counted == (1, 1)
    assert not found[P.SIGN_MINUTES].done
    assert found[P.SIGN_MINUTES].counted == (0, 3)


@pytest.mark.one_database
def test_the_last_signature_ticks_the_signing(make, app):
    place = SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])
    held = signed_meeting(make, place)
    found = lines(held.meeting, LATER)
    assert found[P.SIGN_MINUTES].done
    assert found[P.SIGN_MINUTES].counted == (3, 3)
    assert found[P.SIGN_MINUTES].who == "Ledamot, Kramfors"
    assert found[P.SEND_EXTRACTS].by_hand


def test_progress_counts_the_list_that_matters_now(scene):
    found = checklists.of_meeting(scene.meeting.id, day=DAY, now=NOW).progress
    assert (found.phase, found.done, found.points, found.late) == (Phase.BEFORE, 1, 9, 0)
    checklists.tick(scene.meeting, P.COLLECT_PROPOSALS, by=scene.secretary, now=NOW)
    db.session.commit()
    assert checklists.of_meeting(scene.meeting.id, day=DAY, now=NOW).progress.done == 2
    later = checklists.of_meeting(
        scene.meeting.id, day=DAY, now=datetime(2026, 11, 28, 9, tzinfo=UTC)
    ).progress
    assert later.late == 5


def test_what_is_late_and_only_people_can_tell_is_found_for_all_councils_at_once(make, scene):
    scene.meeting.form = MeetingForm.PHYSICAL
    db.session.commit()
    ids = [scene.council.id]
    assert checklists.late_by_hand(ids, now=NOW) == []
    late = datetime(2026, 11, 28, 9, tzinfo=UTC)
    ((known, found),) = checklists.late_by_hand(ids, now=late)
    assert known.meeting_id == scene.meeting.id
    assert [line.point for line in found] == [P.COLLECT_PROPOSALS, P.BOOK_PLACE]
    for point in (P.COLLECT_PROPOSALS, P.BOOK_PLACE):
        checklists.tick(scene.meeting, point, by=scene.secretary, now=late)
    db.session.commit()
    assert checklists.late_by_hand(ids, now=late) == []
    assert checklists.late_by_hand([], now=late) == []


@pytest.mark.parametrize(
    ("point", "code"),
    [(P.BOOK_PLACE, "checklist-point-absent"), (P.SIGN_MINUTES, "checklist-point-known")],
)
def test_a_point_that_is_not_there_or_is_known_cannot_be_ticked(scene, point, code):
    with pytest.raises(RuleBroken) as refused:
        checklists.tick(scene.meeting, point, by=scene.secretary, now=NOW)
    assert refused.value.code == code


def test_the_list_costs_the_same_however_much_there_is(scene, app):
    counts = []
    for _ in range(2):
        seen: list[str] = []
        listener = lambda *args, seen=seen: seen.append(args[2])  # noqa: E731 – named, to be taken off again
        db.session.commit()
        event.listen(db.engine, "before_cursor_execute", listener)
        lines(scene.meeting)
        event.remove(db.engine, "before_cursor_execute", listener)
        counts.append(len([one for one in seen if not one.startswith("BEGIN")]))
        for _ in range(9):
            item = scene.make.item(scene.meeting)
            scene.make.seat(scene.council, organisation_id=scene.make.organisation().id)
            home = {"organisation_id": scene.timra.id, "version": 1, "submitted_by_id": scene.of_timra.id}
            scene.make.save(Submission(item_id=item.id, submitted_at=NOW, **home))
    assert counts[0] == counts[1] <= 5
