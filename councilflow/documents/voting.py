"""Proposals, the order they were put in, and what the votes said, in the minutes of a body that votes
(KL 5:67; kommuneloven § 11-4)."""

from __future__ import annotations

from councilflow.documents.layout import Writer
from councilflow.i18n import gettext as _
from councilflow.process.minutes import Counted, Proposal, Vote, Voting
from councilflow.process.sitting import VoteWay


def write_voting(writer: Writer, voting: Voting | None) -> None:
    """What is in no paragraph where nothing was proposed and nothing put."""
    if voting is None:
        return
    if voting.proposals:
        writer.heading(3, _("Yrkanden"))
        for proposal in voting.proposals:
            writer.lead_in(_proposer(proposal))
            with writer.part("BlockQuote"):
                writer.verbatim(proposal.text)
    if voting.votes:
        writer.heading(3, _("Propositionsordning"))
        for number, vote in enumerate(voting.votes, start=1):
            _write_vote(writer, vote, number if len(voting.votes) > 1 else None)


def _proposer(proposal: Proposal) -> str:
    who = f"{proposal.proposed_by} ({proposal.party})" if proposal.party else proposal.proposed_by
    return _("%(who)s yrkar:", who=who)


def _write_vote(writer: Writer, vote: Vote, number: int | None) -> None:
    writer.line(f"{number}. {vote.question}" if number else vote.question)
    if vote.counted:
        _write_counted(writer, vote)
    writer.line(vote_result(vote))


def vote_result(vote: Vote) -> str:
    """How a question ended, in words."""
    if vote.way is VoteWay.ACCLAMATION:
        told = [
            _("Ordföranden finner att mötet har sagt ja.")
            if vote.carried
            else _("Ordföranden finner att mötet har sagt nej.")
        ]
    else:
        facts = {
            "behind": sum(one.behind for one in vote.counted),
            "against": sum(one.against for one in vote.counted),
            "abstains": sum(one.abstains for one in vote.counted),
        }
        told = [
            _("%(behind)s ja, %(against)s nej och %(abstains)s avstår.", **facts)
            if facts["abstains"]
            else _("%(behind)s ja och %(against)s nej.", **facts)
        ]
        told.append(_("Mötet har sagt ja.") if vote.carried else _("Mötet har sagt nej."))
    if vote.casting:
        told.append(_("Röstetalet var lika, och ordförandens röst avgjorde."))
    if vote.unanimous:
        told.append(_("Enhälligt."))
    return " ".join(told)


def _write_counted(writer: Writer, vote: Vote) -> None:
    by_person = vote.way is VoteWay.BY_PERSON
    heads = [_("Ja"), _("Nej")]
    if any(one.abstains for one in vote.counted):  # where everybody must vote nobody abstains
        heads.append(_("Avstod"))
    writer.table(
        [_("Ledamot") if by_person else _("Parti"), *heads],
        [_counted(one, heads, by_person=by_person) for one in vote.counted],
        [168 - 24 * len(heads), *(24 for _head in heads)],
        figures=() if by_person else range(1, len(heads) + 1),
    )


def _counted(one: Counted, heads: list[str], *, by_person: bool) -> list[str]:
    said = list(zip(heads, (one.behind, one.against, one.abstains), strict=False))
    if not by_person:
        return [one.party or _("Utan parti"), *(str(count) for _head, count in said)]
    name = f"{one.name} ({one.party})" if one.party else one.name
    return [name, *(head if count else "–" for head, count in said)]
