"""Proposing an issue and following what becomes of it (A72)."""

from __future__ import annotations

from councilflow.models import Issue
from councilflow.process.agenda import IssueState
from councilflow.process.councils import Category


def test_an_official_proposes_and_the_preparatory_group_sees_it(client, make):
    council = make.council()
    timra = make.organisation("Timrå kommun")
    official = make.seat(council, Category.OFFICIAL, organisation_id=timra.id)
    preparer = make.preparer(council)

    answer = client.sign_in(official).post(
        f"/councils/{council.id}/issues/new",
        data={
            "title": "Bostäder",
            "challenge": "De saknas.",
            "why": "Länet växer.",
            "organisation": timra.id,
        },
        follow_redirects=True,
    )
    assert answer.status_code == 200
    assert "Bostäder" in client.sign_in(preparer).get("/issues").text


def test_a_proposal_without_a_challenge_is_asked_for_again(client, make):
    council = make.council()
    member = make.seat(council, organisation_id=make.organisation("Ånge kommun").id)
    answer = client.sign_in(member).post(f"/councils/{council.id}/issues/new", data={"title": "Bostäder"})
    assert answer.status_code == 422
    assert "Beskriv utmaningen." in answer.text


def test_declining_needs_a_reason_and_the_proposer_reads_it(client, make):
    council = make.council()
    member = make.seat(council, organisation_id=make.organisation("Ånge kommun").id)
    issue = make.issue(council, by=member)
    client.sign_in(make.preparer(council))

    refused = client.post(f"/issues/{issue.id}/answer", data={"step": "decline", "reason": ""})
    assert refused.status_code == 422
    client.post(f"/issues/{issue.id}/answer", data={"step": "decline", "reason": "Ligger hos staten."})

    assert "Ligger hos staten." in client.sign_in(member).get(f"/issues/{issue.id}").text


def test_another_council_does_not_know_of_the_issue(client, make):
    council, other = make.council(), make.council("Annat råd")
    member = make.seat(council, organisation_id=make.organisation("Ånge kommun").id)
    issue = make.issue(council, by=member)
    stranger = make.seat(other, organisation_id=make.organisation("Timrå kommun").id)
    assert client.sign_in(stranger).get(f"/issues/{issue.id}").status_code == 404


def test_only_the_preparatory_group_answers(client, make):
    council = make.council()
    member = make.seat(council, organisation_id=make.organisation("Ånge kommun").id)
    issue = make.issue(council, by=member)
    answer = client.sign_in(member).post(f"/issues/{issue.id}/answer", data={"step": "take_up"})
    assert answer.status_code == 403
    assert make.save(issue).state is IssueState.PROPOSED
    assert isinstance(issue, Issue)
