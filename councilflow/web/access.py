"""Who may use which page. A page that does not say so keeps the application from starting.

    @bp.get("/<int:meeting_id>")
    @requires(Act.READ_MEETING)
    def show(meeting_id: int) -> ResponseReturnValue: ...

The address tells where the page is (council_id, meeting_id, item_id, issue_id, plan_id or attachment_id);
the viewer's seats tell what may be done there. Where the viewer has nothing to do at all, the page does not
exist for them (404); where they belong but may not do this, they are told so (403).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, cast

from flask import abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user

from councilflow.extensions import db
from councilflow.models import Person
from councilflow.process.plans.values import ReportState
from councilflow.process.rights import Act
from councilflow.services import live, visibility
from councilflow.services.live import Following
from councilflow.services.plans import access as plans
from councilflow.services.visibility import Place, Viewer

if TYPE_CHECKING:
    from flask import Flask

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

login = LoginManager()
_PLACE_NAMES = ("attachment_id", "item_id", "meeting_id", "issue_id", "plan_id", "council_id")


class Session(UserMixin):
    """What Flask-Login carries: the viewer behind the cookie."""

    def __init__(self, viewer: Viewer, key: str) -> None:
        self.viewer = viewer
        self.id = f"{viewer.person_id}:{key}"


def init_app(app: Flask) -> None:
    login.init_app(app)
    # Networks change under people's feet; the key in the cookie is what counts.
    login.session_protection = None
    app.config["REMEMBER_COOKIE_NAME"] = "councilflow_remember"


@login.user_loader
def _load(session_id: str) -> Session | None:
    person_id, _, key = session_id.partition(":")
    if not person_id.isdigit():
        return None
    found = visibility.viewer(int(person_id), key, now=now())
    return Session(found, key) if found else None


def now() -> datetime:
    """This request's instant, the same from its first line to its last."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    return cast("datetime", g.now)


def maybe_viewer() -> Viewer | None:
    """Who is looking; None when nobody is signed in."""
    user = current_user._get_current_object()  # asked once: the proxy finds the request anew each time
    return user.viewer if user.is_authenticated else None


def viewer() -> Viewer:
    """Who is looking, on a page for people who are signed in."""
    found = maybe_viewer()
    if found is None:
        abort(401)
    return found


def me() -> Person:
    """The acting person as a row, for services."""
    return db.session.get_one(Person, viewer().person_id)


def here() -> Place:
    """Where this page is, as its address says; settled by `requires`."""
    return cast("Place", g.place)


def can(*acts: Act) -> bool:
    """Whether the viewer may do any of these where this page is."""
    return bool(g.get("acts", frozenset()) & set(acts))


def open_to_everyone(view: View[P]) -> View[P]:
    """A page that needs no account."""
    view.access = "everyone"  # type: ignore[attr-defined]  # the mark that the start checks
    return view


def signed_in(view: View[P]) -> View[P]:
    """A page for anybody with an account; it shows only what is the viewer's own."""
    return _guarded(view, "signed-in", lambda: None)


def administers(view: View[P]) -> View[P]:
    """A page for those who keep the register of people, organisations and bodies."""

    def check() -> None:
        if not viewer().is_administrator:
            abort(403)

    return _guarded(view, "administrator", check)


def requires(*acts: Act) -> Callable[[View[P]], View[P]]:
    """A page for those who may do any of these acts where the address points."""

    def check() -> None:
        granted = _arrive()
        if not granted:
            abort(404)
        if not granted & set(acts):
            abort(403)

    return lambda view: _guarded(view, " | ".join(acts), check)


def manages(view: View[P]) -> View[P]:
    """A page for those who manage the council in the address, and for those who keep the register: before a
    council has a secretary, somebody must be able to seat one."""

    def check() -> None:
        granted = _arrive()
        if not viewer().is_administrator and Act.MANAGE_COUNCIL not in granted:
            abort(403 if granted else 404)

    return _guarded(view, f"{Act.MANAGE_COUNCIL} | administrator", check)


def presents(view: View[P]) -> View[P]:
    """A page for those who present the item in the address, for those who may read its meeting, and for those
    whom the meeting alone invites (A55, A68)."""

    def check() -> None:
        granted = _arrive()
        if granted & {Act.READ_MEETING, Act.READ_AGENDA}:
            return
        if not visibility.presents(viewer(), cast("int", here().item_id)):
            abort(403 if granted else 404)

    return _guarded(view, "presenter", check)


def follows_meeting(view: View[P]) -> View[P]:
    """A page for those who follow the meeting in the address while it goes on: who reads it, whom it alone
    invites, and who presents an item of it (A55, A68). `following()` says as whom."""

    def check() -> None:
        granted = _arrive()
        g.following = live.following(viewer(), here())
        if g.following is None:
            abort(403 if granted else 404)

    return _guarded(view, "follows-meeting", check)


def following() -> Following:
    """As whom the viewer follows the meeting of this page."""
    return cast("Following", g.following)


def signs(view: View[P]) -> View[P]:
    """A page for those who sign the minutes of the meeting in the address (H.6)."""

    def check() -> None:
        granted = _arrive()
        if not visibility.signs(viewer(), cast("int", here().meeting_id)):
            abort(403 if granted else 404)

    return _guarded(view, "signatory", check)


def reads_minutes(view: View[P]) -> View[P]:
    """A page for those who may read the minutes of the meeting in the address, signed or not yet."""

    def check() -> None:
        granted = _arrive()
        if not visibility.reads_minutes(viewer(), here()):
            abort(403 if granted else 404)

    return _guarded(view, "reads-minutes", check)


def follows_minutes(view: View[P]) -> View[P]:
    """A page for those who will read the minutes of the meeting in the address; the page itself asks
    `visibility.reads_minutes` whether they are to be read yet."""

    def check() -> None:
        granted = _arrive()
        if Act.READ_MINUTES not in granted and not visibility.signs(viewer(), cast("int", here().meeting_id)):
            abort(403 if granted else 404)

    return _guarded(view, "follows-minutes", check)


def reads_plan(view: View[P]) -> View[P]:
    """A page for those who may read the plan in the address: the council's own, its groups', the wider
    council's, and those of a council that shares it (B4.8)."""
    return _guarded(view, "reads-plan", _arrive_at_plan)


def keeps_plan(view: View[P]) -> View[P]:
    """A page for those who keep the plan in the address: the secretary, and those who keep the register."""

    def check() -> None:
        _arrive_at_plan()
        if not keeps_this_plan():
            abort(403)

    return _guarded(view, "keeps-plan | administrator", check)


def works_on_node(view: View[P]) -> View[P]:
    """A page for those who work on the node in the address (`node_id`): who keeps the plan, who is
    responsible, and the reference group of its area (B2.5). Of another plan's node there is no such page."""

    def check() -> None:
        _arrive_at_plan()
        ids = cast("dict[str, int]", request.view_args)
        if not plans.stands_in(ids["node_id"], ids["plan_id"]):
            abort(404)
        if not (keeps_this_plan() or plans.works_on(viewer(), ids["node_id"])):
            abort(403)

    return _guarded(view, "works-on-node | administrator", check)


def writes_report(view: View[P]) -> View[P]:
    """A page for those who write the report in the address (`report_id`): who keeps the plan, and of a
    report about one project those who work on that."""

    def check() -> None:
        _state, writes = _arrive_at_report()
        if not writes:
            abort(403)

    return _guarded(view, "writes-report | administrator", check)


def reads_report(view: View[P]) -> View[P]:
    """A page for those who read the plan, once the report in the address is submitted; before that for those
    who write it."""

    def check() -> None:
        state, writes = _arrive_at_report()
        if state is not ReportState.SUBMITTED and not writes:
            abort(404)

    return _guarded(view, "reads-report", check)


def writes_this_report() -> bool:
    """Whether the viewer writes the report in the address."""
    return bool(g.get("writes_report", False))


def _arrive_at_report() -> tuple[ReportState, bool]:
    _arrive_at_plan()
    ids = cast("dict[str, int]", request.view_args)
    found = plans.report_in(ids["plan_id"], ids["report_id"])
    if found is None:
        abort(404)
    node_id, state = found
    works = node_id is not None and plans.works_on(viewer(), node_id)
    g.writes_report = keeps_this_plan() or works
    return state, g.writes_report


def answers_outwards(view: View[P]) -> View[P]:
    """A page for those who keep the council, and for whoever is responsible for the hearing or the statement
    in the address (B1.18). `answers_here` says which of them."""

    def check() -> None:
        granted = _arrive()
        if Act.MANAGE_COUNCIL not in granted and not answers_here():
            abort(403 if granted else 404)

    return _guarded(view, f"{Act.MANAGE_COUNCIL} | responsible", check)


def answers_here() -> bool:
    """Whether the hearing or the statement in the address is the viewer's to answer."""
    ids = request.view_args or {}
    if "answers" not in g:
        g.answers = visibility.answers_for(
            viewer(),
            here().council_id,
            hearing_id=ids.get("hearing_id"),
            statement_id=ids.get("statement_id"),
        )
    return bool(g.answers)


def keeps_this_plan() -> bool:
    """Whether the viewer keeps the plan in the address."""
    return viewer().is_administrator or can(Act.MANAGE_COUNCIL)


def _arrive_at_plan() -> None:
    granted = _arrive()
    if Act.READ_COUNCIL in granted or viewer().is_administrator:
        return
    if not plans.reads(viewer(), cast("dict[str, int]", request.view_args)["plan_id"]):
        abort(404)


def _arrive() -> frozenset[Act]:
    """Find the place that the address names, and what the viewer may do there."""
    ids = request.view_args or {}
    named = next(name for name in _PLACE_NAMES if name in ids)
    place = visibility.place(**{named: ids[named]})
    if place is None:
        abort(404)
    g.place = place
    g.acts = visibility.acts_at(viewer(), place)
    return cast("frozenset[Act]", g.acts)


def _guarded(view: View[P], access: str, check: Callable[[], None]) -> View[P]:
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if maybe_viewer() is None:
            return _ask_to_sign_in()
        check()
        return view(*args, **kwargs)

    guarded.access = access  # type: ignore[attr-defined]  # the mark that the start checks
    return guarded


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.method != "GET":
        abort(401)
    session["next"] = request.full_path.rstrip("?")
    return redirect(url_for("account.sign_in"))


def ensure_every_page_is_guarded(app: Flask) -> None:
    """Refuse to start while a page does not say who may use it."""
    for endpoint, view in app.view_functions.items():
        if endpoint != "static" and not hasattr(view, "access"):
            raise RuntimeError(f"{endpoint} does not say who may use it")
