"""The mail by which the preparatory group answers a proposal (A72)."""

from __future__ import annotations

from datetime import datetime

from councilflow.extensions import db
from councilflow.i18n import speaking
from councilflow.models import Body, Issue, Person
from councilflow.services import mail, secrecy
from councilflow.services.mail import Recipient, Sender


def answer(issue: Issue, *, by: Person, now: datetime) -> None:
    """Tell the one who proposed an issue what became of it, in that person's language. Of one that falls
    under secrecy by now the mail has the mark alone."""
    proposer = issue.proposed_by
    if not proposer.email or not proposer.is_active:
        return
    with speaking(proposer.language):
        mark = secrecy.mark_of_issue(issue)
    mail.queue(
        "issue",
        to=Recipient.of(proposer),
        template="issue_answered",
        facts={
            "name": proposer.name,
            "council": db.session.get_one(Body, issue.council_id).name,
            "title": mark or issue.title,
            "state": issue.state,
            "answer": "" if mark else issue.answer,
            "rests_until": issue.rests_until,
            "answered_by": by.name,
            "url": mail.address_of(f"/issues/{issue.id}"),
        },
        sender=Sender(by.name, by.email),
        now=now,
    )
