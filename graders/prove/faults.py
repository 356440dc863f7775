"""What went wrong in the course's own checks, in one line."""

import re

_FRAME = re.compile(r'^\s*File "(?:[^"]*/)?(graders/[^"]+)", line (\d+)', re.MULTILINE)


def shortly(fault: str) -> str:
    """Say in one line what a traceback tells, with the place in the checks.

    Args:
        fault: A traceback's text, or a sentence.

    Returns:
        The error, and in front of it the last line of the lesson's checks that was reached, or else of the
        course's own code.
    """
    lines = fault.strip().splitlines()
    frames = _FRAME.findall(fault)
    frames = [frame for frame in frames if frame[0].startswith("graders/lessons/")] or frames
    place = f"{frames[-1][0]}:{frames[-1][1]}: " if frames else ""
    return place + (lines[-1].strip() if lines else "no reason")
