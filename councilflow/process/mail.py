"""How a mail stands on its way to one recipient."""

from __future__ import annotations

from enum import StrEnum


class MailState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    SENT_AGAIN = "sent_again"
