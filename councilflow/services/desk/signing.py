"""Who will sign the minutes, as the roll has it (H.6)."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, select

from councilflow.extensions import db
from councilflow.models import Meeting, Signatory
from councilflow.process.meeting import SignatoryRole
from councilflow.process.roll import electable, leading, recording
from councilflow.services.attendance import Present, Roll


def elected(meeting: Meeting) -> set[int]:
    """The ids of those who are elected to approve the minutes."""
    return {person_id for person_id, role in _signing(meeting).items() if role is SignatoryRole.ELECTED}


def follow(meeting: Meeting, roll: Roll, *, acting: int | None) -> None:
    """Let those who sign be the ones that the roll has now: when the chair was never there, the vice chair.

    Nothing is written before somebody is elected. `acting` is the person at the desk, who signs as secretary
    when being one, unless another secretary already does.
    """
    chosen = elected(meeting)
    lines = roll.attended()
    if chosen and leading(lines) and recording(lines):
        before = _signing(meeting)
        secretary = next((one for one, role in before.items() if role is SignatoryRole.SECRETARY), acting)
        write(meeting, roll, chosen, acting=secretary)


def write(meeting: Meeting, roll: Roll, chosen: Collection[int], *, acting: int | None) -> None:
    """Secretary, chair, whoever led in the chair's place, then the elected in the order of the roll, less
    whoever may no longer be elected."""
    lines = roll.attended()
    chair = leading(lines)
    signing: list[tuple[Present | None, SignatoryRole]] = [
        (recording(lines, acting=acting), SignatoryRole.SECRETARY),
        (chair, SignatoryRole.CHAIR),
    ]
    approving = [line for line in electable(lines) if line.person_id in chosen]
    # Who both led and is elected signs once.
    once = {chair.id if chair else None, *(line.id for line in approving)}
    signing += [(line, SignatoryRole.CHAIR) for line in _others_who_led(roll) if line.id not in once]
    signing += [(line, SignatoryRole.ELECTED) for line in approving]
    db.session.execute(delete(Signatory).where(Signatory.meeting_id == meeting.id))
    db.session.expire(meeting, ["signatories"])
    for position, (line, role) in enumerate(signing):
        if line is not None and line.person_id is not None:
            db.session.add(
                Signatory(
                    meeting_id=meeting.id,
                    person_id=line.person_id,
                    role=role,
                    name=line.name,
                    organisation=line.organisation,
                    position=position,
                )
            )
    db.session.flush()


def _others_who_led(roll: Roll) -> list[Present]:
    """Each of those who led some item, once."""
    found = (roll.leader(item.id) for item in roll.items)
    return list({line.id: line for line in found if line is not None}.values())


def _signing(meeting: Meeting) -> dict[int, SignatoryRole]:
    rows = db.session.execute(
        select(Signatory.person_id, Signatory.role).where(Signatory.meeting_id == meeting.id)
    )
    return {row.person_id: row.role for row in rows}
