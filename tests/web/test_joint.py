"""Joint meetings of a wider council and the one it includes, from the agenda to the minutes (A62, H.8)."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import AgendaItem, Earlier, Mail, Meeting
from councilflow.process.agenda import Gap, IssueState, ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.councils import BodyKind, Category
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState, Presence
from councilflow.process.preparation import Stance
from councilflow.services import agenda, desk, invitations, preparation
from councilflow.services.agenda import papers
from councilflow.services.desk import course
from councilflow.services.meetings import joint, standing
from councilflow.services.minutes import record
from councilflow.services.minutes.compose import from_record
from councilflow.services.standpoints import following_up
from councilflow.services.start import before
from councilflow.services.visibility import viewer
from tests.conftest import NOW

pytestmark = pytest.mark.one_database


@pytest.fixture
def scene(make):
    narrow = make.council("Regionala samverkansrådet", short_name="Regionala")
    wide = make.council(
        "Stora samverkansrådet",
        short_name="Stora",
        kind=BodyKind.WIDE_COUNCIL,
        includes_id=narrow.id,
        host=narrow.host,
    )
    timra, university = make.organisation("Timrå kommun"), make.organisation("Universitetet")
    chair, secretary = make.chair(narrow), make.secretary(narrow)
    member = make.seat(narrow, organisation_id=timra.id)
    outer = make.seat(wide, organisation_id=university.id)
    make.seat(wide, Category.ACTOR, organisation_id=make.organisation("Företagarna").id)
    meeting = make.meeting(wide, is_joint=True)
    items = {
        "both": make.item(meeting, title="Gemensam fråga", is_prepared=True),
        "regional": make.item(meeting, title="Regional fråga", of_council_id=narrow.id),
        "broad": make.item(meeting, title="Bred fråga", of_council_id=wide.id, is_prepared=True),
    }
    return SimpleNamespace(
        narrow=narrow, wide=wide, timra=timra, university=university, chair=chair, secretary=secretary,
        member=member, outer=outer, meeting=meeting, **items,
    )  # fmt: skip


def invite(scene):
    scene.meeting.state = MeetingState.SET
    invitations.invite(scene.meeting, by=scene.chair, now=NOW)
    db.session.commit()


def code_of(call, *arguments, **facts):
    with pytest.raises(RuleBroken) as broken:
        call(*arguments, **facts)
    db.session.rollback()
    return broken.value.code


def test_only_a_council_that_includes_another_meets_jointly(scene, make):
    alone = make.meeting(scene.narrow)
    assert (
        code_of(joint.set_joint, alone, is_joint=True, by=scene.chair, now=NOW) == "council-includes-no-other"
    )
    joint.set_joint(scene.meeting, is_joint=False, by=scene.chair, now=NOW)
    assert {item.of_council_id for item in scene.meeting.items} == {None}, "by itself no item is marked"
    scene.meeting.state = MeetingState.SET
    assert (
        code_of(joint.set_joint, scene.meeting, is_joint=True, by=scene.chair, now=NOW) == "agenda-is-closed"
    )


def test_an_item_is_marked_in_its_form_with_one_of_the_two_councils(client, scene):
    client.sign_in(scene.secretary)
    url = f"/items/{scene.both.id}/edit"
    page = client.get(url).text
    assert "Vilket råd hör punkten till?" in page
    sent = {
        "title": "Gemensam fråga",
        "kind": "standpoint",
        "of_council": scene.narrow.id,
        "is_prepared": "y",
    }
    client.post(url, data=sent | {"version": scene.both.version})
    db.session.expire_all()
    assert scene.both.of_council_id == scene.narrow.id
    wrong = client.post(url, data=sent | {"version": scene.both.version, "of_council": "999999"})
    assert wrong.status_code == 422


def test_a_mark_of_another_council_is_refused(scene, make):
    other = make.council("Annat råd")
    draft = agenda.Draft(title="Punkt", of_council_id=other.id)
    assert code_of(agenda.add, scene.meeting, draft, by=scene.chair, now=NOW) == "mark-of-another-council"
    single = make.meeting(scene.wide)
    draft = agenda.Draft(title="Punkt", of_council_id=scene.narrow.id)
    assert code_of(agenda.add, single, draft, by=scene.chair, now=NOW) == "mark-of-another-council"


def test_the_marks_stand_on_the_pages_in_the_mail_in_the_agenda_and_in_the_minutes(client, scene):
    client.sign_in(scene.secretary)
    page = client.get(f"/meetings/{scene.meeting.id}").text
    assert "Gemensamt möte med Regionala samverkansrådet." in page
    for name in ("Regionala</span>", "Stora</span>", "Båda råden</span>"):
        assert name in page
    assert "Hör till" in client.get(f"/items/{scene.regional.id}").text
    invite(scene)
    letter = db.session.scalars(sa.select(Mail).where(Mail.to_address == scene.member.email)).one()
    text = letter.message.decode("utf-8", "replace")
    assert "Regional fr=C3=A5ga (Regionala" in text or "Regional fråga (Regionala)" in text
    paper = invitations.agenda_paper(scene.meeting, chair="O", issued_on=None)
    assert paper.joint_with == "Regionala"
    assert [entry.title for entry in paper.items] == [
        "Gemensam fråga", "Regional fråga (Regionala)", "Bred fråga (Stora)",
    ]  # fmt: skip


def test_the_minutes_say_whose_each_paragraph_is_and_with_whom_the_council_met(scene):
    told = from_record(record.read(scene.meeting.id), {})
    assert [paragraph.title for paragraph in told.paragraphs] == [
        "Gemensam fråga", "Regional fråga (Regionala)", "Bred fråga (Stora)",
    ]  # fmt: skip
    assert told.standing_note.startswith("Gemensamt möte med Regionala samverkansrådet.")


def hand_in(make, scene, item, person, organisation):
    make.draft(item, person, organisation, stance=Stance.SUPPORT)
    return preparation.submit(item, organisation.id, by=person, now=NOW)


@pytest.mark.both_databases
def test_only_the_narrower_councils_organisations_take_a_stance_unless_the_item_names_the_wider(make, scene):
    invite(scene)
    for item in (scene.both, scene.regional, scene.broad):
        hand_in(make, scene, item, scene.member, scene.timra)
    hand_in(make, scene, scene.broad, scene.outer, scene.university)
    for item in (scene.both, scene.regional):
        make.draft(item, scene.outer, scene.university, stance=Stance.SUPPORT)
        code = code_of(preparation.submit, item, scene.university.id, by=scene.outer, now=NOW)
        assert code == "organisation-not-asked"


@pytest.mark.both_databases
def test_the_summary_and_the_meeting_page_count_those_who_are_asked(client, make, scene):
    invite(scene)
    hand_in(make, scene, scene.both, scene.member, scene.timra)
    db.session.commit()
    client.sign_in(scene.secretary)
    page = client.get(f"/meetings/{scene.meeting.id}").text
    assert "1 av 2 inlämnade" in page, "the host and Timrå sit in the narrower council"
    assert "0 av 3 inlämnade" in page, "the wider one counts the university as well"
    matrix = client.get(f"/meetings/{scene.meeting.id}/stances").text
    assert matrix.count("Räknas inte här") == 2


@pytest.mark.both_databases
def test_the_start_page_asks_each_organisation_for_its_own_items_only(scene):
    invite(scene)
    counted = {}
    for person in (scene.member, scene.outer):
        who = viewer(person.id, person.session_key, now=NOW)
        counted[person.id] = [task.count for task in before.home(who, NOW)]
    assert counted == {scene.member.id: [3], scene.outer.id: [1]}


@pytest.mark.both_databases
def test_the_desk_shows_the_stances_of_those_who_count(scene):
    invite(scene)
    desk.open_meeting(scene.meeting, scene.secretary, NOW)
    desk.call_roll(scene.meeting, {}, others=Presence.REMOTE, by=scene.secretary, now=NOW)
    db.session.commit()
    who = viewer(scene.secretary.id, scene.secretary.session_key, now=NOW)
    sitting = course.sitting(scene.meeting.id)

    def asked(item):
        return {row.organisation for row in course.stances(who, sitting, item.id)}

    host = scene.narrow.host.name
    assert asked(scene.both) == asked(scene.regional) == {host, "Timrå kommun"}
    assert asked(scene.broad) == {host, "Timrå kommun", "Universitetet"}


def test_in_the_wider_council_only_what_is_prepared_is_for_a_standpoint(client, make, scene):
    scene.both.is_prepared = False
    db.session.commit()
    assert scene.both.gaps == [Gap.NOT_PREPARED]
    assert scene.regional.gaps == [], "the narrower council's own item follows its own rules"
    scene.both.kind = ItemKind.INFORMATION
    assert scene.both.gaps == []
    scene.both.kind = ItemKind.STANDPOINT
    scene.meeting.state = MeetingState.SET
    db.session.commit()
    assert code_of(invitations.invite, scene.meeting, by=scene.chair, now=NOW) == "items-incomplete"
    client.sign_in(scene.secretary)
    assert "Markera att frågan är förberedd." in client.get(f"/meetings/{scene.meeting.id}").text


@pytest.mark.parametrize(("state", "prepared"), [(IssueState.PREPARED, True), (IssueState.PROPOSED, False)])
def test_an_issue_that_was_prepared_gives_an_item_that_is(make, scene, state, prepared):
    issue = make.issue(scene.wide, scene.chair, state=state)
    item = agenda.put_up(issue, scene.meeting, by=scene.chair, now=NOW)
    assert item.is_prepared is prepared


def test_a_meeting_is_made_joint_on_the_page_of_its_agenda(client, make, scene):
    single = make.meeting(scene.wide)
    client.sign_in(scene.secretary)
    url = f"/meetings/{single.id}/agenda"
    assert "Gör mötet gemensamt" in client.get(url).text
    page = client.post(f"/meetings/{single.id}/joint", data={"joint": "yes"}, follow_redirects=True)
    assert "Mötet är gemensamt med Regionala samverkansrådet." in page.text
    client.post(f"/meetings/{single.id}/joint", data={"joint": "no"})
    db.session.expire_all()
    assert not db.session.get_one(Meeting, single.id).is_joint
    assert "Gör mötet gemensamt" not in client.get(f"/meetings/{make.meeting(scene.narrow).id}/agenda").text
    assert db.session.scalar(sa.select(sa.func.count(AgendaItem.id))) == 3


def test_an_issue_of_the_narrower_council_comes_to_a_joint_meeting_as_its_own(client, make, scene):
    issue = make.issue(scene.narrow, scene.chair, title="Kollektivtrafiken")
    client.sign_in(scene.secretary)
    single = make.meeting(scene.wide)
    assert "Kollektivtrafiken" not in client.get(f"/meetings/{single.id}/agenda?visa=alla").text
    assert client.post(f"/meetings/{single.id}/issues/{issue.id}").status_code == 409
    outside = make.secretary(scene.wide)
    assert "Kollektivtrafiken" in client.get(f"/meetings/{scene.meeting.id}/agenda?visa=alla").text
    client.sign_in(outside)
    url = f"/meetings/{scene.meeting.id}/issues/{issue.id}"
    assert client.post(url).status_code == 409, "who prepares only the wider council has no hand in the other"
    client.sign_in(scene.secretary)
    client.post(url)
    made = db.session.scalars(sa.select(AgendaItem).where(AgendaItem.issue_id == issue.id)).one()
    assert made.of_council_id == scene.narrow.id


def test_the_preparatory_group_of_the_narrower_council_prepares_the_meetings_of_the_wider(
    client, make, scene
):
    issue = make.issue(scene.narrow, scene.member, title="Nattåg", state=IssueState.PREPARED)
    preparer = make.preparer(scene.narrow)
    here = f"/meetings/{scene.meeting.id}"
    assert "Nattåg" in client.sign_in(preparer).get(f"{here}/agenda").text
    client.post(f"{here}/issues/{issue.id}")
    put = db.session.scalars(sa.select(AgendaItem).where(AgendaItem.title == "Nattåg")).one()
    assert put.of_council_id == scene.narrow.id


def test_a_proposal_of_the_narrower_council_goes_to_a_joint_meeting_from_its_own_page(client, make, scene):
    issue = make.issue(scene.narrow, scene.chair, title="Kollektivtrafiken")
    single = make.meeting(scene.wide)
    page = client.sign_in(scene.secretary).get(f"/issues/{issue.id}/agenda").text
    assert "Fredag 4 december 2026, gemensamt med Stora" in page
    assert f'value="{single.id}"' not in page
    client.post(f"/issues/{issue.id}/agenda", data={"meeting": scene.meeting.id})
    made = db.session.scalars(sa.select(AgendaItem).where(AgendaItem.issue_id == issue.id)).one()
    assert (made.meeting_id, made.of_council_id) == (scene.meeting.id, scene.narrow.id)


def test_a_joint_meeting_is_the_next_and_the_last_of_the_narrower_council_too(make, scene):
    before, after = (
        make.meeting(scene.narrow, starts_at=datetime(2026, month, 10, 8, tzinfo=UTC)) for month in (11, 12)
    )
    make.meeting(scene.wide, starts_at=datetime(2026, 11, 20, 8, tzinfo=UTC))  # the wider council alone
    assert standing._next_words(before) == "Nästa möte är fredag 4 december 2026 klockan 9.00."
    for number, item in enumerate((scene.both, scene.regional, scene.broad), 1):
        item.outcome, item.number = Outcome.CONSENSUS, number
    scene.meeting.state = MeetingState.HELD
    db.session.commit()
    assert standing._last_meeting(after).id == scene.meeting.id
    assert following_up._since(after) == scene.meeting.starts_at
    told = standing._standpoints_words(after)
    assert "Gemensam fråga" in told
    assert "Regional fråga" in told
    assert "Bred fråga" not in told, "what the wider council took alone is not the narrower one's"
    later = make.item(after)
    for item in (scene.regional, scene.broad):
        make.save(Earlier(item_id=later.id, earlier_id=item.id))
    (found,) = papers._earlier([later.id], after).values()
    assert [("Regional" in one) for one in found] == [True]
