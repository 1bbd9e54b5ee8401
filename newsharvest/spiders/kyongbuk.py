"""경북일보. Not checked live. Host and body selector are seen in public crawlers; masthead and region are general knowledge."""

from newsharvest.platforms.ndsoft import NdsoftSpider


class KyongbukSpider(NdsoftSpider):
    """경북일보, an NDsoft outlet of North Gyeongsang (경북)."""

    name = "kyongbuk"
    title = "경북일보"
    host = "kyongbuk.co.kr"
    region = "경북"
