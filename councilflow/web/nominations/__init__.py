"""Asking the organisations for names: the pages of the one who asks, and of those who answer."""

from councilflow.web.nominations import answering, asking, following
from councilflow.web.nominations.blueprint import bp

__all__ = ["answering", "asking", "bp", "following"]
