"""Hidden checks of lesson 00: one picture's negative."""

import numpy as np

from graders.criteria import Exercise, require
from graders.evidence import kinds
from graders.lessons.pictures import first_picture
from graders.vocabulary import shown

LESSON = "00_start_here"

MAKE_NEGATIVE = Exercise(LESSON, "make_negative", evidence={"negative": kinds.Array(lists=True)})


def _boot() -> np.ndarray:
    """The picture of the lesson, as integers that don't go round."""
    return first_picture().astype(int)


def _is_mirrored(negative: np.ndarray) -> bool:
    """Whether the answer is the picture with its sides changed: what "mirror" also can mean."""
    boot = _boot()
    mirrored = (boot[::-1], boot[:, ::-1], boot.T, boot[::-1, ::-1])
    return any(np.array_equal(negative, other) for other in mirrored)


_MOVED = (
    "The grays are turned around rightly, but the pixels have moved: in a negative each one stays at its "
    "place."
)


@MAKE_NEGATIVE.criterion("A picture of the same size", points=1, read="Your first exercise")
def _size(negative):
    require(
        negative.shape == (28, 28),
        expected="28 rows of 28 numbers",
        found=f"an array of shape {negative.shape}",
        hint="Arithmetic on the whole array keeps its shape: no loop and no reshaping is needed.",
    )


@MAKE_NEGATIVE.criterion(
    "White where it was black, black where it was white", points=1, read="Small numbers that overflow"
)
def _black_and_white(negative):
    boot = _boot()
    require(
        negative.shape == boot.shape,
        expected="an array to lay over the picture",
        found=f"one of shape {negative.shape}",
    )
    black, white = np.unique(negative[boot == 0]).tolist(), np.unique(negative[boot == 255]).tolist()
    require(
        (black, white) == ([255], [0]),
        expected="255 wherever the picture holds 0, and 0 wherever it holds 255",
        found=f"{_few(black)} for black, {_few(white)} for white",
        mistakes={
            "This turns the picture around and keeps its grays. In a negative the grays change, and nothing "
            "moves.": _is_mirrored(negative),
            _MOVED: _is_mirrored(255 - negative.astype(int)),
            "A minus sign alone leaves 0 at 0, and `uint8` overflows below 0. From which number must you "
            "subtract?": (black, white) == ([0], [1]),
            "1 minus the pixel is right for pixels between 0 and 1. These go from 0 to 255.": black == [1],
        },
        hint="Find one formula that sends 0 to 255 and 255 to 0.",
    )


@MAKE_NEGATIVE.criterion("Every gray turned into its opposite", points=1, read="Your first exercise")
def _grays(negative):
    boot = _boot()
    require(
        negative.shape == boot.shape,
        expected="one new gray for each old one",
        found=f"an array of shape {negative.shape}",
    )
    between = (boot > 0) & (boot < 255)
    right = np.isclose(negative.astype(float) + boot, 255, atol=0.51)[between].mean()  # rounded either way
    two_tone = len(np.unique(negative)) <= 2
    require(
        right == 1,
        expected="each of the grays between black and white turned around",
        found=f"{right:.0%} of them",
        mistakes={
            "Only two values are left. The grays between black and white turn around too, each into its own "
            "opposite.": two_tone,
            "The pixels changed places, not values.": _is_mirrored(negative),
            _MOVED: _is_mirrored(255 - negative.astype(int)),
        },
        hint="A dark gray becomes an equally light one, so the old and the new value have a fixed sum.",
    )


def _few(values: list[float]) -> str:
    """Name a few values."""
    return ", ".join(map(shown, values[:3])) + (" and others" if len(values) > 3 else "")
