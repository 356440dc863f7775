"""`coursework export`: what each system gets, compared with files that stand beside this one.

To write the golden files anew after a change that is meant, run this file with `GOLDEN=write`.
"""

import csv
import io
import json
import os
import shutil
from pathlib import Path

import pytest
from class_on_disk import LESSON, make_class

from coursework.command import main

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_class(tmp_path_factory.mktemp("class") / "course")


@pytest.fixture
def course(made, tmp_path, monkeypatch):
    root = tmp_path / "course"
    shutil.copytree(made, root)
    monkeypatch.chdir(root)
    (root / "excused.csv").write_text(f"student,lesson\neva,{LESSON}\n", encoding="utf-8")
    return root


def export(*arguments):
    return main(["export", LESSON, "--excused", "excused.csv", *arguments])


def assert_golden(name, text):
    if os.environ.get("GOLDEN") == "write":
        (GOLDEN / name).write_text(text, encoding="utf-8", newline="")
    assert text == (GOLDEN / name).open(encoding="utf-8", newline="").read()


def read(path):
    return path.open(encoding="utf-8", newline="").read()


def rows_of(path):
    return list(csv.reader(io.StringIO(read(path))))


# ------------------------------------------------------------------------------------------------- plain


def test_csv(course, capsys):
    assert export("--format", "csv", "--output", "marks.csv") == 0
    assert "wrote marks.csv" in capsys.readouterr().out
    assert_golden("marks.csv", read(course / "marks.csv"))


def test_csv_has_everybody_once_and_nothing_that_a_spreadsheet_computes(course):
    export("--format", "csv", "--output", "marks.csv")
    header, *rows = rows_of(course / "marks.csv")
    assert [row[0] for row in rows] == sorted({row[0] for row in rows})
    assert {row[0]: row[6] for row in rows} == {
        "amina": "graded",
        "ben": "graded",
        "eva": "excused",
        "formula": "graded",
        "minjun": "graded",
        "miss": "missing",
        "oscar": "pending",
        "stranger": "graded",
        "zoe": "waiting",
    }
    assert not [field for row in rows for field in row if field.startswith(("=", "+", "-", "@"))]
    minjun = dict(zip(header, next(row for row in rows if row[0] == "minjun"), strict=True))
    # 3 of 3 and 1 of 2, a point off; two days and three hours are a third day begun.
    assert (minjun["raw_score"], minjun["late_penalty"], minjun["score"]) == ("4", "1", "3")
    assert (minjun["days_late"], minjun["last_name"]) == ("3", "박")


# ------------------------------------------------------------------------------------------------ Canvas

COLUMN = f"{LESSON.upper().replace('_', ' ')} (4711)"
CANVAS = f"""\
Student,ID,SIS User ID,SIS Login ID,Section,Homework 0 (11),{COLUMN},Current Score
,,,,,Manual Posting,,
    Points Possible,,,,,10,5,(read only)
"Park, Jr., Amina",1001,amina,apark,Group A,3,,
"박, 민준",1002,s-2002,mjp,"Group A, early",4,1.5,
"O'Neill, Ben",1003,s-2003,ben,Group B,5,2,
"Excused, Eva",1004,eva,evae,Group B,,,
"Sum, Formula",1005,formula,fsum,Group B,,,
"Missing, Mia",1006,miss,mia,Group B,,4,
"Núñez, Óscar",1007,oscar,on,Group A,,0.5,
"Nobody, Ned",1008,ned,ned,Group A,,,
"Stranger, Sam",1009,s-2009,ssam,Group A,,,
"Student, Test",,,,Group A,,,
"""


@pytest.fixture
def canvas(course):
    (course / "canvas.csv").write_text(CANVAS, encoding="utf-8-sig")
    return course


def test_canvas(canvas, capsys):
    assert export("--format", "canvas", "--roster", "canvas.csv", "--output", "out.csv") == 1
    said = capsys.readouterr()
    assert_golden("canvas.csv", read(canvas / "out.csv"))
    # Stranger is there by name alone.
    assert [line.partition(" has marks")[0] for line in said.err.splitlines()] == [
        "coursework: Sam Stranger (stranger)"
    ]
    assert "zoe handed 90_tiny in and is not graded: run `coursework grade`" in said.out
    assert "Nobody, Ned (ID 1008) is in Canvas's list" in said.out
    assert (
        "Óscar Núñez (oscar) has no final score for 90_tiny yet, 3 of 5 so far: decide on halve" in said.out
    )


def test_canvas_keeps_what_it_has_where_there_is_no_score(canvas):
    """An empty field would take a score away there."""
    export("--format", "canvas", "--roster", "canvas.csv", "--output", "out.csv")
    rows = {row[1]: row for row in rows_of(canvas / "out.csv")}
    assert rows["1006"][5] == "4"  # handed nothing in
    assert rows["1007"][5] == "0.5"  # a teacher has to look
    assert rows["1004"][5] == "EX"
    assert rows["1002"][5] == "3"
    assert rows["1001"][:5] == ["Park, Jr., Amina", "1001", "amina", "apark", "Group A"]
    export("--format", "canvas", "--roster", "canvas.csv", "--output", "out.csv", "--provisional")
    assert {row[1]: row for row in rows_of(canvas / "out.csv")}["1007"][5] == "3"


def test_canvas_never_matches_by_e_mail(canvas):
    text = (CANVAS + '"Stranger, Sam",1010,,amina@example.org,Group A,,,\n').replace(
        "1001,amina,apark", "1001,,"
    )
    (canvas / "canvas.csv").write_text(text, encoding="utf-8")
    assert export("--format", "canvas", "--roster", "canvas.csv", "--output", "out.csv") == 1
    rows = {row[1]: row for row in rows_of(canvas / "out.csv")}
    assert rows["1010"][5] == rows["1001"][5] == ""


def test_canvas_gives_nobody_a_line_that_may_be_somebody_elses(canvas, capsys):
    # ben's login is amina's SIS id in another line.
    text = CANVAS.replace("1003,s-2003,ben", "1003,s-2003,amina")
    (canvas / "canvas.csv").write_text(text, encoding="utf-8")
    assert export("--format", "canvas", "--roster", "canvas.csv", "--output", "out.csv") == 1
    assert "Amina Park, Jr. (amina) may be more than one line" in capsys.readouterr().err
    assert {row[1]: row for row in rows_of(canvas / "out.csv")}["1003"][5] == "2"


def test_canvas_points_that_differ_are_converted_and_told(canvas, capsys):
    (canvas / "canvas.csv").write_text(CANVAS.replace(",10,5,(read", ",10,100,(read"), encoding="utf-8")
    export("--format", "canvas", "--roster", "canvas.csv", "--output", "out.csv")
    rows = {row[1]: row for row in rows_of(canvas / "out.csv")}
    assert (rows[""][5], rows["1001"][5], rows["1002"][5]) == ("", "100", "60")
    assert "Canvas gives 100 points for 90_tiny, which has 5" in capsys.readouterr().out


def test_canvas_makes_a_column_or_takes_the_one_that_is_named(canvas, capsys):
    arguments = ("--format", "canvas", "--roster", "canvas.csv", "--output", "out.csv", "--column")
    export(*arguments, f"{LESSON}=Homework 0")
    assert rows_of(canvas / "out.csv")[0][5] == "Homework 0 (11)"
    export(*arguments, f"{LESSON}=Brand new")
    assert rows_of(canvas / "out.csv")[:2] == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Brand new"],
        ["    Points Possible", "", "", "", "", "5"],
    ]
    assert "has no column for 90_tiny" in capsys.readouterr().out
    assert export(*arguments, "Brand new") == 1
    assert "has to be LESSON=TITLE" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("roster", "said"),
    [
        (None, "give the file with --roster"),
        ("name,mark\namina,3\n", "is no gradebook of Canvas"),
        ("", "is empty"),
    ],
)
def test_canvas_without_its_roster(course, capsys, roster, said):
    more = []
    if roster is not None:
        (course / "roster.csv").write_text(roster, encoding="utf-8")
        more = ["--roster", "roster.csv"]
    assert export("--format", "canvas", "--output", "out.csv", *more) == 1
    assert said in capsys.readouterr().err
    assert not (course / "out.csv").exists()


# ------------------------------------------------------------------------------------------------ Moodle


def test_moodle(course):
    assert export("--format", "moodle", "--output", "out.csv") == 0
    assert_golden("moodle.csv", read(course / "out.csv"))
    fields = {row[0]: row[1:] for row in rows_of(course / "out.csv")}
    assert fields["eva"] == ["-", "Excused."]
    assert fields["miss"] == fields["oscar"] == ["-", ""]


def test_moodle_by_e_mail_names_those_without_one(course, capsys):
    assert export("--format", "moodle", "--match", "email", "--output", "out.csv") == 1
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith("coursework: Sam Stranger (stranger) has marks and no e-mail address")
    assert_golden("moodle_email.csv", read(course / "out.csv"))


def test_moodle_by_user_name(course, capsys):
    arguments = ("--format", "moodle", "--match", "username", "--output", "out.csv")
    assert export(*arguments) == 0
    assert_golden("moodle_username.csv", read(course / "out.csv"))
    (course / "moodle.csv").write_text("Username,First name\namina,Amina\n", encoding="utf-8")
    assert export(*arguments, "--roster", "moodle.csv") == 1
    assert [row[:2] for row in rows_of(course / "out.csv")] == [["Username", LESSON], ["amina", "5"]]
    assert "no line of moodle.csv has “ben” as Username" in capsys.readouterr().err


def test_moodle_leaves_out_whom_it_does_not_know(course, capsys):
    (course / "moodle.csv").write_text(
        "First name;Last name;ID number\nAmina;Park;amina\n민준;박;minjun\n", encoding="utf-8"
    )
    assert export("--format", "moodle", "--roster", "moodle.csv", "--output", "out.csv") == 1
    assert [row[0] for row in rows_of(course / "out.csv")] == ["ID number", "amina", "minjun"]
    assert "no line of moodle.csv has “ben” as ID number" in capsys.readouterr().err
    assert export(
        "--format", "moodle", "--roster", "moodle.csv", "--match", "username", "--output", "out.csv"
    )
    assert "has no column “Username”" in capsys.readouterr().err


# ------------------------------------------------------------------------------------------- Gradescope


def test_gradescope(course):
    assert export("--format", "gradescope", "--output", "scope") == 0
    found = {path.parent.parent.name: path for path in (course / "scope").glob(f"*/{LESSON}/results.json")}
    assert sorted(found) == ["amina", "ben", "formula", "minjun", "oscar", "stranger"]
    for student in ("minjun", "formula"):
        assert_golden(f"gradescope_{student}.json", read(found[student]))
    for path in found.values():
        told = json.loads(read(path))
        assert sum(test["score"] for test in told["tests"]) == pytest.approx(told["score"])
        assert {"name", "score", "max_score", "output", "visibility"} == set(told["tests"][0])
    assert json.loads(read(found["oscar"]))["extra_data"]["needs_manual_grade"] is True
    assert "No response." not in read(found["ben"])
    # What went wrong in a check is the teacher's alone.
    assert "the check broke" not in read(found["oscar"])


# --------------------------------------------------------------------------------------------------- LTI


def test_lti(course, capsys):
    assert export("--format", "lti", "--output", "scores.json") == 0
    told = json.loads(read(course / "scores.json"))
    times = {score.pop("timestamp") for score in told[LESSON]}
    assert len(times) == 1 and times.pop().endswith("+00:00")
    assert_golden("lti.json", f"{json.dumps(told, ensure_ascii=False, indent=2)}\n")
    by_user = {score["userId"]: score for score in told[LESSON]}
    assert by_user["oscar"]["gradingProgress"] == "PendingManual"
    assert by_user["1002"]["gradingProgress"] == "FullyGraded"
    assert "scoreGiven" not in by_user["miss"]
    assert "eva" not in by_user
    assert "Eva Excused (eva) is excused" in capsys.readouterr().out


# ---------------------------------------------------------------------------------------------------- late


def test_whoever_was_late_reads_it_with_a_penalty_and_without(course):
    export("--format", "moodle", "--output", "moodle.csv")
    export("--format", "lti", "--output", "lti.json")
    export("--format", "gradescope", "--output", "scope")
    moodle = {row[0]: row[2] for row in rows_of(course / "moodle.csv")}
    lti = {
        score["userId"]: score.get("comment", "") for score in json.loads(read(course / "lti.json"))[LESSON]
    }
    for comments, late in ((moodle, "minjun"), (lti, "1002")):
        last = {user: comment.rpartition("\n")[2] for user, comment in comments.items()}
        assert last[late] == "3 days late: 1 point taken off."
        assert last["formula"] == "1 day late."
        assert not [
            user for user, text in comments.items() if "late" in text and user not in (late, "formula")
        ]
    scope = {
        student: json.loads(read(course / "scope" / student / LESSON / "results.json"))
        for student in ("minjun", "formula", "ben")
    }
    assert [test["name"] for test in scope["minjun"]["tests"]][-1] == "3 days late"
    assert [scope[student]["output"] for student in scope] == ["", "1 day late.", ""]
    assert "late" not in json.dumps(scope["ben"]).replace("days_late", "")


# ------------------------------------------------------------------------------------------- what may fail


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("student,lesson\nnobody,90_tiny\n", "line 2: nobody of this class has the id 'nobody'"),
        ("student,lesson\neva,90_tony\n", "line 2: there is no lesson '90_tony'"),
        ("name\neva\n", "has no column `student`"),
    ],
)
def test_a_mistake_in_who_is_excused_is_told(course, capsys, text, said):
    (course / "excused.csv").write_text(text, encoding="utf-8")
    assert export("--format", "csv", "--output", "out.csv") == 1
    assert said in capsys.readouterr().err


def test_without_a_gradebook_none_is_made(course, capsys):
    (course / "gradebook.db").unlink()
    assert export("--format", "csv", "--output", "out.csv") == 1
    assert "There is no gradebook at" in capsys.readouterr().err
    assert not (course / "gradebook.db").exists()


def test_a_place_that_cannot_be_written(course, capsys):
    (course / "file").touch()
    assert export("--format", "csv", "--output", "file/out.csv") == 1
    assert "cannot be written" in capsys.readouterr().err


def test_help_shows_an_example(capsys):
    with pytest.raises(SystemExit):
        main(["export", "--help"])
    assert "coursework export 01_sequential" in capsys.readouterr().out
