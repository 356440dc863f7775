"""The teacher's and the author's commands of the program `coursework`."""

import sys

# jsonschema imports this to check a format that no notebook uses, which takes longer than all of nbgrader.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None: an import fails at once

COMMANDS = {
    "build": ("graders.build.command", "build lessons from their sources"),
    "demo": ("graders.pipeline.demo", "release, grade and report a sample class"),
    "dispute": ("graders.regrading.dispute", "show where a mark comes from; put the answer into the bank"),
    "export": ("graders.exports.command", "write marks for Canvas, Moodle, Gradescope, LTI or a spreadsheet"),
    "grade": ("graders.pipeline.command", "grade the submissions of lessons"),
    "grade-worker": ("graders.pipeline.machines.worker", "grade on this machine for a coordinator elsewhere"),
    "prove": ("graders.prove.command", "test the hidden checks with right and wrong answers"),
    "regrade": ("graders.regrading.regrade", "show, and when told write, what corrected checks change"),
    "rehearse": ("graders.desk.rehearse", "run your notebook afresh and judge it as grading would"),
    "report": ("graders.report.command", "show how a class did, as text or as a page"),
    "serve": ("graders.desk.serve", "serve practice verdicts to a class"),
    "tokens": ("graders.desk.tokens", "give each learner of a class a token for the check service"),
    "bundle": ("graders.build.bundle", "make the folder that a learner gets"),
    "doctor": ("graders.kernels.doctor", "tell whether lessons and grading have here what they need"),
}
"""Each command: the module with its `add_arguments(parser)`, `run(args) -> int` and `EXAMPLE`, and what it
does."""
