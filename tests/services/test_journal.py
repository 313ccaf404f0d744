"""The journal is a chain: nobody writes beside another, and every change made to it is found."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from councilflow.extensions import db
from councilflow.models import JournalEntry, JournalHead, Person
from councilflow.services import journal
from tests.conftest import NOW

WRITERS, EACH = 8, 3


def write(*words, **facts):
    for about in words:
        journal.note("issue-proposed", by=None, now=NOW, about=about, **facts)
        db.session.commit()


def flaws():
    db.session.commit()
    return {flaw.reason for flaw in journal.verify()[1]}


def entry(about):
    return sa.select(JournalEntry.id).where(JournalEntry.about == about).scalar_subquery()


def test_a_whole_chain_has_no_flaw(database):
    assert journal.verify() == (0, [])
    write("Bostäder", "Bredband", "Buss")
    assert journal.verify() == (3, [])


def test_several_steps_of_one_transaction_are_written_together(database):
    for about in ("Bostäder", "Bredband"):
        journal.note("issue-proposed", by=None, now=NOW, about=about)
    db.session.commit()
    assert journal.verify() == (2, [])


@pytest.mark.parametrize("begun", [False, True])
def test_writers_side_by_side_make_one_chain(app, database, begun):
    """On PostgreSQL the very first entries compete as well; there is no head to lock yet."""
    if begun:
        write("Först")
    failed, ready = [], threading.Barrier(WRITERS)

    def write_some(number):
        try:
            with app.app_context():
                ready.wait()
                for step in range(EACH):
                    write(f"{number}.{step}")
        except Exception as error:
            failed.append(error)

    writers = [threading.Thread(target=write_some, args=(number,)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert failed == []
    assert journal.verify() == (WRITERS * EACH + begun, [])


@pytest.mark.parametrize("something_else", [False, True])
def test_nothing_is_written_when_the_transaction_rolls_back(database, something_else):
    if something_else:
        db.session.add(Person(name="Ny", email="ny@example.org", session_key="", created_at=NOW))
    journal.note("issue-proposed", by=None, now=NOW, about="Ångrat")
    db.session.rollback()
    write("Kvar")
    assert db.session.scalars(sa.select(JournalEntry.about)).all() == ["Kvar"]


def test_a_savepoint_that_rolls_back_takes_nothing_else_with_it(database):
    journal.note("issue-proposed", by=None, now=NOW, about="Bostäder")
    savepoint = db.session.begin_nested()
    db.session.execute(sa.select(JournalHead.id))
    savepoint.rollback()
    db.session.begin_nested().commit()
    db.session.commit()
    assert journal.verify() == (1, [])


def test_what_comes_back_from_the_database_has_the_same_hash(database):
    at = NOW.astimezone(ZoneInfo("Europe/Stockholm")) + timedelta(microseconds=1)
    facts = {"order": {2: "två", 10: "tio"}, "pair": (1, 2), "words": "å ä ö ’ \u2028", "none": None}
    journal.note("issue-step", by=None, now=at, about="Bostäder", before=facts, after={"share": 0.1})
    db.session.commit()
    assert journal.verify() == (1, [])
    assert isinstance(db.session.scalar(sa.select(JournalEntry.at)), datetime)


# --- What is found --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"about": "Något annat"},
        {"who": "Någon annan"},
        {"at": NOW + timedelta(seconds=1)},
        {"event": "issue-step"},
        {"after": {"state": "declined"}},
        {"council_id": None},
    ],
)
def test_a_changed_entry_is_found(database, make, change):
    write("Bostäder", "Bredband", council=make.council())
    db.session.execute(sa.update(JournalEntry).where(JournalEntry.about == "Bostäder").values(change))
    assert flaws() == {"changed"}


def test_a_changed_entry_with_a_hash_of_its_own_is_found(database):
    write("Bostäder", "Bredband")
    first = sa.select(*JournalEntry.__table__.c).order_by(JournalEntry.id).limit(1)
    row = dict(db.session.execute(first).one()._mapping)
    row["about"] = "Något annat"
    forged = journal._hash(row["previous_hash"], row)
    change = sa.update(JournalEntry).where(JournalEntry.id == row["id"])
    db.session.execute(change.values(about=row["about"], hash=forged))
    assert flaws() == {"out-of-order"}


def test_a_removed_entry_is_found(database):
    write("Bostäder", "Bredband", "Buss")
    db.session.execute(sa.delete(JournalEntry).where(JournalEntry.about == "Bredband"))
    assert {"out-of-order", "cut-short"} <= flaws()


def test_entries_that_changed_places_are_found(database):
    write("Bostäder", "Bredband", "Buss")
    first, second = (db.session.scalar(sa.select(entry(about))) for about in ("Bostäder", "Bredband"))
    for was, becomes in ((first, -1), (second, first), (-1, second)):
        db.session.execute(sa.update(JournalEntry).where(JournalEntry.id == was).values(id=becomes))
    assert "out-of-order" in flaws()


def test_a_chain_cut_short_is_found(database):
    write("Bostäder", "Bredband", "Buss")
    db.session.execute(sa.delete(JournalEntry).where(JournalEntry.about == "Buss"))
    assert flaws() == {"cut-short"}


def test_a_head_moved_back_to_hide_the_cut_is_found(database):
    write("Bostäder", "Bredband", "Buss")
    db.session.execute(sa.delete(JournalEntry).where(JournalEntry.about == "Buss"))
    last = db.session.scalar(sa.select(JournalEntry.hash).order_by(JournalEntry.id.desc()))
    db.session.execute(sa.update(JournalHead).values(entries=2, hash=last))
    assert flaws() == {"seal"}


def test_a_head_that_is_gone_is_found_and_no_second_chain_begins(database):
    write("Bostäder")
    db.session.execute(sa.delete(JournalHead))
    assert flaws() == {"cut-short", "seal"}
    with pytest.raises(IntegrityError):
        write("Bredband")


def test_an_emptied_journal_is_found(database):
    write("Bostäder")
    db.session.execute(sa.delete(JournalEntry))
    assert flaws() == {"cut-short"}


def test_the_command_tells_scripts_whether_the_chain_is_whole(app, database):
    write("Bostäder")
    assert app.test_cli_runner().invoke(args=["journal", "verify"]).exit_code == 0
    db.session.execute(sa.update(JournalEntry).values(about="Något annat"))
    db.session.commit()
    told = app.test_cli_runner().invoke(args=["journal", "verify"])
    assert told.exit_code == 1
    assert "changed: entry" in told.output
