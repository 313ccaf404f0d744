"""How a finished message leaves the house: by SMTP, or into a folder while developing.

A transport is a context, so that many mails share one connection. It raises `Undelivered`, which says in
one word what went wrong and whether it is worth trying again.
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

SECONDS = 30
"""How long a silent mail server is waited for."""


class Trouble(StrEnum):
    """Why a mail has not arrived, as the mail log tells it."""

    UNREACHABLE = "unreachable"  # no mail server answered
    INSECURE = "insecure"  # the server offers no encryption, or one that cannot be trusted
    LOGIN = "login"  # the server did not take our name and password
    SENDER = "sender"  # the server does not send for our address
    BUSY = "busy"  # a refusal for now
    REFUSED = "refused"  # there is no such recipient
    CONTENT = "content"  # the server will not have this message
    ADDRESS = "address"  # what is written as an address cannot be one


FINAL = frozenset({Trouble.REFUSED, Trouble.CONTENT, Trouble.ADDRESS})
"""What trying again does not help."""

OURS = frozenset({Trouble.UNREACHABLE, Trouble.INSECURE, Trouble.LOGIN, Trouble.SENDER})
"""What is the same for every mail: the others wait untried."""


class Undelivered(Exception):
    """A mail that did not leave; `words` are the mail server's own."""

    def __init__(self, trouble: Trouble, words: str) -> None:
        super().__init__(f"{trouble}: {words}")
        self.trouble = trouble
        self.words = words


class Transport(Protocol):
    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def send(self, message: bytes, *, sender: str, to: str, message_id: str) -> None:
        """Hand one message over, for good. Undelivered."""


class Smtp:
    """A mail server. `tls` is starttls, tls or none; the connection is opened by the first mail."""

    def __init__(
        self,
        server: str,
        *,
        tls: str = "starttls",
        user: str = "",
        password: str = "",
        timeout: float = SECONDS,
    ) -> None:
        self._host, _, port = server.partition(":")
        self._port = int(port or (465 if tls == "tls" else 587))
        self._tls, self._user, self._password, self._timeout = tls, user, password, timeout
        self._open: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def send(self, message: bytes, *, sender: str, to: str, message_id: str) -> None:
        try:
            connection = self._connected()
            connection.sendmail(sender, [to], message)
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            trouble = _trouble(error)
            # After a refusal the connection still serves the next mail; after anything else it is doubtful.
            if trouble not in (Trouble.REFUSED, Trouble.CONTENT, Trouble.BUSY):
                self._close()
            raise Undelivered(trouble, _words(error)) from error

    def _connected(self) -> smtplib.SMTP:
        if self._open is None:
            context = ssl.create_default_context()
            if self._tls == "tls":
                opened: smtplib.SMTP = smtplib.SMTP_SSL(
                    self._host, self._port, timeout=self._timeout, context=context
                )
            else:
                opened = smtplib.SMTP(self._host, self._port, timeout=self._timeout)
            self._open = opened  # from here on it is closed whatever happens
            if self._tls == "starttls":
                opened.starttls(context=context)
            if self._user:
                opened.login(self._user, self._password)
        return self._open

    def _close(self) -> None:
        if self._open is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._open.quit()
            self._open.close()
        self._open = None


def _trouble(error: Exception) -> Trouble:
    if isinstance(error, ssl.SSLError | smtplib.SMTPNotSupportedError):
        return Trouble.INSECURE
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Trouble.LOGIN
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Trouble.SENDER
    if isinstance(error, UnicodeError):
        return Trouble.CONTENT
    code = _code(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return Trouble.REFUSED if code >= 500 else Trouble.BUSY
    if isinstance(error, smtplib.SMTPDataError):
        return Trouble.CONTENT if code >= 500 else Trouble.BUSY
    return Trouble.UNREACHABLE


def _code(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return int(next(iter(error.recipients.values()))[0])
    return int(getattr(error, "smtp_code", 0))


def _words(error: Exception) -> str:
    """What the mail server said, on one line."""
    code: object = ""
    said: object = error
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(f"{code} {text}".split())[:500]


class Folder:
    """Catches mail as files while developing: one .eml each, so that no real person gets any."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def send(self, message: bytes, *, sender: str, to: str, message_id: str) -> None:
        name = message_id.strip("<>").partition("@")[0]
        part = self._folder / f"{name}.part"
        part.write_bytes(message)
        part.replace(self._folder / f"{name}.eml")  # whole or not at all
