"""Asking for a package and having it made: once, by one worker, and never with what falls under secrecy."""

from __future__ import annotations

import multiprocessing
import threading
import time
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pikepdf
import pytest
import sqlalchemy as sa

from config import for_tests
from councilflow.app import create_app
from councilflow.extensions import db
from councilflow.models import AgendaItem, Attachment, Meeting, MeetingPackage, Person
from councilflow.process.meeting import MeetingState
from councilflow.process.packages import LeftOut, PackageState
from councilflow.services import files, packages
from tests.conftest import NOW, Make
from tests.documents.test_package import pages

pytestmark = pytest.mark.one_database


def attach(item: Any, title: str, folder: Path, content: bytes = b"", **facts: Any) -> Attachment:
    content = content or pages(title)
    digest = sha256(content).hexdigest()
    place = files.where(digest, folder=folder)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    usual = {
        "item_id": item.id,
        "title": title,
        "file_name": f"{title}.pdf",
        "media_type": "application/pdf",
        "size": len(content),
        "sha256": digest,
        "uploaded_by_id": db.session.scalar(sa.select(sa.func.min(Person.id))),
        "uploaded_at": NOW,
    }
    row = Attachment(**usual | facts)
    db.session.add(row)
    db.session.commit()
    return row


def settled(make: Make, folder: Path) -> SimpleNamespace:
    """A meeting with two items and three files, its secretary, and the data folder."""
    council = make.council()
    secretary = make.secretary(council)
    make.chair(council)
    meeting = make.meeting(council, state=MeetingState.INVITED, invited_at=NOW)
    first, second = make.item(meeting, title="Bättre tåg"), make.item(meeting, title="Hemligt avtal")
    attach(first, "Tidtabell", folder)
    attach(first, "Karta", folder)
    attach(second, "Avtalstext", folder)
    named = {"meeting": meeting, "first": first, "second": second, "by": secretary}
    ids = {name: SimpleNamespace(id=one.id) for name, one in named.items()}
    return SimpleNamespace(folder=folder, **ids)


@pytest.fixture
def at(make: Make, tmp_path: Path) -> SimpleNamespace:
    return settled(make, tmp_path)


def ask(at: SimpleNamespace) -> MeetingPackage:
    row = packages.ask(db.session.get_one(Meeting, at.meeting.id), folder=at.folder, by=at.by, now=NOW)
    db.session.commit()
    return row


def work(at: SimpleNamespace, now=NOW, **more: Any) -> bool:
    return packages.make_next(folder=at.folder, clock=lambda: now, **more)


def rows() -> list[tuple[PackageState, int]]:
    db.session.expire_all()
    found = db.session.execute(sa.select(MeetingPackage.state, MeetingPackage.attempts))
    return [(row.state, row.attempts) for row in found]


def zip_names(at: SimpleNamespace) -> list[str]:
    path = packages.file_of(at.meeting.id, "zip", folder=at.folder, now=NOW)
    with ZipFile(path) as archive:
        return archive.namelist()


@pytest.mark.both_databases
def test_it_is_made_once_and_kept_until_something_changes(at):
    ask(at)
    assert work(at)
    row = ask(at)
    assert (row.state, row.done, row.attempts) == (PackageState.READY, row.parts, 1)
    assert not work(at), "what is there is not made again"
    assert zip_names(at) == [
        "00 Dagordning.pdf",
        "01 Bilaga 1 Tidtabell.pdf",
        "01 Bilaga 2 Karta.pdf",
        "02 Bilaga 1 Avtalstext.pdf",
    ]
    with pikepdf.open(packages.file_of(at.meeting.id, "pdf", folder=at.folder, now=NOW)) as pdf:
        assert len(pdf.pages) == row.pages == 6

    db.session.get_one(AgendaItem, at.first.id).background = "Nu går de oftare."
    db.session.commit()
    stands = packages.standing(at.meeting.id, folder=at.folder, now=NOW)
    assert (stands.row, stands.has_changed) == (None, True)
    assert packages.file_of(at.meeting.id, "pdf", folder=at.folder, now=NOW) is None
    ask(at)
    assert rows() == [(PackageState.WAITING, 0)], "the old one is gone"
    assert work(at)
    assert rows() == [(PackageState.READY, 1)]


def test_asking_twice_is_asking_once(at):
    assert ask(at).id == ask(at).id
    assert work(at)
    assert not work(at)


def test_nothing_under_secrecy_goes_in_nor_what_has_come_under_it_since(at):
    ask(at)
    work(at)
    db.session.get_one(AgendaItem, at.second.id).is_secret = True
    db.session.execute(sa.update(Attachment).where(Attachment.title == "Karta").values(is_secret=True))
    db.session.commit()
    for kind in ("pdf", "zip"):
        assert packages.file_of(at.meeting.id, kind, folder=at.folder, now=NOW) is None
    row = ask(at)
    work(at)
    db.session.refresh(row)
    assert zip_names(at) == ["00 Dagordning.pdf", "01 Bilaga 1 Tidtabell.pdf"]
    assert [one["reason"] for one in row.left_out] == [LeftOut.SECRET, LeftOut.SECRET]
    assert {"Hemligt avtal", "Avtalstext", "Karta"} & {
        str(value) for one in row.left_out for value in one.values()
    } == set()
    package = packages.package_of(at.meeting.id, now=NOW)
    assert not any(word in repr(package) for word in ("Hemligt avtal", "Avtalstext", "Karta"))


def test_the_newest_version_goes_in_and_says_that_it_came_late(at):
    old = db.session.scalar(sa.select(Attachment).where(Attachment.title == "Karta"))
    new = attach(
        at.first,
        "Karta, rättad",
        at.folder,
        uploaded_at=NOW + timedelta(hours=1),
        version=2,
        position=old.position,
    )
    old.replaced_by_id = new.id
    db.session.commit()
    files_of_first = packages.package_of(at.meeting.id, now=NOW).chapters[0].files
    assert [(one.title, one.is_late) for one in files_of_first] == [
        ("Tidtabell", False),
        ("Karta, rättad", True),
    ]


def test_a_file_that_has_gone_is_told_and_keeps_nothing_else_back(at):
    gone = db.session.scalar(sa.select(Attachment).where(Attachment.title == "Karta"))
    files.where(gone.sha256, folder=at.folder).unlink()
    row = ask(at)
    work(at)
    db.session.refresh(row)
    assert row.state is PackageState.READY
    assert [(one["title"], one["reason"]) for one in row.left_out] == [("Karta", LeftOut.MISSING)]


def test_a_worker_that_is_stopped_hands_its_work_back(at):
    ask(at)
    assert work(at, stop=lambda: True)
    assert rows() == [(PackageState.WAITING, 0)]
    assert work(at)
    assert rows() == [(PackageState.READY, 1)]
    assert not any((at.folder / "packages" / "working").iterdir()), "nothing half-done is left behind"


@pytest.mark.both_databases
def test_two_workers_at_once_make_it_once(app, at):
    ask(at)
    db.session.remove()
    ready, made = threading.Barrier(2), []

    def worker() -> None:
        with app.app_context():
            ready.wait()
            made.append(work(at))
            db.session.remove()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [False, True]
    assert rows() == [(PackageState.READY, 1)]


@pytest.mark.both_databases
def test_what_a_dead_worker_had_is_taken_up_when_its_lease_is_over(at):
    ask(at)
    died = sa.update(MeetingPackage).values(
        state=PackageState.WORKING, attempts=1, claimed_until=NOW + packages.LEASE
    )
    db.session.execute(died)
    db.session.commit()
    assert not work(at), "it may be alive"
    assert work(at, NOW + packages.LEASE)
    assert rows() == [(PackageState.READY, 2)]


def test_what_kills_every_worker_is_given_up_and_can_be_asked_for_again(at):
    ask(at)
    db.session.execute(
        sa.update(MeetingPackage).values(state=PackageState.WORKING, attempts=3, claimed_until=NOW)
    )
    db.session.commit()
    assert not work(at)
    assert rows() == [(PackageState.FAILED, 3)]
    ask(at)
    assert work(at)
    assert rows() == [(PackageState.READY, 1)]


def test_pages_answer_while_it_is_made(app, client, make):
    """No page waits for the work: it is done by another process, and the database is held for instants."""
    at = settled(make, Path(app.config["DATA_DIR"]))
    for number in range(6):
        attach(at.first, f"Rapport {number}", at.folder, pages(f"rapport {number}", 25))
    ask(at)
    db.session.remove()

    def worker() -> None:
        with app.app_context():
            work(at)
            db.session.remove()

    thread = threading.Thread(target=worker)
    thread.start()
    client.sign_in(db.session.get_one(Person, at.by.id))
    seen = []
    while thread.is_alive():
        answer = client.get(f"/meetings/{at.meeting.id}/package/progress").get_json()
        seen.append((answer["is_on_its_way"], answer["done"]))
        assert client.get(f"/meetings/{at.meeting.id}").status_code == 200
        saved = client.post(f"/meetings/{at.meeting.id}/package")
        assert saved.status_code == 302, "and writing goes on as well"
    thread.join()
    assert any(is_on_its_way for is_on_its_way, _ in seen)
    assert [done for _, done in seen] == sorted(done for _, done in seen)
    assert rows() == [(PackageState.READY, 1)]


def _work_until_killed(folder: Path) -> None:
    app = create_app(for_tests(folder))
    with app.app_context():
        packages.make_next(folder=folder, clock=lambda: NOW)


@pytest.mark.no_cover
def test_a_worker_killed_in_the_middle_leaves_nothing_broken(tmp_path: Path):
    app = create_app(for_tests(tmp_path))
    with app.app_context():
        db.create_all()
        at = settled(Make(), tmp_path)
        for number in range(6):
            attach(at.first, f"Rapport {number}", tmp_path, pages(f"rapport {number}", 40))
        ask(at)
        db.session.remove()
        db.engine.dispose()  # no process inherits an open database
        worker = multiprocessing.get_context("fork").Process(target=_work_until_killed, args=(tmp_path,))
        worker.start()
        while rows() == [(PackageState.WAITING, 0)] or not db.session.scalar(sa.select(MeetingPackage.parts)):
            db.session.rollback()
            time.sleep(0.05)
        worker.kill()  # -9
        worker.join()
        db.session.rollback()
        assert rows() == [(PackageState.WORKING, 1)]
        assert packages.file_of(at.meeting.id, "pdf", folder=tmp_path, now=NOW) is None
        assert work(at, NOW + packages.LEASE)
        assert rows() == [(PackageState.READY, 2)]
        assert len(zip_names(at)) == 10
        db.session.remove()
        db.engine.dispose()
