"""What stands in the place of evidence that a check cannot use."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Unusable:
    """A name of the learner's that holds nothing a check could judge.

    `read` puts it in the evidence's place; `graders.criteria.judge` then fails every criterion that needs
    the name, with these words, and calls no check with it.

    Args:
        expected: What the exercise asked for ("a Keras model called `model`").
        found: What is there instead ("an integer", "nothing: the name is not defined", "a ValueError").
        hint: One sentence on what to do next.
        unanswered: The name is missing, or still holds the `...` or None that the lesson put there.
        undecided: What is there may well be right, and only a person can tell.
    """

    expected: str
    found: str
    hint: str = ""
    unanswered: bool = False
    undecided: bool = False
