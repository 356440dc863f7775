"""Two runs of one cell: what is the same within tolerance, and what is not."""

from decimal import Decimal

import nbformat.v4 as v4
import pytest

from graders.build.compare import (
    DEFAULT,
    EXACT,
    Tolerance,
    not_compared,
    output_difference,
    text_difference,
    tolerance_of,
)

HALF = Tolerance(absolute=Decimal("0.5"))

SAME = {
    "one unit of the last digit": ("accuracy: 0.86", "accuracy: 0.87"),
    "one unit of a small number": ("rate 0.001", "rate 0.002"),
    "two percent of a long number": ("loss 2.30258", "loss 2.26"),
    "both behind a sign": ("x = -0.86.", "x = -0.87."),
    "zero with a sign": ("[-0.00  0.50]", "[ 0.00  0.50]"),
    "exponents": ("1.20e-03 and 1e-05", "1.21e-03 and 1.01e-05"),
    "a number with an exponent and one without": ("loss: 0.0010", "loss: 9.9500e-04"),
    "thousands": ("RMSE $1,234.5", "RMSE $1,239.9"),
    "across a thousand": ("RMSE $999.5", "RMSE $1,000.5"),
    "a unit behind it": ("12.3kB, 5.00%, 0.5x", "12.4kB, 5.01%, 0.5x"),
    "a name with a hyphen": ("model-0.86.keras", "model-0.87.keras"),
    "a point without digits beside one with": ("[0.5 1.  2. ]", "[0.5 1.001 2. ]"),
    "numbers of another width in a table": (
        "      loss  acc\n0     9.99  0.86\ntotal 9.99",
        "       loss  acc\n0     10.01  0.86\ntotal 10.01",
    ),
    "a number that fills its column": ("x=  9.99|", "x= 10.01|"),
    "a cell of HTML": ("<td>0.8612</td><td>4</td>", "<td>0.8613</td><td>4</td>"),
}

DIFFERENT = {
    "a number out of tolerance": (
        "accuracy: 0.86",
        "accuracy: 0.89",
        "0.86 and 0.89 are further apart than 2 %",
    ),
    "a short number out of tolerance": ("0.5", "0.7", "0.5 and 0.7"),
    "a last zero left out does not widen it": ("0.9", "0.86", "0.9 and 0.86"),
    "a changed word": (
        "accuracy: 0.86",
        "precision: 0.86",
        "stored  accuracy: 0.86\n  now     precision: 0.86",
    ),
    "a missing line": ("a\nb\nc", "a\nc", "line 2 (3 lines are stored, and there are 2 now)"),
    "a missing last line": (
        "a\nb",
        "a",
        "line 2 (2 lines are stored, and there are 1 now) is missing now:\n  b",
    ),
    "an extra line": ("a", "a\nb", "line 2 (1 lines are stored, and there are 2 now) is new:\n  b"),
    "a whole number off by one": ("400 rows, 0.86", "401 rows, 0.86", "stored  400 rows"),
    "a whole number at the end of a sentence": ("in epoch 100.", "in epoch 101.", "100. and 101."),
    "a large whole number": ("param # 1,234,567", "param # 1,234,568", ""),
    "a percentage without a point": ("86 %", "87 %", ""),
    "a sign change": ("-0.001", "0.001", "-0.001 and 0.001"),
    "a whole number became a decimal one": ("1", "1.0", ""),
    "not a number": ("loss: 0.5", "loss: nan", ""),
    "infinity": ("loss: inf", "loss: nan", ""),
    "one number fewer": ("0.5 0.5", "0.5", ""),
    "a version": ("keras 3.14.1", "keras 3.15.1", ""),
    "a name with digits": ("conv2d_1.w", "conv2d_2.w", ""),
    "a hexadecimal number": ("id 100e2ab", "id 101e2ab", ""),
    "a space too many, no number moved": ("a  0.5", "a 0.5", ""),
    "a word in a table that moved": ("loss  9.99", "cost 10.01", ""),
    "a cell of HTML": ("<td>0.8612</td>", "<td>0.9612</td>", "0.8612 and 0.9612"),
    "a tag of HTML": ("<td>0.86</td>", "<th>0.86</th>", ""),
}


@pytest.mark.parametrize("case", SAME)
def test_the_same_within_tolerance(case):
    stored, fresh = SAME[case]
    assert text_difference(stored, fresh, DEFAULT) is None
    assert text_difference(fresh, stored, DEFAULT) is None
    assert text_difference(stored, fresh, EXACT) is not None or case == "zero with a sign"


@pytest.mark.parametrize("case", DIFFERENT)
def test_different_all_the_same(case):
    stored, fresh, says = DIFFERENT[case]
    told = text_difference(stored, fresh, DEFAULT)
    assert told is not None and told.startswith("line ") and says in told
    assert text_difference(fresh, stored, DEFAULT) is not None


def test_a_cells_own_tolerance():
    assert text_difference("0.80", "1.29", HALF) is None
    assert text_difference("0.80", "1.32", HALF) is not None
    assert text_difference("-0.20", "0.20", HALF) is None  # the author admits the other sign
    assert text_difference("-0.30", "0.30", HALF) is not None
    assert text_difference("100.0", "109.9", tolerance_of(["tolerance-10%"])) is None
    assert text_difference("100.0", "112.0", tolerance_of(["tolerance-10%"])) is not None
    assert text_difference("3 rows", "4 rows", HALF) is not None


@pytest.mark.parametrize(
    ("tags", "tolerance", "words"),
    [
        ([], DEFAULT, "2 % and one unit of the last digit"),
        (["nbval-skip"], DEFAULT, "2 % and one unit of the last digit"),
        (["a", "tolerance-0.05"], Tolerance(absolute=Decimal("0.05")), "0.05 and one unit of the last digit"),
        (
            ["tolerance-1e-6"],
            Tolerance(absolute=Decimal("0.000001")),
            "0.000001 and one unit of the last digit",
        ),
        (["tolerance-10%"], Tolerance(relative=Decimal("0.1")), "10 % and one unit of the last digit"),
        (["tolerance-0"], Tolerance(), "one unit of the last digit"),
    ],
)
def test_tags_of_tolerance(tags, tolerance, words):
    assert tolerance_of(tags) == tolerance
    assert tolerance_of(tags).refusal == f"are further apart than {words}"


def test_a_grade_cell_is_compared_exactly():
    assert tolerance_of([], graded=True) == EXACT
    assert text_difference("2.0", "1.9", EXACT).startswith(
        "line 1: 2.0 and 1.9 differ, and are compared exactly."
    )
    assert text_difference("2.0", "2.00", EXACT) is None


@pytest.mark.parametrize(
    "tag", ["tolerance-", "tolerance-much", "tolerance--1", "tolerance-100%", "tolerance-1 %"]
)
def test_a_tag_that_cannot_be_read_is_told_in_a_sentence(tag):
    with pytest.raises(ValueError, match=rf"^The tag {tag!r} cannot be read: write a distance .*\.$"):
        tolerance_of([tag])


def test_two_tolerances_are_one_too_many():
    with pytest.raises(ValueError, match="one tolerance, not tolerance-1% and tolerance-2%"):
        tolerance_of(["tolerance-1%", "tolerance-2%"])


def stream(text, name="stdout"):
    return v4.new_output("stream", text=text, name=name)


def shown(**data):
    return v4.new_output("display_data", data={kind.replace("_", "/"): value for kind, value in data.items()})


def error(sentence, *traceback):
    return v4.new_output("error", ename="ValueError", evalue=sentence, traceback=list(traceback))


def test_outputs_of_a_cell():
    def difference(stored, fresh):
        return output_difference(stored, fresh, DEFAULT)

    assert difference([], []) is None
    both = [stream("loss 0.50\n"), shown(text_plain="0.860"), stream("W\n", "stderr")]
    moved = [stream("W\n", "stderr"), stream("loss 0.51\n"), shown(text_plain="0.861")]
    assert difference(both, moved) is None
    assert difference(both, both[:2]) == "stderr: stored, and missing now:\n  W"
    assert difference(both[:2], both) == "stderr: not stored, and new:\n  W"
    assert difference([stream("a\n"), *both, stream("b\n")], [*both, stream("a\nb\n")]).startswith(
        "stdout, line 1:"
    )
    assert difference([shown(text_plain="a")] * 2, [shown(text_plain="a")]).startswith(
        "text/plain: 2 outputs"
    )
    assert difference([shown(text_html="<b>1</b>")], [shown(text_html="<b>2</b>")]).startswith(
        "text/html, line 1"
    )
    assert difference([error("axis 1", "a")], [error("axis 1", "b")]) is None
    assert "ValueError: axis 2" in difference([error("axis 1")], [error("axis 2")])
    table = [v4.new_output("display_data", data={"application/json": {"a": 1}})]
    other = [v4.new_output("display_data", data={"application/json": {"a": 2}})]
    assert difference(table, table) is None
    assert difference(table, other).startswith("application/json, stored")


def test_pictures_are_counted_and_not_looked_into():
    one, other = [shown(image_png="aaaa")], [shown(image_png="bbbb")]
    assert output_difference(one, other, DEFAULT) is None
    assert output_difference(one, one * 2, DEFAULT) is not None
    assert output_difference(one, [], DEFAULT) is not None
    assert not_compared([*one, error("e", "line"), stream("a")]) == ["aaaa", "line"]
