"""The councils: who sits in them, what binds them, and the pages where they are managed."""

from councilflow.web.councils import pages, seats, texts
from councilflow.web.councils.blueprint import bp

__all__ = ["bp", "pages", "seats", "texts"]
