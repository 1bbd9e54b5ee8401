"""제주의소리. Not checked live. Host and body selector are seen in public crawlers; masthead and region are general knowledge."""

from newsharvest.platforms.ndsoft import NdsoftSpider


class JejusoriSpider(NdsoftSpider):
    """제주의소리, an NDsoft outlet of Jeju (제주)."""

    name = "jejusori"
    title = "제주의소리"
    host = "jejusori.net"
    region = "제주"
