"""Near-duplicates: which articles tell one story, across outlets and nights.

from newsharvest.dedupe import Index

with Index(":memory:") as index:  # or a file, which remembers
    decision = index.add(id="a:1", outlet="a", title=..., body=..., published_at="2026-11-21T09:00:00+09:00")
    decision.kind, decision.story_id, decision.duplicate_of, decision.similarity
"""

from newsharvest.dedupe.comparison import Kind
from newsharvest.dedupe.index import Decision, Index, UnusableIndexError

__all__ = ["Decision", "Index", "Kind", "UnusableIndexError"]
