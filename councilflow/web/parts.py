"""A page that shows every component in every state. Served in development and tests, never to the public."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FileField,
    Form,
    FormField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, Optional

from councilflow.web.access import open_to_everyone
from councilflow.web.forms import SelectChoice
from councilflow.web.pages import render

bp = Blueprint("parts", __name__)

STANCES = [
    SelectChoice("support", "Vi ställer oss bakom"),
    SelectChoice("support_yielding", "Vi ställer oss bakom och avstår något"),
    SelectChoice("dissent", "Vi har en avvikande synpunkt"),
    SelectChoice("needs_more", "Vi behöver mer underlag"),
]
RUS = [SelectChoice("matching", "Matchning på arbetsmarknaden"), SelectChoice("transport", "Transportplanen")]


class QuestionForm(Form):
    words = StringField("Fråga att ta hem", [InputRequired("Skriv frågan eller ta bort raden")])


class ItemForm(Form):
    """One field of each sort."""

    title = StringField("Rubrik", [InputRequired("Skriv en rubrik"), Length(max=120)])
    kind = RadioField(
        "Vad gäller punkten?",
        [InputRequired("Välj om punkten gäller information eller ställningstagande")],
        choices=[SelectChoice("standpoint", "Ställningstagande"), SelectChoice("information", "Information")],
    )
    link = SelectField("Koppling till RUS", [InputRequired("Välj vad frågan hänger ihop med")], choices=RUS)
    background = TextAreaField("Bakgrund", [Optional()])
    goals = SelectMultipleField("Mål som berörs", [InputRequired("Välj minst ett mål")], choices=RUS)
    minutes = IntegerField("Tid", [InputRequired("Skriv hur många minuter punkten får")])
    day = DateField("Dag", [InputRequired("Välj en dag")])
    hour = TimeField("Klockslag", [Optional()])
    paper = FileField("Bilaga", [Optional()])
    password = PasswordField("Ditt lösenord", [InputRequired("Skriv ditt lösenord")])
    read = BooleanField("Jag har läst protokollet", [InputRequired("Kryssa i att du har läst protokollet")])
    stance = RadioField("Timrå kommuns hållning", [InputRequired("Välj en hållning")], choices=STANCES)
    questions = FieldList(FormField(QuestionForm), min_entries=1)


class Part:
    """Stands in for what pages give the macros: any names, as attributes."""

    def __init__(self, **facts: Any) -> None:
        self.__dict__.update(facts)


def stations(now: int) -> list[Part]:
    """The six stations of a meeting, standing at number `now` (from 0); 6 means that all are behind it."""
    all_of_them = [
        ("Beredning", "klar 17 nov"),
        ("Fastställd", "20 nov"),
        ("Kallad", "senast 27 nov"),
        ("Pågår", "4 dec"),
        ("Protokoll", "utkast 9 dec"),
        ("Justerat", ""),
    ]
    states = ["done"] * now + ["now"] + ["next"] * 5
    return [
        Part(label=label, detail=detail, state=state)
        for (label, detail), state in zip(all_of_them, states, strict=False)
    ]


def _matrix() -> dict[str, Any]:
    s, y, d, m = "support", "support_yielding", "dissent", "needs_more"
    rows = {
        "Härnösands kommun": (s, s, s),
        "Sollefteå kommun": (s, d, s),
        "Timrå kommun": (None, None, None),
        "Ånge kommun": (y, d, s),
        "Örnsköldsviks kommun": (s, y, m),
    }
    titles = {
        "3": "Gemensam vuxen\u00adutbildning",
        "4": "Prioriteringar i länstransport\u00adplanen",
        "7": "Med\u00adfinansiering av bredband",
    }
    sums = [
        ("4 av 4 står bakom", "1 av dem avstår något"),
        ("2 avvikande synpunkter", ""),
        ("1 behöver mer", ""),
    ]
    columns = list(zip(*rows.values(), strict=True))
    return {
        "items": [
            Part(number=number, title=title, sum=total, more=more, stances=stances)
            for (number, title), (total, more), stances in zip(titles.items(), sums, columns, strict=True)
        ],
        "rows": [
            Part(
                name=name,
                when="Inlämnad 2 dec" if cells[0] else "Väntades 2 dec",
                cells=[Part(stance=one, url="#synpunkter" if one not in (s, None) else "") for one in cells],
            )
            for name, cells in rows.items()
        ],
    }


def _tasks() -> list[Part]:
    return [
        Part(
            due=date(2026, 11, 26),
            title="Berätta hemma om mötet den 23 oktober",
            url="#",
            why="Återföring i kommunstyrelsen. En sammanfattning att ta med finns klar.",
            when="Skulle ha varit klart i torsdags",
            is_late=True,
        ),
        Part(
            due=date(2026, 12, 2),
            title="Lämna in Timrås hållning till mötet den 4 december",
            url="#",
            why="Två av fyra ställningstaganden är klara.",
            when="Onsdag, om två dagar",
            is_late=False,
            verb="Fortsätt förbereda",
        ),
        Part(
            due=date(2026, 12, 14),
            title="Skriv in fullmäktiges beslut",
            url="#",
            why="",
            when="Måndag",
            is_late=False,
        ),
    ]


def examples() -> dict[str, Any]:
    """The facts of the page."""
    wrong = ItemForm(MultiDict({"questions-0-words": ""}), prefix="fel-")
    wrong.process(MultiDict({"fel-questions-0-words": "", "fel-minutes": "femton"}))
    wrong.validate()
    return {
        "form": ItemForm(
            MultiDict({"title": "Länets linje inför EU:s budget", "stance": "support_yielding"})
        ),
        "wrong": wrong,
        "matrix_facts": _matrix(),
        "stations": stations,
        "tasks": _tasks(),
        "gaps": [
            Part(
                label="Punkt 4, Länstransportplanen",
                url="#",
                advice="Skriv en mening om hur frågan hänger ihop med RUS.",
            ),
            Part(label="", url="", advice="Välj två justerare."),
        ],
        "rail_items": [
            Part(state="done", title="§ 67 Öppnande och val av justerare", more="9.00–9.08"),
            Part(state="done", title="§ 68 Uppföljning av tidigare ställningstaganden", more="Information"),
            Part(
                state="now",
                title="§ 69 Prioriteringar i länstransportplanen",
                more="sedan 9.52, 35 min avsatt",
            ),
            Part(state="next", title="4. Länets linje inför EU:s budget", more="30 min"),
        ],
        "standpoints": [
            Part(
                number="§ 61",
                title="Gemensam etableringsfunktion för länet",
                url="#",
                words="Konsensus. 3 av 8 organisationer har fattat formellt beslut.",
                done=3,
                all=8,
            ),
            Part(
                number="§ 60",
                title="Yttrande om nationell plan",
                url="#",
                words="Konsensus. Kräver inga formella beslut.",
                done=0,
                all=0,
            ),
        ],
        "signers": [
            Part(name="Sekreterare, Region Västernorrland", words="8 december, kl. 14.02", signed=True),
            Part(name="Justerare, Kramfors kommun", words="Väntar på underskrift", signed=False),
        ],
        "checks": [
            Part(words="Förberedelsen är stängd. Åtta av åtta har lämnat in.", done=True),
            Part(words="markera att föredragningen är hållen.", done=False),
        ],
        "digits": "9f3c71ae0b52d84e6a17c2f058bd3e9144d7a60cf28b1593e7ca0d6fb93482e5",
    }


@bp.get("/parts")
@open_to_everyone
def parts() -> ResponseReturnValue:
    return render("parts.html", **examples())
