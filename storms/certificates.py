"""Certificates as sites have them, right and wrong: which of them let a harvest in.

    python -m storms.certificates [--seed 1]

One `scrapy harvest` asks an outlet for each kind over TLS, on loopback, behind a proxy that stands where the outlets' names would lead; it
trusts one authority that is made for the storm. Let in is an outlet that was sent a request through its encrypted connection. The exit
status is 1 if one was let in that must not be, if one was refused that is right, or if a refusal was not named.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from random import Random
from socketserver import StreamRequestHandler, ThreadingTCPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from storms.tally import Tally
from tests.support.outlet_server import Site

PEM = serialization.Encoding.PEM
SETTINGS = """
from newsharvest.settings import *

SPIDER_MODULES = ["storm_spiders"]
COMMANDS_MODULE = "newsharvest.commands"
"""
SPIDERS = """
from newsharvest.spiders.gyeonggitv import GyeonggitvSpider

for name, host in {hosts}.items():
    globals()[name] = type(name, (GyeonggitvSpider,), {{"name": name, "host": host, "scheme": "https", "__module__": __name__}})
"""


@dataclass
class Issued:
    """A certificate with its key, and those that go with it to a client."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    chain: Sequence[x509.Certificate] = ()

    def pem(self) -> bytes:
        """Return what a server loads."""
        private = self.key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return private + b"".join(one.public_bytes(PEM) for one in (self.certificate, *self.chain))


def issue(
    common_name: str,
    names: Sequence[x509.GeneralName] | None = None,
    by: Issued | None = None,
    *,
    authority: bool = False,
    days: tuple[int, int] = (-30, 60),
    usage: x509.ObjectIdentifier = ExtendedKeyUsageOID.SERVER_AUTH,
    send_chain: bool = True,
) -> Issued:
    """Return a certificate, signed by another or by itself. `names`: its subjectAltName. `days`: from when until when, from now."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if names is not None:
        made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
    if not authority:
        made = made.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
    chain = (by.certificate, *by.chain) if by and send_chain else ()
    return Issued(made.sign(by.key if by else key, hashes.SHA256()), key, chain)


def dns(*names: str) -> list[x509.GeneralName]:
    """Return a subjectAltName of these hosts."""
    return [x509.DNSName(name) for name in names]


ROOT = issue("Storm Root", authority=True)
"""The one authority that the harvest trusts."""
STRANGER = issue("Stranger", authority=True)
BETWEEN = issue("Storm Between", by=ROOT, authority=True)
STALE = issue("Storm Stale", by=ROOT, authority=True, days=(-90, -30))
NO_AUTHORITY = issue("leaf.kr", dns("leaf.kr"), by=ROOT)

Version = ssl.TLSVersion


@dataclass(frozen=True)
class Kind:
    """A kind of certificate for a host, and what must come of it: words of what is said, or None where it is right."""

    name: str
    of: Callable[[str], Issued]
    says: str | None = None
    suffix: str = ".kr"
    www: bool = False
    version: ssl.TLSVersion | None = None
    reason: str = "certificate"


OLD = tuple(
    Kind(f"TLS {name} alone", lambda h: issue(h, dns(h), ROOT), "no TLS that is safe", version=version, reason="unreachable")
    for name, version, here in (("1.0", Version.TLSv1, ssl.HAS_TLSv1), ("1.1", Version.TLSv1_1, ssl.HAS_TLSv1_1))
    if here  # not every OpenSSL can still serve it
)
KINDS = (
    Kind("right", lambda h: issue(h, dns(h), ROOT)),
    Kind("right, in capitals", lambda h: issue(h, dns(h.upper()), ROOT)),
    Kind("right, among others", lambda h: issue("cdn.example", dns("other.kr", f"www.{h}", h), ROOT)),
    Kind("right, another common name", lambda h: issue("other.kr", dns(h), ROOT)),
    Kind("right, beside names that are none", lambda h: issue(h, dns("*", "*.kr", "a.*.kr", h), ROOT)),
    Kind("right, by an authority between", lambda h: issue(h, dns(h), BETWEEN)),
    Kind("wildcard one level", lambda h: issue(h, dns(f"*.{h.removeprefix('www.')}"), ROOT), www=True),
    Kind("wildcard one level, .co.kr", lambda h: issue(h, dns(f"*.{h.removeprefix('www.')}"), ROOT), suffix=".co.kr", www=True),
    Kind("expired", lambda h: issue(h, dns(h), ROOT, days=(-60, -1)), "expired"),
    Kind("not yet valid", lambda h: issue(h, dns(h), ROOT, days=(1, 60)), "not valid yet"),
    Kind("self-signed", lambda h: issue(h, dns(h)), "nobody has signed it but itself"),
    Kind("unknown authority", lambda h: issue(h, dns(h), STRANGER), "nobody that is trusted"),
    Kind("authority between not sent", lambda h: issue(h, dns(h), BETWEEN, send_chain=False), "nobody that is trusted"),
    Kind("authority between expired", lambda h: issue(h, dns(h), STALE), "expired"),
    Kind("signed by no authority", lambda h: issue(h, dns(h), NO_AUTHORITY), ""),
    Kind("made for clients", lambda h: issue(h, dns(h), ROOT, usage=ExtendedKeyUsageOID.CLIENT_AUTH), "not made for web sites"),
    Kind("another host", lambda h: issue("other.kr", dns("other.kr"), ROOT), "for other.kr, not for"),
    Kind("www against bare", lambda h: issue(h, dns(f"www.{h}"), ROOT), "not for"),
    Kind("bare against www", lambda h: issue(h, dns(h.removeprefix("www.")), ROOT), "not for", www=True),
    Kind("no subjectAltName", lambda h: issue("other.kr", None, ROOT), "names no host"),
    Kind("common name alone", lambda h: issue(h, None, ROOT), "names no host"),
    Kind("empty subjectAltName", lambda h: issue(h, [], ROOT), ""),
    Kind("subjectAltName *.kr", lambda h: issue(h, dns("*.kr"), ROOT), "not for"),
    Kind("subjectAltName *.co.kr", lambda h: issue(h, dns("*.co.kr"), ROOT), "not for", suffix=".co.kr"),
    Kind("subjectAltName *", lambda h: issue(h, dns("*"), ROOT), "not for"),
    Kind("subjectAltName *.*", lambda h: issue(h, dns(f"*.*.{h[-2:]}"), ROOT), "not for", www=True),
    Kind("wildcard two levels", lambda h: issue(h, dns(f"*.a.{h}"), ROOT), "not for"),
    Kind("wildcard against bare", lambda h: issue(h, dns(f"*.{h}"), ROOT), "not for"),
    Kind("wildcard in a name", lambda h: issue(h, dns(f"{h[0]}*{h[3:]}"), ROOT), "not for"),
    Kind("wildcard within", lambda h: issue(h, dns(f"www.*.{h[-2:]}"), ROOT), "not for", www=True),
    Kind("an address", lambda h: issue(h, [x509.IPAddress(ip_address("127.0.0.1"))], ROOT), "no host"),
    Kind("an address as a name", lambda h: issue(h, dns("127.0.0.1"), ROOT), "not for"),
    Kind("a mail address", lambda h: issue(h, [x509.RFC822Name(f"desk@{h}")], ROOT), "no host"),
    Kind("a web address", lambda h: issue(h, [x509.UniformResourceIdentifier(f"https://{h}/")], ROOT), "no host"),
    Kind("begins like it", lambda h: issue(h, dns(f"{h}.other.kr"), ROOT), "not for"),
    Kind("ends like it", lambda h: issue(h, dns(f"not{h}"), ROOT), "not for"),
    Kind("TLS 1.2 alone", lambda h: issue(h, dns(h), ROOT), version=Version.TLSv1_2),
    *OLD,
)


@dataclass
class Outlet:
    """A played outlet: an article, on a host with a certificate of its kind."""

    kind: Kind
    name: str
    host: str
    context: ssl.SSLContext
    site: Site = field(default_factory=Site)

    @classmethod
    def make(cls, kind: Kind, name: str, folder: Path) -> Outlet:
        """Issue its certificate, and publish its article."""
        host = f"{'www.' * kind.www}{name}{kind.suffix}"
        pem = folder / f"{name}.pem"
        pem.write_bytes(kind.of(host).pem())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        if kind.version:
            with warnings.catch_warnings(action="ignore"):  # Python does not like the old ones either
                context.minimum_version = context.maximum_version = kind.version
            context.set_ciphers("ALL:@SECLEVEL=0")
        outlet = cls(kind, name, host, context)
        outlet.site.add(1)
        return outlet

    def judge(self, store: sqlite3.Connection, tally: Tally) -> None:
        """Note what came of it."""
        found = store.execute("SELECT reason, detail FROM failure WHERE outlet = ?", (self.name,)).fetchall()
        kept = store.execute("SELECT count(*) FROM article WHERE outlet = ?", (self.name,)).fetchone()[0]
        if self.kind.says is None:
            tally.note(self.kind.name, "accepted" if kept else "refused", "" if kept and not found else f"{kept} kept, {found}")
        elif self.site.asked or kept:
            tally.note(self.kind.name, "let in", f"{len(self.site.asked)} requests got through, {kept} kept")
        else:
            named = [reason for reason, _ in found] == [self.kind.reason] and self.kind.says in found[0][1]
            tally.note(self.kind.name, "refused", "" if named else f"named {found}, not {self.kind.reason} ({self.kind.says})")


@contextmanager
def proxy(outlets: Sequence[Outlet]) -> Iterator[int]:
    """Lead each tunnel to the outlet that it asks for; yields the port."""
    by_host = {outlet.host: outlet for outlet in outlets}

    class Tunnel(StreamRequestHandler):
        def handle(self) -> None:
            outlet = by_host[self.rfile.readline().split()[1].decode().rpartition(":")[0]]
            while self.rfile.readline().strip():
                pass
            self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
            with suppress(OSError), outlet.context.wrap_socket(self.connection, server_side=True) as secure, secure.makefile("rb") as asked:
                path = asked.readline().split()[1].decode()
                reply = outlet.site.answer(f"https://{outlet.host}{path}")
                kind = reply.headers["Content-Type"].encode()
                secure.sendall(
                    b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (kind, len(reply.body))
                    + reply.body
                )
                secure.shutdown(socket.SHUT_RDWR)

    class Server(ThreadingTCPServer):
        daemon_threads = True
        request_queue_size = 128

    with Server(("127.0.0.1", 0), Tunnel) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def storm(seed: int = 1) -> Tally:
    """Harvest an outlet of each kind; return what came of it. `seed`: in which order."""
    tally, kinds = Tally("certificates"), Random(seed).sample(KINDS, len(KINDS))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        outlets = [Outlet.make(kind, f"outlet{number}", folder) for number, kind in enumerate(kinds)]
        (folder / "trusted.pem").write_bytes(ROOT.certificate.public_bytes(PEM))
        (folder / "storm_settings.py").write_text(SETTINGS, encoding="utf-8")
        hosts = json.dumps({outlet.name: outlet.host for outlet in outlets})
        (folder / "storm_spiders.py").write_text(SPIDERS.format(hosts=hosts), encoding="utf-8")
        with proxy(outlets) as port:
            environment = os.environ | {
                "https_proxy": f"http://127.0.0.1:{port}",
                "SSL_CERT_FILE": str(folder / "trusted.pem"),
                "XDG_CACHE_HOME": str(folder),
                "SCRAPY_SETTINGS_MODULE": "storm_settings",
                "PYTHONPATH": os.pathsep.join([str(folder), str(Path(__file__).parents[1])]),
            }
            settings = {"STORE": folder / "harvest.db", "DOWNLOAD_DELAY": 0.005, "AUTOTHROTTLE_ENABLED": False, "RETRY_TIMES": 0}
            given = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
            ran = subprocess.run(
                [sys.executable, "-m", "scrapy", "harvest", "--since", "2024-01-01", *given],
                env=environment, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
            )  # fmt: skip
        if any(word in ran.stderr for word in ("Traceback", "CRITICAL")) or ran.returncode != 1:
            tally.note("the harvest", f"exit {ran.returncode}", ran.stderr[-2000:])
        with sqlite3.connect(folder / "harvest.db") as store:
            for outlet in outlets:
                outlet.judge(store, tally)
        store.close()
    return tally


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Certificates as sites have them, right and wrong: which of them let a harvest in.")
    parser.add_argument("--seed", type=int, default=1)
    tally = storm(parser.parse_args().seed)
    print(*tally.lines(), sep="\n")
    return tally.exit_status


if __name__ == "__main__":
    sys.exit(main())
