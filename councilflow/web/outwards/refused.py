"""Where a refusal stands in the forms about what is said outwards."""

from __future__ import annotations

from wtforms.form import BaseForm

from councilflow.process.errors import RuleBroken
from councilflow.web.fields import say
from councilflow.web.refusals import explained

_AT = {
    "link-unsafe": "link",
    "ends-before-it-begins": "ends_on",
    "told-without-day": "told_on",
    "told-day-to-come": "told_on",
    "told-but-not-done": "state",
    "speaker-missing": "spokesperson_id",
    "speaker-not-current": "spokesperson_id",
    "tells-of-nothing": "standpoint_id",
    "forum-day-to-come": "on",
    "contact-day-to-come": "on",
    "party-of-nobody": "name",
    "party-twice": "name",
    "statement-without-decision": "decided_by",
    "statement-decision-to-come": "decided_on",
    "hearing-has-answer": "hearing_id",
    "sent-day-to-come": "sent_on",
    "sent-before-signed": "sent_on",
    "sent-to-nobody": "addresses",
    "too-many-recipients": "addresses",
    "secret-letter-by-mail": "way",
}
"""The field that each refusal is about; any other stands above the form."""


def say_where(form: BaseForm, error: RuleBroken) -> None:
    """Put the sentence of a refusal at its field."""
    name = _AT.get(error.code)
    if name is None or name not in form:
        say(form, error)
    else:
        form[name].errors = [" ".join(explained(error))]
