"""Nominations: a body asks its organisations for names, and follows what they answer (B1.16)."""

from councilflow.services.nominations.answering import (
    answer,
    may_answer,
    own_answers,
    visible,
    waiting_for,
)
from councilflow.services.nominations.asking import (
    Wish,
    ask,
    close,
    organisations_to_ask,
    remind,
    rules_of,
)
from councilflow.services.nominations.following import (
    answers_to,
    bodies_around,
    request_in,
    requests_around,
    seated_in,
)
from councilflow.services.nominations.seating import seat_nominee

__all__ = [
    "Wish",
    "answer",
    "answers_to",
    "ask",
    "bodies_around",
    "close",
    "may_answer",
    "organisations_to_ask",
    "own_answers",
    "remind",
    "request_in",
    "requests_around",
    "rules_of",
    "seat_nominee",
    "seated_in",
    "visible",
    "waiting_for",
]
