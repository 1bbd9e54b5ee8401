"""The way from a page to its article: read, normalise, validate. Pure functions, which crawls, commands and tests call alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from parsel import Selector

from newsharvest import press
from newsharvest.items import Article, Image, Unkept
from newsharvest.page.body import add_credit
from newsharvest.page.common import CHALLENGES
from newsharvest.page.layouts import Layout, Notice, choose
from newsharvest.page.loader import Loaded, load
from newsharvest.page.pictures import is_photo
from newsharvest.reasons import Reason

UNDECODED_MAX = 0.01
"""Share of U+FFFD in title and body above which the text is not worth keeping. One cut character in a long body is."""

FUTURE = timedelta(days=1)
"""How far ahead of its receipt a page may date itself (tomorrow's paper). Beyond that the date is wrong; it is asked for again later."""


def read_article(
    page: Selector,
    base_url: str,
    layouts: Sequence[Layout],
    notices: Sequence[Notice],
    known: Article,
    boilerplate: tuple[str, ...] = (),
) -> Loaded | Unkept:
    """Read the article of a page by the first layout whose shape it has, or say why there is none.

    `base_url`: what the page's addresses are relative to. `notices`: what else such a page may be. `known`: what is known of the article
    without reading its page (id, outlet, outlet_name, url, fetched_at). `boilerplate`: what the outlet prints under its articles that is
    no text. What comes is as the page has it: see `normalise`, `validate`.
    """
    layout = choose(page, layouts)
    if layout is None:
        notice = choose(page, (*notices, *CHALLENGES))
        return Unkept(known.outlet, known.url, notice.reason if notice else Reason.NO_LAYOUT, notice.name if notice else "")
    read = load(page, base_url, layout, known, boilerplate)
    return video_only(read) or read


def video_only(read: Loaded) -> Unkept | None:
    """Say so of a page that has a title and a video where its text should be, with nothing but a caption or a byline, or return None."""
    article = read.article
    if not (read.evidence.player and article.title) or article.images:
        return None
    lines = press.split_signature(article.body.split("\n\n") if article.body else []).paragraphs
    if any(line != article.title and not press.marked_caption(line) for line in lines):
        return None
    return Unkept(article.outlet, article.url, Reason.VIDEO_ONLY)


def normalise(article: Article, outlet_names: tuple[str, ...]) -> Article:
    """Return an article in the form that `items.Article` promises: of spaces and times it already is.

    The outlet's name tags leave the title; byline and rights line leave the body for their fields, and a picture's credit its caption; a
    subtitle that is the title again, or the cut beginning of the text, is none; the content hash is computed.
    """
    title = press.strip_outlet_tags(article.title or "", outlet_names)
    signed = press.split_signature(article.body.split("\n\n") if article.body else [])
    paragraphs, images = signed.paragraphs, [_with_credit(image) for image in article.images]
    if signed.caption:
        bare = next((n for n, image in enumerate(images) if image["caption"] is None), None)
        if bare is None:
            paragraphs = [signed.caption, *paragraphs]
        else:
            images[bare] = _with_credit({**images[bare], "caption": signed.caption})
    body = "\n\n".join(paragraphs)
    subtitle = [line for line in article.subtitle if press.strip_outlet_tags(line, outlet_names) != title]
    return replace(
        article,
        title=title or None,
        subtitle=[] if press.is_lead(" ".join(subtitle), body) else subtitle,
        body=body,
        images=images,
        rights=article.rights or signed.rights,
        authors=[a for a in press.unique([*article.authors, *signed.byline.authors]) if a not in outlet_names],
        author_emails=press.unique([*article.author_emails, *signed.byline.emails]),
        content_hash=press.content_hash(title, body),
    )


def _with_credit(image: Image) -> Image:
    """Return a picture with the credit that its caption holds as a key of its own."""
    caption, credit = press.split_credit(image["caption"] or "")
    if credit is None and press.read_byline(caption):  # a caption that is nothing but its photographer
        caption, credit = "", caption
    if credit is None:
        return image
    image = {**image, "caption": caption or None}
    add_credit(image, credit)
    return image


def validate(article: Article, now: datetime) -> Unkept | None:
    """Say why a normalised article is not to be kept, or None of one that is. `now`: for one of which nobody knows when it was received."""

    def unkept(reason: Reason, detail: str = "") -> Unkept:
        return Unkept(article.outlet, article.url, reason, detail)

    if not article.title:
        return unkept(Reason.NO_TITLE)
    if not article.body:
        photo = any(image["caption"] or is_photo(image["url"]) for image in article.images)  # a GIF waits, or counts
        return unkept(Reason.PHOTO_ONLY if photo else Reason.NO_BODY)
    received = datetime.fromisoformat(article.fetched_at) if article.fetched_at else now
    if article.published_at and datetime.fromisoformat(article.published_at) > received + FUTURE:
        return unkept(Reason.FUTURE_DATE, article.published_raw or "")
    text = article.title + article.body
    if text.count("\N{REPLACEMENT CHARACTER}") > UNDECODED_MAX * len(text):
        return unkept(Reason.WRONG_CHARSET)
    return None
