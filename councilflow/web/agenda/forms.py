"""The form for an item and what it becomes: the draft that the service takes."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional, ValidationError

from councilflow import i18n
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import AgendaItem, Meeting
from councilflow.process.agenda import ItemKind, Purpose, Reach
from councilflow.process.councils import BodyKind
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import local_date
from councilflow.process.plans.agenda_2030 import NUMBERS, goal_name
from councilflow.services.agenda import TEXTS, Draft, Upload, reading
from councilflow.services.agenda.files import check_new
from councilflow.services.issues import concerned
from councilflow.services.meetings import joint
from councilflow.web.agenda.files import kept as kept_file
from councilflow.web.concerning import Concerning, lay_out
from councilflow.web.concerning import chosen as those_concerned
from councilflow.web.fields import choices, day, line, passage
from councilflow.web.forms import Form, Part, SelectChoice
from councilflow.web.numbers import number_in
from councilflow.web.pages import tell
from councilflow.web.plans.choosing import Picker, Searching, nodes_field, pick
from councilflow.web.refusals import REFUSALS, in_words
from councilflow.words import WORDS, proposal_heading, word

_SHORT = Length(max=200, message=_l("Högst 200 tecken."))
BLANK_ROWS = 2
"""Empty rows for presenters on the page; more appear when these have been saved."""


class PresenterForm(Part):
    name = StringField(_l("Namn"), [_SHORT])
    title = StringField(_l("Titel"), [Optional(), _SHORT])
    organisation = StringField(_l("Organisation"), [Optional(), _SHORT])
    email = StringField(_l("E-post"), [Optional(), _SHORT, Email(_l("Skriv en hel e-postadress."))])

    def validate_name(self, field: StringField) -> None:
        others = (self.title.data, self.organisation.data, self.email.data)
        if not (field.data or "").strip() and any((text or "").strip() for text in others):
            raise ValidationError(_("Skriv föredragandens namn."))


class AttachmentForm(Part):
    attachment_id = HiddenField()
    title = StringField(_l("Bilagans rubrik"), [_SHORT])
    remove = BooleanField(_l("Ta bort bilagan"))


class ItemForm(Searching, Concerning, Form):
    version = HiddenField()
    title = StringField(_l("Rubrik"), [InputRequired(_l("Skriv en rubrik.")), _SHORT])
    kind = RadioField(
        _l("Vad gäller punkten?"),
        [Optional()],
        choices=[SelectChoice(kind, WORDS[ItemKind, kind]) for kind in ItemKind],
    )
    of_council = RadioField(_l("Vilket råd hör punkten till?"), [Optional()])
    is_prepared = BooleanField(_l("Frågan är förberedd"))
    registry_no = StringField(_l("Diarienummer"), [Optional(), _SHORT])
    minutes = IntegerField(
        _l("Tid"),
        [Optional(), NumberRange(min=1, max=1440, message=_l("Skriv tiden i hela minuter, minst 1."))],
    )
    summary = passage(_l("Ärendet i korthet"), longest=2000)
    background = TextAreaField(_l("Bakgrund"), [Optional()])
    strategy = nodes_field(_l("Koppling till RUS"))
    strategy_sentence = TextAreaField(_l("Hur hänger frågan ihop med RUS?"), [Optional()])
    proposal = TextAreaField(_l("Förslag till ställningstagande"), [Optional()])
    shared_value = TextAreaField(_l("Gemensamt värde"), [Optional()])
    consultation = passage(_l("Samrådsfråga"), longest=2000)
    answers_by = day(_l("Svar senast"))
    purposes = SelectMultipleField(
        _l("Syfte"),
        [Optional()],
        choices=[SelectChoice(one, WORDS[Purpose, one]) for one in Purpose],
        coerce=Purpose,
    )
    reach = RadioField(_l("Räckvidd"), [Optional()])
    reach_text = line(_l("Vilka delar av länet?"))
    recommending = SelectField(_l("Arbetsgrupp"), [Optional()])
    recommendation = passage(_l("Rekommendation"), longest=5000)
    ecological = passage(_l("Ekologisk hållbarhet"), longest=2000)
    social = passage(_l("Social hållbarhet"), longest=2000)
    economic = passage(_l("Ekonomisk hållbarhet"), longest=2000)
    agenda_2030 = SelectMultipleField(_l("Globala mål i Agenda 2030"), [Optional()], coerce=int)
    acknowledgement = passage(_l("Med finansiering från"), longest=500)
    questions = TextAreaField(_l("Frågor att förbereda hemma"), [Optional()])
    presenters = FieldList(FormField(PresenterForm))
    attachments = FieldList(FormField(AttachmentForm))
    files = MultipleFileField(_l("Nya bilagor"), [Optional()])

    def validate_recommending(self, field: SelectField) -> None:
        if (self.recommendation.data or "").strip() and not field.data:
            raise ValidationError(_("Välj vilken grupp som rekommenderar."))

    def validate_minutes(self, field: IntegerField) -> None:
        if field.raw_data and field.raw_data[0] and field.data is None:
            raise ValidationError(_("Skriv tiden i hela minuter, minst 1."))


_MARKS = ("of_council", "is_prepared")
_QUESTION = (
    *("kind", "summary", "strategy", "strategy_sentence", "proposal", "shared_value", "consultation"),
    *("answers_by", "purposes", "reach", "reach_text", "concerned", "recommending", "recommendation"),
    *("ecological", "social", "economic", "agenda_2030", "acknowledgement"),
)
"""What only an item about a question has; a standing one has none of it."""


def of(item: AgendaItem | None, meeting: Meeting) -> ItemForm:
    """The form, filled in with what stands when the item exists already."""
    form = ItemForm(data=written(item) if item else None)
    names = joint.names_of(meeting)
    form.of_council.choices = [("", _("Båda råden")), *((str(one), name) for one, name in names.items())]
    form.kind.choices = [SelectChoice(kind, word(kind, meeting.called)) for kind in ItemKind]
    form.proposal.label.text = proposal_heading(meeting.called)
    form.reach.choices = choices([("", _("Inte sagt")), *((one, word(one)) for one in Reach)])
    form.recommending.choices = choices([("", _("Ingen")), *_groups(item, meeting)])
    form.agenda_2030.choices = choices((number, goal_name(number, i18n.language())) for number in NUMBERS)
    on = local_date(meeting.starts_at, meeting.council.zone)
    lay_out(form, concerned.members(meeting.council_id, on), concerned.of(item_id=item.id) if item else ())
    if not names:
        del form.of_council
    if meeting.council.kind is not BodyKind.WIDE_COUNCIL:
        del form.is_prepared
    if not form.is_submitted():
        for _row in range(BLANK_ROWS):
            form.presenters.append_entry()
    if item and item.standing:
        for name in (*_QUESTION, *_MARKS):
            if name in form:
                del form[name]
    return form


def _groups(item: AgendaItem | None, meeting: Meeting) -> list[tuple[str, str]]:
    """The council's groups, which can recommend something (B1.13)."""
    kept = item.recommending_id if item else None
    return [(str(one.id), one.name) for one in reading.groups(meeting.council_id, kept=kept)]


def picker(form: ItemForm, item: AgendaItem | None, meeting: Meeting) -> Picker | None:
    """What the item can link to; a standing item links to nothing."""
    if "strategy" not in form:
        return None
    kept = [link.node_id for link in item.strategy_links] if item else []
    return pick(form, "strategy", meeting.council_id, kept=kept)


def written(item: AgendaItem) -> dict[str, Any]:
    """What stands, as the form's fields hold it."""
    names = (*TEXTS, "minutes", "answers_by", "purposes", "agenda_2030")
    return {name: getattr(item, name) for name in names} | {
        "reach": item.reach or "",
        "recommending": str(item.recommending_id or ""),
        "version": item.version,
        "kind": item.kind,
        "of_council": str(item.of_council_id or ""),
        "is_prepared": item.is_prepared,
        "strategy": [link.node_id for link in item.strategy_links],
        "questions": "\n".join(question.text for question in item.questions),
        "presenters": [
            {"name": p.name, "title": p.title, "organisation": p.organisation, "email": p.email}
            for p in item.presenters
        ],
        "attachments": [{"attachment_id": a.id, "title": a.title} for a in item.files],
    }


def draft(form: ItemForm) -> Draft:
    """What was written, as the service takes it."""
    kind = form.kind.data if "kind" in form else None
    return Draft(
        **_texts_of(form),
        **_said(form),
        kind=ItemKind(kind) if kind else None,
        minutes=form.minutes.data,
        of_council_id=number_in(form.of_council.data) or None if "of_council" in form else None,
        is_prepared=form.is_prepared.data if "is_prepared" in form else None,
        node_ids=form.strategy.data or [] if "strategy" in form else [],
        questions=(form.questions.data or "").splitlines(),
        presenters=[facts for row in form.presenters if (facts := _presenter(row.form))[0]],
        attachment_titles={
            kept: row.form.title.data or ""
            for row in form.attachments
            if (kept := number_in(row.form.attachment_id.data)) and not row.form.remove.data
        },
    )


def _texts_of(form: ItemForm) -> dict[str, Any]:
    return {name: (form[name].data or "").replace("\r\n", "\n") for name in TEXTS if name in form}


def _said(form: ItemForm) -> dict[str, Any]:
    """What an item about a question says besides its texts."""
    if "reach" not in form:
        return {}
    return {
        "reach": Reach(form.reach.data) if form.reach.data else None,
        "answers_by": form.answers_by.data,
        "recommending_id": number_in(form.recommending.data) or None,
        "purposes": form.purposes.data or [],
        "agenda_2030": form.agenda_2030.data or [],
        "concerned": those_concerned(form),
    }


def _presenter(row: Any) -> tuple[str, str, str, str]:
    name, title, organisation, email = (
        (field.data or "").strip() for field in (row["name"], row["title"], row["organisation"], row["email"])
    )
    return name, title, organisation, email.lower()


def uploads(form: ItemForm, meeting_id: int) -> list[Upload] | None:
    """The new files, judged and kept; None when one of them is refused, which the field then says. The same
    content twice is kept once, which the next page says."""
    kept: dict[str, Upload] = {}
    refused, again = [], []
    offered = [one for one in form.files.data or [] if getattr(one, "filename", "")]
    for chosen in offered:
        try:
            stored = kept_file(chosen)
            check_new(meeting_id, stored)
        except RuleBroken as error:
            facts = {name: in_words(value) for name, value in error.facts.items()}
            refused.append(REFUSALS[error.code].sentence % facts)
        else:
            same = kept.setdefault(stored.sha256, Upload(PurePath(stored.file_name).stem, stored))
            if same.file is not stored:
                again.append((stored.file_name, same.file.file_name))
    if refused and len(offered) > 1:
        refused.append(_("Ingen av filerna är sparad. Välj de andra igen."))
    form.files.errors = refused
    if refused:
        return None
    for name, first in again:
        tell(_("%(name)s är samma fil som %(first)s", name=name, first=first), _("Den är sparad en gång."))
    return list(kept.values())
