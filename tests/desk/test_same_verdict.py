"""Practice and grading say the same of every answer of the bank, or the difference has a reason.

Each run of the tests tries one lesson; `python tests/desk/same_verdict.py` tries all.
"""

import pytest
import same_verdict
from same_verdict import Compared, compare, main

USUAL = "00_start_here"


def test_practice_and_grading_agree(tmp_path):
    told = compare(USUAL, tmp_path)
    assert told.answers > 5 and told.criteria > told.answers
    assert told.unknown == []


def test_what_differs_is_listed_and_fails(monkeypatch, capsys):
    key = ("make_negative", "wrong_sign")
    made = Compared(USUAL, 3, 9, [("make_negative", "wrong_other")], {key: {"White": ("met", "missed")}})
    monkeypatch.setattr(same_verdict, "compare", lambda lesson, folder: made)
    assert main([USUAL]) == 1
    said = capsys.readouterr().out
    assert "make_negative/wrong_sign: “White” met in grading, missed here: no reason is known" in said
    assert "3 answers both ways: 1 agree, 1 differ behind others, 1 alone" in said
    monkeypatch.setitem(same_verdict.KNOWN, (USUAL, *key), "it draws anew")
    assert main([USUAL]) == 0
    assert "missed here: it draws anew" in capsys.readouterr().out


def test_a_lesson_that_is_not_there_is_one_sentence(capsys):
    with pytest.raises(SystemExit):
        main(["99_none"])
    assert "there is no lesson '99_none'" in capsys.readouterr().err
