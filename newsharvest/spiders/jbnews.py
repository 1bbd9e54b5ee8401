"""중부매일. Not checked live. Host and body selector are seen in public crawlers; masthead and region are general knowledge."""

from newsharvest.platforms.ndsoft import NdsoftSpider


class JbnewsSpider(NdsoftSpider):
    """중부매일, an NDsoft outlet of North Chungcheong (충북)."""

    name = "jbnews"
    title = "중부매일"
    host = "jbnews.com"
    region = "충북"
