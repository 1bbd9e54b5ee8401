"""Many outlets at once, and the pauses between their requests as the sites see them.

    python -m storms.load [--outlets 200] [--minutes 5] [--delay 1] [--busy] [--seed 1]

One `scrapy harvest` asks so many played outlets over real HTTP, on a core of its own where the machine has two (Linux); the server, on
another, notes when each request has come. It stands as a proxy, so that every outlet has a host of its own. Most answer at once; of twenty
outlets one is slow, one asks for a Crawl-delay, one leads from its bare host to www, and one refuses every tenth request with a 429.
`--busy` has another process use the harvest's core too. At the end the harvest is told to stop (SIGTERM).

A gap is what lies between two requests to one outlet. It is short if it is less than the pause that was due: `--delay`, the Crawl-delay,
twice as much after a refusal. The exit status is 1 if any is short, if two requests to an outlet are on their way at once, or if the
harvest does not end by itself.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from benchmarks.newspaper import PER_PAGE, Newspaper
from newsharvest.addresses import bare_host
from storms.tally import Tally

KINDS = {7: "slow", 11: "crawl-delay", 13: "to www", 17: "refuses"}
"""Of twenty outlets, those that are not plain."""
CRAWL_DELAY = 3
ARTICLES = 5_000
"""What an outlet has: more than a harvest of minutes can ask for."""
TOLERANCE = 0.005
"""Seconds that a gap may be short of its pause."""

SETTINGS = """
from newsharvest.settings import *

SPIDER_MODULES = ["storm_spiders"]
COMMANDS_MODULE = "newsharvest.commands"
"""
SPIDERS = """
from newsharvest.spiders.gyeonggitv import GyeonggitvSpider

for number in range({outlets}):
    name = f"outlet{{number:03}}"
    globals()[name] = type(name, (GyeonggitvSpider,), {{"name": name, "host": f"{{name}}.kr", "__module__": __name__}})
"""


@dataclass
class Outlet:
    """A played outlet, and when it was asked."""

    number: int
    crawl_delay: float
    random: Random
    asked: list[float] = field(default_factory=list)
    due: list[float] = field(default_factory=list)
    """The pause that was due before each request, in multiples of the delay, or the Crawl-delay in seconds."""
    at_once: int = 0
    most_at_once: int = 0
    refused: int = 0
    articles: int = 0
    mixed: bool = True
    """Whether it may be of another kind than plain."""

    @property
    def kind(self) -> str:
        """What is special about it."""
        return KINDS.get(self.number % 20, "plain") if self.mixed else "plain"

    @property
    def refuses(self) -> bool:
        """Whether its answer to the last request is a refusal."""
        return self.kind == "refuses" and len(self.asked) % 10 == 0


class Press:
    """All the played outlets, behind one proxy."""

    def __init__(self, outlets: int, delay: float, seed: int, *, articles: int = ARTICLES, mixed: bool = True) -> None:
        self.delay = delay
        self.outlets = [Outlet(number, CRAWL_DELAY * delay, Random(f"{seed} {number}"), mixed=mixed) for number in range(outlets)]
        self.newspapers = [Paper(articles, number * 10 * ARTICLES) for number in range(outlets)]
        self.first = 0.0

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one GET after the other on a kept-alive connection."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                now = time.monotonic()
                url = head.split(b" ", 2)[1].decode()
                writer.write(await self.answer(url, now))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def answer(self, url: str, now: float) -> bytes:
        """Note a request, and return the whole answer to it, after a while."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        number = int(bare_host(host).removeprefix("outlet").removesuffix(".kr"))
        outlet = self.outlets[number]
        outlet.asked.append(now)
        self.first = self.first or now
        outlet.due.append((outlet.crawl_delay if outlet.kind == "crawl-delay" else self.delay) * 2**outlet.refused)
        outlet.at_once += 1
        outlet.most_at_once = max(outlet.most_at_once, outlet.at_once)
        await asyncio.sleep(outlet.random.uniform(0.3, 1.5) if outlet.kind == "slow" else outlet.random.uniform(0.005, 0.05))
        outlet.at_once -= 1
        if parts.path == "/robots.txt":
            rule = f"Crawl-delay: {outlet.crawl_delay}" if outlet.kind == "crawl-delay" else "Disallow: /adm/"
            rules = f"User-agent: *\n{rule}\n"
            return self.newspapers[number].reply(rules.encode(), "text/plain")
        if outlet.kind == "to www" and not host.startswith("www."):
            return f"HTTP/1.1 301 Moved\r\nLocation: {url.replace('//', '//www.', 1)}\r\nContent-Length: 0\r\n\r\n".encode()
        if outlet.refuses:
            outlet.refused = 1
            return b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n"
        outlet.refused = 0
        outlet.articles += "wr_id=" in parts.query
        return self.newspapers[number].answer(url)

    def lines(self, tally: Tally) -> Iterator[str]:
        """Judge every gap, and yield a line for each kind of outlet."""
        shortest: dict[str, float] = {}
        for outlet in self.outlets:
            for before, after, due in zip(outlet.asked, outlet.asked[1:], outlet.due[1:], strict=False):
                lacking = due - (after - before)
                short = lacking > TOLERANCE
                tally.note(outlet.kind, "short" if short else "kept", f"a gap {lacking:.3f} s short of {due} s" if short else "")
                shortest[outlet.kind] = min(shortest.get(outlet.kind, after - before), after - before)
            if outlet.most_at_once > 1:
                tally.note(outlet.kind, "at once", f"outlet {outlet.number} was asked {outlet.most_at_once} at once")
            if not outlet.asked:
                tally.note(outlet.kind, "not asked", f"outlet {outlet.number} was not asked at all")
        yield from (f"{kind:<12} shortest gap {gap:.3f} s" for kind, gap in shortest.items())


class Paper(Newspaper):
    """A newspaper whose articles are no other's."""

    shells_of_all: list[tuple[bytes, bytes]] | None = None

    def __init__(self, articles: int, first: int) -> None:
        if Paper.shells_of_all is None:
            super().__init__(articles)
            Paper.shells_of_all = self.shells
        self.articles, self.first, self.shells = first + articles, first, Paper.shells_of_all

    def list(self, page: int) -> str:
        """Return the rows of a list page, and no more of a pager than the next."""
        return super().list(page) if (page - 1) * PER_PAGE < self.articles - self.first else ""


async def load(outlets: int, seconds: float, delay: float, *, busy: bool = False, seed: int = 1) -> tuple[Tally, list[str]]:
    """Harvest so many outlets for so long; return what came of it, and the figures, a line each."""
    press, tally = Press(outlets, delay, seed), Tally("load")
    cores = sorted(os.sched_getaffinity(0)) if sys.platform == "linux" else []
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "storm_settings.py").write_text(SETTINGS, encoding="utf-8")
        (folder / "storm_spiders.py").write_text(SPIDERS.format(outlets=outlets), encoding="utf-8")
        server = await stack.enter_async_context(await asyncio.start_server(press.connected, "127.0.0.1", 0, backlog=1024))
        proxy = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        environment = os.environ | {
            "http_proxy": proxy,
            "XDG_CACHE_HOME": str(folder),
            "SCRAPY_SETTINGS_MODULE": "storm_settings",
            "PYTHONPATH": os.pathsep.join([str(folder), str(Path(__file__).parents[1])]),
        }
        settings = {"STORE": folder / "harvest.db", "DOWNLOAD_DELAY": delay, "CONTACT": "desk@example.com"}
        given = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
        command = [sys.executable, "-m", "scrapy", "harvest", "--since", "2024-01-01", *given]
        with (folder / "said.txt").open("wb") as said:
            process = await asyncio.create_subprocess_exec(*command, env=environment, cwd=folder, stdout=said, stderr=said)
        spinner = await asyncio.create_subprocess_exec(sys.executable, "-c", "while True: pass") if busy else None
        if len(cores) > 1:
            os.sched_setaffinity(0, {cores[1]})
            for child in filter(None, (process, spinner)):
                os.sched_setaffinity(child.pid, {cores[0]})
        while not press.first and process.returncode is None:
            await asyncio.sleep(0.01)
        before = usage(process.pid)
        began = time.monotonic()
        await asyncio.sleep(seconds)
        after, lasted = usage(process.pid), time.monotonic() - began
        asked, articles = (sum(counts) for counts in zip(*((len(o.asked), o.articles) for o in press.outlets), strict=True))
        told = time.monotonic()
        process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), 60)
        except TimeoutError:
            process.kill()
            tally.note("the end", "killed", "the harvest did not end by itself within a minute")
        ended = time.monotonic() - told
        if spinner:
            spinner.kill()
            await spinner.wait()
        if len(cores) > 1:
            os.sched_setaffinity(0, set(cores))
        words = (folder / "said.txt").read_text(encoding="utf-8")
        if "Traceback" in words:
            tally.note("the end", "traceback", words[words.index("Traceback") :].splitlines()[-1])
        lines = [*press.lines(tally)]
    lines.append(
        f"{outlets} outlets for {lasted:.0f} s: {asked / lasted:.1f} requests and {articles / lasted:.1f} articles a second,"
        f" {(after[0] - before[0]) / lasted:.2f} of a core, {after[1]:.0f} MB; it ended {ended:.1f} s after SIGTERM"
    )
    return tally, lines


def usage(pid: int) -> tuple[float, float]:
    """Return the seconds of CPU and the resident MB of a process (Linux; elsewhere 0)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:
        return 0.0, 0.0


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Many outlets at once, and the pauses between their requests as the sites see them.")
    parser.add_argument("--outlets", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--delay", type=float, default=1)
    parser.add_argument("--busy", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    tally, lines = asyncio.run(load(asked.outlets, asked.minutes * 60, asked.delay, busy=asked.busy, seed=asked.seed))
    print(*lines, *tally.lines(), sep="\n")
    return tally.exit_status


if __name__ == "__main__":
    sys.exit(main())
