"""People and their passwords: signing in, choosing a password, and what an account says of its owner.

Passwords are hashed with argon2id. A hash takes its time on purpose, so it is never computed while the
transaction holds SQLite's writer lock: whoever asks here for a check does so before changing anything.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ColumnElement, and_, delete, func, select, update

from councilflow.extensions import begin_as, db
from councilflow.models import PasswordLink, Person, SignInAttempt
from councilflow.process.errors import RuleBroken

PAUSE = timedelta(minutes=15)
ATTEMPTS_PER_PERSON = 5
ATTEMPTS_PER_NETWORK_ADDRESS = 20
LINK_HOLDS = timedelta(days=7)
SHORTEST_PASSWORD = 12

_FULL = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_hasher = [_FULL]  # one place, filled in by `use_cost`


def use_cost(cost: str) -> None:
    """How dear a hash is: "full" (19 MiB, two rounds), or "cheap" for tests; set once at start."""
    _hasher[0] = _CHEAP if cost == "cheap" else _FULL


def hashed(password: str) -> str:
    """The argon2id hash of a password, parameters and salt included."""
    return _hasher[0].hash(password)


def address(email: str) -> str:
    """An address of mail as it is stored and compared."""
    return email.strip().lower()


def person_with(email: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.email == address(email)))


def addresses_among(emails: Iterable[str]) -> set[str]:
    """Those of these addresses that somebody signs in with."""
    wanted = select(Person.email).where(Person.email.in_(list(emails)), Person.is_active)
    return set(db.session.scalars(wanted))


def sign_in(email: str, password: str, *, network_address: str, now: datetime) -> Person | None:
    """The person whose address and password these are; None when they do not belong together.

    An unknown address takes as long to answer as a wrong password. A failure is counted and committed at
    once. RuleBroken: too-many-attempts.
    """
    email = address(email)
    _let_others_in()
    row = db.session.execute(
        select(Person.id, Person.password_hash).where(Person.email == email, Person.is_active)
    ).one_or_none()
    if not _holds(row.password_hash if row else None, password, email, network_address, now) or row is None:
        return None
    return db.session.get_one(Person, row.id)


def verify_password(person: Person, password: str, *, now: datetime, network_address: str = "") -> bool:
    """Ask a person who is signed in for the password again, before something weighty (H.6).

    Call it before anything is changed: it ends the transaction, so that nobody waits for the hash, and
    counts a failure at once. RuleBroken: too-many-attempts.
    """
    password_hash, email = person.password_hash, person.email
    _let_others_in()
    return _holds(password_hash, password, email, network_address, now)


def _let_others_in() -> None:
    """Give the writer's lock back; from here this request only reads until it writes again."""
    if db.session.new or db.session.dirty or db.session.deleted:
        raise RuntimeError("a password is verified before anything is changed")
    db.session.rollback()
    begin_as(writer=False)


def _holds(password_hash: str | None, password: str, email: str, network_address: str, now: datetime) -> bool:
    _refuse_too_many(email, network_address, now)
    db.session.rollback()
    right = _matches(password_hash, password)
    begin_as(writer=True)
    if not right:
        db.session.add(SignInAttempt(email=email, network_address=network_address, at=now))
        db.session.commit()
        return False
    # Somebody may have guessed many times side by side: a right guess counts only if few came before it.
    _refuse_too_many(email, network_address, now)
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.email == email))
    return True


def _matches(password_hash: str | None, password: str) -> bool:
    try:
        _hasher[0].verify(password_hash or _nobodys_hash(_hasher[0]), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


@cache
def _nobodys_hash(hasher: PasswordHasher) -> str:
    """What an unknown address is compared with, so that the answer takes as long."""
    return hasher.hash(secrets.token_urlsafe())


def _refuse_too_many(email: str, network_address: str, now: datetime) -> None:
    recent = SignInAttempt.at > now - PAUSE
    by_person, by_address = db.session.execute(
        select(
            func.count().filter(SignInAttempt.email == email),
            func.count().filter(SignInAttempt.network_address == network_address),
        ).where(recent)
    ).one()
    if by_person >= ATTEMPTS_PER_PERSON or (network_address and by_address >= ATTEMPTS_PER_NETWORK_ADDRESS):
        raise RuleBroken("too-many-attempts", minutes=int(PAUSE.total_seconds()) // 60)


# --- Choosing a password -------------------------------------------------------------------------------

_OBVIOUS = (
    "password",
    "passord",
    "lösenord",
    "losenord",
    "councilflow",
    "qwerty",
    "asdfgh",
    "welcome",
    "välkommen",
    "valkommen",
    "admin",
    "samverkansråd",
    "västernorrland",
    "vasternorrland",
    "sommar",
    "vinter",
    "hemligt",
)
_ROWS = (
    "01234567890123456789",
    "98765432109876543210",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopåasdfghjklöä",
)


def is_obvious(password: str, *, email: str = "", name: str = "") -> bool:
    """Whether a password is among the first that anybody would try: a common word, the own name or a row
    of keys, with no more than a few other signs."""
    plain = password.lower()
    if len(set(plain)) < 5 or any(plain in row for row in _ROWS):
        return True
    own = [email.lower(), email.lower().partition("@")[0], *name.lower().split(), name.lower()]
    known = [word for word in (*_OBVIOUS, *own) if len(word) >= 5 and word in plain]
    return any(len(_without(plain, word)) < 6 for word in known)


def _without(plain: str, word: str) -> str:
    """What is left of a password when a word, however often, and figures and signs are taken away."""
    return "".join(sign for sign in plain.replace(word, "") if sign.isalpha())


def choose_password(person: Person, password_hash: str, *, now: datetime) -> None:
    """Give a person a new password; every session and every password link that they had ends here."""
    person.password_hash = password_hash
    end_sessions(person)
    db.session.execute(
        update(PasswordLink)
        .where(PasswordLink.person_id == person.id, PasswordLink.used_at.is_(None))
        .values(used_at=now)
    )
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.email == person.email))


def end_sessions(person: Person) -> None:
    """Sign a person out everywhere, in a browser that holds a copy of an earlier session too."""
    person.session_key = secrets.token_urlsafe(24)


def change_password(person: Person, new: str, *, now: datetime) -> None:
    """A new password for somebody who has just proved the present one (`verify_password`)."""
    _let_others_in()
    password_hash = hashed(new)
    begin_as(writer=True)
    choose_password(person, password_hash, now=now)


def make_password_link(person: Person, *, now: datetime) -> str:
    """The secret of a link by which the person chooses a password, once and within seven days.

    Only its hash is kept, so this is the one time that it can be read. Earlier links of the person end.
    """
    db.session.execute(
        update(PasswordLink)
        .where(PasswordLink.person_id == person.id, PasswordLink.used_at.is_(None))
        .values(used_at=now)
    )
    secret = secrets.token_urlsafe(32)
    db.session.add(
        PasswordLink(
            person_id=person.id, secret_hash=_fingerprint(secret), made_at=now, expires_at=now + LINK_HOLDS
        )
    )
    return secret


def behind_link(secret: str, *, now: datetime) -> Person | None:
    """Whose password link this is; None when it is used, too old or was never made."""
    return db.session.scalar(
        select(Person)
        .join(PasswordLink, PasswordLink.person_id == Person.id)
        .where(_open_link(secret, now), Person.is_active)
    )


def use_link(secret: str, password: str, *, now: datetime) -> Person | None:
    """Choose a password by a link; None when the link no longer holds. Of two at once, one succeeds."""
    _let_others_in()
    password_hash = hashed(password)
    begin_as(writer=True)
    used = db.session.execute(
        update(PasswordLink)
        .where(_open_link(secret, now))
        .values(used_at=now)
        .returning(PasswordLink.person_id)
    ).scalar_one_or_none()
    person = db.session.get(Person, used) if used else None
    if person is None or not person.is_active:
        return None
    choose_password(person, password_hash, now=now)
    return person


def _open_link(secret: str, now: datetime) -> ColumnElement[bool]:
    return and_(
        PasswordLink.secret_hash == _fingerprint(secret),
        PasswordLink.used_at.is_(None),
        PasswordLink.expires_at > now,
    )


def _fingerprint(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
