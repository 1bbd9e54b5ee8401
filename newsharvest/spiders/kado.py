"""강원도민일보. Not checked live. Host and body selector are seen in public crawlers; masthead and region are general knowledge."""

from newsharvest.platforms.ndsoft import NdsoftSpider


class KadoSpider(NdsoftSpider):
    """강원도민일보, an NDsoft outlet of Gangwon (강원)."""

    name = "kado"
    title = "강원도민일보"
    host = "kado.net"
    region = "강원"
