"""A message with files, by SMTP: to a server that says who it is, and never with a password that others could read."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal

from newsharvest.language import _
from newsharvest.terminal import cause, suggest

SECONDS = 60
"""After which a server that does not answer is given up."""


PASSWORD = "NEWSHARVEST_MAIL_PASSWORD"  # noqa: S105
"""The environment variable that may hold the password."""
SECURITY = ("starttls", "tls", "none")
_TEXTS = {
    "host": "smtp.example.com",
    "security": "starttls",
    "user": "press",
    "sender": "press@example.com",
    "password_file": "mail-password.txt",
}
_KEYS = (*_TEXTS, "port", "to")
_PORTS = {"starttls": 587, "tls": 465, "none": 25}


class MailError(Exception):
    """A message could not be sent; the text says why, in one line."""

    def __init__(self, text: str, taken: Sequence[str] = ()) -> None:
        super().__init__(text)
        self.taken = taken
        """The addresses that got theirs all the same."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed in."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    """`tls` from the first byte (port 465), `starttls` (587), or `none`: for a relay in the house, which gets no password."""
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    to: Sequence[str] = ()
    """Who gets all of it."""

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


def read_server(table: Mapping[str, Any], folder: Path, environment: Mapping[str, str]) -> Server:
    """Return the server of a table [mail]. ValueError says in one line what is wrong with it.

    `folder`: what its password_file is seen from. The password stands in that file, or in NEWSHARVEST_MAIL_PASSWORD.
    """
    for key, value in table.items():
        if key not in _KEYS:
            near, known = suggest(key, _KEYS), ", ".join(_KEYS)
            raise ValueError(_("[mail]: unknown key {key!r}{near} (known: {known})", key=key, near=near, known=known))
        if key in _TEXTS and not isinstance(value, str):
            raise ValueError(_('[mail]: {key} is a text in quotation marks: write {key} = "{example}"', key=key, example=_TEXTS[key]))
    for key in ("host", "sender"):
        if not table.get(key):
            raise ValueError(_('[mail] has no {key}: write {key} = "{example}"', key=key, example=_TEXTS[key]))
    security = table.get("security", "starttls")
    if security not in SECURITY:
        raise ValueError(_("[mail]: security is one of {known}, not {security!r}", known=", ".join(SECURITY), security=security))
    port, to = table.get("port", _PORTS[security]), table.get("to", [])
    if not isinstance(port, int) or not 0 < port < 65_536:
        raise ValueError(_("[mail]: port is a number: write port = {port}", port=_PORTS[security]))
    if not isinstance(to, list) or not all(is_address(one) for one in to):
        raise ValueError(_('[mail]: to is a list of mail addresses: write to = ["head@example.com"]'))
    return Server(table["host"], port, security, table["sender"], table.get("user", ""), _password(table, folder, environment), tuple(to))


def _password(table: Mapping[str, Any], folder: Path, environment: Mapping[str, str]) -> str:
    if not table.get("user"):
        return ""
    if given := environment.get(PASSWORD):
        return given
    if not table.get("password_file"):
        told = _("[mail] has a user and no password: set {variable}, or name a password_file that holds it", variable=PASSWORD)
        raise ValueError(told)
    file = folder / str(table["password_file"])
    try:
        return file.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = cause(error) if isinstance(error, OSError) else error
        raise ValueError(_("[mail]: the password file {file} cannot be read: {why}", file=file, why=why)) from None


def is_address(text: object) -> bool:
    """Tell whether a text is a mail address."""
    return isinstance(text, str) and re.fullmatch(r"[^@\s<>,;\x00-\x1f]+@[^@\s<>,;\x00-\x1f]+", text) is not None


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
        main, _slash, sub = file.kind.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return message


def send(server: Server, messages: Sequence[tuple[Sequence[str], EmailMessage]]) -> int:
    """Send messages, each to its receivers, over one connection; return to how many. What one is not taken for keeps no other back.

    The server's certificate is verified. MailError says why not all were sent, and to whom they were.
    """
    host, taken = server.host, list[str]()
    if server.password and server.security == "none" and not server.is_here:
        raise MailError(_('the password was not sent to {host} unencrypted: write security = "starttls" or "tls"', host=host))
    try:
        with connected(server) as smtp:
            lost = _hand_in(smtp, server.sender, messages, taken)
    except smtplib.SMTPAuthenticationError as error:
        raise MailError(_("{host} did not take user and password: {why}", host=host, why=said(error.smtp_error))) from None
    except UnicodeEncodeError:
        told = _("user, password and addresses of {host} may hold nothing but ASCII letters, digits and signs", host=host)
        raise MailError(told, taken) from None
    except smtplib.SMTPResponseException as error:
        told = _("{host} refused: {code} {why}", host=host, code=error.smtp_code, why=said(error.smtp_error))
        raise MailError(told, taken) from None
    except ssl.SSLCertVerificationError as error:
        raise MailError(_("{host} has no certificate that is trusted: {why}", host=host, why=error.verify_message)) from None
    except (smtplib.SMTPException, OSError) as error:
        raise MailError(f"{host}:{server.port}: {str(error) or type(error).__name__}", taken) from None
    if lost:
        why = said(next(iter(lost.values()))[1])
        raise MailError(_("{host} did not take {addresses}: {why}", host=host, addresses=", ".join(lost), why=why), taken)
    return len(taken)


def _hand_in(
    smtp: smtplib.SMTP, sender: str, messages: Sequence[tuple[Sequence[str], EmailMessage]], taken: list[str]
) -> dict[str, tuple[int, bytes]]:
    """Hand in messages; note the addresses that were `taken`, and return what the server says of the others."""
    lost: dict[str, tuple[int, bytes]] = {}
    for receivers, message in messages:
        try:
            refused = smtp.send_message(message, from_addr=sender, to_addrs=list(receivers))
        except smtplib.SMTPRecipientsRefused as error:
            refused = error.recipients
        except smtplib.SMTPDataError as error:  # it is too large, or is taken for junk
            words = error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode()
            refused = dict.fromkeys(receivers, (error.smtp_code, words))
        taken += [address for address in receivers if address not in refused]
        lost |= refused
    return lost


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
