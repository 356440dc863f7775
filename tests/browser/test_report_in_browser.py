"""The report page in Chromium: accessible, as wide as the window, and without a network."""

import datetime
import os
from pathlib import Path

import pytest
from class_of_100 import EXERCISES, LESSON, make_class
from judged_bank import judge_answers

from graders.build.layout import Lesson
from graders.report.command import material
from graders.report.names import Names
from graders.report.page import page as report_page

ROOT = Path(__file__).resolve().parents[2]
SHOTS = os.environ.get("SHOTS")
"""A folder for pictures of what was seen, when somebody wants to look; README shows one of them."""
AXE = Path(os.environ["AXE"]).read_text(encoding="utf-8") if "AXE" in os.environ else None


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The page of a class of 100."""
    verdicts, sources = judge_answers(LESSON, EXERCISES)
    results = make_class(verdicts, sources)
    names = Names([each.person for each in results.results])
    told = material(Lesson(ROOT, LESSON))
    path = tmp_path_factory.mktemp("report") / "report.html"
    now = datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)
    path.write_text(report_page([(results, told)], names, now), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("width", "scheme"), [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]
)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(browser, written, width, scheme):
    assert AXE, "run `make test-browser`, which installs axe-core"
    # axe-core is a script, and the page's own policy allows none.
    with browser(width, scheme, bypass_csp=True) as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(written.as_uri())
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS, f"report-{width}-{scheme}.png")))
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.evaluate(AXE)
        result = page.evaluate("axe.run()")
        found = [f"{rule['impact']}: {rule['id']}, {len(rule['nodes'])}" for rule in result["violations"]]
        assert [one for one in found if one.startswith(("serious", "critical"))] == []
        assert len(result["passes"]) > 20
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
