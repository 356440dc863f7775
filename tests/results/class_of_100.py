"""A class of 100, put together from the bank's answers, with typical mistakes in known numbers."""

import itertools
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from graders.criteria import Status, Verdict
from graders.results import LessonResults, Mark, Person, Result, State

LESSON = "01_sequential"
EXERCISES = ("split_wardrobe", "build_classifier", "draw_kernel")
MISTAKES = (
    ("split_wardrobe", "wrong_last_fifth", 24),
    ("build_classifier", "wrong_logits", 19),
    ("draw_kernel", "wrong_fixed_seed", 15),
    ("build_classifier", "wrong_biases_forgotten", 12),
    ("split_wardrobe", "wrong_not_scaled", 9),
    ("draw_kernel", "wrong_transposed", 6),
    ("build_classifier", "wrong_no_relu", 4),
    ("split_wardrobe", "wrong_mixed_separately", 2),
)
"""Exercise, answer of the bank, and how many of the class give it; each loses one criterion."""
STUBS = 5
"""How many leave each exercise as it was."""
MISSING, EXCUSED = ("late_lena", "nobody_ned", "quiet_quinn"), ("excused_eva",)

COPIED = """\
# built step by step, by me
stack = keras.Sequential(name="wardrobe")
plan = {"hidden": (60, "relu"), "classes": (10, "softmax")}
stack.add(keras.Input(shape=(28, 28)))
stack.add(keras.layers.Flatten())
for tag in plan:
    units, bend = plan[tag]
    stack.add(keras.layers.Dense(units, activation=bend, name=tag))
small_model = stack
"""
CHANGED = """\
net = keras.Sequential(name="wardrobe")
todo = {"hidden": (60, "relu"), "classes": (10, "softmax")}   # what to stack
net.add(keras.Input(shape=(28, 28)))
net.add(keras.layers.Flatten())

for label in todo:
    number, curve = todo[label]
    net.add(keras.layers.Dense(number, activation=curve, name=label))
small_model = net
"""
COMMON = """\
parts = [keras.Input(shape=(28, 28)), keras.layers.Flatten()]
parts = parts + [keras.layers.Dense(60, "relu", name="hidden")]
parts = parts + [keras.layers.Dense(10, "softmax", name="out")]
small_model = keras.Sequential(layers=parts, name="wardrobe", trainable=True)
print(small_model.count_params(), len(parts))
"""
COPIERS = ("learner_017", "learner_083")
MANY = tuple(f"learner_{number:03}" for number in (3, 21, 34, 55, 62, 71, 90))


def make_class(
    verdicts: Mapping[tuple[str, str], Verdict],
    sources: Mapping[tuple[str, str], str],
    mistakes: Sequence[tuple[str, str, int]] = MISTAKES,
    seed: int = 0,
) -> LessonResults:
    """Put a class together.

    Args:
        verdicts: The verdict of each answer, by exercise and name.
        sources: Its source.
        mistakes: Who many give which wrong answer.
        seed: Decides who gives which.

    Returns:
        What 100 learners got, three more who handed nothing in, and one who is excused. Of the 100, one has
        an undecided answer, for one a check failed, and one notebook was refused.
    """
    students = [f"learner_{number:03}" for number in range(100)]
    draw = random.Random(seed)
    special = set(COPIERS) | set(MANY) | {"learner_040", "learner_041", "learner_042"}
    given: dict[str, dict[str, str]] = {student: {} for student in students}
    exercises = tuple(dict.fromkeys(exercise for exercise, _ in verdicts))
    for exercise in exercises:
        # Who copies, or is for the teacher, makes no known mistake.
        left = [student for student in students if student not in special]
        draw.shuffle(left)
        names = [name for wrong, name, count in mistakes if wrong == exercise for _ in range(count)]
        names += ["stub"] * STUBS
        for name in names:
            given[left.pop()][exercise] = name
        right = sorted(name for other, name in verdicts if other == exercise and name.startswith("right_"))
        for student, name in zip(sorted([*left, *special]), itertools.cycle(right), strict=False):
            given[student][exercise] = name
    results = [_result(student, given[student], verdicts, sources) for student in students]
    most = results[0].max_score
    results += [Result(Person(student), LESSON, State.MISSING, most) for student in MISSING]
    results += [Result(Person(student), LESSON, State.EXCUSED, most) for student in EXCUSED]
    return LessonResults(LESSON, most, tuple(results))


def _result(
    student: str,
    given: Mapping[str, str],
    verdicts: Mapping[tuple[str, str], Verdict],
    sources: Mapping[tuple[str, str], str],
) -> Result:
    person = Person(student, "Zora", f"No{student[-3:]}")
    found = {exercise: verdicts[exercise, name] for exercise, name in given.items()}
    answers = {exercise: sources[exercise, name] for exercise, name in given.items() if name != "stub"}
    pending: tuple[str, ...] = ()
    notes, readable = (), True
    if student in (*COPIERS, *MANY):
        own = {COPIERS[0]: COPIED, COPIERS[1]: CHANGED}
        answers["build_classifier"] = own.get(student, COMMON)
    elif student == "learner_040":
        pending = ("draw_kernel",)
        found["draw_kernel"] = _turned(found["draw_kernel"], Status.UNDECIDED, found="a layer of their own")
    elif student == "learner_041":
        pending = ("build_classifier",)
        found["build_classifier"] = _turned(
            found["build_classifier"], Status.UNJUDGED, fault="Traceback\nKeyError: 'hidden'"
        )
    elif student == "learner_042":
        notes, readable, answers = ("The file is not valid JSON.",), False, {}
        found = {exercise: verdicts[exercise, "stub"] for exercise in given}
    marks = tuple(
        Mark(
            exercise,
            verdict.points,
            verdict.max_points,
            automatic=verdict.points,
            pending=exercise in pending,
            verdict=verdict,
        )
        for exercise, verdict in found.items()
    )
    return Result(
        person,
        LESSON,
        State.PENDING if pending else State.GRADED,
        sum(mark.max_score for mark in marks),
        marks,
        answers=answers,
        notes=notes,
        readable=readable,
    )


def _turned(verdict: Verdict, status: Status, **more: str) -> Verdict:
    """Take the decision on the first criterion out of a verdict."""
    first, *rest = verdict.judgements
    return replace(verdict, judgements=(replace(first, status=status, points=0, **more), *rest))
