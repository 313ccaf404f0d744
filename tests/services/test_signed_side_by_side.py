"""Two who take a step with the same paper at once, where the one decides by what the other changes."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from councilflow.extensions import db
from councilflow.models import Signatory, Supplement
from councilflow.process import correction
from councilflow.process.correction import Change
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import SignatoryRole
from councilflow.process.minutes import MinutesState
from councilflow.services import minutes
from councilflow.services.minutes import SigningPlace, replacing, review
from councilflow.services.minutes.record import signers
from tests.held import LATER, Held, held_meeting, signed_meeting

pytestmark = [pytest.mark.one_database, pytest.mark.no_cover]  # measured by the tests of minutes


@pytest.fixture
def place(app: Any) -> SigningPlace:
    return SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])


@pytest.fixture
def held(make: Any) -> Held:
    return held_meeting(make)


@pytest.mark.parametrize("role", [SignatoryRole.CHAIR, SignatoryRole.SECRETARY])
def test_minutes_are_not_locked_for_somebody_who_no_longer_signs(
    held: Held, place: SigningPlace, monkeypatch: Any, role: SignatoryRole
) -> None:
    """The file takes its time, and meanwhile another is to sign instead: the file has no field for them."""
    make = review.draw

    def slow(*args: Any, **facts: Any) -> Any:
        drawn = make(*args, **facts)
        one = db.session.scalars(
            sa.select(Signatory).where(Signatory.meeting_id == held.meeting.id, Signatory.role == role)
        ).one()
        person_id = replacing.candidates(held.meeting.id, role)[0].person_id
        assert person_id is not None
        replacing.replace(held.document, one.id, person_id, "Sjuk.", place=place, by=held.chair, now=LATER)
        db.session.commit()
        return drawn

    held.reviewed()
    monkeypatch.setattr(review, "draw", slow)
    with pytest.raises(RuleBroken, match="minutes-changed-meanwhile"):
        minutes.lock(held.meeting.id, place=place, by=held.secretary, now=LATER)
    db.session.rollback()
    assert held.document.state is MinutesState.IN_REVIEW


@pytest.mark.both_databases
def test_whoever_withdraws_a_paper_holds_it_against_whoever_signs(held: Held, place: SigningPlace) -> None:
    """Else a signature that is put at the same moment stands on a paper that is withdrawn."""
    made = minutes.approve_at_once(held.meeting.id, [2], place=place, by=held.secretary, now=LATER)
    db.session.commit()
    if db.engine.dialect.name != "postgresql":  # SQLite has one writer
        return
    wanted = sa.select(Supplement.id).where(Supplement.id == made.id).with_for_update(nowait=True)
    with db.session.no_autoflush, db.engine.connect() as signer:
        minutes.withdraw(made, by=held.secretary, now=LATER)
        with pytest.raises(OperationalError):
            signer.execute(wanted)


def test_two_corrections_never_have_the_same_number(make: Any, place: SigningPlace) -> None:
    """Also when one before the last is withdrawn."""
    signed = signed_meeting(make, place)
    changes = (Change(paragraph=2, said="tolv år", should_say="tio år"),)

    def corrected() -> Supplement:
        by = {"place": place, "by": signed.secretary, "now": LATER}
        made = minutes.correct(signed.meeting.id, changes, "Fel.", signers(signed.meeting.id), **by)
        db.session.commit()
        return made

    first, second = corrected(), corrected()
    minutes.withdraw(first, by=signed.secretary, now=LATER)
    db.session.commit()
    third = corrected()
    assert [correction.from_json(one.snapshot).number for one in (first, second, third)] == [1, 2, 3]
