"""경남매일. Not checked live. Host and body selector are seen in public crawlers; masthead and region are general knowledge."""

from newsharvest.platforms.ndsoft import NdsoftSpider


class GnmaeilSpider(NdsoftSpider):
    """경남매일, an NDsoft outlet of South Gyeongsang (경남)."""

    name = "gnmaeil"
    title = "경남매일"
    host = "gnmaeil.com"
    region = "경남"
