"""A plan is adopted at a § or a case, locked, opened again, shared and ended (A8, B2.21, B3.2, B4.8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from councilflow.extensions import db
from councilflow.models import (
    Body,
    JournalEntry,
    NodeLink,
    PlanApproval,
    PlanNode,
    PlanReview,
    PlanVersion,
)
from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.adoption import PlanStep, after
from councilflow.process.plans.values import ApprovalResult, ApprovalStep, LinkKind, PlanStatus, ReviewResult
from councilflow.services import plans
from councilflow.services.plans import adoption, sharing, versions
from councilflow.services.plans.adoption import Decided
from councilflow.services.plans.listing import plans_of
from councilflow.services.plans.versions import Noted
from tests.conftest import NOW
from tests.services.test_plan_tables import HALLINGDAL

pytestmark = pytest.mark.one_database

DAY = date(2026, 11, 19)
CASE = Noted(case_no="Sak 29/07")
YES = Decided(ApprovalResult.APPROVED, DAY, CASE)


@pytest.fixture
def council(make):
    return make.council()


@pytest.fixture
def secretary(make, council):
    return make.seat(council, Category.SECRETARY)


@pytest.fixture
def by(secretary):
    return {"by": secretary, "now": NOW}


@pytest.fixture
def plan(council):
    made = plans.new_plan(council, HALLINGDAL)
    plans.add_document(made, HALLINGDAL, now=NOW)
    db.session.commit()
    return made


@pytest.mark.parametrize(
    ("status", "step", "then"),
    [
        (PlanStatus.DRAFT, PlanStep.ADOPT, PlanStatus.ADOPTED),
        (PlanStatus.ADOPTED, PlanStep.OPEN, PlanStatus.DRAFT),
        (PlanStatus.ADOPTED, PlanStep.END, PlanStatus.ENDED),
        (PlanStatus.DRAFT, PlanStep.END, PlanStatus.ENDED),
        (PlanStatus.ADOPTED, PlanStep.ADOPT, None),
        (PlanStatus.DRAFT, PlanStep.OPEN, None),
        (PlanStatus.ENDED, PlanStep.ADOPT, None),
        (PlanStatus.ENDED, PlanStep.OPEN, None),
        (PlanStatus.ENDED, PlanStep.END, None),
    ],
)
def test_where_each_step_leads(status, step, then):
    if then is None:
        with pytest.raises(RuleBroken, match="plan-step-not-now"):
            after(status, step)
    else:
        assert after(status, step) is then


def test_an_adopted_plan_is_locked_and_kept_as_it_was(plan, by):
    adoption.adopt(plan, DAY, CASE, note="", **by)
    version = db.session.scalars(select(PlanVersion)).one()
    assert (version.number, version.adopted_on, version.case_no) == (1, DAY, "Sak 29/07")
    assert versions.document_in(version) == HALLINGDAL
    assert plan.status is PlanStatus.ADOPTED
    assert plan.review_on == date(2027, 11, 19)
    with pytest.raises(RuleBroken, match="plan-adopted"):
        plans.add_document(plan, HALLINGDAL, now=NOW)


def test_what_a_paragraph_decided_was_decided_on_the_day_of_its_meeting(make, plan, by):
    at = datetime(2026, 11, 18, 9, tzinfo=UTC)
    meeting = make.meeting(db.session.get_one(Body, plan.body_id), starts_at=at)
    noted = Noted(make.item(meeting, number=4).id)
    with pytest.raises(RuleBroken, match="plan-decision-other-day"):
        adoption.adopt(plan, DAY, noted, note="", **by)
    adoption.adopt(plan, at.date(), noted, note="", **by)
    assert plan.status is PlanStatus.ADOPTED


@pytest.mark.parametrize(
    ("on", "noted", "code"),
    [
        (DAY, Noted(), "plan-decided-nowhere"),
        (date(2026, 11, 21), CASE, "plan-decision-to-come"),
    ],
)
def test_an_adoption_says_when_and_where(plan, by, on, noted, code):
    with pytest.raises(RuleBroken, match=code):
        adoption.adopt(plan, on, noted, note="", **by)
    assert plan.status is PlanStatus.DRAFT


def test_an_empty_plan_is_not_adopted(council, by):
    empty = plans.new_plan(council, replace(HALLINGDAL, nodes=()))
    with pytest.raises(RuleBroken, match="plan-empty"):
        adoption.adopt(empty, DAY, CASE, note="", **by)


def test_it_is_opened_again_while_the_adopted_version_stays(plan, by):
    adoption.adopt(plan, DAY, CASE, note="", **by)
    adoption.open_again(plan, "Ny budget", **by)
    node = db.session.scalars(select(PlanNode).where(PlanNode.key == "measure")).one()
    node.title = "Nytt namn"
    db.session.flush()
    assert versions.document_in(versions.version_at(plan.id, 1)) == HALLINGDAL
    adoption.adopt(plan, DAY, CASE, note="", **by)
    assert [row.number for row in versions.versions_of(plan.id)] == [2, 1]


def test_every_assembly_answers_before_it_is_adopted(make, plan, by):
    gol, nes = make.organisation("Gol kommune"), make.organisation("Nes kommune")
    adoption.add_approvals(plan, ApprovalStep.HANDLES, assembly="Styringsgruppa", **by)
    adoption.add_approvals(plan, ApprovalStep.ADOPTS, organisations=[gol, nes], **by)
    with pytest.raises(RuleBroken) as refused:
        adoption.adopt(plan, DAY, CASE, note="", **by)
    assert refused.value.facts == {"assemblies": "Styringsgruppa, Gol kommune, Nes kommune"}
    rows = db.session.scalars(select(PlanApproval).order_by(PlanApproval.position)).all()
    for row in rows:
        adoption.answer_approval(row, YES, **by)
    adoption.answer_approval(rows[2], replace(YES, result=ApprovalResult.REJECTED), **by)
    with pytest.raises(RuleBroken, match="plan-approval-refused"):
        adoption.adopt(plan, DAY, CASE, note="", **by)
    adoption.answer_approval(rows[2], replace(YES, result=ApprovalResult.CHANGED), **by)
    adoption.adopt(plan, DAY, CASE, note="", **by)
    adoption.open_again(plan, "Rullering", **by)
    assert {row.result for row in rows} == {ApprovalResult.WAITING}


def test_an_assembly_stands_once_and_goes_only_before_it_answers(plan, by):
    adoption.add_approvals(plan, ApprovalStep.ADOPTS, assembly="Gol kommunestyre", **by)
    with pytest.raises(RuleBroken, match="plan-approval-twice"):
        adoption.add_approvals(plan, ApprovalStep.ADOPTS, assembly="gol kommunestyre", **by)
    with pytest.raises(RuleBroken, match="plan-approval-of-nobody"):
        adoption.add_approvals(plan, ApprovalStep.ADOPTS, **by)
    row = db.session.scalars(select(PlanApproval)).one()
    with pytest.raises(RuleBroken, match="plan-decided-nowhere"):
        adoption.answer_approval(row, replace(YES, noted=Noted()), **by)
    adoption.answer_approval(row, YES, **by)
    with pytest.raises(RuleBroken, match="plan-approval-answered"):
        adoption.remove_approval(row, **by)
    adoption.answer_approval(row, Decided(ApprovalResult.WAITING, None, Noted()), **by)
    adoption.remove_approval(row, **by)
    db.session.flush()
    assert adoption.approvals_of(plan.id) == []


def test_the_years_look_keeps_a_version_only_of_what_changed(plan, by):
    adoption.adopt(plan, DAY, CASE, note="", **by)
    next_on = date(2027, 11, 1)
    versions.review(plan, ReviewResult.UNCHANGED, note="", noted=CASE, next_on=next_on, **by)
    assert plan.review_on == next_on
    adoption.open_again(plan, "Justering", **by)
    plan.vision = "Ny"
    db.session.flush()
    versions.review(plan, ReviewResult.ADJUSTED, note="Ny visjon", noted=CASE, next_on=next_on, **by)
    rows = db.session.scalars(select(PlanReview).order_by(PlanReview.id)).all()
    assert [(row.result, row.done_on) for row in rows] == [
        (ReviewResult.UNCHANGED, date(2026, 11, 20)),
        (ReviewResult.ADJUSTED, date(2026, 11, 20)),
    ]
    assert [row.version for row in versions.reviews_of(plan.id)] == [2, 1]
    with pytest.raises(RuleBroken, match="plan-review-past"):
        versions.review(plan, ReviewResult.UNCHANGED, note="", noted=CASE, next_on=DAY, **by)


def test_an_ended_plan_asks_for_nothing(plan, council, by):
    adoption.adopt(plan, DAY, CASE, note="", **by)
    soon = plan.review_on + timedelta(days=1)
    db.session.flush()
    assert [row.id for row in versions.due_reviews([council.id], soon)] == [plan.id]
    adoption.end(plan, "Ersatt av ny plan", **by)
    db.session.flush()
    assert versions.due_reviews([council.id], soon) == []
    with pytest.raises(RuleBroken, match="plan-step-not-now"):
        adoption.open_again(plan, "", **by)


# Sharing


def test_two_councils_adopt_a_plan_that_they_share(make, plan, council, by):
    ofoten = make.council("Ofoten regionråd")
    sharing.share(plan, ofoten, **by)
    db.session.flush()
    assert [row.id for row in plans_of(ofoten.id)] == [plan.id]
    with pytest.raises(RuleBroken, match="plan-shared-already"):
        sharing.share(plan, ofoten, **by)
    with pytest.raises(RuleBroken, match="plan-approvals-waiting"):
        adoption.adopt(plan, DAY, CASE, note="", **by)
    sharing.answer_share(plan, ofoten, YES, **by)
    adoption.adopt(plan, DAY, CASE, note="", **by)
    db.session.commit()
    told = db.session.execute(
        select(JournalEntry.council_id, func.count())
        .where(JournalEntry.event == "plan-share-adopted")
        .group_by(JournalEntry.council_id)
    )
    assert {row.council_id: row[1] for row in told} == {council.id: 1, ofoten.id: 1}


def test_a_no_ends_the_sharing(make, plan, by):
    ofoten = make.council("Ofoten regionråd")
    sharing.share(plan, ofoten, **by)
    sharing.answer_share(plan, ofoten, replace(YES, result=ApprovalResult.REJECTED), **by)
    db.session.flush()
    assert plans_of(ofoten.id) == []
    adoption.adopt(plan, DAY, CASE, note="", **by)


def test_who_owns_the_plan_can_take_the_offer_back(make, plan, by):
    ofoten = make.council("Ofoten regionråd")
    sharing.share(plan, ofoten, **by)
    adoption.remove_approval(db.session.scalars(select(PlanApproval)).one(), **by)
    db.session.flush()
    assert plans_of(ofoten.id) == []
    sharing.share(plan, ofoten, **by)


def test_areas_of_another_plan_come_in_as_a_copy_with_links(make, plan, by):
    mine = plans.new_plan(make.council("Ofoten regionråd"), replace(HALLINGDAL, title="Vår plan"))
    assert sharing.bring_in(mine, plan, ["area"], **by) == len(HALLINGDAL.nodes)
    db.session.flush()
    copy = plans.document_of(mine)
    assert [node.title for node in copy.nodes] == [node.title for node in HALLINGDAL.nodes]
    assert not {node.key for node in copy.nodes} & {node.key for node in HALLINGDAL.nodes}
    last = copy.measures[0] if copy.measures else None
    assert last is not None
    assert last.measure.history == ()
    assert copy.placeholders[0].measure.continues == last.key
    follows = db.session.scalars(select(NodeLink).where(NodeLink.kind == LinkKind.FOLLOWS)).all()
    assert len(follows) == len(HALLINGDAL.nodes)
    with pytest.raises(RuleBroken, match="plan-brought-in-already"):
        sharing.bring_in(mine, plan, ["area"], **by)
    with pytest.raises(RuleBroken, match="plan-nothing-chosen"):
        sharing.bring_in(mine, plan, ["nobody"], **by)
