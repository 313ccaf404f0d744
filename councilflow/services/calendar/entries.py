"""Meetings as entries of a calendar to subscribe to or to take home.

An entry tells the council, the time and, once people are called, the place. No item of any agenda stands in
it, and nothing that an organisation keeps to itself.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy import func as sql
from sqlalchemy.orm import aliased

from councilflow.documents.feed import Entry, Standing
from councilflow.i18n import gettext as _
from councilflow.models import Body, Invitation, JournalEntry, Meeting, Organisation, Person
from councilflow.process.meeting import DOCUMENTS_OUT, MeetingState
from councilflow.services import mail

_KEY = [""]  # one place, filled in by `use_key`
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_ISSUER = aliased(Person)


def use_key(secret_key: str) -> None:
    """The installation's secret, from which addresses and names of entries are derived; set once at start."""
    _KEY[0] = secret_key


def derived(purpose: str, what: str) -> bytes:
    """32 bytes that only this installation can make of `what`, and that say nothing of it. Each purpose has
    a key of its own."""
    key = hashlib.sha256(f"{purpose}:{_KEY[0]}".encode()).digest()
    return hmac.new(key, what.encode(), hashlib.sha256).digest()


def _of_its_time() -> ColumnElement[bool]:
    """The entries of the journal that a calendar would show."""
    return or_(JournalEntry.event.startswith("meeting-"), JournalEntry.event == "invitation-sent")


def _revisions(counted: Any) -> Any:
    query = select(counted).where(JournalEntry.meeting_id == Meeting.id, _of_its_time())
    return query.correlate(Meeting).scalar_subquery()


def rows() -> Select[*tuple[Any, ...]]:
    """Meetings with all that an entry needs; the caller says which."""
    return (
        select(
            Meeting.id,
            Meeting.council_id,
            Meeting.state,
            Meeting.title,
            Meeting.place,
            Meeting.link,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.nights,
            Meeting.cancelled_at,
            Body.name.label("council"),
            Body.time_zone,
            Organisation.name.label("host"),
            Organisation.mailbox,
            Invitation.uid,
            Invitation.sequence,
            Invitation.in_name_of,
            _ISSUER.email.label("issuer_email"),
            _revisions(sql.max(JournalEntry.at)).label("changed_at"),
            _revisions(sql.count(JournalEntry.id)).label("changes"),
        )
        .join(Body, Body.id == Meeting.council_id)
        .join(Organisation, Organisation.id == Body.host_id)
        .outerjoin(Invitation, Invitation.meeting_id == Meeting.id)
        .outerjoin(_ISSUER, _ISSUER.id == Invitation.issued_by_id)
        .order_by(Meeting.starts_at, Meeting.id)
    )


def of_meeting(row: Any, *, with_link: bool = True, is_busy: bool = True) -> Entry:
    """A meeting, in the language being spoken. Without `with_link` the way into a digital meeting is left
    out, for calendars that anybody may come to see."""
    link = row.link if with_link else ""
    title = f"{row.council}: {row.title}" if row.title else _("%(council)s: möte", council=row.council)
    return Entry(
        title=_titled(row, title),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        nights=row.nights,
        place=(row.place or link) if row.state in DOCUMENTS_OUT else "",
        url=mail.address_of(f"/meetings/{row.id}"),
        description=_description(row, link),
        is_busy=is_busy and row.state is not MeetingState.CANCELLED,
        **_identity(row, row.uid or _uid(row)),
    )


def of_item(row: Any, starts_at: datetime, ends_at: datetime) -> Entry:
    """The planned time of an item, for whoever presents it (A68). Not even its own title is told."""
    return Entry(
        title=_titled(row, _("%(council)s: din föredragning", council=row.council)),
        starts_at=starts_at,
        ends_at=ends_at,
        place=row.place or row.link,
        url=mail.address_of(f"/presenting/{row.item_id}"),
        description=_("Delta digitalt: %(link)s", link=row.link) if row.link else "",
        is_busy=row.state is not MeetingState.CANCELLED,
        **_identity(row, f"{row.item_id}.{row.uid or _uid(row)}"),
    )


def _titled(row: Any, title: str) -> str:
    if row.state is MeetingState.CANCELLED:
        return _("Inställt: %(title)s", title=title)
    return title if row.state in DOCUMENTS_OUT else _("%(title)s (preliminärt)", title=title)


def _description(row: Any, link: str) -> str:
    if row.state is MeetingState.CANCELLED:
        return _("Mötet är inställt.")
    if row.state not in DOCUMENTS_OUT:
        return _("Tiden är planerad. Kallelsen har inte gått ut än.")
    return _("Delta digitalt: %(link)s", link=link) if link else ""


def _identity(row: Any, uid: str) -> dict[str, Any]:
    """By which a calendar knows the entry again: the call's own, where people have been called."""
    return {
        "uid": uid,
        "sequence": row.sequence if row.uid else max(row.changes - 1, 0),
        "standing": _standing(row.state),
        "zone": ZoneInfo(row.time_zone),
        "changed_at": row.changed_at or _LONG_AGO,
        "organizer": row.in_name_of or row.host,
        "organizer_email": row.issuer_email or row.mailbox or mail.letter_from(),
    }


def _standing(state: MeetingState) -> Standing:
    if state is MeetingState.CANCELLED:
        return Standing.CANCELLED
    return Standing.CONFIRMED if state in DOCUMENTS_OUT else Standing.TENTATIVE


def _uid(row: Any) -> str:
    """Of a meeting that nobody is called to yet."""
    return f"{derived('calendar-entry', str(row.id)).hex()[:32]}@councilflow"
