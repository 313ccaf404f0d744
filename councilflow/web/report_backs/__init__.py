"""Återföring: an organisation's own page, the summary to take home, and the secretariat's table."""

from councilflow.web.report_backs import enter, matrix, own, show
from councilflow.web.report_backs.blueprint import bp

__all__ = ["bp", "enter", "matrix", "own", "show"]
