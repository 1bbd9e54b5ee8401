"""금강일보. Not checked live. Host and body selector are seen in public crawlers; masthead and region are general knowledge."""

from newsharvest.platforms.ndsoft import NdsoftSpider


class GgilboSpider(NdsoftSpider):
    """금강일보, an NDsoft outlet of Daejeon and South Chungcheong (대전·충남)."""

    name = "ggilbo"
    title = "금강일보"
    host = "ggilbo.com"
    region = "대전·충남"
