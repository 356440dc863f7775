"""Telling whether a cell prints today what it printed when its notebook was stored.

Another processor adds a layer's products in another order, so a trained network's loss differs in its last
digits. Decimal numbers are therefore compared within a tolerance, and everything else to the letter:

* A decimal number has a decimal point and digits behind it, or an exponent: 0.86, 1,234.5, 1e-3.
* Whole numbers, words, `nan` and `inf`, lines and their order are exact. So are two whole numbers with a
  point behind them: it may end a sentence.
* Spaces are exact, too, as long as no number changed its width. Where one did (9.99, 10.01), a table moves
  with it, and how many spaces stand in a row no longer counts.

What is compared has been through `graders.build.outputs.normalised`, which leaves the last state of a
progress bar and takes the times out.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

TAG = "tolerance-"
"""Beginning of the tag that gives a cell a tolerance of its own: `tolerance-0.05`, `tolerance-10%`."""

_NUMBER = re.compile(
    r"""
    (?: (?<![\w.)\]]) [-+−] | (?<![\w.]) )         # its sign, which is no hyphen and no difference's minus
    (?: (?: \d{1,3} (?: ,\d{3} )+ | \d+ ) \. \d* (?: [eE][-+]?\d{1,3} )?
      | \. \d+ (?: [eE][-+]?\d{1,3} )?
      | \d+ [eE] [-+]? \d{1,3} (?!\w)              # not the beginning of a hexadecimal number
    )
    (?! \.?\d )                                    # not part of a version such as 3.15.1
    """,
    re.VERBOSE,
)
_NOTATION = re.compile(r"(?P<amount>\d+(?:\.\d+)?(?:e-?\d{1,2})?)(?P<percent>%?)")
_NOT_COMPARED = ("image/png", "image/jpeg", "application/vnd.jupyter.widget-view+json")
"""Kinds of output of which only the number counts: their bytes change with one grey point, or are random."""


@dataclass(frozen=True)
class Tolerance:
    """How far apart two printed decimal numbers may lie and still be the same.

    Args:
        relative: Share of the larger number.
        absolute: Distance, in the unit of the numbers.
        digits: Units of the last printed digit that come on top. Rounding moves each of the two by up to half
            a unit, so a printed 0.86 and a printed 0.87 may be as good as equal.
    """

    relative: Decimal = Decimal(0)
    absolute: Decimal = Decimal(0)
    digits: int = 1

    @property
    def refusal(self) -> str:
        """What is said of two numbers that it does not admit."""
        parts = []
        if self.relative:
            parts.append(f"{(100 * self.relative).normalize():f} %")
        if self.absolute:
            parts.append(f"{self.absolute:f}")
        if self.digits:
            parts.append("one unit of the last digit")
        return (
            f"are further apart than {' and '.join(parts)}" if parts else "differ, and are compared exactly"
        )

    def admits(self, stored: str, fresh: str) -> bool:
        """Tell whether two decimal numbers, as printed, are the same within this tolerance.

        Numbers of opposite sign are at least two units of the last digit apart, and so only the same where
        an author gave a distance that admits it.
        """
        one, other = _value(stored), _value(fresh)
        exponents = [int(value.as_tuple().exponent) for value in (one, other)]
        if exponents == [0, 0] and stored.endswith(".") and fresh.endswith("."):
            return one == other
        # The finer of the two: Python and NumPy leave out a last zero, so that 0.90 is printed as 0.9.
        unit = Decimal(1).scaleb(min(exponents))
        admitted = self.absolute + self.relative * max(abs(one), abs(other)) + self.digits * unit
        return abs(one - other) <= admitted


DEFAULT = Tolerance(relative=Decimal("0.02"))
"""The tolerance of a cell without a tag.

With fixed seeds, and with oneDNN off or held to SSE4.1, short trainings of dense networks move in the seventh
digit, and those of a plain deep convolutional network by less than one percent: 2 % holds both. Batch
normalization at a high learning rate moves by tens of percent, which no default should pass over.
"""

EXACT = Tolerance(digits=0)
"""The tolerance of a grade cell: it prints the points that the answer earns."""


def tolerance_of(tags: Iterable[str], graded: bool = False) -> Tolerance:
    """Find the tolerance that a cell's tags ask for.

    Args:
        tags: The cell's tags; others than `tolerance-…` are passed over.
        graded: Whether it is a grade cell, whose points are exact.

    Returns:
        The tolerance.

    Raises:
        ValueError: A tag cannot be read, or there are two; the message is one sentence.
    """
    asked = [tag for tag in tags if tag.startswith(TAG)]
    if len(asked) > 1:
        raise ValueError(f"A cell has one tolerance, not {' and '.join(asked)}: leave one of them.")
    if not asked:
        return EXACT if graded else DEFAULT
    notation = _NOTATION.fullmatch(asked[0].removeprefix(TAG))
    if not notation or (notation["percent"] and Decimal(notation["amount"]) >= 100):
        raise ValueError(
            f"The tag {asked[0]!r} cannot be read: write a distance ({TAG}0.05) or a share below 100 % "
            f"({TAG}10%)."
        )
    amount = Decimal(notation["amount"])
    return Tolerance(relative=amount / 100) if notation["percent"] else Tolerance(absolute=amount)


def output_difference(
    stored: Sequence[Mapping], fresh: Sequence[Mapping], tolerance: Tolerance
) -> str | None:
    """Find the first difference between two runs' outputs of one cell.

    Outputs of one kind are compared in their order. Where those of different kinds stand among each other
    does not count: two streams arrive in any order. Pictures and tracebacks are not looked into; see
    `not_compared`.

    Args:
        stored: The outputs in the stored notebook, normalised.
        fresh: Those of the new run, normalised.
        tolerance: How far decimal numbers may be apart.

    Returns:
        What differs, for an author to read; None when nothing does.
    """
    before, now = _by_kind(stored), _by_kind(fresh)
    for kind, values in before.items():
        if kind not in now:
            return f"{kind}: stored, and missing now:\n{_quoted(values[0])}"
    for kind, values in now.items():
        if kind not in before:
            return f"{kind}: not stored, and new:\n{_quoted(values[0])}"
    for kind, values in before.items():
        if len(values) != len(now[kind]):
            return (
                f"{kind}: {len(values)} outputs of this kind are stored, and there are {len(now[kind])} now."
            )
        if kind in _NOT_COMPARED:
            continue
        for one, other in zip(values, now[kind], strict=True):
            if not (isinstance(one, str) and isinstance(other, str)):
                found = None if one == other else f"stored\n{_quoted(one)}\nnow\n{_quoted(other)}"
            else:
                found = text_difference(one, other, tolerance)
            if found:
                return f"{kind}, {found}"
    return None


def not_compared(outputs: Sequence[Mapping]) -> list:
    """Give what `output_difference` does not look into: pictures and tracebacks."""
    found = []
    for output in outputs:
        found += [value for kind, value in output.get("data", {}).items() if kind in _NOT_COMPARED]
        found += output.get("traceback", ())
    return found


def text_difference(stored: str, fresh: str, tolerance: Tolerance) -> str | None:
    """Find the first difference between two texts.

    Args:
        stored: The stored text.
        fresh: The text of the new run.
        tolerance: How far decimal numbers may be apart.

    Returns:
        The line, from 1, and what differs in it; None when nothing does.
    """
    if stored == fresh:
        return None
    before, now = stored.split("\n"), fresh.split("\n")
    moved = [len(number) for number in _NUMBER.findall(stored)] != [
        len(number) for number in _NUMBER.findall(fresh)
    ]
    count = (
        "" if len(before) == len(now) else f" ({len(before)} lines are stored, and there are {len(now)} now)"
    )
    for index, (one, other) in enumerate(zip(before, now, strict=False), 1):
        why = _line_difference(one, other, tolerance, moved)
        if why is not None:
            return f"line {index}{count}:{why}\n  stored  {one}\n  now     {other}"
    if not count:
        return None
    index = min(len(before), len(now))
    what, text = ("missing now", before[index]) if len(before) > len(now) else ("new", now[index])
    return f"line {index + 1}{count} is {what}:\n{_quoted(text)}"


def _line_difference(stored: str, fresh: str, tolerance: Tolerance, moved: bool) -> str | None:
    """Say why two lines differ: nothing to add when their words do, the numbers when a number does."""
    if stored == fresh:
        return None
    if _words(stored, moved) != _words(fresh, moved):
        return ""
    for one, other in zip(_NUMBER.findall(stored), _NUMBER.findall(fresh), strict=True):
        if not tolerance.admits(one, other):
            return f" {one} and {other} {tolerance.refusal}."
    return None


def _words(line: str, moved: bool) -> list[str]:
    """Give what stands between a line's decimal numbers; with `moved`, however many spaces stand there."""
    words = _NUMBER.split(line)
    return [re.sub(" +", " ", word).strip(" ") for word in words] if moved else words


def _value(number: str) -> Decimal:
    return Decimal(number.replace(",", "").replace("−", "-"))


def _by_kind(outputs: Sequence[Mapping]) -> dict[str, list]:
    found: dict[str, list] = defaultdict(list)
    for output in outputs:
        if output["output_type"] == "stream":
            found[output["name"]].append(output["text"])
        elif output["output_type"] == "error":
            found["error"].append(f"{output['ename']}: {output['evalue']}")
        else:
            for kind, value in output["data"].items():
                found[kind].append(value)
    for name in {"stdout", "stderr"} & found.keys():
        found[name] = ["".join(found[name])]
    return dict(found)


def _quoted(value: object) -> str:
    return "\n".join(f"  {line}" for line in str(value).splitlines() or [""])
