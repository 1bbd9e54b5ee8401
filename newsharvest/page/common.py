"""What pages of every family share: advertisement boxes inside the article, and the pages that any host may answer with instead of one."""

from __future__ import annotations

from newsharvest.page.layouts import Notice, rules
from newsharvest.reasons import Reason

ADS = (
    ".ad", ".ads", ".ad_box", ".view-ad", ".adsbygoogle", "[id^='div-gpt-ad']", ".banner",
    "[class^='banner_']", "[class*=' banner_']", "[class$='_banner']", "[class*='_banner ']",
    ".com_ban", "[class^='ban_']", "[class*=' ban_']",
)  # fmt: skip
"""CSS: boxes that are an advertisement wherever they stand (the last line: mediaOn's names, which NetPro reuses)."""

CHALLENGES = (
    Notice(
        "challenge/cloudflare",
        Reason.CHALLENGE,
        shape=rules(
            "//*[@id='challenge-form' or @id='challenge-running' or @id='challenge-error-text' or @id='cf-challenge-running']"
            " | //script[contains(., '_cf_chl_opt')] | //title[normalize-space()='Just a moment...']"
        ),
    ),
    # A few lines of script that set a cookie and load the page again, and no text to read: what Korean hosting firms put before a site.
    Notice(
        "challenge/cookie",
        Reason.CHALLENGE,
        shape=rules("//script[contains(., 'document.cookie')][contains(., 'location.reload') or contains(., 'location.href')]"),
        foreign=rules("//body//*[self::p or self::div or self::li or self::td][string-length(normalize-space(.)) > 100]"),
    ),
)
"""Asked only of pages that have no layout: an ordinary article may carry a Cloudflare script too."""
