"""Who does what: the lists of a council, joint efforts with what is put in, and each organisation's work."""

from councilflow.web.efforts import index, joint, work
from councilflow.web.efforts.blueprint import bp
from councilflow.web.standpoints.show import BESIDE

BESIDE.append(work.beside)

__all__ = ["bp", "index", "joint", "work"]
