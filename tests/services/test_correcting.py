"""What was noted wrongly at a meeting is corrected until its minutes lie before those who review them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import AgendaItem, Dissent, JournalEntry, Presenter, Service
from councilflow.process.consensus import Outcome
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import Presence, SignatoryRole
from councilflow.process.minutes import MinutesState, Range
from councilflow.services import desk, dissents, minutes
from councilflow.services.desk import guests, presence, recusals, serving
from councilflow.services.desk.record import correct_wording
from councilflow.services.minutes import SigningPlace, record, replacing
from councilflow.services.minutes.compose import from_record
from councilflow.services.minutes.passages import COURSE, key_of, offers
from councilflow.services.minutes.review import still_to_approve
from tests.held import CLOSED, LATER, OPENED, Held, held_meeting

pytestmark = pytest.mark.one_database

WHY = "Justeraren påpekade att Timrå var med."


@pytest.fixture
def held(make: Any) -> Held:
    return held_meeting(make)


def facts(held: Held, why: str = WHY) -> dict[str, Any]:
    return {"correction": why, "by": held.secretary, "now": LATER}


def line(held: Held, person: Any) -> Any:
    return held._line_of(person, held.meeting)


def printed(held: Held) -> Any:
    db.session.flush()
    read, newest = record.read(held.meeting.id), minutes.latest(held.document)
    return from_record(read, newest.passages)


def noted(held: Held) -> list[tuple[str, dict[str, Any]]]:
    db.session.commit()
    rows = db.session.execute(sa.select(JournalEntry.event, JournalEntry.after).order_by(JournalEntry.id))
    return [(row.event, row.after) for row in rows]


def refused(code: str, step: Any, *args: Any, **given: Any) -> None:
    with pytest.raises(RuleBroken) as error:
        step(*args, **given)
    db.session.rollback()
    assert error.value.code == code


def test_the_roll_is_corrected_with_a_reason_and_the_draft_offers_what_changed(held: Held) -> None:
    numbers = [item.number for item in held.meeting.items]
    assert (
        next(one for one in printed(held).attendance if one.name == held.opposition.name).presence
        == "excused"
    )
    desk.call_roll(held.meeting, {line(held, held.opposition).id: Presence.ON_SITE}, **facts(held))
    told = printed(held)
    assert next(one for one in told.attendance if one.name == held.opposition.name).presence == "on_site"
    assert [paragraph.number for paragraph in told.paragraphs] == numbers
    read, newest = record.read(held.meeting.id), minutes.latest(held.document)
    assert [one.record_changed for one in offers(newest.passages, read)] == [True]
    assert noted(held)[-2:] == [
        ("record-corrected", {"reason": WHY}),
        ("roll-called", {held.opposition.name: "on_site"}),
    ]


def test_comings_and_goings_substitutes_jav_and_guests_are_corrected(held: Held) -> None:
    opening, standpoint, information, _closing = held.meeting.items
    member, substitute = line(held, held.member), line(held, held.substitute)
    away = {"at": OPENED, "item_id": information.id}
    presence.move(held.meeting, member.id, Presence.ABSENT, **away, **facts(held))
    serving.serve(held.meeting, substitute.id, member.id, from_item_id=information.id, **facts(held))
    recusals.recuse(standpoint, line(held, held.elected).id, reason="delägare", **facts(held))
    guest = guests.add_guest(held.meeting, name="Gästen", **facts(held))
    told = printed(held)
    people = {one.name: one for one in told.attendance}
    assert people[held.member.name].paragraphs == (Range(opening.number, standpoint.number),)
    assert people[held.substitute.name].serving_for == held.member.name
    assert people["Gästen"].presence == "on_site"
    assert [one.name for one in told.paragraphs[1].recusals] == [held.elected.name]
    service = db.session.scalars(sa.select(Service)).one()
    serving.relieve(service, **facts(held))
    guests.remove_guest(guest, **facts(held))
    people = {one.name: one for one in printed(held).attendance}
    assert people[held.substitute.name].serving_for == ""
    assert "Gästen" not in people


def test_whoever_follows_by_the_own_line_is_not_taken_off_the_roll(held: Held) -> None:
    """An invited expert is marked as away; without the line the own device would be a stranger's."""
    guest = guests.add_guest(held.meeting, name="Experten", **facts(held))
    guest.person_id = held.make.person("Experten").id
    db.session.flush()
    with pytest.raises(RuleBroken, match="has-a-seat"):
        guests.remove_guest(guest, **facts(held))


def test_the_wording_and_a_dissent_that_was_noted_wrongly_are_corrected(held: Held) -> None:
    correct_wording(held.standpoint, "Rådet ställer sig bakom de tolv prioriteringarna.", **facts(held))
    wrong = db.session.scalars(sa.select(Dissent)).one()
    dissents.withdraw(wrong, **facts(held))
    paragraph = printed(held).paragraphs[1]
    assert paragraph.wording == "Rådet ställer sig bakom de tolv prioriteringarna."
    assert (paragraph.outcome, paragraph.dissents) == (Outcome.CONSENSUS, ())
    whose = line(held, held.elected).organisation_id
    dissents.note_dissent(held.standpoint, organisation_id=whose, text="Det var Kramfors.", **facts(held))
    paragraph = printed(held).paragraphs[1]
    assert paragraph.outcome is Outcome.CONSENSUS_NOTED
    assert [one.text for one in paragraph.dissents] == ["Det var Kramfors."]
    member = facts(held) | {"by": held.member}
    refused("not-your-view", dissents.withdraw, db.session.scalars(sa.select(Dissent)).one(), **member)


def test_nothing_is_corrected_without_a_reason_nor_before_the_eyes_of_reviewers(held: Held) -> None:
    steps = [
        (desk.call_roll, (held.meeting, {})),
        (guests.remove_presenter, (db.session.scalars(sa.select(Presenter)).one(),)),
        (correct_wording, (held.standpoint, "Annat.")),
    ]
    for step, args in steps:
        refused("correction-unexplained", step, *args, **facts(held, "  "))
    minutes.send_for_review(held.document, url="/m", by=held.secretary, now=LATER)
    db.session.commit()
    for step, args in steps:
        refused("record-lies-before-reviewers", step, *args, **facts(held))
    refused(
        "meeting-is-closed",
        dissents.withdraw,
        db.session.scalars(sa.select(Dissent)).one(),
        by=held.secretary,
        now=LATER,
    )
    minutes.answer(held.document, approved=True, by=held.elected, now=LATER)
    minutes.answer(held.document, approved=False, comment="§ 1", by=held.chair, now=LATER)
    db.session.commit()
    desk.call_roll(held.meeting, {line(held, held.opposition).id: Presence.ON_SITE}, **facts(held))
    assert held.document.state is MinutesState.DRAFT
    again = LATER + timedelta(hours=1)
    minutes.send_for_review(held.document, url="/m", by=held.secretary, now=again)
    db.session.commit()
    assert still_to_approve(held.document) == [held.elected.name]


def test_nothing_happens_after_the_last_gavel(held: Held) -> None:
    member = line(held, held.member)
    move = (presence.move, held.meeting, member.id, Presence.ABSENT)
    refused("moment-missing", *move, **facts(held))
    refused("moment-after-closing", *move, at=CLOSED + timedelta(minutes=1), **facts(held))
    item: AgendaItem = held.standpoint
    refused("meeting-not-ongoing", desk.record_outcome, item, Outcome.NONE, by=held.secretary, now=LATER)
    refused("meeting-not-ongoing", desk.note_discussion, item, "Sent.", by=held.secretary, now=LATER)


def test_the_draft_tells_a_corrected_departure(held: Held) -> None:
    information = held.meeting.items[2]
    facts_of_leaving = {"at": OPENED + timedelta(hours=1), "item_id": information.id}
    presence.move(
        held.meeting, line(held, held.member).id, Presence.ABSENT, **facts_of_leaving, **facts(held)
    )
    db.session.flush()
    read, newest = record.read(held.meeting.id), minutes.latest(held.document)
    offered = {one.key: one.fresh for one in offers(newest.passages, read)}
    assert held.member.name in offered[key_of(information.id, COURSE)]


def test_a_correction_leaves_those_who_sign_to_the_chairs_order(held: Held, app: Any) -> None:
    place = SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])
    signing = {one.role: one for one in held.meeting.signatories}
    elected, chair = signing[SignatoryRole.ELECTED], signing[SignatoryRole.CHAIR]
    order = {"order": "Ordföranden, sjuk.", "place": place, "by": held.secretary, "now": LATER}
    replacing.replace(held.document, chair.id, held.member.id, **order)
    before = record.signers(held.meeting.id)
    absent = {line(held, held.elected).id: Presence.ABSENT}
    desk.call_roll(held.meeting, absent, **facts(held))
    assert record.signers(held.meeting.id) == before
    sent = {"url": "/m", "by": held.secretary, "now": LATER}
    with pytest.raises(RuleBroken, match="signer-was-away"):
        minutes.send_for_review(held.document, **sent)
    desk.call_roll(held.meeting, {line(held, held.opposition).id: Presence.ON_SITE}, **facts(held))
    replacing.replace(held.document, elected.id, held.opposition.id, **order)
    minutes.send_for_review(held.document, **sent)
    assert held.document.state is MinutesState.IN_REVIEW


def test_a_paragraph_with_a_paper_of_its_own_is_not_corrected(held: Held, app: Any) -> None:
    place = SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])
    number = held.standpoint.number
    minutes.approve_at_once(held.meeting.id, [number], place=place, by=held.secretary, now=LATER)
    db.session.commit()
    noted_view = db.session.scalars(sa.select(Dissent)).one()
    whose = line(held, held.elected)
    fast = "paragraph-lies-fast"
    refused(fast, correct_wording, held.standpoint, "Annat.", **facts(held))
    refused(fast, dissents.withdraw, noted_view, **facts(held))
    refused(fast, recusals.recuse, held.standpoint, whose.id, reason="delägare", **facts(held))
    refused(fast, guests.add_presenter, held.standpoint, name="Experten", **facts(held))
    information = held.meeting.items[2]
    recusals.recuse(information, whose.id, reason="delägare", **facts(held))
