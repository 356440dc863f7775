"""The site's pages as they are laid out for Sphinx: what a lesson's page shows and what it keeps back."""

import json
import re

import pytest
from conftest import ROOT
from kept_back import leaks, secret_runs, words_of

from coursework.site import anchor, task
from graders.build.layout import Lesson, lessons
from graders.build.registered import exercises_of
from graders.build.site import Site, broken_links, lay_out, publish
from graders.errors import CourseError

LESSONS = [lesson.name for lesson in lessons(ROOT)]


@pytest.fixture(scope="module")
def secrets():
    return secret_runs()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The pages of the course as it stands."""
    folder = tmp_path_factory.mktemp("site")
    lay_out(ROOT, folder)
    return folder


def cells_of(pages, lesson):
    return json.loads((pages / "lessons" / f"{lesson}.ipynb").read_text())["cells"]


def test_every_lesson_and_page_has_a_place(pages):
    home = (pages / "index.md").read_text()
    for lesson in LESSONS:
        assert f":link: lessons/{lesson}\n" in home
        released = ROOT / "lessons" / lesson / f"{lesson}.ipynb"
        assert (pages / "released" / released.name).read_bytes() == released.read_bytes()
        assert f"<../released/{lesson}.ipynb>" in "".join(cells_of(pages, lesson)[0]["source"])
    for page in (ROOT / "docs").glob("*.md"):
        assert (pages / page.name).is_file()
        assert re.search(rf"^{page.stem}$", home, re.MULTILINE), f"{page.name} is listed nowhere"
    for folder, name in (("docs/cheatsheets", "*.md"), ("data", "*/CARD.md")):
        assert len(list((pages / folder.split("/")[-1]).glob("*.md"))) >= len(
            list((ROOT / folder).glob(name))
        )


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_shows_outputs_of_worked_examples_and_no_answer(pages, lesson):
    executed = json.loads((ROOT / "solutions" / lesson / f"{lesson}.ipynb").read_text())["cells"]
    shown = cells_of(pages, lesson)
    outputs = 0
    for cell, ran in zip(shown, executed, strict=True):
        if cell["cell_type"] == "code":
            graded = "nbgrader" in ran["metadata"]
            assert cell["outputs"] == ([] if graded else ran["outputs"])
            outputs += len(cell["outputs"])
            if graded and ran["metadata"]["nbgrader"]["solution"]:
                assert "YOUR CODE HERE" in "".join(cell["source"])
    assert outputs > 0


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_picture_of_a_lesson_has_its_words(pages, lesson):
    for cell in cells_of(pages, lesson):
        drawn = [out for out in cell.get("outputs", ()) if "image/png" in out.get("data", {})]
        if drawn:
            assert len(cell["metadata"]["mystnb"]["image"]["alt"]) > 20, cell["id"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_what_checks_tell_to_read_has_one_place_on_the_lessons_page(pages, lesson):
    texts = ["".join(cell["source"]) for cell in cells_of(pages, lesson) if cell["cell_type"] == "markdown"]
    # Fenced code may hold lines that begin as headings do.
    shown = re.sub(r"^```.*?^```", "", "\n\n".join(texts), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#{1,4} (.+)$", shown, re.MULTILINE)
    anchors = [anchor(heading) for heading in headings]
    exercises = exercises_of(Lesson(ROOT, lesson))
    told = {str(each.read) for exercise in exercises.values() for each in exercise.criteria}
    assert told and told <= set(headings)
    assert {task(name) for name in exercises} <= set(headings)
    for heading in told | {task(name) for name in exercises}:
        assert anchors.count(anchor(heading)) == 1, heading


def test_nothing_of_the_answers_or_the_hidden_checks_is_in_it(pages, secrets):
    assert len(secrets) > 1000
    texts = words_of(pages)
    # The authors' page shows a whole lesson of its own, whose checks begin as all checks do.
    found = {
        leak
        for leak in leaks(texts, secrets)
        if not (leak[0] == "authors.md" and leak[1].startswith("graders/"))
    }
    assert found == set()
    for name, text in texts.items():
        if name.startswith(("lessons/", "released/")):
            assert not re.search(r"(BEGIN|END) (SOLUTION|HIDDEN)|graders\.(pipeline|lessons)", text), name


def test_an_output_that_gives_an_answer_away_would_be_found(pages, secrets):
    planted = next(iter(secrets))
    assert leaks({"lessons/01.ipynb": f"… {planted} …"}, secrets)


def test_a_second_time_nothing_is_written(pages):
    (pages / "lessons" / "of_old.ipynb").write_text("{}")
    assert lay_out(ROOT, pages) == 1
    assert not (pages / "lessons" / "of_old.ipynb").exists()
    assert lay_out(ROOT, pages) == 0


def test_terms_link_to_the_cell_that_introduces_them(pages):
    glossary = (pages / "glossary.md").read_text()
    rows = re.findall(r"\| \[(\d\d) · ([^\]]+)\]\(#cell-(\d\d_\w+)-(\d+)\) \|", glossary)
    assert len(rows) == glossary.count("\n| **")
    for number, heading, lesson, cell in rows:
        assert lesson.startswith(number)
        before = ["".join(each["source"]) for each in cells_of(pages, lesson)[: int(cell)]]
        assert any(heading in text for text in before)
        assert before[-1].startswith(f"(cell-{lesson}-{cell})=\n")


@pytest.fixture
def small(tmp_path):
    """A course of pages alone."""
    for folder in ("solutions", "docs/site", "data"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "docs" / "site" / "index.md").write_text("# Home\n\nguide\n\n$cards\n\n$more\n")
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md", "docs/other.md"):
        (tmp_path / name).write_text("# A page\n")
    return tmp_path


def page_of(course, text):
    (course / "docs" / "guide.md").write_text(text)
    return dict(Site(course).files())["guide.md"].decode()


@pytest.mark.parametrize(
    ("written", "turned"),
    [
        ("[x](other.md#part)", "[x](other.md#part)"),
        ("[`x`](../CONTRIBUTING.md)", "[`x`](contributing.md)"),
        ("[x](../data/README.md)", "[x](data/index.md)"),
        ("[`x`](../solutions)", "`x`"),
        ("[x](https://keras.io)", "[x](https://keras.io)"),
        ("[x](#here)", "[x](#here)"),
        ("`[x](nowhere.md)`", "`[x](nowhere.md)`"),
        ("```md\n[x](nowhere.md)\n```", "```md\n[x](nowhere.md)\n```"),
    ],
)
def test_links_are_turned_to_the_sites_places(small, written, turned):
    assert page_of(small, written) == turned


@pytest.mark.parametrize("written", ["[x](nowhere.md)", "![x](nowhere.png)"])
def test_a_link_that_leads_nowhere_stops_the_build(small, written):
    with pytest.raises(CourseError, match=r"docs/guide\.md (links to|shows) nowhere"):
        page_of(small, written)


def test_a_page_that_no_list_names_is_listed(small):
    page_of(small, "# Guide\n")
    listed = dict(Site(small).files())["index.md"].decode().splitlines()
    assert {"other", "changelog", "contributing"} <= set(listed)
    assert listed.count("guide") == 1


def test_a_lesson_that_is_not_built_is_one_sentence(small):
    (small / "solutions" / "01_x.py").write_text("# %% [markdown]\n# # X\n")
    with pytest.raises(CourseError, match="01_x.ipynb cannot be read: run `coursework build 01_x` first"):
        list(Site(small).files())


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<a href='gone.html'>", "a.html: gone.html leads nowhere."),
        ("<a href='b.html#gone'>", "a.html: b.html has no place 'gone'."),
        ("<img src='https://example.org/x.png'>", "a.html loads https://example.org/x.png from elsewhere."),
        (
            "<link rel='stylesheet' href='//example.org/x.css'>",
            "a.html loads //example.org/x.css from elsewhere.",
        ),
    ],
)
def test_a_built_link_that_does_not_hold_is_told_and_nothing_is_published(tmp_path, body, words):
    built = tmp_path / "html"
    built.mkdir()
    (built / "a.html").write_text(body)
    (built / "b.html").write_text("<p id='here'><a href='a.html'>a</a><a href='#here'>b</a>")
    assert broken_links(built) == [words]
    with pytest.raises(CourseError, match="links do not hold"):
        publish(built, tmp_path / "site")
    assert not (tmp_path / "site").exists()
    (built / "a.html").write_text("<a href='b.html#here'>b</a><a href='https://keras.io'>c</a>")
    assert publish(built, tmp_path / "site") == 2
