"""The CMS families: every one that a page can be recognised as."""

from __future__ import annotations

from collections.abc import Mapping

from newsharvest.crawl.outlet import OutletSpider
from newsharvest.platforms.dadamedia import DadaMediaSpider
from newsharvest.platforms.gnuboard import GnuboardSpider
from newsharvest.platforms.mediaon import MediaOnSpider
from newsharvest.platforms.ncid import NcidSpider
from newsharvest.platforms.ndsoft import NdsoftSpider
from newsharvest.platforms.netpro import NetProSpider
from newsharvest.platforms.viewno import ViewNoSpider

FAMILIES: Mapping[str, type[OutletSpider]] = {
    "ndsoft": NdsoftSpider,
    "mediaon": MediaOnSpider,
    "netpro": NetProSpider,
    "gnuboard": GnuboardSpider,
    "dadamedia": DadaMediaSpider,
    "ncid": NcidSpider,
    "viewno": ViewNoSpider,
}
"""The families by their short names, which begin the names of their layouts."""
