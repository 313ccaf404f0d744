"""People as cards for an address book (vCard 4.0, RFC 6350).

Values in, bytes out: UTF-8, lines of at most 75 octets that end in CRLF. The parts of the name stand there as
well, since address books ask for them: the last word counts as the family name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_LONGEST = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Somebody in an address book. `uid` stays the same for as long as the person does."""

    uid: str
    name: str
    email: str
    title: str = ""
    phone: str = ""
    organisation: str = ""
    roles: tuple[str, ...] = ()
    """What the person sits as, each in words."""
    councils: tuple[str, ...] = ()


def cards(people: Iterable[Card]) -> bytes:
    """One file with a card for each."""
    return b"".join(_card(person) for person in people)


def _card(person: Card) -> bytes:
    given, _, family = person.name.strip().rpartition(" ")
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        f"UID:{person.uid}",
        "KIND:individual",
        f"FN:{_text(person.name)}",
        f"N:{_text(family)};{_text(given)};;;",
        f"EMAIL;TYPE=work:{_text(person.email)}",
    ]
    lines += [f"TEL;TYPE=work:{_text(person.phone)}"] if person.phone else []
    lines += [f"ORG:{_text(person.organisation)}"] if person.organisation else []
    lines += [f"TITLE:{_text(person.title)}"] if person.title else []
    lines += [f"ROLE:{_text(role)}" for role in person.roles]
    lines += [f"CATEGORIES:{','.join(_text(one) for one in person.councils)}"] if person.councils else []
    return b"".join(_folded(line) for line in [*lines, "END:VCARD"])


def _text(value: str) -> str:
    """A value without what would end it: line breaks and separators are written out (RFC 6350, 3.4)."""
    shown = "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in value.strip())
    for sign, written in (("\\", "\\\\"), ("\n", "\\n"), (",", "\\,"), (";", "\\;")):
        shown = shown.replace(sign, written)
    return shown


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets, no letter cut in two; what follows begins with a space."""
    rows, row = [], b""
    for sign in line:
        letter = sign.encode()
        if len(row) + len(letter) > _LONGEST:
            rows.append(row)
            row = b" "
        row += letter
    return b"\r\n".join([*rows, row]) + b"\r\n"
