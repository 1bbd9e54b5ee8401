"""중도일보. Not checked live; a page capture is of this host. The section codes are seen in public crawlers."""

from newsharvest.platforms.ncid import JOONGDO_SECTIONS, NcidSpider


class JoongdoSpider(NcidSpider):
    """중도일보, of the ncid/key CMS."""

    name = "joongdo"
    title = "중도일보"
    host = "www.joongdo.co.kr"
    region = "대전·충남·세종"
    sections = JOONGDO_SECTIONS
