"""The form that all forms of the site begin from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import wtforms
from flask import request
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than the types

from councilflow.i18n import LazyText, gettext
from councilflow.i18n import lazy_gettext as _

__all__ = ["Form", "LongSelect", "Part", "SelectChoice"]

_BUILT_IN: dict[str, LazyText] = {
    "This field is required.": _("Fyll i fältet."),
    "Not a valid integer value.": _("Skriv ett heltal med siffror."),
    "Not a valid date value.": _("Skriv ett datum, till exempel 2026-12-04."),
    "Not a valid time value.": _("Skriv ett klockslag, till exempel 9.00."),
    "Not a valid datetime value.": _("Skriv datum och klockslag."),
    "Not a valid choice.": _("Välj ett av alternativen."),
    "Not a valid choice": _("Välj ett av alternativen."),
    "Invalid Choice: could not coerce.": _("Välj ett av alternativen."),
    "Invalid choice(s): one or more data inputs could not be coerced.": _("Välj bland alternativen."),
    "Invalid email address.": _("Skriv en e-postadress, till exempel namn@kommun.se."),
    "Invalid URL.": _("Skriv en adress som börjar med https."),
    "Invalid input.": _("Det går inte att tyda."),
    "The CSRF token is missing.": _("Sidan hade varit öppen för länge. Ladda om den och gör det igen."),
    "The CSRF token is invalid.": _("Sidan hade varit öppen för länge. Ladda om den och gör det igen."),
}
"""WTForms' own sentences. It has no nynorsk, and says things that our readers would not."""


class LongSelect(wtforms.widgets.Select):
    """The same list to choose from, quicker where it has hundreds of lines."""

    @classmethod
    def render_option(cls, choice: Any, **kwargs: Any) -> Markup:  # type: ignore[override]  # newer than they
        if choice.selected or choice.render_kw or kwargs or not isinstance(choice.value, str):
            line: Markup = super().render_option(choice, **kwargs)
            return line
        return _OPTION % (choice.value, choice.label or choice.value)


_OPTION = Markup('<option value="%s">%s</option>')


class _Sentences:
    def gettext(self, message: str) -> str:
        return str(_BUILT_IN.get(message, message))

    def ngettext(self, one: str, many: str, n: int) -> str:
        text = gettext("Texten har fel längd.")
        return text if "character" in one else (one if n == 1 else many)


_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def one_line(text: Any) -> Any:
    """A text of one line: what a browser never sends in such a field would break a calendar or a card."""
    return _BREAKS.sub(" ", text).strip() if isinstance(text, str) else text


class _InOurWords:
    def get_translations(self, _form: Any) -> _Sentences:
        return _Sentences()

    def bind_field(self, form: Any, unbound: Any, options: Any) -> Any:
        """A field of one line gives one line."""
        field = super().bind_field(form, unbound, options)  # type: ignore[misc]  # as below
        if type(field) is wtforms.StringField:
            field.filters = [one_line, *field.filters]
        return field


class _AsSent(_InOurWords):
    def wrap_formdata(self, form: Any, formdata: Any) -> Any:
        """What was sent by a form and nothing else, without the sign that PostgreSQL keeps in no text."""
        if request.is_json:
            return None
        sent = super().wrap_formdata(form, formdata)  # type: ignore[misc]  # the form puts its own Meta behind
        if not sent or not any("\0" in text for text in _texts(sent)):
            return sent
        return MultiDict((name, _plain(value)) for name, value in sent.items(multi=True))


def _texts(sent: MultiDict[str, Any]) -> Iterator[str]:
    return (value for _name, value in sent.items(multi=True) if isinstance(value, str))


def _plain(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) else value


class Form(FlaskForm):
    """A form of its own, with its token against forgery."""

    class Meta(_AsSent):
        pass


class Part(wtforms.Form):
    """A group of fields inside a form."""

    class Meta(_InOurWords):
        pass
