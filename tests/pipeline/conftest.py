import pytest
from submissions import hand_in_all
from tiny_course import LESSON, ROOT, TinyCourse, no_sandbox
from wants import leave_out, skip_or_fail

from graders.kernels import Sandbox
from graders.pipeline.execute import CHANNEL_BYTES, SANDBOXED


@pytest.fixture(scope="session")
def graded(tmp_path_factory):
    """The tiny course after the whole cycle: released, handed in, graded, feedback written, exported."""
    course = TinyCourse(tmp_path_factory.mktemp("tiny") / "course")
    with (course.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("c.SealedExecute.timeout = 8\n")
    steps = {"generate_assignment": course.nbgrader("generate_assignment", LESSON)}
    hand_in_all(course)
    steps["autograde"] = course.nbgrader("autograde", LESSON)
    steps["generate_feedback"] = course.nbgrader("generate_feedback", LESSON)
    steps["export"] = course.nbgrader("export", "--to", "grades.csv")
    course.steps = steps
    return course


@pytest.fixture(scope="session")
def sealed(tmp_path_factory):
    """The tiny course with sandboxed candidates, released."""
    if why := no_sandbox():
        skip_or_fail(f"no sandbox here: {why}")
    course = TinyCourse(tmp_path_factory.mktemp("sealed") / "course", kernel="")
    assert course.nbgrader("generate_assignment", LESSON).returncode == 0
    return course


@pytest.fixture(scope="session")
def kernel():
    """Gives, for a submission's folder, the kernel of candidates and the arguments to start it with."""
    if why := no_sandbox():
        leave_out(f"candidates run without a sandbox: {why}")
        print(f"Candidates run without a sandbox: {why}")
        return lambda folder: ("python3", {})
    return lambda folder: (
        SANDBOXED,
        {"sandbox": Sandbox.for_course(ROOT, files=str(folder), output_bytes=CHANNEL_BYTES)},
    )
