"""A real mail server on the loopback, for tests that read the mail that people get."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from aiosmtpd.controller import Controller


class Postman:
    """Keeps what the server takes, and refuses what it is told to refuse."""

    def __init__(self, server: str) -> None:
        self.server = server
        """host:port, as in the setting MAIL_SERVER."""
        self.received: list[tuple[str, EmailMessage]] = []
        self.refused_addresses: dict[str, str] = {}
        self.refuses_content = ""

    async def handle_RCPT(  # noqa: N802 – the server's own word
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if refusal := self.refused_addresses.get(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 – as above
        if self.refuses_content:
            return self.refuses_content
        read = message_from_bytes(envelope.content, _class=EmailMessage, policy=SMTP)
        self.received.extend((to, read) for to in envelope.rcpt_tos)
        return "250 OK"

    @property
    def addresses(self) -> list[str]:
        return sorted(to for to, _ in self.received)

    def to(self, address: str) -> list[EmailMessage]:
        """What one recipient got, in the order it came."""
        return [message for to, message in self.received if to == address]


@contextmanager
def working() -> Iterator[Postman]:
    """A postman while it serves, on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    postman = Postman(f"127.0.0.1:{port}")
    controller = Controller(postman, hostname="127.0.0.1", port=port)
    controller.start()
    yield postman
    controller.stop()


def texts(message: EmailMessage) -> str:
    """Everything that can be read in a message: subject, plain text and HTML."""
    bodies = [message.get_body((form,)) for form in ("plain", "html")]
    return "\n".join([str(message["Subject"]), *(body.get_content() for body in bodies if body)])
