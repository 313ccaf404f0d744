"""Coming and going, serving, jäv and rests in the words of the minutes, in the file and on a page."""

from __future__ import annotations

from datetime import time

from councilflow.documents.paragraph_numbers import paragraph_number, range_words
from councilflow.i18n import clock, listed
from councilflow.i18n import gettext as _
from councilflow.process.meeting import Presence
from councilflow.process.minutes import Adjournment, Attendance, Movement, Recusal, Sitting
from councilflow.process.presence import Move


def presence_words(person: Attendance) -> str:
    """på plats, § 1–3, kom kl. 10.15 mellan § 4 och § 5."""
    words = {
        Presence.ON_SITE: _("på plats"),
        Presence.REMOTE: _("på distans"),
        Presence.ABSENT: _("frånvarande"),
        Presence.EXCUSED: _("anmält förhinder"),
    }
    ranges = listed([range_words(numbers) for numbers in person.paragraphs])
    told = [words[person.presence], ranges, *(movement_words(one) for one in person.movements)]
    return ", ".join(part for part in told if part)


def movement_words(one: Movement) -> str:
    """kom kl. 10.15 mellan § 4 och § 5."""
    moved = {
        Move.ARRIVES: _("kom"),
        Move.LEAVES: _("gick"),
        Move.TO_ROOM: _("bytte till på plats"),
        Move.TO_LINE: _("bytte till på distans"),
    }
    told = [moved[one.move], _("kl. %(clock)s", clock=clock(one.at)) if one.at else "", _between(one)]
    return " ".join(part for part in told if part)


def _between(one: Movement) -> str:
    if one.after is None:
        return _("före %(paragraph)s", paragraph=paragraph_number(one.before)) if one.before else ""
    if one.before is None:
        return _("efter %(paragraph)s", paragraph=paragraph_number(one.after))
    if one.before == one.after:
        return _("under %(paragraph)s", paragraph=paragraph_number(one.after))
    return _(
        "mellan %(after)s och %(before)s",
        after=paragraph_number(one.after),
        before=paragraph_number(one.before),
    )


def serving_words(person: Attendance) -> str:
    """för Ledamot i Timrå, § 3–5; nothing for who serves for nobody."""
    if not person.services:
        return _("för %(name)s", name=person.serving_for) if person.serving_for else ""
    told = []
    for one in person.services:
        ranges = listed([range_words(numbers) for numbers in one.paragraphs])
        name = _("för %(name)s", name=one.member)
        told.append(f"{name}, {ranges}" if ranges else name)
    return "; ".join(told)


def recusal_words(recusal: Recusal) -> str:
    """Who took no part, why, and when the person left and came back (KL 6:28)."""
    who = f"{recusal.name} ({recusal.organisation})" if recusal.organisation else recusal.name
    if recusal.reason:
        told = _("%(who)s deltog inte på grund av jäv: %(reason)s", who=who, reason=recusal.reason)
    else:
        told = _("%(who)s deltog inte på grund av jäv.", who=who)
    away = _away(recusal.left_at, recusal.returned_at)
    if not away:
        return told
    return f"{told if told.endswith(('.', '!', '?')) else told + '.'} {away}"


def led_words(name: str) -> str:
    """Who led the meeting for a paragraph in the chair's place."""
    return _("%(name)s ledde mötet under paragrafen.", name=name)


def _away(left_at: time | None, returned_at: time | None) -> str:
    if left_at and returned_at:
        return _(
            "Lämnade mötet kl. %(left)s och kom tillbaka kl. %(back)s.",
            left=clock(left_at),
            back=clock(returned_at),
        )
    if left_at:
        return _("Lämnade mötet kl. %(left)s.", left=clock(left_at))
    return _("Kom tillbaka kl. %(back)s.", back=clock(returned_at)) if returned_at else ""


def rest_words(rest: Adjournment) -> str:
    """Ajournering kl. 10.00–10.20, lunch."""
    if rest.ends:
        told = _("Ajournering kl. %(begins)s–%(ends)s", begins=clock(rest.begins), ends=clock(rest.ends))
    else:
        told = _("Ajournering kl. %(begins)s", begins=clock(rest.begins))
    return f"{told}, {rest.reason}" if rest.reason else told


def rests_of(sitting: Sitting) -> list[str]:
    """What is told of the rests of a day, a line for each."""
    return [rest_words(one) for one in sitting.adjournments]
