"""What a server is asked and answers, as raw bytes: the parts that the faults of a storm are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from storms.papers import Paper
from storms.raw_server import Step, Then

HTML = "text/html; charset=utf-8"
CHUNK = 700


@dataclass(frozen=True)
class Asked:
    """A request: its address, how often it was made before, and what the right answer to it is."""

    url: str
    before: int
    paper: Paper
    other: Paper
    """Another outlet, whose pages may come instead."""
    status: int
    text: str

    @property
    def body(self) -> bytes:
        """The right answer in UTF-8."""
        return self.text.encode()

    def part(self, share: int) -> bytes:
        """Return so many hundredths of it."""
        return self.body[: len(self.body) * share // 100]

    @property
    def path(self) -> str:
        """The address without its host."""
        return "/" + self.url.split("/", 3)[3]

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs of the article that was asked for; none of another page."""
        number = self.paper.number_of(self.url)
        return self.paper.stories[number].paragraphs if number in self.paper.stories else []

    def another(self) -> int:
        """Return the number of another article of the outlet: of each the next, of the last the first."""
        numbers = sorted(self.paper.stories)
        own = self.paper.number_of(self.url)
        return numbers[(numbers.index(own) + 1 if own in numbers else 0) % len(numbers)]


Fault = Callable[[Asked], Iterable[Step]]


class Is(Enum):
    """What must come of a fault on its night."""

    WRONG = "what does not come is told"
    RIGHT = "an odd answer, and right: everything comes"
    HIDDEN = "nothing tells that something is missing"


Way = tuple[str, Fault, Is]
"""A fault, what it is called, and what must come of it."""


def wrong(faults: dict[str, Fault]) -> Iterator[Way]:
    """Name faults of which something may be missing."""
    yield from ((name, fault, Is.WRONG) for name, fault in faults.items())


def odd(faults: dict[str, Fault]) -> Iterator[Way]:
    """Name answers that are odd and right."""
    yield from ((name, fault, Is.RIGHT) for name, fault in faults.items())


def head(status: str = "200 OK", kind: str | None = HTML, length: int | None = None, *more: str, version: str = "HTTP/1.1") -> bytes:
    """Write a response's head."""
    lines = [f"{version} {status}", *([f"Content-Type: {kind}"] if kind is not None else [])]
    lines += [f"Content-Length: {length}"] if length is not None else []
    return "\r\n".join([*lines, *more, "", ""]).encode("latin-1")


def answer(body: bytes, status: str = "200 OK", kind: str | None = HTML, *more: str) -> list[Step]:
    """Write a whole answer, after which the connection stays."""
    return [head(status, kind, len(body), *more) + body, Then.KEEP]


def right(asked: Asked) -> list[Step]:
    """Answer as one should."""
    kind = "text/plain" if asked.path == "/robots.txt" else HTML
    return answer(asked.body, f"{asked.status} Status", kind)


def says(text: str, status: str = "200 OK", kind: str | None = HTML, *more: str) -> Fault:
    """Make a fault of one text for all."""
    return lambda asked: answer(text.encode(), status, kind, *more)


def drawn(page: Callable[[Asked], str]) -> Fault:
    """Make a fault of a page that is made by what was asked for."""
    return lambda asked: answer(page(asked).encode(errors="replace"))


def leads(where: Callable[[Asked], str], status: str = "302 Found") -> Fault:
    """Make a fault of a redirect."""
    return lambda asked: answer(b"", status, HTML, f"Location: {where(asked)}")


def chunks(body: bytes, size: int = CHUNK) -> bytes:
    """Write a body in chunks, without the last of all."""
    parts = (body[at : at + size] for at in range(0, len(body), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)


CHUNKED = head("200 OK", HTML, None, "Transfer-Encoding: chunked")
CLOSING = head("200 OK", HTML, None, "Connection: close")
LAST = b"0\r\n\r\n"
