"""A measure run as a project: its phases and roles, its milestones, and what its leader reports (B3.21)."""

from __future__ import annotations

from councilflow.services.plans.projects.organising import Milestones, set_milestones, set_roles
from councilflow.services.plans.projects.phases import decide_phase, open_phase
from councilflow.services.plans.projects.reading import Project, Reported, project_of, steps_of, waiting
from councilflow.services.plans.projects.reporting import (
    Figures,
    Told,
    correct,
    figures_of,
    measured_for,
    report,
)

__all__ = [
    "Figures",
    "Milestones",
    "Project",
    "Reported",
    "Told",
    "correct",
    "decide_phase",
    "figures_of",
    "measured_for",
    "open_phase",
    "project_of",
    "report",
    "set_milestones",
    "set_roles",
    "steps_of",
    "waiting",
]
