"""Reminders before a meeting: of the answer to the invitation, and of what an organisation is to hand in.

The secretary sends them after a look at whom they reach, and they go by themselves some days before (H.7). It
is known to the host who has not answered and which organisation is silent; what anybody writes at home is
not, and nothing here reads it (H.5).
"""

from councilflow.services.reminders.letters import Preview, preview
from councilflow.services.reminders.sending import send, send_due
from councilflow.services.reminders.waiting import Asked, Awaited, Waiting, awaited_by

__all__ = ["Asked", "Awaited", "Preview", "Waiting", "awaited_by", "preview", "send", "send_due"]
