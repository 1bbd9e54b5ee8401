"""다다미디어 (DadaMedia): `/article/N` = `/news/N` = `/news/view.php?idx=N`.

Facts from public crawlers and the migration script of one outlet off this CMS; none was checked live. That script took a page without
`.article-head-title` for a deleted article; here it is `no_layout` or `no_title`, since a redesign would look the same and must be seen.
"""

from __future__ import annotations

from typing import ClassVar

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.crawl.urls import ArticleAddress, ListAddress
from newsharvest.page.common import ADS, MODIFIED, PUBLISHED, PUBLISHED_OR_BARE
from newsharvest.page.layouts import Figure, Layout, ListLayout, Rule, guess, rules, stated

INFO = "//@class[contains(concat(' ', normalize-space(.), ' '), ' info-text ')]/..//li"
SIGNED = "[contains(., '기자') or contains(., '논설') or contains(., '칼럼') or contains(., '편집')]"
# the lines that say so, else the first without a digit, which a time and a counter have, but for a mail address
WRITER = f"{INFO}{SIGNED} | ({INFO}[translate(., '0123456789', '') = . or contains(., '@')])[1][not({INFO}{SIGNED})]"

ARTICLE = Layout(
    "dadamedia/article",
    shape=rules("#viewContent, .viewContent, .info-text"),
    foreign=rules("#article-view-content-div"),  # NDsoft's 2017-20 skin has `.article-head-title` too
    body=rules("#viewContent .fr-view", "#viewContent", ".viewContent"),
    drop=(*ADS, ".button-container", ".subj", ".article-head-nav", ".article-head-title", ".info-text"),
    figures=(Figure("span.fr-img-caption", ".fr-inner"),),
    fields={
        "title": rules(stated(".article-head-title"), ".article-head-title", "meta[property='og:title']::attr(content)"),
        "subtitle": rules("#viewContent .subj li"),  # inside the body's container
        "section": rules(Rule(".article-head-nav a", re=r"^(?!HOME$|홈$)(.+)")),
        "authors": rules(Rule(WRITER, re=r"^(?!.*\d[:-]\d)(.+)"), "strong.writer"),
        "published_raw": rules(Rule(".info-text li", re=PUBLISHED), guess(".info-text li", PUBLISHED_OR_BARE)),
        "modified_raw": rules(Rule(".info-text li", re=MODIFIED)),
    },
)

LIST = ListLayout("dadamedia/list", rows=rules("div.basicList dl"), date=rules("dd.registDate"))


class DadaMediaSpider(OutletSpider):
    """A 다다미디어 outlet. `idx` identifies an article; `mcode`, `sm`, `stx` and the mobile path do not."""

    family = "다다미디어"
    layouts: ClassVar[tuple[Layout, ...]] = (ARTICLE,)
    lists: ClassVar[tuple[ListLayout, ...]] = (LIST,)
    article_address = ArticleAddress("/article/{key}", also=("/news/{key}", "/news/view.php?idx={key}", "/m/view.php?idx={key}"))
    list_address = ListAddress("/news/list.php?page={page}", {r"m\w{1,20}": "/news/list.php?mcode={section}&page={page}"})
