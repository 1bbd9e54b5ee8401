"""The address guard: private addresses however they are written or reached; and what a Retry-After asks for."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_address
from typing import cast

import pytest
from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.test import get_crawler
from twisted.internet.base import ReactorBase
from twisted.internet.error import DNSLookupError
from twisted.internet.testing import MemoryReactorClock
from twisted.python.failure import Failure

from newsharvest.download import guard
from newsharvest.download.guard import AddressGuardMiddleware, PortRefused, PrivateAddressRefused, is_public, written_address
from newsharvest.download.pace import retry_after
from tests.support.resolver import PlayedResolver

LOOPBACK = """
127.0.0.1 127.0.0.1. 127.1 127.0.1 127.255.255.254 2130706433 2130706433. 0x7f000001 0x7F.0.0.1 0x7f.1 0x7f.0x0.0x0.0x1
017700000001 0177.0.0.1 0177.0.0.01 0177.1 00000177.0.0.1
[::1] [0:0:0:0:0:0:0:1] [0000:0000:0000:0000:0000:0000:0000:0001] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:7f00:0001]
[::127.0.0.1] [::7f00:1] [::ffff:0:127.0.0.1] [64:ff9b::127.0.0.1] [64:ff9b::7f00:1]
[2002:7f00:1::] [2002:7f00:0001::1] [2001:0:4136:e378:8000:63bf:80ff:fffe]
[::1%lo] [::1%25lo]
""".split()
PRIVATE = """
10.0.0.1 10.1 167772161 0x0a000001 012.0.0.1 172.16.0.1 172.31.255.255 172.16.1 192.168.0.1 192.168.1 3232235521 0xc0a80001 0300.0250.0.1
[fc00::1] [fd12:3456:789a::1] [fec0::1] [::ffff:10.0.0.1] [::ffff:c0a8:1] [2002:c0a8:1::] [64:ff9b::192.168.0.1] [64:ff9b:1::8.8.8.8]
[2001:0:4136:e378:8000:63bf:3f57:fffe]
""".split()
OTHERS = """
0.0.0.0 0 0x0 00 0.0 [::] 169.254.169.254 169.254.43518 2852039166 0xa9fea9fe 0251.0376.0251.0376 [::ffff:169.254.169.254] [fe80::1]
[fe80::1%eth0] [fe80::1%25eth0] [febf::1] [64:ff9b::a9fe:a9fe] [fd00:ec2::254] 100.64.0.1 100.100.100.200 100.127.255.255 1684300900
224.0.0.1 239.255.255.250 [ff02::1] [ff0e::1] 255.255.255.255 4294967295 240.0.0.1 192.0.2.1 198.51.100.1 203.0.113.1 198.18.0.1
[2001:db8::1] [100::1]
""".split()
NAMED = "localhost LOCALHOST localhost. a.localhost gaon.kr.localhost a.b.localhost.".split()
PUBLIC = """
8.8.8.8 134744072 0x08080808 010.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 169.253.255.255 169.255.0.0 172.15.255.255
172.32.0.0 192.167.255.255 192.169.0.0 126.255.255.255 128.0.0.1 223.255.255.255 211.115.106.1
[2606:4700:4700::1111] [::ffff:8.8.8.8] [2002:808:808::] [64:ff9b::8.8.8.8] [2001:0:4136:e378:8000:63bf:f7f7:f7f7]
""".split()
NAMES = """
gaon.kr www.gaon.kr 127.0.0.1.gaon.kr 10.gaon.kr 1.2.3.4.5 256.256.256.256 127.0.0.1x 0x7g.1 127.0.0.1-a.kr 4294967296 1e9 08.0.0.1 deadbeef
localhost.gaon.kr notlocalhost localhost1 xn--2e0bm8utzck3fsyi7rvktd.com face.b00c a--b.kr 123news.kr 24.kr
""".split()


def refuses(host: str) -> bool:
    """Ask the middleware as Scrapy does, with a request made of an address."""
    try:
        AddressGuardMiddleware().process_request(Request(f"http://{host}/bbs/board.php?wr_id=1"))
    except PrivateAddressRefused:
        return True
    return False


@pytest.mark.parametrize("host", LOOPBACK + PRIVATE + OTHERS + NAMED)
def test_a_private_address_is_refused_however_it_is_written(host: str) -> None:
    assert refuses(host)


@pytest.mark.parametrize("host", PUBLIC)
def test_a_public_address_passes(host: str) -> None:
    address = written_address(host)
    assert address is not None
    assert is_public(address)
    assert not refuses(host)


@pytest.mark.parametrize("host", NAMES)
def test_a_name_that_looks_like_a_number_is_a_name(host: str) -> None:
    assert written_address(host) is None
    assert not refuses(host)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("0x7f.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("010.8.8.8", "8.8.8.8"),
        ("192.168.257", "192.168.1.1"),
        ("[fe80::1%eth0]", "fe80::1"),
        ("8.8.8.8.", "8.8.8.8"),
    ],
)
def test_a_number_is_read_as_the_system_would(host: str, address: str) -> None:
    assert written_address(host) == ip_address(address)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1:8443/",
        "http://user:password@127.0.0.1/",
        "http://gaon.kr@127.0.0.1/",
        "http://gaon.kr:80@[::1]:80/",
        "http://127.0.0.1?gaon.kr",
        "http://127.0.0.1#@gaon.kr",
        "HTTP://LocalHost/",
        "http://127。0。0。1/",
        "http://１２７.0.0.1/",
        "http://①②⑦.0.0.1/",
        "http://ｌocalhost/",
    ],
)
def test_no_way_to_write_an_address_gets_past(url: str) -> None:
    with pytest.raises(PrivateAddressRefused):
        AddressGuardMiddleware().process_request(Request(url))


@pytest.mark.parametrize("url", ["http://gaon.kr/?next=http://127.0.0.1/", "http://127.0.0.1@gaon.kr/", "http://gaon.kr/localhost"])
def test_a_private_address_elsewhere_in_a_url_is_no_matter(url: str) -> None:
    AddressGuardMiddleware().process_request(Request(url))


def test_a_setting_lets_tests_reach_loopback() -> None:
    with pytest.raises(NotConfigured):
        AddressGuardMiddleware.from_crawler(get_crawler(settings_dict={"ALLOW_PRIVATE_ADDRESSES": True}))
    assert isinstance(AddressGuardMiddleware.from_crawler(get_crawler(settings_dict={"REPLAY": "fixtures"})), AddressGuardMiddleware)


def test_nothing_is_fetched_where_names_are_looked_up_past_the_guard() -> None:
    """Without a reactor Scrapy's handler resolves them itself; fixtures need no names."""
    with pytest.raises(RuntimeError, match="leave TWISTED_REACTOR_ENABLED as it is"):
        AddressGuardMiddleware.from_crawler(get_crawler(settings_dict={"TWISTED_REACTOR_ENABLED": False, "REPLAY": ""}))
    offline = get_crawler(settings_dict={"TWISTED_REACTOR_ENABLED": False, "REPLAY": "fixtures"})
    assert isinstance(AddressGuardMiddleware.from_crawler(offline), AddressGuardMiddleware)


@pytest.mark.parametrize("url", ["http://gaon.kr:8080/", "https://gaon.kr:8443/", "http://gaon.kr:22/", "http://www.gaon.kr:81/?wr_id=1"])
def test_other_ports_of_a_host_are_none_of_ours(url: str) -> None:
    with pytest.raises(PortRefused):
        AddressGuardMiddleware().process_request(Request(url))


@pytest.mark.parametrize("url", ["http://gaon.kr/", "https://gaon.kr/", "http://gaon.kr:80/", "https://gaon.kr:443/", "http://gaon.kr:/"])
def test_the_ports_of_http_and_https_are(url: str) -> None:
    AddressGuardMiddleware().process_request(Request(url))


# --- names that resolve to private addresses


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    hosts = "gaon.kr=211.115.106.1,inner.kr=10.0.0.1,home.kr=127.0.0.1,cloud.kr=169.254.169.254,zero.kr=0.0.0.0"
    monkeypatch.setenv("PLAYED_HOSTS", hosts)
    monkeypatch.setenv("http_proxy", "http://home.kr:3128")
    guard.refused_names.clear()
    yield
    guard.refused_names.clear()


def resolve(name: str, *, allow_private: bool = False) -> str | Failure:
    """What the resolver gives: an address, or why there is none."""
    found: list[str | Failure] = []
    reactor = MemoryReactorClock()  # type: ignore[no-untyped-call]
    PlayedResolver(cast(ReactorBase, reactor), 0, 10, allow_private=allow_private).getHostByName(name).addBoth(found.append)
    [answer] = found
    return answer


@pytest.mark.parametrize(("name", "address"), [("inner.kr", "10.0.0.1"), ("cloud.kr", "169.254.169.254"), ("zero.kr", "0.0.0.0")])
def test_a_name_that_resolves_to_a_private_address_is_not_known(played: None, name: str, address: str) -> None:
    failure = resolve(name)
    assert isinstance(failure, Failure)
    assert isinstance(failure.value, DNSLookupError)
    assert f"{name} resolves to the private address {address}" in str(failure.value)
    assert guard.refused_names == {name: address}
    assert resolve(name, allow_private=True) == address


def test_a_name_that_resolves_to_a_public_address_is_known(played: None) -> None:
    assert resolve("gaon.kr") == "211.115.106.1"
    assert guard.refused_names == {}


def test_the_users_own_proxy_may_be_at_home(played: None) -> None:
    assert resolve("home.kr") == "127.0.0.1"


# --- Retry-After


def asked(value: str | bytes | None) -> float | None:
    return retry_after(Response("http://gaon.kr/", 503, headers={} if value is None else {"Retry-After": value}))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        (" 120 ", 120.0),
        ("86400", 86400.0),
        ("-5", None),
        ("+5", None),
        ("1.5", None),
        ("1e3", None),
        ("120 seconds", None),
        ("soon", None),
        ("", None),
        (b"\xb2", None),  # `²`, a digit and no number
        (b"\xff\xfe", None),
        ("Sun, 99 Nov 2094 08:49:37 GMT", None),
        ("Sun, 06 Nov 2094 08:49:37 +99999999999999999999", None),
        ("2094-01-01", None),
        (None, None),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0.0),  # past
        ("Sunday, 06-Nov-94 08:49:37 GMT", 0.0),
        ("Sun Nov  6 08:49:37 1994", 0.0),
    ],
)
def test_retry_after_in_seconds_or_not_at_all(value: str | bytes | None, seconds: float | None) -> None:
    assert asked(value) == seconds


def test_a_retry_after_of_ages_is_longer_than_anybody_waits() -> None:
    assert asked("9" * 400) == float("inf")


@pytest.mark.parametrize("zone", ["UTC", "Asia/Seoul", "America/New_York"])
@pytest.mark.parametrize("form", ["IMF", "offset", "asctime"])
def test_retry_after_until_a_date_is_counted_from_now_wherever_we_are(monkeypatch: pytest.MonkeyPatch, zone: str, form: str) -> None:
    until = (datetime.now(UTC) + timedelta(hours=2)).replace(microsecond=0)
    value = {
        "IMF": format_datetime(until, usegmt=True),
        "offset": format_datetime(until),
        "asctime": until.strftime("%a %b %d %H:%M:%S %Y"),  # HTTP's oldest form; it names no zone and means GMT
    }[form]
    with monkeypatch.context() as there:
        there.setenv("TZ", zone)
        time.tzset()
        seconds = asked(value)
    time.tzset()
    assert seconds is not None
    assert 7200 - 60 < seconds <= 7200
