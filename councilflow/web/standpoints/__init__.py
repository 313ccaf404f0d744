"""The register of standpoints, a page for each, and the organisations' own decisions."""

from councilflow.web.standpoints import change, decisions, followed, matrix, own, register, show
from councilflow.web.standpoints.blueprint import bp

__all__ = ["bp", "change", "decisions", "followed", "matrix", "own", "register", "show"]
