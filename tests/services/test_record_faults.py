"""What may go wrong while minutes are signed: no signed revision is lost, no half-written one served."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from config import for_tests
from councilflow.app import create_app
from councilflow.extensions import db
from councilflow.models import Person, SignedFile
from councilflow.process.minutes import MinutesState
from councilflow.services import journal, minutes
from councilflow.services.minutes import SigningPlace
from councilflow.signing.check import check
from tests.conftest import Make
from tests.held import LATER, PASSWORD, Held, locked_meeting

pytestmark = pytest.mark.no_cover  # slow to measure, and other tests have


@pytest.fixture
def place(app) -> SigningPlace:
    return SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])


@pytest.fixture
def locked(make, place) -> Held:
    return locked_meeting(make, place)


@pytest.fixture
def full_disk(app):
    """SQLite may not grow by a page; it then says what it says when the disk is full."""

    def fill(connection, _record, _proxy):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    def fill_now():
        db.session.commit()
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("COMMIT")  # VACUUM stands outside every transaction
            connection.exec_driver_sql("VACUUM")  # no free page is left to grow into
            connection.exec_driver_sql("BEGIN")
        sa.event.listen(db.engine, "checkout", fill)

    def empty_now():
        if sa.event.contains(db.engine, "checkout", fill):
            sa.event.remove(db.engine, "checkout", fill)
        db.session.rollback()
        db.engine.dispose()

    yield fill_now, empty_now
    empty_now()


# PostgreSQL's disk cannot be filled from here; what the application does about it is the same.
on_sqlite = pytest.mark.one_database


def contents() -> list[tuple[int, str]]:
    return [
        (file.number, hashlib.sha256(file.content).hexdigest())
        for file in db.session.scalars(sa.select(SignedFile).order_by(SignedFile.number))
    ]


@on_sqlite
def test_a_full_disk_keeps_every_revision_and_lets_the_signature_be_given_again(locked, place, full_disk):
    minutes.sign(locked.meeting.id, place=place, by=locked.chair, now=LATER)
    db.session.commit()
    before = contents()
    fill, empty = full_disk
    fill()
    with pytest.raises(OperationalError, match="full"):
        minutes.sign(locked.meeting.id, place=place, by=locked.secretary, now=LATER)
    empty()
    assert contents() == before
    for person in (locked.secretary, locked.elected):
        minutes.sign(locked.meeting.id, place=place, by=person, now=LATER)
        db.session.commit()
    assert locked.document.state is MinutesState.SIGNED
    assert check(locked.document.files[-1].content, trust=[place.authority.root_certificate(now=LATER)]).holds


@on_sqlite
def test_a_full_disk_is_told_on_a_page(client, locked, full_disk):
    client.sign_in(locked.chair)
    address = f"/meetings/{locked.meeting.id}/minutes/sign"
    fill, empty = full_disk
    fill()
    answer = client.post(address, data={"has_read": "y", "password": PASSWORD})
    assert answer.status_code == 503
    assert "Det går inte att spara just nu" in answer.text
    empty()
    assert client.post(address, data={"has_read": "y", "password": PASSWORD}).status_code == 302


def _sign_and_die(folder: Path, meeting_id: int, person_id: int, after_commit: bool) -> None:
    """A process of its own that signs and is killed before or after it has stored the signature."""
    app = create_app(for_tests(folder))
    with app.app_context():
        place = SigningPlace(folder, app.config["SIGNING_SECRET"])
        minutes.sign(meeting_id, place=place, by=db.session.get_one(Person, person_id), now=LATER)
        if after_commit:
            db.session.commit()
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("after_commit", [False, True])
def test_a_kill_between_two_signatures_leaves_the_one_or_the_other_file(tmp_path, after_commit):
    app = create_app(for_tests(tmp_path))
    with app.app_context():
        db.create_all()
        place = SigningPlace(tmp_path, app.config["SIGNING_SECRET"])
        locked = Held(Make()).locked(place)
        minutes.sign(locked.meeting.id, place=place, by=locked.chair, now=LATER)
        db.session.commit()
        before = contents()
        meeting_id, who = locked.meeting.id, locked.secretary.id
        db.session.remove()
        db.engine.dispose()
    process = multiprocessing.get_context("spawn").Process(
        target=_sign_and_die, args=(tmp_path, meeting_id, who, after_commit)
    )
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with app.app_context():
        _holds_after_the_kill(before, place, after_commit)
        db.session.remove()
        db.engine.dispose()


def _holds_after_the_kill(before: list[tuple[int, str]], place: SigningPlace, after_commit: bool) -> None:
    assert contents()[: len(before)] == before
    assert len(contents()) == len(before) + after_commit
    root = place.authority.root_certificate(now=LATER)
    newest = db.session.scalars(sa.select(SignedFile).order_by(SignedFile.number.desc())).first()
    verdict = check(newest.content, trust=[root])
    assert verdict.holds_so_far
    assert len(verdict.signers) == 2 + after_commit  # the seal, the chair and perhaps the secretary
    assert journal.verify()[1] == []
