"""What an author is told of a file in the answer bank that is not of the bank's form."""

import pytest

from graders.answers.bank import answers, read_answer
from graders.errors import CourseError

RIGHT = "# style: plain\nhalf = 5\n"
WRONG = "# misconception: doubled\n# loses: Half; Number\n# says: divide\n# a comment\nhalf = 20\n"


@pytest.fixture
def put(tmp_path):
    """Put a file into the bank."""

    def put_one(name: str, text: str | bytes):
        path = tmp_path / "90_tiny" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return put_one


def test_answers_are_read_with_the_lines_of_their_labels(put):
    right, wrong = read_answer(put("halve/right_a.py", RIGHT)), read_answer(put("halve/wrong_a.py", WRONG))
    assert (right.style, right.source, right.lines) == ("plain", "half = 5", {"style": 1})
    assert wrong.loses == ("Half", "Number")
    assert wrong.source == "# a comment\nhalf = 20"
    assert wrong.lines == {"misconception": 1, "loses": 2, "says": 3}


CASES = {
    "another name": ("right.py", RIGHT, 1, "Call the file of an answer right_….py or wrong_….py."),
    "no label": ("right_a.py", "half = 5\n", 1, "`# style: …` is missing"),
    "two labels missing": (
        "wrong_a.py",
        "# misconception: doubled\nhalf = 20\n",
        1,
        "`# loses: …` and `# says: …` is missing",
    ),
    "nothing lost": ("wrong_a.py", WRONG.replace("Half; Number", ";"), 1, "`# loses: …` is missing"),
    "misspelt label": (
        "wrong_a.py",
        WRONG.replace("# loses", "# looses"),
        2,
        "There is no label `looses`: a wrong answer begins with `# misconception: …`, `# loses: …`, "
        "`# says: …`. Is `loses` meant?",
    ),
    "unknown label": ("right_a.py", "# style: plain\n# author: me\nhalf = 5\n", 2, "no label `author`"),
    "capital": ("right_a.py", RIGHT.replace("style", "Style"), 1, "Is `style` meant?"),
    "no space": ("right_a.py", RIGHT.replace("# style", "#style"), 1, "`#style: plain` is not a label"),
    "empty label": ("right_a.py", "# style:\nhalf = 5\n", 1, "write `# style: ` and then some words."),
    "label of the other kind": (
        "right_a.py",
        "# style: plain\n# loses: Half\nhalf = 5\n",
        2,
        "A right answer has no label `loses`",
    ),
    "label twice": ("right_a.py", "# style: plain\n" + RIGHT, 2, "The label `style` stands here twice."),
    "no code": ("right_a.py", "# style: plain\n\n", 1, "No code follows the labels"),
}


@pytest.mark.parametrize("case", CASES)
def test_an_answer_of_another_form_is_told_with_file_and_line(case, put):
    name, text, line, sentence = CASES[case]
    with pytest.raises(CourseError) as refused:
        read_answer(put(f"halve/{name}", text))
    said = str(refused.value)
    assert said.startswith(f"solutions/answers/90_tiny/halve/{name}:{line}: ")
    assert sentence in said and "\n" not in said


def test_an_answer_that_is_no_text(put):
    with pytest.raises(CourseError, match=r"halve/right_a\.py cannot be read as UTF-8 text"):
        read_answer(put("halve/right_a.py", b"# style: \xff\nhalf = 5\n"))


def test_everything_is_told_at_once_and_no_file_is_passed_over(put, tmp_path):
    put("halve/right_a.py", RIGHT)
    put("halve/fewer.txt", "Little to get wrong.")
    put("halve/equivalent.toml", "")
    put("halve/.hidden", "")
    assert [answer.name for answer in answers("90_tiny", tmp_path)] == ["right_a"]
    assert answers("91_none", tmp_path) == []

    put("halve/equivalents.toml", "")
    put("right_b.py", RIGHT)
    put("halve/right_c.py", "half = 5\n")
    put("halve/wrong_d.py", "half = 5\n")
    with pytest.raises(CourseError) as refused:
        answers("90_tiny", tmp_path)
    assert [line.split(": ")[0] for line in str(refused.value).splitlines()] == [
        "solutions/answers/90_tiny/right_b.py",
        "solutions/answers/90_tiny/halve/equivalents.toml",
        "solutions/answers/90_tiny/halve/right_c.py:1",
        "solutions/answers/90_tiny/halve/wrong_d.py:1",
    ]
