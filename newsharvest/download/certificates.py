"""Whether a site's certificate is its own, and in words what is wrong with it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from cryptography import x509
from OpenSSL import SSL, crypto
from service_identity.exceptions import CertificateError as NoHostError
from service_identity.hazmat import DNS_ID, DNSPattern
from tldextract import TLDExtract
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.protocols.tls import TLSMemoryBIOProtocol
from twisted.python.failure import Failure
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from newsharvest.download.errors import CertificateError
from newsharvest.download.guard import written_address
from newsharvest.language import N_, _

UNTRUSTED = {
    9: N_("it is not valid yet"),
    10: N_("it has expired"),
    18: N_("nobody has signed it but itself"),
    19: N_("nobody that is trusted has signed it"),
    20: N_("nobody that is trusted has signed it, or the site does not send who has"),
    21: N_("nobody that is trusted has signed it, or the site does not send who has"),
    23: N_("it has been revoked"),
    26: N_("it was not made for web sites"),
}
"""What OpenSSL finds wrong (the X509_V_ERR_… of x509_vfy.h), in words, not yet translated."""


OTHERWISE = N_("OpenSSL's error {number}")


@implementer(IPolicyForHTTPS)
class VerifyingPolicy:
    """Scrapy's policy, made strict: Twisted accepts any certificate of a trusted authority whose names it cannot read, or that has none."""

    def __init__(self, policy: Any) -> None:
        self.policy = policy

    def creatorForNetloc(self, hostname: bytes, port: int) -> VerifyingCreator:  # noqa: N802 (Twisted's name)
        """Return what makes the connections to a host."""
        return VerifyingCreator(self.policy.creatorForNetloc(hostname, port), hostname.decode("ascii"))


@implementer(IOpenSSLClientConnectionCreator)
class VerifyingCreator:
    """Makes TLS connections to a host, each of which ends in CertificateError unless a trusted certificate names that host."""

    def __init__(self, creator: Any, host: str) -> None:
        self.creator = creator
        self.host = host

    def clientConnectionForTLS(self, protocol: TLSMemoryBIOProtocol) -> SSL.Connection:  # noqa: N802 (Twisted's name)
        """Return a connection that verifies."""
        connection: SSL.Connection = self.creator.clientConnectionForTLS(protocol)

        def verify(_connection: SSL.Connection, certificate: crypto.X509, error: int, depth: int, ok: int) -> bool:
            try:
                wrong = "" if ok else _(UNTRUSTED.get(error, OTHERWISE), number=error)
                if not wrong and depth == 0:
                    wrong = misnamed(certificate.to_cryptography(), self.host)
            except (ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType) as broken:
                wrong = _("it cannot be read: {why}", why=broken)
            if wrong:
                protocol.failVerification(Failure(CertificateError(wrong)))  # type: ignore[no-untyped-call]
            return not wrong

        connection.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, verify)
        return connection


def misnamed(certificate: x509.Certificate, host: str) -> str:
    """Say of a certificate that it is for other hosts than this one, or return nothing. ValueError for one that cannot be read.

    Only its subjectAltName counts. A name in it that names no host (`*`, `*.kr`, `*.co.kr`) is none; those beside it count.
    """
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return _("it names no host: it has no subjectAltName")
    if address := written_address(host):
        return "" if address in names.get_values_for_type(x509.IPAddress) else _("it is not for the address {host}", host=host)
    wanted, hosts = DNS_ID(host.rstrip(".")), names.get_values_for_type(x509.DNSName)
    for name in hosts:
        with suppress(NoHostError):
            if wanted.verify(DNSPattern.from_bytes(name.encode())) and not for_everybody(name):
                return ""
    if not hosts:
        return _("it is for no host, not for {host}", host=host)
    return _("it is for {hosts}, not for {host}", hosts=", ".join(hosts[:3])[:200], host=host)


def for_everybody(name: str) -> bool:
    """Tell whether a name with a wildcard is of a whole public suffix, such as `*.co.kr`, which is nobody's."""
    return name.startswith("*.") and not _suffixes(name[2:]).domain


_suffixes = TLDExtract(cache_dir=None, suffix_list_urls=())  # by the list that comes with it: nothing is fetched
