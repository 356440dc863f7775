"""`coursework dispute LESSON STUDENT EXERCISE`: from a mark to its criteria, evidence and messages."""

import argparse
import dataclasses
import difflib
import logging
import re
import tempfile
from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from graders.answers.bank import read_answer, shown
from graders.build.headings import headings
from graders.build.layout import Lesson, choose, find_root
from graders.build.source import read_source
from graders.criteria import Status, Verdict
from graders.errors import CourseError
from graders.exports.base import late, number
from graders.pipeline.command import make_converter
from graders.pipeline.run import Judges
from graders.regrading.compare import changes
from graders.regrading.facts import facts
from graders.report.words import on_one_line
from graders.results import Mark, Result, read_class

LOG = logging.getLogger("coursework.dispute")
EXAMPLE = "coursework dispute 01_sequential amina build_classifier"
_NAME = re.compile(r"(right|wrong)_[a-z0-9_]+")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options.

    Args:
        parser: The parser of `coursework dispute`.
    """
    parser.add_argument("lesson", metavar="LESSON", help="the lesson")
    parser.add_argument("student", metavar="STUDENT", help="the student's id in nbgrader")
    parser.add_argument("exercise", metavar="EXERCISE", help="the exercise whose mark is disputed")
    parser.add_argument(
        "--no-run", action="store_true", help="only what is stored; without it, the notebook runs once more"
    )
    parser.add_argument(
        "--add", metavar="NAME", help="put the answer into the bank, as right_… or wrong_…, with its label"
    )
    parser.add_argument(
        "--label", default="", metavar="WORDS", help="with --add: what makes it differ, or what it gets wrong"
    )
    parser.add_argument(
        "--says", default="", metavar="WORDS", help="with --add wrong_…: words that its messages must hold"
    )


def run(args: argparse.Namespace) -> int:
    """Show where a mark comes from, and put the answer into the bank when told to.

    Args:
        args: The parsed options.

    Returns:
        0.

    Raises:
        CourseError: There is no such mark or answer, the notebook cannot be run, or the bank cannot take it.
    """
    root = find_root()
    lesson = choose(root, [args.lesson])[0]
    result, mark = _find(root, lesson, args.student, args.exercise)
    if args.add is not None:
        _check_name(args.add, args.label, args.says)
    places = headings(read_source(lesson.source)[0]) if lesson.source.is_file() else {}
    for line in told(result, mark, places):
        print(line)
    verdict = mark.verdict
    if not args.no_run:
        fresh, lines = look_again(root, lesson, args.student, args.exercise)
        print("\nThe evidence, taken afresh:")
        for line in lines:
            print(f"  {line}")
        before = {mark.exercise: verdict} if verdict is not None else {}
        changed = changes(args.student, before, {mark.exercise: fresh})
        print("\nJudged afresh, it comes out " + ("otherwise:" if changed else "the same."))
        for change in changed:
            print(f"  {change}")
        verdict = fresh
    if args.add is None:
        return 0
    path = add_answer(root, lesson, result, verdict, args)
    print(f"\nwrote {path}")
    print(
        f"Next: correct graders/lessons/lesson_{lesson.name}.py until `coursework prove {lesson.name}` "
        f"passes, then see with `coursework regrade {lesson.name}` what that changes for the class."
    )
    return 0


def _find(root: Path, lesson: Lesson, student: str, exercise: str) -> tuple[Result, Mark]:
    results = {each.person.id: each for each in read_class(root, [lesson]).lessons[0].results}
    if student not in results:
        near = difflib.get_close_matches(student, results, n=1)
        meant = f"Did you mean {near[0]}?" if near else "`nbgrader db student list` names everybody."
        raise CourseError(f"Nobody of this class has the id {student!r}. {meant}")
    result = results[student]
    if not result.has_score:
        raise CourseError(
            f"{student} has no mark for {lesson.name}: it is {result.state.value}; run `coursework grade "
            f"{lesson.name}` when it is handed in."
        )
    marks = {mark.exercise: mark for mark in result.marks}
    if exercise not in marks:
        raise CourseError(f"{lesson.name} has no exercise {exercise!r}; it has {', '.join(marks)}.")
    return result, marks[exercise]


def told(result: Result, mark: Mark, places: Mapping[str, int]) -> list[str]:
    """Say where a mark comes from.

    Args:
        result: What the student got for the lesson.
        mark: What the exercise got.
        places: The lesson's headings, with the cell in which each stands.

    Returns:
        Lines of text: the mark, the answer, and each criterion with its message.
    """
    lines = [
        f"{result.person.label}, {result.lesson}/{mark.exercise}: {number(mark.score)} of "
        f"{number(mark.max_score)} points"
    ]
    if mark.by_hand:
        given = "nothing" if mark.automatic is None else number(mark.automatic)
        lines.append(f"  a teacher decided on this score; the checks gave {given}")
    if mark.pending:
        lines.append("  a teacher still has to look at it")
    if mark.comment:
        lines.append(f"  the teacher's words: {on_one_line(mark.comment)}")
    lines.append(
        f"  the lesson: {number(result.score)} of {number(result.max_score)}"
        + (f", {number(result.penalty)} taken off, {late(result)}" if result.penalty else "")
    )
    lines += [f"  note: {on_one_line(note)}" for note in result.notes]
    lines += ["", "The answer:"]
    source = result.answers.get(mark.exercise)
    if source is None:
        lines.append("  it was left as the lesson gave it out")
    else:
        lines += [f"  | {_printable(line)}" for line in source.splitlines()]
    lines += ["", "The criteria:"]
    for each in mark.verdict.judgements if mark.verdict is not None else ():
        lines.append(
            f"  {each.status.value:<11} {number(each.points)} of {number(each.max_points)}  {each.name}"
        )
        parts = (
            ("expected", each.expected),
            ("found", each.found),
            ("hint", each.hint),
            ("fault", each.fault),
        )
        lines += [f"      {label}: {on_one_line(text)}" for label, text in parts if text]
        if each.read and each.status is not Status.MET:
            cell = f", cell {places[each.read]}" if each.read in places else ""
            lines.append(f"      read: “{each.read}”{cell}")
    if mark.verdict is None:
        lines.append("  no verdict is stored: the notebook was graded without these checks")
    elif mark.verdict.note:
        lines.append(f"  note: {on_one_line(mark.verdict.note)}")
    return lines


def _printable(line: str) -> str:
    return "".join(letter if letter.isprintable() else " " if letter == "\t" else "?" for letter in line)


class _Listening:
    """An examiner that keeps what it is given on one exercise."""

    def __init__(self, examiner: Judges, exercise: str) -> None:
        self._examiner, self._exercise = examiner, exercise
        self.document: bytes | None = None
        self.absent = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._examiner, name)

    def submit(self, lesson: str, exercise: str, document: bytes | None, **options: Any) -> "Future[Verdict]":
        if exercise == self._exercise:
            self.document, self.absent = document, options.get("absent", "")
        return self._examiner.submit(lesson, exercise, document, **options)


def look_again(root: Path, lesson: Lesson, student: str, exercise: str) -> tuple[Verdict, list[str]]:
    """Run a submission once more, and say what the checks are given and make of it.

    Args:
        root: The course's top folder.
        lesson: The lesson.
        student: The student's id.
        exercise: The exercise's name.

    Returns:
        The verdict, and lines on the evidence.

    Raises:
        CourseError: The submission is not there any more, or it cannot be run here.
    """
    from graders.pipeline.execute import SealedExecute
    from graders.pipeline.grading import Submission, grade
    from graders.pipeline.intake import copy_files, read_notebook
    from graders.pipeline.nbgrader_adapter import folder_read

    with tempfile.TemporaryDirectory(prefix="coursework-dispute-") as name:
        aside = str(Path(name).resolve() / "autograded")
        settings = {"CourseDirectory": {"autograded_directory": aside}}
        converter = make_converter(root, lesson.name, student=student, settings=settings)
        handed_in = Path(folder_read(converter, lesson.name, student))
        path = handed_in / f"{lesson.name}.ipynb"
        if not path.exists():
            raise CourseError(f"{path} is not there any more: give --no-run to see what is stored.")
        converter.log = LOG
        masters = lesson.solution.parent
        notes = copy_files(converter, lesson.name, student, handed_in, masters)
        steps = SealedExecute(config=converter.config, log=LOG)
        engine = steps.engine()
        listening = _Listening(engine.examiner, exercise)
        submission = Submission(
            student=student,
            lesson=lesson.name,
            notebooks=(read_notebook(path, masters),),
            folder=Path(aside) / student / lesson.name,
            masters=masters,
            notes=tuple(notes),
        )
        graded = grade(submission, dataclasses.replace(engine, examiner=listening))
    verdict = graded.notebooks[0].verdicts.get(exercise)
    if verdict is None:
        raise CourseError(
            f"{lesson.name} has no exercise {exercise!r} any more: give --no-run to see what is stored."
        )
    return verdict, facts(listening.document, listening.absent)


def _check_name(name: str, label: str, says: str) -> None:
    if not _NAME.fullmatch(name):
        raise CourseError(f"--add {name!r} has to be right_… or wrong_…, in small letters and underscores.")
    if not label.strip() or "\n" in label:
        raise CourseError('--add needs --label "…", one line that says what this answer is.')
    if name.startswith("right_") and says:
        raise CourseError("--says goes with --add wrong_…: a right answer gets no message.")


def add_answer(
    root: Path, lesson: Lesson, result: Result, verdict: Verdict | None, args: argparse.Namespace
) -> str:
    """Put a student's answer into the bank.

    Args:
        root: The course's top folder.
        lesson: The lesson.
        result: What the student got, with the answer.
        verdict: What the checks say of it.
        args: The parsed options: `exercise`, `add`, `label`, `says`.

    Returns:
        Where it stands, from the course's top folder.

    Raises:
        CourseError: There is no answer, the name is taken, or a wrong answer loses nothing to be named.
    """
    source = result.answers.get(args.exercise, "").strip("\n")
    if not source.strip():
        raise CourseError(f"{result.person.id} left {args.exercise} as it was: there is no answer to add.")
    path = root / "solutions" / "answers" / lesson.name / args.exercise / f"{args.add}.py"
    if path.exists():
        raise CourseError(f"The bank has {shown(path)} already: choose another name.")
    if args.add.startswith("right_"):
        labels = [f"# style: {args.label.strip()}"]
    else:
        labels = _wrong_labels(verdict, args)
    # A comment at the top must not look like one more label.
    while re.match(r"#+\s*\w+\s*:", source.lstrip()):
        source = source.lstrip().partition("\n")[2]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*labels, source, ""]), encoding="utf-8")
    try:
        read_answer(path)
    except CourseError:
        path.unlink()
        raise
    return shown(path)


def _wrong_labels(verdict: Verdict | None, args: argparse.Namespace) -> list[str]:
    missed = [each for each in verdict.judgements if each.status is Status.MISSED] if verdict else []
    if not missed:
        raise CourseError(
            "The checks find nothing wrong with this answer, so that a wrong_… has no criterion to lose: add "
            f"it as right_{args.add.removeprefix('wrong_')}, or correct the checks first."
        )
    messages = " ".join(f"{each.expected} {each.found} {each.hint}" for each in missed).lower()
    says = args.says.strip() or _telling(missed[0].hint or missed[0].found)
    for words in filter(None, (part.strip() for part in says.split(";"))):
        if words.lower() not in messages:
            raise CourseError(f"No message of this answer says “{words}”: take words of the messages above.")
    return [
        f"# misconception: {args.label.strip()}",
        f"# loses: {'; '.join(each.name for each in missed)}",
        f"# says: {says}",
    ]


def _telling(text: str) -> str:
    """Take the first words of a message that may stand in a label."""
    return re.split(r"[;\n]|(?<=\w)[.:?!](?:\s|$)", text.strip())[0].strip()
