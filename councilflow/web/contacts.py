"""The directory of those who sit in the councils, for their members alone (A36)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from uuid import NAMESPACE_URL, uuid5

from flask import Blueprint, Response, abort, g, request
from flask.typing import ResponseReturnValue

from councilflow.documents import vcard
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import Body
from councilflow.process.rights import Act
from councilflow.services import contacts, mail
from councilflow.services.contacts import Contact, Sitting, Wanted
from councilflow.services.visibility import today
from councilflow.web.access import now, requires, signed_in, viewer
from councilflow.web.downloads import as_file
from councilflow.web.numbers import row_number
from councilflow.web.pages import render
from councilflow.words import word

bp = Blueprint("contacts", __name__)


@bp.before_request
def _section() -> None:
    g.section = "contacts"


@bp.get("/contacts")
@signed_in
def index() -> ResponseReturnValue:
    """Everybody who sits beside the viewer, page by page."""
    day, councils = today(now()), contacts.councils_of(viewer())
    ids = [council.id for council in councils]
    asked = request.args.get("council", type=row_number)
    wanted = Wanted(
        council_id=asked if asked in ids else None,
        organisation_id=request.args.get("organisation", type=row_number) or None,
        words=request.args.get("q", "").replace("\0", "").strip()[:100],
    )
    after = request.args.get("after", type=row_number)
    people, next_id = contacts.one_page(ids, wanted, after=after, day=day)
    return render(
        "contacts/index.html",
        people=people,
        next_id=next_id,
        is_first=not after,
        wanted=wanted,
        councils=councils,
        organisations=contacts.organisations_in(ids, day),
    )


@bp.get("/councils/<int:council_id>/contacts")
@requires(Act.READ_COUNCIL)
def council(council_id: int) -> ResponseReturnValue:
    """A whole council on one page, by organisation, to print."""
    people = contacts.everyone([council_id], today(now()))
    return render(
        "contacts/council.html",
        council=db.session.get_one(Body, council_id),
        day=today(now()),
        count=len(people),
        organisations=contacts.by_organisation(people),
    )


@bp.get("/councils/<int:council_id>/contacts.vcf")
@requires(Act.READ_COUNCIL)
def council_cards(council_id: int) -> ResponseReturnValue:
    """A whole council for an address book."""
    body = db.session.get_one(Body, council_id)
    return _file(contacts.everyone([council_id], today(now())), body.short_name or body.name)


@bp.get("/contacts/<int:person_id>.vcf")
@signed_in
def card(person_id: int) -> ResponseReturnValue:
    """One person for an address book."""
    ids = [council.id for council in contacts.councils_of(viewer())]
    person = contacts.one(person_id, ids, today(now()))
    if person is None:
        abort(404)
    return _file([person], person.name)


def _file(people: Iterable[Contact], name: str) -> Response:
    content = vcard.cards(_card(person) for person in people)
    return as_file(content, mimetype="text/vcard", name=f"{_plain(name)}.vcf")


def _plain(name: str) -> str:
    """A name as a file is called: without accents and signs."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", letters).strip("-").lower() or "kontakt"


def _card(person: Contact) -> vcard.Card:
    return vcard.Card(
        uid=f"urn:uuid:{uuid5(NAMESPACE_URL, mail.address_of(f'/contacts/{person.id}'))}",
        name=person.name,
        email=person.email,
        title=person.title,
        phone=person.phone,
        organisation=", ".join(person.organisations),
        roles=tuple(_role(sitting) for sitting in person.sittings),
        councils=tuple(dict.fromkeys(sitting.body for sitting in person.sittings)),
    )


def _role(sitting: Sitting) -> str:
    seat = word(sitting.office) if sitting.office else sitting.function or word(sitting.category)
    return _("%(seat)s, %(body)s", seat=seat, body=sitting.body)
