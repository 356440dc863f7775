"""The site as `make site` built it, opened from disk in Chromium: accessible, whole, without answers."""

import json
import re
from pathlib import Path

import pytest
from kept_back import leaks, secret_runs, words_of
from test_feedback_in_browser import WINDOWS, findings

from coursework.site import anchor, task
from graders.build.layout import Lesson, lessons
from graders.build.registered import exercises_of
from graders.build.runs import runs
from graders.build.site import broken_links

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "site"
LESSONS = [lesson.name for lesson in lessons(ROOT)]
KINDS = {
    "home": "index.html",
    "a lesson": "lessons/02_regression.html",
    "glossary": "glossary.html",
    "a page with tables": "coverage.html",
    "search": "search.html?q=dropout",
    "cheat sheet": "cheatsheets/building.html",
    "a guide": "teachers.html",
}


def open_page(page, place):
    page.goto(f"{SITE.as_uri()}/{place}")
    # The theme's script makes what scrolls reachable by keys once the page is there.
    page.wait_for_load_state("load")
    page.wait_for_timeout(300)


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_axe_finds_nothing_on_seven_kinds_of_page_and_nothing_is_wider_than_the_window(
    browser, shoot, width, scheme
):
    found, wide, asked = {}, {}, []
    with browser(width, scheme) as page:
        page.on("request", lambda request: asked.append(request.url))
        for kind, place in KINDS.items():
            open_page(page, place)
            shoot(page, f"{kind}-{width}-{scheme}")
            violations, passed = findings(page)
            if violations:
                found[kind] = violations
            assert passed > 20
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide[kind] = place
        theme = page.evaluate("document.documentElement.dataset.theme")
    assert found == {}
    assert wide == {}
    assert theme == scheme
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_every_lesson_has_its_page_its_notebook_and_its_neighbors():
    for number, lesson in enumerate(LESSONS):
        text = (SITE / "lessons" / f"{lesson}.html").read_text(encoding="utf-8")
        (notebook,) = re.findall(rf'href="\.\./(_downloads/[^"]+/{lesson}\.ipynb)"', text)
        released = ROOT / "lessons" / lesson / f"{lesson}.ipynb"
        assert (SITE / notebook).read_bytes() == released.read_bytes()
        before, after = LESSONS[max(number - 1, 0) : number], LESSONS[number + 1 : number + 2]
        for way, neighbors in (("left-prev", before), ("right-next", after)):
            for neighbor in neighbors:
                assert re.search(rf'class="{way}"\s+href="{neighbor}\.html"', text), (lesson, way)


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_heading_that_feedback_links_to_is_on_the_lessons_page(lesson):
    text = (SITE / "lessons" / f"{lesson}.html").read_text(encoding="utf-8")
    ids = re.findall(r'\bid="([^"]*)"', text)
    exercises = exercises_of(Lesson(ROOT, lesson))
    told = {str(each.read) for exercise in exercises.values() for each in exercise.criteria}
    for heading in told | {task(name) for name in exercises}:
        assert ids.count(anchor(heading)) == 1, heading


def test_links_hold_and_nothing_is_loaded_from_elsewhere():
    assert len(list(SITE.rglob("*.html"))) > 2 * len(LESSONS)
    assert broken_links(SITE) == []


def test_nothing_of_the_answers_or_the_hidden_checks_is_in_it():
    texts = words_of(SITE)
    # Keras's own words in an error that a worked example shows, and the lesson that the authors' page shows.
    allowed = set()
    for lesson in lessons(ROOT):
        for cell in json.loads(lesson.solution.read_text(encoding="utf-8"))["cells"]:
            for out in cell.get("outputs", ()):
                if out["output_type"] == "error" and "nbgrader" not in cell["metadata"]:
                    allowed |= runs("\n".join(out["traceback"]))
    found = {
        (name, origin, run)
        for name, origin, run in leaks(texts, secret_runs())
        if run not in allowed and not (name == "authors.html" and origin.startswith("graders/"))
    }
    assert found == set()
    shown = {name: text for name, text in texts.items() if name.startswith(("lessons/", "_downloads/"))}
    assert len(shown) >= 2 * len(LESSONS)
    for name, text in shown.items():
        assert not re.search(r"(BEGIN|END) (SOLUTION|HIDDEN)|graders\.(pipeline|lessons)", text), name


def test_search_and_links_of_feedback_find_their_place_from_disk(browser):
    with browser() as page:
        open_page(page, "index.html")
        page.get_by_role("button", name="Search").first.click()
        page.keyboard.type("leakage")
        page.keyboard.press("Enter")
        result = page.locator("ul.search a[href*='lessons/02_regression']").first
        result.wait_for()
        result.click()
        page.wait_for_load_state("load")
        assert "/lessons/02_regression.html" in page.url
        # The address that feedback gives leads to the heading.
        open_page(page, "lessons/02_regression.html#features-on-one-scale")
        heading = page.get_by_role("heading", name="Features on one scale").bounding_box()
        assert 0 <= heading["y"] < 300


def test_on_a_phone_the_contents_open_and_lead_to_a_lesson(browser):
    with browser(390) as page:
        open_page(page, "glossary.html")
        page.get_by_role("button", name="Site navigation").click()
        page.locator("dialog[open] a", has_text="01 · ").click()
        page.wait_for_load_state("load")
        assert "/lessons/01_sequential.html" in page.url


def test_a_line_of_80_characters_fits_beside_both_sidebars(browser):
    with browser() as page:
        open_page(page, "lessons/04_layer_graphs.html")
        cut = page.eval_on_selector_all(
            ".cell_input pre",
            "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)",
        )
    assert cut == []


def test_a_reader_chooses_dark(browser):
    with browser() as page:
        open_page(page, "index.html")
        light = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.get_by_role("button", name="Color mode").click()
        page.get_by_role("button", name="Dark").or_(page.get_by_role("menuitem", name="Dark")).first.click()
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_formulas_are_drawn_and_pictures_have_words(browser):
    with browser() as page:
        open_page(page, "lessons/02_regression.html")
        heights = page.eval_on_selector_all(
            "math[display=block]", "all => all.map(one => one.getBoundingClientRect().height)"
        )
        assert heights and min(heights) > 25, "a fraction is higher than a line"
        assert "\\frac" not in page.inner_text("article"), "a formula's source is not shown"
        words = page.eval_on_selector_all(".cell_output img", "all => all.map(one => one.alt)")
        assert words and min(map(len, words)) > 20
