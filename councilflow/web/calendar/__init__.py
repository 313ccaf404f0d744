"""The calendar by month and by year, and everybody's own calendar to subscribe to."""

from councilflow.web.calendar import pages, subscribing
from councilflow.web.calendar.blueprint import bp

__all__ = ["bp", "pages", "subscribing"]
