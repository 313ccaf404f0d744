"""What a link in a mail lets somebody do without learning the product first.

Each is for one person, one thing and a short while, and works once. What binds the organisation asks for the
password as well.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class LinkPurpose(StrEnum):
    HAND_IN_STANCE = "hand_in_stance"
    ANSWER_CONSULTATION = "answer_consultation"


LIVES = timedelta(days=7)
BINDING = frozenset(LinkPurpose)
"""What is asked for the password before it is done: everything here speaks for an organisation."""
