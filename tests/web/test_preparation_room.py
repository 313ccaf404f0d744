"""The organisation's own room: one overview, several items at once, history, and more time (A73, A85)."""

from __future__ import annotations

from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import func, select

from councilflow.extensions import db
from councilflow.models import (
    Extension,
    JournalEntry,
    Mail,
    Organisation,
    Preparation,
    PreparationComment,
    Question,
    Submission,
)
from councilflow.process.agenda import ItemKind
from councilflow.process.councils import BodyKind
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.process.preparation import ExtensionState, PreparationState, Stance
from councilflow.services import preparation, visibility
from councilflow.services.preparation import extensions, late, overview, planning, summary
from councilflow.services.preparation.planning import Arrangement
from tests.conftest import NOW
from tests.documents.reading import text as told_by
from tests.test_secrecy import words_of
from tests.web.test_preparation import Scene

pytestmark = pytest.mark.one_database

USUAL = date(2026, 12, 2)  # two days before the meeting of the fixtures


@pytest.fixture
def scene(make):
    return Scene(make)


@pytest.fixture
def second(make, scene):
    return make.item(scene.meeting, title="Bredband")


def viewer_of(person):
    return visibility.viewer(person.id, person.session_key, now=NOW)


def lines(scene, person=None):
    found = overview.overview(
        viewer_of(person or scene.member), scene.council.id, scene.meeting.id, scene.timra.id
    )
    return {line.title: line for line in found}


def change_text(item):
    item.proposal, item.version = "Rådet ställer sig bakom en annan ordning.", item.version + 1
    db.session.commit()


def reread(page, *there, missing=()):
    for words in there:
        assert words in page
    for words in missing:
        assert words not in page


# The overview


def test_the_overview_says_what_is_begun_changed_unanswered_and_whose_it_is(client, make, scene, second):
    make.save(Question(item_id=second.id, position=1, text="Hur många hushåll?"))
    scene.draft()
    scene.submit()
    scene.draft(note="Mer.", version=1)
    told = lines(scene)
    assert told["Länstransportplanen"].state is PreparationState.CHANGED
    assert told["Länstransportplanen"].changed == ("note",)
    assert told["Bredband"].state is PreparationState.NOT_STARTED
    assert (told["Bredband"].unanswered, told["Bredband"].due) == (1, USUAL)
    page = client.sign_in(scene.opposition).get(f"/meetings/{scene.meeting.id}/preparation").text
    reread(page, "Ändrat hemma: vad ni kom fram till", "En fråga saknar svar", "Ingen ansvarig vald")
    assert "Ange ansvarig, forum och dag" not in page  # the opposition reads


def test_an_item_that_changed_after_the_invitation_is_marked_in_the_rooms_lists(client, scene, second):
    second.changed_at = NOW
    db.session.commit()
    for address in (f"/meetings/{scene.meeting.id}/preparation", "/preparation"):
        page = client.sign_in(scene.opposition).get(address).text
        assert page.count("Ändrad efter kallelse") == 1
        assert page.index("Länstransportplanen") < page.index("Ändrad efter kallelse")


def test_all_coming_meetings_stand_on_one_page_and_only_the_own_room(client, make, scene):
    later = make.meeting(
        scene.council, state=MeetingState.INVITED, starts_at=scene.meeting.starts_at + timedelta(days=60)
    )
    make.item(later, title="Vuxenutbildning")
    hidden = make.item(make.meeting(scene.council), title="Inte kallat än")
    held = make.item(make.meeting(scene.council, state=MeetingState.HELD), title="Redan hållet")
    scene.make.draft(scene.item, scene.neighbour, scene.ange, forum="Ånges gruppmöte")
    page = client.sign_in(scene.member).get("/preparation").text
    reread(
        page,
        "Länstransportplanen",
        "Vuxenutbildning",
        "2 hållningar återstår",
        missing=(hidden.title, held.title, "Ånges gruppmöte", "Pågår"),
    )
    assert "Ånges gruppmöte" in client.sign_in(scene.neighbour).get("/preparation").text
    assert "Inget väntar på er" in client.sign_in(scene.make.person()).get("/preparation").text


def test_a_joint_meeting_marks_the_items_that_count_for_us(client, make, scene):
    wide = make.council("Stora", kind=BodyKind.WIDE_COUNCIL, includes_id=scene.council.id)
    actor = make.organisation("Bolaget")
    speaker = make.seat(wide, organisation_id=actor.id)
    meeting = make.meeting(wide, state=MeetingState.INVITED, is_joint=True)
    make.item(meeting, title="Allas", of_council_id=wide.id)
    make.item(meeting, title="Det lilla rådets", of_council_id=scene.council.id)
    found = overview.overview(viewer_of(speaker), wide.id, meeting.id, actor.id)
    assert {one.title: one.counts for one in found} == {"Allas": True, "Det lilla rådets": False}
    page = client.sign_in(speaker).get(f"/meetings/{meeting.id}/preparation").text
    assert (page.count("Ni räknas här"), page.count("Ni räknas inte här")) == (1, 1)


# Several items at once


def arranged(scene, items, **facts):
    seen = {f"version_{item.id}": facts.pop("version", 0) for item in items}
    return {"organisation": scene.timra.id, "item": [item.id for item in items]} | seen | facts


def test_responsible_forum_and_day_are_set_for_several_at_once_and_only_we_see_it(client, scene, second):
    client.sign_in(scene.member).post(
        f"/meetings/{scene.meeting.id}/preparation/arrange",
        data=arranged(
            scene,
            [scene.item, second],
            responsible=scene.official.id,
            forum="Kommunstyrelsen",
            met_on="2026-11-24",
        ),
    )
    kept = db.session.execute(select(Preparation.responsible_id, Preparation.forum, Preparation.met_on)).all()
    assert kept == [(scene.official.id, "Kommunstyrelsen", date(2026, 11, 24))] * 2
    assert db.session.scalar(select(func.count(JournalEntry.id))) == 0
    assert "Kommunchef i Timrå" in client.get(f"/meetings/{scene.meeting.id}/preparation").text


def test_naming_who_sees_to_it_is_not_beginning_to_write(scene):
    settled = Arrangement(responsible_id=scene.member.id)
    planning.arrange(scene.meeting, scene.timra.id, {scene.item.id: 0}, settled, by=scene.member, now=NOW)
    assert lines(scene)["Länstransportplanen"].state is PreparationState.NOT_STARTED
    nobody = Arrangement(responsible_id=planning.NOBODY)
    planning.arrange(scene.meeting, scene.timra.id, {scene.item.id: 0}, nobody, by=scene.member, now=NOW)
    assert lines(scene)["Länstransportplanen"].responsible == ""


@pytest.mark.parametrize(
    ("settled", "seen", "by", "code"),
    [
        (Arrangement(), 0, "member", "nothing-to-arrange"),
        (Arrangement(forum="KS"), 7, "member", "somebody-saved-first"),
        (Arrangement(forum="KS"), 0, "opposition", "not-your-organisation"),
        (Arrangement(forum="KS"), 0, "neighbour", "not-your-organisation"),
        (Arrangement(forum="KS"), None, "member", "nothing-chosen"),
    ],
)
def test_what_cannot_be_settled_at_once(scene, settled, seen, by, code):
    chosen = {} if seen is None else {scene.item.id: seen}
    with pytest.raises(RuleBroken, match=code):
        planning.arrange(scene.meeting, scene.timra.id, chosen, settled, by=getattr(scene, by), now=NOW)


def test_somebody_outside_the_room_is_not_made_responsible(scene):
    settled = Arrangement(responsible_id=scene.neighbour.id)
    with pytest.raises(RuleBroken, match="not-in-the-room"):
        planning.arrange(scene.meeting, scene.timra.id, {scene.item.id: 0}, settled, by=scene.member, now=NOW)


def test_several_items_leave_in_one_step_after_exactly_that_was_read(client, scene, second):
    scene.draft(note="Om tågen.")
    scene.make.draft(second, scene.member, scene.timra, note="Om fibern.")
    preparation.comment(second, scene.timra.id, text="Stannar hemma.", by=scene.opposition, now=NOW)
    client.sign_in(scene.member)
    url = f"/meetings/{scene.meeting.id}/preparation/review"
    page = client.get(f"{url}?item={scene.item.id}&item={second.id}").text
    reread(page, "Om tågen.", "Om fibern.", "Lämna in 2 punkter", missing=["Stannar hemma."])
    done = client.post(url, data=scene.reviewed(scene.item, second), follow_redirects=True)
    assert "Ni har lämnat in 2 punkter" in done.text
    assert db.session.scalar(select(func.count(Submission.id))) == 2


def test_all_leave_or_none(client, scene, second):
    scene.draft()
    scene.make.draft(second, scene.member, scene.timra)
    scene.make.draft(second, scene.official, scene.timra, note="En kollega hann före.", version=1)
    answer = client.sign_in(scene.member).post(
        f"/meetings/{scene.meeting.id}/preparation/review", data=scene.reviewed(scene.item, second)
    )
    assert answer.status_code == 409
    assert db.session.scalar(select(func.count(Submission.id))) == 0


# When the item changes, and what was handed in before


def test_a_text_that_changed_is_warned_of_and_confirmed_by_one_press(client, scene):
    scene.draft(note="Som den stod.")
    scene.submit()
    scene.draft(note="Hemligt tillägg.", version=1)
    change_text(scene.item)
    assert lines(scene)["Länstransportplanen"].text_changed
    client.sign_in(scene.member)
    assert "Punkten har ändrats sedan ni lämnade in" in client.get(scene.url()).text
    press = {"organisation": scene.timra.id, "text": scene.item.version}
    client.post(scene.url("/confirm"), data=press)
    kept = db.session.execute(
        select(Submission.version, Submission.item_version, Submission.note).order_by(Submission.version)
    ).all()
    assert kept == [(1, 1, "Som den stod."), (2, 2, "Som den stod.")]  # what came later stayed at home
    assert "Punkten har ändrats sedan ni lämnade in" not in client.get(scene.url()).text
    assert client.post(scene.url("/confirm"), data=press).status_code == 409


def test_nobody_answers_a_text_that_they_have_not_seen(client, scene):
    scene.draft()
    page = scene.reviewed(scene.item)
    change_text(scene.item)
    assert client.sign_in(scene.member).post(scene.url("/review"), data=page).status_code == 409
    assert db.session.scalar(select(func.count(Submission.id))) == 0


def test_the_history_tells_each_version_and_what_changed_and_no_draft(client, scene):
    scene.draft(note="Vi vill ha tåg.")
    scene.submit()
    scene.draft(note="Vi vill ha fler tåg.", stance=Stance.SUPPORT_YIELDING, version=1)
    scene.submit()
    scene.draft(note="Ännu inte sagt.", version=2)
    page = client.sign_in(scene.opposition).get(scene.url("/history")).text
    reread(
        page,
        "Version 2, den som gäller",
        "Ändrat sedan version 1",
        "</span>fler </ins>",
        missing=["Ännu inte sagt."],
    )
    assert "Ni har inte lämnat in något" in client.sign_in(scene.neighbour).get(scene.url("/history")).text


# More time


def ask(scene, until=date(2026, 12, 3), by=None, items=None):
    made = extensions.ask(
        scene.meeting,
        scene.timra.id,
        items or [scene.item.id],
        until=until,
        reason="Kommunstyrelsen möts först då.",
        by=by or scene.member,
        now=NOW,
    )
    db.session.commit()
    return made


def test_more_time_is_asked_for_answered_and_counted(client, scene):
    scene.draft(note="Hemligt.")
    client.sign_in(scene.member).post(
        f"/meetings/{scene.meeting.id}/preparation/extension",
        data={
            "organisation": scene.timra.id,
            "item": scene.item.id,
            "until": "2026-12-03",
            "reason": "Kommunstyrelsen möts först då.",
        },
    )
    asked = db.session.scalars(select(Extension)).one()
    assert lines(scene)["Länstransportplanen"].extension is ExtensionState.ASKED
    page = client.sign_in(scene.chair).get(f"/meetings/{scene.meeting.id}/extensions").text
    reread(page, "Kommunstyrelsen möts först då.", missing=["Hemligt."])
    form = {
        "request": asked.id,
        f"svar{asked.id}-granted": "yes",
        f"svar-{asked.organisation_id}-words": "Självklart.",
    }
    client.post(f"/meetings/{scene.meeting.id}/extensions", data=form)
    assert lines(scene)["Länstransportplanen"].due == date(2026, 12, 3)
    owing = awaited_on(scene, USUAL + timedelta(days=1))
    assert {one.name: one.is_late for one in owing}["Timrå kommun"] is False
    assert {one.name: one.is_late for one in owing}["Ånge kommun"] is True
    assert client.post(f"/meetings/{scene.meeting.id}/extensions", data=form).status_code == 409


def awaited_on(scene, day):
    found = summary.of_meeting(viewer_of(scene.chair), scene.meeting, scene.council)
    granted = extensions.granted_until(scene.meeting.id)
    return late.awaited(found, granted, due=extensions.usual_due(scene.meeting), today=day)


def test_each_is_written_to_in_their_own_language(scene):
    scene.secretary.language, scene.member.language = "nb", "en"
    db.session.commit()
    (asked,) = ask(scene)
    extensions.answer(asked, granted=False, words="Vi hinner inte.", by=scene.chair, now=NOW)
    db.session.commit()
    letters = db.session.execute(select(Mail.kind, Mail.to_name, Mail.message)).all()
    languages = {
        (kind, name): message.rpartition(b"Content-Language: ")[2][:2].decode()
        for kind, name, message in letters
    }
    assert languages == {
        ("extension-asked", scene.chair.name): "sv",
        ("extension-asked", scene.secretary.name): "nb",
        ("extension-answered", scene.member.name): "en",
    }


@pytest.mark.parametrize("is_secret", [True, False])
def test_what_is_said_of_more_time_for_a_secret_item_is_read_on_the_page_alone(client, scene, is_secret):
    scene.item.is_secret, scene.item.secrecy_section = is_secret, "20 kap. 3 § OSL" if is_secret else ""
    (asked,) = ask(scene)
    extensions.answer(asked, granted=False, words="Vi hinner inte.", by=scene.chair, now=NOW)
    db.session.commit()
    mails = [words_of(one) for one in db.session.scalars(select(Mail))]
    for said in ("Kommunstyrelsen möts först då.", "Vi hinner inte."):
        assert any(said in one for one in mails) is not is_secret
        assert said in client.sign_in(scene.chair).get(f"/meetings/{scene.meeting.id}/extensions").text


def test_a_no_needs_a_word(client, scene):
    (asked,) = ask(scene)
    answer = client.sign_in(scene.secretary).post(
        f"/meetings/{scene.meeting.id}/extensions",
        data={"request": asked.id, f"svar{asked.id}-granted": "no"},
    )
    assert answer.status_code == 422
    assert "Skriv varför ni inte ger mer tid." in answer.text


def test_what_one_organisation_asks_is_answered_in_one_form_and_one_mail(client, make, scene):
    make.item(scene.meeting, kind=ItemKind.HEADING, position=0)  # counted in no number
    other = make.item(
        scene.meeting, title="Bredband", kind=ItemKind.CONSULTATION, answers_by=date(2026, 11, 30)
    )
    make.item(scene.meeting, title="Vatten")
    first, second = (*ask(scene), *ask(scene, items=[other.id]))
    address = f"/meetings/{scene.meeting.id}/extensions"
    client.sign_in(scene.chair)
    assert client.get(address).text.count('name="csrf_token"') == client.get("/").text.count("csrf_token") + 1
    both = {"request": [first.id, second.id]}
    assert "Välj om ni ger mer tid." in client.post(address, data=both).text
    both |= {f"svar{first.id}-granted": "yes", f"svar{second.id}-granted": "no"}
    assert "Skriv varför ni inte ger mer tid." in client.post(address, data=both).text
    client.post(address, data=both | {f"svar-{first.organisation_id}-words": "Samrådet är kort."})
    told = db.session.scalars(select(Mail).where(Mail.kind == "extension-answered")).all()
    assert [one.subject for one in told] == ["Svar om mer tid för 2 punkter"]
    text = plain_text(told[0])
    assert "Punkt 1, Länstransportplanen: Ja, lämna in senast torsdag 3 december 2026" in text
    assert "Punkt 2, Bredband: Nej, måndag 30 november 2026 gäller" in text
    assert [one.granted for one in (first, second)] == [True, False]


def test_what_was_typed_in_an_answer_stays_when_they_ask_for_more_meanwhile(client, make, scene):
    other = make.item(scene.meeting, title="Bredband")
    (first,) = ask(scene)
    said = {"request": [first.id], f"svar{first.id}-granted": "no"}
    said[f"svar-{first.organisation_id}-words"] = "x" * 2_001
    ask(scene, items=[other.id])
    answer = client.sign_in(scene.chair).post(f"/meetings/{scene.meeting.id}/extensions", data=said)
    assert answer.status_code == 422
    assert "x" * 2_001 in answer.text
    assert "Högst 2000 tecken." in answer.text


def test_a_request_without_an_answer_goes_on_waiting(client, make, scene):
    other = make.item(scene.meeting, title="Bredband")
    first, second = ask(scene, items=[scene.item.id, other.id])
    said = {"request": [first.id, second.id], f"svar{second.id}-granted": "yes"}
    client.sign_in(scene.chair).post(f"/meetings/{scene.meeting.id}/extensions", data=said)
    assert [one.granted for one in (first, second)] == [None, True]


def plain_text(one: Mail) -> str:
    letter = message_from_bytes(one.message, policy=default)
    return " ".join(letter.get_body(("plain",)).get_content().split())


def test_the_numbers_at_home_are_those_of_the_agenda(client, make, scene):
    make.item(scene.meeting, kind=ItemKind.HEADING, title="Före lunch", position=0)
    client.sign_in(scene.member)
    assert "Förbered punkt 1:" in client.get(f"/items/{scene.item.id}/preparation").text
    assert "1. Länstransportplanen" in client.get(f"/meetings/{scene.meeting.id}/preparation").text
    client.sign_in(scene.chair)
    assert "1. Länstransportplanen" in client.get(f"/meetings/{scene.meeting.id}/stances").text


@pytest.mark.parametrize(
    ("until", "by", "code"),
    [
        (USUAL, "member", "extension-too-short"),
        (date(2026, 12, 5), "member", "extension-too-long"),
        (date(2026, 12, 3), "opposition", "not-your-organisation"),
        (date(2026, 12, 3), "secretary", "not-your-organisation"),
    ],
)
def test_when_more_time_cannot_be_asked_for(scene, until, by, code):
    with pytest.raises(RuleBroken, match=code):
        ask(scene, until=until, by=getattr(scene, by))


def test_one_request_waits_at_a_time_and_another_meeting_s_is_not_answered_here(client, make, scene):
    (asked,) = ask(scene)
    with pytest.raises(RuleBroken, match="extension-already-asked"):
        ask(scene)
    db.session.rollback()
    other = make.meeting(scene.council, state=MeetingState.INVITED)
    form = {"request": asked.id, f"svar{asked.id}-granted": "yes"}
    assert client.sign_in(scene.chair).post(f"/meetings/{other.id}/extensions", data=form).status_code == 404


# The summary


def test_the_picture_the_figures_and_the_answers_say_the_same(client, make, scene):
    question = make.save(Question(item_id=scene.item.id, position=1, text="Hur många tåg?"))
    scene.draft(stance=Stance.SUPPORT_YIELDING, answers={str(question.id): "Tolv om dagen."})
    scene.submit()
    scene.make.draft(
        scene.item,
        scene.neighbour,
        scene.ange,
        stance=Stance.DISSENT,
        dissent="Nej.",
        answers={str(question.id): "Sexton."},
    )
    preparation.submit(scene.item, scene.ange.id, by=scene.neighbour, now=NOW)
    db.session.commit()
    page = client.sign_in(scene.chair).get(f"/meetings/{scene.meeting.id}/stances").text
    told = "ställer sig bakom, avstår något 1, avvikande synpunkt 1 och ej inlämnad 1."
    assert page.count(f"1. Länstransportplanen: {told}") == 2  # wide and narrow
    reread(page, "Svar på frågorna, bredvid varandra", "Tolv om dagen.", "Sexton.")


def test_a_stance_of_an_earlier_text_says_so_everywhere_until_it_is_confirmed(client, scene):
    scene.draft(stance=Stance.DISSENT, dissent="Mittbanan saknas.")
    scene.submit()
    url = f"/meetings/{scene.meeting.id}/stances"
    assert "tidigare texten" not in client.sign_in(scene.chair).get(url).text
    scene.item.proposal, scene.item.version = "Ett nytt förslag.", scene.item.version + 1
    db.session.commit()
    page = client.get(url).text
    told = "avvikande synpunkt 1 och ej inlämnad 2, 1 gäller den tidigare texten."
    assert page.count(f"1. Länstransportplanen: {told}") == 2  # the pictures, wide and narrow
    assert page.count(">1 gäller den tidigare texten</text>") == 2
    matrix = page[page.index('class="cf-matrix"') : page.index("Att prata om på mötet")]
    assert matrix.count("1 gäller den tidigare texten") == 2  # the item's column and the organisation's row
    assert matrix.count("Gäller den tidigare texten") == 1  # the cell
    words = told_by(client.get(f"{url}.pdf").data)
    for said in ("1 gäller den tidigare texten", "Timrå kommun (gäller den tidigare texten)"):
        assert said in words
    preparation.confirm(scene.item, scene.timra.id, by=scene.member, now=NOW, text_version=scene.item.version)
    db.session.commit()
    assert "tidigare texten" not in client.get(url).text
    assert "tidigare texten" not in told_by(client.get(f"{url}.pdf").data)


def test_what_can_be_handed_in_says_what_is_not_answered(client, make, scene):
    other = make.item(scene.meeting, title="Hamnen")
    make.save(Question(item_id=other.id, position=1, text="Hur många tåg?"))
    for item in (scene.item, other):
        make.draft(item, scene.member, scene.timra)
    room = f"/meetings/{scene.meeting.id}/preparation"
    told = "2 punkter kan lämnas in, en har obesvarade frågor."
    assert told in client.sign_in(scene.member).get(room).text
    page = client.get(f"{room}/review?item={scene.item.id}&item={other.id}").text
    assert told in page
    assert page.count("En fråga saknar svar") == 1
    assert "obesvarade" not in client.get(f"{room}/review?item={scene.item.id}").text


def test_the_file_is_whole_and_holds_no_draft(client, scene):
    scene.draft(note="Inlämnat.")
    scene.submit()
    scene.draft(note="Hemligt.", version=1)
    answer = client.sign_in(scene.chair).get(f"/meetings/{scene.meeting.id}/stances.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert client.sign_in(scene.neighbour).get(f"/meetings/{scene.meeting.id}/stances.pdf").status_code == 403


def test_private_words_never_follow_an_arrangement_or_a_request(scene):
    """A request is told in the journal and by mail; what happens in the room is told nowhere."""
    settled = Arrangement(responsible_id=scene.official.id, forum="Hemligt forum")
    planning.arrange(scene.meeting, scene.timra.id, {scene.item.id: 0}, settled, by=scene.member, now=NOW)
    ask(scene)
    told = [repr((one.about, one.before, one.after)) for one in db.session.scalars(select(JournalEntry))]
    sent = [one.message.decode() for one in db.session.scalars(select(Mail))]
    assert not any("Hemligt forum" in words for words in (*told, *sent))
    assert db.session.scalar(select(func.count(PreparationComment.id))) == 0
    assert db.session.get_one(Organisation, scene.timra.id).name in told[0]
