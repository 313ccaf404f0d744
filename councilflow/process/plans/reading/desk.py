"""What lies on the desk while a plan is read: the answers given, and everything that is noted on the way.

An answer is found by the id of its question. The answers come from a file or a form and may be nested:
`{"table-2": {"columns": {"3": "period"}}}` says the same as `{"table-2.columns.3": "period"}`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from councilflow.process.plans.reading.draft import Doubt, Fill, Flaw, Question, Unread

LINES = "lines"
"""Under this name the answers say what single lines and cells are, whatever was guessed."""

DEEPEST = 6
"""So deep may answers be nested; no id has more parts."""


class Desk:
    def __init__(self, answers: Mapping[str, Any], language: str) -> None:
        self.language = language
        self.questions: dict[str, Question] = {}
        self.doubts: list[Doubt] = []
        self.fills: list[Fill] = []
        self.unread: list[Unread] = []
        self.flaws: list[Flaw] = []
        self._answers = dict(_flat(answers))
        self._used: set[str] = set()

    def ask(
        self,
        question: str,
        code: str,
        guess: Any,
        *,
        options: Sequence[str] = (),
        line: int | None = None,
        facts: Mapping[str, Any] | None = None,
        needed: bool = False,
    ) -> Any:
        """The answer, or the guess while there is none. An answer that is no option is a flaw."""
        answer = self.given(question)
        if answer is not None and options and str(answer) not in options:
            self.flaw("answer-not-an-option", id=question, answer=str(answer), options=", ".join(options))
            answer = None
        self.questions[question] = Question(
            question,
            code,
            guess=guess,
            options=tuple(options),
            line=line,
            facts=facts or {},
            answered=answer is not None,
            needed=needed,
        )
        return guess if answer is None else answer

    def given(self, question: str) -> Any:
        """The answer to what is not asked aloud, or None."""
        if question in self._answers:
            self._used.add(question)
            return self._answers[question]
        return None

    def doubt(
        self,
        code: str,
        line: int | None,
        raw: str = "",
        made: str = "",
        column: int | None = None,
        **facts: Any,
    ) -> None:
        self.doubts.append(Doubt(code, line, raw, made, column, facts))

    def fill(self, rule: str, line: int, column: int | None, text: str) -> None:
        self.fills.append(Fill(rule, line, column, text))

    def leave(self, line: int, text: str, why: str) -> None:
        """Nothing is made of this."""
        if text.strip():
            self.unread.append(Unread(line, text.strip(), why))

    def flaw(self, code: str, **facts: Any) -> None:
        self.flaws.append(Flaw(code, facts))

    def close(self) -> None:
        """Answers that nothing asked for are told, in case an id is misspelt."""
        for name in self._answers:
            if name not in self._used:
                self.doubt("answer-unused", None, raw=name, made=str(self._answers[name]))


def _flat(answers: Mapping[str, Any], start: str = "", depth: int = 1) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, answer in answers.items():
        if not start and name == LINES:
            continue
        whole = f"{start}{name}"
        if isinstance(answer, Mapping) and depth < DEEPEST:
            found.extend(_flat(answer, f"{whole}.", depth + 1))
        else:
            found.append((whole, answer))
    return found
