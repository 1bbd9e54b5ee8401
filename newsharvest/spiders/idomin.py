"""경남도민일보. Not checked live. Host and body selector are seen in public crawlers; masthead and region are general knowledge."""

from newsharvest.platforms.ndsoft import NdsoftSpider


class IdominSpider(NdsoftSpider):
    """경남도민일보, an NDsoft outlet of South Gyeongsang (경남)."""

    name = "idomin"
    title = "경남도민일보"
    host = "idomin.com"
    region = "경남"
