"""뉴스21통신. Not checked live; a page capture is of this host. Its section codes (`mcode`) are not known."""

from newsharvest.platforms.dadamedia import DadaMediaSpider


class Krnews21Spider(DadaMediaSpider):
    """뉴스21통신, a 다다미디어 outlet that signs as 뉴스21일간 as well."""

    name = "krnews21"
    title = "뉴스21통신"
    host = "krnews21.co.kr"
    region = "전국·울산"
    other_names = ("뉴스21", "뉴스21일간")
