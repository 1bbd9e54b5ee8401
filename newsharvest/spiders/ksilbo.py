"""경상일보. Not checked live. Host and body selector are seen in public crawlers; masthead and region are general knowledge."""

from newsharvest.platforms.ndsoft import NdsoftSpider


class KsilboSpider(NdsoftSpider):
    """경상일보, an NDsoft outlet of Ulsan (울산). Its older pages are in EUC-KR."""

    name = "ksilbo"
    title = "경상일보"
    host = "ksilbo.co.kr"
    region = "울산"
