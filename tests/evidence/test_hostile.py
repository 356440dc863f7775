"""Objects that lie, raise, never end or are too large: facts in the document, no failure of the capture."""

import sys

import numpy as np
import pytest
from hostile_objects import LYING, ODD, EvilArray, EvilDict, EvilInt, EvilList, EvilText

from graders.evidence import Unusable, kinds
from graders.evidence.asking import UndecidedError

EVERY = [kinds.Value(), kinds.Array(), kinds.Table(), kinds.History(), kinds.Model(), kinds.Layer()]


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: type(kind).__name__)
@pytest.mark.parametrize("odd", ODD)
def test_odd_objects_become_facts(carry, odd, kind):
    found = carry(ODD[odd](), kind)
    readable = odd in ("lone surrogate", "long text", "class", "lambda", "module", "strange", "liar")
    if isinstance(found, Unusable):
        assert found.found and not found.unanswered
    else:
        assert readable or isinstance(kind, (kinds.Value, kinds.Array))


@pytest.mark.parametrize("odd", ODD)
def test_odd_objects_as_answers_and_parts(carry, odd):
    made = ODD[odd]
    found = carry(lambda: made(), kinds.Function([kinds.call()]))
    assert isinstance(found, Unusable) or found.answers[0].ok
    carry({"part": made(), "list": [made()]}, kinds.Value())


def test_odd_subclasses_of_plain_types_are_read_as_what_they_are(carry):
    assert carry(EvilList([1, 2]), kinds.Value()) == [1, 2]
    assert carry(EvilDict(a=1), kinds.Value()) == {"a": 1}
    assert carry(EvilText("abc"), kinds.Value()) == "abc"
    assert carry(EvilInt(7), kinds.Value()) == 7
    assert carry(np.arange(3).view(EvilArray), kinds.Array()).tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    "error",
    [SystemExit(3), KeyboardInterrupt(), KeyError("x"), RecursionError(), MemoryError("big"), Exception],
)
def test_errors_of_the_learners_code_are_answers(carry, error):
    def failing():
        raise error

    answer = carry(failing, kinds.Function([kinds.call()])).answers[0]
    assert answer.error.type == (error if isinstance(error, type) else type(error)).__name__


def test_error_whose_message_raises(carry):
    class MuteError(Exception):
        def __str__(self):
            raise ValueError

    def failing():
        raise MuteError

    assert carry(failing, kinds.Function([kinds.call()])).answers[0].error.message == ""


def test_endless_printing_is_cut(carry):
    def noisy():
        for _ in range(10_000):
            print("x" * 100)
        return 1

    answer = carry(noisy, kinds.Function([kinds.call()])).answers[0]
    assert answer.value == 1 and len(answer.printed) <= 20_000


def test_models_that_lie(carry):
    for name in ("no config", "no weights"):
        model = LYING[name]()
        assert not isinstance(carry(model, kinds.Value()), int)
        found = carry(model, kinds.Model())
        assert isinstance(found, Unusable) or found.class_name == "Sequential"
    assert not isinstance(carry(LYING["wrong config"](), kinds.Model()), Unusable)
    assert isinstance(carry(LYING["a class in place of a layer"](), kinds.Layer()), Unusable)


def test_model_whose_call_never_gives_a_tensor(carry, put):
    model = LYING["words in place of a tensor"]()
    found = carry(model, kinds.Model())
    assert not found.rebuilt and found.weights == () and found.overrides == ("call",)
    with pytest.raises(UndecidedError):
        put(model, lambda it: it.predict(np.ones((2, 3), "float32")))
    with pytest.raises(UndecidedError):
        _ = found.architecture


def test_one_bad_name_leaves_the_others(carry):
    from coursework.evidence import capture
    from graders.evidence import read, request

    asked = {"bad": kinds.Array(), "good": kinds.Array(), "gone": kinds.Value(), "dots": kinds.Value()}
    names = {"bad": ODD["huge array"](), "good": np.arange(3), "dots": ...}
    found = read(capture(names, request(asked, max_bytes=10**6)), asked)
    assert "MB" in found["bad"].found and found["good"].tolist() == [0, 1, 2]
    assert found["gone"].unanswered and found["dots"].unanswered


def test_capture_leaves_no_trace_of_modules():
    """Importing and using the capture brings nothing of the course's own but itself along."""
    import subprocess

    code = (
        "import sys, coursework.evidence as c\n"
        "d = c.capture({'x': 1}, {'evidence': {'x': {'kind': 'Value'}}})\n"
        "print(sorted(m for m in sys.modules if m.startswith('graders')), 'keras' in sys.modules, d[:20])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True
    )
    assert "graders.evidence" not in shown.stdout and "False" in shown.stdout
