"""How a digest speaks: its times, and a sentence with the words that were looked for marked in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from gettext import NullTranslations

from newsharvest.digest.contents import Entry, Printed

_WEEKDAYS = {"ko": "월화수목금토일", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


class Wording:
    """The words of one language."""

    def __init__(self, language: str, messages: NullTranslations) -> None:
        self.language = language
        self.gettext = messages.gettext
        self.ngettext = messages.ngettext

    def day(self, day: date | None) -> str:
        """Return `11.16(월)`, or `-`."""
        return f"{day:%m.%d}({_WEEKDAYS[self.language][day.weekday()]})" if day else "-"

    def whole_day(self, day: date | None) -> str:
        """Return `2026.11.16(월)`, or `-`."""
        return f"{day:%Y}.{self.day(day)}" if day else "-"

    def moment(self, moment: datetime | None) -> str:
        """Return `11.16(월) 18:00`, or `-`."""
        return f"{self.day(moment)} {moment:%H:%M}" if moment else "-"

    def whole_moment(self, moment: datetime | None) -> str:
        """Return `2026.11.16(월) 18:00`, or `-`."""
        return f"{moment:%Y}.{self.moment(moment)}" if moment else "-"

    def at(self, printed: Printed) -> str:
        """Return when an article was printed: its day alone where its page says no more."""
        return self.day(printed.at) if printed.is_day else self.moment(printed.at)

    def whole_at(self, printed: Printed) -> str:
        """Return the same with its year."""
        return self.whole_day(printed.at) if printed.is_day else self.whole_moment(printed.at)

    def short(self, printed: Printed) -> str:
        """Return `11.16 18:00`, or the day alone."""
        return "" if printed.at is None else f"{printed.at:%m.%d}" if printed.is_day else f"{printed.at:%m.%d %H:%M}"

    def papers(self, entry: Entry) -> str:
        """Return how many papers printed a story."""
        return self.outlets(len(entry.printed))

    def outlets(self, count: int) -> str:
        """Return a number of outlets."""
        return self.ngettext("{count} outlet", "{count} outlets", count).format(count=count)

    def stories(self, count: int) -> str:
        """Return a number of stories."""
        return self.ngettext("{count} story", "{count} stories", count).format(count=count)

    def told(self, count: int) -> str:
        """Return a number of stories, where articles are counted beside them."""
        return self.ngettext("{count} story told", "{count} stories told", count).format(count=f"{count:,}")

    def articles(self, count: int) -> str:
        """Return a number of articles."""
        return self.ngettext("{count} article", "{count} articles", count).format(count=f"{count:,}")

    def versions(self, count: int) -> str:
        """Return a number of versions."""
        return self.ngettext("{count} version", "{count} versions", count).format(count=count)

    def same_paragraphs(self, count: int) -> str:
        """Return a number of paragraphs that are as they were."""
        return self.ngettext("{count} paragraph as before", "{count} paragraphs as before", count).format(count=count)


def split_at(sentence: str, words: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a sentence, and whether each is one of the words."""
    pattern = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True) if word)
    pieces = re.split(f"({pattern})", sentence, flags=re.IGNORECASE) if pattern else [sentence]
    yield from ((piece, n % 2 == 1) for n, piece in enumerate(pieces) if piece)
