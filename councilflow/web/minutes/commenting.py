"""The reviewers' comments at their places in the draft, and the secretary's answers."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.i18n import gettext as _
from councilflow.process.minutes import MinutesState
from councilflow.process.rights import Act
from councilflow.services import minutes
from councilflow.services.minutes import comments, reading
from councilflow.services.minutes.passages import PARTS, TIMES, key_of, text_of
from councilflow.services.minutes.places import ATTENDANCE, OF_ITEM, WHOLE, place_of
from councilflow.services.minutes.record import read
from councilflow.web.access import can, me, now, requires, signs
from councilflow.web.minutes.blueprint import bp
from councilflow.web.minutes.facts import Standpoint, head_of, may_comment, standpoint
from councilflow.web.minutes.forms import AnswerForm, CommentForm
from councilflow.web.minutes.placing import attendance_lines, paragraph_lines, place_names
from councilflow.web.minutes.writing import passage_names
from councilflow.web.once import once
from councilflow.web.pages import render, tell


@bp.route("/comments", methods=["GET", "POST"])
@signs
@once
def comments_(meeting_id: int) -> ResponseReturnValue:
    """The draft passage by passage with what was said of each (?passage= opens the form there)."""
    form = CommentForm()
    if form.validate_on_submit():
        document = minutes.hold(meeting_id)
        made = minutes.comment(
            document,
            form.passage.data or "",
            form.text.data or "",
            quote=form.quote.data or "",
            by=me(),
            now=now(),
        )
        tell(_("Kommentaren är sparad"), _("Sekreteraren ser den på samma plats i texten."))
        return redirect(url_for("minutes.comments_", meeting_id=meeting_id, _anchor=made.passage))
    at = standpoint(meeting_id)
    if request.method == "GET":
        form.passage.data = request.args.get("passage", "")
        form.quote.data = request.args.get("quote", "")[:1000]
    return _page(at, form), 422 if form.errors else 200


def _page(at: Standpoint, form: CommentForm) -> str:
    meeting_id = at.meeting.id
    said = comments.listed(at.document.id)
    return render(
        "minutes/comments.html",
        form=form,
        opened=form.passage.data if may_comment(at) else "",
        comments_here=may_comment(at),
        settles=can(Act.WRITE_MINUTES) and at.state in (MinutesState.DRAFT, MinutesState.IN_REVIEW),
        parts=_parts(meeting_id, at, said),
        left=sum(one.settled_at is None for one in said),
        total=len(said),
        spoken=reading.spoken(meeting_id),
        **head_of(at),
    )


def _parts(meeting_id: int, at: Standpoint, said: Any) -> list[dict[str, Any]]:
    """The § with their passages; a passage without text is left out unless somebody has said something."""
    record, held = read(meeting_id), reading.draft(at.document.id).passages
    names = passage_names(record.items) | place_names(record.items)
    minutes = reading.draft_text(record, held)
    parts = [
        {"title": _("Närvaro"), "passages": [_place(ATTENDANCE, names, attendance_lines(minutes), said)]},
        {"title": _("Mötets tider"), "passages": _passages([TIMES], names, held, said)},
    ]
    for item, paragraph in zip(record.items, minutes.paragraphs, strict=True):
        title = _("§ %(number)s %(title)s", number=item.number or item.position, title=item.title)
        told = paragraph_lines(paragraph)
        places = [_place(place_of(item.id, one), names, told.get(one, ""), said) for one in OF_ITEM]
        shown = [one for one in places if one["text"] or one["said"] or one["key"].endswith(WHOLE)]
        keys = [key_of(item.id, part) for part in PARTS]
        parts.append({"title": title, "passages": _passages(keys, names, held, said) + shown})
    return [part for part in parts if part["passages"]]


def _place(key: str, names: dict[str, str], text: str, said: Any) -> dict[str, Any]:
    """A place of the record: what stands there is no text of the draft, so no words of it are marked."""
    at_place = [one for one in said if one.passage == key]
    return {"key": key, "name": names[key], "text": text, "said": at_place, "is_text": False}


def _passages(keys: list[str], names: dict[str, str], held: Any, said: Any) -> list[dict[str, Any]]:
    found = [
        {
            "key": key,
            "name": names.get(key, key),
            "text": text_of(held, key),
            "said": [one for one in said if one.passage == key],
            "is_text": True,
        }
        for key in keys
    ]
    return [one for one in found if one["text"] or one["said"]]


@bp.post("/comments/<int:comment_id>")
@requires(Act.WRITE_MINUTES)
@once
def answer_comment(meeting_id: int, comment_id: int) -> ResponseReturnValue:
    """Answer a comment, settle it or open it again, by the button that was pressed."""
    form, step = AnswerForm(), request.form.get("step", "answer")
    if not form.validate_on_submit():
        return _page(standpoint(meeting_id), CommentForm(formdata=None)), 422
    document = minutes.hold(meeting_id)
    minutes.answer_comment(
        document, comment_id, form.answer.data or "", settles=step == "settle", by=me(), now=now()
    )
    tell(_("Kommentaren är avslutad") if step == "settle" else _("Svaret är sparat"))
    back = f"comment-{comment_id}"
    return redirect(url_for("minutes.comments_", meeting_id=meeting_id, _anchor=back))
