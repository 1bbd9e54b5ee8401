"""기호일보. Not checked live. Host and body selector are seen in public crawlers; masthead and region are general knowledge."""

from newsharvest.platforms.ndsoft import NdsoftSpider


class KihoilboSpider(NdsoftSpider):
    """기호일보, an NDsoft outlet of Incheon and Gyeonggi (인천·경기)."""

    name = "kihoilbo"
    title = "기호일보"
    host = "kihoilbo.co.kr"
    region = "인천·경기"
