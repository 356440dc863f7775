"""Learners' own names: what stands behind one raises when it is used, and is given back."""

import os

import numpy as np
import pytest

from graders.prove import theirs
from graders.prove.names import COMMON, Broken, NamesProof, read_later
from graders.prove.page import page
from graders.prove.theirs import Theirs, TheirsUsedError


@pytest.fixture
def namespace():
    theirs._used.clear()
    theirs._before.clear()
    names = {"model": 3, "kept": 4}
    theirs.assign(["model", "hidden"], names)
    return names


@pytest.mark.parametrize(
    "use",
    [
        lambda it: it.layers,
        lambda it: it(1),
        lambda it: it[0],
        lambda it: it + 1,
        lambda it: 1 - it,
        lambda it: f"{it:.2f}",
        lambda it: str(it),
        lambda it: list(it),
        lambda it: len(it),
        lambda it: bool(it),
        lambda it: it == 3,
        lambda it: 1 in it,
        lambda it: np.asarray(it),
        lambda it: np.exp(it),
        lambda it: os.fspath(it),
        lambda it: setattr(it, "trainable", False),
        lambda it: it.__setitem__(0, 1),
    ],
)
def test_every_use_raises_and_is_taken_down(use, namespace):
    with pytest.raises(TheirsUsedError, match="`model` is the learner's"):
        use(namespace["model"])
    assert theirs.used(namespace) == ["model"]
    assert namespace["model"] == 3


def test_what_is_not_used_stays_the_learners(namespace):
    assert theirs.used(namespace) == []
    assert isinstance(namespace["hidden"], Theirs) and namespace["kept"] == 4


def test_a_name_that_the_lesson_has_not_made_is_gone_again(namespace):
    with pytest.raises(TheirsUsedError):
        namespace["hidden"].build()
    theirs.used(namespace)
    assert "hidden" not in namespace


def test_a_name_that_the_lesson_makes_anew_is_the_lessons(namespace):
    namespace["model"] = 5
    theirs.assign(["model"], namespace)
    theirs.assign(["model"], namespace)
    with pytest.raises(TheirsUsedError):
        namespace["model"].build()
    theirs.used(namespace)
    assert namespace["model"] == 5


def test_common_names_are_names_once_each():
    assert all(name.isidentifier() for name in COMMON)
    assert len(COMMON) == len(set(COMMON))
    assert {"model", "x", "y", "inputs", "outputs", "hidden", "history", "layers", "names", "i"} < set(COMMON)


def test_what_a_cells_functions_read_is_needed_later():
    source = "x = 3\ndef f(y):\n    return y + x\nz = [a for a in x]\ng = lambda: h\n"
    assert read_later(source) == {"x", "y", "h"}


def test_broken_cells_are_told_and_stand_on_the_page():
    broken = Broken(12, "example", ("hidden", "x"), "build", "TheirsUsedError: so")
    proof = NamesProof("90_tiny", 40, 2, 5, (broken, Broken(20, "grade", ("y",), "build", "it stops")))
    assert str(proof).endswith("4 of 5 worked cells run and print the same")
    first, second = proof.failures()
    assert first.startswith("solutions/90_tiny.py:12: this worked cell needs `hidden` and `x` as the lesson")
    assert "this grade cell needs `y`" in second
    text = page([], {}, [proof])
    assert "| 90_tiny | 40 | 2 | 5 | line 12: `hidden`, `x`; line 20: `y` |" in text
