"""What happens when somebody asks for a thing that the council's rules do not allow."""

from __future__ import annotations


class RuleBroken(Exception):
    """A refusal. `code` names the sentence that explains it in every language, `facts` fill it in."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
