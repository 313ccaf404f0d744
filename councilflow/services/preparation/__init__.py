"""How an organisation prepares at home, and what it hands in (A73, A85, H.5).

`room` is the organisation's own side of the wall and `summary` the council's; `handing_in` is the one door
between them. Nothing that happens in the room leaves a trace outside it: no journal entry, no mail, no
version, no number.
"""

from councilflow.services.preparation.handing_in import close, confirm, submit, submit_several
from councilflow.services.preparation.room import comment, save

__all__ = ["close", "comment", "confirm", "save", "submit", "submit_several"]
