"""The forms of a site's addresses that no family knows, as its links show them: of its articles, and of its list of all of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from parsel import Selector

from newsharvest import press
from newsharvest.addresses import bare_host, join
from newsharvest.archive.private import without_private
from newsharvest.crawl.urls import ArticleAddress, ListAddress

FEWEST = 5
"""Links of one form from which it is that of the articles."""
SECTIONS = 2
"""Forms beside the first that differ from it in one part, from which that part is the section's."""
TITLE_MIN = 8
"""Letters of a link that may be a title; a menu's are shorter."""
TITLE_MAX = 60
"""Letters of one that count: a link may hold the whole lead."""
SLUG_MIN = 16
"""Characters of a part of a path that no two articles share, though no digit is in it."""
PAGES = ("page", "p", "pg", "pageno", "page_no", "pagenum", "pageindex", "nowpage", "curpage", "cpage", "start", "offset")
"""Query parameters that say which page of a list it is, in small letters."""
VISIT = re.compile(r"(?:utm_\w+|ref\w*|from|\w*clid|\w*sess(?:ion)?_?id|replyall|device)=", re.IGNORECASE)
"""Query parameters that say where somebody came from, or who that is."""
ALL = re.compile(
    r"(?:전체|최신|모든|새)\s?(?:기사|뉴스|소식)(?:\s?(?:보기|목록|전체))?|뉴스\s?전체|all\s?(?:news|articles)?|latest", re.IGNORECASE
)
"""What the link to the list of all articles is called."""


@dataclass(slots=True)
class Link:
    """An address that a page links, and the longest text that it links it by."""

    url: str
    text: str = ""


@dataclass(slots=True)
class Form:
    """Addresses of one form: what changes in them, and the links that have it."""

    parts: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    links: dict[str, Link] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        """How much it looks like the form of articles: by the letters of the titles that it is linked by."""
        return sum(min(TITLE_MAX, letters) for link in self.links.values() if (letters := len(press.letters(link.text))) >= TITLE_MIN)


CHANGES = "*"
"""What stands for a part that changes."""


def links_of(page: Selector, base_url: str) -> Iterator[tuple[str, str]]:
    """Yield each link of a page, absolute and without where somebody came from, with its text."""
    for link in page.css("a[href]"):
        url = join(base_url, link.attrib["href"])
        if url and url.startswith("http"):
            yield without_visitor(url), press.clean(" ".join(link.css("::text").getall()))


def without_visitor(url: str) -> str:
    """Return an address without the parameters that tell of a visit: here those alone, for an article's key has any name (`uid`)."""
    parts = urlsplit(url)
    kept = [pair for pair in parts.query.split("&") if not VISIT.match(pair)]
    return urlunsplit(parts._replace(query="&".join(kept), fragment=""))


def forms_of(links: Iterable[tuple[str, str]], host: str) -> list[Form]:
    """Return the forms that links of a host have, the most likely form of articles first."""
    forms: dict[object, Form] = {}
    for url, text in links:
        parts = urlsplit(url)
        if bare_host(parts.hostname or "") != bare_host(host):
            continue
        path = tuple(CHANGES if _changes(part) else part for part in parts.path.split("/"))
        stated = [(name, value) for name, value in parse_qsl(parts.query) if name.lower() not in PAGES]
        query = tuple((name, CHANGES if re.search(r"\d", value) else value) for name, value in stated)
        if CHANGES in path or any(value == CHANGES for _, value in query):
            form = forms.setdefault((path, tuple(sorted(query))), Form(path, query))
            known = form.links.setdefault(_without_page(url), Link(url))
            known.text = max(known.text, text, key=len)
    return sorted(forms.values(), key=lambda form: form.weight, reverse=True)


def article_form(links: Iterable[tuple[str, str]], host: str) -> Form | None:
    """Return the form of a site's articles, if a page links enough of one that have titles."""
    forms = [form for form in forms_of(links, host) if form.weight]
    found = with_sections(forms[0], forms[1:]) if forms else None
    titled = [link for link in found.links.values() if len(press.letters(link.text)) >= TITLE_MIN] if found else []
    return settled(found) if found and len(titled) >= FEWEST else None


def with_sections(form: Form, others: Sequence[Form]) -> Form:
    """Return a form with the links of those that differ from it in one part of the path alone, if these are several: the section's."""
    alike: defaultdict[int, list[Form]] = defaultdict(list)
    for other in others:
        if len(other.parts) == len(form.parts) and other.query == form.query:
            differing = [n for n, (one, its) in enumerate(zip(form.parts, other.parts, strict=True)) if one != its]
            if len(differing) == 1 and CHANGES not in {form.parts[differing[0]], other.parts[differing[0]]}:
                alike[differing[0]].append(other)
    place, same = max(alike.items(), key=lambda item: len(item[1]), default=(0, []))
    if len(same) < SECTIONS:
        return form
    parts = tuple(CHANGES if n == place else part for n, part in enumerate(form.parts))
    return Form(parts, form.query, form.links | {key: link for other in same for key, link in other.links.items()})


def settled(form: Form) -> Form:
    """Return a form without the parts that hold a digit or are long and yet do not change: `articleView.html`, `read.php3`.

    A number that is the same in all of them may be a month's.
    """
    paths = [urlsplit(link.url).path.split("/") for link in form.links.values()]
    parts = tuple(path[0] if len(set(path)) == 1 and not path[0].isdecimal() else CHANGES for path in zip(*paths, strict=True))
    return Form(parts, form.query, form.links)


def _changes(part: str) -> bool:
    return bool(re.search(r"\d", part)) or len(part) >= SLUG_MIN


def _without_page(url: str) -> str:
    parts = urlsplit(url)
    stated = [(name, value) for name, value in parse_qsl(parts.query) if name.lower() not in PAGES]
    return f"{parts.path}?{urlencode(stated)}"


# --- as the project writes them


def article_address(form: Form) -> ArticleAddress | None:
    """Return the addresses of a form as a template with `{key}`, or None if no one part of them tells the articles apart."""
    urls = [urlsplit(link.url) for link in form.links.values()]
    if CHANGES in form.parts:
        return _in_path(form, [parts.path for parts in urls])
    values: defaultdict[str, list[str]] = defaultdict(list)
    for parts in urls:
        for name, value in dict(parse_qsl(parts.query)).items():
            values[name].append(value)
    telling = [name for name, value in form.query if value == CHANGES and len(set(values[name])) == len(urls)]
    if not telling:
        return None
    key = telling[0]
    fixed = [(name, value) for name, value in form.query if value != CHANGES or (name != key and len(set(values[name])) == 1)]
    stated = [(name, values[name][0]) for name, _ in fixed]
    order = [name for name, _ in form.query]
    pairs = sorted([*stated, (key, "{key}")], key=lambda pair: order.index(pair[0]))
    return _made(f"{'/'.join(form.parts)}?{urlencode(pairs, safe='{}')}", values[key])


def _in_path(form: Form, paths: Sequence[str]) -> ArticleAddress | None:
    first, last = form.parts.index(CHANGES), len(form.parts) - 1 - form.parts[::-1].index(CHANGES)
    keys = ["/".join(path.split("/")[first : last + 1]) for path in paths]
    if len(set(keys)) < len(paths):
        return None
    before = re.match(r"(?:[^0-9]*[/_=-])?", _common(keys))
    after = re.search(r"(?:\.\w+)?$", _common([key[::-1] for key in keys])[::-1])
    assert before is not None
    assert after is not None
    bare = [key.removeprefix(before[0]).removesuffix(after[0]) for key in keys]
    begins = before[0] if all(re.fullmatch(r"[0-9/]+", key) for key in bare) else ""  # of a title in the address all is the key
    keys = [key.removeprefix(begins).removesuffix(after[0]) for key in keys]
    template = f"{'/'.join(form.parts[:first])}/{begins}{{key}}{after[0]}" + "".join(f"/{part}" for part in form.parts[last + 1 :])
    return _made(template, keys)


def _common(texts: Sequence[str]) -> str:
    """Return what all texts begin with."""
    first, last = min(texts), max(texts)
    return first[: next((n for n, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))]


def _made(template: str, keys: Collection[str]) -> ArticleAddress | None:
    try:
        return ArticleAddress(template, key=key_form(keys))
    except ValueError:  # it holds what a template cannot
        return None


def key_form(keys: Collection[str]) -> str:
    """Return the form of keys as a regular expression: of each of their parts, if all have as many."""
    split = [key.split("/") for key in keys]
    if len({len(parts) for parts in split}) > 1:
        return r"[^?#]+"
    return "/".join(map(_part_form, zip(*split, strict=True)))


def _part_form(parts: Sequence[str]) -> str:
    if all(re.fullmatch(r"[0-9]+", part) for part in parts):
        return r"[0-9]+"
    return r"[A-Za-z0-9_-]+" if all(re.fullmatch(r"[\w-]+", part, re.ASCII) for part in parts) else r"[^/?#]+"


def turned_by(url: str, links: Iterable[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the parameters of a list's address, and those that its pager's links turn its pages by, the likeliest first."""
    this = urlsplit(without_private(url)[0])
    stated = [(name, value) for name, value in parse_qsl(this.query) if name.lower() not in PAGES]
    turning: dict[str, int] = {}
    for link, _ in links:
        parts = urlsplit(link)
        query = dict(parse_qsl(parts.query))
        if (parts.path or "/") == (this.path or "/") and dict(stated).items() <= query.items():
            for name in query.keys() - dict(stated).keys():
                if re.fullmatch(r"[0-9]{1,4}", query[name]):
                    turning[name] = turning.get(name, 0) + 1
    return stated, sorted(turning, key=lambda name: (name.lower() not in PAGES, -turning[name]))


def list_address(url: str, links: Iterable[tuple[str, str]]) -> ListAddress | None:
    """Return the address of a list as a template with `{page}`: by the parameter that its pager's links have, else by the usual one."""
    this = urlsplit(without_private(url)[0])
    stated, usual = turned_by(url, links)
    page = usual[0] if usual else "page"
    try:
        return ListAddress(f"{this.path or '/'}?{urlencode([*stated, (page, '{page}')], safe='{}')}")
    except ValueError:
        return None
