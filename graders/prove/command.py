"""`coursework prove`: the hidden checks, tested."""

import argparse
import difflib
import json
import os
import shutil
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from graders.build.layout import choose, find_root, lessons
from graders.errors import CourseError
from graders.prove.excluded import read_excluded
from graders.prove.names import NamesProof
from graders.prove.page import COUNTS, PAGE, as_data, behind, fingerprint, page, row, totals, verdict
from graders.prove.proof import Proof
from graders.prove.record import Proven, merged, read_record, write_record
from graders.prove.run import Proved, prove

SEEDS_FOR_PAGE = 4
"""With how many other seeds right answers are run for the page: each is graded five times in all."""
SUMMARY = "test the hidden checks with right and wrong answers"


EXAMPLE = "coursework prove 03_functional --jobs 2"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `coursework prove`."""
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="names of lessons; all when left out")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the proof as data as well")
    parser.add_argument(
        "--write",
        action="store_true",
        help=f"write {PAGE} anew; of lessons that are left out it keeps what was proved before",
    )
    parser.add_argument(
        "--seeds",
        type=int,
        metavar="N",
        help="other seeds that right answers are run with; 4 with --write, else none",
    )
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="answers at the same time"
    )
    parser.add_argument("--fresh", action="store_true", help="run everything again, whatever was kept")


def run(args: argparse.Namespace) -> int:
    """Prove the checks of some lessons.

    Returns:
        0 when they are proven, else 1.

    Raises:
        CourseError: The answers cannot be run at all.
    """
    seeds = args.seeds if args.seeds is not None else SEEDS_FOR_PAGE if args.write else 0
    if args.jobs < 1 or seeds < 0:
        raise CourseError("--jobs is at least 1, and --seeds at least 0.")
    root = find_root()
    chosen = choose(root, args.lessons)
    if not chosen:
        raise CourseError(f"There is no lesson yet: write {root / 'solutions' / 'NN_topic.py'}.")
    _refuse_strays(root)
    folder = root / ".cache" / "prove"
    if args.fresh:
        for lesson in chosen:
            shutil.rmtree(folder / lesson.name, ignore_errors=True)
    made_from = {lesson.name: fingerprint(lesson) for lesson in chosen}
    began = time.monotonic()
    proved = prove(chosen, jobs=args.jobs, seeds=seeds, folder=folder, told=_tell)
    proofs, seconds = proved.proofs, time.monotonic() - began
    problems = verdict(proofs) + [failure for names in proved.names for failure in names.failures()]
    counts = "  ".join(f"{name} {count}" for name, count in totals(proofs).items() if name in COUNTS)
    many = "exercise" if len(proofs) == 1 else "exercises"
    print(f"\n{len(proofs)} {many} in {seconds:.0f} s ({proved.cpu:.0f} s of processor time): {counts}")
    if args.json:
        try:
            args.json.write_text(json.dumps(as_data(proofs, proved.names), indent=1), encoding="utf-8")
        except OSError as error:
            raise CourseError(
                f"{args.json} cannot be written ({error.strerror}): name a file in a folder that exists."
            ) from error
        print(f"wrote {args.json}")
    if args.write:
        _write(root, made_from, proved)
    for problem in problems:
        print(f"coursework: {problem}", file=sys.stderr)
    return 1 if problems else 0


def _write(root: Path, made_from: Mapping[str, str], proved: Proved) -> None:
    """Write the page: what was proved now, and what was proved before of the lessons that were left out."""
    fresh = {
        name: Proven(
            digest,
            tuple(proof for proof in proved.proofs if proof.lesson == name),
            tuple(one for one in proved.names if one.lesson == name),
        )
        for name, digest in made_from.items()
    }
    course = lessons(root)
    proven = merged(read_record(root), fresh, [lesson.name for lesson in course])
    write_record(root, proven)
    digests = {name: one.made_from for name, one in proven.items()}
    proofs = [proof for one in proven.values() for proof in one.proofs]
    answers = root / "solutions" / "answers"
    text = page(
        proofs,
        digests,
        [names for one in proven.values() for names in one.names],
        behind(digests, course),
        {
            (proof.lesson, proof.exercise): read_excluded(answers / proof.lesson / proof.exercise)
            for proof in proofs
        },
    )
    (root / PAGE).write_text(text, encoding="utf-8")
    print(f"wrote {PAGE}")


def _refuse_strays(root: Path) -> None:
    """Refuse a folder of answers that belongs to no lesson: nothing would read it."""
    known = [lesson.name for lesson in lessons(root)]
    for folder in sorted((root / "solutions" / "answers").glob("*/")):
        if folder.name not in known and not folder.name.startswith((".", "__")):
            near = difflib.get_close_matches(folder.name, known, n=1)
            raise CourseError(
                f"solutions/answers/{folder.name} belongs to no lesson: rename or delete it."
                + (f" Is {near[0]} meant?" if near else "")
            )


def _tell(proof: Proof | NamesProof) -> None:
    if isinstance(proof, NamesProof):
        print(proof, flush=True)
        for failure in proof.failures():
            print(f"    {failure}", flush=True)
        return
    print(row(proof), flush=True)
    for name in proof.survivors:
        print(f"    not caught: {name}", flush=True)
    for failure in proof.failures:
        print(f"    {failure}", flush=True)
