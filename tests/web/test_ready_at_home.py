"""Klar hos oss: a mark inside the room alone, that holds for the draft as it was read (A.8, H.5)."""

from __future__ import annotations

import pytest

from councilflow.extensions import db
from councilflow.models import JournalEntry, Mail, Preparation
from councilflow.process.preparation import Stance
from tests.web.test_preparation import Scene

pytestmark = pytest.mark.one_database


@pytest.fixture
def scene(make):
    scene = Scene(make)
    scene.draft(by=scene.official)
    return scene


def press(client, scene, person, **more):
    told = {"organisation": scene.timra.id, "version": 1, "step": "ready"} | more
    return client.sign_in(person).post(f"/items/{scene.item.id}/preparation/ready", data=told)


def seen(client, scene, person):
    pages = (f"/meetings/{scene.meeting.id}/preparation", scene.url(), "/preparation")
    client.sign_in(person)
    return ["lar hos oss" in client.get(page).text.replace(">Klar hos oss<", "") for page in pages]


def test_an_official_tells_who_hands_in_that_the_draft_is_ready(client, scene):
    assert seen(client, scene, scene.member) == [False, False, False]
    before = db.session.query(JournalEntry).count(), db.session.query(Mail).count()
    assert press(client, scene, scene.official).status_code == 302
    assert seen(client, scene, scene.member) == [True, True, True]
    assert (db.session.query(JournalEntry).count(), db.session.query(Mail).count()) == before
    assert press(client, scene, scene.official, step="back").status_code == 302
    assert seen(client, scene, scene.member) == [False, False, False]


def test_the_start_page_tells_the_holder_of_the_stance_what_is_ready(client, scene):
    press(client, scene, scene.official)
    assert "1 är klar hos er" in client.sign_in(scene.member).get("/").text
    for outside in (scene.neighbour, scene.chair, scene.secretary):
        assert "klar hos er" not in client.sign_in(outside).get("/").text


def test_the_mark_goes_when_the_draft_changes(client, scene):
    press(client, scene, scene.official)
    scene.draft(note="Nytt.", version=1)
    assert seen(client, scene, scene.member) == [False, False, False]
    assert press(client, scene, scene.official).status_code == 409, "that version was not read"


def test_what_lacks_something_is_not_ready(client, scene):
    scene.draft(stance=Stance.DISSENT, version=1)
    assert press(client, scene, scene.official, version=2).status_code == 409
    assert db.session.query(Preparation).one().ready_version is None


def test_nobody_outside_marks_anything_and_the_opposition_does_not_either(client, scene):
    for person in (scene.neighbour, scene.chair, scene.secretary, scene.opposition):
        assert press(client, scene, person).status_code in (403, 404)
    assert db.session.query(Preparation).one().ready_version is None
