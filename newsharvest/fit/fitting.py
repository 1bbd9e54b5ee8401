"""`fit`: from known articles and their pages to a layout with its signs."""

from __future__ import annotations

from collections.abc import Sequence

from parsel import Selector

from newsharvest.fit.samples import Fitted, FittedList, Listed, Sample


def fit(name: str, samples: Sequence[Sample], outlet_names: Sequence[str] = ()) -> Fitted:
    """Find the layout of these pages. `name`: of the layout; `outlet_names`: what the outlet calls itself, which is no author.

    Of the samples three or more must hold what is known of them; those of which nothing is known are pages to try it on. UnfittableError
    says why there is none.
    """
    raise NotImplementedError


def fit_cold(name: str, samples: Sequence[Sample], outlet_names: Sequence[str] = ()) -> Fitted:
    """Find the layout of pages of which only is known what the list, the head and the pages beside each other say (`Sample.listed`)."""
    raise NotImplementedError


def fit_list(name: str, page: Selector, base_url: str, known: Sequence[Listed]) -> FittedList:
    """Find the rows and dates of a list that links these articles. UnfittableError if it links fewer than three."""
    raise NotImplementedError
