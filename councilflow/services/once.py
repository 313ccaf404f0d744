"""A request that is carried out once, however often it is sent: a phone on a bad line sends it again.

The page gives each of its forms a key. Who sends the key first takes it, in the transaction of the step
itself: a second request waits for that transaction (PostgreSQL; SQLite has one writer) and then gets its
answer.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from councilflow.extensions import db
from councilflow.models import RequestKey

KEPT = timedelta(days=1)
"""How long an answer is kept; nobody's phone sends a request again after that."""


def take(key: str, *, person_id: int, now: datetime) -> bool:
    """Whether the request with this key is the first one; if so, the key is taken."""
    try:
        with db.session.begin_nested():
            db.session.execute(insert(RequestKey).values(key=key, person_id=person_id, answer={}, at=now))
    except IntegrityError:
        return False
    return True


def keep(key: str, location: str, *, person_id: int, now: datetime) -> None:
    """Keep where the step led; also of a step that lays out a file beside its transaction, and let go of the
    key with the one that it began in."""
    answer = {"location": location}
    kept = update(RequestKey).where(RequestKey.key == key).values(answer=answer).returning(RequestKey.id)
    if db.session.scalar(kept) is None:
        db.session.execute(insert(RequestKey).values(key=key, person_id=person_id, answer=answer, at=now))


def answer(key: str, *, person_id: int) -> str | None:
    """Where the first request with this key led; None when it is somebody else's."""
    found = db.session.scalar(
        select(RequestKey.answer).where(RequestKey.key == key, RequestKey.person_id == person_id)
    )
    return found.get("location") if found else None


def give_back(key: str) -> None:
    """A step that came to nothing may be sent again."""
    db.session.execute(delete(RequestKey).where(RequestKey.key == key))


def prune(now: datetime) -> None:
    """Forget answers that are older than anybody asks for; done when a meeting opens."""
    db.session.execute(delete(RequestKey).where(RequestKey.at < now - KEPT))
