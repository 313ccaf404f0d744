"""The pages of plans, in the order in which one works with them."""

from __future__ import annotations

from councilflow.web.plans import (
    applications,
    budget,
    contributions,
    exporting,
    funding,
    importing,
    index,
    indicators,
    linkage,
    moving,
    nodes,
    projects,
    registers,
    report_templates,
    report_writing,
    reporting,
    reports,
    targets,
    tree,
    voice,
)
from councilflow.web.plans.blueprint import bp

__all__ = [
    "applications",
    "bp",
    "budget",
    "contributions",
    "exporting",
    "funding",
    "importing",
    "index",
    "indicators",
    "linkage",
    "moving",
    "nodes",
    "projects",
    "registers",
    "report_templates",
    "report_writing",
    "reporting",
    "reports",
    "targets",
    "tree",
    "voice",
]
