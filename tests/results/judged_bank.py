"""Verdicts of the bank's answers, each taken once: a class of any size is put together from them."""

import os
import re
from collections.abc import Collection
from pathlib import Path
from unittest.mock import patch

from coursework.evidence import capture
from graders.answers import answers
from graders.build.refusals import released_text
from graders.build.source import Role, read_source
from graders.criteria import Verdict, judge
from graders.criteria.judge import unattempted
from graders.criteria.registry import exercises
from graders.evidence import read, request

ROOT = Path(__file__).resolve().parents[2]
_MAGIC = re.compile(r"^%.*$", re.MULTILINE)


def judge_answers(
    lesson: str, wanted: Collection[str]
) -> tuple[dict[tuple[str, str], Verdict], dict[tuple[str, str], str]]:
    """Run a lesson's worked cells once, and each wanted answer of the bank behind those before it.

    Args:
        lesson: The lesson's name.
        wanted: The exercises whose answers are wanted.

    Returns:
        The verdict and the source of each answer, by exercise and name; `stub` is the untouched cell.
    """
    import keras

    cells, problems = read_source(ROOT / "solutions" / f"{lesson}.py")
    assert not problems, problems
    bank = answers(lesson)
    verdicts: dict[tuple[str, str], Verdict] = {}
    sources: dict[tuple[str, str], str] = {}
    names: dict = {"__name__": "__main__"}
    left = set(wanted)
    with patch.dict(os.environ, {"MPLBACKEND": "Agg"}):
        for cell in cells:
            if not left:
                break
            if cell.role is Role.EXAMPLE:
                _run(cell.text, names)
            elif cell.role is Role.SOLUTION and cell.exercise in left:
                left.remove(cell.exercise)
                asked = exercises(lesson)[cell.exercise]
                verdicts[cell.exercise, "stub"] = unattempted(asked)
                sources[cell.exercise, "stub"] = released_text(cell)
                for answer in (each for each in bank if each.exercise == cell.exercise):
                    here = dict(names)
                    keras.utils.set_random_seed(0)
                    _run(answer.source, here)
                    evidence = read(capture(here, request(asked.evidence)), asked.evidence)
                    verdicts[answer.exercise, answer.name] = judge(asked, evidence)
                    sources[answer.exercise, answer.name] = answer.source
    return verdicts, sources


def _run(source: str, names: dict) -> None:
    import matplotlib.pyplot as plt

    try:
        exec(compile(_MAGIC.sub("", source), "<cell>", "exec"), names)  # the course's own code
    except Exception as error:  # a worked cell may show an error on purpose, and a wrong answer may raise
        print(f"{type(error).__name__}: {error}")
    finally:
        plt.close("all")
