"""The proof as a table for a terminal, as data, and as the page docs/proof.md."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import zip_longest
from pathlib import Path
from typing import Any

from graders.build.layout import Lesson
from graders.prove.cache import digest, sources
from graders.prove.excluded import Excluded
from graders.prove.material import tried_on
from graders.prove.mutants import OPERATORS
from graders.prove.names import NamesProof
from graders.prove.proof import CAUGHT, DEVIATIONS, FEW, Count, Proof
from graders.prove.rewritings import REWRITINGS

PAGE = Path("docs") / "proof.md"
COUNTS = ("right", "rewritten", "wrong", "messages", "mutants", "blank", "noise", "stable")
_HEADINGS = {
    "right": "right pass",
    "rewritten": "rewritten keep",
    "wrong": "wrong lose",
    "messages": "named",
    "mutants": "mutants caught",
    "blank": "stub 0",
    "noise": "noise 0",
    "stable": "stable",
}
_EXPLAINED = """\
`coursework prove --write` makes this page; `coursework prove` prints the same counts and fails when an answer
comes out otherwise. Every answer runs in the sandbox, and the hidden checks judge its evidence elsewhere.

- **right pass**: right answers of different shape that get all points, the lesson's own solution among them.
- **rewritten keep**: right answers that a program has written in another way, and that lose no point. In
  brackets: how many of them have a criterion that only the teacher can decide. After the minus: those that
  the task's own words exclude, listed with these words [below](#excluded-by-the-task), and not counted. Not
  every way is tried on every exercise: [the list of them](#ways-to-write-a-right-answer-differently) says
  which is tried how often.
- **wrong lose**: answers with a known misconception that lose exactly the criteria that they should lose.
- **named**: those among them whose messages name the mistake.
- **mutants caught**: solutions with one mistake, put in by an operator, that lose points. In brackets: how
  many of them did not even run. After the plus: mutants that are right answers too, listed with the reason,
  and not counted.
- **stub 0**, **noise 0**: the untouched stub and several kinds of nonsense earn nothing, with kind words.
- **stable**: right answers that come out the same with each of several seeds.
"""
_OLDER = re.compile(r"^\*\*Not proved since the last change\*\*: (.+)\.$", re.MULTILINE)
_MADE_FROM = re.compile(r"^<!-- made from (\S+) (\w+) -->$", re.MULTILINE)


def totals(proofs: Sequence[Proof]) -> dict[str, Count]:
    """Add up the counts of some exercises.

    Args:
        proofs: The exercises' proofs.

    Returns:
        A count under each name of `COUNTS`.
    """
    return {
        name: Count(
            sum(getattr(proof, name).good for proof in proofs),
            sum(getattr(proof, name).total for proof in proofs),
        )
        for name in COUNTS
    }


def verdict(proofs: Sequence[Proof]) -> list[str]:
    """Say what must be mended before the checks count as proven.

    Args:
        proofs: The exercises' proofs.

    Returns:
        One sentence each; empty when all is well. Survivors count when too few mutants are caught.
    """
    wrong = [f"{proof.lesson}/{proof.exercise}: {failure}" for proof in proofs for failure in proof.failures]
    caught = totals(proofs)["mutants"]
    if caught.good < CAUGHT * caught.total:
        share = caught.good / caught.total
        wrong.append(
            f"{caught} mutants are caught, {share:.1%}; at least {CAUGHT:.0%} are asked for. Sharpen checks "
            "for the survivors, or list those that are right answers in the exercise's equivalent.toml."
        )
    return wrong


def as_data(proofs: Sequence[Proof], names: Sequence[NamesProof] = ()) -> dict[str, Any]:
    """Give the proof as plain data for JSON.

    Args:
        proofs: The exercises' proofs.
        names: What the lessons do with learners' own names.

    Returns:
        `exercises`, `totals`, `names` and `failures`.
    """
    return {
        "exercises": [asdict(proof) for proof in proofs],
        "totals": {name: asdict(count) for name, count in totals(proofs).items()},
        "names": [asdict(one) for one in names],
        "failures": verdict(proofs) + [failure for one in names for failure in one.failures()],
    }


def row(proof: Proof) -> str:
    """Write one exercise's line for the terminal.

    Args:
        proof: The proof.

    Returns:
        The line.
    """
    counts = "  ".join(f"{_HEADINGS[name]} {getattr(proof, name)}" for name in COUNTS)
    besides = []
    if proof.equivalent:
        many = "answer" if proof.equivalent == 1 else "answers"
        besides.append(f"{proof.equivalent} right {many} among the mutants")
    if proof.to_teacher:
        besides.append(f"{proof.to_teacher} of the rewritten with a criterion for the teacher")
    if proof.excluded:
        besides.append(f"{proof.excluded} more that the task excludes")
    return f"{proof.lesson}/{proof.exercise}: {counts}" + (f"  ({'; '.join(besides)})" if besides else "")


def page(
    proofs: Sequence[Proof],
    made_from: Mapping[str, str],
    names: Sequence[NamesProof] = (),
    behind: Sequence[str] = (),
    excluded: Mapping[tuple[str, str], Sequence[Excluded]] | None = None,
) -> str:
    """Write docs/proof.md.

    Args:
        proofs: The proofs of all exercises of the course.
        made_from: For each lesson the digest of what its proof was made from.
        names: What the lessons do with learners' own names.
        behind: Lessons that have changed since they were proved, or never were proved.
        excluded: For lesson and exercise the rewritings that the task's words exclude.

    Returns:
        The page.
    """
    all_of_it = totals(proofs)
    lines = ["# Proof of the hidden checks", ""]
    if behind:
        lines += [f"**Not proved since the last change**: {', '.join(behind)}.", ""]
    lines += [
        *_EXPLAINED.splitlines(),
        "",
        "| exercise | " + " | ".join(_HEADINGS[name] for name in COUNTS) + " |",
        "|---" * (len(COUNTS) + 1) + "|",
    ]
    for proof in proofs:
        cells = {name: str(getattr(proof, name)) for name in COUNTS}
        raised = f" ({proof.raised})" if proof.raised else ""
        cells["mutants"] += raised + (f" + {proof.equivalent}" if proof.equivalent else "")
        asking = f" ({proof.to_teacher})" if proof.to_teacher else ""
        cells["rewritten"] += asking + (f" − {proof.excluded}" if proof.excluded else "")
        lines.append(
            f"| {proof.lesson} `{proof.exercise}` | " + " | ".join(cells[name] for name in COUNTS) + " |"
        )
    lines.append("| **all** | " + " | ".join(f"**{all_of_it[name]}**" for name in COUNTS) + " |")
    caught = all_of_it["mutants"]
    if caught.total:
        lines += [
            "",
            f"Of {caught.total} mutants {caught.good} are caught: {caught.good / caught.total:.1%}.",
        ]
    survivors = [(proof, name) for proof in proofs for name in proof.survivors]
    if survivors:
        lines += ["", "## Mutants that were not caught", ""]
        lines += [f"- {proof.lesson} `{proof.exercise}`, {_code(_short(name))}" for proof, name in survivors]
    lines += _costs(proofs)
    margins = [(proof, margin) for proof in proofs for margin in proof.margins]
    if margins:
        lines += [
            "",
            "## Margins of scores",
            "",
            f"Scores of trained models over several seeds: {DEVIATIONS:g} deviations or more from the bar.",
            "",
            "| exercise | answer | score | bar | mean | deviation | seeds | deviations from the bar |",
            "|---" * 8 + "|",
        ]
        for proof, margin in margins:
            distance = "all the same" if not margin.deviation else f"{margin.distance:.1f}"
            lines.append(
                f"| {proof.lesson} `{proof.exercise}` | {margin.answer} | {margin.what} | {margin.bar:g} | "
                f"{margin.mean:.3g} | {margin.deviation:.2g} | {margin.seeds} | {distance} |"
            )
    lines += _names(names)
    lines += ["", "## Mistakes that are put in", "", "| operator | mistake |", "|---|---|"]
    lines += [f"| {operator.name} | {operator.description} |" for operator in OPERATORS.values()]
    lines += [
        "",
        "## Ways to write a right answer differently",
        "",
        "Each takes the first right answer of an exercise that it fits, the lesson's own before the bank's.",
        "Those that change nothing but the text take turns, so that proving the course stays affordable.",
        "",
        "| rewriting | what it does | tried on |",
        "|---|---|---|",
    ]
    lines += [f"| {one.name} | {one.description} | {tried_on(one)} |" for one in REWRITINGS.values()]
    lines += _excluded(proofs, excluded or {})
    lines += [""] + [f"<!-- made from {name} {made} -->" for name, made in sorted(made_from.items())]
    return "\n".join(lines) + "\n"


def _excluded(proofs: Sequence[Proof], excluded: Mapping[tuple[str, str], Sequence[Excluded]]) -> list[str]:
    """List the rewritings that are no right answers, each with the words of the task that say so."""
    rows = [
        f"| {proof.lesson} `{proof.exercise}` | {entry.rewriting} | {_cell(entry.words)} |"
        for proof in proofs
        for entry in excluded.get((proof.lesson, proof.exercise), ())
    ]
    if not rows:
        return []
    return [
        "",
        "## Excluded by the task",
        "",
        "Rewritten answers that lose points, and should: the task says so.",
        "",
        "| exercise | rewriting | the task's words |",
        "|---|---|---|",
        *rows,
    ]


def _cell(text: str) -> str:
    """Write a text so that it stays in one cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def _names(names: Sequence[NamesProof]) -> list[str]:
    """Tell what the lessons do with learners' own names."""
    if not names:
        return []
    lines = [
        "",
        "## Learners' own names",
        "",
        "Each lesson runs once more, and after every answer names that learners like to use are assigned. A",
        "name breaks a cell that then stops, or prints something else than the lesson's notebook holds.",
        "",
        "| lesson | names | answers | worked cells after them | cells that a name breaks |",
        "|---|---|---|---|---|",
    ]
    for one in names:
        broken = "; ".join(
            f"line {cell.line}: {', '.join(f'`{name}`' for name in cell.names) or 'prints something else'}"
            for cell in one.broken
        )
        lines.append(f"| {one.lesson} | {one.names} | {one.answers} | {one.cells} | {broken or 'none'} |")
    return lines


def _short(name: str) -> str:
    """Leave of long texts in a mutant's name their beginning: the page is shown to everybody."""
    return re.sub(r"'([^']{20})[^']+('|$)", r"'\1…'", name)


def _code(text: str) -> str:
    return f"`{text.replace('`', '')}`"


def _costs(proofs: Sequence[Proof]) -> list[str]:
    """Say how many criteria one mistake costs, and where it costs more than a few."""
    lost = [sum(column) for column in zip_longest(*(proof.lost for proof in proofs), fillvalue=0)]
    if not sum(lost[1:]):
        return []
    ran, more = sum(lost[1:]), sum(lost[FEW + 1 :])
    words = {1: "one criterion", 2: "two"}
    counted = ", ".join(f"{lost[number]} lose {words[number]}" for number in words if number < len(lost))
    lines = [
        "",
        "## What one mistake costs",
        "",
        f"A mutant holds one mistake. Of the {ran} that ran to their end and lost points, {counted} "
        f"and {more} more. A mistake costs several criteria where each of them asks for what it spoils: a "
        "layer that is left out changes the structure, the parameters and what comes out.",
    ]
    broad = [proof for proof in proofs if proof.broad]
    if broad:
        lines += ["", f"| exercise | lose more than {FEW} | the mistakes |", "|---|---|---|"]
    for proof in broad:
        kinds = ", ".join(f"{many} × {kind}" for kind, many in sorted(Counter(proof.broad).items()))
        ran = sum(proof.lost)
        lines.append(f"| {proof.lesson} `{proof.exercise}` | {len(proof.broad)} of {ran} | {kinds} |")
    return lines


def fingerprint(lesson: Lesson) -> str:
    """Give a digest of what a lesson's proof is made from: its source, checks and answers, and our own code.

    Args:
        lesson: The lesson.

    Returns:
        The digest.
    """
    bank = lesson.root / "solutions" / "answers" / lesson.name
    files = [lesson.source, *sorted(path for path in bank.rglob("*") if path.is_file())]
    texts = [f"{path.name}\n{path.read_text(encoding='utf-8')}" for path in files]
    return digest(*texts, "", *sources(lesson), *sorted(OPERATORS), *sorted(REWRITINGS))


def behind(proven: Mapping[str, str], lessons: Sequence[Lesson]) -> list[str]:
    """List the lessons that are another than when they were proved, or that never were.

    Args:
        proven: For each lesson the digest of what its proof was made from.
        lessons: All lessons of the course.

    Returns:
        Their names.
    """
    return [lesson.name for lesson in lessons if proven.get(lesson.name) != fingerprint(lesson)]


def older(root: Path) -> list[str]:
    """List the lessons of which docs/proof.md itself says that they changed since they were proved.

    Args:
        root: The course's top folder.

    Returns:
        Their names.
    """
    said = _OLDER.search((root / PAGE).read_text(encoding="utf-8"))
    return said[1].split(", ") if said else []


def stale(root: Path, lessons: Sequence[Lesson]) -> list[str]:
    """Say for which lessons docs/proof.md was made from something else than what is there now.

    Args:
        root: The course's top folder.
        lessons: All lessons of the course.

    Returns:
        One sentence for each; empty when the page is up to date.
    """
    path = root / PAGE
    if not path.is_file():
        return [f"{PAGE} is missing: run `coursework prove --write`."]
    before = dict(_MADE_FROM.findall(path.read_text(encoding="utf-8")))
    gone = before.keys() - {lesson.name for lesson in lessons}
    return [
        f"{PAGE} is stale for {name}: run `coursework prove --write`."
        for name in sorted(gone.union(behind(before, lessons)))
    ]
