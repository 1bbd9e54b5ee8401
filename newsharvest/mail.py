"""A message with files, by SMTP: to a server that says who it is, and never with a password that others could read."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from ipaddress import ip_address
from typing import Literal

SECONDS = 60
"""After which a server that does not answer is given up."""


class MailError(Exception):
    """A message could not be sent; the text says why, in one line."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed in."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    """`tls` from the first byte (port 465), `starttls` (587), or `none`: for a relay in the house, which gets no password."""
    sender: str
    user: str = ""
    password: str = ""

    @property
    def is_here(self) -> bool:
        """Whether it is this machine: nobody else reads what goes there."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a message."""

    name: str
    kind: str
    """`text/html`."""
    content: bytes


def message_of(
    server: Server, receivers: Sequence[str], subject: str, text: str, html: str | None = None, files: Sequence[Attached] = ()
) -> EmailMessage:
    """Return a message. Its receivers do not see each other."""
    message = EmailMessage()
    message["From"] = server.sender
    message["To"] = receivers[0] if len(receivers) == 1 else server.sender
    message["Subject"] = subject
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain=server.sender.rpartition("@")[2].rstrip(">") or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for file in files:
        main, _, sub = file.kind.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return message


def send(server: Server, messages: Sequence[tuple[Sequence[str], EmailMessage]]) -> None:
    """Send messages, each to its receivers, over one connection. MailError says why one could not be sent: those after it were not, either.

    The server's certificate is verified.
    """
    if server.password and server.security == "none" and not server.is_here:
        raise MailError(f'the password was not sent to {server.host} unencrypted: write security = "starttls" or "tls"')
    try:
        with connected(server) as smtp:
            for receivers, message in messages:
                if refused := smtp.send_message(message, from_addr=server.sender, to_addrs=list(receivers)):
                    raise MailError(f"{server.host} did not take {', '.join(refused)}: {said(next(iter(refused.values()))[1])}")
    except smtplib.SMTPAuthenticationError as error:
        raise MailError(f"{server.host} did not take user and password: {said(error.smtp_error)}") from None
    except smtplib.SMTPRecipientsRefused as error:
        told = ", ".join(error.recipients)
        raise MailError(f"{server.host} did not take {told}: {said(next(iter(error.recipients.values()))[1])}") from None
    except smtplib.SMTPResponseException as error:
        raise MailError(f"{server.host} refused: {error.smtp_code} {said(error.smtp_error)}") from None
    except ssl.SSLCertVerificationError as error:
        raise MailError(f"{server.host} has no certificate that is trusted: {error.verify_message}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise MailError(f"{server.host}:{server.port}: {str(error) or type(error).__name__}") from None


def connected(server: Server) -> smtplib.SMTP:
    """Connect, encrypt and log in."""
    context = ssl.create_default_context()
    if server.security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    try:
        if server.security == "starttls":
            smtp.starttls(context=context)
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def said(words: bytes | str) -> str:
    """Return a server's words on one line."""
    return " ".join((words.decode("utf-8", "replace") if isinstance(words, bytes) else words).split())[:200]
