"""A layout found by program: from a few articles whose text is known, or can be guessed, and their pages in markup that nobody knows.

Pure functions over trees and known values. What is uncertain about what they find is said in sentences, the signs, field by field.
"""

from newsharvest.fit.fitting import fit, fit_cold
from newsharvest.fit.lists import fit_list
from newsharvest.fit.samples import Fitted, FittedList, Known, Listed, Sample, UnfittableError, choose_known, said, sign

__all__ = [
    "Fitted", "FittedList", "Known", "Listed", "Sample", "UnfittableError",
    "choose_known", "fit", "fit_cold", "fit_list", "said", "sign",
]  # fmt: skip
