"""The journal: who did what, when, before and after – as a chain that shows every change made to it.

`note` collects what happened during a transaction; `seal` writes it at the very end, while it holds the end
of the chain, so that two transactions can never follow the same entry. Each entry carries the SHA-256 of
the one before; the head of the chain is sealed with a key, so that a chain cut short is found too.

Nothing private is noted (H.5): what an organisation does inside its own room leaves no entry here.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event, func, insert, select, true, update
from sqlalchemy.orm import Session, SessionTransaction

from councilflow.extensions import db
from councilflow.models import Body, JournalEntry, JournalHead, Meeting, Person

GENESIS = "0" * 64


def note(
    happened: str,
    *,
    by: Person | None,
    now: datetime,
    about: str = "",
    council: Body | int | None = None,
    meeting: Meeting | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Put one step into the journal of this transaction.

    `happened` is the key of a sentence in `words.EVENTS`; `before` and `after` hold plain JSON values of what
    changed. `by` None means the installation itself.
    """
    if meeting is not None and council is None:
        council = meeting.council_id
    _pending().append(
        _Noted(
            council_id=council.id if isinstance(council, Body) else council,
            meeting=meeting,
            at=now.astimezone(UTC),
            person_id=by.id if by else None,
            who=by.name if by else "Councilflow",
            event=happened,
            about=about,
            before=before or {},
            after=after or {},
        )
    )


@dataclass(slots=True)
class _Noted:
    council_id: int | None
    meeting: Meeting | None
    at: datetime
    person_id: int | None
    who: str
    event: str
    about: str
    before: dict[str, Any]
    after: dict[str, Any]


def _pending() -> list[_Noted]:
    session = db.session()
    if not session.in_transaction():
        session.begin()  # so that a rollback reaches a note that stands alone
    noted: list[_Noted] = session.info.setdefault("journal", [])
    return noted


@event.listens_for(Session, "before_commit")
def _seal_on_commit(session: Session) -> None:
    # A savepoint commits as well; the end of the chain is held only at the end of the whole.
    if session.info.get("journal") and not session.in_nested_transaction():
        seal(session)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        session.info.pop("journal", None)


def seal(session: Session) -> None:
    """Write what was noted to the end of the chain. Called by the session itself, just before it commits."""
    session.flush()
    if session.connection().dialect.name == "postgresql":
        # Before there is a head nothing holds others back: two first entries would both begin a chain.
        session.execute(select(func.pg_advisory_xact_lock(_CHAIN)))
    head = session.execute(
        select(JournalHead.id, JournalHead.entries, JournalHead.hash).with_for_update()
    ).one_or_none()
    head_id, entries, last = head or (None, 0, GENESIS)
    rows = []
    for noted in session.info.pop("journal"):
        row = _row(noted)
        row["previous_hash"], last = last, _hash(last, row)
        row["hash"] = last
        rows.append(row)
    session.execute(insert(JournalEntry), rows, execution_options={"render_nulls": True})  # in one go
    entries += len(rows)
    ending = {"entries": entries, "hash": last, "seal": _seal(entries, last)}
    if head_id is None:
        session.execute(insert(JournalHead).values(id=1, **ending))
    else:
        session.execute(update(JournalHead).where(JournalHead.id == head_id).values(ending))


_CHAIN = 0x636861696E
"""The number by which PostgreSQL knows the lock on the end of the chain."""


def _row(noted: _Noted) -> dict[str, Any]:
    return {
        "council_id": noted.council_id,
        "meeting_id": noted.meeting.id if noted.meeting else None,
        "at": noted.at.astimezone(UTC),
        "person_id": noted.person_id,
        "who": noted.who,
        "event": noted.event,
        "about": noted.about,
        "before": _as_stored(noted.before),
        "after": _as_stored(noted.after),
    }


def _as_stored(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts as they come back from the database, so that their hash is the same then."""
    stored: dict[str, Any] = json.loads(json.dumps(facts))
    return stored


def _hash(previous: str, row: dict[str, Any]) -> str:
    """SHA-256 over the previous hash and the entry as canonical JSON."""
    facts = {key: row[key] for key in _HASHED}
    facts["at"] = row["at"].isoformat(timespec="microseconds")
    canonical = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


_HASHED = ("council_id", "meeting_id", "at", "person_id", "who", "event", "about", "before", "after")


def _seal(entries: int, last: str) -> str:
    key = hashlib.sha256(f"journal:{_key()}".encode()).digest()
    return hmac.new(key, f"{entries}:{last}".encode(), hashlib.sha256).hexdigest()


def _key() -> str:
    return _KEY[0]


_KEY = [""]  # one place, filled in by `use_key`


def use_key(secret: str) -> None:
    """The secret that seals the head of the chain; set once when the application starts."""
    _KEY[0] = secret


@dataclass(frozen=True, slots=True)
class Flaw:
    """A place where the chain does not hold. `entry` is the id of the entry, None for the chain's end."""

    entry: int | None
    reason: str  # changed | out-of-order | cut-short | seal


def verify() -> tuple[int, list[Flaw]]:
    """Walk the whole chain: the number of entries, and every place where it was changed."""
    flaws: list[Flaw] = []
    last, count = GENESIS, 0
    head: _Head | None = None
    for row, beside in _entries():
        head = beside
        if row["previous_hash"] != last:
            flaws.append(Flaw(row["id"], "out-of-order"))
        if row["hash"] != _hash(row["previous_hash"], row):
            flaws.append(Flaw(row["id"], "changed"))
        last, count = row["hash"], count + 1
    entries, ending, seal_ = head or _head_of_an_empty_chain()
    if (entries, ending) != (count, last):
        flaws.append(Flaw(None, "cut-short"))
    if not hmac.compare_digest(seal_, _seal(entries, ending)):
        flaws.append(Flaw(None, "seal"))
    return count, flaws


_Head = tuple[int, str, str]
_HEAD = (JournalHead.entries, JournalHead.hash, JournalHead.seal)


def _entries() -> Iterator[tuple[dict[str, Any], _Head]]:
    """Every entry with the head beside it: one statement, so that nobody can append between the two."""
    columns = JournalEntry.__table__.c
    rows = db.session.execute(
        select(*columns, *(column.label(f"head_{column.key}") for column in _HEAD))
        .outerjoin(JournalHead, true())
        .order_by(JournalEntry.id),
        execution_options={"yield_per": 500},
    )
    for row in rows:
        *entry, entries, ending, seal_ = row
        yield dict(zip(columns.keys(), entry, strict=True)), (entries or 0, ending or "", seal_ or "")


def _head_of_an_empty_chain() -> _Head:
    head = db.session.execute(select(*_HEAD)).one_or_none()
    return (head.entries, head.hash, head.seal) if head else (0, GENESIS, _seal(0, GENESIS))
