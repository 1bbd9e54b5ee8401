"""광주드림. Not checked live. Host and body selector are seen in public crawlers; masthead and region are general knowledge."""

from newsharvest.platforms.ndsoft import NdsoftSpider


class GjdreamSpider(NdsoftSpider):
    """광주드림, an NDsoft outlet of Gwangju (광주)."""

    name = "gjdream"
    title = "광주드림"
    host = "gjdream.com"
    region = "광주"
