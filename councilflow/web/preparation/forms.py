"""What one fills in at home about an item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import request
from wtforms import BooleanField, IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from councilflow.i18n import date_long
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Question
from councilflow.process.agenda import ItemKind
from councilflow.process.preparation import Stance, SubmissionGap, submission_gaps
from councilflow.services.dissents import plain
from councilflow.services.preparation.room import Content
from councilflow.web.fields import choices, day, line
from councilflow.web.forms import Form
from councilflow.words import word

_LONGEST = 20_000
_FITS = Length(max=_LONGEST, message=_l("Högst %(longest)s tecken.", longest=_LONGEST))


def _verbatim(label: Any) -> TextAreaField:
    """Text that is kept just as it was written."""
    return TextAreaField(label, [Optional(strip_whitespace=False), _FITS])


class PreparationForm(Form):
    version = IntegerField(widget=HiddenInput(), default=0)
    forum = line(_l("Var har ni talat om frågan?"))
    met_on = day(_l("När?"))
    stance = RadioField(_l("Er hållning"), coerce=Stance, validate_choice=False)
    note = _verbatim(_l("Vad ni kom fram till"))
    gives_and_gains = _verbatim(_l("Vi vinner, och vi avstår"))
    dissent = _verbatim(_l("Er avvikande synpunkt, eller det underlag ni saknar"))
    dissent_requested = BooleanField(_l("Önskas till protokollet"))
    answer_fields: tuple[str, ...] = ()

    def said(self) -> Content:
        """What the fields say, as it can be handed in."""
        told = self.content()
        return Content(
            forum=plain(told["forum"]).strip(),
            met_on=told["met_on"],
            note=plain(told["note"]),
            stance=told["stance"],
            gives_and_gains=plain(told["gives_and_gains"]),
            dissent=plain(told["dissent"]),
            dissent_requested=told["dissent_requested"],
            answers={number: plain(text) for number, text in told["answers"].items() if text.strip()},
        )

    def content(self) -> dict[str, Any]:
        """The fields as `services.preparation.save` takes them."""
        return {
            "forum": self.forum.data or "",
            "met_on": self.met_on.data,
            "note": self.note.data or "",
            "stance": self.stance.data,
            "gives_and_gains": self.gives_and_gains.data or "",
            "dissent": self.dissent.data or "",
            "dissent_requested": self.dissent_requested.data,
            "answers": {name.removeprefix("answer_"): self[name].data or "" for name in self.answer_fields},
            "version": self.version.data or 0,
        }

    def is_complete(self, kind: ItemKind | None) -> bool:
        """Whether it can be handed in as it stands; what lacks gets its sentence at the field."""
        gaps = submission_gaps(
            self.stance.data, dissent=self.dissent.data or "", requested=self.dissent_requested.data
        )
        for gap in gaps:
            if gap is SubmissionGap.STANCE and kind is ItemKind.STANDPOINT:
                self.stance.errors = [word(gap)]
            if gap is SubmissionGap.DISSENT_TEXT:
                self.dissent.errors = [word(gap)]
        if kind is ItemKind.CONSULTATION and not (self.note.data or "").strip():
            self.note.errors = [word(SubmissionGap.ANSWER)]
        return not self.errors


class CommentForm(Form):
    comment = TextAreaField(_l("Skriv till dina kollegor"), [InputRequired(_l("Skriv en kommentar.")), _FITS])


def preparation_form(
    questions: Sequence[Question], saved: Any, *, posted: bool, kind: ItemKind | None = None
) -> PreparationForm:
    """The form for an item of this kind, with a field for each of its questions: as posted, else as saved."""
    names = {f"answer_{question.id}": question for question in questions}
    fields = {name: _verbatim(question.text) for name, question in names.items()}
    made = type("ItemForm", (PreparationForm,), fields | {"answer_fields": tuple(names)})
    if posted and request.method == "POST":
        form: PreparationForm = made()
    else:
        form = made(formdata=None, data=_filled(saved))
    form.stance.choices = choices(OUR_STANCE.items())
    if kind is ItemKind.CONSULTATION:
        form.note.label.text = _note_words(kind)
    return form


def _filled(saved: Any) -> dict[str, Any]:
    if saved is None:
        return {"version": 0}
    content = Content.of(saved).as_columns()
    answers = {f"answer_{number}": text for number, text in (content.pop("answers") or {}).items()}
    return content | answers | {"version": saved.version}


def _note_words(kind: ItemKind | None) -> str:
    return _("Ert svar på samrådet") if kind is ItemKind.CONSULTATION else _("Vad ni kom fram till")


OUR_STANCE = {
    Stance.SUPPORT: _l("Vi ställer oss bakom"),
    Stance.SUPPORT_YIELDING: _l("Vi ställer oss bakom och avstår något"),
    Stance.DISSENT: _l("Vi har en avvikande synpunkt"),
    Stance.NEEDS_MORE: _l("Vi behöver mer underlag"),
}
"""The stances as an organisation says them of itself (A77)."""


def stated(
    content: Content,
    questions: Iterable[Any],
    *,
    besides_the_view: bool = False,
    besides_the_stance: bool = False,
    kind: ItemKind | None = None,
) -> list[tuple[str, str]]:
    """What an organisation says, as pairs of a name and its words; what is empty is left out.

    `questions` have .id and .text. `besides_the_view` leaves out what stands in the matrix and the quotes,
    `besides_the_stance` the stance alone. In a samråd, by its `kind`, the note is the answer.
    """
    answers = content.answers or {}
    met = (date_long(content.met_on),) if content.met_on else ()
    stance = (_("Hållning"), word(content.stance) if content.stance else "")
    gains = (_("Vi vinner, och vi avstår"), content.gives_and_gains)
    told = [
        *((question.text, answers.get(str(question.id), "")) for question in questions),
        (_note_words(kind), content.note),
        (_("Diskuterat i"), ", ".join(part for part in (content.forum, *met) if part)),
    ]
    if not besides_the_view:
        told = [gains, (_("Synpunkt"), content.dissent), *told]
        told = told if besides_the_stance else [stance, *told]
    elif content.stance is not Stance.SUPPORT_YIELDING or content.dissent.strip():
        told = [gains, *told]
    said = [(name, words) for name, words in told if words.strip()]
    only_where = besides_the_view and len(said) == 1 and bool(content.forum or met)
    return [] if only_where else said
