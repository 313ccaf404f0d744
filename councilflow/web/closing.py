"""The form by which something in the register ends on a day, perhaps with another that carries on (H.17)."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField

from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.web.fields import choices, day
from councilflow.web.forms import Form


class CloseForm(Form):
    closed_on = day(_l("Sista dag"), _l("Skriv den sista dagen."))
    successor = SelectField(_l("Tar över"), coerce=lambda value: int(value) if value else None)

    def offer(self, standing: Any) -> None:
        """`standing` may carry on: rows with id and name."""
        self.successor.choices = choices(
            [("", _("Ingen tar över")), *((row.id, row.name) for row in standing)]
        )
