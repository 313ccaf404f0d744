"""How near a day is, in words (KL 5:69 gives the minutes fourteen days, H.7)."""

from __future__ import annotations

from datetime import date

from councilflow import i18n
from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.process.minutes import MinutesState


def left(due: date, today: date) -> str:
    """Det är 9 dagar kvar. / Sista dagen är i dag. / Det är 3 dagar för sent."""
    days = (due - today).days
    if days == 0:
        return _("Sista dagen är i dag.")
    if days > 0:
        return ngettext("Det är en dag kvar.", "Det är %(n)s dagar kvar.", days)
    return ngettext("Det är en dag för sent.", "Det är %(n)s dagar för sent.", -days)


def until_signed(due: date, today: date) -> str:
    """By which day the minutes must be signed by everybody, and how near that is."""
    day = i18n.weekday_day(due)
    if due < today:
        words = _("Protokollet skulle ha varit justerat senast %(day)s.", day=day)
    else:
        words = _("Protokollet ska vara justerat senast %(day)s.", day=day)
    return f"{words} {left(due, today)}"


def counted(words: str, state: MinutesState, due: date, today: date) -> str:
    """What comes next about the minutes, with how near the day is by which they must be signed.

    The words name that day themselves, except about a draft; signed minutes wait for nothing.
    """
    if state is MinutesState.SIGNED:
        return words
    end = until_signed(due, today) if state is MinutesState.DRAFT else left(due, today)
    return f"{words} {end}"
