"""The minutes: reading and writing them, the justerare's review, and the signatures."""

from councilflow.web.minutes import reading, reviewing, signing, writing
from councilflow.web.minutes.blueprint import bp

__all__ = ["bp", "reading", "reviewing", "signing", "writing"]
