"""The learner's desk: verdicts, hints and progress while a lesson is worked on.

`coursework.setup` calls `switch_on` in every lesson. From then on, a check cell that a person runs in a
notebook is followed by the criteria table of its exercise, where an examiner can be had on this machine: the
kernel takes the evidence down (`coursework.evidence`), the examiner, a process of its own, judges it. This
package holds neither checks nor expected answers.

Nothing happens in a kernel that no person sits at: front ends send the id of the cell with each request,
programs that run notebooks (grading, building, nbval, papermill) do not.
"""

import sys
from pathlib import Path


def switch_on(data: Path) -> None:
    """Have this kernel answer check cells and know the desk's magics; does nothing outside a notebook.

    Args:
        data: The course's data folder.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        return
    from coursework.desk.hook import attach

    attach(shell, data.parent)
