"""인천일보. Not checked live. Host and body selector are seen in public crawlers; masthead and region are general knowledge."""

from newsharvest.platforms.ndsoft import NdsoftSpider


class IncheonilboSpider(NdsoftSpider):
    """인천일보, an NDsoft outlet of Incheon (인천)."""

    name = "incheonilbo"
    title = "인천일보"
    host = "incheonilbo.com"
    region = "인천"
