"""Pages that any host may answer with, under status 200, in the place of an article or a list."""

from __future__ import annotations

from newsharvest.layouts import Notice, rules
from newsharvest.reasons import Reason

CHALLENGES = (
    Notice(
        "challenge/cloudflare",
        Reason.CHALLENGE,
        shape=rules("#challenge-form, #challenge-running, #cf-challenge-running, script[src*='/cdn-cgi/challenge-platform/'], #cf-wrapper"),
    ),
    # A few lines of script that set a cookie and load the page again, and no text to read: what Korean hosting firms put before a site.
    Notice(
        "challenge/cookie",
        Reason.CHALLENGE,
        shape=rules("//script[contains(., 'document.cookie')][contains(., 'location.reload') or contains(., 'location.href')]"),
        foreign=rules("//body//*[self::p or self::div or self::li or self::td][string-length(normalize-space(.)) > 100]"),
    ),
)
