"""How what was read anew becomes what is kept.

Each article is a transaction of its own, so that a kill leaves what was done, and the next time does the rest. When an outlet's are all
there they are held beside each other, in the order in which they came, as a harvest does as they come (`newsharvest.doubts.outlet`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from newsharvest import press
from newsharvest.doubts import Doubt
from newsharvest.doubts.outlet import Neighbours, Seen
from newsharvest.reasons import Reason
from newsharvest.reread.reading import BESIDE, Outcome, Reading, repeats
from newsharvest.run.verdict import UNREAD
from newsharvest.store import Kept, Met, Store

OF_THE_TEXT = frozenset({Reason.SAME_BODY, Reason.DAMAGED})
"""What an article is asked for again for, which another text ends."""
OF_THE_PAGE = frozenset({*UNREAD, *(reason for reason in Reason if reason.normal), Reason.ERROR}) - {Reason.SAME_TARGET}
"""What a page that came fails of, which ends when it is read."""
ORDER = [doubt.code for doubt in Doubt]


class Acceptance:
    """Puts the readings of one outlet into the store."""

    def __init__(self, store: Store, outlet: str, usual: Callable[[int], Collection[str]]) -> None:
        """`usual`: the doubts that were the outlet's way as a run (its number) saw it."""
        self.store = store
        self.outlet = outlet
        self.usual = usual
        self.failed = {failed.url: failed for failed in store.failures([outlet])}
        self.places: dict[str, int] = {}
        """Where each article stands among those that came."""
        self.mended: dict[str, int] = {}
        """The articles that had failed, and do so no more, and the run that had met that."""
        self.came = 0
        """Articles that were read."""
        self.ended: list[str] = []
        """Addresses that give none, under a reason of a normal day."""

    def accept(self, reading: Reading) -> None:
        """Keep what was read; what gives nothing stays as it is."""
        self.places[reading.job.article] = len(self.places)
        self.came += reading.outcome in {Outcome.SAME, Outcome.DIFFERS, Outcome.NEW}
        at = press.iso(press.now())
        if not reading.job.kept:
            self._keep_new(reading, at)
            return
        if reading.article and self.store.reread(reading.article, at) is Kept.EDITED:
            self.store.settle_reread(reading.url, OF_THE_TEXT)
        for edit in reading.edits:
            self.store.keep_reread(edit, reading.job.run, at)
        failed = self.failed.get(reading.url)
        if reading.is_whole and failed and failed.reason in OF_THE_PAGE and failed.status is None:
            self.store.settle_reread(reading.url, OF_THE_PAGE)
            self.mended[reading.job.article] = reading.job.run

    def _keep_new(self, reading: Reading, at: str) -> None:
        article = reading.article
        if article and (first := self.store.repeat_of(article)):
            reading.outcome, reading.reason, reading.detail = Outcome.UNREAD, Reason.DUPLICATE, repeats(first)
        elif article:
            reading.outcome = Outcome.NEW
            self.store.keep_reread(article, reading.job.run, at)
            if reading.job.run:
                self.mended[article.id] = reading.job.run
            return
        self._fail(reading, at)

    def _fail(self, reading: Reading, at: str) -> None:
        """Note why a page gives no article today, if that is another reason than it was; of one that no run has met, nothing is."""
        reason, job = reading.reason, reading.job
        if not job.run:
            return
        if reason and (reason.code, reading.detail) != (job.reason, job.detail) and reason not in {Reason.DAMAGED, Reason.CUT_SHORT}:
            self.store.note_failure(self.outlet, reading.url, reason, reading.detail, job.article, job.run, at)
        if reason and reason.normal:
            self.ended.append(reading.url)

    def judge(self) -> None:
        """Hold what was read anew beside the outlet's other articles, and those beside it; then say what is looked at again.

        Where most that was read gives articles, what ends otherwise is believed, as after a run that was fine.
        """
        for url in self.ended if self.came > len(self.ended) else ():
            self.store.believe(self.outlet, url)
        waiting = self.store.unjudged(self.outlet) | self.mended.keys()
        if not waiting:
            return
        met = {one.id: one for one in self.store.met(self.outlet)}
        anew = {one.id for one in met.values() if one.id in waiting or not BESIDE.isdisjoint(one.doubts)}
        runs: defaultdict[int, list[str]] = defaultdict(list)
        for one in met.values():
            runs[one.run].append(one.id)
        memory = Undoubted(self.store, anew)
        found: defaultdict[str, set[str]] = defaultdict(set)
        for run in sorted({met[article].run for article in anew}):
            neighbours = Neighbours(memory)
            for article in sorted(runs[run], key=lambda id_: (id_ in self.places, self.places.get(id_, 0), met[id_].first_seen)):
                if read := self.store.kept([article]).get(article):
                    read.doubts = [code for code in read.doubts if article not in anew or code not in BESIDE]
                    own, others = neighbours.judge(read)
                    for id_, doubt in (*((article, doubt) for doubt in own), *((other.id, doubt) for other, doubt in others)):
                        found[id_].add(doubt.code)
        doubts = {
            article: _doubts(met[article].doubts, found[article], anew=article in anew) for article in anew | (found.keys() & met.keys())
        }
        self.store.judge_reread({article: codes for article, codes in doubts.items() if codes != [*met[article].doubts]}, waiting)
        self._look_again([met[article] for article in anew], doubts, latest=max(runs, default=0))

    def _look_again(self, anew: Iterable[Met], doubts: Mapping[str, Sequence[str]], latest: int) -> None:
        """Say of the articles that are asked for again for their doubts for which; of those in no doubt any more it is over.

        Those that had failed, or came in the latest run, are asked for again as they would have been; older ones are left in peace, and so
        is what came out of a WARC file: it is of no run.
        """
        failed = {one.url: one for one in self.store.failures([self.outlet])}
        for one in anew:
            there = failed.get(one.url)
            unusual = ", ".join(sorted(set(doubts[one.id]) - set(self.usual(there.run if there else one.run))))
            if there and there.reason is Reason.DOUBTFUL:
                self.store.settle_reread(one.url, [Reason.DOUBTFUL], unusual)
            elif not there and unusual and (one.id in self.mended or 0 < one.run == latest):
                run, at = self.mended.get(one.id, one.run), press.iso(press.now())
                self.store.note_failure(self.outlet, one.url, Reason.DOUBTFUL, unusual, one.id, run, at)


class Preview:
    """What accepting the readings of one outlet would find of repeats, where nothing is written."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def accept(self, reading: Reading) -> None:
        """Say of one that would be new that it repeats another of those that are otherwise now."""
        if not (article := reading.today) or not article.content_hash:
            return
        first = self.texts.setdefault(article.content_hash, article.id)
        if reading.outcome is Outcome.NEW and first != article.id:
            reading.outcome, reading.reason, reading.detail = Outcome.UNREAD, Reason.DUPLICATE, repeats(first)


def _doubts(before: Iterable[str], found: Collection[str], *, anew: bool) -> list[str]:
    stay = [code for code in before if not anew or code not in BESIDE]
    return press.unique([*stay, *sorted(found, key=ORDER.index)])


class Undoubted:
    """A store as what is judged anew stands beside: those articles are without what spoke against them before."""

    def __init__(self, store: Store, anew: Collection[str]) -> None:
        self.store = store
        self.anew = anew
        self.held, self.holders = store.held, store.holders

    def seen(self, article: str) -> Seen:
        """Return an article as it stands beside others. KeyError if it is not kept, or cannot be read."""
        seen = self.store.seen(article)
        if article in self.anew:
            seen.doubts = [code for code in seen.doubts if code not in BESIDE]
        return seen
