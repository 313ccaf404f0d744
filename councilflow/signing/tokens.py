"""A certificate on a token or in a security module, by PKCS#11. Its key never leaves it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pkcs11
from pkcs11 import exceptions
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko.sign.signers import Signer as Key

from councilflow.process.errors import RuleBroken

_ONE_AT_A_TIME = threading.Lock()
"""Who is logged in to a token counts for the whole process, and so does whoever logs out."""


@dataclass(frozen=True, slots=True)
class Token:
    """A key on a token: the library that speaks with it, the token's label, and the label of the key.

    The certificate carries the label of the key unless `certificate` says another. RuleBroken when it is to
    sign: token-module-missing, token-not-found, token-pin-wrong, token-pin-locked, token-without-key,
    token-failed.
    """

    module: Path
    token: str
    label: str
    pin: str = field(repr=False)
    certificate: str = ""
    name: str = ""
    organisation: str = ""
    role: str = ""

    @contextmanager
    def ready(self) -> Iterator[Key]:
        with _ONE_AT_A_TIME, self._session() as session:
            key = PKCS11Signer(
                session,
                cert_label=self.certificate or self.label,
                key_label=self.label,
                embed_roots=False,
                other_certs_to_pull=None,  # all of them: whoever issued it lies beside it
            )
            try:
                key.signing_cert  # noqa: B018 # asking is what fetches certificate and key
            except (pkcs11.PKCS11Error, ValueError) as wrong:
                raise RuleBroken("token-without-key", token=self.token, label=self.label) from wrong
            yield key

    @contextmanager
    def _session(self) -> Iterator[pkcs11.Session]:
        session = self._open()
        try:
            yield session
        except pkcs11.PKCS11Error as wrong:
            raise RuleBroken("token-failed", token=self.token, why=type(wrong).__name__) from wrong
        finally:
            session.close()

    def _open(self) -> pkcs11.Session:
        try:
            module = pkcs11.lib(str(self.module))
        except (pkcs11.PKCS11Error, RuntimeError, OSError) as wrong:
            raise RuleBroken("token-module-missing", module=self.module.name) from wrong
        try:
            return module.get_token(token_label=self.token).open(user_pin=self.pin)
        except (exceptions.NoSuchToken, exceptions.MultipleTokensReturned) as wrong:
            raise RuleBroken("token-not-found", token=self.token) from wrong
        except exceptions.PinLocked as wrong:
            raise RuleBroken("token-pin-locked", token=self.token) from wrong
        except (exceptions.PinIncorrect, exceptions.PinInvalid, exceptions.PinLenRange) as wrong:
            raise RuleBroken("token-pin-wrong", token=self.token) from wrong
        except pkcs11.PKCS11Error as wrong:
            raise RuleBroken("token-failed", token=self.token, why=type(wrong).__name__) from wrong
