"""How a page is made from a template: the language bound once, everything else given by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from types import CodeType
from typing import Any

from flask import Flask, current_app, flash, g, get_flashed_messages, request, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import BytecodeCache, Environment, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from councilflow import i18n
from councilflow.documents.words import sitting_line
from councilflow.i18n import gettext as _
from councilflow.web import access, assets
from councilflow.words import group_word, outcome_heading, proposal_heading, word
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
        outcome_heading=outcome_heading,
        date_long=i18n.date_long,
        date_short=i18n.date_short,
        month_short=i18n.month_short,
        month_name=i18n.month_name,
        begun=i18n.begun,
        weekday_name=i18n.weekday_name,
        weekday_short=i18n.weekday_short,
        day_number=i18n.day_number,
        weekday_date=i18n.weekday_date,
        weekday_day=i18n.weekday_day,
        time=i18n.clock,
        datetime=lambda moment, zone=None: i18n.date_time(moment, zone),
        number=i18n.number,
        sitting_line=sitting_line,
        paragraphs=paragraphs,
    )


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
