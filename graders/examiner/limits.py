"""How much one judgement may cost."""

from dataclasses import dataclass


@dataclass(frozen=True)
class JudgingLimits:
    """Limits of one judgement; what exceeds them is stopped, and the criterion counts as missed.

    Args:
        memory: Memory in bytes that one exercise's judgement may use beyond what the examiner already holds.
        cpu_seconds: Processor time for reading an exercise's evidence, and again for each criterion.
        wall_seconds: Time on the clock for the same. Far above `cpu_seconds`, so that a busy machine costs
            nobody points.
        exercise_seconds: Time on the clock for all criteria of an exercise together, in seconds.
    """

    memory: int = 4 * 2**30
    cpu_seconds: float = 60
    wall_seconds: float = 240
    exercise_seconds: float = 600
