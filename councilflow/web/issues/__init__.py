"""Proposed issues: propose, follow, answer; what came before them; and the templates to begin with."""

from __future__ import annotations

from councilflow.web.issues import earlier, pool, proposing, show, templates
from councilflow.web.issues.blueprint import bp

__all__ = ["bp", "earlier", "pool", "proposing", "show", "templates"]
