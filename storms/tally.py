"""What a storm counts, and the figures that it prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Tally:
    """How each trial of a storm ended, by kind, and what went otherwise than it must."""

    name: str
    outcomes: dict[str, Counter[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def note(self, kind: str, outcome: str, fault: str = "") -> None:
        """Count a trial of a kind; `fault`: what was wrong with it, in a line."""
        self.outcomes.setdefault(kind, Counter())[outcome] += 1
        if fault:
            self.faults.append(f"{kind}: {fault}")

    @property
    def trials(self) -> int:
        """How many trials there were."""
        return sum(count.total() for count in self.outcomes.values())

    def lines(self) -> Iterator[str]:
        """Yield a line for each kind, what was wrong, and the sum."""
        width = max(map(len, self.outcomes), default=0)
        for kind, count in self.outcomes.items():
            yield f"{kind:<{width}}  " + ", ".join(f"{times} {outcome}" for outcome, times in count.most_common())
        yield from (f"WRONG  {fault}" for fault in self.faults)
        yield f"{self.name}: {len(self.outcomes)} kinds, {self.trials} trials, {len(self.faults)} wrong"

    @property
    def exit_status(self) -> int:
        """0, or 1 if anything was wrong."""
        return int(bool(self.faults))
