"""The kept results say what the page shows, and come from one run that holds its raw samples."""

import json
import math
import re
import statistics
from pathlib import Path

import pytest

from benchmarks.__main__ import SECTIONS, main, ratios
from benchmarks.course import LIGHT, LIGHT_POINTS, right_answers
from benchmarks.desk import answered, summary
from benchmarks.otter import write_tests
from benchmarks.sampling import in_turn, percentile, ratio
from benchmarks.service import Samples, figures, growth, held
from benchmarks.table import FIGURES, page

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "results.json"
MEASURED = set(json.loads(RESULTS.read_text(encoding="utf-8"))["sections"])
"""What `python -m benchmarks --keep` has measured; the page names the rest."""


@pytest.fixture(scope="module")
def results():
    return json.loads(RESULTS.read_text(encoding="utf-8"))


def test_the_page_is_made_from_the_results(results):
    assert (ROOT / "docs" / "speed.md").read_text(encoding="utf-8") == page(results)


def test_results_name_machine_day_versions_and_load(results):
    machine, run = results["machine"], results["run"]
    assert machine["cores"] >= 1 and machine["memory_gib"] > 0
    assert machine["date"].endswith("UTC")
    assert {"tensorflow", "keras", "nbgrader", "nbval", "jupyterlab"} <= set(machine["versions"])
    assert len(run["load_before"]) == len(run["load_after"]) == 3


def test_every_figure_is_the_ratio_of_its_raw_samples(results):
    # What is not measured yet is named on the page.
    assert set(results["sections"]) <= set(SECTIONS)
    found = ratios(results["sections"])
    assert found == {name: results[name] for name in FIGURES if name in results}
    assert {"submission_one", "submission_two", "cells_overhead", "worker_efficiency"} <= set(found)
    runs = results["sections"]["submission"]["runs"]
    one = next(run for run in runs if run["lesson"] == LIGHT and run["at_once"] == 1)
    slow, fast = (
        statistics.median(sample["per_submission"] for sample in one["samples"][way])
        for way in ("plain", "sealed")
    )
    assert math.isclose(results["submission_one"], slow / fast, rel_tol=1e-2)
    cold, warm = (statistics.median(results["sections"]["lab"][way]) for way in ("cold", "warm"))
    assert math.isclose(results["first_cell"], cold / warm, rel_tol=1e-2)


def test_what_is_not_measured_yet_is_named(results):
    told = (ROOT / "docs" / "speed.md").read_text(encoding="utf-8").partition("## Not measured yet")[2]
    named = {name for names in re.findall(r"--only (\S+) --keep", told) for name in names.split(",")}
    assert named == set(SECTIONS) - set(results["sections"])


def test_both_ways_gave_the_light_lesson_all_its_points(results):
    for run in results["sections"]["submission"]["runs"]:
        if run["lesson"] == LIGHT:
            assert set(run["points"].values()) == {sum(LIGHT_POINTS.values())}


def test_candidates_in_a_row_leave_nothing_open(results):
    growth = results["sections"]["candidates"]["growth"]
    for what in ("files", "threads", "processes", "runtime_files", "client_files", "client_threads"):
        assert growth[what] <= 0, what


def test_both_ways_take_turns_and_swap_who_goes_first():
    order = []
    samples = in_turn({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, 3)
    assert order == ["a", "b", "b", "a", "a", "b"]
    assert [len(each) for each in samples.values()] == [3, 3]
    assert ratio([9, 10, 50], [1, 2, 3]) == 5


def test_the_light_lesson_has_an_answer_to_each_exercise():
    assert set(right_answers(LIGHT)) == set(LIGHT_POINTS)


def test_an_unknown_section_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["--only", "nothing"])
    assert "there is no 'nothing'" in capsys.readouterr().err


@pytest.mark.skipif(
    "desk" not in MEASURED, reason="not measured yet: `python -m benchmarks --only desk --keep`"
)
def test_the_desks_figures_are_those_of_its_samples(results):
    section = results["sections"]["desk"]
    assert len(section["verdicts"]) == len(list((ROOT / "solutions").glob("[0-9]*.py")))
    told = summary(section["verdicts"])
    assert (results["verdict_seconds"], results["verdict_p95_seconds"]) == (told["median"], told["p95"])
    with_, without = (statistics.median(section["first_cell"][way]) for way in ("with", "without"))
    assert math.isclose(results["desk_first_cell"], with_ / without, rel_tol=1e-2)


@pytest.mark.skipif(
    "desk" not in MEASURED, reason="not measured yet: `python -m benchmarks --only desk --keep`"
)
def test_every_exercise_was_checked(results):
    for lesson, seconds in results["sections"]["desk"]["verdicts"].items():
        assert set(seconds) == set(right_answers(lesson)), lesson


@pytest.mark.skipif("service" not in MEASURED, reason="not measured yet: `… --only desk,service --keep`")
def test_the_services_figures_are_of_a_whole_class(results):
    section = results["sections"]["service"]
    assert (section["learners"], section["minutes"]) == (2000, 10)
    assert 0.9 * 2000 / 120 * 600 < section["checks"] < 1.1 * 2000 / 120 * 600
    assert 0 < section["right"] < section["answers"]
    assert section["growth"] == growth(section["memory_mib"])
    assert section["highest"] == max((step["got"] for step in section["steps"] if held(step)), default=None)


def test_the_page_shows_a_desk_and_a_service(results):
    desk = summary({"00_start_here": {"make_negative": 0.1}, "01_sequential": {"a": 0.2, "b": 0.9}})
    desk |= {"first": 3.0, "first_cell": {"with": [0.3], "without": [0.2], "ratio": 1.5}}
    desk["beside"] = [{"lesson": "00_start_here", "validate": 8.0, "otter": [0.05], "says": "Success!"}]
    step = figures(Samples([0.1, 0.2, 0.3]), 1.0)
    service = {**step, "learners": 2000, "every": 120, "minutes": 10, "cores": 2, "answers": 9, "right": 4}
    service |= {"asked": 1, "memory_mib": [500.0, 600, 600, 610], "growth": 0.017, "processor_ms": 40}
    steps = [{"rate": 20, **step, "processor_ms": 40}]
    service |= {"steps": steps, "highest": 3.0, "own_steps": steps, "own_highest": None}
    neither = summary({"00_start_here": {"make_negative": 0.004}})
    sections = {"desk": desk, "neither": neither, "service": service}
    for section in sections.values():
        section |= {"date": "2026-01-01 00:00 UTC", "load": [[0.1], [0.1]], "seconds": 1.0}
    text = page({**results, **ratios(sections), "sections": sections})
    assert "| A verdict while working, seconds: median | 0.2 | at most 0.15 | **no** |" in text
    assert "| A check at a class's service, seconds: 95th percentile | 0.3 | at most 1 | yes |" in text
    assert "the slowest are `b` of 01 (0.90 s)" in text
    assert "The highest rate that it held: 3 checks a second." in text
    assert "The highest rate that it held: none of them." in text
    assert max(map(len, text.splitlines())) < 400


def test_a_percentile_is_a_sample():
    assert percentile([1.0] * 10 + [2.0] * 9 + [9.0], 95) == 2.0
    assert percentile([3.0, 1.0, 2.0], 50) == 2.0
    assert percentile([1.0], 95) == 1.0


def test_a_rate_with_an_error_is_not_held():
    samples = Samples([0.1, 0.2])
    assert held(figures(samples, 1.0))
    samples.errors["refused"] += 1
    assert not held(figures(samples, 1.0))
    assert not held(figures(Samples([0.1, 1.2]), 1.0))


def test_growth_compares_the_ends_of_the_load():
    assert growth([50.0, 100, 100, 100, 105, 110, 110]) == 0.1


def test_a_desk_runs_what_grading_runs():
    notebook, cells = answered("01_sequential")
    names = {cell.id for cell in cells}
    assert {
        f"{name}-{what}" for name in right_answers("01_sequential") for what in ("solution", "grade")
    } <= names
    assert 0 < len(cells) < sum(cell.cell_type == "code" for cell in notebook.cells)


def test_otters_tests_hold_the_visible_checks(tmp_path):
    write_tests(tmp_path / "tests", {"halve": "assert half == 2, 'not \"half\"'"})
    made = compile((tmp_path / "tests" / "halve.py").read_text(encoding="utf-8"), "halve.py", "exec")
    assert "assert half == 2, 'not \"half\"'" in made.co_consts
