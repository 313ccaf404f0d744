"""The forms of an import: what to read, the questions of a draft, and what single lines are."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from councilflow import i18n
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Plan
from councilflow.process.plans.columns import Meaning
from councilflow.process.plans.reading import Draft, Question
from councilflow.process.plans.values import GoalKind, PlanStatus
from councilflow.web.fields import choices, line
from councilflow.web.forms import Form
from councilflow.web.plans.import_words import LINE_AS, option_word, question_words
from councilflow.words import word

NEW, EXISTING = "new", "plan"


class SourceForm(Form):
    text = TextAreaField(_l("Klistra in tabellen eller hela dokumentet"))
    file = FileField(_l("Eller välj en fil"))
    into = SelectField(_l("Läs in i"))
    title = line(_l("Den nya planens namn"))
    parent = SelectField(_l("Den nya planen står under"))
    language = SelectField(_l("Planens språk"))


def source_form(plans: Sequence[Any], language: str, chosen: int | None) -> SourceForm:
    """`plans` are the council's own: id, title, status. `chosen` is the plan that one comes from."""
    form = SourceForm(data={"language": language, "into": f"{EXISTING}-{chosen}" if chosen else NEW})
    drafts = [plan for plan in plans if plan.status is PlanStatus.DRAFT]
    form.into.choices = choices(
        [(NEW, _("En ny plan")), *((f"{EXISTING}-{plan.id}", plan.title) for plan in drafts)]
    )
    form.parent.choices = choices(
        [("", _("Ingen annan plan")), *((str(plan.id), plan.title) for plan in plans)]
    )
    form.language.choices = choices((code, name) for code, name in i18n.LANGUAGES.items())
    return form


def chosen_plan(form: SourceForm, plans: Mapping[int, Plan]) -> Plan | None:
    kind, _dash, number = str(form.into.data).partition("-")
    return plans.get(int(number)) if kind == EXISTING else None


def chosen_parent(form: SourceForm, plans: Mapping[int, Plan]) -> Plan | None:
    return plans.get(int(form.parent.data)) if form.parent.data else None


# --- Questions --------------------------------------------------------------------------------------------

_START = "answer-"
_UNSURE = frozenset({Meaning.NOTE.value, Meaning.IGNORE.value})
_SHORT = {"covers": ("none", "all")}
"""What a person chooses among on the page where a file of answers can say more."""
MOST_OPEN = 60
"""So many questions stand in one group; the rest keep their guesses, and a line can always be said apart."""
_HEAD = frozenset({"title", "plan-kind", "plan-period", "plan-currency"})
"""About the plan as a whole: a person is always asked these openly."""


def questions_form(found: Draft, answers: Mapping[str, Any]) -> Any:
    """A field for every question that is shown, with the answer or the guess filled in."""
    fields = {_START + question.id: _field(question, answers) for question in _shown(found)}
    made = type("QuestionsForm", (Form,), fields)
    return made()


def _field(question: Question, answers: Mapping[str, Any]) -> Any:
    label, now = question_words(question), str(answers.get(question.id, question.guess))
    options = question.options or _SHORT.get(question.code, ())
    if not options:
        return StringField(label, [Length(max=300)], default=now)
    if question.code in _SHORT and now not in options:
        options = (*options, now)
    pairs = [(option, option_word(question.code, option)) for option in options]
    return SelectField(label, choices=choices(pairs), default=now)


def _shown(found: Draft) -> list[Question]:
    """The questions in doubt and the first of the others: a table of thousands of rows may ask thousands."""
    kept: list[Question] = []
    counted: Counter[tuple[bool, str]] = Counter()
    for question in found.questions:
        group = (_is_open(question), "" if _is_open(question) else _about(question))
        counted[group] += 1
        if counted[group] <= MOST_OPEN or question.needed:
            kept.append(question)
    return kept


def given_in(form: Any, found: Draft, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that say something else than the guess; what was not asked here stays as it was."""
    asked = {question.id: question for question in _shown(found)}
    given = {name: answer for name, answer in answers.items() if name not in asked}
    for question in asked.values():
        said = str(form[_START + question.id].data or "")
        if said != str(question.guess) or question.needed:
            given[question.id] = said
    return given


def grouped(form: Any, found: Draft) -> tuple[list[Any], list[tuple[str, list[Any]]]]:
    """The fields that a person should look at, and the others by what they are about."""
    openly: list[Any] = []
    folded: dict[str, list[Any]] = defaultdict(list)
    for question in _shown(found):
        field = form[_START + question.id]
        if _is_open(question) or field.errors:
            openly.append(field)
        else:
            folded[_about(question)].append(field)
    return openly, list(folded.items())


def _is_open(question: Question) -> bool:
    if question.answered:
        return False
    if question.needed or question.code in ("shift", "shared", "fill", "covers"):
        return True
    return question.code == "column" and question.guess in _UNSURE


def _about(question: Question) -> str:
    if question.code in _HEAD:
        return _("Planen")
    table = re.match(r"table-(\d+)\.", question.id)
    return _("Tabell %(number)s", number=table[1]) if table else _("Rubriker och rader")


# --- Lines ------------------------------------------------------------------------------------------------

_LINES = r"^\s*[0-9]{1,6}(\s*[-–]\s*[0-9]{1,6})?\s*$"
_UNCLEAR = _l("Skriv radens nummer, till exempel 40 eller 70–80.")


class LineForm(Form):
    lines = StringField(_l("Rad"), [InputRequired(_UNCLEAR), Regexp(_LINES, message=_UNCLEAR)])
    as_what = SelectField(_l("Är"))
    goal_kind = SelectField(_l("Slags mål"), validators=[Optional()])
    under = line(_l("Står under"))


def line_form() -> LineForm:
    form = LineForm()
    form.as_what.choices = choices(LINE_AS.items())
    form.goal_kind.choices = choices([("", _("Inget mål")), *((kind, word(kind)) for kind in GoalKind)])
    return form


def with_line(answers: Mapping[str, Any], form: LineForm) -> dict[str, Any]:
    """The answers with what a line was said to be."""
    said = {"as": form.as_what.data}
    if form.as_what.data == "goal" and form.goal_kind.data:
        said["goal_kind"] = form.goal_kind.data
    if form.under.data:
        said["under"] = form.under.data
    place = re.sub(r"\s*[-–]\s*", "-", (form.lines.data or "").strip())
    return {**answers, "lines": {**answers.get("lines", {}), place: said}}


def without_line(answers: Mapping[str, Any], place: str) -> dict[str, Any]:
    lines = {name: said for name, said in answers.get("lines", {}).items() if name != place}
    rest = {name: answer for name, answer in answers.items() if name != "lines"}
    return {**rest, "lines": lines} if lines else rest


def lines_said(answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was said of which lines, in words."""
    found = []
    for place, said in answers.get("lines", {}).items():
        words = said if isinstance(said, Mapping) else {"as": said}
        what = LINE_AS.get(str(words.get("as")))
        parts: Iterable[str] = (str(what) if what is not None else "", str(words.get("under") or ""))
        found.append((str(place), " – ".join(filter(None, parts))))
    return found


class CarryOutForm(Form):
    seen = HiddenField()


class ForgetForm(Form):
    place = HiddenField(validators=[Length(max=40)])
