"""A real SMTP server on loopback, which keeps what it is handed."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword


@dataclass
class Post:
    """What came, and what is to be refused."""

    received: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    passwords: list[tuple[str, str]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    """Receivers that the server does not know."""
    login: tuple[str, str] | None = None
    """User and password that it wants."""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        """Take a receiver, or not."""
        if address in self.refused:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        """Keep a message."""
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.received.append((sorted(map(str, envelope.rcpt_tos)), message))
        return "250 OK"

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: LoginPassword) -> AuthResult:
        """Let in who has the password."""
        self.passwords.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=self.passwords[-1] == self.login, handled=False)


class AnyPort(Controller):
    """A server on a port that is free."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]  # which it then tries, to see that it serves
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def posting(post: Post, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """Serve, and yield the port. With `tls` the server offers STARTTLS."""
    controller = AnyPort(
        post,
        hostname="127.0.0.1",
        port=0,
        server_hostname="localhost",
        tls_context=tls,
        auth_required=post.login is not None,
        auth_require_tls=False,
        authenticator=post.authenticate,
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
