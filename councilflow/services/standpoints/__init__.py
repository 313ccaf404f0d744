"""The register of standpoints: what the councils have taken, and what became of it (A.8, A38).

`beginning` puts them in, `listing` and `reading` give them out, `changing` says what became of them,
`picture` tells how far each goal has come, `following_up` what the next meeting should know.
"""

from councilflow.services.standpoints.listing import Listed, Page, Wanted, taken

__all__ = ["Listed", "Page", "Wanted", "taken"]
