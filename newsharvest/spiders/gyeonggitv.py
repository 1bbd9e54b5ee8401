"""경기티비종합뉴스. Not checked live; two page captures are of this host."""

from newsharvest.platforms.netpro import NetProSpider


class GyeonggitvSpider(NetProSpider):
    """경기티비종합뉴스, a NetPro outlet that puts its name round its titles."""

    name = "gyeonggitv"
    title = "경기티비종합뉴스"
    host = "gyeonggitv.com"
    region = "경기"
    # a firm's lines, which a page of April 2024 has under an article about a city hall
    boilerplate = ("큐브디자인\n사무실인테리어 전문업체! 큐브디자인 http://www.cubedesign.co.kr",)
