"""충청투데이. Not checked live. Host and body selector are seen in public crawlers; masthead and region are general knowledge."""

from newsharvest.platforms.ndsoft import NdsoftSpider


class CctodaySpider(NdsoftSpider):
    """충청투데이, an NDsoft outlet of Daejeon and Chungcheong (대전·충청)."""

    name = "cctoday"
    title = "충청투데이"
    host = "cctoday.co.kr"
    region = "대전·충청"
