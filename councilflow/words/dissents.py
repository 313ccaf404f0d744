"""What the kinds of other opinion are called, and how each is told of in the minutes (D.2)."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from councilflow.i18n import LazyText
from councilflow.i18n import gettext as say
from councilflow.i18n import lazy_gettext as _
from councilflow.process.profiles import DissentKind

_HEADINGS: dict[DissentKind, tuple[LazyText, LazyText]] = {
    DissentKind.DISSENTING_VIEW: (_("Avvikande synpunkt"), _("Avvikande synpunkter")),
    DissentKind.RESERVATION: (_("Reservation"), _("Reservationer")),
    DissentKind.SEPARATE_STATEMENT: (_("Särskilt yttrande"), _("Särskilda yttranden")),
    DissentKind.MINUTE_NOTE: (_("Protokollsanteckning"), _("Protokollsanteckningar")),
}


def dissent_heading(kind: DissentKind, count: int) -> str:
    """What stands above one, or several, of a kind."""
    one, several = _HEADINGS[kind]
    return str(one if count == 1 else several)


class Asking(NamedTuple):
    """How a body asks for another opinion in its minutes, in the words of its rules."""

    ask: LazyText
    """On the way there."""
    until: LazyText
    """Until when, and by whom."""


_A_VIEW = Asking(
    _("Begär en avvikande synpunkt till protokollet"),
    _(
        "En avvikande synpunkt kan begäras till protokollet ända tills mötet avslutas, av organisationen "
        "eller av en enskild ledamot."
    ),
)
_A_RESERVATION = Asking(
    _("Anmäl en reservation eller begär en protokollsanteckning"),
    _(
        "En reservation anmäls under mötet av den som deltog i beslutet. En protokollsanteckning begärs i "
        "anslutning till punkten, av organisationen eller av en enskild ledamot."
    ),
)
_A_NOTE = Asking(
    _("Begär en protokollsanteckning"),
    _(
        "En protokollsanteckning begärs i anslutning till punkten, av organisationen eller av en enskild "
        "ledamot."
    ),
)


def asking(known: Collection[DissentKind]) -> Asking:
    """By the kinds that the profile knows (D.2)."""
    if DissentKind.DISSENTING_VIEW in known:
        return _A_VIEW
    return _A_RESERVATION if DissentKind.RESERVATION in known else _A_NOTE


def told_by(kind: DissentKind, who: str, *, has_text: bool = True) -> str:
    """The sentence before the words. A reservation may stand without any (KL 4:27)."""
    if kind is DissentKind.RESERVATION:
        if has_text:
            return say("%(who)s reserverade sig mot beslutet:", who=who)
        return say("%(who)s reserverade sig mot beslutet.", who=who)
    if kind is DissentKind.SEPARATE_STATEMENT:
        return say("%(who)s lämnade ett särskilt yttrande:", who=who)
    if kind is DissentKind.MINUTE_NOTE:
        return say("%(who)s lät anteckna till protokollet:", who=who)
    return say("%(who)s begärde att följande antecknas:", who=who)
