"""Signed documents get a closing timestamp, or stay as they were."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import tsp

from councilflow.cli.minutes import told
from councilflow.extensions import db
from councilflow.models import JournalEntry
from councilflow.process.correction import Change
from councilflow.process.errors import RuleBroken
from councilflow.process.record import FileKind
from councilflow.services import minutes
from councilflow.services.minutes import SigningPlace, files, preserving
from councilflow.services.minutes.checking import examine
from councilflow.services.minutes.record import signers
from councilflow.signing.check import Level
from tests.held import LATER, signed_meeting
from tests.signing.clock import clock, pki, root_of

pytestmark = [pytest.mark.one_database, pytest.mark.no_cover]  # its code is measured by the pages that use it

CLOSED = LATER + timedelta(days=1)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return pki(tmp_path_factory.mktemp("time"))


@pytest.fixture
def place(app, authority) -> SigningPlace:
    return SigningPlace(
        app.config["DATA_DIR"],
        app.config["SIGNING_SECRET"],
        timestamps=clock(authority, CLOSED),
        time_roots=(root_of(authority),),
    )


@pytest.fixture
def signed(make, app):
    return signed_meeting(make, SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"]))


def preserve_all(place: SigningPlace, now: datetime = CLOSED, **facts) -> int:
    todo = preserving.waiting(**facts)
    for one in todo:
        preserving.preserve(one, place=place, now=now)
        db.session.commit()
    return len(todo)


@pytest.mark.both_databases
def test_signed_minutes_get_a_closing_timestamp_once(signed, place):
    before = files.newest(signed.document)
    assert (preserve_all(place), preserve_all(place)) == (1, 0)
    after = files.newest(signed.document)
    assert (after.kind, after.number) == (FileKind.TIMESTAMP, before.number + 1)
    assert after.content.startswith(before.content)
    found = examine(after.content, place=place, now=CLOSED)
    assert (found.holds, found.verdict.level, found.known.is_newest) == (True, Level.B_LTA, True)
    earlier = examine(before.content, place=place, now=CLOSED)
    assert (earlier.holds, earlier.known.is_newest) == (True, False)
    assert any("Time Stamping Unit 1" in line for line in told(found))
    assert told(found)[-1] == "All holds."


def test_the_journal_tells_it(signed, place):
    preserve_all(place)
    entry = db.session.query(JournalEntry).filter_by(event="minutes-preserved").one()
    assert entry.after["sha256"] == files.newest(signed.document).sha256


def test_corrections_are_preserved_too(signed, place):
    change = Change(paragraph=2, said="tolv år", should_say="tio år")
    listed = signers(signed.meeting.id)
    facts = {"place": place, "by": signed.secretary, "now": LATER}
    without = replace(place, timestamps=None)
    made = minutes.correct(signed.meeting.id, (change,), "Fel.", listed, **facts | {"place": without})
    db.session.commit()
    for person in signed.signatories:
        minutes.sign_supplement(made.id, place=without, by=person, now=LATER)
        db.session.commit()
    assert preserve_all(place) == 2
    assert examine(files.newest(made).content, place=place, now=CLOSED).holds


def test_what_was_closed_long_ago_is_renewed(signed, place, authority):
    preserve_all(place)
    later = CLOSED + timedelta(days=800)
    renewing = replace(place, timestamps=clock(authority, later))
    assert preserve_all(renewing, later, older_than=later - timedelta(days=900)) == 0
    assert preserve_all(renewing, later, older_than=later - timedelta(days=700)) == 1
    found = examine(files.newest(signed.document).content, place=place, now=later)
    assert (found.holds, len(found.verdict.timestamps)) == (True, 2)


def test_an_authority_that_is_down_changes_nothing(signed, place, authority):
    def down(_answer: tsp.TimeStampResp) -> tsp.TimeStampResp:
        raise ConnectionRefusedError

    before = files.newest(signed.document).number
    entries = db.session.query(JournalEntry).count()
    with pytest.raises(RuleBroken, match="timestamp-not-had"):
        preserve_all(replace(place, timestamps=clock(authority, CLOSED, spoil=down)))
    db.session.rollback()
    assert files.newest(signed.document).number == before
    assert db.session.query(JournalEntry).count() == entries
    assert preserve_all(place) == 1


def test_without_an_authority_nobody_is_asked(signed, app):
    with pytest.raises(RuleBroken, match="no-timestamp-service"):
        preserve_all(SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"]))


@pytest.mark.both_databases
def test_two_that_preserve_at_once_keep_one(signed, place, authority, app):
    """The second comes while the first waits for the authority."""

    def second() -> int:
        with app.app_context():
            return preserve_all(place)

    def meanwhile(answer: tsp.TimeStampResp) -> tsp.TimeStampResp:
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(second).result() == 1
        return answer

    with pytest.raises(RuleBroken, match="preserved-meanwhile"):
        preserve_all(replace(place, timestamps=clock(authority, CLOSED, spoil=meanwhile)))
    db.session.rollback()
    kept = [one.kind for one in signed.document.files]
    assert kept.count(FileKind.TIMESTAMP) == 1


def test_the_command_preserves_and_tells(signed, place, app, monkeypatch):
    runner = app.test_cli_runner()
    refused = runner.invoke(args=["minutes", "preserve"])
    assert refused.exit_code == 1
    assert "COUNCILFLOW_TSA_URL" in refused.output
    now = datetime.now(UTC)
    ready = replace(place, timestamps=clock(pki_of(place), now))
    monkeypatch.setattr(SigningPlace, "of", lambda _config: ready)
    done = runner.invoke(args=["minutes", "preserve"])
    assert (done.exit_code, "1 to preserve, 0 refused" in done.output) == (0, True)


def pki_of(place: SigningPlace):
    return place.timestamps.authority.authority
