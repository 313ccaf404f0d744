"""The mail log of a meeting, of all meetings of a council, and in development the mail that was caught."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, current_app, g, redirect, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Body, Mail, Meeting
from councilflow.process.mail import MailState
from councilflow.process.rights import Act
from councilflow.services import journal, mail, secrecy
from councilflow.services.mail import Trouble
from councilflow.web.access import me, now, open_to_everyone, requires
from councilflow.web.downloads import as_file
from councilflow.web.fields import choices, day, line
from councilflow.web.forms import Form
from councilflow.web.numbers import row_number
from councilflow.web.pages import render, tell
from councilflow.words import word
from councilflow.words.mail import MAIL_KINDS

bp = Blueprint("mail", __name__)

_TROUBLES = {
    Trouble.UNREACHABLE: _l("Mejlservern svarar inte."),
    Trouble.INSECURE: _l("Mejlservern har ingen kryptering att lita på."),
    Trouble.LOGIN: _l("Mejlservern tog inte emot vårt användarnamn och lösenord."),
    Trouble.SENDER: _l("Mejlservern skickar inte från vår adress."),
    Trouble.BUSY: _l("Mejlservern kunde inte ta emot mejlet just då."),
    Trouble.REFUSED: _l("Adressen finns inte hos mottagaren."),
    Trouble.CONTENT: _l("Mejlservern tar inte emot mejlet, till exempel för att det är för stort."),
    Trouble.ADDRESS: _l("Adressen är felskriven."),
}


_ORDER = {MailState.FAILED: 0, MailState.QUEUED: 1}
"""What needs somebody's attention comes first; the rest, newest first."""


def trouble_words(trouble: Trouble) -> str:
    """Why a mail has not arrived, in the language being spoken."""
    return str(_TROUBLES[trouble])


@bp.record_once
def _say_where_mail_comes_from(state: BlueprintSetupState) -> None:
    config = state.app.config
    mail.use(address=config["MAIL_FROM"], public_url=config["PUBLIC_URL"])
    if config["ENVIRONMENT"] == "development" and not config["PUBLIC_URL"]:
        # Nowhere else: the address a stranger asks for must never stand in a mail.
        state.app.before_request(lambda: mail.use(public_url=request.url_root))


@bp.before_request
def _section() -> None:
    g.section = "meetings"


@bp.get("/meetings/<int:meeting_id>/mail")
@requires(Act.SEE_MAIL)
def index(meeting_id: int) -> ResponseReturnValue:
    meeting = db.session.get_one(Meeting, meeting_id)
    return render(
        "mail/index.html",
        meeting=meeting,
        council=meeting.council.name,
        zone=meeting.council.zone,
        starts_at=meeting.starts_at.astimezone(meeting.council.zone),
        mails=sorted(mail.log_of(meeting_id), key=lambda one: _ORDER.get(one.state, len(_ORDER))),
        trouble_words=trouble_words,
    )


class SearchForm(Form):
    """Sent by the address, so that a search can be kept and sent on; what cannot be read does not narrow."""

    class Meta(Form.Meta):
        csrf = False

    q = line(_l("Namn, adress eller ämne"))
    kind = SelectField(_l("Slag"), default="")
    state = SelectField(_l("Läge"), default="")
    meeting = SelectField(_l("Möte"), default="")
    since = day(_l("Från och med"))
    until = day(_l("Till och med"))


@bp.get("/councils/<int:council_id>/mail")
@requires(Act.SEE_MAIL)
def search(council_id: int) -> ResponseReturnValue:
    """Every mail about the council's meetings, by person, address, subject, meeting, kind, state and day."""
    council = db.session.get_one(Body, council_id)
    form = SearchForm(request.args)
    kinds, meetings = mail.choices_of(council_id)
    days = [(row.id, i18n.date_long(row.starts_at.astimezone(council.zone).date())) for row in meetings]
    form.kind.choices = choices([("", _("Alla")), *((one, kind_words(one)) for one in kinds)])
    form.state.choices = choices([("", _("Alla")), *((one, word(one)) for one in MailState)])
    form.meeting.choices = choices([("", _("Alla")), *days])
    form.validate()
    log = mail.search(
        council_id, _wanted(form), zone=council.zone, page=request.args.get("page", 1, type=row_number) or 1
    )
    narrowed: dict[str, Any] = {
        name: value for name, value in request.args.items() if value and name != "page"
    }
    page = render(
        "mail/search.html",
        form=form,
        council=council,
        zone=council.zone,
        log=log,
        narrowed=narrowed,
        failed=mail.failed(council_id),
        address=lambda number: f"?{urlencode(narrowed | {'page': number})}",
        kind_words=kind_words,
        trouble_words=trouble_words,
    )
    return page, 422 if form.errors else 200


def _wanted(form: SearchForm) -> mail.Wanted:
    """Of the form what could be read."""

    def read(name: str) -> Any:
        field = form[name]
        return None if field.errors else field.data

    return mail.Wanted(
        words=read("q") or "",
        kind=read("kind") or "",
        state=MailState(read("state")) if read("state") else None,
        meeting_id=int(read("meeting")) if read("meeting") else None,
        since=read("since"),
        until=read("until"),
    )


def kind_words(kind: str) -> str:
    """What a kind of mail is called, in the language being spoken."""
    return str(MAIL_KINDS.get(kind, kind))


@bp.post("/meetings/<int:meeting_id>/mail/<int:mail_id>/again")
@requires(Act.SEE_MAIL)
def again(meeting_id: int, mail_id: int) -> ResponseReturnValue:
    row = db.session.get(Mail, mail_id)
    if row is None or row.meeting_id != meeting_id:
        abort(404)
    secrecy.check_may_go_again(row)
    mail.again(row, now=now())
    journal.note(
        "mail-sent-again",
        by=me(),
        now=now(),
        meeting=db.session.get_one(Meeting, meeting_id),
        about=row.to_name,
        after={"subject": row.subject},
    )
    tell(_("Mejlet till %(name)s skickas igen", name=row.to_name))
    if request.form.get("back") == "search":
        council_id = db.session.get_one(Meeting, meeting_id).council_id
        return redirect(url_for("mail.search", council_id=council_id))
    return redirect(url_for("mail.index", meeting_id=meeting_id))


# --- Mail caught while developing -----------------------------------------------------------------------


def _caught() -> Path:
    """The folder of caught mail. There is no such page anywhere but in development."""
    if current_app.config["ENVIRONMENT"] != "development":
        abort(404)
    return Path(current_app.config["DATA_DIR"]) / "mail"


def _read(name: str) -> EmailMessage:
    path = _caught() / f"{name}.eml"
    if path.parent != _caught() or not path.is_file():
        abort(404)
    return message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=SMTP)


@bp.get("/caught")
@open_to_everyone
def caught() -> ResponseReturnValue:
    paths = sorted(_caught().glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)[:200]
    return render("mail/caught.html", mails=[(path.stem, _read(path.stem)) for path in paths])


@bp.get("/caught/<name>")
@open_to_everyone
def letter(name: str) -> ResponseReturnValue:
    message = _read(name)
    return render("mail/letter.html", name=name, message=message, text=_body(message, "plain"))


@bp.get("/caught/<name>/html")
@open_to_everyone
def as_html(name: str) -> ResponseReturnValue:
    """The HTML as the recipient's mail program gets it; its own styles hold, nothing else does."""
    page = Response(_body(_read(name), "html"), mimetype="text/html")
    page.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return page


@bp.get("/caught/<name>/file/<int:number>")
@open_to_everyone
def file(name: str, number: int) -> ResponseReturnValue:
    files = list(_read(name).iter_attachments())
    if number >= len(files):
        abort(404)
    part = files[number]
    content = cast("bytes", part.get_payload(decode=True))
    return as_file(content, mimetype=part.get_content_type(), name=part.get_filename() or "fil")


def _body(message: EmailMessage, form: str) -> str:
    body = message.get_body((form,))
    return cast("str", body.get_content()) if body else ""
