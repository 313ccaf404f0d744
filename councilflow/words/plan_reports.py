"""The words of projects and reports: phases, what a heading may hold, and the journal (B.4, G.5)."""

from __future__ import annotations

from enum import StrEnum

from councilflow.i18n import LazyText
from councilflow.i18n import lazy_gettext as _
from councilflow.process.plans.projects import PhaseStanding
from councilflow.process.plans.reports import ReportGap, ReportPart

REPORT_WORDS: list[tuple[StrEnum, LazyText]] = [
    (PhaseStanding.COMING, _("Inte påbörjad")),
    (PhaseStanding.ONGOING, _("Pågår")),
    (PhaseStanding.ENDED, _("Avslutad med beslut")),
    (PhaseStanding.PASSED_OVER, _("Hoppades över")),
    (ReportPart.GOALS, _("Mål med bedömning")),
    (ReportPart.MEASURES, _("Insatser med läge")),
    (ReportPart.PHASES, _("Faser och beslut")),
    (ReportPart.MILESTONES, _("Milstolpar")),
    (ReportPart.INDICATORS, _("Indikatorer med mål och utfall")),
    (ReportPart.BUDGET, _("Budget mot finansiering")),
    (ReportPart.CONTRIBUTIONS, _("Egen insats")),
    (ReportPart.ORGANISATION, _("Projektorganisation")),
    (ReportPart.EVALUATIONS, _("Utvärderingar")),
    (ReportPart.ATTACHMENTS, _("Lista över bilagor")),
    (ReportGap.EMPTY_HEADING, _("Inget är skrivet under rubriken.")),
    (ReportGap.GOAL_NOT_ASSESSED, _("Målet är inte bedömt.")),
    (ReportGap.NO_EVALUATION, _("Ingen utvärdering är inskriven.")),
    (ReportGap.NO_PERIOD, _("Rapporten säger inte vilken period den gäller.")),
    (ReportGap.NO_FUNDER, _("Rapporten säger inte vilken finansiär den går till.")),
]

REPORT_EVENTS: dict[str, LazyText] = {
    "phase-opened": _("%(who)s öppnade en fas i %(about)s"),
    "phase-decided": _("%(who)s skrev in beslutet om en fas i %(about)s"),
    "project-roles-set": _("%(who)s ändrade projektorganisationen för %(about)s"),
    "milestones-set": _("%(who)s ändrade milstolpar och uppföljning för %(about)s"),
    "project-reported": _("%(who)s rapporterade om %(about)s"),
    "figures-corrected": _("%(who)s rättade rapporterade siffror för %(about)s"),
    "report-template-added": _("%(who)s lade till rapportmallen %(about)s"),
    "report-template-changed": _("%(who)s ändrade rapportmallen %(about)s"),
    "report-template-removed": _("%(who)s tog bort rapportmallen %(about)s"),
    "report-begun": _("%(who)s började på rapporten %(about)s"),
    "report-changed": _("%(who)s ändrade uppgifterna om rapporten %(about)s"),
    "report-section-written": _("%(who)s skrev i rapporten %(about)s"),
    "goals-assessed": _("%(who)s bedömde mål i rapporten %(about)s"),
    "evaluations-written": _("%(who)s skrev in utvärderingar i rapporten %(about)s"),
    "report-submitted": _("%(who)s lämnade in rapporten %(about)s"),
    "report-withdrawn": _("%(who)s drog tillbaka rapporten %(about)s"),
    "report-removed": _("%(who)s tog bort utkastet till rapporten %(about)s"),
}

REPORT_FACTS: dict[str, LazyText] = {
    "phase": _("Fas"),
    "phase-decision": _("Beslut"),
    "roles": _("Roller"),
    "milestones": _("Milstolpar"),
    "deliverables": _("Leveranser"),
    "follow_up_on": _("Uppföljning"),
    "figures": _("Antal siffror"),
    "report-kind": _("Slag av rapport"),
    "headings": _("Rubriker"),
    "heading": _("Rubrik"),
    "project": _("Projekt"),
    "funder": _("Finansiär"),
    "from_on": _("Från och med"),
    "to_on": _("Till och med"),
    "goals": _("Mål"),
    "evaluations": _("Utvärderingar"),
}
