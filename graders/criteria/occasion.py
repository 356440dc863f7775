"""Practice or grading: what a check draws for its hidden inputs is other in practice than in grading.

A learner's functions are called with these inputs in the learner's own kernel while working, and whoever
wants to can write them down. They tell nothing of those that grading will use.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_practice = False


def begin_practice() -> None:
    """Have checks that are loaded after this draw for practice, also in processes forked from this one."""
    global _practice
    _practice = True


def in_practice() -> bool:
    """Whether answers are judged for practice."""
    return _practice


def hidden_rng(seed: int) -> "np.random.Generator":
    """Give random numbers for the hidden inputs of a check.

    Args:
        seed: The same seed gives the same numbers, but others in practice than in grading.

    Returns:
        The generator.
    """
    import numpy as np

    return np.random.default_rng([seed, 1] if _practice else seed)
