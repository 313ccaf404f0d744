"""Somebody who cannot sign is replaced on the chair's order (H.6).

Before the minutes are locked it is a change of the list. After that the file has a field for each who signs,
so a new one is laid out, and those who had signed are asked again; their earlier files stay.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.models import Attendance, MinutesDocument, Person, Signatory
from councilflow.process import roll
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import SignatoryRole
from councilflow.process.minutes import MinutesState
from councilflow.services import journal
from councilflow.services.minutes import files, supplements
from councilflow.services.minutes.compose import compose
from councilflow.services.minutes.draft import latest
from councilflow.services.minutes.layout import draw, keep
from councilflow.services.minutes.place import SigningPlace


def candidates(meeting_id: int, role: SignatoryRole) -> list[Attendance]:
    """Those who were there and may sign in this role, less those who sign already."""
    lines = db.session.scalars(
        select(Attendance)
        .where(Attendance.meeting_id == meeting_id)
        .order_by(Attendance.position, Attendance.id)
    ).all()
    signing = db.session.scalars(select(Signatory.person_id).where(Signatory.meeting_id == meeting_id)).all()
    return [one for one in roll.may_sign(lines, role) if one.person_id and one.person_id not in signing]


def replace(
    document: MinutesDocument,
    signatory_id: int,
    person_id: int,
    order: str,
    *,
    place: SigningPlace,
    by: Person,
    now: datetime,
) -> set[int]:
    """Let another person sign instead of one who cannot, on the chair's `order` (who decided, when and why).

    Gives the ids of those who had signed a file that no longer counts. RuleBroken: minutes-are-signed,
    order-missing, not-a-signatory, already-signed, cannot-sign-instead (with who), approval-at-once-pending,
    and those of laying out.
    """
    if document.state is MinutesState.SIGNED:
        raise RuleBroken("minutes-are-signed")
    if not order.strip():
        raise RuleBroken("order-missing")
    if supplements.pending(document.meeting_id):
        raise RuleBroken("approval-at-once-pending")
    signatory = _signatory(document, signatory_id)
    had_signed = files.signed_by(document)
    if signatory.person_id in had_signed:
        raise RuleBroken("already-signed")
    found = candidates(document.meeting_id, signatory.role)
    line = next((one for one in found if one.person_id == person_id), None)
    if line is None:
        raise RuleBroken("cannot-sign-instead")
    _put_in(document, signatory, line, order.strip(), by=by, now=now)
    if document.state is MinutesState.LOCKED:
        minutes = compose(document, latest(document))
        keep(document, minutes, draw(minutes, document.meeting.council, place=place, now=now), now=now)
        return had_signed
    return set()


def _signatory(document: MinutesDocument, signatory_id: int) -> Signatory:
    found = db.session.get(Signatory, signatory_id)
    if found is None or found.meeting_id != document.meeting_id:
        raise RuleBroken("not-a-signatory")
    return found


def _put_in(
    document: MinutesDocument,
    signatory: Signatory,
    line: Attendance,
    order: str,
    *,
    by: Person,
    now: datetime,
) -> None:
    before = signatory.name
    with speaking(document.meeting.council.document_language):
        signatory.instead_of = _(
            "%(new)s skriver under i stället för %(old)s. Ordförandens beslut: %(order)s",
            new=line.name,
            old=before,
            order=order,
        )
    signatory.person_id = line.person_id or 0
    signatory.name, signatory.organisation = line.name, line.organisation
    db.session.flush()
    journal.note(
        "signatory-replaced",
        by=by,
        now=now,
        meeting=document.meeting,
        about=order,
        before={"signs": before},
        after={"signs": line.name},
    )
