"""Who does what: each organisation's work for a standpoint, and what organisations do together (A30, A96).

The secretariat keeps the joint efforts; each organisation enters its own work and what it puts in.
"""

from councilflow.services.efforts.access import may_enter
from councilflow.services.efforts.joint import change, give, make, remove, take_back
from councilflow.services.efforts.work import add, drop, enter

__all__ = ["add", "change", "drop", "enter", "give", "make", "may_enter", "remove", "take_back"]
