"""대구경북일보. Not checked live; the page capture is of this host."""

from newsharvest.platforms.netpro import NetProSpider


class DgilboSpider(NetProSpider):
    """대구경북일보, a NetPro outlet."""

    name = "dgilbo"
    title = "대구경북일보"
    host = "dgilbo.dgn.kr"
    region = "대구·경북"
