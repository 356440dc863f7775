"""nbval itself, run on a small notebook: which of its cells fail, and what it says of them."""

import inspect
import subprocess
import sys
import xml.etree.ElementTree as ET

import nbformat
import nbformat.v4 as v4
import pytest
from nbval.plugin import IPyNbCell

BAR = "━" * 20


def bar(time, loss, before=""):
    """Give one epoch as Keras prints it on a screen: colors, a first state, and the last one over it."""
    return (
        f"Epoch 1/1\n\r\x1b[1m 1/16\x1b[0m \x1b[32m━\x1b[0m \x1b[1m5s\x1b[0m 34ms/step - loss: 0.7703{before}"
        f"\x08\x08\r\x1b[1m16/16\x1b[0m \x1b[32m{BAR}\x1b[0m\x1b[37m\x1b[0m "
        f"\x1b[1m{time}/step - loss: {loss} \n"
    )


def printed(stored, fresh, *tags):
    """Give a cell that printed one text when its notebook was stored, and prints another one now."""
    return v4.new_code_cell(
        f"print({fresh!r}, end='')",
        outputs=[v4.new_output("stream", name="stdout", text=stored)],
        metadata={"tags": list(tags)} if tags else {},
        execution_count=1,
    )


def result(source, stored, **metadata):
    outputs = [v4.new_output("execute_result", data={"text/plain": stored}, execution_count=1)]
    return v4.new_code_cell(source, outputs=outputs, metadata=metadata, execution_count=1)


# Name, cell, and words of the failure; None where it passes.
CASES = {
    "the same": (printed("a\n", "a\n"), None),
    "0.86 and 0.87": (printed("accuracy: 0.86\n", "accuracy: 0.87\n"), None),
    "0.86 and 0.91": (
        printed("accuracy: 0.86\n", "accuracy: 0.91\n"),
        "stdout, line 1: 0.86 and 0.91 are further apart than 2 % and one unit of the last digit.",
    ),
    "0.86 and 0.87, exact points": (
        result("0.87", "0.86", nbgrader={"grade": True}),
        "text/plain, line 1: 0.86 and 0.87 differ, and are compared exactly",
    ),
    "an own tolerance": (printed("0.80\n", "0.91\n", "tolerance-0.1"), None),
    "beyond an own tolerance": (
        printed("0.80\n", "0.92\n", "tolerance-0.1"),
        "further apart than 0.1 and one unit",
    ),
    "an own share": (printed("80.0\n", "87.9\n", "tolerance-10%"), None),
    "an unreadable tag": (
        printed("0.8\n", "0.8\n", "tolerance-some"),
        "The tag 'tolerance-some' cannot be read: ",
    ),
    "a changed word": (printed("fell\n", "rose\n"), "stored  fell\n  now     rose"),
    "a missing line": (printed("a\nb\n", "a\n"), "line 2 (3 lines are stored, and there are 2 now)"),
    "an extra line": (printed("a\n", "a\nb\n"), "line 2 (2 lines are stored, and there are 3 now)"),
    "no output": (printed("a\n", ""), "stdout: stored, and missing now"),
    "a whole number off by one": (printed("400 rows\n", "401 rows\n"), "stored  400 rows"),
    "a sign change": (printed("-0.001\n", "0.001\n"), "-0.001 and 0.001"),
    "a table that moved": (printed(" loss\n 9.99\n", "  loss\n 10.01\n"), None),
    "a result": (result("0.8612", "0.8601"), None),
    "a result out of tolerance": (result("0.8612", "0.9601"), "text/plain, line 1: 0.9601 and 0.8612"),
    "a progress bar": (
        printed(bar("0s\x1b[0m 9ms", "0.72"), bar("65s\x1b[0m 2s", "0.73", before=" " * 9)),
        None,
    ),
    "a progress bar as stored": (
        printed(f"Epoch 1/1\n16/16 {BAR} - loss: 0.72\n", bar("0s\x1b[0m 998us", "0.72")),
        None,
    ),
    "a progress bar out of tolerance": (
        printed(bar("0s\x1b[0m 9ms", "0.72"), bar("0s\x1b[0m 9ms", "0.78")),
        "stdout, line 2: 0.72 and 0.78",
    ),
    "a log line of TensorFlow": (
        v4.new_code_cell(
            "import sys; print('I0000 00:00:1700000000.1 42 service.cc:152] XLA', file=sys.stderr)",
            execution_count=1,
        ),
        None,
    ),
    "outputs ignored": (printed("0.1\n", "0.9\n", "nbval-ignore-output"), None),
}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Run nbval on all cases in one notebook; give what it reports, by the number of the cell."""
    folder = tmp_path_factory.mktemp("nbval")
    notebook = v4.new_notebook(cells=[cell for cell, _ in CASES.values()])
    nbformat.write(notebook, folder / "cases.ipynb")
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-kernel-name", "python3", "-c", "/dev/null"]
    command += ["-p", "graders.build.nbval_plugin", "-p", "no:cacheprovider", "--color=no"]
    command += ["--rootdir", str(folder), f"--junitxml={folder / 'report.xml'}", str(folder / "cases.ipynb")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=folder)
    assert done.returncode == 1, done.stdout + done.stderr
    cases = ET.parse(folder / "report.xml").getroot().iter("testcase")
    return {case.get("name"): case.find("failure") for case in cases}


@pytest.mark.parametrize(("number", "case"), list(enumerate(CASES)), ids=list(CASES))
def test_cells_fail_where_they_differ(run, number, case):
    failure, words = run[f"Cell {number}"], CASES[case][1]
    if words is None:
        assert failure is None, failure.text
    else:
        assert failure is not None and "Cell outputs differ" in failure.text
        assert words in failure.text


def test_nbval_ran_every_cell(run):
    assert len(run) == len(CASES)


def test_what_the_plugin_takes_over_is_still_there():
    # That nbval calls and prints them is shown above; here a new nbval says at once which name it moved.
    assert list(inspect.signature(IPyNbCell.compare_outputs).parameters) == [
        "self",
        "test",
        "ref",
        "skip_compare",
    ]
    ran = inspect.getsource(IPyNbCell.runtest)
    assert "self.compare_outputs(outs, coalesce_streams(self.cell.outputs))" in ran
    assert "self.comparison_traceback" in ran
