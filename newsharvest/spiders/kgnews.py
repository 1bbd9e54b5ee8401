"""경기신문. Not checked live. Host and body selector are in public crawlers; masthead and region are general knowledge."""

from newsharvest.platforms.mediaon import FORMERLY_NDSOFT, MediaOnSpider


class KgnewsSpider(MediaOnSpider):
    """경기신문, a mediaOn outlet that was an NDsoft one before."""

    name = "kgnews"
    title = "경기신문"
    host = "www.kgnews.co.kr"
    region = "경기"
    scheme = "https"
    article_address = FORMERLY_NDSOFT
