"""Extracts: from signed minutes only, word for word, numbered without gaps, and sent once they are kept."""

from __future__ import annotations

import hashlib
import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from councilflow.documents.gate import findings
from councilflow.extensions import db
from councilflow.models import AgendaItem, Extract, JournalEntry, Mail, NumberSeries, Organisation
from councilflow.process.correction import Change
from councilflow.process.errors import RuleBroken
from councilflow.process.mail import MailState
from councilflow.services import mail, minutes
from councilflow.services.minutes import SigningPlace, dispatch, extracts
from councilflow.services.minutes import signed as signed_parts
from councilflow.services.minutes.extracts import Addressee
from councilflow.services.minutes.record import signers
from councilflow.signing.check import check
from tests.documents import reading
from tests.held import DISSENT, LATER, Held, held_meeting, locked_meeting, signed_meeting
from tests.postman import texts, working

pytestmark = [pytest.mark.one_database, pytest.mark.no_cover]  # its code is measured by the pages that use it

STANDPOINT = 2
"""The § of the standpoint."""
PAPER = Addressee("Landsarkivet i Härnösand")


@pytest.fixture
def place(app) -> SigningPlace:
    return SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])


@pytest.fixture
def signed(make, place) -> Held:
    return signed_meeting(make, place)


def to_kramfors() -> Addressee:
    one = db.session.scalars(sa.select(Organisation).where(Organisation.name == "Kramfors kommun")).one()
    return Addressee(one.name, one.mailbox, one.id)


def make_for(held: Held, place: SigningPlace, *to: Addressee, now=LATER, paragraph=STANDPOINT):
    made = extracts.make(held.meeting.id, paragraph, to, place=place, by=held.secretary, now=now)
    db.session.commit()
    return made


# --- What an extract is ---------------------------------------------------------------------------------


def test_the_extract_says_what_the_minutes_say_of_the_paragraph(signed, place):
    [made] = make_for(signed, place, PAPER)
    told = reading.text(made.content)
    assert "Nr 1/2026 till Landsarkivet i Härnösand" in told
    assert "§ 2 Prioriteringar i länstransportplanen" in told
    assert "Rådet ställer sig bakom prioriteringarna." in told
    assert " ".join(DISSENT.split()) in told
    assert "Justerat 7 december 2026" in told
    assert "Läget i etableringarna" not in told


def test_the_extract_is_taken_from_the_frozen_minutes_and_not_from_the_tables(signed, place):
    db.session.execute(sa.update(AgendaItem).values(title="Ändrad i efterhand", adopted="Något annat."))
    [made] = make_for(signed, place, PAPER)
    told = reading.text(made.content)
    assert "Rådet ställer sig bakom prioriteringarna." in told
    assert "Ändrad i efterhand" not in told


def test_the_secretary_signs_it_and_it_stays_archival(signed, place):
    [made] = make_for(signed, place, PAPER)
    verdict = check(made.content, trust=[place.authority.root_certificate(now=LATER)])
    assert verdict.holds
    [signer] = verdict.signers
    assert (signer.name, signer.organisation) == ("Sekreterare, regionen", "Region Västernorrland")
    assert findings(made.content) == []
    assert made.sha256 == hashlib.sha256(made.content).hexdigest()


def test_one_act_makes_one_extract_for_each_recipient(signed, place):
    made = make_for(signed, place, to_kramfors(), PAPER)
    assert [(one.number, one.recipient) for one in made] == [
        (1, "Kramfors kommun"),
        (2, "Landsarkivet i Härnösand"),
    ]
    assert all(f"till {one.recipient}" in reading.text(one.content) for one in made)
    noted = db.session.scalars(
        sa.select(JournalEntry).where(JournalEntry.event == "extract-made").order_by(JournalEntry.id)
    ).all()
    assert [(one.about, one.after["extract"]) for one in noted] == [
        ("Kramfors kommun", "1/2026"),
        ("Landsarkivet i Härnösand", "2/2026"),
    ]


# --- What is refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["held", "locked"])
def test_there_is_no_extract_before_everybody_has_signed(make, place, stage):
    held = held_meeting(make) if stage == "held" else locked_meeting(make, place)
    with pytest.raises(RuleBroken, match="extract-before-signing"):
        make_for(held, place, PAPER)


@pytest.mark.parametrize(
    ("to", "paragraph", "code"),
    [
        ([], STANDPOINT, "extract-for-nobody"),
        ([PAPER], 99, "no-such-paragraph"),
        ([PAPER] * (extracts.MOST + 1), STANDPOINT, "too-many-extracts"),
    ],
)
def test_what_cannot_be_made_uses_no_number(signed, place, to, paragraph, code):
    with pytest.raises(RuleBroken, match=code):
        make_for(signed, place, *to, paragraph=paragraph)
    db.session.rollback()
    assert [one.number for one in make_for(signed, place, PAPER)] == [1]


# --- Numbers --------------------------------------------------------------------------------------------


def test_numbers_run_on_and_begin_again_with_the_year(signed, place):
    old_year = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)  # half past eleven in the evening, by local time
    make_for(signed, place, PAPER, now=old_year)
    make_for(signed, place, PAPER, now=old_year)
    [made] = make_for(signed, place, PAPER, now=old_year + timedelta(hours=1))
    found = db.session.execute(sa.select(Extract.year, Extract.number).order_by(Extract.id)).all()
    assert found == [(2026, 1), (2026, 2), (2027, 1)]
    assert "Nr 1/2027" in reading.text(made.content)
    series = {one.year: one for one in db.session.scalars(sa.select(NumberSeries))}
    assert (series[2026].last_extract, series[2026].last_paragraph) == (2, 4)
    assert (series[2027].last_extract, series[2027].last_paragraph) == (1, 0)


@pytest.mark.both_databases
def test_two_secretaries_at_once_leave_neither_gap_nor_duplicate(app, signed, place):
    meeting_id, secretary = signed.meeting.id, signed.secretary
    person_id = secretary.id
    db.session.commit()
    failures: list[Exception] = []

    def work() -> None:
        with app.app_context():
            by = db.session.get_one(type(secretary), person_id)
            try:
                for _turn in range(2):
                    extracts.make(meeting_id, STANDPOINT, [PAPER], place=place, by=by, now=LATER)
                    db.session.commit()
            except Exception as error:
                failures.append(error)
                db.session.rollback()
            finally:
                db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failures == []
    numbers = db.session.scalars(sa.select(Extract.number).order_by(Extract.number)).all()
    assert numbers == [1, 2, 3, 4]


# --- Where it went --------------------------------------------------------------------------------------


@pytest.fixture
def postman(signed):
    """Serves once the letters about the review are out of the way."""
    db.session.execute(sa.delete(Mail))
    db.session.commit()
    with working() as postman:
        yield postman


def deliver(postman) -> mail.Counts:
    return mail.deliver_due(mail.Smtp(postman.server, tls="none", timeout=5), clock=lambda: LATER)


def line(held: Held):
    [found] = dispatch.log_of(held.meeting.id)
    return found


def test_the_official_mailbox_gets_the_file_itself(signed, place, postman):
    [made] = make_for(signed, place, to_kramfors())
    assert deliver(postman).sent == 1
    [(address, letter)] = postman.received
    assert address == "kommun@k.example.org"
    assert letter["Reply-To"] == signed.secretary.email
    assert "§ 2 Prioriteringar i länstransportplanen" in texts(letter)
    [file] = letter.iter_attachments()
    assert file.get_filename() == "Protokollsutdrag 1-2026.pdf"
    assert file.get_payload(decode=True) == made.content
    assert line(signed).letter.state is MailState.SENT


def test_without_an_address_nothing_is_sent(signed, place):
    make_for(signed, place, PAPER)
    assert db.session.scalars(sa.select(Mail).where(Mail.kind == "extract")).all() == []
    assert line(signed).letter is None


def test_what_is_rolled_back_is_neither_kept_nor_sent(signed, place):
    extracts.make(signed.meeting.id, STANDPOINT, [to_kramfors()], place=place, by=signed.secretary, now=LATER)
    db.session.rollback()
    assert dispatch.log_of(signed.meeting.id) == []
    assert db.session.scalars(sa.select(Mail).where(Mail.kind == "extract")).all() == []


def test_what_did_not_arrive_is_told_and_sent_again_to_the_right_address(signed, place, postman):
    postman.refused_addresses["kommun@k.example.org"] = "550 5.1.1 No such user"
    [made] = make_for(signed, place, to_kramfors())
    sha256 = made.sha256
    assert deliver(postman).failed == 1
    assert line(signed).letter.state is MailState.FAILED

    dispatch.send(made.id, email="diariet@kramfors.example", by=signed.secretary, now=LATER)
    db.session.commit()
    assert deliver(postman).sent == 1
    found = line(signed)
    assert (found.email, found.letter.state) == ("diariet@kramfors.example", MailState.SENT_AGAIN)
    [(address, letter)] = postman.received
    assert address == "diariet@kramfors.example"
    [file] = letter.iter_attachments()
    assert hashlib.sha256(file.get_payload(decode=True)).hexdigest() == sha256


def test_what_is_sent_again_from_the_mail_log_shows_here_too(signed, place, postman):
    postman.refused_addresses["kommun@k.example.org"] = "550 5.1.1 No such user"
    [made] = make_for(signed, place, to_kramfors())
    deliver(postman)
    postman.refused_addresses.clear()
    mail.again(db.session.get_one(Mail, made.mail_id), now=LATER)
    db.session.commit()
    deliver(postman)
    assert line(signed).letter.state is MailState.SENT_AGAIN


def test_a_letter_on_its_way_is_not_sent_twice(signed, place):
    [made] = make_for(signed, place, to_kramfors())
    with pytest.raises(RuleBroken, match="mail-on-its-way"):
        dispatch.send(made.id, email="kommun@k.example.org", by=signed.secretary, now=LATER)


def test_what_was_handed_over_on_paper_can_be_mailed_afterwards(signed, place, postman):
    [made] = make_for(signed, place, PAPER)
    dispatch.send(made.id, email="arkivet@example.org", by=signed.secretary, now=LATER)
    db.session.commit()
    assert deliver(postman).sent == 1
    assert line(signed).letter.state is MailState.SENT


def test_what_is_attested_stands(signed, place):
    [made] = make_for(signed, place, PAPER)
    for name, value in {"content": b"%PDF-1.7", "sha256": "0" * 64, "number": 9, "recipient": "N"}.items():
        setattr(made, name, value)
        with pytest.raises(RuleBroken, match="extract-stands"):
            db.session.commit()
        db.session.rollback()
    db.session.delete(made)
    with pytest.raises(RuleBroken, match="extract-stands"):
        db.session.commit()
    db.session.rollback()
    assert line(signed).number == 1


def test_an_extract_is_known_by_its_bytes(signed, place):
    [made] = make_for(signed, place, PAPER)
    found = dispatch.known(hashlib.sha256(made.content).hexdigest())
    assert (found.number, found.year, found.paragraph, found.council) == (
        1,
        2026,
        STANDPOINT,
        "Regionala samverkansrådet",
    )
    assert dispatch.known("0" * 64) is None


# --- Before the minutes and after a correction ----------------------------------------------------------


def test_a_paragraph_approved_at_once_can_go_out_before_the_rest(make, place):
    held = held_meeting(make)
    part = minutes.approve_at_once(held.meeting.id, [STANDPOINT], place=place, by=held.secretary, now=LATER)
    db.session.commit()
    with pytest.raises(RuleBroken, match="extract-before-signing"):
        make_for(held, place, PAPER)
    db.session.rollback()
    for person in held.signatories:
        minutes.sign_supplement(part.id, place=place, by=person, now=LATER)
        db.session.commit()
    assert [one.number for one in signed_parts.paragraphs(held.meeting.id)] == [STANDPOINT]
    [made] = make_for(held, place, PAPER)
    assert "Rådet ställer sig bakom prioriteringarna." in reading.text(made.content)
    with pytest.raises(RuleBroken, match="no-such-paragraph"):
        make_for(held, place, PAPER, paragraph=3)


def test_a_correction_goes_with_the_paragraph_once_it_is_signed(signed, place):
    change = Change(paragraph=STANDPOINT, said="prioriteringarna", should_say="prioriteringarna i planen")
    made = minutes.correct(
        signed.meeting.id,
        (change,),
        "Ett ord hade fallit bort.",
        signers(signed.meeting.id),
        place=place,
        by=signed.secretary,
        now=LATER,
    )
    db.session.commit()
    number = made.id
    [before] = make_for(signed, place, PAPER)
    assert "Rättelse" not in reading.text(before.content)
    for person in signed.signatories:
        minutes.sign_supplement(number, place=place, by=person, now=LATER)
        db.session.commit()
    [after] = make_for(signed, place, PAPER)
    told = reading.text(after.content)
    assert "Rättelse 1 av paragrafen Undertecknad den 7 december 2026." in told
    assert "Protokollet säger prioriteringarna Protokollet ska säga prioriteringarna i planen" in told
    [other] = make_for(signed, place, PAPER, paragraph=3)
    assert "Rättelse" not in reading.text(other.content)
