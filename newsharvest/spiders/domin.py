"""전북도민일보. Not checked live. Host and body selector are seen in public crawlers; masthead and region are general knowledge."""

from newsharvest.platforms.ndsoft import NdsoftSpider


class DominSpider(NdsoftSpider):
    """전북도민일보, an NDsoft outlet of North Jeolla (전북)."""

    name = "domin"
    title = "전북도민일보"
    host = "domin.co.kr"
    region = "전북"
