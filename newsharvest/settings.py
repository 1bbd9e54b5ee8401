"""Every setting of newsharvest, grouped, with why. Anything here can be set for one run: `scrapy crawl joongdo -s NAME=VALUE`."""

from typing import Any

BOT_NAME = "newsharvest"
SPIDER_MODULES = ["newsharvest.spiders"]
NEWSPIDER_MODULE = "newsharvest.spiders"
COMMANDS_MODULE = "newsharvest.commands"

# --- You -------------------------------------------------------------------------------------------------------------
CONTACT = ""  # a mail address or web page where an outlet can reach you: set it once, here; it goes into the user agent

# --- Ours ------------------------------------------------------------------------------------------------------------
REPLAY = ""  # a folder of fixtures: answer from it and never from the network
LIST_PAGES = 3  # list pages read where neither since nor pages bounds the crawl: about a day of a local outlet
ADDONS = {"newsharvest.replay.Replay": 100, "newsharvest.contact.Contact": 200}

# --- Politeness ------------------------------------------------------------------------------------------------------
USER_AGENT = "newsharvest/0.1 (Korean local news harvester; contact: {contact})"  # honest; `contact` fills in CONTACT
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "newsharvest"  # what a site would name us in its robots.txt
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # one request at a time per site
DOWNLOAD_DELAY = 1.0  # seconds between two requests to a site
AUTOTHROTTLE_ENABLED = True  # slower when the site slows, never faster than DOWNLOAD_DELAY
AUTOTHROTTLE_START_DELAY = 1.0
COOKIES_ENABLED = False  # gnuboard remembers `device=mobile` in its session; and Scrapy would ask publicsuffix.org for cookie domains

# --- Safety ----------------------------------------------------------------------------------------------------------
DOWNLOAD_HANDLERS: dict[str, Any] = dict.fromkeys(("data", "file", "ftp", "s3"))  # http and https only
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024  # bytes, after decompression too: a bomb stops here
DOWNLOAD_WARNSIZE = 5 * 1024 * 1024
DOWNLOAD_TIMEOUT = 30  # seconds
METAREFRESH_ENABLED = False  # a meta refresh is how challenge pages and moved sites lead a crawler away
REDIRECT_MAX_TIMES = 5
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# --- The flow --------------------------------------------------------------------------------------------------------
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # articles come in the list's order, a page before the next
SCHEDULER_DISK_QUEUE = "scrapy.squeues.PickleFifoDiskQueue"
DOWNLOADER_MIDDLEWARES = {
    "newsharvest.middlewares.CharsetMiddleware": 585,  # after decompression (590 on the way back), before anything reads the text
}
ITEM_PIPELINES = {
    "newsharvest.pipelines.normalise.NormalisePipeline": 100,
    "newsharvest.pipelines.validate.ValidatePipeline": 200,
    "newsharvest.pipelines.deduplicate.DeduplicatePipeline": 300,
}
EXTENSIONS = {
    "newsharvest.extensions.report.RunReport": -10,  # before the feeds (0), which ask it whether the run was clean
}

# --- Feeds -----------------------------------------------------------------------------------------------------------
FEED_EXPORT_ENCODING = "utf-8"
FEED_EXPORTERS = {
    "csv": "newsharvest.exporters.ExcelCsvItemExporter",
    "marshal": None,
    "pickle": None,  # a feed is for people and programs of any kind; loading a pickle runs code
}
FEED_STORAGES = {"": "newsharvest.feeds.WholeFileStorage", "file": "newsharvest.feeds.WholeFileStorage"}

# --- What is printed -------------------------------------------------------------------------------------------------
LOG_LEVEL = "WARNING"  # the closing lines tell the rest; -L INFO shows every dropped page
LOG_COLOR = False
DEFAULT_DROPITEM_LOG_LEVEL = "INFO"
STATS_DUMP = False
