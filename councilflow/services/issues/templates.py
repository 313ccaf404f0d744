"""Ways to begin a proposal: each starts with the challenge, not with the answer (A33)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from councilflow.extensions import db
from councilflow.i18n import lazy_gettext as _
from councilflow.i18n import speaking
from councilflow.models import Body, IssueTemplate, Person
from councilflow.services import journal

READY = (
    (
        _("Gemensam utmaning"),
        _("Vad är problemet eller möjligheten? Vem märker det, och hur vet vi det?"),
        _("Vad händer om ingen gör något? Vad kan vi bara göra tillsammans?"),
        _("Vad har gjorts förut? Vilka underlag finns?"),
    ),
    (
        _("Ställningstagande inför ett vägval"),
        _("Vilket vägval står länet inför, och vad beror det på?"),
        _("Vem bestämmer, och när? Varför behöver den gemensamma rösten höras före det?"),
        _("Vilka alternativ finns, och vad talar för vart och ett?"),
    ),
    (
        _("Lägesbild och omvärld"),
        _("Vad har förändrats som hela länet behöver känna till?"),
        _("Varför behöver just det här rådet veta det nu?"),
        _("Var finns siffror, rapporter och den som kan berätta?"),
    ),
)
"""Name, and what stands in challenge, why and background."""


def of(council_id: int) -> Sequence[IssueTemplate]:
    """A council's templates in order."""
    return db.session.scalars(
        select(IssueTemplate)
        .where(IssueTemplate.council_id == council_id)
        .order_by(IssueTemplate.position, IssueTemplate.id)
    ).all()


def one(template_id: int | None, council_id: int) -> IssueTemplate | None:
    """One of the council's own templates."""
    return db.session.scalar(
        select(IssueTemplate).where(IssueTemplate.id == template_id, IssueTemplate.council_id == council_id)
    )


def add_ready(council: Body, *, by: Person, now: datetime) -> int:
    """Give a council the ready-made templates, in its document language (H.16); those it has by name stay.
    Gives how many are new."""
    with speaking(council.document_language):
        ready = [tuple(str(words) for words in template) for template in READY]
    there = {template.name for template in of(council.id)}
    new = [words for words in ready if words[0] not in there]
    for name, challenge, why, background in new:
        save(None, council, name=name, challenge=challenge, why=why, background=background, by=by, now=now)
    return len(new)


def save(
    template: IssueTemplate | None,
    council: Body,
    *,
    name: str,
    challenge: str,
    why: str,
    background: str,
    by: Person,
    now: datetime,
) -> IssueTemplate:
    """Make a template, or write one anew."""
    if template is None:
        last = select(func.max(IssueTemplate.position)).where(IssueTemplate.council_id == council.id)
        template = IssueTemplate(council_id=council.id, position=(db.session.scalar(last) or 0) + 1, name="")
        db.session.add(template)
    template.name, template.challenge, template.why = name.strip(), challenge.strip(), why.strip()
    template.background = background.strip()
    journal.note("issue-template-saved", by=by, now=now, council=council, about=template.name)
    return template


def remove(template: IssueTemplate, council: Body, *, by: Person, now: datetime) -> None:
    """Take a template away; what was proposed with it stays."""
    journal.note("issue-template-removed", by=by, now=now, council=council, about=template.name)
    db.session.delete(template)
