"""The words that the documents share: form and kind of a meeting, its days, and presenters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from councilflow.documents.attendance import rests_of
from councilflow.i18n import clock, date_span, weekday_date
from councilflow.i18n import gettext as _
from councilflow.process.meeting import MeetingForm, MeetingKind
from councilflow.process.minutes import Presenter, Sitting
from councilflow.words import word


def form_sentence(kind: MeetingKind, form: MeetingForm) -> str:
    """Ordinarie möte. På plats och digitalt."""
    return f"{word(kind)}. {word(form)}."


def days(sittings: Sequence[Sitting]) -> str:
    """4–5 december 2026: from the first day to the last. On which of them it sat stands with its times."""
    return date_span((sittings[0].day, sittings[-1].day))


def times(sittings: Iterable[Sitting]) -> str:
    """One line for each day, and one for what is said about it."""
    told = []
    for sitting in sittings:
        told += [sitting_line(sitting), *rests_of(sitting)]
        if sitting.note:
            told.append(sitting.note)
    return "\n".join(told)


def sitting_line(sitting: Sitting) -> str:
    """fredag 4 december 2026 kl. 9.00–12.15; what nobody noted is not told."""
    day = weekday_date(sitting.day)
    begins = clock(sitting.begins) if sitting.begins else ""
    ends = clock(sitting.ends) if sitting.ends else ""
    if begins and ends:
        return _("%(day)s kl. %(begins)s–%(ends)s", day=day, begins=begins, ends=ends)
    if begins:
        return _("%(day)s från kl. %(begins)s", day=day, begins=begins)
    return _("%(day)s till kl. %(ends)s", day=day, ends=ends) if ends else day


def presenter_line(presenter: Presenter) -> str:
    """Name, title, organisation."""
    return ", ".join(part for part in (presenter.name, presenter.title, presenter.organisation) if part)
