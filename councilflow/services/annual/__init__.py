"""The year of a council, from its record (B2.22)."""

from councilflow.services.annual.reading import report, years

__all__ = ["report", "years"]
