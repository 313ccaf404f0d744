"""How a page is made from a template: the language bound once, everything else given by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from types import CodeType
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, current_app, flash, g, get_flashed_messages, request, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import BytecodeCache, Environment, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from councilflow import i18n
from councilflow.documents.paragraph_numbers import paragraph_number, paragraph_of_year
from councilflow.documents.voting import vote_result
from councilflow.documents.words import sitting_line
from councilflow.i18n import gettext as _
from councilflow.services.visibility import ZONE
from councilflow.web import access, assets, once
from councilflow.web.prose import prose
from councilflow.words import group_word, outcome_heading, proposal_heading, word
from councilflow.words.decisions import decisions_told
from councilflow.words.dissents import asking, dissent_heading, told_by
from councilflow.words.plans import currency_word


@dataclass(frozen=True, slots=True)
class Notice:
    """A receipt after a step."""

    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    label: str
    is_current: bool = False
    is_apart: bool = False
    """Stands at the far end of the bar, away from the councils' own places."""


class CompiledOnce(BytecodeCache):
    """Compiles a template once and not once in each language: what differs between them is bound later."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._kept[bucket.key, bucket.checksum] = bucket.code


def init_app(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.bytecode_cache = CompiledOnce()
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        word=word,
        group_word=group_word,
        currency_word=currency_word,
        proposal_heading=proposal_heading,
        asking=asking,
        dissent_heading=dissent_heading,
        told_by=told_by,
        vote_result=vote_result,
        outcome_heading=outcome_heading,
        **{name: _local(write, strict=app.testing) for name, write in _LOCAL.items()},
        in_zone=in_zone,
        date_span=i18n.date_span,
        weekday_span=i18n.weekday_span,
        month_short=i18n.month_short,
        month_name=i18n.month_name,
        begun=i18n.begun,
        weekday_short=i18n.weekday_short,
        day_number=i18n.day_number,
        meeting_days=i18n.meeting_days,
        number=i18n.number,
        sitting_line=sitting_line,
        paragraphs=paragraphs,
        prose=prose,
    )
    app.jinja_env.globals.update(
        paragraph_number=paragraph_number, paragraph_of_year=paragraph_of_year, decisions_told=decisions_told
    )


def _date_time(moment: datetime, zone: ZoneInfo | None = None) -> str:
    return i18n.date_time(moment.astimezone(zone) if zone else moment)


_LOCAL: dict[str, Callable[..., str]] = {
    "date_long": i18n.date_long,
    "date_short": i18n.date_short,
    "weekday_name": i18n.weekday_name,
    "weekday_date": i18n.weekday_date,
    "weekday_day": i18n.weekday_day,
    "time": i18n.clock,
    "datetime": _date_time,
}
"""The filters that write a day or a time as it stands: an instant is brought to the council's zone first."""


def in_zone(moment: datetime, zone: ZoneInfo = ZONE) -> datetime:
    """An instant by the clocks of a council."""
    return moment.astimezone(zone)


def _local(write: Callable[..., str], *, strict: bool) -> Callable[..., str]:
    """Where the tests run, an instant that is still in UTC is refused: after midnight its day is another."""
    if not strict:
        return write

    def written(value: Any, *zone: ZoneInfo) -> str:
        if isinstance(value, datetime) and value.tzinfo is UTC and not zone:
            raise TypeError("an instant is written without the council's zone")
        return write(value, *zone)

    return written


def render(template: str, **facts: Any) -> str:
    """The page in the viewer's language. `facts` are what the template may name, besides the frame's own."""
    return environment(i18n.language()).get_template(template).render(_frame() | facts)


@cache
def environment(language: str) -> Environment:
    """Jinja for one language, its translations bound once and for all."""
    made = current_app.jinja_env.overlay(cache_size=-1)  # the templates are few; each is kept
    made.globals = dict(current_app.jinja_env.globals)
    made.globals.update(
        **_texts(language),
        language=language,
        languages=list(i18n.LANGUAGES.items()),
        url_for=url_for,
        static_url=assets.static_url,
        csrf_token=generate_csrf,
        can=access.can,
        once_field=once.once_field,
    )
    return made


def _texts(language: str) -> dict[str, Callable[..., Markup]]:
    """gettext and ngettext for templates: the sentence is ours, what fills it in is escaped."""
    catalogue = i18n.catalogue(language)

    def gettext(message: str, **facts: object) -> Markup:
        text = Markup(catalogue.gettext(message))  # noqa: S704 – our own words
        return text % facts if facts else text

    def ngettext(one: str, many: str, n: int, **facts: object) -> Markup:
        return Markup(catalogue.ngettext(one, many, n)) % {"n": n, **facts}  # noqa: S704 – as above

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


@lru_cache(maxsize=64)
def _address(endpoint: str, _root: str) -> str:
    """The address of a page that needs no more than its name; the same in every request below one root."""
    return url_for(endpoint)


def _frame() -> dict[str, Any]:
    who, root = access.maybe_viewer(), request.root_path
    return {
        "viewer": who,
        "home_url": _address("start.show", root),
        "profile_url": _address("account.profile", root),
        "sign_in_url": _address("account.sign_in", root),
        "sign_out_url": _address("account.sign_out", root),
        "nav": _nav(is_administrator=who.is_administrator) if who else [],
        "notices": [Notice(*message) for message in get_flashed_messages()],
        "foot_links": _foot_links(),
        "place": g.get("place"),
    }


def _foot_links() -> list[Link]:
    """Open to everybody: checking a file, and in a development run the mails that were caught."""
    links = [Link(_address("check.show", request.root_path), _("Kontrollera en handling"))]
    if current_app.config["ENVIRONMENT"] == "development":
        links.append(Link(_address("mail.caught", request.root_path), _("Fångade mejl")))
    return links


def _nav(*, is_administrator: bool) -> list[Link]:
    current = g.get("section", "")
    places = [
        ("start", "start.show", _("Start")),
        ("meetings", "meetings.index", _("Möten")),
        ("calendar", "calendar.month", _("Kalender")),
        ("issues", "issues.index", _("Frågor")),
        ("standpoints", "standpoints.index", _("Ställningstaganden")),
        ("councils", "councils.index", _("Råd")),
        ("contacts", "contacts.index", _("Kontakter")),
    ]
    if is_administrator:
        places.append(("administration", "administration.index", _("Administration")))
    return [
        Link(
            _address(endpoint, request.root_path),
            label,
            is_current=section == current,
            is_apart=section == "administration",
        )
        for section, endpoint, label in places
    ]


def tell(title: str, text: str = "") -> None:
    """Show a receipt on the next page."""
    flash([title, text])  # type: ignore[arg-type]  # flash carries any JSON value


def paragraphs(text: str) -> Markup:
    """Plain text as paragraphs; a single line break stays one."""
    blocks = [block for block in text.replace("\r\n", "\n").split("\n\n") if block.strip()]
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in block.strip().split("\n")))
        for block in blocks
    )
