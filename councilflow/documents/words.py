"""The words that the documents share: form and kind of a meeting, its days, and presenters."""

from __future__ import annotations

from collections.abc import Iterable

from councilflow.i18n import clock, date_long, listed, weekday_date
from councilflow.i18n import gettext as _
from councilflow.process.meeting import MeetingForm, MeetingKind
from councilflow.process.minutes import Presenter, Sitting
from councilflow.words import word


def form_sentence(kind: MeetingKind, form: MeetingForm) -> str:
    """Ordinarie möte. På plats och digitalt."""
    return f"{word(kind)}. {word(form)}."


def days(sittings: Iterable[Sitting]) -> str:
    """4 december 2026 och 5 december 2026"""
    return listed([date_long(sitting.day) for sitting in sittings])


def times(sittings: Iterable[Sitting]) -> str:
    """One line for each day, and one for what is said about it."""
    told = []
    for sitting in sittings:
        told.append(
            _(
                "%(day)s kl. %(begins)s–%(ends)s",
                day=weekday_date(sitting.day),
                begins=clock(sitting.begins),
                ends=clock(sitting.ends),
            )
        )
        if sitting.note:
            told.append(sitting.note)
    return "\n".join(told)


def presenter_line(presenter: Presenter) -> str:
    """Name, title, organisation."""
    return ", ".join(part for part in (presenter.name, presenter.title, presenter.organisation) if part)
