"""The organisations' own decisions on the standpoints of their councils (A82), step by step (B3.2).

Each organisation enters its own. The secretariat may do it on its word, and the journal says on whose. From
the signing of the minutes everybody in the council reads what the others have decided.
"""

from councilflow.services.formal_decisions.access import Way, way_of
from councilflow.services.formal_decisions.own import has_home
from councilflow.services.formal_decisions.writing import add_step, attach, detach, enter, remove_step

__all__ = ["Way", "add_step", "attach", "detach", "enter", "has_home", "remove_step", "way_of"]
