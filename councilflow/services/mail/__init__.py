"""The outbox: mail is written in the transaction that causes it and sent afterwards.

A refused step, a crash or a dead mail server therefore neither sends a mail too many nor loses one. Whoever
has something to tell calls `queue` and is done:

    mail.queue(
        "password",
        to=mail.Recipient.of(person),
        template="password",
        facts={"url": mail.address_of(url)},
        now=now,
    )

`templates/mail/<template>.html` is written once and rendered twice, as plain text and as HTML; the blocks
are `subject` and `body`, and `form/text_parts.html` and `form/html_parts.html` give the same macros in both
forms (p, facts, points, button, link …). The texts are in the language of the recipient.
"""

from __future__ import annotations

from councilflow.services.mail.compose import (
    Enclosure,
    Recipient,
    Sender,
    address_of,
    letter_from,
    one_line,
    use,
    written,
)
from councilflow.services.mail.delivery import Counts, deliver_due
from councilflow.services.mail.outbox import Mailing, again, is_due, log_of, queue, woken_by, woken_no_more
from councilflow.services.mail.searching import Log, Wanted, choices_of, failed, search
from councilflow.services.mail.transport import Folder, Smtp, Transport, Trouble, Undelivered

__all__ = [
    "Counts",
    "Enclosure",
    "Folder",
    "Log",
    "Mailing",
    "Recipient",
    "Sender",
    "Smtp",
    "Transport",
    "Trouble",
    "Undelivered",
    "Wanted",
    "address_of",
    "again",
    "choices_of",
    "deliver_due",
    "failed",
    "is_due",
    "letter_from",
    "log_of",
    "one_line",
    "queue",
    "search",
    "use",
    "woken_by",
    "woken_no_more",
    "written",
]
