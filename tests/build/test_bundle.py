"""What a learner gets: everything to work with, and nothing of the answers or the hidden checks."""

import hashlib
import json
import re
import shutil
import stat
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import nbformat
import pytest
import yaml
from conftest import ROOT, TINY
from kept_back import leaks, secret_runs, words_of
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from promised import PYTHONS, SYSTEMS, versions_for

from coursework.command import main
from coursework.site import site_address
from graders.build import bundle
from graders.build.execute import execute
from graders.build.layout import lessons
from graders.build.refusals import solution_regions
from graders.build.runs import code_runs
from graders.build.source import read_source
from graders.errors import CourseError

BUILT = [lesson for lesson in lessons(ROOT) if lesson.release.is_file()]
CANARY = "canary_of_this_answer_that_no_learner_may_see"


@pytest.fixture(scope="module")
def secrets() -> dict[str, str]:
    """Runs of words that no learner may get, each with where it comes from."""
    return secret_runs()


@pytest.fixture(scope="module")
def bundled(tmp_path_factory):
    """The bundle of the course as it stands, its folder's name with a space and a Korean word."""
    if len(BUILT) < len(lessons(ROOT)) or not BUILT:
        pytest.skip("not every lesson is built: run `coursework build`")
    folder = tmp_path_factory.mktemp("bundle") / "my 수업"
    bundle.make_bundle(ROOT, folder)
    return folder


def test_it_has_what_a_learner_needs(bundled):
    for lesson in BUILT:
        notebook = nbformat.read(bundled / "lessons" / lesson.name / lesson.release.name, as_version=4)
        nbformat.validate(notebook)
        assert notebook.metadata.kernelspec.name == "python3"
        original = nbformat.read(lesson.release, as_version=4)
        assert notebook.cells == original.cells
        assert f"lessons/{lesson.name}/{lesson.name}.ipynb" in (bundled / "README.md").read_text()
    for name in (
        "README.md",
        "environment.yml",
        "requirements.txt",
        "LICENSE",
        "LICENSE-TEXTS",
        "data/check.py",
    ):
        assert (bundled / name).stat().st_size > 0
    manifest = json.loads((bundled / "data" / "manifest.json").read_text())
    assert all((bundled / "data" / file).is_file() for files in manifest.values() for file in files)
    assert not (bundled / "data" / "make").exists()
    readme = (bundled / "README.md").read_text()
    assert not re.search(r"\$(?! )", readme), "only prompts, no name left open"
    links = re.findall(r"\]\(([^)#\s:]+)\)", readme)
    assert links
    assert all((bundled / link).exists() for link in links)
    assert (bundled / "coursework" / "programs" / "dot").stat().st_mode & stat.S_IXUSR
    package = {path.relative_to(ROOT) for path in (ROOT / "coursework").rglob("*.py")}
    assert {path.relative_to(bundled) for path in bundled.glob("coursework/**/*.py")} == package
    assert not list(bundled.rglob("__pycache__"))


@pytest.mark.parametrize("system", SYSTEMS.values(), ids=SYSTEMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_it_pins_what_the_course_pins_for_every_python_and_system_promised(bundled, python, system):
    first, *lines = (bundled / "requirements.txt").read_text().splitlines()
    conda = yaml.safe_load((bundled / "environment.yml").read_text())["dependencies"]
    assert [first, *lines] == conda[-1]["pip"]
    assert first == "--editable ."
    locked = versions_for((ROOT / "requirements.txt").read_text().splitlines(), python, system)
    pinned = versions_for(lines, python, system)
    assert sorted(pinned) == sorted(bundle.LEARNER_PACKAGES)
    assert pinned == {name: locked[name] for name in pinned}
    project = tomllib.loads((bundled / "pyproject.toml").read_text())["project"]
    assert SpecifierSet(project["requires-python"]).contains(python)
    ranges = {pin.name: pin.specifier for pin in map(Requirement, project["dependencies"])}
    assert ranges.keys() == pinned.keys()
    assert all(ranges[name].contains(version) for name, version in pinned.items())


def test_its_package_installs_from_its_own_files_and_finds_data_and_programs(bundled, tmp_path):
    """Installed as the README says, but for what is installed already: pip gets no network."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--ignore-installed"]
    pip += ["--no-build-isolation", "--disable-pip-version-check", "--prefix", str(tmp_path / "env")]
    subprocess.run([*pip, "--editable", "."], cwd=bundled, check=True, timeout=300)
    settings = json.loads(
        (tmp_path / "env" / "share" / "jupyter" / "lab" / "settings" / "overrides.json").read_text()
    )
    assert settings["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"
    assert (tmp_path / "env" / "bin" / "coursework").stat().st_mode & stat.S_IXUSR
    server, page = sorted(path for path in (tmp_path / "env" / "etc").rglob("*") if path.is_file())
    assert server.parent.name == "jupyter_server_config.d"
    assert (page.parent.name, page.name) == ("labconfig", "page_config.json")
    assert json.loads(page.read_text())["disabledExtensions"] == {
        "@jupyter/nbgrader:validate-assignment": True
    }
    assert list(json.loads(server.read_text())["ServerApp"]["jpserver_extensions"]) == [
        "coursework.terminals"
    ]
    (site,) = (tmp_path / "env").glob("lib/python3*/site-packages")
    code = (
        "import site, sys\n"
        "site.addsitedir(sys.argv[1])\n"
        "import shutil\n"
        "from coursework import command, data_folder, lesson\n"
        "lesson.find_programs()\n"
        "print(data_folder(), *command.installed_commands(), shutil.which('dot'), sep='\\n')\n"
    )
    # Without site, Python sees the standard library and the folder that is named: not the course's own.
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, site],
        cwd=tmp_path,
        env={"PATH": "/nowhere"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr == ""
    programs = bundled / "coursework" / "programs"
    assert done.stdout.splitlines() == [
        str(bundled / "data"),
        "doctor",
        "lab",
        "progress",
        str(programs / "dot"),
    ]


def test_it_checks_its_own_data(bundled):
    import runpy

    assert runpy.run_path(str(bundled / "data" / "check.py"))["check"](bundled / "data") == []


def test_nothing_of_the_answers_or_the_hidden_checks_is_in_it(bundled, secrets):
    assert len(secrets) > 1000
    texts = words_of(bundled)
    assert leaks(texts, secrets) == set()
    for name, text in texts.items():
        assert not {"solutions", "graders"} & set(Path(name).parts)
        assert not re.search(r"(BEGIN|END) (SOLUTION|HIDDEN)|graders\.(pipeline|lessons|criteria)", text), (
            name
        )


@pytest.fixture(scope="module")
def for_a_hub(tmp_path_factory):
    """The bundle from which learners' servers run on a hub."""
    folder = tmp_path_factory.mktemp("hub") / "keras-course"
    bundle.make_bundle(ROOT, folder, bundle.FOR_A_HUB)
    return folder


def test_a_hubs_bundle_has_the_warm_kernels_and_nothing_of_the_checks(for_a_hub, secrets):
    kernels = set().union(*(code_runs(path.read_text()) for path in (for_a_hub / "graders").rglob("*.py")))
    hidden = {run: origin for run, origin in secrets.items() if run not in kernels}
    assert len(hidden) > 1000
    assert leaks(words_of(for_a_hub), hidden) == set()
    assert {path.name for path in (for_a_hub / "graders").iterdir()} == {"__init__.py", "kernels"}
    project = tomllib.loads((for_a_hub / "pyproject.toml").read_text())["project"]
    assert "nbgrader" in {Requirement(text).name for text in project["dependencies"]}
    assert set(project["entry-points"]) == {"coursework.commands", "jupyter_client.kernel_provisioners"}
    assert set(project["entry-points"]["coursework.commands"]) == {"coursework"}


def test_a_hubs_warm_kernels_need_nothing_that_its_bundle_has_not(for_a_hub):
    code = (
        "import sys\n"
        "sys.path[:0] = sys.argv[1:]\n"
        "import importlib.util\n"
        "import graders.kernels.forkserver, graders.kernels.kernelspecs, graders.kernels.provisioner\n"
        "print(graders.kernels.__path__[0], importlib.util.find_spec('graders.lessons'))\n"
    )
    # Without site, the editable course beside the packages is not found.
    packages = next(Path(sys.prefix).glob("lib/python3*/site-packages"))
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, for_a_hub, packages],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.split() == [str(for_a_hub / "graders" / "kernels"), "None"], done.stderr


def test_a_bundle_is_of_one_kind(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["bundle", str(tmp_path / "out"), "--hub", "--self-study"])
    assert "not allowed with argument" in capsys.readouterr().err


def test_the_search_finds_what_is_planted(secrets):
    lesson = BUILT[-1] if BUILT else lessons(ROOT)[-1]
    cells, _ = read_source(lesson.source)
    regions = [region for cell in cells for _, region in solution_regions(cell)]
    longest = max(regions, key=len)
    engine = (ROOT / "graders" / "build" / "bundle.py").read_text()
    assert leaks({"hint.md": f"Try this:\n{longest}\nand run it."}, secrets)
    assert leaks({"notes.txt": engine[len(engine) // 2 :]}, secrets)
    assert not leaks({"README.md": "Read, run the examples, answer the exercises, run the checks."}, secrets)


def test_canaries_in_answers_and_checks_stay_at_home(make_course, tmp_path, monkeypatch, build):
    text = TINY.replace("total = sum(numbers)", f"{CANARY} = 1\n# {CANARY}\ntotal = sum(numbers)")
    lesson = make_course(text=text)
    assert build(lesson) == 0
    assert CANARY in lesson.solution.read_text()
    for name in ("LICENSE", "LICENSE-TEXTS", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, lesson.root)
    shutil.copytree(ROOT / "coursework", lesson.root / "coursework")
    shutil.copy(ROOT / "data" / "check.py", lesson.root / "data")
    (lesson.root / "data" / "README.md").write_text("# Data\n")
    (lesson.root / "data" / "one").mkdir()
    (lesson.root / "data" / "one" / "one.csv").write_text("1\n")
    digest = hashlib.sha256(b"1\n").hexdigest()
    manifest = {"one": {"one/one.csv": {"bytes": 2, "sha256": digest}}}
    (lesson.root / "data" / "manifest.json").write_text(json.dumps(manifest))
    (lesson.root / "gradebook.db").write_text(CANARY)
    (lesson.root / "site.json").write_text(json.dumps({"address": "https://a.example/", "note": CANARY}))
    monkeypatch.chdir(lesson.root)
    assert main(["bundle", str(tmp_path / "out"), "--zip"]) == 0
    data = [path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert len(data) > 8
    assert not [found for found in data if CANARY.encode() in found]
    assert site_address(tmp_path / "out") == "https://a.example"
    first = (tmp_path / "out.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "out.zip") as packed:
        assert packed.testzip() is None
        assert "out/lessons/90_tiny/90_tiny.ipynb" in packed.namelist()
        assert len(packed.namelist()) == len(data)
        assert not [name for name in packed.namelist() if CANARY.encode() in packed.read(name)]
    assert bundle.zip_bundle(tmp_path / "out").read_bytes() == first


def test_its_first_lesson_runs_elsewhere_with_the_plain_kernel(bundled, monkeypatch):
    monkeypatch.delenv("KERAS_HOME", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(bundled))
    name = BUILT[0].name
    notebook = nbformat.read(bundled / "lessons" / name / f"{name}.ipynb", as_version=4)
    execute(notebook, bundled / "lessons" / name, keep_going=True, kernel="python3")
    for cell in notebook.cells:
        errors = [output for output in cell.get("outputs", ()) if output.output_type == "error"]
        allowed = "raises-exception" in cell.metadata.get("tags", ()) or cell.id.endswith("-grade")
        assert allowed or not errors, errors
    printed = "".join(output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", ()))
    assert "yes data\n" in printed and "NO  " not in printed
    assert not [
        cell for cell in notebook.cells for out in cell.get("outputs", ()) if out.get("name") == "stderr"
    ]


def test_where_only_a_notebook_and_the_archive_are_at_hand(bundled, tmp_path, monkeypatch):
    """The lines that learners.md gives for Colab, then the first lesson; pip gets no network."""
    page = (ROOT / "docs" / "learners.md").read_text(encoding="utf-8")
    (lines,) = re.findall(r"```ipython\n(!python.*?)```", page, re.DOTALL)
    shutil.copytree(bundled, tmp_path / "keras-course")
    bundle.zip_bundle(tmp_path / "keras-course")
    shutil.rmtree(tmp_path / "keras-course")
    installed = tmp_path / "installed"
    installed.mkdir()
    pip = {"TARGET": installed, "NO_INDEX": "1", "NO_DEPS": "1", "NO_BUILD_ISOLATION": "0"}
    for name, value in pip.items():
        monkeypatch.setenv(f"PIP_{name}", str(value))
    monkeypatch.setenv("PYTHONPATH", str(installed))
    for name in ("KERAS_HOME", "COURSEWORK_DATA"):
        monkeypatch.delenv(name, raising=False)
    name = BUILT[0].name
    notebook = nbformat.read(bundled / "lessons" / name / f"{name}.ipynb", as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(lines))
    where = nbformat.v4.new_code_cell("print(coursework.__file__, coursework.data_folder(), sep='\\n')")
    notebook.cells.append(where)
    execute(notebook, tmp_path, keep_going=True, kernel="python3")
    for cell in notebook.cells:
        errors = [output for output in cell.get("outputs", ()) if output.output_type == "error"]
        allowed = "raises-exception" in cell.metadata.get("tags", ()) or cell.id.endswith("-grade")
        assert allowed or not errors, errors
    package, data = where.outputs[0].text.splitlines()
    assert Path(package).is_relative_to(installed)
    assert data == str(tmp_path / "keras-course" / "data")


def test_a_folder_that_holds_something_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(CourseError, match="is not empty: name a folder"):
        bundle.make_bundle(ROOT, tmp_path)
    with pytest.raises(CourseError, match="is not empty"):
        bundle.make_bundle(ROOT, tmp_path / "notes.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path):
    if len(BUILT) < len(lessons(ROOT)):
        pytest.skip("not every lesson is built: run `coursework build`")
    (tmp_path / "file").write_text("a file")
    with pytest.raises(CourseError, match=r"cannot be written to .*file/out \(.*\): name a folder"):
        bundle.make_bundle(ROOT, tmp_path / "file" / "out")


def test_an_unbuilt_lesson_and_damaged_data_are_told(make_course, tmp_path):
    lesson = make_course()
    with pytest.raises(
        CourseError, match="lessons/90_tiny/90_tiny.ipynb is missing: run `coursework build 90_tiny`"
    ):
        bundle.make_bundle(lesson.root, tmp_path / "out")
    lesson.release.parent.mkdir(parents=True)
    lesson.release.write_text("{")
    with pytest.raises(CourseError, match=r"90_tiny\.ipynb is no notebook: run"):
        bundle.make_bundle(lesson.root, tmp_path / "out")
    lesson.release.write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    shutil.copy(ROOT / "data" / "check.py", lesson.root / "data")
    (lesson.root / "data" / "manifest.json").write_text(
        json.dumps({"films": {"films/films.csv.gz": {"bytes": 10, "sha256": "0" * 64}}})
    )
    with pytest.raises(CourseError, match=r"The data is not what the course ships: .*films\.csv\.gz"):
        bundle.make_bundle(lesson.root, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert [path for path in tmp_path.iterdir() if path.name != "course"] == []
