"""A meeting of forty items with a hundred and twenty attachments is made into a package: what a page takes
meanwhile, beside what it takes when nothing goes on."""

from __future__ import annotations

import io
import random
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from bench.county import County
from bench.figures import Figure, median, percentile
from bench.page import ITEMS, call, environ, session_cookie
from councilflow.extensions import db
from councilflow.models import AgendaItem, Attachment, Meeting, MeetingPackage, Person
from councilflow.process.packages import PackageState
from councilflow.services import files, packages

EACH = 3
"""Attachments of each item."""
PAGES = 12
"""Of each attachment."""
_CLOCK: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731 – a value that is handed on


def measure(app: Flask, county: County, *, rounds: int) -> list[Figure]:
    """Seconds on the wall, for they are what people wait."""
    meeting_id, folder = county.meetings[ITEMS], Path(app.config["DATA_DIR"])
    with app.app_context():
        _attach(meeting_id, folder)
        _ask(meeting_id, folder)
        db.session.remove()
    asked = environ(f"/meetings/{meeting_id}", session_cookie(app, county.readers[1]))
    alone = [_seconds(lambda: call(app, asked, 200)) for _ in range(rounds)]
    worker = threading.Thread(target=_work, args=(app, folder))
    begun = time.perf_counter()
    worker.start()
    beside = []
    while worker.is_alive():
        beside.append(_seconds(lambda: call(app, asked, 200)))
        time.sleep(0.05)  # readers read
    took = time.perf_counter() - begun
    with app.app_context():
        state, pages = db.session.execute(sa.select(MeetingPackage.state, MeetingPackage.pages)).one()
        db.session.remove()
    return [
        Figure(
            "page while a package is made: median against none being made", median(beside) / median(alone), 2
        ),
        Figure("the same: 95th percentile", percentile(beside, 0.95) / percentile(alone, 0.95), 3),
        Figure(
            f"packages of {ITEMS} items and {ITEMS * EACH} attachments that failed",
            state != PackageState.READY,
            0,
        ),
        Figure("pages of the package", pages),
        Figure("the package is made in", took, unit=" s"),
    ]


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _work(app: Flask, folder: Path) -> None:
    with app.app_context():
        packages.make_next(folder=folder, clock=_CLOCK)
        db.session.remove()


def _ask(meeting_id: int, folder: Path) -> None:
    by = db.session.scalars(sa.select(Person).limit(1)).one()
    packages.ask(db.session.get_one(Meeting, meeting_id), folder=folder, by=by, now=_CLOCK())
    db.session.commit()


def _attach(meeting_id: int, folder: Path) -> None:
    person_id = db.session.scalars(sa.select(Person.id).limit(1)).one()
    items = db.session.scalars(sa.select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id)).all()
    rows = []
    for item_id in items:
        for number in range(EACH):
            content = _report(item_id * EACH + number)
            digest = sha256(content).hexdigest()
            place = files.where(digest, folder=folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
            rows.append(
                {
                    "item_id": item_id,
                    "position": number,
                    "title": f"Rapport {number + 1}",
                    "file_name": "rapport.pdf",
                    "media_type": "application/pdf",
                    "size": len(content),
                    "sha256": digest,
                    "uploaded_by_id": person_id,
                    "uploaded_at": _CLOCK(),
                }
            )
    # The county's meeting of forty items has been held and signed, where the product itself takes no more.
    db.session.execute(sa.insert(Attachment), rows)
    db.session.commit()


def _report(seed: int) -> bytes:
    """A report of some pages, with a megabyte that cannot be packed any tighter."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, pageCompression=0, invariant=1)
    noise = random.Random(seed)
    for number in range(PAGES):
        canvas.drawString(60, 780, f"Rapport {seed}, sida {number + 1}")
        canvas._code.append("% " + noise.randbytes(40_000).hex())
        canvas.showPage()
    canvas.save()
    return file.getvalue()
