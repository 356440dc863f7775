"""A test for each name of nbgrader's that is private or replaced: it fails when a new nbgrader moves it.

What depends on them is tested elsewhere, and would fail in ways that are harder to read.
"""

import io
import os
import sys
from pathlib import Path

import nbformat.v4
import pytest
from nbconvert.exporters import NotebookExporter
from nbgrader.api import Course, Gradebook, Student
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import LimitOutput
from nbgrader.validator import Validator
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from graders.pipeline import nbgrader_adapter as adapter

HERE = Path(adapter.__file__).parent


@pytest.fixture
def autograde(tmp_path):
    coursedir = CourseDirectory(
        root=str(tmp_path), assignment_id="halves", db_url=f"sqlite:///{tmp_path}/book.db"
    )
    folder = tmp_path / "submitted" / "amina" / "halves"
    folder.mkdir(parents=True)
    nbformat.write(nbformat.v4.new_notebook(), folder / "halves.ipynb")
    return Autograde(coursedir=coursedir)


@pytest.mark.parametrize("kind", [Autograde, GenerateAssignment, GenerateFeedback])
def test_a_converter_starts_its_loop_by_the_name_that_is_replaced(kind, tmp_path, monkeypatch):
    assert "convert_notebooks" in vars(BaseConverter)
    converter = kind(coursedir=CourseDirectory(root=str(tmp_path), assignment_id="halves"))
    monkeypatch.setattr(kind, "init_notebooks", lambda self: None)
    done = []
    adapter.take_over(converter, lambda: done.append(kind))
    converter.start()
    assert done == [kind]


def test_an_exporter_can_take_the_loop_over_as_it_is_made(autograde, monkeypatch):
    done = []

    class TakesOver(NotebookExporter):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            adapter.take_over(self.parent, lambda: done.append(self.parent.exporter is self))

    monkeypatch.setattr(autograde, "exporter_class", TakesOver)
    autograde.start()
    assert done == [True]


def test_the_folders_that_a_converter_reads_and_writes(autograde, tmp_path):
    assert adapter.folder_read(autograde, "halves", "amina") == str(
        tmp_path / "submitted" / "amina" / "halves"
    )
    assert adapter.folder_written(autograde, "halves", "amina") == str(
        tmp_path / "autograded" / "amina" / "halves"
    )


def test_files_are_copied_and_no_row_is_entered(autograde, tmp_path):
    (tmp_path / "submitted" / "amina" / "halves" / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "autograded" / "amina" / "halves").mkdir(parents=True)
    adapter.copy_files_beside(autograde, "halves", "amina")
    copied = tmp_path / "autograded" / "amina" / "halves"
    assert [path.name for path in copied.iterdir()] == ["notes.txt"]
    assert not (tmp_path / "book.db").exists()


def test_an_exporter_applies_the_steps_that_it_is_given_alone():
    exporter = NotebookExporter()
    assert exporter._preprocessors == [step for step in exporter._preprocessors if callable(step)]
    applied = []

    def step(notebook, resources):
        applied.append("step")
        return notebook, resources

    exporter.register_preprocessor(lambda notebook, resources: pytest.fail("it was to be left out"))
    adapter.use_steps(exporter, [step, "nbgrader.preprocessors.LimitOutput"])
    exporter.from_notebook_node(nbformat.v4.new_notebook())
    assert applied == ["step"]
    assert [type(each) for each in exporter._preprocessors[1:]] == [LimitOutput]


def test_nbgrader_asks_for_times_by_the_name_that_is_replaced(autograde, tmp_path):
    asked = []
    adapter.read_times_by(autograde.coursedir, asked.append)
    graded = tmp_path / "autograded" / "amina" / "halves"
    graded.mkdir(parents=True)
    assert autograde.init_destination("halves", "amina") is False
    assert asked == [str(tmp_path / "submitted" / "amina" / "halves"), str(graded)]


def test_validate_says_the_sentence_when_everything_passes(monkeypatch):
    monkeypatch.setattr(Validator, "_print_num_failed", Validator._print_num_failed)
    for sentence in ("All well.", "All very well."):
        adapter.say_when_passed(sentence)
    validator = Validator()
    validator.stream = io.StringIO()
    validator._print_num_failed(0)
    validator._print_num_failed(2)
    said = validator.stream.getvalue()
    assert said.startswith("All very well.\n")
    assert "VALIDATION FAILED ON 2 CELL(S)" in said


class TestOneSession:
    """A gradebook that nbgrader's methods share, and whose commits wait."""

    @pytest.fixture
    def url(self, tmp_path):
        return f"sqlite:///{tmp_path}/book.db"

    @pytest.fixture
    def book(self, url, monkeypatch):
        # nbgrader calls `alembic` by name when it makes a gradebook.
        monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
        book = Gradebook(url, "keras_coursework")
        adapter.hold_commits(book)
        yield book
        book.close()

    def students(self, url):
        with Gradebook(url, "keras_coursework") as other:
            return [student.id for student in other.db.query(Student)]

    def test_rows_wait_for_the_commit_that_was_held(self, book, url):
        book.update_or_create_student("amina")
        assert self.students(url) == []
        adapter.commit_held(book)
        assert self.students(url) == ["amina"]

    def test_a_gradebook_opened_meanwhile_is_the_same_one(self, book, url):
        with adapter.sharing(book, url):
            with Gradebook(url) as step:
                assert step.engine is book.engine
                step.update_or_create_student("bruno")
            assert book.find_student("bruno").id == "bruno"
        adapter.commit_held(book)
        assert self.students(url) == ["bruno"]
        # nbgrader's steps enter the course that they name, and so do they here.
        assert {course.id for course in book.db.query(Course)} == {"keras_coursework", "default_course"}

    def test_another_gradebook_is_opened_as_ever(self, book, url, tmp_path):
        with adapter.sharing(book, url), Gradebook(f"sqlite:///{tmp_path}/other.db") as other:
            assert other.engine is not book.engine

    def test_nbgraders_own_methods_are_put_back(self, book, url):
        before = Gradebook.__init__, Gradebook.close
        with pytest.raises(RuntimeError), adapter.sharing(book, url):
            raise RuntimeError
        assert (Gradebook.__init__, Gradebook.close) == before

    def test_what_was_rolled_back_leaves_nothing(self, book, url):
        book.update_or_create_student("amina")
        book.db.rollback()
        adapter.commit_held(book)
        assert self.students(url) == []

    def test_a_score_is_read_again_after_a_commit(self, book):
        student = book.update_or_create_student("amina")
        assert student.first_name is None
        book.db.execute(text("UPDATE student SET first_name = 'Amina'"))
        assert student.first_name is None
        book.db.commit()
        assert student.first_name == "Amina"

    def test_an_entry_that_cannot_be_written_is_told(self, book, url):
        book.add_student("amina")
        with pytest.raises((ValueError, SQLAlchemyError)):
            book.add_student("amina")


def test_nothing_private_of_nbgraders_stands_elsewhere():
    names = (
        "_sanitizing",
        "_preprocessors",
        "_format_source",
        "_format_dest",
        "_print_num_failed",
        "_add_score",
    )
    for path in sorted(HERE.rglob("*.py")):
        if path.name != "nbgrader_adapter.py":
            text = path.read_text(encoding="utf-8")
            assert not [name for name in names if f".{name}" in text or f"def {name}" in text], path
