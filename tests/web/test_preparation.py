"""Preparing at home, handing in, and what the council sees of it (A73, A76, A77, A83, A85, A86, H.4)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Attendance,
    Dissent,
    JournalEntry,
    Meeting,
    Preparation,
    Question,
    Seat,
    Submission,
)
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.councils import BodyKind, Category, Side
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.process.preparation import PreparationState, Stance
from councilflow.process.record import MinutesProfile
from councilflow.services import dissents, preparation, visibility
from councilflow.services.preparation import overview, room
from tests.conftest import NOW, Make


class Scene:
    """A council with Timrå and Ånge as members, and a meeting that they are invited to."""

    def __init__(self, make: Make, state: MeetingState = MeetingState.INVITED) -> None:
        self.make = make
        self.council = make.council()
        self.timra, self.ange = make.organisation("Timrå kommun"), make.organisation("Ånge kommun")
        self.member = make.seat(self.council, organisation_id=self.timra.id, name="Ledamot i Timrå")
        self.opposition = make.seat(
            self.council, organisation_id=self.timra.id, side=Side.OPPOSITION, name="Opposition i Timrå"
        )
        self.official = make.seat(
            self.council, Category.OFFICIAL, organisation_id=self.timra.id, name="Kommunchef i Timrå"
        )
        self.neighbour = make.seat(self.council, organisation_id=self.ange.id, name="Ledamot i Ånge")
        self.chair, self.secretary = make.chair(self.council), make.secretary(self.council)
        self.meeting = make.meeting(self.council, state=state)
        self.item = make.item(self.meeting, title="Länstransportplanen")

    def url(self, rest: str = "") -> str:
        return f"/items/{self.item.id}/preparation{rest}"

    def draft(self, **facts):
        return self.make.draft(self.item, facts.pop("by", self.member), self.timra, **facts)

    def reviewed(self, *items, version=1):
        """What the page of what leaves the room sends, for items with this version of their drafts."""
        seen = {f"version_{one.id}": version for one in items} | {
            f"text_{one.id}": one.version for one in items
        }
        return {"organisation": self.timra.id, "item": [one.id for one in items]} | seen

    def submit(self, **facts):
        made = preparation.submit(
            facts.pop("item", self.item), self.timra.id, by=facts.pop("by", self.member), now=NOW, **facts
        )
        db.session.commit()
        return made


@pytest.fixture
def scene(make):
    return Scene(make)


def fields(scene, **facts):
    return {"organisation": scene.timra.id, "version": 0, "stance": "support", "step": "draft"} | facts


def state_of(scene):
    who = visibility.viewer(scene.member.id, scene.member.session_key, now=NOW)
    (line,) = overview.overview(who, scene.council.id, scene.meeting.id, scene.timra.id)
    return line.state


# Inside the room


def test_a_draft_is_saved_and_read_by_the_whole_organisation(client, scene):
    client.sign_in(scene.member).post(
        scene.url(), data=fields(scene, note="Vivsta nämns inte.", met_on="2026-11-24")
    )
    saved = db.session.scalars(select(Preparation)).one()
    assert (saved.stance, saved.met_on, saved.version) == (Stance.SUPPORT, date(2026, 11, 24), 1)
    for colleague in (scene.official, scene.opposition):
        assert "Vivsta nämns inte." in client.sign_in(colleague).get(scene.url()).text


def test_a_council_that_votes_is_told_nothing_of_consensus(client, scene):
    page = client.sign_in(scene.member).get(scene.url())
    assert "Rådet söker konsensus" in page.text
    scene.council.minutes_profile = MinutesProfile.IPR
    db.session.commit()
    assert "onsensus" not in client.get(scene.url()).text


def test_the_page_says_by_name_who_is_inside_the_wall(client, scene):
    page = client.sign_in(scene.member).get(scene.url()).text
    assert "Bara Timrå kommun ser detta förrän ni lämnar in" in page
    for person in (scene.member, scene.opposition, scene.official):
        assert person.name in page
    assert scene.neighbour.name not in page


def test_those_named_as_inside_are_exactly_those_who_can_read(make, scene):
    wide = make.council("Stora samverkansrådet", kind=BodyKind.WIDE_COUNCIL, includes_id=scene.council.id)
    make.seat(scene.council, organisation_id=scene.timra.id, ends_on=date(2024, 1, 1))  # has left
    make.seat(scene.council, Category.SUBSTITUTE, organisation_id=scene.timra.id)
    make.seat(wide, Category.OFFICIAL, organisation_id=scene.timra.id)
    make.preparer(scene.council, organisation_id=scene.timra.id)
    everybody = [(p.id, p.session_key) for p in db.session.scalars(select(type(scene.member)))]
    for council_id in (scene.council.id, wide.id):
        named = {row.id for row in room.people(council_id, scene.timra.id, visibility.today(NOW))}
        readers = {
            key[0]
            for key in everybody
            if scene.timra.id in visibility.viewer(*key, now=NOW).homes(council_id)
        }
        assert named == readers


def test_the_opposition_reads_and_comments_but_does_not_write_the_stance(client, scene):
    scene.draft()
    client.sign_in(scene.opposition)
    page = client.get(scene.url()).text
    assert 'name="stance"' not in page
    assert client.post(scene.url(), data=fields(scene, version=1)).status_code == 403
    assert client.get(scene.url("/review")).status_code == 403
    client.post(scene.url("/comments"), data={"comment": "Nämn Vivsta.", "organisation": scene.timra.id})
    assert "Nämn Vivsta." in client.sign_in(scene.member).get(scene.url()).text


def test_the_service_itself_lets_nobody_write_for_others(scene):
    for stranger in (scene.opposition, scene.neighbour, scene.secretary, scene.chair):
        with pytest.raises(RuleBroken, match="not-your-organisation"):
            scene.draft(by=stranger)
        with pytest.raises(RuleBroken, match="not-your-organisation"):
            scene.submit(by=stranger)
    with pytest.raises(RuleBroken, match="not-your-organisation"):
        preparation.comment(scene.item, scene.timra.id, text="Hej.", by=scene.neighbour, now=NOW)


def test_a_save_over_a_newer_one_is_refused_with_both_texts_shown(client, scene):
    scene.draft(by=scene.official, note="Kommunchefens text.")
    answer = client.sign_in(scene.member).post(scene.url(), data=fields(scene, note="Ledamotens text."))
    assert answer.status_code == 409
    assert "Kommunchefens text." in answer.text
    assert "Ledamotens text." in answer.text
    assert "Kommunchef i Timrå sparade medan du skrev" in answer.text
    assert db.session.scalar(select(Preparation.note)) == "Kommunchefens text."
    # The form now begins from the newer version, so that saving it once more is a decision.
    assert 'name="version" type="hidden" value="1"' in answer.text
    client.post(scene.url(), data=fields(scene, note="Båda texterna.", version=1))
    db.session.expire_all()
    assert db.session.scalar(select(Preparation.note)) == "Båda texterna."


def test_a_comment_before_the_first_draft_does_not_stand_in_its_way(client, scene):
    preparation.comment(scene.item, scene.timra.id, text="Nämn Vivsta.", by=scene.opposition, now=NOW)
    client.sign_in(scene.member).post(scene.url(), data=fields(scene, note="Ja."))
    db.session.expire_all()
    assert db.session.scalar(select(Preparation.version)) == 1


def test_an_empty_comment_is_asked_for_again(client, scene):
    answer = client.sign_in(scene.opposition).post(
        scene.url("/comments"), data={"comment": "", "organisation": scene.timra.id}
    )
    assert answer.status_code == 422
    assert "Skriv en kommentar." in answer.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"met_on": "i tisdags"}, "Skriv ett datum"),
        ({"stance": "against"}, "Välj ett av alternativen."),
        ({"step": "review", "stance": "dissent"}, "Skriv den avvikande synpunkten."),
        ({"step": "review", "stance": ""}, "Välj"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_saved(client, scene, wrong, sentence):
    answer = client.sign_in(scene.member).post(scene.url(), data=fields(scene, **wrong))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalar(select(func.count(Preparation.id))) == 0


def test_preparation_begins_with_the_invitation(make):
    scene = Scene(make, MeetingState.SET)
    with pytest.raises(RuleBroken, match="preparation-not-begun"):
        scene.draft()


def test_a_member_cannot_open_the_room_before_the_invitation(client, make):
    scene = Scene(make, MeetingState.SET)
    assert client.sign_in(scene.member).get(scene.url()).status_code in (403, 404)


def test_a_standing_item_is_not_prepared(client, make, scene):
    opening = make.item(scene.meeting, kind=ItemKind.STANDING)
    assert client.sign_in(scene.member).get(f"/items/{opening.id}/preparation").status_code == 404


def test_a_person_of_two_organisations_says_whose_room_to_enter(client, make, scene):
    make.seat(scene.council, person=scene.member, organisation_id=scene.ange.id)
    client.sign_in(scene.member)
    page = client.get(scene.url()).text
    assert "Vilken organisation förbereder du för?" in page
    assert "Timrå kommun" in page
    assert "Ånge kommun" in page
    inside = client.get(scene.url(f"?organisation={scene.ange.id}")).text
    assert "Bara Ånge kommun ser detta förrän ni lämnar in" in inside


def test_another_organisation_in_the_address_or_the_form_does_not_exist(client, scene):
    scene.draft()
    client.sign_in(scene.neighbour)
    assert client.get(scene.url(f"?organisation={scene.timra.id}")).status_code == 404
    assert client.get(scene.url(f"/review?organisation={scene.timra.id}")).status_code == 404
    for rest in ("", "/comments", "/review"):
        data = fields(scene, comment="Hej.", version=1)
        assert client.post(scene.url(rest), data=data).status_code == 404
        both = f"{rest}?organisation={scene.ange.id}"
        assert client.post(scene.url(both), data=data).status_code == 404
    assert db.session.scalar(select(Preparation.version)) == 1
    assert db.session.scalar(select(func.count(Submission.id))) == 0


# Handing in


def test_the_review_shows_exactly_what_leaves_and_what_it_becomes(client, scene):
    scene.draft(stance=Stance.DISSENT, dissent="Mittbanan saknas.")
    preparation.comment(scene.item, scene.timra.id, text="Stannar hemma.", by=scene.opposition, now=NOW)
    page = client.sign_in(scene.member).get(scene.url("/review")).text
    assert "Mittbanan saknas." in page
    assert "Stannar hemma." not in page
    assert f"en inkommen handling hos {scene.council.host.name}" in page


def test_handing_in_through_the_pages(client, scene):
    client.sign_in(scene.official)
    went = client.post(scene.url(), data=fields(scene, step="review", note="Bra förslag."))
    assert went.location.endswith(f"/items/{scene.item.id}/preparation/review?organisation={scene.timra.id}")
    done = client.post(scene.url("/review"), data=scene.reviewed(scene.item), follow_redirects=True)
    assert "Ni har lämnat in" in done.text
    assert "Inlämnad" in done.text
    assert "Bra förslag." in client.sign_in(scene.secretary).get(f"/meetings/{scene.meeting.id}/stances").text


def test_what_was_not_reviewed_is_not_handed_in(client, scene):
    scene.draft()
    scene.draft(version=1, note="Ändrat av en kollega.")
    client.sign_in(scene.member)
    number = scene.item.id
    for version in ({f"version_{number}": 1, f"text_{number}": 1}, {f"version_{number}": 2}, {}):
        answer = client.post(scene.url("/review"), data={"organisation": scene.timra.id} | version)
        assert answer.status_code == 409
    assert db.session.scalar(select(func.count(Submission.id))) == 0


def test_handing_in_again_adds_a_version_and_keeps_the_old(scene):
    scene.draft(note="Först.")
    scene.submit()
    scene.draft(note="Sedan.", version=1)
    scene.submit()
    kept = db.session.execute(
        select(Submission.version, Submission.note, Submission.is_latest).order_by(Submission.version)
    ).all()
    assert kept == [(1, "Först.", False), (2, "Sedan.", True)]


def test_the_organisation_sees_where_its_work_stands(scene):
    assert state_of(scene) is PreparationState.NOT_STARTED
    scene.draft()
    assert state_of(scene) is PreparationState.PRIVATE
    scene.submit()
    assert state_of(scene) is PreparationState.SUBMITTED
    scene.draft(note="Mer.", version=1)
    assert state_of(scene) is PreparationState.CHANGED
    scene.submit()
    assert state_of(scene) is PreparationState.SUBMITTED


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"stance": None}, "submission-incomplete"),
        ({"stance": Stance.DISSENT}, "submission-incomplete"),
        ({"dissent_requested": True}, "submission-incomplete"),
    ],
)
def test_an_incomplete_preparation_is_not_handed_in(client, scene, facts, code):
    scene.draft(**facts)
    with pytest.raises(RuleBroken, match=code):
        scene.submit()
    assert client.sign_in(scene.member).get(scene.url("/review")).status_code == 409


def test_an_empty_room_hands_in_nothing(client, scene):
    with pytest.raises(RuleBroken, match="nothing-to-hand-in"):
        scene.submit()
    assert client.sign_in(scene.member).get(scene.url("/review")).status_code == 409


def test_answers_to_an_information_item_are_handed_in_without_a_stance(client, make, scene):
    item = make.item(scene.meeting, kind=ItemKind.INFORMATION, proposal="")
    question = make.save(Question(item_id=item.id, position=1, text="Hur många platser behöver ni?"))
    scene.make.draft(item, scene.member, scene.timra, stance=None)
    with pytest.raises(RuleBroken, match="nothing-to-hand-in"):
        scene.submit(item=item)
    scene.make.draft(
        item,
        scene.member,
        scene.timra,
        version=1,
        answers={str(question.id): "Fyrtio.", "999": "Annan punkt."},
    )
    sent = scene.submit(item=item)
    assert (sent.stance, sent.answers) == (None, {str(question.id): "Fyrtio."})
    page = client.sign_in(scene.chair).get(f"/meetings/{scene.meeting.id}/stances").text
    assert "Hur många platser behöver ni?" in page
    assert "Fyrtio." in page


def test_after_the_closing_nothing_is_handed_in(client, scene):
    scene.draft()
    client.sign_in(scene.secretary)
    assert client.get(f"/meetings/{scene.meeting.id}/preparation/close").status_code == 200
    client.post(f"/meetings/{scene.meeting.id}/preparation/close")
    db.session.expire_all()
    with pytest.raises(RuleBroken, match="preparation-is-closed"):
        scene.submit()
    page = client.sign_in(scene.member).get(scene.url()).text
    assert "Granska och lämna in" not in page
    assert "Förberedelsen är stängd" in page
    events = db.session.scalars(select(JournalEntry.event)).all()
    assert events == ["preparation-closed"]


def test_one_item_is_closed_alone_and_only_from_its_own_meeting(client, make, scene):
    other = make.item(scene.meeting)
    elsewhere = make.item(make.meeting(scene.council, state=MeetingState.INVITED))
    client.sign_in(scene.secretary)
    url = f"/meetings/{scene.meeting.id}/preparation/close"
    assert client.post(url, data={"item": elsewhere.id}).status_code == 404
    client.post(url, data={"item": scene.item.id})
    db.session.expire_all()
    closed = dict(db.session.execute(select(AgendaItem.id, AgendaItem.preparation_closed_at)).all())
    assert closed[scene.item.id] is not None
    assert closed[other.id] is None
    assert closed[elsewhere.id] is None


def test_only_those_who_record_close_the_preparation(client, scene):
    assert (
        client.sign_in(scene.member).post(f"/meetings/{scene.meeting.id}/preparation/close").status_code
        == 403
    )


def test_handing_in_is_in_the_journal_and_says_nothing_of_what(scene):
    scene.draft(stance=Stance.DISSENT, dissent="Mittbanan saknas.", dissent_requested=True)
    before = db.session.scalar(select(Meeting.version))
    scene.submit()
    (entry,) = db.session.scalars(select(JournalEntry)).all()
    assert (entry.event, entry.about) == ("preparation-submitted", "Timrå kommun, Länstransportplanen")
    assert (entry.before, entry.after) == ({}, {"version": 1})
    db.session.expire_all()
    # Everybody who reads the meeting is told its version: before it opens, not even that something came.
    assert db.session.scalar(select(Meeting.version)) == before


def test_whoever_may_see_it_is_sent_the_page_anew_when_something_is_handed_in(client, scene):
    page = f"/meetings/{scene.meeting.id}"
    scene.draft(stance=Stance.SUPPORT)
    kept = {}
    for person in (scene.chair, scene.member):
        client.sign_in(person).get(page)
        kept[person.id] = client.get(page).headers["ETag"]
    for _again in range(2):
        scene.submit()
        db.session.commit()
        for person in (scene.chair, scene.member):
            answer = client.sign_in(person).get(page, headers={"If-None-Match": kept[person.id]})
            assert answer.status_code == 200
            kept[person.id] = answer.headers["ETag"]


# Views for the minutes


def test_a_requested_view_reaches_the_record_word_for_word(scene):
    words = "  Mittbanan saknas\r\nbland de <b>tre</b> första. "
    scene.draft(stance=Stance.DISSENT, dissent=words, dissent_requested=True)
    scene.submit()
    noted = db.session.scalars(select(Dissent)).one()
    assert noted.text == "  Mittbanan saknas\nbland de <b>tre</b> första. "
    assert (noted.organisation, noted.person, noted.from_preparation) == ("Timrå kommun", "", True)


def test_a_view_that_nobody_requested_never_reaches_the_record(scene):
    scene.draft(stance=Stance.DISSENT, dissent="Mittbanan saknas.")
    scene.submit()
    assert db.session.scalar(select(func.count(Dissent.id))) == 0


def test_the_view_follows_what_is_handed_in_last(scene):
    scene.draft(stance=Stance.DISSENT, dissent="Först.", dissent_requested=True)
    scene.submit()
    scene.draft(stance=Stance.DISSENT, dissent="Sedan.", dissent_requested=True, version=1)
    scene.submit()
    assert db.session.scalars(select(Dissent.text)).all() == ["Sedan."]
    scene.draft(stance=Stance.DISSENT, dissent="Sedan.", version=2)
    assert db.session.scalars(select(Dissent.text)).all() == ["Sedan."]  # a draft changes nothing
    scene.submit()
    assert db.session.scalars(select(Dissent.text)).all() == []


def note(scene, by, *, organisation=None, person=None, text="Vivsta först."):
    return dissents.note_dissent(
        scene.item,
        organisation_id=(organisation or scene.timra).id,
        person=person,
        text=text,
        by=by,
        now=NOW,
    )


@pytest.mark.parametrize(
    ("asks", "person", "code"),
    [
        ("member", None, None),
        ("official", None, None),
        ("opposition", "opposition", None),
        ("secretary", None, None),
        ("secretary", "opposition", None),
        ("chair", "member", None),
        ("opposition", None, "not-your-view"),
        ("member", "opposition", "not-your-view"),
        ("neighbour", None, "not-your-view"),
        ("official", "official", "may-not-have-noted"),
        ("secretary", "neighbour", "may-not-have-noted"),  # sits for another organisation
    ],
)
def test_who_may_have_whose_view_noted(scene, asks, person, code):
    whose = getattr(scene, person) if person else None
    if code is None:
        assert note(scene, getattr(scene, asks), person=whose).text == "Vivsta först."
        return
    with pytest.raises(RuleBroken, match=code):
        note(scene, getattr(scene, asks), person=whose)


@pytest.mark.parametrize("category", [Category.ADJUNCT, Category.SPEAKING_FUNCTION, Category.SUBSTITUTE])
def test_only_those_with_the_right_have_a_view_noted(make, scene, category):
    board = make.organisation("Länsstyrelsen")
    guest = make.seat(scene.council, category, organisation_id=board.id)
    for person in (guest, None):
        with pytest.raises(RuleBroken, match="may-not-have-noted"):
            note(scene, scene.secretary, organisation=board, person=person)


def test_during_the_meeting_the_roll_decides(make, scene):
    """A member whose seat was given to another before the meeting opened has no view noted."""
    seat = db.session.scalars(select(Seat).where(Seat.person_id == scene.member.id)).one()
    make.save(
        Attendance(
            meeting_id=scene.meeting.id,
            seat_id=seat.id,
            person_id=scene.member.id,
            organisation_id=scene.timra.id,
            name=scene.member.name,
            organisation="Timrå kommun",
            category=Category.MEMBER,
            side=Side.MAJORITY,
            position=1,
        )
    )
    note(scene, scene.secretary, person=scene.member)
    with pytest.raises(RuleBroken, match="may-not-have-noted"):
        note(scene, scene.secretary, person=scene.opposition)


def test_the_outcome_follows_the_views(scene):
    scene.item.outcome = Outcome.CONSENSUS
    db.session.commit()
    noted = note(scene, scene.secretary)
    assert scene.item.outcome is Outcome.CONSENSUS_NOTED
    dissents.withdraw(noted, by=scene.secretary, now=NOW)
    assert scene.item.outcome is Outcome.CONSENSUS
    db.session.commit()
    last = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()
    assert last.before == {"text": "Vivsta först.", "outcome": "consensus_noted"}


def test_a_second_view_by_the_same_replaces_the_first(scene):
    note(scene, scene.secretary)
    note(scene, scene.member, text="Stambanan först.")
    assert db.session.scalars(select(Dissent.text)).all() == ["Stambanan först."]


def test_a_view_without_words_is_no_view(scene):
    with pytest.raises(RuleBroken, match="dissent-without-text"):
        note(scene, scene.secretary, text=" \n")


def test_after_the_meeting_nothing_is_added_or_taken_away(scene):
    scene.draft()
    noted = note(scene, scene.secretary)
    scene.meeting.state = MeetingState.HELD
    db.session.commit()
    for late in (
        lambda: note(scene, scene.secretary),
        lambda: dissents.withdraw(noted, by=scene.secretary, now=NOW),
        scene.submit,
        lambda: scene.draft(version=1),
        lambda: preparation.close(scene.meeting, by=scene.secretary, now=NOW),
    ):
        with pytest.raises(RuleBroken, match="meeting-is-closed"):
            late()


# The council's side


def summary(client, person, scene):
    return client.sign_in(person).get(f"/meetings/{scene.meeting.id}/stances")


def test_the_summary_counts_what_is_handed_in_and_quotes_what_differs(client, scene):
    scene.draft(stance=Stance.DISSENT, dissent="Mittbanan saknas.", dissent_requested=True)
    scene.submit()
    page = summary(client, scene.chair, scene).text
    assert "1 avvikande synpunkt" in page
    assert "Mittbanan saknas." in page
    assert "Önskas till protokollet." in page
    assert page.count("<span>Ej inlämnad</span>") == 2  # Ånge and the host


def test_an_unrequested_view_is_shown_as_such(client, scene):
    scene.draft(stance=Stance.DISSENT, dissent="Mittbanan saknas.")
    scene.submit()
    assert "Har inte begärt att synpunkten ska stå i protokollet." in summary(client, scene.chair, scene).text


def test_who_sees_the_stances_before_the_meeting(client, make, scene):
    preparer = make.preparer(scene.council)
    board = make.organisation("Länsstyrelsen")
    adjunct = make.seat(scene.council, Category.ADJUNCT, organisation_id=board.id)
    for person in (scene.chair, scene.secretary, preparer):
        assert summary(client, person, scene).status_code == 200
    for person in (scene.neighbour, scene.official, adjunct):
        assert summary(client, person, scene).status_code == 403


@pytest.mark.parametrize("opened_by", ["setting", "end of the meeting"])
def test_members_see_the_stances_when_the_council_opens_them(client, make, scene, opened_by):
    board = make.organisation("Länsstyrelsen")
    adjunct = make.seat(scene.council, Category.ADJUNCT, organisation_id=board.id)
    scene.draft(note="Timrås anteckning.")
    scene.submit()
    if opened_by == "setting":
        scene.council.members_see_stances = True
    else:
        scene.meeting.state = MeetingState.HELD
    db.session.commit()
    assert "Timrås anteckning." in summary(client, scene.neighbour, scene).text
    assert summary(client, adjunct, scene).status_code == 403


def test_a_summary_without_standpoint_items_says_so(client, scene):
    scene.item.kind = ItemKind.INFORMATION
    db.session.commit()
    assert "Mötet har ingen punkt för ställningstagande." in summary(client, scene.chair, scene).text


def test_the_overview_leads_to_the_next_item(client, scene):
    client.sign_in(scene.member)
    url = f"/meetings/{scene.meeting.id}/preparation"
    assert "Förbered punkt 1" in client.get(url).text
    scene.draft()
    scene.submit()
    page = client.get(url).text
    assert "Ni har lämnat in allt som rådet ska ta ställning till." in page
    assert "Inlämnad" in page
