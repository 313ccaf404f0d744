"""Minutes that somebody signs elsewhere end up signed like any others, and nothing else gets in."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.stamp import TextStampStyle

from councilflow.documents.gate import findings
from councilflow.extensions import db
from councilflow.models import JournalEntry
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import MinutesState
from councilflow.process.ways import SigningWay
from councilflow.services import minutes
from councilflow.services.minutes import SigningPlace, files, outside
from councilflow.services.minutes.record import signers
from councilflow.signing.check import check
from tests.elsewhere import HOLDER, Elsewhere
from tests.held import LATER, Held, held_meeting, locked_meeting

pytestmark = pytest.mark.one_database


@pytest.fixture
def elsewhere(tmp_path) -> Elsewhere:
    return Elsewhere(tmp_path / "elsewhere", LATER)


@pytest.fixture
def place(app, elsewhere) -> SigningPlace:
    return elsewhere.trusted_by(SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"]))


@pytest.fixture
def locked(make, place) -> Held:
    return locked_meeting(make, place)


def newest(held: Held) -> bytes:
    return files.newest(held.document).content


def place_of(held: Held, person) -> str:
    """The field that was prepared for the person."""
    return next(one.key for one in signers(held.meeting.id) if one.person_id == person.id)


def refusal(act, *given, **facts) -> str:
    with pytest.raises(RuleBroken) as refused:
        act(*given, **facts)
    db.session.rollback()
    return refused.value.code


def by(person, place) -> dict:
    return {"place": place, "by": person, "now": LATER}


def signs_in_a_service(held: Held, person, place: SigningPlace, elsewhere: Elsewhere) -> None:
    given = outside.ask(held.meeting.id, by=person, now=LATER)
    db.session.commit()
    outside.hand_in(held.meeting.id, elsewhere.signature(given.digest), **by(person, place))
    db.session.commit()


def signs_in_a_program(held: Held, person, place: SigningPlace, elsewhere: Elsewhere) -> None:
    uploaded = elsewhere.signed(newest(held), place_of(held, person))
    outside.take_in(held.meeting.id, uploaded, **by(person, place))
    db.session.commit()


def told(event: str) -> list[dict]:
    return list(
        db.session.scalars(
            sa.select(JournalEntry.after).where(JournalEntry.event == event).order_by(JournalEntry.id)
        )
    )


def test_one_signs_in_a_service_one_in_a_program_and_one_here(locked, place, elsewhere):
    signs_in_a_service(locked, locked.chair, place, elsewhere)
    signs_in_a_program(locked, locked.elected, place, elsewhere)
    minutes.sign(locked.meeting.id, **by(locked.secretary, place))
    db.session.commit()
    assert locked.document.state is MinutesState.SIGNED
    content = newest(locked)
    assert findings(content) == []
    verdict = check(content, trust=[place.authority.root_certificate(now=LATER), *place.further])
    assert verdict.holds
    signed = [place_of(locked, one) for one in (locked.chair, locked.elected, locked.secretary)]
    assert [one.field for one in verdict.persons] == signed
    assert [(one["way"], one["certificate"]) for one in told("minutes-signature")] == [
        (SigningWay.SERVICE, HOLDER),
        (SigningWay.PROGRAM, HOLDER),
        (SigningWay.ISSUED_HERE, ""),
    ]
    assert len(told("minutes-signed")) == 1


def test_the_last_signature_from_outside_makes_the_minutes_stand(locked, place, elsewhere):
    for person in (locked.secretary, locked.chair):
        minutes.sign(locked.meeting.id, **by(person, place))
        db.session.commit()
    signs_in_a_service(locked, locked.elected, place, elsewhere)
    assert locked.document.state is MinutesState.SIGNED


def test_a_digest_is_no_longer_good_when_another_has_signed_and_a_new_one_is(locked, place, elsewhere):
    given = outside.ask(locked.meeting.id, by=locked.chair, now=LATER)
    assert outside.asked(locked.meeting.id, locked.chair.id).is_good
    minutes.sign(locked.meeting.id, **by(locked.secretary, place))
    db.session.commit()
    assert not outside.asked(locked.meeting.id, locked.chair.id).is_good
    late = elsewhere.signature(given.digest)
    assert refusal(outside.hand_in, locked.meeting.id, late, **by(locked.chair, place)) == "outside-overtaken"
    signs_in_a_service(locked, locked.chair, place, elsewhere)
    assert len(files.signed_by(locked.document)) == 2


@pytest.mark.both_databases
def test_a_file_that_was_signed_meanwhile_is_not_taken_in(locked, place, elsewhere):
    uploaded = elsewhere.signed(newest(locked), place_of(locked, locked.chair))
    minutes.sign(locked.meeting.id, **by(locked.secretary, place))
    db.session.commit()
    refused = refusal(outside.take_in, locked.meeting.id, uploaded, **by(locked.chair, place))
    assert refused == "outside-other-file"


def test_nobody_signs_in_the_place_of_another(locked, place, elsewhere):
    uploaded = elsewhere.signed(newest(locked), place_of(locked, locked.secretary))
    refused = refusal(outside.take_in, locked.meeting.id, uploaded, **by(locked.chair, place))
    assert refused == "outside-wrong-field"
    assert files.signed_by(locked.document) == set()


def test_the_digest_of_another_person_is_of_no_use(locked, place, elsewhere):
    given = outside.ask(locked.meeting.id, by=locked.chair, now=LATER)
    signature = elsewhere.signature(given.digest)
    assert (
        refusal(outside.hand_in, locked.meeting.id, signature, **by(locked.elected, place))
        == "outside-not-asked"
    )


def test_an_authority_that_the_installation_does_not_trust_is_refused(locked, app, elsewhere):
    place = SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])
    uploaded = elsewhere.signed(newest(locked), place_of(locked, locked.chair))
    refused = refusal(outside.take_in, locked.meeting.id, uploaded, **by(locked.chair, place))
    assert refused == "outside-not-trusted"


def test_a_program_whose_stamp_spoils_the_archival_file_is_refused(locked, place, elsewhere, monkeypatch):
    """pyHanko's own stamp uses a face that it does not embed."""
    plain = TextStampStyle(stamp_text="Signed", background=None)
    monkeypatch.setattr("councilflow.signing.sign.stamp_style", lambda _lines: plain)
    uploaded = elsewhere.signed(newest(locked), place_of(locked, locked.chair))
    refused = refusal(outside.take_in, locked.meeting.id, uploaded, **by(locked.chair, place))
    assert refused == "outside-not-archival"


def test_only_those_whose_turn_it_is_get_a_digest(make, place, locked):
    assert refusal(outside.ask, locked.meeting.id, by=locked.member, now=LATER) == "not-a-signatory"
    minutes.sign(locked.meeting.id, **by(locked.chair, place))
    db.session.commit()
    assert refusal(outside.ask, locked.meeting.id, by=locked.chair, now=LATER) == "already-signed"


def test_there_is_no_digest_of_a_draft(make):
    held = held_meeting(make)
    assert refusal(outside.ask, held.meeting.id, by=held.chair, now=LATER) == "minutes-not-locked"
    assert outside.asked(held.meeting.id, held.chair.id) is None


def test_a_file_with_something_else_added_is_not_taken_in(locked, place, elsewhere):
    writer = IncrementalPdfFileWriter(io.BytesIO(newest(locked)))
    kids = writer.root["/Pages"]["/Kids"]
    kids.append(kids.raw_get(0))
    writer.update_container(kids)
    longer = io.BytesIO()
    writer.write(longer)
    uploaded = elsewhere.signed(longer.getvalue(), place_of(locked, locked.chair))
    refused = refusal(outside.take_in, locked.meeting.id, uploaded, **by(locked.chair, place))
    assert refused == "outside-changed"
