"""What an organisation does with a request: reads it, and answers for itself alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, select

from councilflow.extensions import db
from councilflow.models import Body, NominationAnswer, NominationRequest, Organisation, Person
from councilflow.process.nominations import Nominee, check_answer
from councilflow.services import bodies, journal
from councilflow.services.nominations.asking import held
from councilflow.services.nominations.following import seated_in
from councilflow.services.people import address
from councilflow.services.visibility import Viewer, nominations_for


class Waiting(NamedTuple):
    """A request that waits for somebody's answer."""

    request_id: int
    title: str
    due_on: date
    council: str


def waiting_for(viewer: Viewer) -> list[Waiting]:
    """The open requests that an organisation of the viewer owes an answer to, and that the viewer may give;
    the nearest due day first."""
    rows = db.session.execute(
        _own(viewer)
        .where(NominationAnswer.answered_at.is_(None), NominationRequest.closed_at.is_(None))
        .order_by(NominationRequest.due_on, NominationRequest.id)
    )
    found = [
        Waiting(row.id, row.title, row.due_on, row.body)
        for row in rows
        if row.organisation_id in _spoken_for(viewer, row.body_id, row.council_id)
    ]
    return list(dict.fromkeys(found))


def own_answers(viewer: Viewer) -> Sequence[Row[*tuple[Any, ...]]]:
    """Every request to the viewer's organisations, the latest first: id, title, due_on, closed_at, body,
    body_id, council_id, organisation_id, organisation, declines, answered_at."""
    return db.session.execute(
        _own(viewer).order_by(NominationRequest.due_on.desc(), NominationRequest.id.desc(), Organisation.name)
    ).all()


def visible(viewer: Viewer, request_id: int) -> Sequence[NominationAnswer]:
    """The answers to a request that are the viewer's own organisations', by organisation; none for others."""
    return db.session.scalars(
        select(NominationAnswer)
        .join(NominationRequest, NominationRequest.id == NominationAnswer.request_id)
        .join(Body, Body.id == NominationRequest.body_id)
        .join(Organisation, Organisation.id == NominationAnswer.organisation_id)
        .where(NominationRequest.id == request_id, nominations_for(viewer))
        .order_by(Organisation.name)
    ).all()


def may_answer(viewer: Viewer, answer: NominationAnswer) -> bool:
    """Whether the viewer speaks for the organisation: as an official, or for its majority (A83)."""
    body = answer.request.body
    return answer.organisation_id in _spoken_for(viewer, body.id, body.council_id)


def answer(
    answer: NominationAnswer,
    nominees: Sequence[Nominee],
    *,
    declines: bool = False,
    note: str = "",
    by: Person,
    now: datetime,
) -> None:
    """Put down what an organisation answers, instead of what it answered before. Those who have been given
    a seat stay named, before the `nominees` that are named now.

    RuleBroken: request-is-closed, and those of `process.nominations.check_answer`.
    """
    request = held(answer.request)
    db.session.refresh(answer)
    named = seated_in(answer) + [_cleaned(one) for one in nominees]
    check_answer(named, declines=declines, note=note, names_wanted=request.names_wanted)
    answer.nominees = [one.stored() for one in named]
    answer.declines, answer.note = declines, note.strip()
    answer.answered_by_id, answer.answered_at = by.id, now
    about = f"{request.title}, {answer.organisation.name}"
    council = bodies.council_of(request.body)
    if declines:
        reason = {"reason": answer.note}
        journal.note("names-declined", by=by, now=now, council=council, about=about, after=reason)
    else:
        named_now = {"names": len(named)}
        journal.note("names-given", by=by, now=now, council=council, about=about, after=named_now)


def _cleaned(named: Nominee) -> Nominee:
    """As typed, without what no organisation may say: that a seat is given."""
    name, email = named.name.strip(), address(named.email)
    return Nominee(name, email, named.title.strip(), named.side, named.party.strip())


def _spoken_for(viewer: Viewer, body_id: int, council_id: int | None) -> frozenset[int]:
    around = viewer.stance_homes(council_id) if council_id is not None else frozenset[int]()
    return viewer.stance_homes(body_id) | around


def _own(viewer: Viewer) -> Any:
    return (
        select(
            NominationRequest.id,
            NominationRequest.title,
            NominationRequest.due_on,
            NominationRequest.closed_at,
            Body.name.label("body"),
            Body.id.label("body_id"),
            Body.council_id,
            NominationAnswer.organisation_id,
            Organisation.name.label("organisation"),
            NominationAnswer.declines,
            NominationAnswer.answered_at,
        )
        .join(NominationRequest, NominationRequest.id == NominationAnswer.request_id)
        .join(Body, Body.id == NominationRequest.body_id)
        .join(Organisation, Organisation.id == NominationAnswer.organisation_id)
        .where(nominations_for(viewer))
    )
