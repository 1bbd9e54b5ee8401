"""What is looked for in articles: one language for every command that takes a query, and what of it an article holds.

`parse` reads a query, `Query.matches` says whether an article fits, and `matched` by which words and where. All of it is pure: it knows the
texts alone. The store's index (`newsharvest.store.finding`) finds what `Query.matches` says, and nothing else.
"""

from newsharvest.search.folding import fold
from newsharvest.search.language import QueryError, parse
from newsharvest.search.matching import Matched, matched
from newsharvest.search.query import And, Node, Not, Or, Query, Word

__all__ = ["And", "Matched", "Node", "Not", "Or", "Query", "QueryError", "Word", "fold", "matched", "parse"]
