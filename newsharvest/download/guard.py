"""The address guard: no request reaches a private or loopback address, however it is written or reached.

A link, a redirect or a name that resolves to such an address is how a page could make the harvester read machines of the user's own
network. The middleware refuses addresses written as numbers (`127.0.0.1`, `2130706433`, `0x7f.1`, `[::1]`); the resolver refuses names
that resolve to one, at the moment of connecting, so that no second look-up can answer differently. Scrapy's resolver is IPv4 only, and
so is this.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Self, cast
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from newsharvest.download.lookups import LookUps
from newsharvest.language import N_, _


class PrivateAddressRefused(IgnoreRequest):
    """The request would reach a private or loopback address. As an IgnoreRequest it is not retried."""


class PortRefused(IgnoreRequest):
    """The request would go to a port that is no web site's."""


PORTS = frozenset({None, 80, 443})
"""Those of http and https. Whatever else listens on an outlet's host is none of ours."""

IPV4_LAST = tuple(map(IPv6Network, ("::/96", "::ffff:0:0:0/96", "64:ff9b::/96")))
"""IPv6 networks whose last 32 bits are an IPv4 address, beside those that `ipaddress` knows: RFC 4291, SIIT, NAT64."""

LOCAL = tuple(map(IPv6Network, ("fec0::/10", "64:ff9b:1::/48")))
"""IPv6 networks of a site's own that not every Python's `ipaddress` knows for such: site-local, and NAT64 for local use."""


def written_address(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a host name *is*, in any notation that the system's resolver takes for one; None for a real name."""
    host = host.strip("[]").rstrip(".")
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        pass  # not in the usual notation: perhaps one number, or hex and octal parts
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address is of the public internet. An IPv4 address within an IPv6 one counts as itself."""
    if isinstance(address, IPv6Address):
        within = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if any(address in network for network in IPV4_LAST):
            within = IPv4Address(address.packed[-4:])
        if within:
            return is_public(within)
        if any(address in network for network in LOCAL):
            return False
    return address.is_global and not address.is_multicast


WITHOUT_REACTOR = N_("names are looked up past the address guard without Twisted's reactor: leave TWISTED_REACTOR_ENABLED as it is")


def is_private(host: str) -> bool:
    """Tell whether a host name says itself that it is a private or loopback address."""
    host = host.rstrip(".")
    address = written_address(host)
    return host == "localhost" or host.endswith(".localhost") or bool(address and not is_public(address))


class AddressGuardMiddleware:
    """Refuses requests, redirected ones too, to private addresses written as numbers, and to ports that are no web site's.

    Off with ALLOW_PRIVATE_ADDRESSES (tests on loopback).
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make it for a crawler. NotConfigured where there is nothing for it to do; RuntimeError where names would not be guarded."""
        if crawler.settings.getbool("ALLOW_PRIVATE_ADDRESSES"):
            raise NotConfigured
        if not crawler.settings.getbool("TWISTED_REACTOR_ENABLED") and not crawler.settings["REPLAY"]:
            raise RuntimeError(WITHOUT_REACTOR)
        return cls()

    def process_request(self, request: Request) -> None:
        """Let the request pass, or raise PrivateAddressRefused or PortRefused."""
        parts = urlsplit(request.url)
        host = (parts.hostname or "").rstrip(".")
        if is_private(host):
            raise PrivateAddressRefused(_("{host} is a private address", host=host))
        if parts.port not in PORTS:
            raise PortRefused(_("to port {port} of {host}", port=parts.port, host=host))


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, which here knows no name that resolves to a private address.

    A proxy that the environment names (`http_proxy`) is the user's own choice and may be private; a number is the middleware's to judge.
    """

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float, *, allow_private: bool) -> None:
        super().__init__(cast("ReactorBase", LookUps(reactor)), cache_size, timeout)
        self.allow_private = allow_private
        self.proxies = {urlsplit(url).hostname for url in getproxies().values()}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Make it for a crawler."""
        settings = crawler.settings
        size = settings.getint("DNSCACHE_SIZE") if settings.getbool("DNSCACHE_ENABLED") else 0
        return cls(reactor, size, settings.getfloat("DNS_TIMEOUT"), allow_private=settings.getbool("ALLOW_PRIVATE_ADDRESSES"))

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802, D102 (Twisted's name)
        found = self.look_up(name, timeout)
        if not self.allow_private and name not in self.proxies and written_address(name) is None:
            found.addCallback(self._refuse_private, name)
        return found

    def look_up(self, name: str, timeout: Sequence[int]) -> Deferred[str]:
        """Resolve a name as Scrapy does."""
        return super().getHostByName(name, timeout)

    @staticmethod
    def _refuse_private(address: str, name: str) -> str:
        if not is_public(ip_address(address)):
            refused_names[name] = address
            raise DNSLookupError(_("{name} resolves to the private address {address}", name=name, address=address))
        return address


refused_names: dict[str, str] = {}
"""Names that the resolver has refused, with their addresses: Twisted reports them as not found."""
