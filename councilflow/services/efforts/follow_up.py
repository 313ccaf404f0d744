"""What the next meeting should look at of who does what, as lines of its follow-up item (A74, A96)."""

from __future__ import annotations

from datetime import date
from typing import Any

from councilflow import i18n
from councilflow.documents.paragraph_numbers import paragraph_of_year
from councilflow.i18n import gettext as _
from councilflow.services.efforts import reading
from councilflow.services.efforts.reading import Wanted


def to_follow_up(council_id: int, *, by: date) -> list[str]:
    """Everything whose day has come by then and that is not over, in the language being spoken: joint efforts
    and then each organisation's work. Two statements."""
    wanted = Wanted(due_by=by)
    joint = reading.efforts_in_council(council_id, wanted)
    work = reading.work_in_council(council_id, wanted, size=reading.MOST).rows
    return [*(_joint(one) for one in joint), *(_work(one) for one in reversed(work))]


def _joint(one: Any) -> str:
    return _("%(what)s, följs upp den %(day)s", what=one.title, day=i18n.date_long(one.follow_up_on))


def _work(one: Any) -> str:
    about = f"{paragraph_of_year(one.number, one.year)} {one.title}" if one.number else one.effort
    what = " ".join(one.text.split())
    return _(
        "%(about)s: %(who)s – %(what)s, följs upp den %(day)s",
        about=about,
        who=one.organisation,
        what=what,
        day=i18n.date_long(one.follow_up_on),
    )
