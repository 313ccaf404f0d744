"""The minutes: drafted from the record, read by the justerare, signed by everybody who answers for them."""

from councilflow.services.minutes import standing as _standing  # noqa: F401 – puts up its wall
from councilflow.services.minutes.compose import compose
from councilflow.services.minutes.draft import Clash, SavedFirst, begin, hold, latest, remake, save
from councilflow.services.minutes.review import answer, lock, send_for_review, unlock
from councilflow.services.minutes.signing import SigningPlace, sign

__all__ = [
    "Clash",
    "SavedFirst",
    "SigningPlace",
    "answer",
    "begin",
    "compose",
    "hold",
    "latest",
    "lock",
    "remake",
    "save",
    "send_for_review",
    "sign",
    "unlock",
]
