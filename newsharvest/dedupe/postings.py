"""Who prints the passages of a text: how those that may tell its story are found, and what is stock."""

from __future__ import annotations

from collections import Counter, defaultdict

from newsharvest.database import Database
from newsharvest.dedupe.fingerprints import WINDOW_LONG
from newsharvest.dedupe.printed import LAST, Order, Printed, order_of, signed, since_of

COMMON = 24
"""Stories that print a passage from which it finds nothing any more: a stock sentence, a form. No further posting of it is kept. From 64
down to 20 the stream's recall is the same (.989), precision and speed grow; at 12 recall begins to fall."""
ENOUGH = 16
"""Articles of one story that are found by a passage: whoever prints it too is like them."""
VERIFIED = 8
"""Articles that are compared with a new one: those that share its rarest passages. (2: recall over a stream .983, 4: .984, 8: .988.)"""
LETTERS_A_PASSAGE = (WINDOW_LONG + 1) / 2
"""Letters for which winnowing keeps a passage, on average, of a long text."""
SHARED_MUCH = 0.3
"""The same share, from which what a later article is found to be is told anew with this one."""
SHARED_MIN = 0.1
"""Share of the shorter text's passages that another text must have to be worth comparing, far below what a repeat has. (None: the same
recall; .3: .987.)"""


class Postings:
    """The passages of one text, and who else prints them."""

    def __init__(self, db: Database, it: Printed, *, only_earlier: bool = False) -> None:
        """Look them up. What the article itself prints does not count.

        `only_earlier`: nor what was printed later, as if that had not come yet; who prints it is told by `later`.
        """
        self._db = db
        side, doc = it.side, it.doc
        self.published = it.published
        self.letters = side.letters
        self.hashes = signed(side.passages)
        self.printed: dict[int, list[tuple[int, int]]] = defaultdict(list)
        """Of each passage that a few stories print: the articles, each with its story."""
        self.about: dict[int, tuple[int, int, Order]] = {}
        """Of each of these articles: its story, its length in letters, its order."""
        query = f"SELECT hash FROM stock WHERE {db.among('hash')} AND since<?"
        self.stock = {key for (key,) in db.execute(query, (db.listed(self.hashes), LAST + 1 if it.published is None else it.published))}
        self.later: Counter[int] = Counter()
        """Articles that were printed later, and how many of the passages each prints."""
        wanted = [key for key in self.hashes if key not in self.stock] if self.stock else self.hashes
        query = f"SELECT hash, doc, story, letters, published, article FROM passage JOIN printed USING (doc) WHERE {db.among('hash')}"
        for key, other, story, letters, published, article in db.execute(query, (db.listed(wanted),)):
            if other == doc:
                continue
            if other not in self.about:
                self.about[other] = story, letters, order_of(published, article)
            if only_earlier and self.about[other][2] > it.order:
                self.later[other] += 1
            else:
                self.printed[key].append((other, story))
        self.stories = {key: len({story for _, story in rows}) for key, rows in self.printed.items()}
        """Of each passage that others print: in how many stories."""

    @property
    def in_stories(self) -> list[int]:
        """Return in how many stories others print each passage, in the order of the text."""
        return [COMMON if key in self.stock else 0 for key in self.hashes]

    def nearest(self) -> dict[int, int]:
        """Return the articles that share the rarest passages, each with its story."""
        scores: dict[int, float] = defaultdict(float)
        shared: dict[int, int] = defaultdict(int)
        for key, rows in self.printed.items():
            rarity = 1 / self.stories[key]
            for other, _ in rows:
                scores[other] += rarity
                shared[other] += 1
        needed = SHARED_MIN / LETTERS_A_PASSAGE
        likely = [other for other in scores if shared[other] >= needed * min(self.letters, self.about[other][1])]
        first = sorted(likely, key=lambda other: (-round(scores[other], 9), self.about[other][2]))[:VERIFIED]
        return {other: self.about[other][0] for other in first}

    def much_shared_later(self) -> list[int]:
        """Return the articles that were printed later and share much: what they are found to be may hang on this one."""
        needed = SHARED_MUCH / LETTERS_A_PASSAGE
        return [other for other, count in self.later.items() if count >= needed * min(self.letters, self.about[other][1])]

    def post(self, doc: int, story: int) -> None:
        """Note that `doc` prints these passages. One that stands in too many stories finds nothing for what is printed from then on."""
        kept = []
        common = []
        for key in self.hashes:
            if key in self.stock:
                continue
            told = [there for _, there in self.printed.get(key, ())]
            if self.stories.get(key, 0) >= COMMON - 1 and story not in told:
                common.append(key)
            elif told.count(story) < ENOUGH:
                kept.append(key)
        these = f"SELECT value, ? FROM ({self._db.numbers()}) AS these WHERE TRUE ON CONFLICT DO NOTHING"
        if common:
            self._db.execute(f"INSERT INTO stock(hash, since) {these}", (since_of(self.published), self._db.listed(common)))
        self._db.execute(f"INSERT INTO passage(hash, doc) {these}", (doc, self._db.listed(kept)))
