"""What nbgrader's *Validate* may say of a notebook of this course.

It runs the checks that a learner can see, and says "Success! Your notebook passes all the tests" when they
pass, whatever the hidden ones would give. nbgrader has no setting for that sentence, and JupyterLab's button
has it in its JavaScript: `coursework/jupyter/page_config.json`, which comes with the package, takes it away.
"""

from graders.pipeline.nbgrader_adapter import say_when_passed

PASSED = "The visible checks pass. Hidden checks give the points when you hand in."


def tell_the_truth() -> None:
    """Have `nbgrader validate` say what was checked; `nbgrader_config.py` calls this."""
    say_when_passed(PASSED)
