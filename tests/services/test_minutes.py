"""The minutes tell what was recorded, keep what was written, and stand once they are signed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from councilflow.documents.gate import findings
from councilflow.extensions import db
from councilflow.models import (
    Attendance,
    Dissent,
    JournalEntry,
    Mail,
    MinutesReview,
    MinutesRevision,
    Presenter,
    SignedFile,
)
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import Presence, SignatoryRole
from councilflow.process.minutes import MinutesState, from_json
from councilflow.process.record import FileKind
from councilflow.services import minutes
from councilflow.services.minutes import SavedFirst, SigningPlace, reading
from councilflow.services.minutes.passages import DISCUSSION, SUMMARY, key_of
from councilflow.signing.check import check
from tests.held import DISSENT, LATER, UNREQUESTED, Held, held_meeting, locked_meeting, signed_meeting


@pytest.fixture
def held(make) -> Held:
    return held_meeting(make)


@pytest.fixture
def place(app) -> SigningPlace:
    return SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])


@pytest.fixture
def locked(make, place) -> Held:
    return locked_meeting(make, place)


@pytest.fixture
def signed(make, place) -> Held:
    return signed_meeting(make, place)


def text_of(held: Held):
    return reading.text(reading.head(held.meeting.id))


def key(held: Held, part: str = SUMMARY) -> str:
    return key_of(held.standpoint.id, part)


def newest(held: Held):
    return minutes.latest(held.document)


# --- The draft ------------------------------------------------------------------------------------------


def test_the_draft_is_made_when_the_meeting_closes(held):
    assert held.document.state is MinutesState.DRAFT
    assert newest(held).number == 1


def test_the_minutes_tell_what_was_recorded(held):
    told = text_of(held)
    assert (told.council, told.number, told.year) == ("Regionala samverkansrådet", 1, 2026)
    assert [paragraph.number for paragraph in told.paragraphs] == [1, 2, 3, 4]
    assert (told.chair, told.secretary) == ("Ordförande, regionen", "Sekreterare, regionen")
    standpoint = told.paragraphs[1]
    assert standpoint.outcome is Outcome.CONSENSUS_NOTED
    assert standpoint.wording == "Rådet ställer sig bakom prioriteringarna."
    assert standpoint.override_reason == "Regeringen väntar inte."
    assert standpoint.discussion == "Rådet talade om restiderna."
    assert standpoint.background == "Planen gäller tolv år och skickas till regeringen i februari."
    assert standpoint.strategy_links == ("Fokusområde: Matchning på arbetsmarknaden",)
    assert standpoint.presenters[0].name == "Infrastrukturstrategen"
    assert "9f3c" * 16 in standpoint.attachments[0]


def test_the_sitting_and_the_deadline_are_in_the_councils_own_time(held):
    told = text_of(held)
    assert (told.sittings[0].begins.hour, told.sittings[0].ends.hour, told.sittings[0].ends.minute) == (
        9,
        11,
        45,
    )
    assert told.approval.due_on.isoformat() == "2026-12-18"


def test_the_standing_items_speak_in_sentences(held):
    told = text_of(held)
    opening, closing = told.paragraphs[0].wording, told.paragraphs[3].wording
    assert "Ordföranden öppnar mötet klockan 9.00." in opening
    assert "Ledamot, Kramfors väljs att jämte ordföranden justera protokollet." in opening
    assert closing == "Ordföranden avslutar mötet klockan 11.45."


def test_a_requested_dissent_stands_word_for_word_and_no_other(held):
    [dissent] = text_of(held).paragraphs[1].dissents
    assert (dissent.organisation, dissent.text) == ("Sollefteå kommun", DISSENT)
    assert UNREQUESTED not in str(text_of(held))


def test_everybody_on_the_roll_stands_in_the_minutes_as_they_came(held):
    came = {person.name: person.presence for person in text_of(held).attendance}
    assert came["Ledamot, Timrå"] is Presence.EXCUSED
    assert came["Ledamot, Kramfors"] is Presence.ON_SITE
    assert len(came) == 6


def test_the_minutes_go_to_members_and_official_mailboxes(held):
    recipients = text_of(held).recipients
    assert recipients[0] == "Ledamöter och ersättare"
    assert "Region Västernorrland, region@example.org" in recipients


def test_the_signatories_are_secretary_chair_and_elected(held):
    roles = [one.role for one in text_of(held).signatories]
    assert roles == [SignatoryRole.SECRETARY, SignatoryRole.CHAIR, SignatoryRole.ELECTED]


def test_the_minutes_speak_the_councils_language(make):
    held = Held(make, document_language="en")
    assert text_of(held).language == "en"


def test_composing_takes_the_same_few_queries_at_any_size(held, make):
    meeting_id = held.meeting.id
    few = _queries(lambda: reading.text(reading.head(meeting_id)))
    held.meeting.items[0].title = "Öppnande"
    for _more in range(5):
        item = make.item(held.meeting, kind=ItemKind.INFORMATION, proposal="")
        item.presenters.append(Presenter(name="Någon", title="", organisation=""))
    db.session.commit()
    assert _queries(lambda: reading.text(reading.head(meeting_id))) == few <= 22


def _queries(work: Callable[[], object]) -> int:
    asked = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    db.session.rollback()
    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
    return len(asked)


# --- Editing --------------------------------------------------------------------------------------------


def test_a_save_is_a_revision_and_the_record_stays(held):
    minutes.save(held.document, {key(held): "Kortare."}, base=1, by=held.secretary, now=LATER)
    db.session.commit()
    assert newest(held).number == 2
    assert text_of(held).paragraphs[1].background == "Kortare."
    assert text_of(held).paragraphs[1].wording == "Rådet ställer sig bakom prioriteringarna."


def test_saving_what_is_there_already_makes_no_revision(held):
    same = newest(held).passages[key(held)]["text"].replace("\n", "\r\n")
    minutes.save(held.document, {key(held): same}, base=1, by=held.secretary, now=LATER)
    db.session.commit()
    assert newest(held).number == 1


def test_a_save_over_a_newer_one_is_refused_with_both_texts(held):
    minutes.save(held.document, {key(held): "Hennes text."}, base=1, by=held.chair, now=LATER)
    db.session.commit()
    with pytest.raises(SavedFirst) as refused:
        minutes.save(held.document, {key(held): "Min text."}, base=1, by=held.secretary, now=LATER)
    clash = refused.value.clash
    assert clash.theirs == {key(held): "Hennes text."}
    assert clash.merged[key(held)] == "Min text."
    assert (clash.newest, clash.saved_by) == (2, "Ordförande, regionen")


def test_what_the_page_keeps_by_itself_is_one_save_of_the_sitting(held):
    passage, at = key(held), LATER

    def write(text, base, minutes_later=0, by=held.secretary, by_itself=True):
        now = at + timedelta(minutes=minutes_later)
        return minutes.save(held.document, {passage: text}, base=base, by_itself=by_itself, by=by, now=now)

    def saves():
        db.session.flush()
        return [one.passages[passage]["text"] for one in held.document.revisions][1:]

    def told():
        db.session.commit()
        said = sa.select(JournalEntry.after).where(JournalEntry.event == "minutes-saved")
        return db.session.scalars(said.order_by(JournalEntry.id)).all()

    write("En.", 1)
    write("En. Två.", 2, 1)
    assert (saves(), told()) == (["En. Två."], [])
    write("En. Två. Tre.", 3, 2, by_itself=False)  # pressed: stands, in the journal and for good
    assert (saves(), told()) == (["En. Två. Tre."], [{"revision": 2}])
    write("Fyra.", 4, 3)
    write("Fem.", 5, 60)  # another sitting
    assert saves() == ["En. Två. Tre.", "Fyra.", "Fem."]
    with pytest.raises(minutes.SavedFirst) as first:  # a window with the text that gave way
        write("Sex.", 5, 61, by=held.chair)
    assert first.value.clash.theirs == {passage: "Fem."}
    write("Sju.", 6, 61, by=held.chair)  # somebody else: nothing of the first one's gives way
    assert saves() == ["En. Två. Tre.", "Fyra.", "Fem.", "Sju."]
    minutes.send_for_review(held.document, url="/minutes", by=held.secretary, now=at)
    assert [one["revision"] for one in told()] == [2, 3, 4, 5]


def test_what_only_the_other_changed_is_kept_when_the_merged_text_is_saved(held):
    other = key(held, DISCUSSION)
    minutes.save(
        held.document,
        {key(held): "Hennes text.", other: "Hennes diskussion."},
        base=1,
        by=held.chair,
        now=LATER,
    )
    db.session.commit()
    untouched = "Rådet talade om restiderna."
    with pytest.raises(SavedFirst) as refused:
        minutes.save(
            held.document, {key(held): "Min text.", other: untouched}, base=1, by=held.secretary, now=LATER
        )
    clash = refused.value.clash
    assert other not in clash.theirs
    minutes.save(held.document, clash.merged, base=clash.newest, by=held.secretary, now=LATER)
    db.session.commit()
    told = text_of(held).paragraphs[1]
    assert (told.background, told.discussion) == ("Min text.", "Hennes diskussion.")


def test_two_who_change_different_passages_are_told_and_both_keep_theirs(held):
    minutes.save(held.document, {key(held): "Hennes text."}, base=1, by=held.chair, now=LATER)
    db.session.commit()
    mine = {key(held, DISCUSSION): "Min diskussion."}
    with pytest.raises(SavedFirst) as refused:
        minutes.save(held.document, mine, base=1, by=held.secretary, now=LATER)
    clash = refused.value.clash
    assert (clash.theirs, clash.brought) == ({}, [key(held)])
    minutes.save(held.document, clash.merged, base=clash.newest, by=held.secretary, now=LATER)
    db.session.commit()
    told = text_of(held).paragraphs[1]
    assert (told.background, told.discussion) == ("Hennes text.", "Min diskussion.")


def test_who_changed_nothing_is_not_refused(held):
    minutes.save(held.document, {key(held): "Hennes text."}, base=1, by=held.chair, now=LATER)
    db.session.commit()
    untouched = {key(held): "Planen gäller tolv år och skickas till regeringen i februari."}
    minutes.save(held.document, untouched, base=1, by=held.secretary, now=LATER)
    db.session.commit()
    assert (newest(held).number, text_of(held).paragraphs[1].background) == (2, "Hennes text.")


def test_the_draft_made_anew_follows_the_record_where_nobody_has_edited(held):
    held.planned_next()
    minutes.remake(held.document, by=held.secretary, now=LATER)
    db.session.commit()
    assert "Nästa möte är fredag 22 januari 2027 klockan 9.00." in text_of(held).paragraphs[3].wording


def test_the_draft_made_anew_never_overwrites_an_edit(held):
    closing = key_of(held.meeting.items[3].id, SUMMARY)
    minutes.save(held.document, {closing: "Mötet slutar."}, base=1, by=held.secretary, now=LATER)
    held.planned_next()
    minutes.remake(held.document, by=held.secretary, now=LATER)
    db.session.commit()
    passage = newest(held).passages[closing]
    assert passage["text"] == "Mötet slutar."
    assert "22 januari 2027" in passage["made"]
    assert passage["asks"]


# --- Review ---------------------------------------------------------------------------------------------


def test_sent_for_review_the_justerare_and_the_chair_get_a_mail(held):
    minutes.send_for_review(held.document, url="/meetings/1/minutes", by=held.secretary, now=LATER)
    db.session.commit()
    told = set(db.session.scalars(sa.select(Mail.person_id).where(Mail.kind == "minutes")))
    assert told == {held.chair.id, held.elected.id}


def test_sent_back_it_is_a_draft_with_the_comment(held):
    minutes.send_for_review(held.document, url="/", by=held.secretary, now=LATER)
    minutes.answer(held.document, approved=False, comment="§ 2 saknar dnr.", by=held.elected, now=LATER)
    db.session.commit()
    assert held.document.state is MinutesState.DRAFT
    assert db.session.scalars(sa.select(MinutesReview.comment)).one() == "§ 2 saknar dnr."


@pytest.mark.parametrize("comment", ["", "  "])
def test_sending_back_needs_a_word(held, comment):
    minutes.send_for_review(held.document, url="/", by=held.secretary, now=LATER)
    with pytest.raises(RuleBroken, match="comment-missing"):
        minutes.answer(held.document, approved=False, comment=comment, by=held.elected, now=LATER)


def test_an_approval_counts_for_the_round_it_was_given_in(held, place):
    held.reviewed()
    minutes.answer(held.document, approved=False, comment="Vänta.", by=held.chair, now=LATER)
    minutes.send_for_review(held.document, url="/", by=held.secretary, now=LATER.replace(hour=12))
    db.session.commit()
    with pytest.raises(RuleBroken, match="not-all-approved"):
        minutes.lock(held.meeting.id, place=place, by=held.secretary, now=LATER)


def test_a_member_who_was_not_elected_does_not_review(held):
    minutes.send_for_review(held.document, url="/", by=held.secretary, now=LATER)
    with pytest.raises(RuleBroken, match="not-a-reviewer"):
        minutes.answer(held.document, approved=True, by=held.member, now=LATER)


def test_locked_minutes_have_an_exact_file_and_a_fingerprint(locked):
    document = locked.document
    assert [file.kind for file in document.files] == [FileKind.BASE, FileKind.SEAL]
    assert document.state is MinutesState.LOCKED
    assert [findings(file.content) for file in document.files] == [[], []]
    assert from_json(document.snapshot).council == "Regionala samverkansrådet"
    assert len(document.fingerprint) == 64


def test_locked_minutes_can_be_opened_while_nobody_has_signed(held, place):
    held.locked(place)
    minutes.unlock(held.document, by=held.chair, now=LATER)
    db.session.commit()
    assert held.document.state is MinutesState.DRAFT
    assert reading.newest_file(held.document.id) is None
    held.locked(place)
    minutes.sign(held.meeting.id, place=place, by=held.chair, now=LATER)
    db.session.commit()
    with pytest.raises(RuleBroken, match="somebody-has-signed"):
        minutes.unlock(held.document, by=held.secretary, now=LATER)


# --- Signing --------------------------------------------------------------------------------------------


def test_each_signature_is_a_revision_of_the_file_and_the_last_one_closes(signed, place):
    document = signed.document
    assert document.state is MinutesState.SIGNED
    assert document.signed_at == LATER
    assert [(file.number, file.person_id) for file in document.files] == [
        (0, None),
        (1, None),
        *((number, person.id) for number, person in enumerate(signed.signatories, start=2)),
    ]
    verdict = check(document.files[-1].content, trust=[place.authority.root_certificate(now=LATER)])
    assert verdict.holds
    seal, *people = verdict.signers
    assert seal.name == "Regionala samverkansrådet"
    assert {one.name for one in people} == {person.name for person in signed.signatories}


def test_nobody_signs_twice_or_uninvited(locked, place):
    minutes.sign(locked.meeting.id, place=place, by=locked.elected, now=LATER)
    db.session.commit()
    for person, code in ((locked.elected, "already-signed"), (locked.member, "not-a-signatory")):
        with pytest.raises(RuleBroken, match=code):
            minutes.sign(locked.meeting.id, place=place, by=person, now=LATER)


def test_a_draft_cannot_be_signed(held, place):
    with pytest.raises(RuleBroken, match="minutes-not-locked"):
        minutes.sign(held.meeting.id, place=place, by=held.chair, now=LATER)


def test_two_who_sign_at_the_same_moment_both_end_in_the_file(locked, place, app):
    ids, meeting_id = [person.id for person in locked.signatories], locked.meeting.id
    db.session.commit()
    failures: list[Exception] = []
    start = threading.Barrier(len(ids))

    def put(person_id: int) -> None:
        with app.app_context():
            start.wait()
            try:
                person = db.session.get_one(type(locked.chair), person_id)
                minutes.sign(meeting_id, place=place, by=person, now=LATER)
                db.session.commit()
            except Exception as failure:
                failures.append(failure)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=put, args=(person_id,)) for person_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    document = locked.document
    assert document.state is MinutesState.SIGNED
    verdict = check(document.files[-1].content, trust=[place.authority.root_certificate(now=LATER)])
    assert (verdict.holds, len(verdict.signers)) == (True, 4)


# --- Standing -------------------------------------------------------------------------------------------


def _change_item(held):
    held.standpoint.adopted = "Något annat."


def _change_attendance(held):
    db.session.scalars(sa.select(Attendance)).first().presence = Presence.ABSENT


def _withdraw_dissent(held):
    db.session.delete(db.session.scalars(sa.select(Dissent)).one())


def _change_state(held):
    held.document.state = MinutesState.DRAFT


def _change_passages(held):
    db.session.scalars(sa.select(MinutesRevision)).first().passages = {}


def _change_file(held):
    db.session.scalars(sa.select(SignedFile)).first().content = b""


def _add_review(held):
    db.session.add(
        MinutesReview(
            document_id=held.document.id, revision=1, person_id=held.chair.id, approved=True, at=LATER
        )
    )


BEHIND = (
    _change_item,
    _change_attendance,
    _withdraw_dissent,
    _change_state,
    _change_passages,
    _change_file,
    _add_review,
)


def test_nothing_behind_signed_minutes_can_be_written(signed):
    for change in BEHIND:
        change(signed)
        with pytest.raises(RuleBroken, match="minutes-are-signed"):
            db.session.flush()
        db.session.rollback()


def test_the_journal_tells_the_way_to_the_signed_minutes(signed):
    told = db.session.scalars(sa.select(JournalEntry.event).order_by(JournalEntry.id)).all()
    assert [event for event in told if event.startswith("minutes-")] == [
        "minutes-begun",
        "minutes-send-for-review",
        "minutes-approved",
        "minutes-agreed",
        "minutes-lock",
        *["minutes-signature"] * 3,
        "minutes-signed",
    ]
