"""Every setting of newsharvest, grouped, with why. Anything here can be set for one run: `scrapy crawl joongdo -s NAME=VALUE`.

What users set once stands in newsharvest.toml (`newsharvest.config`), which Git leaves alone.
"""

from pathlib import Path
from pkgutil import iter_modules
from typing import Any

BOT_NAME = "newsharvest"
SPIDER_MODULES = [f"newsharvest.spiders.{m.name}" for m in iter_modules([str(Path(__file__).parent / "spiders")])]
NEWSPIDER_MODULE = "newsharvest.spiders"
SPIDER_LOADER_WARN_ONLY = True  # with each module by itself: a spider that cannot be loaded is named, and does not stop the others
COMMANDS_MODULE = "newsharvest.commands"

# --- Yours, in newsharvest.toml -----------------------------------------------------------------------------------------
CONTACT = ""  # a mail address or web page where an outlet can reach you; it goes into the user agent
STORE = "harvest.db"  # the file that `scrapy harvest` writes: articles, revisions, failures, runs; seen from the project's folder
LANGUAGE = ""  # ko or en; "": of messages as this computer is set, of what is handed on, counted and shown ko
WATCH = "watch.toml"  # the departments and their queries, seen from the project's folder
MAIL: dict[str, Any] = {}  # where a digest is handed in to be sent: the table [mail]

# --- Ours ------------------------------------------------------------------------------------------------------------
REPLAY = ""  # a folder of fixtures, a WARC file or a folder of those: answer from it and never from the network
FIRST_DAYS = 7  # how far back an outlet's first harvest reaches
KEEP_PAGES = True  # a harvest keeps each page as it came, in harvest.pages.db: about a tenth of the pages' size (docs/pages.md)
DUPLICATES = "mark"  # all articles, marked with the story they tell; or "drop": one article a story
RETRY_LIMIT = 7  # times that a failed article is asked for: the next run, then after 1, 2, 4 … days, about a month in all
STRICT = False  # with 1, a doubt about an article or a note makes the exit status 1, as a failure does
LIST_PAGES = 3  # list pages read where neither since nor pages bounds the crawl: about a day of a local outlet
WORK_OUTLETS = 16  # outlets that a `scrapy work` harvests at a time: a core bears about a hundred polite ones
ADDONS = {"newsharvest.config.Config": 50, "newsharvest.download.replay.Replay": 100, "newsharvest.download.contact.Contact": 200}

# --- Politeness ------------------------------------------------------------------------------------------------------
USER_AGENT = "newsharvest/0.1 (Korean local news harvester; contact: {contact})"  # honest; `contact` fills in CONTACT
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "newsharvest"  # what a site would name us in its robots.txt
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # one request at a time per site
DOWNLOAD_DELAY = 1.0  # seconds between a site's answer and the next request, or its robots.txt's Crawl-delay if that is more
DOWNLOAD_DELAY_JITTER = 0.0  # Scrapy's default would make it half a second at times
RETRY_AFTER_MAX = (
    300  # seconds of a site's Retry-After or Crawl-delay that a run waits; if it asks for more, it is left alone until the next
)
GIVE_UP_AFTER = 12  # requests in a row without any answer after which a site is left alone: else a dead site holds up a night
COOKIES_ENABLED = False  # gnuboard remembers `device=mobile` in its session; and Scrapy would ask publicsuffix.org for cookie domains

# --- Safety ----------------------------------------------------------------------------------------------------------
DOWNLOAD_HANDLERS: dict[str, Any] = {
    **dict.fromkeys(("http", "https"), "newsharvest.download.http.HttpHandler"),
    **dict.fromkeys(("data", "file", "ftp", "s3")),  # http and https only
}
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024  # bytes, after decompression too: a bomb stops here
DOWNLOAD_WARNSIZE = 5 * 1024 * 1024
DOWNLOAD_TIMEOUT = 30  # seconds
ALLOW_PRIVATE_ADDRESSES = False  # for tests on loopback: private addresses are refused however they are written or reached
TWISTED_DNS_RESOLVER = "newsharvest.download.guard.GuardedResolver"
METAREFRESH_ENABLED = False  # a meta refresh is how challenge pages and moved sites lead a crawler away
REDIRECT_MAX_TIMES = 5
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# --- The flow --------------------------------------------------------------------------------------------------------
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # articles come in the list's order, a page before the next
SCHEDULER_DISK_QUEUE = "scrapy.squeues.PickleFifoDiskQueue"
CONCURRENT_ITEMS = 1  # Scrapy starts as many tasks for each page, and our pipelines never wait for anything: 100, its default, costs 0.5 ms
WARN_ON_GENERATOR_RETURN_VALUE = False  # Scrapy would read the source of a callback for each page (1 ms); mypy knows what ours return
DOWNLOADER_MIDDLEWARES = {
    "newsharvest.download.guard.AddressGuardMiddleware": 50,  # before robots.txt is fetched from there
    "newsharvest.download.robots.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # ours is stricter
    "newsharvest.download.compression.CompressionMiddleware": 590,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,  # ours knows when an answer breaks off
    "newsharvest.run.archiving.KeptRedirects": 600,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,  # what it follows would not be kept
    "newsharvest.run.archiving.ArchiveMiddleware": 587,  # what has come, whole, before anything reads it
    "newsharvest.run.conditional.ConditionalMiddleware": 586,  # an answer that nothing has changed is kept too, and is no page
    "newsharvest.download.charset.CharsetMiddleware": 585,  # after decompression (590 on the way back), before anything reads the text
    "newsharvest.download.ending.EndMiddleware": 580,  # reads the text
    "newsharvest.download.pace.PaceMiddleware": 960,  # next to the downloader: a turn that is taken is a request that goes out
}
SPIDER_MIDDLEWARES = {"newsharvest.run.ending.EndingMiddleware": 100}
ITEM_PIPELINES = {
    "newsharvest.pipelines.normalise.NormalisePipeline": 100,
    "newsharvest.pipelines.validate.ValidatePipeline": 200,
    "newsharvest.pipelines.doubt.DoubtPipeline": 250,
    "newsharvest.pipelines.deduplicate.DeduplicatePipeline": 300,
    "newsharvest.pipelines.keep.KeepPipeline": 400,
}
EXTENSIONS = {
    "newsharvest.run.report.RunReport": -10,  # before the feeds (0), which ask it whether the run was clean
    "newsharvest.run.ledger.Ledger": -5,  # after the report, whose reasons it writes down
    "newsharvest.run.sitemaps.SitemapRoute": 0,
}

# --- Feeds -----------------------------------------------------------------------------------------------------------
FEED_EXPORT_ENCODING = "utf-8"
FEED_EXPORTERS = {
    "csv": "newsharvest.feeds.csv.ExcelCsvItemExporter",
    "marshal": None,
    "pickle": None,  # a feed is for people and programs of any kind; loading a pickle runs code
}
FEED_STORAGES = {
    "": "newsharvest.feeds.whole.WholeFileStorage",
    "file": "newsharvest.feeds.whole.WholeFileStorage",
    "stdout": "newsharvest.feeds.whole.StandardOutput",
}

# --- Health of an outlet, beside its own earlier runs (newsharvest.run.health) ----------------------------------------------
HEALTH_CHANCE = 0.001  # a rate has changed if so much of a change comes by chance once in a thousand: 40 looks a night cry wolf monthly
HEALTH_SAMPLE = 10  # articles that a rate or a median needs; a small outlet's last runs are taken together
HEALTH_BASELINE = 30  # earlier runs that are the measure: a month of nights
HEALTH_BODY = 0.4  # bodies have shrunk below this share of their earlier median: half is a quiet week, a lost container is less
HEALTH_GROWN = 1.6  # bodies have grown beyond this multiple of their earlier median: a text that comes twice is more
HEALTH_LINKS = 0.5  # a list page gives less than this share of its earlier links
HEALTH_SILENT_DAYS = 7  # without anything new, where there was something every day: longer than the longest holiday

# --- What is printed -------------------------------------------------------------------------------------------------
LOG_LEVEL = "WARNING"  # the closing lines tell the rest; -L INFO shows every dropped page
LOG_COLOR = False
DEFAULT_DROPITEM_LOG_LEVEL = "INFO"
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the report names it
STATS_DUMP = False
