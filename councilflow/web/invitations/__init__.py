"""The chair's invitation: looking at it before it goes, sending it, following it up, and answering it."""

from councilflow.web.invitations import (
    answering,
    following,
    recipients,
    reminding,
    sending,
    substituting,
)
from councilflow.web.invitations.blueprint import bp

__all__ = ["answering", "bp", "following", "recipients", "reminding", "sending", "substituting"]
