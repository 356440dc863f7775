"""The figures of large classes, and their part of the readable page."""

import statistics
from collections.abc import Callable
from typing import Any

from benchmarks import markdown

Results = dict[str, Any]
LIGHT = "90_light"

FIGURES = {
    "worker_efficiency": (
        "Two candidates at a time against one, on two cores: share of double",
        "at least",
        0.92,
    ),
    "class_100": ("A class of 100: plain nbgrader, one process ÷ ours", "at least", 10),
    "class_100_two": ("A class of 100: plain nbgrader, two processes ÷ ours", "at least", 5),
    "scheduling_ms": ("Scheduling a submission, at most, with 1 to 64 workers, ms", "at most", 20),
    "rerun_seconds": ("5,000 submissions, a second run with nothing to do, s", "at most", 5),
    "burst_per_hour": ("A deadline's burst: submissions an hour", "at least", 0),
}
"""Figure → what it says, and what it is to reach; 0 where it is only told."""


def figures(sections: Results) -> dict[str, float]:
    """Pick the figures out of what was measured."""
    found: dict[str, float] = {}
    alone = {
        run["at_once"]: statistics.median(run["per_submission"]["sealed"])
        for run in sections.get("submission", {}).get("runs", [])
        if run["lesson"] == LIGHT
    }
    if {1, 2} <= set(alone):
        found["worker_efficiency"] = round(alone[1] / alone[2] / 2, 3)
    if "class" in sections:
        found["class_100"] = sections["class"]["ratio"]
        found["class_100_two"] = sections["class"]["ratio_two"]
    if "scheduling" in sections:
        found["scheduling_ms"] = max(run["milliseconds_each"] for run in sections["scheduling"]["runs"])
        found["rerun_seconds"] = sections["scheduling"]["many"]["rerun_seconds"]
    if "burst" in sections:
        found["burst_per_hour"] = sections["burst"]["per_hour"]
    return found


def _class(section: Results) -> str:
    rows = [
        [says, str(each["submissions"]), f"{each['seconds']:.0f}", f"{each['per_submission']:.2f}"]
        for says, each in (
            ("plain nbgrader, one process", section["plain"]),
            ("plain nbgrader, two processes with gradebooks of their own", section["plain_two"]),
            (f"`coursework grade`, {section['sealed']['workers']} candidates at a time", section["sealed"]),
        )
    ]
    table = markdown.table(
        ["Lesson 01, answers from the bank", "submissions", "seconds", "seconds each"], rows, right=True
    )
    return f"""## A class of 100

`{section["lesson"]}`, answered by {section["sealed"]["submissions"]} learners with answers of the bank, right
and wrong ones. Plain nbgrader grades the first {section["plain"]["submissions"]} of them, without the start
of its command in the seconds each; ours are all of them, with start and feedback pages. Both give the same
points.

{table}"""


def _memory(told: Results) -> str:
    return ", ".join(f"{value:.0f} MiB {when}" for when, value in told.items())


def _burst(section: Results) -> str:
    beside = section["beside"]
    others = [["plain nbgrader, one process", f"{beside['nbgrader']:.2f}"]]
    if "otter" in beside:
        others.append(
            [f"`otter run` {beside['otter_version']}, without containers", f"{beside['otter']:.2f}"]
        )
    others.append(["`coursework grade`, 2 at a time", f"{beside['ours']:.2f}"])
    share = ", ".join(
        f"{seconds:.0f} s with {workers}" for workers, seconds in section["share"]["seconds"].items()
    )
    lessons = section["lessons"]
    return f"""## A deadline

{section["submissions"]} submissions over six lessons arrive within {section["arrived_within"]:.0f} s, in the
folder that `coursework grade --grade-on-arrival` watches: `{"`, `".join(lessons["real"])}` of the course, and
{len(lessons["light"])} light lessons, copies of `{LIGHT}`. Lessons whose cells take longer, take longer.

- **{section["per_hour"]:,} submissions an hour**: {section["seconds"]:.0f} s from first arrival to last
  verdict.
- From arrival to verdict and feedback page: median {section["wait_median"]:.0f} s, 95th percentile
  {section["wait_95"]:.0f} s.
- The coordinator's memory: {_memory(section["memory_mib"])}. Of its time the gradebook took
  {100 * section["writes_share"]:.1f} %.
- {section["share"]["submissions"]} of them graded again by `coursework grade` with 1, 2 and 4 workers got the
  same grades: {share}.

Beside it, {beside["submissions"]} of the light notebooks one after the other, each command with its start:

{markdown.table(["One light submission", "seconds"], others, right=True)}"""


def _scheduling(section: Results) -> str:
    names = {"threads": "this machine", "dask": "a Dask cluster"}
    runs = section["runs"]
    workers = list(dict.fromkeys(run["workers"] for run in runs))
    rows = []
    for way, says in names.items():
        by = {run["workers"]: run for run in runs if run["way"] == way}
        rows.append([says, *(f"{by[each]['milliseconds_each']:.1f}" for each in workers)])
    many = section["many"]
    share = many["writes_seconds"] / many["seconds"]
    writes = many["write_milliseconds"]
    return f"""## What the coordinator costs

Gradings that only sleep for {section["sleep_seconds"]:g} s each, so that reading, sending, writing rows and
notebooks are left: milliseconds that each submission takes longer than its share of the sleep.

{markdown.table(["Workers", *map(str, workers)], rows, right=True)}

{many["submissions"]:,} submissions whose grading sleeps for {many["sleep_seconds"]:g} s,
{many["workers"]} at a time, took {many["seconds"]:.0f} s. A transaction of the gradebook took
{writes["first tenth"]:.1f} ms in the first tenth and {writes["last tenth"]:.1f} ms in the last; together
{100 * share:.0f} % of a time in which nothing else is done. The coordinator's memory:
{_memory(many["memory_mib"])}. The same command again, with nothing to do, took
{many["rerun_seconds"]:.1f} s."""


def _first_class(section: Results) -> str:
    rows = [[f"`{each['command']}`", f"{each['seconds']:.0f}"] for each in section["commands"]]
    return f"""## From an empty machine to a graded class

The commands of [teachers.md](teachers.md) in a fresh clone: {section["learners"]} learners hand
`{section["lesson"]}` in. What `make setup` takes depends on the way to the package index.

{markdown.table(["Command", "seconds"], rows, right=True)}"""


def large(results: Results) -> str:
    """Reckon what a class of 100,000 would need, from what was measured."""
    sections = results["sections"]
    if not {"burst", "scheduling"} <= set(sections):
        return ""
    burst, cores = sections["burst"], results["machine"]["cores"]
    each = cores * burst["seconds"] / burst["submissions"]
    dask = max(run["milliseconds_each"] for run in sections["scheduling"]["runs"] if run["way"] == "dask")
    learners, hours = 100_000, 24
    work = learners * each / 3600
    most, writing = each / (dask / 1000), learners * dask / 3.6e6
    return f"""## A class of {learners:,}

Reckoned, not measured. In the burst above a submission took {each:.2f} s of a core, all told. {learners:,}
of them take {work:,.0f} hours of a core: {work / hours:.0f} cores for verdicts within {hours} hours of a
deadline, {work:.0f} within one hour. One coordinator hands a submission on and writes it down in
{dask:.1f} ms at worst, so that it keeps some {most:.0f} cores busy, and writes all of them in
{writing:.1f} hours; for more, lessons go to coordinators of their own on one PostgreSQL. A lesson like 01,
whose cells train longer, needs as many times more cores as its seconds are more."""


PARTS: dict[str, Callable[[Results], str]] = {
    "class": _class,
    "burst": _burst,
    "scheduling": _scheduling,
    "first_class": _first_class,
}
"""Section → what writes its part of the page."""
