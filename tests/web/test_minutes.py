"""The pages of the minutes: who comes in, what a click does, and what nobody can do any more."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from email import message_from_bytes, policy
from typing import Any

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Attachment,
    Attendance,
    Dissent,
    Mail,
    MinutesDocument,
    MinutesReview,
    MinutesRevision,
    PassageComment,
    Presenter,
    Seat,
    Signatory,
    SignedFile,
    StrategyLink,
)
from councilflow.process.meeting import MeetingState
from councilflow.process.minutes import MinutesState
from councilflow.services import minutes
from councilflow.services.minutes import SigningPlace
from councilflow.services.minutes.passages import DISCUSSION, SUMMARY, key_of
from tests.held import DISSENT, LATER, PASSWORD, Held, held_meeting, locked_meeting, signed_meeting


@pytest.fixture
def held(make) -> Held:
    return held_meeting(make)


@pytest.fixture
def place(app) -> SigningPlace:
    return SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])


@pytest.fixture
def locked(make, place) -> Held:
    return locked_meeting(make, place)


@pytest.fixture
def signed(make, place) -> Held:
    return signed_meeting(make, place)


def url(held: Held, page: str = "") -> str:
    return f"/meetings/{held.meeting.id}/minutes{page}"


def key(held: Held, part: str = SUMMARY) -> str:
    return key_of(held.standpoint.id, part)


# --- Who comes in ---------------------------------------------------------------------------------------

ACCESS = {
    # page: (secretary, chair, elected, member) before and after the minutes are signed
    "": ((200, 200, 200, 200), (200, 200, 200, 200)),
    "/file": ((200, 200, 200, 403), (200, 200, 200, 200)),
    "/edit": ((200, 403, 403, 403), (409, 403, 403, 403)),
    "/history": ((200, 200, 403, 403), (200, 200, 403, 403)),
    "/sign": ((409, 409, 409, 403), (409, 409, 409, 403)),
}


@pytest.mark.parametrize("is_signed", [False, True])
def test_each_page_is_for_those_it_is_for(client, make, place, is_signed):
    held = signed_meeting(make, place) if is_signed else held_meeting(make)
    people = (held.secretary, held.chair, held.elected, held.member)
    found = {
        page: tuple(client.sign_in(who).get(url(held, page)).status_code for who in people) for page in ACCESS
    }
    assert found == {page: answers[is_signed] for page, answers in ACCESS.items()}


def test_a_member_sees_when_the_minutes_come_and_none_of_their_text(client, held):
    page = client.sign_in(held.member).get(url(held)).text
    assert "Protokollet är inte justerat än." in page
    assert "fredag 18 december" in page
    assert "Rådet ställer sig bakom prioriteringarna." not in page
    assert DISSENT not in page


def test_who_was_elected_signs_though_the_seat_has_ended(client, locked):
    seat = db.session.scalars(sa.select(Seat).where(Seat.person_id == locked.elected.id)).one()
    seat.ends_on = date(2026, 11, 1)
    db.session.commit()
    client.sign_in(locked.elected)
    assert client.get(url(locked)).status_code == 200
    assert client.post(url(locked, "/sign"), data=SIGN).status_code == 302


def test_a_sign_that_cannot_be_printed_is_named_before_the_text_is_locked(client, held):
    client.sign_in(held.secretary).post(url(held, "/edit"), data={"base": 1, key(held): "Bra \U0001f600"})
    assert "Tecken som inte går att skriva ut" in client.get(url(held)).text


def test_another_council_does_not_know_of_the_minutes(client, signed, make):
    stranger = make.seat(make.council("Annat råd"), organisation_id=make.organisation().id)
    administrator = make.person(is_administrator=True)
    for who in (stranger, administrator):
        for page in ACCESS:
            assert client.sign_in(who).get(url(signed, page)).status_code == 404


def test_minutes_of_a_meeting_that_is_not_over_are_not_there_yet(client, held, make):
    coming = make.meeting(held.council, state=MeetingState.INVITED)
    answer = client.sign_in(held.secretary).get(f"/meetings/{coming.id}/minutes")
    assert answer.status_code == 409
    assert "Protokollet finns inte än." in answer.text


def test_the_page_tells_the_standpoint_and_the_dissent_word_for_word(client, held):
    page = client.sign_in(held.chair).get(url(held)).text
    assert "Rådet ställer sig bakom prioriteringarna." in page
    assert DISSENT in page
    assert "Regeringen väntar inte." in page


def test_the_draft_is_a_file_that_says_so(client, held):
    answer = client.sign_in(held.secretary).get(url(held, "/file"))
    assert answer.mimetype == "application/pdf"
    assert "filename=utkast-regionala-2026-12-04.pdf" in answer.headers["Content-Disposition"]


# --- Writing --------------------------------------------------------------------------------------------


def test_the_secretary_saves_a_passage(client, held):
    client.sign_in(held.secretary)
    client.post(url(held, "/edit"), data={"base": 1, key(held): "Kort och gott."})
    assert "Kort och gott." in client.get(url(held)).text


def test_a_save_over_somebody_elses_is_refused_with_both_texts_and_loses_neither(client, held):
    client.sign_in(held.secretary)
    client.post(url(held, "/edit"), data={"base": 1, key(held): "Hennes text."})
    refused = client.post(url(held, "/edit"), data={"base": 1, key(held): "Min text."})
    assert refused.status_code == 409
    assert "Hennes text." in refused.text
    assert "Min text." in refused.text
    assert 'name="base" value="2"' in refused.text
    client.post(url(held, "/edit"), data={"base": 2, key(held): "Hennes text. Min text."})
    assert "Hennes text. Min text." in client.get(url(held)).text


def test_the_text_of_the_record_can_be_taken_back(client, held):
    client.sign_in(held.secretary)
    client.post(url(held, "/edit"), data={"base": 1, key(held, DISCUSSION): "Annat."})
    client.post(
        url(held, "/edit"),
        data={"base": 2, key(held, DISCUSSION): "Annat.", f"back-{key(held, DISCUSSION)}": "y"},
    )
    assert "Rådet talade om restiderna." in client.get(url(held)).text


def test_a_passage_that_is_too_long_is_asked_for_again(client, held):
    answer = client.sign_in(held.secretary).post(
        url(held, "/edit"), data={"base": 1, key(held): "x" * 20_001}
    )
    assert answer.status_code == 422
    assert "Högst 20 000 tecken." in answer.text


def test_the_record_offers_its_new_sentence_and_overwrites_nothing(client, held):
    closing, added = (key_of(held.meeting.items[3].id, part) for part in (SUMMARY, DISCUSSION))
    client.sign_in(held.secretary)
    client.post(url(held, "/edit"), data={"base": 1, closing: "Mötet slutar.", added: "Eget."})
    held.planned_next()
    assert "I en av dem har anteckningarna ändrats." in client.get(url(held, "/edit")).text
    page = re.sub(r"\s+", " ", client.get(url(held, "/renew")).text)
    assert "Borttaget: </span>Mötet slutar.</del>" in page
    assert "Tillagt: </span>Nästa möte är fredag 22 januari 2027" in page
    client.post(url(held, "/remake"), data={"base": 2, "step": "none"})
    assert "22 januari 2027" not in client.get(url(held)).text
    client.post(url(held, "/remake"), data={"base": 3, "step": "chosen", closing: "take", added: "keep"})
    text = client.get(url(held)).text
    assert "22 januari 2027" in text
    assert "Mötet slutar." not in text
    assert "Eget." in text


def test_a_choice_for_a_draft_that_somebody_has_saved_since_is_not_taken(client, held):
    held.planned_next()
    client.sign_in(held.secretary).post(url(held, "/edit"), data={"base": 1, key(held): "Hennes text."})
    answer = client.post(url(held, "/remake"), data={"base": 1, "step": "all"})
    assert answer.status_code == 409
    assert "Hennes text." in client.get(url(held)).text


def test_what_is_typed_keeps_itself_and_brings_along_what_others_wrote(client, held):
    client.sign_in(held.secretary)
    client.post(url(held, "/edit"), data={"base": 1, key(held): "Hennes text."})
    kept = client.post(url(held, "/keep"), data={"base": 1, key(held, DISCUSSION): "Min diskussion."})
    assert (kept.status_code, kept.json["base"]) == (200, 3)
    assert kept.json["brought"] == {key(held): "Hennes text."}
    again = client.post(url(held, "/keep"), data={"base": 2, key(held, DISCUSSION): "En annans."})
    assert again.status_code == 409
    text = client.get(url(held)).text
    assert "Hennes text." in text
    assert "Min diskussion." in text
    assert "En annans." not in text


def test_the_history_shows_what_was_taken_out_and_put_in(client, held):
    client.sign_in(held.secretary)
    client.post(url(held, "/edit"), data={"base": 1, key(held, DISCUSSION): "Rådet talade om tågen."})
    page = re.sub(r"\s+", " ", client.get(url(held, "/history")).text)
    assert "Borttaget: </span>restiderna.</del>" in page
    assert "Tillagt: </span>tågen.</ins>" in page
    assert client.get(url(held, "/history?revision=99")).status_code == 404


@pytest.mark.one_database
@pytest.mark.parametrize("hides", [False, True])
def test_the_secretary_hears_in_the_own_language_what_a_reviewer_sent_back(client, held, hides):
    held.secretary.language = "en"
    held.standpoint.is_secret = hides
    db.session.commit()
    client.sign_in(held.secretary).post(url(held, "/send"))
    words = "§ 2 saknar diarienummer."
    client.sign_in(held.elected).post(url(held, "/review"), data={"answer": "send_back", "comment": words})
    letter = db.session.scalars(sa.select(Mail).order_by(Mail.id.desc())).first()
    assert letter.to_address == held.secretary.email
    message = message_from_bytes(letter.message, policy=policy.default)
    for form in ("plain", "html"):
        text = message.get_body((form,)).get_content()
        assert (words in text) is not hides
        assert url(held) in text
        assert held.elected.name in text
    assert 'lang="en"' in message.get_body(("html",)).get_content()


def test_the_versions_are_counted_without_gaps(client, held):
    client.sign_in(held.secretary)
    field = key(held, DISCUSSION)
    for base, text in enumerate(("Rådet", "Rådet talade", "Rådet talade om tåg."), start=1):
        client.post(url(held, "/keep"), data={"base": base, field: text})
    client.post(url(held, "/edit"), data={"base": 4, field: "Rådet talade om bussar."})
    page = client.get(url(held, "/history")).text
    assert re.findall(r">Version (\d+)<", page) == ["2", "1"]
    assert "bussar" in page
    assert "det första utkastet" in client.get(url(held, "/history?revision=1")).text


# --- Review ---------------------------------------------------------------------------------------------


def test_the_review_goes_back_and_forth_until_it_is_approved_and_locked(client, held):
    client.sign_in(held.secretary).post(url(held, "/send"))
    assert client.post(url(held, "/lock")).status_code == 409
    client.sign_in(held.elected)
    assert client.post(url(held, "/review"), data={"answer": "send_back"}).status_code == 422
    client.post(url(held, "/review"), data={"answer": "send_back", "comment": "§ 2 saknar dnr."})
    waiting = client.sign_in(held.secretary).get("/").text
    assert "har skickat tillbaka det. Läs vad som ska ändras." in waiting
    assert f'href="{url(held)}"' in waiting
    assert "§ 2 saknar dnr." in client.sign_in(held.secretary).get(url(held)).text
    assert client.get(url(held, "/edit")).status_code == 200
    client.post(url(held, "/send"))
    client.sign_in(held.elected).post(url(held, "/review"), data={"answer": "approve"})
    client.sign_in(held.secretary).post(url(held, "/lock"))
    assert held.document.state is MinutesState.LOCKED


def test_what_waits_is_said_when_it_cannot_be_locked(client, held):
    client.sign_in(held.secretary).post(url(held, "/send"))
    answer = client.post(url(held, "/lock"))
    assert "Alla justerare har inte godkänt protokollet. Det här återstår: Ledamot, Kramfors." in answer.text


def test_a_draft_in_review_cannot_be_edited(client, held):
    client.sign_in(held.secretary).post(url(held, "/send"))
    for page in ("/edit", "/remake"):
        assert client.post(url(held, page), data={"base": 1, key(held): "Annat."}).status_code == 409
    assert "Annat." not in client.get(url(held)).text


def in_review(held: Held) -> Held:
    minutes.send_for_review(held.document, url="/", by=held.secretary, now=LATER)
    db.session.commit()
    return held


def test_a_comment_stands_at_its_words_and_is_answered_there(client, held):
    in_review(held)
    client.sign_in(held.elected)
    opened = client.get(url(held, f"/comments?passage={key(held)}&quote=tolv+%C3%A5r")).text
    assert 'name="quote"' in opened
    client.post(
        url(held, "/comments"), data={"passage": key(held), "quote": "tolv  år", "text": "Är det inte tio?"}
    )
    said = db.session.scalars(sa.select(PassageComment)).one()
    assert (said.quote, said.revision) == ("tolv år", 1)

    client.sign_in(held.secretary)
    client.post(url(held, f"/comments/{said.id}"), data={"step": "settle", "answer": "Tolv är rätt."})
    page = client.sign_in(held.elected).get(url(held, "/comments")).text
    assert "Tolv är rätt." in page
    assert "Avslutad av Sekreterare, regionen" in page


def test_words_that_do_not_stand_in_the_passage_are_not_quoted(client, held):
    in_review(held)
    client.sign_in(held.elected).post(
        url(held, "/comments"), data={"passage": key(held), "quote": "påhittat", "text": "Fel."}
    )
    assert db.session.scalars(sa.select(PassageComment.quote)).one() == ""


def test_only_those_who_review_comment_and_only_the_secretary_settles(client, held):
    in_review(held)
    for who in (held.member, held.secretary):
        client.sign_in(who).post(url(held, "/comments"), data={"passage": key(held), "text": "Fel."})
    assert db.session.scalars(sa.select(PassageComment)).all() == []
    client.sign_in(held.elected).post(url(held, "/comments"), data={"passage": key(held), "text": "Fel."})
    said = db.session.scalars(sa.select(PassageComment)).one()
    assert client.post(url(held, f"/comments/{said.id}"), data={"step": "settle"}).status_code == 403


def test_what_is_not_settled_stops_the_locking_unless_there_is_a_reason(client, held):
    client.sign_in(held.secretary).post(url(held, "/send"))
    client.sign_in(held.elected).post(url(held, "/comments"), data={"passage": key(held), "text": "Fel."})
    client.post(url(held, "/review"), data={"answer": "approve"})
    client.sign_in(held.secretary)
    assert "En kommentar är inte avslutad." in client.get(url(held)).text
    refused = client.post(url(held, "/lock"))
    assert refused.status_code == 409
    assert "Det finns kommentarer på texten som inte är avslutade: 1." in refused.text
    client.post(url(held, "/lock"), data={"override": "Det rör ett stavfel."})
    assert held.document.state is MinutesState.LOCKED


def test_approved_and_signed_are_two_events_with_a_day_each(client, held, place):
    held.locked(place)
    page = client.sign_in(held.secretary).get(url(held)).text
    assert "Texten godkänd" in page
    document = held.document
    assert document.approved_at is not None
    assert document.signed_at is None


# --- Signing --------------------------------------------------------------------------------------------

SIGN = {"has_read": "y", "password": PASSWORD}


def test_signing_asks_for_the_reading_and_the_password(client, locked):
    client.sign_in(locked.elected)
    for sent, sentence in (
        ({"password": PASSWORD}, "Läs protokollet och kryssa i rutan."),
        ({"has_read": "y"}, "Skriv ditt lösenord."),
        ({"has_read": "y", "password": "fel"}, "Lösenordet stämmer inte."),
    ):
        answer = client.post(url(locked, "/sign"), data=sent)
        assert answer.status_code == 422
        assert sentence in answer.text
    assert locked.document.state is MinutesState.LOCKED
    assert len(locked.document.files) == 2  # the base and its seal, and no signature


def test_guessing_the_password_is_stopped(client, locked):
    client.sign_in(locked.elected)
    answers = [
        client.post(url(locked, "/sign"), data={"has_read": "y", "password": f"fel {n}"}).status_code
        for n in range(6)
    ]
    assert answers == [422] * 5 + [429]


def test_the_page_says_what_kind_of_signature_it_is(client, locked):
    page = client.sign_in(locked.elected).get(url(locked, "/sign")).text
    assert "inte en kvalificerad elektronisk underskrift" in page
    assert "0 av 3 har skrivit under." in page


def test_all_three_sign_and_the_members_read_the_signed_file(client, locked):
    for person in (locked.elected, locked.secretary, locked.chair):
        assert client.sign_in(person).post(url(locked, "/sign"), data=SIGN).status_code == 302
    assert locked.document.state is MinutesState.SIGNED
    answer = client.sign_in(locked.member).get(url(locked, "/file"))
    assert "filename=protokoll-regionala-2026-12-04.pdf" in answer.headers["Content-Disposition"]
    assert answer.data == locked.document.files[-1].content


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig of poppler-utils is not installed")
def test_poppler_finds_a_valid_seal_and_three_valid_signatures(signed, tmp_path):
    file = tmp_path / "protokoll.pdf"
    file.write_bytes(signed.document.files[-1].content)
    told = subprocess.run(
        ["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False
    ).stdout
    assert told.count("Signature is Valid.") == 4


# --- Standing -------------------------------------------------------------------------------------------

STANDING = (
    AgendaItem,
    Attachment,
    Attendance,
    Dissent,
    MinutesDocument,
    MinutesReview,
    MinutesRevision,
    Presenter,
    Signatory,
    SignedFile,
    StrategyLink,
)

WORDS = {
    "base": "1",
    "answer": "send_back",
    "comment": "Ändra.",
    "outcome": "consensus",
    "wording": "Något annat.",
    "text": "Något annat.",
    "discussion": "Något annat.",
    "title": "Något annat.",
    "kind": "information",
    "background": "Något annat.",
    "has_read": "y",
    "password": PASSWORD,
    "others": "absent",
    "elected": "1",
    "presenter": "Någon",
    "name": "Någon",
    "email": "nagon@example.org",
}


def _everything() -> dict[str, list[Any]]:
    db.session.rollback()
    return {
        table.__tablename__: db.session.execute(sa.select(*table.__table__.c).order_by(table.id)).all()
        for table in STANDING
    }


def test_nothing_that_anybody_sends_changes_signed_minutes_or_the_record_behind_them(
    app, client, signed, make
):
    file = db.session.scalars(sa.select(Attachment)).one()
    known = {
        "meeting_id": signed.meeting.id,
        "item_id": signed.standpoint.id,
        "council_id": signed.council.id,
        "attachment_id": file.id,
        "presenter_id": 1,
        "dissent_id": 1,
        "organisation_id": signed.council.host_id,
    }
    words = WORDS | {key(signed): "Något annat.", f"presence-{signed.meeting.attendances[0].id}": "absent"}
    routes = [
        rule
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and rule.arguments and rule.arguments <= set(known)
    ]
    people = (
        signed.secretary,
        signed.chair,
        signed.elected,
        signed.opposition,
        make.preparer(signed.council),
    )
    before = _everything()
    with app.test_request_context():
        addresses = [
            rule.build({name: known[name] for name in rule.arguments}, append_unknown=False)
            for rule in routes
        ]
    for person in people:
        client.sign_in(person)
        for _domain, address in addresses:
            answer = client.post(address, data=words)
            assert answer.status_code < 500, address
    after = _everything()
    assert len(addresses) > 10
    for table, rows in before.items():
        assert after[table] == rows, table


# --- The commands ---------------------------------------------------------------------------------------


def run(app, *args: object):
    db.session.commit()
    return app.test_cli_runner().invoke(args=["minutes", *map(str, args)])


def test_signed_minutes_are_listed_exported_and_checked(app, signed, tmp_path):
    document = signed.document
    number, content, sha256 = document.id, document.files[-1].content, document.files[-1].sha256
    listed = run(app, "list").output.splitlines()
    assert listed == [f"{number}\t2026-12-04\tRegionala samverkansrådet\t§ 1–4\t{sha256}"]

    file = tmp_path / "protokoll.pdf"
    assert run(app, "export", number, file).exit_code == 0
    assert file.read_bytes() == content
    checked = run(app, "check", file)
    assert checked.exit_code == 0, checked.output
    assert checked.output.count("valid, by a certificate this installation trusts") == 4


def test_a_draft_is_neither_listed_nor_exported(app, locked, tmp_path):
    number = locked.document.id
    assert run(app, "list").output == ""
    refused = run(app, "export", number, tmp_path / "x.pdf")
    assert refused.exit_code == 1
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize("where", [0.1, 0.5, 0.9, 0.999])
def test_one_changed_byte_is_found(app, signed, tmp_path, where):
    content = bytearray(signed.document.files[-1].content)
    content[int(len(content) * where)] ^= 1
    file = tmp_path / "protokoll.pdf"
    file.write_bytes(content)
    checked = run(app, "check", file)
    assert checked.exit_code == 1
    assert "No file with exactly these bytes" in checked.output


def test_a_file_from_before_the_last_signature_does_not_hold(app, locked, place, tmp_path):
    minutes.sign(locked.meeting.id, place=place, by=locked.chair, now=locked.document.locked_at)
    db.session.commit()
    file = tmp_path / "protokoll.pdf"
    file.write_bytes(locked.document.files[-1].content)
    checked = run(app, "check", file)
    assert checked.exit_code == 1
    assert "Somebody has not signed yet." in checked.output


@pytest.mark.parametrize("content", [b"", b"not a PDF", b"%PDF-1.7\n%%EOF"])
def test_a_file_that_is_no_pdf_gets_a_sentence(app, held, tmp_path, content):
    file = tmp_path / "brev.txt"
    file.write_bytes(content)
    checked = run(app, "check", file)
    assert checked.exit_code == 1
    assert "The file does not hold." in checked.output


def test_a_file_that_is_not_there_gets_a_sentence(app, database, tmp_path):
    checked = run(app, "check", tmp_path / "borta.pdf")
    assert checked.exit_code == 1
    assert "cannot be read" in checked.output


@pytest.mark.parametrize("step", ["send", "lock", "unlock"])
def test_there_is_no_step_to_take_where_there_are_no_minutes(client, make, step):
    council = make.council()
    meeting = make.meeting(council)
    client.sign_in(make.secretary(council))
    assert client.post(f"/meetings/{meeting.id}/minutes/{step}").status_code == 404


def test_nobody_approves_words_that_came_while_the_page_was_open(client, held):
    minutes.send_for_review(held.document, url="/minutes", by=held.secretary, now=LATER)
    db.session.commit()
    url = f"/meetings/{held.meeting.id}/minutes"
    client.sign_in(held.elected)
    answer = {"answer": "approve", "read": read_on(client, url)}
    db.session.execute(sa.update(Dissent).values(text="Skrivet medan sidan var öppen."))
    db.session.commit()
    assert client.post(f"{url}/review", data=answer).status_code == 409
    answer["read"] = read_on(client, url)
    assert client.post(f"{url}/review", data=answer).status_code == 302


def read_on(client, url: str) -> str:
    return re.findall(r'name="read" value="(\w+)"', client.get(url).text)[0]
