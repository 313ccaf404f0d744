"""What is signed beside the minutes, and somebody who signs instead of somebody else."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from councilflow.documents.gate import findings
from councilflow.extensions import db
from councilflow.models import Dissent, JournalEntry, Mail, Signatory, SignedFile, Supplement
from councilflow.process import correction
from councilflow.process.correction import Change
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import SignatoryRole
from councilflow.process.minutes import MinutesState, from_json
from councilflow.process.record import ArchiveFormat, FileKind
from councilflow.services import journal, minutes
from councilflow.services.minutes import SigningPlace, files, reading, replacing, supplements
from councilflow.services.minutes.passages import SUMMARY, key_of
from councilflow.services.minutes.record import signers
from councilflow.services.minutes.telling import ask_for_signatures
from councilflow.signing.check import check
from tests.held import LATER, Held, held_meeting, locked_meeting, signed_meeting

pytestmark = [pytest.mark.one_database, pytest.mark.no_cover]  # its code is measured by the pages that use it


@pytest.fixture
def place(app) -> SigningPlace:
    return SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])


@pytest.fixture
def held(make) -> Held:
    return held_meeting(make)


@pytest.fixture
def locked(make, place) -> Held:
    return locked_meeting(make, place)


@pytest.fixture
def signed(make, place) -> Held:
    return signed_meeting(make, place)


def at_once(held: Held, place: SigningPlace, *numbers: int) -> Supplement:
    made = minutes.approve_at_once(held.meeting.id, numbers, place=place, by=held.secretary, now=LATER)
    db.session.commit()
    return made


def all_sign(held: Held, supplement: Supplement, place: SigningPlace) -> None:
    for person in held.signatories:
        minutes.sign_supplement(supplement.id, place=place, by=person, now=LATER)
        db.session.commit()


def text_of(held: Held):
    return reading.text(reading.head(held.meeting.id))


# --- Approved at once (omedelbar justering) -------------------------------------------------------------


@pytest.mark.both_databases
def test_paragraphs_approved_at_once_are_a_signed_document_of_their_own(held, place):
    made = at_once(held, place, 2)
    all_sign(held, made, place)
    kinds = db.session.scalars(
        sa.select(SignedFile.kind).where(SignedFile.supplement_id == made.id).order_by(SignedFile.number)
    ).all()
    assert kinds == [FileKind.BASE, FileKind.SEAL, *[FileKind.SIGNATURE] * 3]
    assert made.state is MinutesState.SIGNED
    content = files.newest(made).content
    assert check(content, trust=[place.authority.root_certificate(now=LATER)]).holds
    assert findings(content) == []
    value = from_json(made.snapshot)
    assert value.immediate
    assert [one.number for one in value.paragraphs] == [2]


def test_the_whole_minutes_say_which_paragraphs_were_approved_at_once_and_when(held, place):
    all_sign(held, at_once(held, place, 2), place)
    days = {one.number: one.approved_on for one in text_of(held).paragraphs}
    assert days == {1: None, 2: LATER.date(), 3: None, 4: None}
    held.locked(place)
    assert held.document.state is MinutesState.LOCKED


def test_what_somebody_writes_while_the_paper_is_made_is_not_left_out_of_it(held, place, monkeypatch):
    make = supplements.draw

    def slow(*args, **facts):
        drawn = make(*args, **facts)
        db.session.execute(sa.update(Dissent).values(text="Skrivet under tiden."))
        db.session.commit()
        return drawn

    monkeypatch.setattr(supplements, "draw", slow)
    with pytest.raises(RuleBroken, match="minutes-changed-meanwhile"):
        at_once(held, place, 2)


def test_what_was_approved_at_once_cannot_be_rewritten_in_the_draft(held, place):
    at_once(held, place, 2)
    texts = {key_of(held.standpoint.id, SUMMARY): "Något helt annat."}
    with pytest.raises(RuleBroken, match="paragraph-already-approved"):
        minutes.save(held.document, texts, base=1, by=held.secretary, now=LATER)
    db.session.rollback()
    held.standpoint.background = "Något helt annat."
    db.session.commit()
    minutes.remake(held.document, by=held.secretary, now=LATER)
    assert text_of(held).paragraphs[1].background.startswith("Planen gäller tolv år")


@pytest.mark.parametrize(
    ("numbers", "code"), [((), "paragraphs-missing"), ((99,), "paragraphs-missing"), ((2, 99), "missing")]
)
def test_only_paragraphs_that_are_there_can_be_approved_at_once(held, place, numbers, code):
    with pytest.raises(RuleBroken, match=code):
        at_once(held, place, *numbers)


def test_no_paragraph_is_approved_at_once_twice(held, place):
    made = at_once(held, place, 2)
    with pytest.raises(RuleBroken, match="paragraph-already-approved"):
        at_once(held, place, 2, 3)
    db.session.rollback()
    minutes.withdraw(made, by=held.secretary, now=LATER)
    db.session.commit()
    assert at_once(held, place, 2, 3).number == 2


def test_the_minutes_wait_for_what_is_being_approved_at_once(held, place):
    made = at_once(held, place, 2)
    held.reviewed()
    with pytest.raises(RuleBroken, match="approval-at-once-pending"):
        minutes.lock(held.meeting.id, place=place, by=held.secretary, now=LATER)
    all_sign(held, made, place)
    minutes.lock(held.meeting.id, place=place, by=held.secretary, now=LATER)


def test_a_supplement_is_withdrawn_only_while_nobody_has_signed_it(held, place):
    made = at_once(held, place, 2)
    minutes.sign_supplement(made.id, place=place, by=held.chair, now=LATER)
    db.session.commit()
    with pytest.raises(RuleBroken, match="somebody-has-signed"):
        minutes.withdraw(made, by=held.secretary, now=LATER)


def test_what_is_withdrawn_is_not_signed(held, place):
    made = at_once(held, place, 2)
    minutes.withdraw(made, by=held.secretary, now=LATER)
    db.session.commit()
    with pytest.raises(RuleBroken, match="supplement-withdrawn"):
        minutes.sign_supplement(made.id, place=place, by=held.chair, now=LATER)


# --- Corrections (rättelse) -----------------------------------------------------------------------------

CHANGES = (Change(paragraph=2, said="tolv år", should_say="tio år"),)
REASON = "Planens längd skrevs fel."


def correct(held: Held, place: SigningPlace, changes=CHANGES, reason=REASON) -> Supplement:
    made = minutes.correct(
        held.meeting.id,
        changes,
        reason,
        signers(held.meeting.id),
        place=place,
        by=held.secretary,
        now=LATER,
    )
    db.session.commit()
    return made


def test_a_correction_leaves_the_signed_file_as_it_was_and_names_it(signed, place):
    before = [(file.number, file.sha256, file.content) for file in signed.document.files]
    made = correct(signed, place)
    all_sign(signed, made, place)
    assert [(file.number, file.sha256, file.content) for file in signed.document.files] == before
    value = correction.from_json(made.snapshot)
    assert value.minutes_sha256 == before[-1][1]
    assert (value.number, value.reason, value.changes) == (1, REASON, CHANGES)
    content = files.newest(made).content
    assert check(content, trust=[place.authority.root_certificate(now=LATER)]).holds
    assert findings(content) == []


def test_a_signed_correction_stands_like_the_minutes(signed, place):
    made = correct(signed, place)
    all_sign(signed, made, place)
    made.snapshot = "{}"
    with pytest.raises(RuleBroken, match="minutes-are-signed"):
        db.session.commit()
    db.session.rollback()
    second = correct(signed, place)
    assert correction.from_json(second.snapshot).number == 2


@pytest.mark.parametrize(
    ("changes", "reason", "code"),
    [
        ((), REASON, "correction-empty"),
        (CHANGES, "  ", "correction-without-reason"),
        ((Change(paragraph=2, said="a", should_say=" a "),), REASON, "correction-changes-nothing"),
        ((Change(paragraph=99, said="a", should_say="b"),), REASON, "correction-of-unknown-paragraph"),
    ],
)
def test_a_correction_says_what_changes_and_why(signed, place, changes, reason, code):
    with pytest.raises(RuleBroken, match=code):
        correct(signed, place, changes, reason)


def test_only_signed_minutes_are_corrected(locked, place):
    with pytest.raises(RuleBroken, match="minutes-not-signed"):
        correct(locked, place)


def test_a_council_that_archives_part_two_gets_it_everywhere(signed, place):
    signed.council.archive_format = ArchiveFormat.PDFA_2A
    db.session.commit()
    content = files.newest(correct(signed, place)).content
    assert findings(content) == []
    assert b"EmbeddedFile" not in content
    assert b"<pdfaid:part>2</pdfaid:part>" in content or b'pdfaid:part="2"' in content


# --- Somebody who cannot sign ---------------------------------------------------------------------------


def elected(held: Held) -> Signatory:
    return db.session.scalars(
        sa.select(Signatory).where(
            Signatory.meeting_id == held.meeting.id, Signatory.role == SignatoryRole.ELECTED
        )
    ).one()


def replace(held: Held, place: SigningPlace, **facts) -> set[int]:
    order = facts.pop("order", "Ordföranden beslutade den 7 december: justeraren är sjuk.")
    person = facts.pop("person", held.member)
    again = replacing.replace(
        held.document, elected(held).id, person.id, order, place=place, by=held.chair, now=LATER
    )
    db.session.commit()
    return again


def test_a_replacement_after_locking_makes_a_new_file_that_all_sign(locked, place):
    minutes.sign(locked.meeting.id, place=place, by=locked.chair, now=LATER)
    db.session.commit()
    before = [file.sha256 for file in locked.document.files]
    assert replace(locked, place) == {locked.chair.id}
    assert [file.sha256 for file in locked.document.files][: len(before)] == before
    with pytest.raises(RuleBroken, match="not-a-signatory"):
        minutes.sign(locked.meeting.id, place=place, by=locked.elected, now=LATER)
    db.session.rollback()
    for person in (locked.chair, locked.secretary, locked.member):
        minutes.sign(locked.meeting.id, place=place, by=person, now=LATER)
        db.session.commit()
    assert locked.document.state is MinutesState.SIGNED
    content = files.newest(locked.document).content
    verdict = check(content, trust=[place.authority.root_certificate(now=LATER)])
    assert (verdict.holds, len(verdict.signers)) == (True, 4)
    assert "justeraren är sjuk" in text_of(locked).approval.note


def test_a_replacement_before_locking_changes_the_list_alone(held, place):
    assert replace(held, place) == set()
    assert elected(held).name == "Ledamot, Sollefteå"
    assert reading.newest_file(held.document.id) is None


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"order": " "}, "order-missing"),
        ({"person": "substitute"}, "cannot-sign-instead"),
        ({"person": "opposition"}, "cannot-sign-instead"),  # was not there
        ({"person": "chair"}, "cannot-sign-instead"),  # signs already
    ],
)
def test_nobody_is_replaced_without_an_order_or_by_somebody_who_was_not_there(held, place, facts, code):
    if "person" in facts:
        facts = {"person": getattr(held, facts["person"])}
    with pytest.raises(RuleBroken, match=code):
        replace(held, place, **facts)


def test_who_has_signed_is_not_replaced(locked, place):
    minutes.sign(locked.meeting.id, place=place, by=locked.elected, now=LATER)
    db.session.commit()
    with pytest.raises(RuleBroken, match="already-signed"):
        replace(locked, place)


def test_signed_minutes_keep_their_signatories(signed, place):
    with pytest.raises(RuleBroken, match="minutes-are-signed"):
        replace(signed, place)


# --- Letters and traces ---------------------------------------------------------------------------------


def test_those_who_have_not_signed_are_asked_by_mail(locked, place):
    minutes.sign(locked.meeting.id, place=place, by=locked.chair, now=LATER)
    ask_for_signatures(locked.document, url="/sign", now=LATER)
    db.session.commit()
    asked = set(
        db.session.scalars(
            sa.select(Mail.to_name).where(Mail.queued_at == LATER, Mail.subject.like("Skriv under%"))
        )
    )
    assert asked == {locked.secretary.name, locked.elected.name}


def test_the_last_signature_sends_the_file_to_every_official_mailbox(locked, place):
    for person in locked.signatories:
        minutes.sign(locked.meeting.id, place=place, by=person, now=LATER, url="/minutes")
        db.session.commit()
    sent = db.session.execute(sa.select(Mail.to_address, Mail.subject, Mail.message)).all()
    told = {row.to_address: row for row in sent if row.subject.startswith("Justerat protokoll")}
    assert {"region@example.org", "kommun@k.example.org", locked.substitute.email} <= set(told)
    assert b"application/pdf" in bytes(told["kommun@k.example.org"].message)
    assert b"application/pdf" not in bytes(told[locked.member.email].message)


def test_every_step_stands_in_the_journal(signed, place):
    all_sign(signed, correct(signed, place), place)
    kinds = db.session.scalars(sa.select(JournalEntry.event).order_by(JournalEntry.id)).all()
    assert [kind for kind in kinds if kind.startswith("correction")] == [
        "correction-made",
        *["correction-signature"] * 3,
        "correction-signed",
    ]
    assert journal.verify()[1] == []


def test_pending_and_standing_leave_out_what_is_withdrawn(held, place):
    made = at_once(held, place, 2)
    assert supplements.pending(held.meeting.id)
    minutes.withdraw(made, by=held.secretary, now=LATER)
    db.session.commit()
    assert not supplements.pending(held.meeting.id)
