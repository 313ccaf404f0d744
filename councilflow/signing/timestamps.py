"""Timestamps by an authority outside (RFC 3161), which attest that a file existed at a moment.

Nothing goes over the network unless the administrator has set an address. An answer is believed only when it
is about our digest and our question, told in our time, and signed by an authority whose root was set.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from asn1crypto import cms, tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus

from councilflow.process.errors import RuleBroken
from councilflow.signing.container import is_plain
from councilflow.signing.network import NoAnswer, TooSlow, answer_from
from councilflow.signing.trust import believing, parsed

ALLOWED_DIFFERENCE = timedelta(minutes=5)
"""How far the authority's clock may be from ours."""

SECONDS = 15.0
"""How long an authority may take over one answer."""

ROOM = 12 * 1024
"""How many bytes of a file are kept free for a timestamp: the authority is asked once, not beforehand."""

_LARGEST_ANSWER = 1 << 20


class NotHad(StrEnum):
    """Why there is no timestamp: the fact `why` of RuleBroken("timestamp-not-had")."""

    NO_ANSWER = "no-answer"
    TOO_SLOW = "too-slow"
    RUBBISH = "rubbish"
    REFUSED = "refused"
    OTHER_QUESTION = "other-question"  # another digest or nonce than ours
    OTHER_TIME = "other-time"
    NOT_TRUSTED = "not-trusted"


class HttpTimeStamper(TimeStamper):
    """An authority at an address, asked once for each timestamp (RFC 3161, 3.4)."""

    def __init__(self, address: str, seconds: float = SECONDS) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko leaves it untyped
        if not address.startswith(("https://", "http://")):
            raise RuleBroken("timestamp-address-wrong", address=address)
        self._address, self._seconds = address, seconds

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return tsp.TimeStampResp.load(self._answer(req.dump()))

    def _answer(self, question: bytes) -> bytes:
        kinds = {"kind": "application/timestamp-query", "accepts": "application/timestamp-reply"}
        try:
            return answer_from(self._address, question, seconds=self._seconds, most=_LARGEST_ANSWER, **kinds)
        except TooSlow:
            raise not_had(NotHad.TOO_SLOW) from None
        except NoAnswer:
            raise not_had(NotHad.NO_ANSWER) from None


@dataclass(frozen=True)
class Timestamps:
    """A timestamp authority and the roots it is believed by (certificates, PEM or DER)."""

    authority: TimeStamper
    roots: Sequence[bytes] = field(repr=False)

    def now(self, at: datetime) -> TimeStamper:
        """What pyHanko asks for timestamps at the moment `at` (aware). It gives only answers that hold, and
        raises RuleBroken("timestamp-not-had", why=NotHad…) otherwise."""
        return _Strict(self, at)


class _Strict(TimeStamper):
    def __init__(self, timestamps: Timestamps, at: datetime) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko leaves it untyped
        self._timestamps, self._at = timestamps, at

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        try:
            return await self._timestamps.authority.async_request_tsa_response(req)
        except OSError as silent:
            raise not_had(NotHad.NO_ANSWER) from silent

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        _nonce, question = self.request_cms(  # type: ignore[no-untyped-call]
            message_digest, md_algorithm
        )
        try:
            token = _token(await self.async_request_tsa_response(question))
            told = token["content"]["encap_content_info"]["content"].parsed
            if not isinstance(told, tsp.TSTInfo):
                raise not_had(NotHad.RUBBISH)
            self._hold_answers(told, question)
            status = await self._status(token, message_digest)
        except RuleBroken:
            raise
        except Exception as rubbish:  # a parser may fail in any way on what a stranger sends
            raise not_had(NotHad.RUBBISH) from rubbish
        if not (status.intact and status.valid):
            raise not_had(NotHad.RUBBISH)
        if not status.trusted:
            raise not_had(NotHad.NOT_TRUSTED)
        if len(token.dump()) > ROOM or not is_plain(token.dump()):
            raise not_had(NotHad.RUBBISH)
        return token

    def _hold_answers(self, told: tsp.TSTInfo, question: tsp.TimeStampReq) -> None:
        parts = [(one["message_imprint"].native, one["nonce"].native) for one in (told, question)]
        if parts[0] != parts[1]:
            raise not_had(NotHad.OTHER_QUESTION)
        if abs(told["gen_time"].native - self._at) > ALLOWED_DIFFERENCE:
            raise not_had(NotHad.OTHER_TIME)

    async def _status(self, token: cms.ContentInfo, digest: bytes) -> TimestampSignatureStatus:
        context = believing(parsed(self._timestamps.roots), self._at)
        facts = await validate_tst_signed_data(token["content"], context, lambda _algorithm: digest)
        return TimestampSignatureStatus(**facts)


def _token(answer: tsp.TimeStampResp) -> cms.ContentInfo:
    if answer["status"]["status"].native not in ("granted", "granted_with_mods"):
        raise not_had(NotHad.REFUSED)
    return answer["time_stamp_token"]


def not_had(why: NotHad) -> RuleBroken:
    return RuleBroken("timestamp-not-had", why=why)
