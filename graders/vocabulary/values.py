"""Values as learners give them: numbers, pairs, arrays, what a call returned, and how messages show them."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from graders.criteria import Missed, require
from graders.evidence import Unusable

if TYPE_CHECKING:
    from graders.evidence import Answer, ScriptEvidence

_TRY_IT = "Call it yourself in a cell below your answer, and read the last line of the error."
_COLORS = re.compile(r"\x1b\[[0-9;]*m")
_LONGEST_LINE = 300
_LONGEST_VALUE = 60


def as_number(value: object) -> float | None:
    """Read a number in whatever form it was given.

    Args:
        value: A Python or NumPy number, or an array, list or tuple that holds a single one. True and False
            are none.

    Returns:
        The number, None for anything else.
    """
    while isinstance(value, (list, tuple)) and len(value) == 1:
        value = value[0]
    if isinstance(value, np.ndarray) and value.size == 1 and value.dtype.kind in "iuf":
        return float(value.reshape(-1)[0])
    if isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool):
        return float(value)
    return None


def number_of(value: object, *, expected: str = "one number", hint: str = "") -> float:
    """Read a number in whatever form it was given; see `as_number`.

    Args:
        value: What the learner gave.
        expected: What was asked for.
        hint: The way out of it.

    Raises:
        Missed: It is no number, or several.
    """
    number = as_number(value)
    if number is None:
        raise Missed(expected=expected, found=kind_of(value), hint=hint)
    return number


def numbers_of(value: object, count: int, *, expected: str = "", hint: str = "") -> list[float]:
    """Read several numbers, given as a list, a tuple or an array of whatever shape.

    Args:
        value: What the learner gave.
        count: How many.
        expected: What was asked for; "… numbers" when empty.
        hint: The way out of it.

    Raises:
        Missed: It holds more, fewer, or something else than numbers.
    """
    parts = value.reshape(-1) if isinstance(value, np.ndarray) else value
    several = list(parts) if isinstance(parts, (list, tuple, np.ndarray)) else None
    numbers = [as_number(part) for part in several or ()]
    read = [number for number in numbers if number is not None]
    if len(numbers) == len(read) == count:
        return read
    found = kind_of(value)
    if several is not None and len(numbers) == count:
        place = numbers.index(None)
        found = f"{kind_of(several[place])} at place {place + 1}"
    raise Missed(expected=expected or f"{count} numbers", found=found, hint=hint)


def pair_of(value: object, *, expected: str = "a pair", hint: str = "") -> tuple[Any, Any]:
    """Read two things, of whatever kind, given as a tuple, a list or an array of two entries.

    Args:
        value: What the learner gave.
        expected: What was asked for.
        hint: The way out of it.

    Raises:
        Missed: It is no pair.
    """
    if isinstance(value, np.ndarray) and value.ndim > 0 and len(value) == 2:
        return value[0], value[1]
    if isinstance(value, (list, tuple)) and len(value) == 2:
        return value[0], value[1]
    raise Missed(expected=expected, found=kind_of(value), hint=hint)


def array_of(
    value: object, *, expected: str, shape: Sequence[int | None] | None = None, hint: str = ""
) -> np.ndarray:
    """Read an array of numbers, also out of a list of them.

    Args:
        value: What the learner gave.
        expected: What was asked for.
        shape: Its shape, None for any length of an axis; any shape when left out.
        hint: The way out of it.

    Raises:
        Missed: It holds no numbers, or has another shape.
    """
    try:
        array = value if isinstance(value, np.ndarray) else np.asarray(value)
    except ValueError:  # rows of different lengths
        array = np.empty(0, object)
    if array.dtype.kind not in "iuf":
        raise Missed(expected=expected, found=kind_of(value), hint=hint)
    fits = shape is None or (
        len(shape) == array.ndim and all(n in (None, m) for n, m in zip(shape, array.shape, strict=True))
    )
    require(fits, expected=expected, found=f"an array of shape {array.shape}", hint=hint)
    return array


def value_of(answer: "Answer", called: str, *, hint: str = _TRY_IT) -> Any:
    """Give what the learner's code answered to one step.

    Args:
        answer: The step's `Answer`.
        called: The call in the learner's words, such as `count_block(3, 8, 3)`.
        hint: The way out of an error.

    Raises:
        Missed: It raised, was never reached, or gave an object that no kind of evidence fits.
    """
    require(answer.ok, expected=f"`{called}` to run to its end", found=error_line(answer), hint=hint)
    if isinstance(answer.value, Unusable):
        raise Missed(expected=answer.value.expected, found=answer.value.found, hint=answer.value.hint)
    return answer.value


def error_line(answer: "Answer") -> str:
    """Give the line of an answer's error that says what is wrong, without Keras's lines that say where.

    Args:
        answer: An `Answer` without a value.

    Returns:
        "an error: ValueError: …", or why the step was never reached.
    """
    if answer.error is None:
        return str(answer.skipped)
    lines = [line.strip() for line in _COLORS.sub("", answer.error.message).splitlines()]
    lines = [line for line in lines if line and "Exception encountered" not in line]
    cause = next((line for line in lines if line.startswith("Error encountered")), (lines or [""])[0])
    return f"an error: {answer.error.type}{': ' if cause else ''}{cause}"[:_LONGEST_LINE]


def class_is(script: "ScriptEvidence", base: str, *, hint: str = "") -> None:
    """See to it that a class derives from one of Keras's.

    Args:
        script: The class's `ScriptEvidence`.
        base: The class of Keras, as a learner writes it: `keras.Model`, `keras.layers.Layer`.
        hint: The way out of it; that the class statement names the base when empty.

    Raises:
        Missed: It derives from another.
    """
    short = base.rpartition(".")[2]
    found = next((name for name in script.bases if name.startswith("keras.")), "none of Keras's classes")
    require(
        script.is_a(short),
        expected=f"a class that derives from `{base}`",
        found=f"one that derives from {found}",
        hint=hint or f"The class statement names what it is built on: {base}.",
    )


def holds(reader: Callable[..., Any], *args: object, **kwargs: object) -> bool:
    """Say whether a reader raises nothing: for a criterion that leaves its mistake to another one.

    Args:
        reader: The reader.
        args: Its arguments.
        kwargs: Those by name.
    """
    try:
        reader(*args, **kwargs)
    except Missed:
        return False
    return True


def shown(value: object) -> str:
    """Show a value in a message: numbers with four significant digits, text cut after sixty characters.

    Args:
        value: A number, a text, a container of them, or anything else.

    Example:
        >>> shown(-0.019999999552965164), shown(47710), shown((0.5, None))
        ('-0.02', '47710', '(0.5, None)')
    """
    if isinstance(value, np.ndarray) and value.size > 1:
        return kind_of(value)
    if isinstance(value, np.ndarray) and value.size == 1:
        value = value.reshape(-1)[0]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, (float, np.floating)):
        number = float(value)
        whole = number.is_integer() or 1e4 <= abs(number) < 1e15
        return f"{number:.0f}" if whole and abs(number) < 1e15 else f"{number:.4g}"
    if isinstance(value, (list, tuple)):
        ends = "[]" if isinstance(value, list) else "()"
        text = ends[0] + ", ".join(shown(part) for part in value) + ends[1]
    else:
        text = repr(value)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def kind_of(value: object) -> str:
    """Say what a learner gave: "a list of 3", "an array of shape (5, 2)", "nothing (None)"."""
    if value is None:
        return "nothing (None)"
    if isinstance(value, Unusable):
        return value.found
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}" if value.size != 1 else f"an array of {shown(value)}"
    if isinstance(value, (list, tuple)):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, dict):
        return f"a dict with the keys {listed(map(repr, value)) or 'none'}" if value else "an empty dict"
    if isinstance(value, bool) or as_number(value) is not None:
        return shown(value)
    if isinstance(value, str):
        return f"the text {shown(value)}"
    name = getattr(value, "class_name", None) or type(value).__name__
    return f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"


def listed(words: Iterable[object], joint: str = ", ") -> str:
    """Join words for a message, the first eight of them."""
    texts = list(map(str, words))
    return joint.join(texts[:8]) + (f" and {len(texts) - 8} more" if len(texts) > 8 else "")
