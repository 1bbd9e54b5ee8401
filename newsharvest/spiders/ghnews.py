"""경기헤드뉴스. Not checked live. Host and family are in public sources; masthead and region are general knowledge."""

from newsharvest.platforms.mediaon import MediaOnSpider


class GhnewsSpider(MediaOnSpider):
    """경기헤드뉴스, a mediaOn outlet."""

    name = "ghnews"
    title = "경기헤드뉴스"
    host = "www.ghnews.net"
    region = "경기"
    scheme = "https"
