"""What was proved is kept lesson by lesson, so that the page holds all of them when one is proved anew."""

import pytest

from graders.errors import CourseError
from graders.prove.names import Broken, NamesProof
from graders.prove.proof import Count, Margin, Proof
from graders.prove.record import RECORD, Proven, merged, read_record, write_record


def proven(lesson, digest="abc"):
    proof = Proof(lesson, "halve", right=Count(3, 4), raised=2, survivors=["line 3"], failures=["mend it"])
    proof.margins.append(Margin("right_one", "accuracy", 0.8, 0.9, 0.01, 5, True))
    names = NamesProof(lesson, 79, 2, 5, (Broken(7, "grade", ("model",), "halve", "NameError"),))
    return Proven(digest, (proof,), (names,))


def test_what_is_written_is_read_again(tmp_path):
    record = {"90_a": proven("90_a"), "91_b": proven("91_b")}
    write_record(tmp_path, record)
    assert read_record(tmp_path) == record


def test_nothing_was_proved_yet(tmp_path):
    assert read_record(tmp_path) == {}


def test_a_lesson_proved_anew_takes_its_own_place_and_a_lesson_that_is_gone_goes():
    kept = {name: proven(name) for name in ("90_a", "91_b", "99_gone")}
    fresh = {"91_b": proven("91_b", "new"), "92_c": proven("92_c", "new")}
    found = merged(kept, fresh, ["90_a", "91_b", "92_c", "93_never"])
    assert [(name, one.made_from) for name, one in found.items()] == [
        ("90_a", "abc"),
        ("91_b", "new"),
        ("92_c", "new"),
    ]


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"90_a": {}}', '{"90_a": {"made_from": "x", "exercises": [1], "names": []}}']
)
def test_a_spoilt_record_is_one_sentence(tmp_path, text):
    (tmp_path / RECORD).parent.mkdir()
    (tmp_path / RECORD).write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match="delete it and run `coursework prove --write`"):
        read_record(tmp_path)
