"""The kinds of array that the rules are written in, and what is done with them everywhere."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def summed_by(cells: Ints, values: Floats, size: int) -> Floats:
    """The sum of `values` in each of `size` cells."""
    return np.asarray(np.bincount(cells, values, minlength=size), dtype=np.float64)


def ratio(part: Floats, whole: Floats) -> Floats:
    """Part by whole, 0 where there is no whole."""
    return np.divide(part, whole, out=np.zeros(np.shape(whole)), where=whole > 0)
