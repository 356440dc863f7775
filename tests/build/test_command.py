import importlib
import shlex
import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

from coursework import command
from graders.build.layout import choose, find_root, lessons
from graders.errors import CourseError


def python(code: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)


def test_help_names_the_subcommands_and_imports_nothing_heavy():
    done = python(
        "import sys\n"
        "from coursework.command import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit:\n    pass\n"
        "heavy = {'tensorflow', 'keras', 'nbformat', 'nbgrader', 'jupytext', 'numpy'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    assert done.returncode == 0, done.stderr
    for name in ("build", "bundle"):
        assert f"\n    {name} " in done.stdout


@pytest.mark.parametrize("name", command.installed_commands())
def test_the_help_of_every_command_has_an_example_that_the_command_takes(name, capsys):
    with pytest.raises(SystemExit) as stopped:
        command.main([name, "--help"])
    assert stopped.value.code == 0
    told = " ".join(capsys.readouterr().out.split())
    module, _ = command.installed_commands()[name]
    example = importlib.import_module(module).EXAMPLE
    assert told.endswith(f"Example: {example}")
    program, *arguments = shlex.split(example)
    assert program == "coursework"
    assert arguments[0] == name
    assert command.parser_for(name).parse_args(arguments).run


def test_without_the_teachers_package_only_the_learners_commands_are_listed(monkeypatch, capsys):
    own = EntryPoint("coursework", "coursework.command:COMMANDS", command.GROUP)
    monkeypatch.setattr(command.importlib.metadata, "entry_points", lambda group: [own])
    with pytest.raises(SystemExit) as stopped:
        command.main(["grade", "01_sequential"])
    assert stopped.value.code == 2
    assert "invalid choice: 'grade'" in capsys.readouterr().err


def test_an_unknown_lesson_is_told_with_the_nearest(make_course, build, capsys):
    lesson = make_course()
    assert build(lesson, "90_tinny") == 1
    told = capsys.readouterr().err
    assert told == (
        "coursework: There is no lesson '90_tinny'; the lessons are: 90_tiny. Did you mean 90_tiny?\n"
    )


def test_lessons_are_named_by_any_of_their_files(make_course):
    lesson = make_course()
    (lesson.root / "solutions" / "notes.py").write_text("not a lesson")
    (lesson.root / "solutions" / "01_first.py").write_text("# %%\n1\n")
    assert [found.name for found in lessons(lesson.root)] == ["01_first", "90_tiny"]
    for name in (
        "90_tiny",
        "90_tiny.py",
        "solutions/90_tiny.py",
        "lessons/90_tiny/90_tiny.ipynb",
        "solutions/90_tiny/",
    ):
        assert choose(lesson.root, [name]) == [lesson]
    assert [found.name for found in choose(lesson.root, ["90_tiny", "01_first"])] == ["01_first", "90_tiny"]


def test_outside_a_course_one_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert command.main(["build"]) == 1
    assert capsys.readouterr().err.startswith(f"coursework: {tmp_path} is not inside a course")


def test_the_course_is_found_upwards(make_course):
    lesson = make_course()
    deep = lesson.root / "submitted" / "ann" / "90_tiny"
    deep.mkdir(parents=True)
    assert find_root(deep) == lesson.root
    with pytest.raises(CourseError, match="not inside a course"):
        find_root(lesson.root.parent)


def test_a_course_without_lessons(make_course, build, capsys):
    lesson = make_course()
    lesson.source.unlink()
    assert build(lesson) == 1
    assert "There is no lesson yet" in capsys.readouterr().err


def test_a_source_that_is_no_text_and_a_damaged_manifest(make_course, build, capsys):
    lesson = make_course()
    text = lesson.source.read_text()
    lesson.source.write_bytes(b"# %%\n\xff\xfe")
    assert build(lesson) == 1
    assert "solutions/90_tiny.py cannot be read as UTF-8 text" in capsys.readouterr().err
    lesson.source.write_text(text)
    for notebook in (lesson.solution, lesson.release):
        notebook.parent.mkdir(parents=True)
        notebook.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    (lesson.root / "data" / "manifest.json").write_text("{")
    assert build(lesson, "--check") == 1
    assert "data/manifest.json is not JSON" in capsys.readouterr().err


def test_interrupted(monkeypatch, capsys):
    class Stopped:
        @staticmethod
        def add_arguments(parser):
            pass

        @staticmethod
        def run(args):
            raise KeyboardInterrupt

    monkeypatch.setitem(command.COMMANDS, "build", ("graders.build.stopped", "stop"))
    monkeypatch.setattr(command.importlib.util, "find_spec", lambda name: True)
    monkeypatch.setattr(command.importlib, "import_module", lambda name: Stopped)
    assert command.main(["build"]) == 130
    assert capsys.readouterr().err == "coursework: interrupted.\n"
