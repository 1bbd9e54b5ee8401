"""경기신문. Not checked live. Host and body selector are in public crawlers; masthead and region are general knowledge."""

from newsharvest.platforms.mediaon import MediaOnSpider


class KgnewsSpider(MediaOnSpider):
    """경기신문, a mediaOn outlet that still answers the addresses of the CMS it had before; `idxno` is taken for its `no`."""

    name, title, host, scheme = "kgnews", "경기신문", "www.kgnews.co.kr", "https"

    @classmethod
    def key_of(cls, path: str, query: dict[str, str]) -> str | None:  # noqa: D102
        if path == "/news/articleView.html":
            path, query = "/news/article.html", {"no": query.get("idxno", "")}
        return super().key_of(path, query)
