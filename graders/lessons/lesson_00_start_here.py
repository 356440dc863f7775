"""Hidden checks of lesson 00: one picture's negative."""

import numpy as np

from graders.criteria import Exercise, Miss
from graders.evidence import kinds
from graders.lessons.pictures import fashion_mnist

LESSON = "00_start_here"

make_negative = Exercise(LESSON, "make_negative", evidence={"negative": kinds.Array(lists=True)})


def _boot() -> np.ndarray:
    """The picture of the lesson, as integers that don't go round."""
    return fashion_mnist("train")[0][0].astype(int)


def _reversed(negative: np.ndarray) -> bool:
    """Whether the answer is the picture with its sides changed: what "mirror" also can mean."""
    boot = _boot()
    return any(
        np.array_equal(negative, turned) for turned in (boot[::-1], boot[:, ::-1], boot.T, boot[::-1, ::-1])
    )


@make_negative.criterion("A picture of the same size", points=1, read="Your first exercise")
def _size(negative):
    if negative.shape == (28, 28):
        return None
    return Miss(
        expected="28 rows of 28 numbers",
        found=f"an array of shape {negative.shape}",
        hint="Arithmetic on the whole array keeps its shape: no loop and no reshaping is needed.",
    )


@make_negative.criterion(
    "White where it was black, black where it was white", points=1, read="Small numbers that overflow"
)
def _ends(negative):
    boot = _boot()
    if negative.shape != boot.shape:
        return Miss(expected="an array to lay over the picture", found=f"one of shape {negative.shape}")
    black, white = np.unique(negative[boot == 0]), np.unique(negative[boot == 255])
    if np.array_equal(black, [255]) and np.array_equal(white, [0]):
        return None
    if _reversed(negative):
        hint = (
            "This turns the picture around and keeps its greys. In a negative the greys change, and "
            "nothing moves."
        )
    elif np.array_equal(black, [0]) and np.array_equal(white, [1]):
        hint = (
            "A minus sign alone leaves 0 at 0, and `uint8` goes round below 0. From which number must "
            "you subtract?"
        )
    elif np.array_equal(black, [1]):
        hint = "1 minus the pixel is right for pixels between 0 and 1. These go from 0 to 255."
    else:
        hint = "Find one formula that sends 0 to 255 and 255 to 0."
    return Miss(
        expected="255 wherever the picture holds 0, and 0 wherever it holds 255",
        found=f"{_some(black)} for black, {_some(white)} for white",
        hint=hint,
    )


@make_negative.criterion("Every grey turned into its opposite", points=1, read="Your first exercise")
def _greys(negative):
    boot = _boot()
    if negative.shape != boot.shape:
        return Miss(expected="one new grey for each old one", found=f"an array of shape {negative.shape}")
    between = (boot > 0) & (boot < 255)
    right = np.isclose(negative.astype(float) + boot, 255, atol=0.51)[between].mean()
    if right == 1:
        return None
    hint = "A dark grey becomes an equally light one, so the old and the new value have a fixed sum."
    if len(np.unique(negative)) <= 2:
        hint = (
            "Only two values are left. The greys between black and white turn around too, each into its "
            "own opposite."
        )
    elif _reversed(negative):
        hint = "The pixels changed places, not values."
    return Miss(
        expected="each of the greys between black and white turned around",
        found=f"{right:.0%} of them",
        hint=hint,
    )


def _some(values: np.ndarray) -> str:
    """Name a few values."""
    few = ", ".join(f"{value:g}" for value in values[:3])
    return f"{few} and others" if len(values) > 3 else few
