"""From a template and its facts to a whole message (RFC 5322), in the recipient's language.

Every message can be read without pictures and without HTML. Names come from people and go into headers, so
line breaks and control characters are taken out of them here, once.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from councilflow import i18n
from councilflow.models import Person
from councilflow.words import word

_TEMPLATES = Path(__file__).resolve().parents[3] / "templates"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a mail is for. `language` is the one that its texts are written in."""

    name: str
    address: str
    language: str = i18n.SOURCE
    person_id: int | None = None
    invitee_id: int | None = None

    @classmethod
    def of(cls, person: Person) -> Recipient:
        return cls(person.name, person.email, person.language, person.id)


@dataclass(frozen=True, slots=True)
class Sender:
    """In whose name a mail goes out, and who gets the answer to it. The address it comes from is the
    installation's own, so that receiving servers trust it."""

    name: str = ""
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a mail. `media_type` as in "application/pdf"."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Listed:
    """The council that a mail is about: its number and its name."""

    number: int
    name: str


class BadAddress(ValueError):
    """What stands as an address cannot be one."""


@dataclass(slots=True)
class _Installation:
    address: str = "councilflow@localhost"
    public_url: str = "http://localhost:5000"


_HERE = _Installation()


def use(*, address: str = "", public_url: str = "") -> None:
    """Where the installation's mail comes from, and where its links lead. Set when the application starts."""
    _HERE.address = address or _HERE.address
    _HERE.public_url = public_url.rstrip("/") or _HERE.public_url


def address_of(path: str) -> str:
    """The whole address of a page, for a link in a mail. `path` begins with a slash."""
    return _HERE.public_url + path


def letter_from() -> str:
    """The address that the installation's mail comes from."""
    return _HERE.address


def compose(
    to: Recipient,
    template: str,
    facts: Mapping[str, Any],
    *,
    sender: Sender,
    enclosures: Sequence[Enclosure],
    calendar: bytes | None,
    now: datetime,
    listed: Listed | None = None,
) -> EmailMessage:
    """The message, with a Message-ID that stays the same however often it is tried. BadAddress.

    It says that a program sent it, so that answering machines keep still (RFC 3834), and which council it is
    about, so that a mail program can sort it (RFC 2919).
    """
    subject, text, html = written(template, facts, language=to.language)
    message = EmailMessage(policy=SMTP)
    message["From"] = mailbox(sender.name, _HERE.address)
    message["To"] = mailbox(to.name, to.address)
    if sender.reply_to:
        message["Reply-To"] = mailbox("", sender.reply_to)
    message["Subject"] = one_line(subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = new_message_id()
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    if listed is not None:
        message["List-Id"] = _list_id(listed)
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    if calendar is not None:
        _add_calendar(message, calendar)
    for enclosure in enclosures:
        kind, _, detail = enclosure.media_type.partition("/")
        name = one_line(enclosure.name)
        message.add_attachment(enclosure.content, maintype=kind, subtype=detail, filename=name)
    message["Content-Language"] = to.language  # last: the parts take such headers with them
    return message


def _list_id(listed: Listed) -> str:
    """The council's name in front, where the header can take it, and a name that stays when it is renamed."""
    name = one_line(listed.name).replace('"', "").replace("\\", "")
    stays = f"<council-{listed.number}.{_HERE.address.rpartition('@')[2]}>"
    return f'"{name}" {stays}' if name.isascii() and name else stays


def _add_calendar(message: EmailMessage, calendar: bytes) -> None:
    """The request beside the texts, where mail programs look for it; as a file, for those that do not."""
    method = re.search(rb"^METHOD:(\w+)", calendar, re.MULTILINE)
    named = method.group(1).decode() if method else "PUBLISH"
    # The calendar's own line ends are kept: quoted-printable would fold the folded lines again.
    message.add_alternative(
        calendar.decode(), subtype="calendar", params={"method": named}, charset="utf-8", cte="base64"
    )
    message.add_attachment(calendar, maintype="application", subtype="ics", filename="invite.ics")


def new_message_id() -> str:
    """Names one mail for good: a receiver that gets it twice knows it again."""
    return f"<{uuid.uuid4()}@{_HERE.address.rpartition('@')[2]}>"


def one_line(text: str) -> str:
    """The text without line breaks and control characters, so that it stays the one header it is put in."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def mailbox(name: str, address: str) -> Address:
    """A name and an address as a header takes them. BadAddress."""
    try:
        return Address(one_line(name), addr_spec=in_ascii(address))
    except BadAddress:
        raise
    except Exception as error:  # the parser of addresses fails in many ways
        raise BadAddress(address) from error


def in_ascii(address: str) -> str:
    """The address as mail servers speak it: the domain's own letters in their ASCII form. BadAddress."""
    local, at, domain = address.strip().rpartition("@")
    if not (local and at and local.isascii()):
        raise BadAddress(address)
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError as error:
        raise BadAddress(address) from error


def written(template: str, facts: Mapping[str, Any], *, language: str) -> tuple[str, str, str]:
    """The subject, the plain text and the HTML of a mail."""
    with i18n.speaking(language):
        subject, text, html = (
            _environment(form).get_template(f"mail/{template}.html").render(facts, form=form)
            for form in ("subject", "text", "html")
        )
    return subject, re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", html


@cache
def _environment(form: str) -> Environment:
    """Jinja for one form of a mail. Only HTML is escaped; plain text is shown as it is."""
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html"] if form == "html" else []),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Whole sentences, escaped with what fills them in: no text of ours holds markup.
    made.globals.update({"_": i18n.gettext, "ngettext": i18n.ngettext, "language": i18n.language})
    made.filters.update(
        word=word,
        date_long=i18n.date_long,
        date_span=i18n.date_span,
        weekday_span=i18n.weekday_span,
        weekday_date=i18n.weekday_date,
        weekday_day=i18n.weekday_day,
        time=i18n.clock,
        meeting_days=i18n.meeting_days,
        datetime=i18n.date_time,
        listed=i18n.listed,
    )
    return made
