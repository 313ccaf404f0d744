"""The minutes: drafted from the record, read by the justerare, signed by everybody who answers for them."""

from councilflow.services.minutes import standing as _standing  # noqa: F401 – puts up its wall
from councilflow.services.minutes.at_once import approve_at_once
from councilflow.services.minutes.comments import answer_comment, comment
from councilflow.services.minutes.compose import compose
from councilflow.services.minutes.correcting import correct
from councilflow.services.minutes.draft import Clash, SavedFirst, begin, hold, latest, remake, save
from councilflow.services.minutes.place import SigningPlace
from councilflow.services.minutes.review import answer, lock, send_for_review, unlock
from councilflow.services.minutes.signing import sign, sign_supplement
from councilflow.services.minutes.supplements import withdraw

__all__ = [
    "Clash",
    "SavedFirst",
    "SigningPlace",
    "answer",
    "answer_comment",
    "approve_at_once",
    "begin",
    "comment",
    "compose",
    "correct",
    "hold",
    "latest",
    "lock",
    "remake",
    "save",
    "send_for_review",
    "sign",
    "sign_supplement",
    "unlock",
    "withdraw",
]
