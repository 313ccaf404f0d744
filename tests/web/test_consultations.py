"""A samråd: one answer per organisation, private until it is handed in, changed until the day (A37, H.5)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from councilflow.extensions import db
from councilflow.models import Submission
from councilflow.process.agenda import ItemKind
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.services import preparation
from councilflow.services.minutes import passages
from councilflow.services.minutes.record import read
from tests.conftest import NOW
from tests.documents.reading import parts
from tests.web.test_preparation import Scene

pytestmark = pytest.mark.one_database
ANSWER = "Vi vill samordna upphandlingen."


@pytest.fixture
def scene(make):
    scene = Scene(make)
    scene.item.kind, scene.item.consultation = ItemKind.CONSULTATION, "Hur samordnar vi bäst?"
    scene.item.answers_by = NOW.date() + timedelta(days=3)
    db.session.commit()
    return scene


def answered(scene, text=ANSWER, now=NOW, version=0):
    scene.draft(note=text, stance=None, version=version, now=now)
    made = preparation.submit(scene.item, scene.timra.id, by=scene.member, now=now)
    db.session.commit()
    return made


def page(scene, client, person):
    return client.sign_in(person).get(f"/items/{scene.item.id}/consultation").text


def test_an_answer_is_written_and_handed_in_from_the_room(client, scene):
    client.sign_in(scene.member)
    sent = {"organisation": scene.timra.id, "version": 0, "note": ANSWER, "step": "review"}
    assert client.post(scene.url(), data=sent | {"note": " "}).status_code == 422
    assert "Ert svar på samrådet</label>" in client.get(scene.url()).text  # not optional to hand in
    assert client.post(scene.url(), data=sent).status_code == 302
    review = client.get(scene.url("/review")).text
    assert "<dt>Ert svar på samrådet</dt>" in review
    assert "Vad ni kom fram till" not in review
    client.post(scene.url("/review"), data=scene.reviewed(scene.item))
    assert [one.note for one in db.session.query(Submission)] == [ANSWER]


def test_nobody_outside_sees_an_answer_before_it_is_handed_in(client, scene):
    scene.draft(note=ANSWER, stance=None)
    for person in (scene.member, scene.neighbour, scene.chair, scene.secretary):
        assert ANSWER not in page(scene, client, person)


def test_the_leaders_see_the_answer_and_members_when_the_council_lets_them(client, scene):
    answered(scene)
    assert ANSWER in page(scene, client, scene.chair)
    assert ANSWER in page(scene, client, scene.member)
    assert ANSWER not in page(scene, client, scene.neighbour)
    scene.council.members_see_stances = True
    db.session.commit()
    assert ANSWER in page(scene, client, scene.neighbour)


def test_the_answers_go_out_as_a_paper_and_a_table_as_far_as_the_reader_may_see_them(client, scene):
    answered(scene, "=Vi vill samordna.\n\nGärna snart.")

    def files(person):
        client.sign_in(person)
        url = f"/items/{scene.item.id}/consultation"
        told = " ".join(text for _role, text in parts(client.get(f"{url}.pdf").data))
        return told, client.get(f"{url}.csv").get_data(as_text=True)

    told, table = files(scene.chair)
    assert "Hur samordnar vi bäst?" in told
    assert "Gärna snart." in told
    assert "Ånge kommun" in told
    assert "\"'=Vi vill" in table
    assert "Ånge kommun;;;;2026-11-23" in table
    for part in files(scene.neighbour):
        assert "Vi vill" not in part
        assert "Timrå" not in part


def test_who_waits_is_told_with_the_day_to_those_who_lead_alone(client, scene):
    answered(scene)
    assert "Har inte svarat" in page(scene, client, scene.secretary)
    assert "Ånge kommun" in page(scene, client, scene.secretary)
    assert "Har inte svarat" not in page(scene, client, scene.member)


def test_an_answer_is_changed_until_its_day_is_over_and_every_version_kept(scene):
    answered(scene)
    answered(scene, "Vi vill göra det själva.", NOW + timedelta(days=3), version=1)
    with pytest.raises(RuleBroken) as refused:
        answered(scene, "För sent", NOW + timedelta(days=4), version=2)
    assert refused.value.code == "consultation-is-over"
    db.session.rollback()
    versions = db.session.query(Submission).order_by(Submission.version)
    assert [one.note for one in versions] == [ANSWER, "Vi vill göra det själva."]


def test_the_minutes_have_the_question_and_the_answers_word_for_word(scene):
    answered(scene)
    scene.meeting.state = MeetingState.ONGOING
    db.session.commit()
    told = passages.from_record(read(scene.meeting.id))[f"item-{scene.item.id}-summary"]["text"]
    assert "Samrådsfråga: Hur samordnar vi bäst?" in told
    assert f"Timrå kommun: {ANSWER}" in told
