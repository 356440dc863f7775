"""Links into the course's site: where its address comes from, and what a verdict makes of it."""

import json

import pytest
from bs4 import BeautifulSoup

from coursework.desk.table import Practice
from coursework.errors import CourseError
from coursework.site import anchor, place, site_address
from coursework.verdict import Judgement, Status, Verdict

SITE = "https://course.example/keras"
VERDICT = Verdict(
    "02_regression",
    "scale_once",
    (
        Judgement("Fitted once", Status.MET, 2, 2, read="Features on one scale"),
        Judgement("No leakage", Status.MISSED, 0, 3, "a", "b", "c", "What `fit` < learns"),
    ),
)


def links(html):
    return {link.get_text(): link["href"] for link in BeautifulSoup(html, "html.parser").find_all("a")}


def test_the_address_stands_in_a_file_of_the_course(tmp_path):
    assert site_address(tmp_path) == ""
    (tmp_path / "site.json").write_text(json.dumps({"address": f"{SITE}/"}))
    assert site_address(tmp_path) == SITE


@pytest.mark.parametrize(
    "written", ["", "[]", "{}", '{"address": 1}', '{"address": "javascript:alert(1)"}', "\xff"]
)
def test_a_file_that_names_no_address_is_one_sentence(tmp_path, written):
    (tmp_path / "site.json").write_text(written, encoding="latin-1")
    with pytest.raises(
        CourseError, match=r'site\.json names no address of a site: write \{"address": "https'
    ):
        site_address(tmp_path)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Features on one scale", "features-on-one-scale"),
        ("Exercise `scale_once`", "exercise-scale_once"),
        ("02 · Regression: the price", "02--regression-the-price"),
        ("A stack of six on 64×64", "a-stack-of-six-on-6464"),
    ],
)
def test_headings_have_the_names_that_the_site_gives_them(heading, name):
    assert anchor(heading) == name
    assert place(SITE, "02_regression", heading) == f"{SITE}/lessons/02_regression.html#{name}"


def test_without_a_site_there_is_no_link():
    assert links(VERDICT.to_html()) == {}
    assert links(VERDICT.to_html(links=True)) == {
        "“What fit < learns” in this lesson": "#What-`fit`-<-learns"
    }


def test_what_to_read_and_the_hints_are_links_to_the_site():
    page = f"{SITE}/lessons/02_regression.html"
    there = f"{page}#what-fit--learns"
    task = {"The task and its hints": f"{page}#exercise-scale_once"}
    assert links(VERDICT.to_html(site=SITE)) == {"“What fit < learns” in this lesson": there, **task}
    assert links(str(Practice(VERDICT, site=SITE)._repr_mimebundle_()["text/html"])) == {
        "“What fit < learns” in this lesson": "#What-`fit`-<-learns",
        "on the course's site": there,
        **task,
    }


def test_all_points_need_no_hints():
    whole = Verdict("02_regression", "scale_once", VERDICT.judgements[:1])
    assert links(whole.to_html(site=SITE)) == {}
