"""What nbgrader's *Validate* may say of a notebook of this course.

It runs the checks that a learner can see, and says "Success! Your notebook passes all the tests" when they
pass, whatever the hidden ones would give. nbgrader has no setting for that sentence.
"""

import json
from pathlib import Path

from graders.pipeline.nbgrader_adapter import say_when_passed

PASSED = "The visible checks pass. Hidden checks give the points when you hand in."
PLUGIN = "@jupyter/nbgrader:validate-assignment"
"""JupyterLab's name for the button; the same sentence stands in its JavaScript."""


def tell_the_truth() -> None:
    """Have `nbgrader validate` say what was checked; `nbgrader_config.py` calls this."""
    say_when_passed(PASSED)


def switch_button_off(prefix: str | Path) -> Path:
    """Take *Validate* out of JupyterLab and Notebook; `make setup` calls this.

    Args:
        prefix: The environment that they run in.

    Returns:
        The file of settings that was written.
    """
    path = Path(prefix) / "etc" / "jupyter" / "labconfig" / "page_config.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    settings = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    settings.setdefault("disabledExtensions", {})[PLUGIN] = True
    path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    return path
