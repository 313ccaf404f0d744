"""The meeting as those follow it who are in the room or at home: what is on the table and what comes."""

from councilflow.services.live.following import Following, following, presents_in
from councilflow.services.live.state import State, Stop, state, versions

__all__ = ["Following", "State", "Stop", "following", "presents_in", "state", "versions"]
