"""Every answer of the bank both ways, at a desk and in grading: `python tests/desk/same_verdict.py`.

Grading runs each answer in a sandboxed copy of a fresh candidate. Practice runs one after the other in one
kernel, as at a learner's desk, and has it judged over the desk's own socket, by hidden inputs that are drawn
for practice (`graders.criteria.hidden_rng`). Where the two differ, the answer is checked again at a desk of
its own. If they agree now, an earlier answer had left something behind in the kernel, which `coursework
rehearse` tells a learner. What differs even then is a difference of the two ways.

With lessons' names it tries those alone. It takes a minute or more for each lesson.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from desk_notebook import ROOT, Notebook

from graders.build.layout import Lesson, lessons
from graders.evidence import request
from graders.examiner import Examiner
from graders.prove.material import stages
from graders.prove.rehearsal import Rehearsal

TRIED = ("right", "wrong")
SEED = "keras.utils.set_random_seed(0)"
KNOWN: dict[tuple[str, str, str], str] = {
    ("08_callbacks", "loss_ratio", "wrong_class_list"): "the class keeps a list for all of its objects, into "
    "which the check in the notebook has written before",
}
"""Lesson, exercise and answer whose verdicts differ at a desk of their own, and why."""


@dataclass
class Compared:
    """One lesson's answers, both ways.

    Args:
        lesson: The lesson's name.
        answers: How many were tried.
        criteria: How many criteria they have together.
        left_behind: Those that differed behind other answers, and not at a desk of their own.
        differ: Those that differ at a desk of their own: each criterion's status in grading and in practice.
    """

    lesson: str
    answers: int = 0
    criteria: int = 0
    left_behind: list[tuple[str, str]] = field(default_factory=list)
    differ: dict[tuple[str, str], dict[str, tuple[str, str]]] = field(default_factory=dict)

    @property
    def unknown(self):
        """Those that differ and whose reason nobody has given."""
        return [key for key in self.differ if (self.lesson, *key) not in KNOWN]


def compare(lesson, folder):
    """Have a lesson's answers judged both ways.

    Args:
        lesson: The lesson's name.
        folder: Where tries are noted.
    """
    parts = stages(Lesson(ROOT, lesson))
    with Examiner() as examiner:
        in_grading = graded(parts, examiner)
    at_the_desk = practiced(parts, folder / "progress.jsonl")
    assert set(in_grading) == set(at_the_desk)
    told = Compared(lesson, len(in_grading), sum(map(len, in_grading.values())))
    for key, statuses in in_grading.items():
        if statuses != at_the_desk[key]:
            alone = practiced(parts, folder / "progress.jsonl", only=key)[key]
            if alone == statuses:
                told.left_behind.append(key)
            else:
                names = [name for name in {**statuses, **alone} if statuses.get(name) != alone.get(name)]
                told.differ[key] = {name: (statuses.get(name), alone.get(name)) for name in names}
    return told


def graded(parts, examiner):
    """Have every answer graded; give each criterion's status by exercise and answer."""
    found = {}
    with Rehearsal(ROOT, at_once=2) as rehearsal:
        for stage in parts:
            for cell in stage.before:
                rehearsal.run(cell.text)
            asked = request(stage.exercise.evidence)
            ran = {
                tried.name: rehearsal.attempt(tried.source, asked, seed=0)
                for tried in stage.tries
                if tried.group in TRIED
            }
            for name, future in ran.items():
                answer = future.result()
                ask = answer.ask and (lambda more, answer=answer: answer.ask(more).result())
                absent = f"an answer that was {answer.stopped}" if answer.stopped else ""
                verdict = examiner.judge(
                    stage.exercise.lesson,
                    stage.exercise.name,
                    answer.document,
                    attempted=True,
                    absent=absent,
                    ask=ask,
                )
                answer.done()
                found[stage.exercise.name, name] = _statuses(verdict.to_dict()["judgements"])
    return found


def practiced(parts, path, only=None):
    """Have every answer, or only one, checked at a desk; give the same."""
    found = {}
    notebook = Notebook(
        parts[0].exercise.lesson, COURSEWORK_PROGRESS=str(path), COURSEWORK_DESK_IDLE_SECONDS="5"
    )
    try:
        for stage in parts:
            exercise = stage.exercise.name
            for cell in stage.before:
                notebook.run(cell.text)
            for tried in stage.tries:
                if tried.group in TRIED and only in (None, (exercise, tried.name)):
                    path.unlink(missing_ok=True)
                    notebook.run(SEED)
                    notebook.answer(exercise, tried.source)
                    shown = notebook.check(exercise)
                    assert path.exists(), shown.text
                    found[exercise, tried.name] = _statuses(json.loads(path.read_text())["judgements"])
            if only is not None and only[0] == exercise:
                break
    finally:
        notebook.close()
    return found


def _statuses(judgements):
    return {each["name"]: str(each["status"]) for each in judgements}


def main(argv=None):
    """Compare lessons, and say what differs; gives the exit status."""
    known = [lesson.name for lesson in lessons(ROOT)]
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("lessons", metavar="LESSON", nargs="*", help="only these; all when none is named")
    names = parser.parse_args(argv).lessons or known
    if unknown := [name for name in names if name not in known]:
        parser.error(f"there is no lesson {unknown[0]!r}: choose from {', '.join(known)}")
    all_ = []
    with tempfile.TemporaryDirectory(prefix="coursework-same-") as folder:
        for name in names:
            told = compare(name, Path(folder))
            all_.append(told)
            agree = told.answers - len(told.left_behind) - len(told.differ)
            print(f"{name}: {told.answers} answers, {told.criteria} criteria, {agree} agree", flush=True)
            for key in told.left_behind:
                print(
                    f"  {'/'.join(key)}: behind other answers alone; something of theirs was left", flush=True
                )
            for key, differing in told.differ.items():
                why = KNOWN.get((name, *key), "no reason is known")
                ways = "; ".join(
                    f"“{of}” {one} in grading, {two} here" for of, (one, two) in differing.items()
                )
                print(f"  {'/'.join(key)}: {ways}: {why}", flush=True)
    left, differ = sum(len(told.left_behind) for told in all_), sum(len(told.differ) for told in all_)
    answers = sum(told.answers for told in all_)
    agree = answers - left - differ
    print(f"{answers} answers both ways: {agree} agree, {left} differ behind others, {differ} alone")
    return 1 if any(told.unknown for told in all_) else 0


if __name__ == "__main__":
    sys.exit(main())
