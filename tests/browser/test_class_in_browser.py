"""The teacher's page of a class's check service in Chromium: accessible, fits the window, is up to date."""

import pytest
from desk_class import Class
from test_feedback_in_browser import WINDOWS, findings

from coursework.verdict import Judgement, Status, Verdict
from graders.desk import service
from graders.desk.attempts import TEACHER
from graders.desk.service import Limits

LEARNERS = ("amina", "<b>boris</b>", "christophoros.papadimitriou-von-hohenstein@students.university.example")
EXERCISES = (
    ("00_start_here", "make_negative"),
    ("10_batchnorm_separable", "count_the_parameters_of_separable_convolutions"),
)
HINT = (
    "Divide by the standard deviation of the training set: `keras.layers.Normalization.adapt(training_set)`."
)


def attempt(school, number, learner, lesson, exercise):
    there = Judgement("There", Status.MET, 1, 1)
    other = Judgement("As many parameters as two convolutions", Status.MISSED, 0, 2, hint=HINT)
    school.attempts.add(str(number), learner, Verdict(lesson, exercise, (there, other)), f"answer {number}")


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """A class with three learners who are stuck."""
    made = Class(tmp_path_factory.mktemp("class"), Limits())
    tries = [(learner, *exercise) for learner in LEARNERS for exercise in EXERCISES for _ in range(4)]
    for number, each in enumerate(tries):
        attempt(made, number, *each)
    with made.running():
        yield made
    made.attempts.close()


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(school, browser, shoot, width, scheme):
    # axe-core is a script, and the page's own policy allows none.
    with browser(width, scheme, bypass_csp=True) as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{school.address}/class?token={school.tokens[TEACHER]}")
        assert page.url == f"{school.address}/class"
        page.get_by_role("link", name="Stop updating").click()
        for names, there in (("shown", "<b>boris</b>"), ("hidden", "learner 3")):
            assert there in page.inner_text("main")
            found, passed = findings(page)
            assert found == [], names
            assert passed > 15
            assert page.evaluate("document.documentElement.scrollWidth") <= width, names
            shoot(page, f"class-{names}-{width}-{scheme}")
            if names == "shown":
                page.get_by_role("link", name="Hide names").click()
        assert not any(learner in page.content() for learner in LEARNERS)
        assert [url for url in asked if not url.startswith(school.address)] == []


def test_the_page_shows_what_is_new_by_itself_until_it_is_held(school, browser, monkeypatch):
    monkeypatch.setattr(service, "SECONDS", 1)
    with browser() as page:
        page.goto(f"{school.address}/class?token={school.tokens[TEACHER]}")
        before = page.inner_text("main")
        attempt(school, "new", "chiara", *EXERCISES[0])
        page.get_by_text("Learners: 4. Tries: 25.").wait_for()
        assert "Learners: 3. Tries: 24." in before
        page.get_by_role("link", name="Stop updating").click()
        attempt(school, "newer", "dmitri", *EXERCISES[0])
        page.wait_for_timeout(2500)
        assert "Learners: 4. Tries: 25." in page.inner_text("main")
        page.get_by_role("link", name="Go on updating").click()
        page.get_by_text("Learners: 5. Tries: 26.").wait_for()
