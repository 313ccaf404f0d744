"""The forms of plans, their nodes and their following."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, FieldList, FormField, HiddenField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from councilflow import i18n
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Plan, PlanNode
from councilflow.process.plans.values import (
    CURRENCIES,
    GoalKind,
    GoalResult,
    MeasureState,
    NodeKind,
    PartyKind,
    PartyRole,
    PlanKind,
)
from councilflow.services.plans.editing import MeasureFacts, NodeFacts
from councilflow.services.plans.making import PlanFacts
from councilflow.services.plans.parties import Named
from councilflow.web.fields import choices, day, line, passage
from councilflow.web.forms import Form, Part
from councilflow.words import word

LEVELS = 8
"""So many levels a plan can have in the form; five is the most that any of the sources has."""
SPARE = 3
"""So many empty rows stand after the parties and the parts of a goal."""

USUAL = (
    (NodeKind.AREA, "Fokusområde"),
    (NodeKind.GOAL, "Mål"),
    (NodeKind.STRATEGY, "Strategi"),
    (NodeKind.MEASURE, "Insats"),
)
"""The levels that a plan starts with when it has none of its own (H.15)."""


def _number(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


class LevelPart(Part):
    word = line(_l("Planens ord"), longest=120)
    kind = SelectField(_l("Är"), coerce=NodeKind)


class PlanForm(Form):
    """A plan's own facts."""

    title = line(_l("Planens namn"), _l("Skriv planens namn."))
    short_title = line(_l("Kort namn"), _l("Skriv vad planen kallas till vardags."), longest=60)
    kind = SelectField(_l("Slag"), coerce=PlanKind)
    parent = SelectField(_l("Hör till"), coerce=_number)
    period = line(_l("Period"), longest=120)
    language = SelectField(_l("Planens språk"))
    currency = SelectField(_l("Valuta"))
    vision = passage(_l("Vision"), longest=4000)
    overall_goal = passage(_l("Övergripande mål"), longest=4000)
    core_values = passage(_l("Värden"), longest=4000)
    text = passage(_l("Inledning"))
    acknowledgement = passage(_l("Med finansiering från"), longest=2000)
    levels = FieldList(FormField(LevelPart), min_entries=LEVELS, max_entries=LEVELS)

    def offer(self, plans: Sequence[Any]) -> None:
        kinds = [kind for kind in PlanKind if kind is not PlanKind.LINKED]
        self.kind.choices = choices((kind, word(kind)) for kind in kinds)
        self.language.choices = choices(i18n.LANGUAGES.items())
        self.currency.choices = choices((code, code) for code in CURRENCIES)
        self.parent.choices = choices([("", _("Ingen annan plan")), *((one.id, one.title) for one in plans)])
        for part in self.levels:
            part.form.kind.choices = choices((kind, word(kind)) for kind in NodeKind)

    def validate_levels(self, _field: Any) -> None:
        words = [part.form.word.data for part in self.levels if part.form.word.data]
        if len(set(words)) < len(words):
            raise ValidationError(_("Två nivåer har samma ord. Ge var och en ett eget."))

    def facts(self) -> PlanFacts:
        names = ("title", "short_title", "kind", "period", "language", "currency", "vision", "overall_goal")
        return PlanFacts(
            **{name: self[name].data for name in (*names, "core_values", "text", "acknowledgement")},
            parent_id=self.parent.data,
            levels=[
                (part.form.kind.data, part.form.word.data) for part in self.levels if part.form.word.data
            ],
        )

    def fill(self, plan: Plan | None) -> None:
        """What stands now, in an unsent form."""
        levels = (
            [(NodeKind(kind), word) for kind, word in plan.levels] if plan and plan.levels else list(USUAL)
        )
        if plan is not None:
            self.parent.data = plan.parent_id
        for part, (kind, words) in zip(self.levels, levels, strict=False):
            part.form.kind.data, part.form.word.data = kind, words


class PartyPart(Part):
    role = SelectField(_l("Roll"), coerce=PartyRole)
    name = line(_l("Namn, som det står i planen"), longest=300)
    who = SelectField(_l("Vem det är i registret"))


class GoalPart(Part):
    text = line(_l("Det som räknas"), longest=300)
    planned = IntegerField(_l("Planerat"), [Optional(), NumberRange(0, 10**9, _l("Skriv ett heltal."))])
    reached = IntegerField(_l("Nått"), [Optional(), NumberRange(0, 10**9, _l("Skriv ett heltal."))])


class NodeForm(Form):
    """A node: what every one has, then what only goals or measures have. `level` is a place in the plan's
    levels; `seen` the mark of what the writer saw."""

    seen = HiddenField()
    level = SelectField(_l("Nivå"), coerce=int)
    code = line(_l("Kod"), longest=20)
    title = line(_l("Rubrik"), _l("Skriv en rubrik."), longest=2000)
    short_label = line(_l("Kort beteckning"), longest=120)
    text = passage(_l("Text"))
    grouping = line(_l("Gruppering"), longest=200)
    block = line(_l("Hör ihop i block"), longest=60)
    goal_kind = SelectField(_l("Slag av mål"), coerce=lambda value: GoalKind(value) if value else None)
    goal_parts = FieldList(FormField(GoalPart), max_entries=30)
    period = line(_l("Period"), longest=200)
    is_placeholder = BooleanField(_l("Bara en platshållare, inte konkretiserad än"))
    is_open = BooleanField(_l("Vem som ansvarar är inte avgjort"))
    parties = FieldList(FormField(PartyPart), max_entries=60)
    parties_raw = passage(_l("Ansvar och deltagande, som det står i planen"), longest=4000)
    continues = SelectField(_l("Fortsätter från"), coerce=_number)
    nested = SelectField(_l("Genomför planen"), coerce=_number)
    nested_plan = line(_l("Genomför planen, med ord"), longest=300)
    deliverables = passage(_l("Det som ska levereras"), longest=4000)
    follow_up_on = day(_l("Följ upp effekten"))

    def offer(
        self,
        levels: Sequence[tuple[NodeKind, str]],
        *,
        register: Sequence[tuple[str, str, PartyKind]] = (),
        measures: Sequence[Any] = (),
        plans: Sequence[Any] = (),
    ) -> None:
        self.offered = levels
        self.level.choices = choices(enumerate(word for _kind, word in levels))
        self.goal_kind.choices = choices([("", _("Inte angivet")), *((one, word(one)) for one in GoalKind)])
        self.continues.choices = choices(
            [("", _("Ingen annan insats")), *((one.id, one.title[:120]) for one in measures)]
        )
        self.nested.choices = choices(
            [("", _("Ingen annan plan här")), *((one.id, one.title) for one in plans)]
        )
        self._roles = choices((role, word(role)) for role in PartyRole)
        self._register = choices(
            [("", _("Ingen i registret")), *((value, name) for value, name, _kind in register)]
        )

    def with_rows(self, facts: NodeFacts | None = None) -> None:
        """Rows for what stands, in an unsent form, and empty ones after them."""
        if not self.is_submitted():
            measure = facts.measure if facts else None
            for party in measure.parties if measure else ():
                self.parties.append_entry({"role": party.role, "name": party.name, "who": party.who})
            for text, planned, reached in facts.goal_parts if facts else ():
                self.goal_parts.append_entry({"text": text, "planned": planned, "reached": reached})
            for rows in (self.parties, self.goal_parts):
                for _row in range(SPARE):
                    rows.append_entry()
        for part in self.parties:
            part.form.role.choices, part.form.who.choices = self._roles, self._register

    def fill(self, facts: NodeFacts, seen: str) -> None:
        """What stands now, in an unsent form."""
        self.seen.data = seen
        for name in ("code", "title", "short_label", "text", "grouping", "block", "goal_kind"):
            self[name].data = getattr(facts, name)
        kinds = [kind for kind, word in self.offered]
        words = [word for _kind, word in self.offered]
        self.level.data = words.index(facts.level) if facts.level in words else kinds.index(facts.kind)
        if (measure := facts.measure) is None:
            return
        for name in (
            "period",
            "is_placeholder",
            "parties_raw",
            "nested_plan",
            "deliverables",
            "follow_up_on",
        ):
            self[name].data = getattr(measure, name)
        self.is_open.data = not measure.is_settled
        self.continues.data, self.nested.data = measure.continues_id, measure.nested_plan_id

    def facts(self) -> NodeFacts:
        kind, level = self.offered[self.level.data]
        return NodeFacts(
            kind=kind,
            level=level,
            **{
                name: self[name].data or ""
                for name in ("title", "code", "short_label", "text", "grouping", "block")
            },
            goal_kind=self.goal_kind.data if kind is NodeKind.GOAL else None,
            goal_parts=self._goal_parts() if kind is NodeKind.GOAL else (),
            measure=self._measure() if kind is NodeKind.MEASURE else None,
        )

    def _goal_parts(self) -> tuple[tuple[str, int | None, int | None], ...]:
        rows = [part.form for part in self.goal_parts]
        return tuple((row.text.data, row.planned.data, row.reached.data) for row in rows if row.text.data)

    def _measure(self) -> MeasureFacts:
        rows = [part.form for part in self.parties]
        named = [
            Named(row.role.data, row.name.data, row.who.data or "")
            for row in rows
            if row.name.data or row.who.data
        ]
        return MeasureFacts(
            period=self.period.data or "",
            is_placeholder=self.is_placeholder.data,
            is_settled=not self.is_open.data,
            parties_raw=self.parties_raw.data or "",
            parties=tuple(named),
            continues_id=self.continues.data,
            nested_plan=self.nested_plan.data or "",
            nested_plan_id=self.nested.data,
            deliverables=self.deliverables.data or "",
            follow_up_on=self.follow_up_on.data,
        )


class MoveForm(Form):
    parent = SelectField(_l("Ska stå under"), coerce=_number)

    def offer(self, nodes: Sequence[PlanNode]) -> None:
        named = ((one.id, f"{one.level}: {one.title[:120]}") for one in nodes)
        self.parent.choices = choices([("", _("Överst i planen")), *named])


class ProposalForm(Form):
    """What a reference group proposes to be done in its area (B2.5)."""

    title = line(_l("Insats"), _l("Skriv vad ni föreslår."), longest=2000)
    text = passage(_l("Varför, och hur"), longest=8000)
    period = line(_l("Period"), longest=200)
    responsible = line(_l("Vem som kan ansvara"), longest=300)


class StatusForm(Form):
    reported_on = day(_l("Dag"), _l("Skriv vilken dag det gäller."))
    state = SelectField(_l("Läge"), coerce=lambda value: MeasureState(value) if value else None)
    text = passage(_l("Vad som har hänt"), longest=8000)

    def offer(self) -> None:
        states = ((state, word(state)) for state in MeasureState)
        self.state.choices = choices([("", _("Som förut")), *states])


class AssessmentForm(Form):
    assessed_on = day(_l("Dag"), _l("Skriv vilken dag bedömningen gäller."))
    result = RadioField(
        _l("Hur långt målet är nått"), [InputRequired(_l("Välj hur långt målet är nått."))], coerce=GoalResult
    )
    text = passage(_l("Skäl"), longest=8000)

    def offer(self) -> None:
        self.result.choices = choices((one, word(one)) for one in GoalResult)


class GroupForm(Form):
    group = SelectField(_l("Referensgrupp"), coerce=_number)

    def offer(self, groups: Sequence[Any]) -> None:
        self.group.choices = choices([("", _("Ingen")), *((one.id, one.name) for one in groups)])


class FileForm(Form):
    title = line(_l("Vad filen är"), longest=200)
    file = FileField(_l("Fil"), [FileRequired(_l("Välj en fil."))])
    is_knowledge = BooleanField(_l("Kunskapsunderlag"))
