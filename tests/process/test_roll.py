"""Who is called, who leads, who may be elected, and what keeps a meeting open (F.1, H.6, A70)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from councilflow.process.councils import Category, Office, Side
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import InvitationAnswer, MeetingForm, Presence
from councilflow.process.roll import (
    ClosingGap,
    Place,
    check_elected,
    closing_gaps,
    electable,
    in_roll_order,
    leading,
    leads_from_own,
    recording,
    suggested,
)


def place(
    person_id, organisation="", category=Category.MEMBER, side=None, office=None, position=0, is_own=True
):
    return Place(person_id, person_id, organisation, category, side, office, position, is_own)


def test_the_roll_follows_the_attendance_list():
    called = in_roll_order(
        [
            place(1, "Region Västernorrland", Category.SECRETARY, position=9),
            place(2, "Timrå kommun", side=Side.OPPOSITION, position=3),
            place(3, "Länsstyrelsen", Category.ADJUNCT, position=7),
            place(4, "Timrå kommun", side=Side.MAJORITY, position=4),
            place(5, "", Category.SPEAKING_FUNCTION, position=8),
            place(6, "Mittuniversitetet", Category.ACTOR),
            place(7, "Härnösands kommun", Category.SUBSTITUTE),
            place(8, "Region Västernorrland", side=Side.MAJORITY, office=Office.CHAIR, position=1),
            place(9, "Timrå kommun", Category.OFFICIAL),
            place(10, "Timrå kommun", Category.PREPARER),
            place(11, "", Category.OBSERVER),
        ]
    )
    assert [one.person_id for one in called] == [8, 4, 2, 7, 3, 5, 6, 1, 11]


def test_somebody_with_two_seats_is_called_once_for_the_one_that_counts():
    member, actor = place(1, "Ånge kommun"), place(1, "Mittuniversitetet", Category.ACTOR)
    assert in_roll_order([actor, member]) == [member]
    chair = place(1, "Region Västernorrland", office=Office.CHAIR, is_own=False)
    assert in_roll_order([member, chair]) == [chair]


@pytest.mark.parametrize(
    ("places", "own"),
    [
        ([place(1, office=Office.CHAIR), place(2, office=Office.CHAIR, is_own=False)], True),
        ([place(1), place(2, office=Office.CHAIR, is_own=False)], False),
        ([], False),
    ],
)
def test_the_council_that_meets_is_led_by_its_own_when_it_has_one(places, own):
    assert leads_from_own(places) is own


@pytest.mark.parametrize(
    ("answer", "form", "presence"),
    [
        (None, MeetingForm.DIGITAL, None),
        (InvitationAnswer.COMES, MeetingForm.DIGITAL, Presence.REMOTE),
        (InvitationAnswer.COMES, MeetingForm.PHYSICAL, Presence.ON_SITE),
        (InvitationAnswer.COMES, MeetingForm.HYBRID, Presence.ON_SITE),
        (InvitationAnswer.REMOTELY, MeetingForm.PHYSICAL, Presence.REMOTE),
        (InvitationAnswer.ABSENT, MeetingForm.DIGITAL, Presence.EXCUSED),
    ],
)
def test_the_answer_to_the_invitation_makes_a_presence_likely(answer, form, presence):
    assert suggested(answer, form) is presence


@dataclass
class Line:
    person_id: int
    name: str
    category: Category = Category.MEMBER
    office: Office | None = None
    presence: Presence | None = Presence.ON_SITE


def roll(**presence):
    """A roll of five; a test names only who is not on site."""
    lines = [
        Line(1, "ordförande", office=Office.CHAIR),
        Line(2, "vice", office=Office.VICE_CHAIR),
        Line(3, "ledamot"),
        Line(4, "landshövding", Category.ADJUNCT),
        Line(5, "sekreterare", Category.SECRETARY),
    ]
    for line in lines:
        line.presence = presence.get(line.name, line.presence)
    return lines


@pytest.mark.parametrize(
    ("lines", "leader"),
    [
        (roll(), 1),
        (roll(ordförande=Presence.REMOTE), 1),
        (roll(ordförande=Presence.EXCUSED), 2),
        (roll(ordförande=None), 2),
        (roll(ordförande=Presence.ABSENT, vice=Presence.ABSENT), None),
    ],
)
def test_the_chair_leads_otherwise_the_vice_chair(lines, leader):
    found = leading(lines)
    assert (found.person_id if found else None) == leader


def test_the_acting_secretary_keeps_the_record():
    two = [*roll(), Line(6, "andra sekreteraren", Category.SECRETARY)]
    assert recording(two, acting=6).person_id == 6
    assert recording(two, acting=1).person_id == 5
    assert recording(roll(sekreterare=Presence.EXCUSED)) is None


def test_members_who_are_there_and_do_not_lead_can_be_elected():
    assert [line.person_id for line in electable(roll())] == [2, 3]
    assert [line.person_id for line in electable(roll(ordförande=Presence.EXCUSED))] == [3]
    assert [line.person_id for line in electable(roll(ledamot=Presence.EXCUSED))] == [2]


@pytest.mark.parametrize(
    ("lines", "elected", "code"),
    [
        (roll(ordförande=None, vice=None), [3], "nobody-leads"),
        (roll(sekreterare=None), [3], "nobody-records"),
        (roll(), [], "nobody-elected"),
        (roll(), [1], "cannot-be-elected"),
        (roll(), [4], "cannot-be-elected"),
        (roll(), [5], "cannot-be-elected"),
        (roll(), [99], "cannot-be-elected"),
        (roll(ledamot=Presence.ABSENT), [3], "cannot-be-elected"),
    ],
)
def test_an_election_that_the_roll_does_not_carry_is_refused(lines, elected, code):
    with pytest.raises(RuleBroken) as refused:
        check_elected(lines, elected)
    assert refused.value.code == code


def test_one_or_more_can_be_elected():
    check_elected(roll(), [3])
    check_elected(roll(), [2, 3])


@pytest.mark.parametrize(
    ("lines", "titles", "elected", "gaps"),
    [
        (roll(), [], [3], {}),
        (roll(), ["Bostäder"], [3], {ClosingGap.ITEMS_WITHOUT_OUTCOME: ["Bostäder"]}),
        (roll(landshövding=None), [], [3], {ClosingGap.PEOPLE_NOT_CALLED: ["landshövding"]}),
        (
            roll(ordförande=Presence.ABSENT, vice=Presence.ABSENT),
            [],
            [3],
            {ClosingGap.NOBODY_LEADS: []},
        ),
        (roll(sekreterare=Presence.ABSENT), [], [3], {ClosingGap.NOBODY_RECORDS: []}),
        (roll(), [], [], {ClosingGap.NOBODY_ELECTED: []}),
        (roll(ledamot=Presence.ABSENT), [], [3], {ClosingGap.NOBODY_ELECTED: []}),
    ],
)
def test_what_keeps_a_meeting_open(lines, titles, elected, gaps):
    assert closing_gaps(lines, items_without_outcome=titles, elected=elected) == gaps
