"""경남일간신문. Not checked live. Host and family are in public sources; masthead and region are general knowledge."""

from newsharvest.platforms.mediaon import MediaOnSpider


class Gn1newsSpider(MediaOnSpider):
    """경남일간신문, a mediaOn outlet."""

    name = "gn1news"
    title = "경남일간신문"
    host = "gn1news.kr"
    region = "경남"
