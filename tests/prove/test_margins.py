"""docs/proof.md shows, for each bar that a lesson declares, scores that keep their distance from it.

Of a lesson that has changed since it was proved, the page says so, and nothing is asked here.
"""

import importlib
import re
from pathlib import Path

import pytest

from graders.build.layout import lessons
from graders.criteria.bar import Bar
from graders.prove.page import PAGE, older
from graders.prove.proof import DEVIATIONS
from graders.prove.run import SEEDS_FOR_MARGINS

ROOT = Path(__file__).resolve().parents[2]
ROUNDING = 0.02
"""What another processor may change in the accuracy of a network trained from the same seed, and more."""


def _bars(lesson):
    """The bars that a lesson's checks declare, alone or in a dict."""
    module = importlib.import_module(f"graders.lessons.lesson_{lesson}")
    for value in vars(module).values():
        yield from (
            bar for bar in (value.values() if isinstance(value, dict) else [value]) if isinstance(bar, Bar)
        )


def _margins(lesson, bar):
    """The page's rows about a bar: seeds, deviations away from it (None when none varied), and distance."""
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"
    ]
    for cells in rows:
        if (
            len(cells) == 8
            and cells[0].startswith(f"{lesson} ")
            and cells[2] == bar.what
            and cells[3] == str(bar)
        ):
            number = re.fullmatch(r"-?[\d.]+|inf", cells[7])
            away = float(number.group()) if number else None
            yield int(cells[6]), away, abs(float(cells[4]) - float(cells[3]))


BARS = [
    pytest.param(lesson.name, bar, id=f"{lesson.name}-{bar.what}")
    for lesson in lessons(ROOT)
    if lesson.name not in older(ROOT)
    for bar in _bars(lesson.name)
]


@pytest.mark.parametrize(("lesson", "bar"), BARS)
def test_right_answers_keep_their_distance_from_a_bar(lesson, bar):
    margins = list(_margins(lesson, bar))
    assert margins, f"{PAGE} shows no score for this bar: run `coursework prove --write`."
    varied = [(seeds, away) for seeds, away, _ in margins if away is not None]
    for seeds, away in varied:
        assert seeds >= SEEDS_FOR_MARGINS
        assert away >= DEVIATIONS
    if not varied:  # the check itself fixes the seed: what is left is other processors' rounding
        assert min(distance for _, _, distance in margins) >= ROUNDING
