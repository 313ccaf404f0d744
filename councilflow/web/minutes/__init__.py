"""The minutes: reading and writing them, the justerare's review, and the signatures."""

from councilflow.web.minutes import archive, reading, replacing, reviewing, signing, supplements, writing
from councilflow.web.minutes.blueprint import bp

__all__ = ["archive", "bp", "reading", "replacing", "reviewing", "signing", "supplements", "writing"]
