"""The minutes: reading and writing them, the justerare's review, and the signatures."""

from councilflow.web.minutes import (
    archive,
    extracts,
    notices,
    outside,
    reading,
    replacing,
    reviewing,
    signing,
    supplements,
    writing,
)
from councilflow.web.minutes.blueprint import bp

__all__ = [
    "archive",
    "bp",
    "extracts",
    "notices",
    "outside",
    "reading",
    "replacing",
    "reviewing",
    "signing",
    "supplements",
    "writing",
]
