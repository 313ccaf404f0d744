"""Fields of forms, each with the sentences that it answers bad input with.

Typed as Any: once a form holds, its data are there, which the types of WTForms cannot know.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import DateField, PasswordField, StringField, TextAreaField
from wtforms.form import BaseForm
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from councilflow.i18n import lazy_gettext as _l
from councilflow.process.errors import RuleBroken
from councilflow.web.forms import SelectChoice
from councilflow.web.refusals import REFUSALS, in_words


def _stripped(text: str | None) -> str:
    """Without spaces around it, nor the sign that PostgreSQL keeps in no text."""
    return (text or "").replace("\0", "").strip()


def line(label: Any, missing: Any = None, *, longest: int = 200) -> Any:
    """One line of text. `missing` is what to say when it is empty; without it the line is optional."""
    too_long = Length(max=longest, message=_l("Högst %(longest)s tecken.", longest=longest))
    return StringField(label, [_required(missing), too_long], filters=[_stripped])


def passage(label: Any, missing: Any = None, *, longest: int = 20_000) -> Any:
    """Text of several lines."""
    too_long = Length(max=longest, message=_l("Högst %(longest)s tecken.", longest=longest))
    return TextAreaField(label, [_required(missing), too_long], filters=[_stripped])


def day(label: Any, missing: Any = None) -> Any:
    return DateField(label, [InputRequired(missing) if missing else Optional()])


def password(label: Any, missing: Any, *more: Any) -> Any:
    """A password, kept exactly as written."""
    too_long = Length(max=1000, message=_l("Lösenordet är för långt."))
    return PasswordField(label, [InputRequired(missing), *more, too_long])


def choices(pairs: Iterable[tuple[object, object]]) -> list[SelectChoice]:
    return [SelectChoice(value, str(words)) for value, words in pairs]


def _required(missing: Any) -> DataRequired | Optional:
    return DataRequired(missing) if missing else Optional()


def lines_of(text: str) -> list[str]:
    """A text with one thing per line, as a list; empty lines and what stands twice left out."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def say(form: BaseForm, error: RuleBroken) -> None:
    """Let a form answer with the sentence of the rule that was broken."""
    refusal = REFUSALS[error.code]
    facts = {name: in_words(value) for name, value in error.facts.items()}
    sentences = [str(sentence) % facts for sentence in (refusal.sentence, refusal.advice) if sentence]
    form.form_errors.append(" ".join(sentences))
