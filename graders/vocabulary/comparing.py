"""When two values are the same: the course's one policy on tolerance."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from graders.criteria import require
from graders.vocabulary.values import as_number, shown


def close(found: object, expected: ArrayLike, *, rel: float = 1e-3, abs: float = 1e-4) -> bool:
    """Say whether a value is the right one: the course's one policy on tolerance.

    The same numbers, computed in another order or on another processor, differ by about 1e-6 of their size in
    float32, and after a sum over thousands of rows by up to 1e-5. The mistakes that checks look for differ by
    1e-2 and more. The default lies between the two, a hundred times from the one and ten times from the
    other. A check names another tolerance where it must, with the reason in a comment: `rel=0, abs=0` for
    counts, more for what a learner rounds or measures, less to tell two known candidates apart.

    Args:
        found: What the learner has: a number in any form, or an array.
        expected: What is right, a number or an array.
        rel: Tolerance in shares of the right value.
        abs: Tolerance in the value's own unit, added to the other one.

    Returns:
        True when shapes agree and every number lies within `abs + rel * |expected|`. One number in an array
        is a number. Text, None and NaN are close to nothing.
    """
    right = np.asarray(expected)
    if right.ndim == 0:
        number = as_number(found)
        return number is not None and bool(np.isclose(number, float(right), rtol=rel, atol=abs))
    try:
        values = np.asarray(found)
    except ValueError:  # rows of different lengths
        return False
    if values.dtype.kind not in "iuf" or values.shape != right.shape:
        return False
    return bool(np.allclose(values.astype("float64"), right.astype("float64"), rtol=rel, atol=abs))


def number_is(
    found: float,
    right: float,
    *,
    expected: str,
    hint: str = "",
    mistakes: Mapping[str, ArrayLike] | None = None,
    rel: float = 1e-3,
    abs: float = 1e-4,
) -> None:
    """See to it that a number is the right one, and name the mistake that gives the wrong one.

    Args:
        found: The learner's number; see `number_of`.
        right: The right one.
        expected: What was asked for, without the number itself.
        hint: The words when no mistake explains it.
        mistakes: Words for known mistakes, each with the number that the mistake gives, or several.
        rel: Tolerance; see `close`.
        abs: Tolerance; see `close`.

    Raises:
        Missed: It is another number.
    """

    def is_near(values: ArrayLike) -> bool:
        return any(close(found, value, rel=rel, abs=abs) for value in np.ravel(values))

    named = {words: is_near(values) for words, values in (mistakes or {}).items()}
    require(is_near(right), expected=expected, found=shown(found), hint=hint, mistakes=named)
