"""How far the decisions at home on a standpoint have come, in a line (A82): the same in the register, on the
page of the standpoint, in the matrix and in the annual report."""

from __future__ import annotations

from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.process.standpoints import Progress


def decisions_told(progress: Progress) -> str:
    """7 av 9 klara: 5 enligt ställningstagandet, 1 med ändring, 1 avslag; 2 har inte svarat; 1 är sen. Empty
    when nobody has been asked."""
    return "; ".join(filter(None, (_made(progress), _unsettled(progress), _late(progress))))


def _made(progress: Progress) -> str:
    if not progress.needed:
        return ""
    head = _("%(n)s av %(m)s klara", n=progress.decided, m=progress.needed)
    kinds = [
        _("%(n)s enligt ställningstagandet", n=progress.agreed) if progress.agreed else "",
        _("%(n)s med ändring", n=progress.changed) if progress.changed else "",
        _("%(n)s avslag", n=progress.rejected) if progress.rejected else "",
    ]
    told = ", ".join(filter(None, kinds))
    return f"{head}: {told}" if told else head


def _unsettled(progress: Progress) -> str:
    return _("%(n)s har inte svarat", n=progress.unsettled) if progress.unsettled else ""


def _late(progress: Progress) -> str:
    return ngettext("%(n)s är sen", "%(n)s är sena", progress.late) if progress.late else ""
