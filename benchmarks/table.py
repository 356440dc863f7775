"""The readable page, made from results.json."""

import statistics
from collections.abc import Sequence
from typing import Any

from benchmarks import markdown, scale

Results = dict[str, Any]

FIGURES = {
    "submission_one": ("A submission, one candidate at a time: plain nbgrader ÷ ours", "at least", 12),
    "submission_two": (
        "A submission, two candidates at a time: plain nbgrader, one at a time ÷ ours",
        "at least",
        20,
    ),
    "cells_overhead": ("Grading a submission ÷ its cells alone in a warm process", "at most", 1.15),
    "nbval_course": ("Running the whole course again: nbval cold ÷ warm", "at least", 5),
    "first_cell": ("JupyterLab, new kernel to the result of `import keras`: cold ÷ warm", "at least", 10),
    "candidate_memory": ("Memory of a further kernel: warm candidate ÷ cold kernel", "at most", 0.4),
    "verdict_seconds": ("A verdict while working, seconds: median", "at most", 0.15),
    "verdict_p95_seconds": ("A verdict while working, seconds: 95th percentile", "at most", 0.6),
    "desk_first_cell": ("A kernel's start and first cell: with the desk ÷ without", "at most", 1.05),
    "no_verdict_seconds": ("A check where nobody judges: seconds to its line, at most", "at most", 0.05),
    "service_p95_seconds": ("A check at a class's service, seconds: 95th percentile", "at most", 1),
    **scale.FIGURES,
}
"""Name → what it says, and which figure it is to reach."""


def page(results: Results) -> str:
    """Write docs/speed.md.

    Args:
        results: What `python -m benchmarks` measured.

    Returns:
        The page in Markdown.
    """
    parts = [_head(results), _ratios(results)]
    sections = {
        "submission": _submission,
        "compiling": _compiling,
        "cells": _cells,
        "nbval": _nbval,
        "lab": _lab,
        "memory": _memory,
        "learners": _learners,
        "candidates": _candidates,
        "desk": _desk,
        "neither": _neither,
        "service": _service,
        **scale.PARTS,
    }
    parts += [
        write(results["sections"][name]) for name, write in sections.items() if name in results["sections"]
    ]
    parts += [reckoned] if (reckoned := scale.large(results)) else []
    if missing := [name for name in sections if name not in results["sections"]]:
        parts.append(
            "## Not measured yet\n\nOn this machine, in these results: "
            f"`python -m benchmarks --only {','.join(missing)} --keep` measures it."
        )
    return "\n\n".join(parts) + "\n"


def _head(results: Results) -> str:
    machine, run = results["machine"], results["run"]
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    quick = " It was a **quick run with few samples**: read it as an indication." if run["quick"] else ""
    return f"""# How fast grading is

This page is written by `python -m benchmarks` (`make bench`) from `benchmarks/results.json`; do not edit it.
The ratios of one run are comparable: both ways take turns on the same machine, and each figure is a ratio of
medians. Seconds depend on the machine.{quick}

- Machine: {machine["processor"]}, {machine["cores"]} cores, {machine["memory_gib"]} GiB, {machine["system"]}
- Run: {machine["date"]}, {run["seconds"] / 60:.0f} minutes; load of the machine (mean of the last minute)
  {run["load_before"][0]} before and {run["load_after"][0]} after{_older(results)}
- Versions: Python {machine["python"]}, {versions}"""


def _older(results: Results) -> str:
    """Name the sections that an earlier run measured."""
    dates = {name: each["date"] for name, each in results["sections"].items()}
    earlier = [f"{name} ({date})" for name, date in dates.items() if date < results["run"]["began"]]
    return f"; measured before: {', '.join(earlier)}" if earlier else ""


def _ratios(results: Results) -> str:
    rows = []
    for name, (says, which, wanted) in FIGURES.items():
        if name in results:
            got = results[name]
            reached = got >= wanted if which == "at least" else got <= wanted
            told = [f"{which} {wanted:g}", "yes" if reached else "**no**"] if wanted else ["–", "–"]
            rows.append([says, f"{got:,.0f}" if got >= 1000 else f"{got:.3g}", *told])
    parts = ["## The figures", markdown.table(["Figure", "Measured", "Wanted", "Reached"], rows)]
    return "\n\n".join(parts + _bound(results["sections"]))


def _bound(sections: Results) -> list[str]:
    """Say how large the first ratio could be at most: if grading added nothing to the cells."""
    if not {"submission", "cells"} <= set(sections):
        return []
    plain = statistics.median(sections["submission"]["runs"][0]["per_submission"]["plain"])
    cells = statistics.median(sections["cells"]["runs"][0]["cells"])
    return [
        f"""What a light submission's own cells cost is the same for both, so no engine gets further than
{plain:.2f} s of plain nbgrader ÷ {cells:.2f} s of the cells alone = {plain / cells:.1f} here with one
candidate at a time, and twice that with one on each of two cores. Where importing Keras takes longer, or the
cells less, the ratio is larger."""
    ]


def _median(samples: Sequence[float]) -> str:
    return f"{statistics.median(samples):.2f}"


def _submission_row(run: Results, way: str, ratio: str) -> list[str]:
    alone, whole = run["per_submission"], run["per_submission_with_app_start"]
    return [
        f"`{run['lesson']}`",
        f"{run['at_once'] if way == 'plain_at_once' else 1}, {run['at_once']}",
        f"{run['submissions']} × {len(alone[way])}",
        _median(alone[way]),
        _median(alone["sealed"]),
        f"**{alone[ratio]:.3g}**",
        _median(whole[way]),
        _median(whole["sealed"]),
        f"{whole[ratio]:.3g}",
    ]


def _submission_table(section: Results) -> str:
    rows = []
    for each in section["runs"]:
        for way, ratio in (("plain", "ratio"), ("plain_at_once", "ratio_at_once")):
            if ratio in each["per_submission"]:
                rows.append(_submission_row(each, way, ratio))
    return markdown.table(
        ["Lesson", "At once: nbgrader, ours", "Submissions × samples", "nbgrader, s", "ours, s", "ratio"]
        + ["nbgrader with start, s", "ours with start, s", "ratio with start"],
        rows,
    )


def _submission(section: Results) -> str:
    table, first = _submission_table(section), section["first_command_seconds"]
    return f"""## Grading a submission

Wall time for one submission, the same submissions both ways. *nbgrader* is plain `nbgrader autograde`: its
own steps, an ordinary kernel for each notebook, the hidden checks in that kernel. It has one candidate at a
time; *2, 2* is two such commands at once, on the halves of the class. *Ours* is `coursework grade`
with `--workers` 1 and 2: sandboxed candidates from the warm forkserver, and an examiner. Both give the same
points. *With start* counts the whole command, from the shell's prompt to the next, over its submissions;
without it the time runs from the first submission's turn to the end of the command.

`90_light` is a submission whose own cells are light: it imports Keras, makes 256 random rows, builds a small
model, and fits it for 5 epochs; three exercises (`benchmarks/light`). Of the lessons of the course, which
stand beside it, ours leaves out the demonstrations that no answer uses; nbgrader runs every cell.

{table}

The forkserver was up, as it is after the first command of a day. That first command, one light submission,
took {first:.1f} s here."""


def _compiling(section: Results) -> str:
    return f"""## The same where Python compiles everything anew

pip compiles the libraries that it installs; other installers leave that to the first import, and where Python
may not write (a read-only image, `PYTHONDONTWRITEBYTECODE`) every ordinary kernel compiles them again.

{_submission_table(section)}

The first command, which starts the forkserver there, took {section["first_command_seconds"]:.1f} s."""


def _cells(section: Results) -> str:
    rows = [
        [f"`{each['lesson']}`", _median(each["cells"]), _median(each["sealed"]), f"{each['ratio']:.3g}"]
        for each in section["runs"]
    ]
    table = markdown.table(["Lesson", "cells alone, s", "graded, s", "ratio"], rows)
    return f"""## What grading adds to the cells

The cells of a submission one after the other in a forked process with nothing around them, against grading
that submission: sandbox, kernel, evidence, judging, nbgrader's gradebook and files. A lesson with
demonstrations costs less to grade than all its cells, since grading leaves them out.

{table}"""


def _nbval(section: Results) -> str:
    rows = [
        [f"`{kernel}`", _median(section[way]), "; ".join(dict.fromkeys(section["pytest"][way]))]
        for way, kernel in (("cold", "python3"), ("warm", "coursework"))
    ]
    table = markdown.table(["Kernel", "seconds", "pytest says"], rows)
    return f"""## Running the course again with nbval

`pytest --nbval` over {len(section["lessons"])} lessons, from start to end of pytest.

{table}"""


def _lab(section: Results) -> str:
    rows = [
        [f"`{kernel}`", _median(section[way]), ", ".join(f"{each:.2f}" for each in section[way])]
        for way, kernel in (("cold", "python3"), ("warm", "coursework"))
    ]
    table = markdown.table(["Kernel", "seconds", "samples"], rows)
    return f"""## The first cell in JupyterLab

From the request for a new kernel to the reply of `import keras`, over a running JupyterLab's own interfaces.

{table}"""


def _memory(section: Results) -> str:
    rows = [
        [name, ", ".join(f"{each:.0f}" for each in section["together_mib"][way])]
        + [", ".join(f"{each:.0f}" for each in section["further_mib"][way])]
        for way, name in (("cold", "ordinary kernels"), ("warm", "forkserver and candidates"))
    ]
    table = markdown.table(["", "all together, MiB, with 1, 2, … of them", "each further one, MiB"], rows)
    return f"""## Memory

Proportional set size, after each has run the light lesson.

{table}"""


def _learners(section: Results) -> str:
    held, ratios = section["mib"], section["ratios"]
    rows = [
        [name, f"{held[way]:.0f}", f"{held[way] / section['learners']:.0f}", f"{ratios.get(way, 1):.2f}"]
        for way, name in (
            ("cold", "ordinary kernels"),
            ("accounts", "warm kernels, everybody with an account and forkserver of their own"),
            ("together", "warm kernels, all from one forkserver"),
        )
    ]
    table = markdown.table(["", "all together, MiB", "a learner, MiB", "÷ ordinary"], rows)
    return f"""## {section["learners"]} learners, a kernel each

Proportional set size of kernels and forkservers, after each kernel has run the light lesson. On a
[hub](jupyterhub.md) everybody has an account: a warm kernel then brings its forkserver along.

{table}"""


def _candidates(section: Results) -> str:
    names = {
        "memory_mib": "forkserver: memory, MiB",
        "own_memory_mib": "forkserver: memory not shared, MiB",
        "files": "forkserver: open files",
        "threads": "forkserver: threads",
        "processes": "processes below it",
        "runtime_files": "sockets and folders in the runtime folder",
        "client_files": "client: open files",
        "client_threads": "client: threads",
    }
    after = section["after"]
    rows = [
        [name, *(f"{state[key]:g}" for state in after.values()), f"{section['growth'][key]:g}"]
        for key, name in names.items()
    ]
    table = markdown.table(["", *(f"after {number}" for number in after), "growth"], rows)
    return f"""## {section["candidates"]} candidates in a row

Each sandboxed, each runs a Keras operation and ends.

{table}"""


def _desk(section: Results) -> str:
    rows = []
    for lesson, of in section["verdicts"].items():
        samples = list(of.values())
        rows.append(
            [f"`{lesson}`", str(len(of)), _seconds(statistics.median(samples)), _seconds(max(samples))]
        )
    table = markdown.table(["Lesson", "checks", "median, s", "longest, s"], rows)
    slow = sorted(
        (
            (seconds, lesson, name)
            for lesson, of in section["verdicts"].items()
            for name, seconds in of.items()
        ),
        reverse=True,
    )[:3]
    slowest = ", ".join(f"`{name}` of {lesson[:2]} ({seconds:.2f} s)" for seconds, lesson, name in slow)
    beside = markdown.table(
        [
            "Lesson",
            "here: one table, median, s",
            "otter: one `check`, median, s",
            "Validate: the notebook, s",
        ],
        [
            [
                f"`{each['lesson']}`",
                _seconds(statistics.median(section["verdicts"][each["lesson"]].values())),
                _seconds(statistics.median(each["otter"])),
                f"{each['validate']:.1f}",
            ]
            for each in section["beside"]
        ],
    )
    first = section["first_cell"]
    kernels = markdown.table(
        ["Kernel", "seconds, median", "samples"],
        [
            [name, f"{statistics.median(first[way]):.3f}", ", ".join(f"{each:.2f}" for each in first[way])]
            for way, name in (("with", "with the desk"), ("without", "without"))
        ],
    )
    most, start = f"{section['most']:.2f}", f"{section['first']:.1f}"
    return f"""## A verdict while working

The author's own answer to each exercise of the course, checked once, as a learner does: the cells before it
run in the `coursework` kernel (but for those that no answer needs), then the answer, then the check cell.
The time runs from the end of that cell's own code to the arrival of its table at the front end: the kernel
takes the evidence and sends it over the desk's socket, the examiner judges it. Each answer got all points. It
is {most} s at most; the slowest are {slowest}.
The very first check of a session also starts the examiner, which all kernels then share: {start} s, which is
not counted above.

{table}

Beside it, in the same run, for the same answers: nbgrader's *Validate* (`nbgrader validate`) runs the whole
notebook in a new kernel and says whether its visible checks pass. otter-grader's `grader.check` (version 7,
in an environment of its own) runs the exercise's visible check in the learner's kernel and says passed or
failed; its tests travel with the notebook, so that a hidden one would be none, and it rebuilds no model and
judges no criterion.

{beside}

What the desk costs where nobody checks: from the start of a kernel to the result of its first cell (the
set-up and `import keras`), in turn with the desk and without.

{kernels}"""


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}"


def _neither(section: Results) -> str:
    rows = [
        [
            f"`{lesson}`",
            str(len(of)),
            *(f"{1000 * each(of.values()):.0f}" for each in (statistics.median, max)),
        ]
        for lesson, of in section["verdicts"].items()
    ]
    table = markdown.table(["Lesson", "checks", "median, ms", "longest, ms"], rows)
    return f"""## Where nobody judges

The same check cells in a kernel that finds neither an examiner nor a class's service: from the end of their
own code to the line that says where their points are judged.

{table}"""


def _steps(steps: list[Results]) -> str:
    rows = [
        [
            f"{step['rate']:g}",
            f"{step['got']:g}",
            _seconds(step["median"]),
            _seconds(step["p95"]),
            _seconds(step["most"]),
            str(step["processor_ms"]),
            str(sum(step["errors"].values())),
        ]
        for step in steps
    ]
    return markdown.table(
        ["asked, a second", "judged", "median, s", "95 %, s", "longest, s", "processor, ms each", "errors"],
        rows,
    )


def _held(highest: float | None) -> str:
    return f"{highest:g} checks a second" if highest else "none of them"


def _service(section: Results) -> str:
    errors = sum(section["errors"].values())
    memory = section["memory_mib"]
    figures = markdown.table(
        ["", ""],
        [
            ["checks judged", f"{section['checks']:,} ({section['got']:g} a second)"],
            ["seconds, median", _seconds(section["median"])],
            ["seconds, 95th percentile", _seconds(section["p95"])],
            ["seconds, longest", _seconds(section["most"])],
            ["errors", str(errors)],
            ["memory of all its processes before, MiB", f"{memory[0]:.0f}"],
            ["in the middle, MiB", f"{memory[len(memory) // 2]:.0f}"],
            ["at the end, MiB", f"{memory[-1]:.0f}"],
            ["last third under load ÷ first third", f"{1 + section['growth']:.3f}"],
            ["processor time of a check, ms", str(section["processor_ms"])],
        ],
    )
    learners, minutes, right = f"{section['learners']:,}", section["minutes"], section["right"]
    return f"""## A class's check service

`coursework serve` on {section["cores"]} cores, and {learners} learners who each check every
{section["every"]:g} s on average, at random, for {minutes:g} minutes; the learners are simulated on the same
cores. Each check is what a kernel sends: a request for what to take, the evidence, and answers to the
examiner's questions, each on a connection of its own. The {section["answers"]} answers come from the bank,
{right} of them right; their evidence was taken in real kernels before. {section["asked"]} of them are asked
questions, which are answered at once with what the kernel had answered then. Before, they come in for a
minute and a half, at 5 checks a second. The teacher's page is open and
loads itself every 15 s. The time runs from a check's first request to its verdict; memory is proportional
set size.

{figures}

The service knows evidence again that it has judged, whoever sends it, and this class has {section["answers"]}
different answers. Then the same learners check more often, for a while at each rate, until the 95th
percentile exceeds a second or something fails. The highest rate that it held: {_held(section["highest"])}.

{_steps(section["steps"])}

The same where no two checks are the same to the service, so that it judges each of them. A real class is
between the two. The highest rate that it held: {_held(section["own_highest"])}.

{_steps(section["own_steps"])}"""
