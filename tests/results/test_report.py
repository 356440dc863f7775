"""`coursework report --html`: a class of 100 with mistakes in known numbers, and what the page says of it."""

import datetime
import doctest
import re
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from bs4 import BeautifulSoup
from class_of_100 import COPIERS, EXCUSED, EXERCISES, LESSON, MANY, MISSING, MISTAKES, make_class
from class_on_disk import LESSON as TINY
from class_on_disk import Handed
from class_on_disk import make_class as make_class_on_disk
from judged_bank import ROOT, judge_answers

from coursework.command import main
from graders.answers import answers
from graders.build.layout import Lesson
from graders.criteria import Status
from graders.report import alike, statistics
from graders.report.alike import near_identical, normalized, similarity
from graders.report.command import material
from graders.report.misconceptions import misconceptions
from graders.report.names import KEY, Names, read_key
from graders.report.page import Material, page
from graders.results import Person, State

NOW = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def judged():
    return judge_answers(LESSON, EXERCISES)


@pytest.fixture(scope="module")
def of_100(judged):
    return make_class(*judged)


@pytest.fixture(scope="module")
def of_lesson():
    return material(Lesson(ROOT, LESSON))


def write(results, told, key=None):
    return page([(results, told)], Names([each.person for each in results.results], key), NOW)


@pytest.fixture(scope="module")
def written(of_100, of_lesson):
    return write(of_100, of_lesson)


@pytest.fixture(scope="module")
def soup(written):
    return BeautifulSoup(written, "html.parser")


# ---------------------------------------------------------------------------------------- misconceptions


def test_the_mistakes_cost_one_criterion_each():
    """Else one mistake of the class would count as several."""
    loses = {(each.exercise, each.name): each.loses for each in answers(LESSON)}
    assert [len(loses[exercise, name]) for exercise, name, _ in MISTAKES] == [1] * len(MISTAKES)


def said_of(mistakes):
    """What the bank's labels say of each mistake: exercise, criterion, how many."""
    labels = {(each.exercise, each.name): each for each in answers(LESSON)}
    return [(exercise, labels[exercise, name].loses[0], count) for exercise, name, count in mistakes]


def test_the_misconceptions_are_found_in_their_order(of_100, of_lesson):
    found = misconceptions(LESSON, of_100.results, of_lesson.headings)
    assert [(each.exercise, each.criterion, each.count) for each in found] == said_of(MISTAKES)


def test_another_class_has_another_order(judged, of_lesson):
    counts = [3, 5, 7, 11, 13, 17, 19, 2]
    other = [(exercise, name, count) for (exercise, name, _), count in zip(MISTAKES, counts, strict=True)]
    found = misconceptions(LESSON, make_class(*judged, other, seed=5).results, of_lesson.headings)
    expected = sorted(said_of(other), key=lambda each: -each[2])
    assert [(each.exercise, each.criterion, each.count) for each in found] == expected


def test_each_misconception_has_the_checks_words_and_a_place_in_the_lesson(of_100, of_lesson):
    labels = [each for each in answers(LESSON) if not each.right]
    cells = (ROOT / "solutions" / f"{LESSON}.py").read_text(encoding="utf-8")
    for each in misconceptions(LESSON, of_100.results, of_lesson.headings):
        assert each.read and f" {each.read}\n" in cells
        assert each.cell == of_lesson.headings[each.read]
        assert each.tried == 94  # of 100, five left the exercise as it was and one could not be read
        said = " ".join([each.words, *[text for text, _ in each.found]]).lower()
        wanted = [
            label.says
            for label in labels
            if (label.exercise, label.loses) == (each.exercise, (each.criterion,))
        ]
        assert any(all(words.lower() in said for words in says) for says in wanted), said


def test_one_mistake_with_other_numbers_is_one_misconception(of_100):
    def with_words(result, hint):
        mark = result.marks[0]
        first, *rest = mark.verdict.judgements
        missed = replace(first, status=Status.MISSED, hint=hint, found="x")
        verdict = replace(mark.verdict, judgements=(missed, *rest))
        return replace(result, marks=(replace(mark, verdict=verdict), *result.marks[1:]))

    tried = [each for each in of_100.results[:20] if not each.marks[0].verdict.unattempted]
    results = [
        with_words(each, f"There are {12 + at} units too many in dense_{at}.")
        for at, each in enumerate(tried[:5])
    ]
    found = misconceptions(LESSON, results, {})
    assert (found[0].count, found[0].found) == (5, [("x", 5)])


# ------------------------------------------------------------------------------------------- the figures


@pytest.mark.parametrize("module", [statistics, alike], ids=lambda module: module.__name__)
def test_examples_in_docstrings(module):
    done = doctest.testmod(module)
    assert done.attempted and not done.failed


def test_discrimination_leaves_the_item_out_of_the_total():
    draw = np.random.default_rng(3)
    scores = draw.integers(0, 4, (50, 6)).astype(float)
    for at in range(6):
        expected = np.corrcoef(scores[:, at], np.delete(scores, at, axis=1).sum(axis=1))[0, 1]
        got = statistics.discrimination(list(scores[:, at]), list(scores.sum(axis=1)))
        assert got == pytest.approx(expected)
    assert statistics.discrimination([1, 1, 1], [3, 2, 1]) is None
    assert statistics.discrimination([1], [1]) is None


def test_exercises_by_their_numbers(of_100):
    items = statistics.items(of_100.results)
    done = [each for each in of_100.results if each.state is State.GRADED]
    assert [each.exercise for each in items] == list(EXERCISES)
    for at, item in enumerate(items):
        mean = np.mean([each.marks[at].score for each in done])
        assert item.difficulty == pytest.approx(mean / item.max_score)
        assert item.tried == len(done) - 6


def test_every_final_score_is_in_one_bin(of_100):
    bins = statistics.distribution(of_100.results)
    assert sum(count for _, count in bins) == 98
    assert bins[-1][1] == sum(
        each.score >= 0.9 * each.max_score for each in of_100.results if each.state is State.GRADED
    )


# ----------------------------------------------------------------------------------- near-identical answers


def test_a_copied_answer_stands_beside_its_source(of_100, of_lesson):
    sources = {
        each.person.id: each.answers["build_classifier"]
        for each in of_100.results
        if "build_classifier" in each.answers
    }
    found = near_identical("build_classifier", sources, stored=of_lesson.stored["build_classifier"])
    assert [pair.students for pair in found.pairs] == [COPIERS]
    assert found.common == len(MANY)
    # Without the bank, its answers are many people's, and common.
    assert near_identical("build_classifier", sources).pairs[0].students == COPIERS


def test_what_two_answers_are_compared_by():
    one = (
        "def area(radius):\n    '''Mine.'''\n    return 3 * radius ** 2   # roughly\nx = [area(r) for r in y]"
    )
    other = "%time\ndef area(r):\n    return 3*r**2\nresult = [area(each) for each in y]\n"
    assert similarity(normalized(one), normalized(other)) == 1
    assert similarity(normalized(one), normalized(other.replace("3*", "3.14159*"))) < 1
    assert similarity(normalized("a = 1\nb = a"), normalized("a = 1\nb = b")) < 1
    assert normalized("no python at all (") == ("no", "python", "at", "all", "(")


def test_stubs_and_short_answers_say_nothing():
    stub = "# write here\nmodel = ..."
    found = near_identical(
        "e", {"a": "model = ...", "b": stub, "c": "model = 1", "d": "model = 1"}, stub=stub
    )
    assert (found.pairs, found.short, found.compared) == ((), 2, 0)


# ----------------------------------------------------------------------------------------------- the page


def test_the_page_tells_the_misconceptions_first_and_in_order(soup):
    lines = soup.select(".misconceptions > li")
    assert [line.select_one(".count").text for line in lines] == [f"{n} of 94" for _, _, n in MISTAKES]
    assert "Treated under “Scale the pixels, hold some back”, cell 7" in lines[0].text
    order = [heading["id"] for heading in soup.select("h3[id]")]
    assert order[0].endswith("misconceptions")


def test_the_page_needs_nothing_but_itself(written, soup):
    assert not soup.find_all(["script", "link", "img", "iframe"])
    for element in soup.find_all(True):
        for name in ("src", "href", "xlink:href"):
            assert str(element.get(name, "#")).startswith("#"), element
    assert "default-src 'none'" in soup.find("meta", attrs={"http-equiv": True})["content"]
    assert "@import" not in written and "url(http" not in written


def test_ids_are_there_once_and_links_lead_to_them(soup):
    ids = Counter(element["id"] for element in soup.find_all(id=True))
    assert [name for name, count in ids.items() if count > 1] == []
    for element in soup.find_all(True):
        for name in ("href", "xlink:href"):
            assert element.get(name, "#")[1:] in {"", *ids}
    assert set(re.findall(r"url\(#([^)]+)\)", str(soup))) <= set(ids)


def test_every_picture_has_words_and_a_table(soup):
    pictures = soup.select("svg[role=img]")
    assert len(pictures) == 3
    for picture in pictures:
        title, description = (soup.find(id=name) for name in picture["aria-labelledby"].split())
        assert title.name == "title" and title.text
        assert description.name == "desc" and len(description.text) > 40
        assert picture.find_next("table").find("th", attrs={"scope": "col"})


def test_the_tables_say_what_the_class_got(soup, of_100):
    rows = soup.select("table.criteria tbody tr")
    assert len(rows) == 100
    by_name = {re.sub(r"^\d+\. ", "", row.th.text): [cell.text for cell in row.select("td")] for row in rows}
    for result in of_100.results[:100]:
        verdicts = [judgement for mark in result.marks for judgement in mark.verdict.judgements]
        words = {"met": "met", "missed": "missed", "unattempted": "not tried"}
        expected = [words.get(each.status, "teacher") for each in verdicts]
        assert by_name[f"Zora No{result.person.id[-3:]} ({result.person.id})"][1:] == expected
    points = [float(row.select_one("td").text) for row in rows]
    assert points == sorted(points, reverse=True)


def test_who_handed_nothing_in_and_what_is_for_the_teacher(soup):
    text = soup.find(id=f"{LESSON}-missing").find_next("p").text
    assert text == f"Handed nothing in (3): {', '.join(MISSING)}."
    assert EXCUSED[0] not in text
    rows = soup.find(id=f"{LESSON}-by-hand").find_next("table").select("tbody tr")
    why = {row.th.text[-4:-1]: row.text for row in rows}
    assert sorted(why) == ["040", "041", "042"]
    assert "Undecided" in why["040"] and "a layer of their own" in why["040"]
    assert "KeyError: 'hidden'" in why["041"]
    assert "Refused: The file is not valid JSON." in why["042"]


def test_copied_answers_stand_beside_each_other(soup):
    pairs = soup.select(".pair")
    assert "build_classifier: 100 % alike" in [pair.h4.text for pair in pairs]
    shown = next(pair for pair in pairs if pair.h4.text.startswith("build_classifier"))
    assert [who.text[-4:-1] for who in shown.select(".who")] == ["017", "083"]
    assert len(shown.select("pre")) == 2
    # They differ in comments and names alone.
    assert not shown.select(".differs")
    assert "never a verdict" in soup.find(id=f"{LESSON}-alike").find_next("p").text
    assert not [pair for pair in pairs if any(student[-3:] in pair.text for student in MANY)]


def test_names_are_hidden_everywhere_and_pseudonyms_stay(of_100, of_lesson):
    results = list(of_100.results)
    at = int(COPIERS[0][-3:])
    code = results[at].answers["build_classifier"] + "\n# by Zora No017, learner_017\n"
    results[at] = replace(results[at], answers={**results[at].answers, "build_classifier": code})
    shown = replace(of_100, results=tuple(results))
    hidden = write(shown, of_lesson, b"key")
    for word in ("Zora", "learner_0", "No017", *MISSING, *EXCUSED):
        assert word in write(shown, of_lesson) or word in EXCUSED
        assert word not in hidden, word
    people = [each.person for each in of_100.results]
    named = [Names(people, b"key").of(person.id) for person in people]
    assert len(set(named)) == len(people)
    assert all(name in hidden for name in named[:100])
    assert Names(people[:3], b"key").of(people[0].id) == named[0]
    assert Names(people, b"another").of(people[0].id) != named[0]


def test_what_a_learner_wrote_is_shown_and_does_nothing(of_100, of_lesson):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>`<b>`"
    first = of_100.results[0]
    judgement = replace(first.marks[0].verdict.judgements[0], status=Status.MISSED, hint=evil, found=evil)
    verdict = replace(first.marks[0].verdict, judgements=(judgement,))
    result = replace(
        first,
        person=Person(evil, evil, "$\\frac{1}$"),
        marks=(replace(first.marks[0], verdict=verdict, pending=True),),
        state=State.PENDING,
        answers={"split_wardrobe": f"x = {evil!r}\n" + "y = [1, 2, 3]\n" * 9},
        notes=(evil,),
        readable=True,
    )
    twin = replace(result, person=Person("twin"))
    written = write(replace(of_100, results=(result, twin)), replace(of_lesson, title=evil))
    soup = BeautifulSoup(written, "html.parser")
    assert not soup.find_all(["script", "img", "b"])
    assert "alert(1)" in soup.text


def test_a_class_without_a_final_score(of_100):
    waiting = replace(of_100.results[0], state=State.WAITING, marks=(), answers={})
    written = write(replace(of_100, results=(waiting,)), Material("A lesson"))
    assert "No score is final yet." in written and "Nothing has been judged yet." in written


# -------------------------------------------------------------------------------------------- the command


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    handed = {
        "ada": Handed(missed=("Half of ten",)),
        "bea": Handed(missed=("Half of ten", "Negative numbers")),
        "cy": Handed(),
    }
    people = {student: {"first_name": student.title()} for student in (*handed, "dan")}
    return make_class_on_disk(tmp_path_factory.mktemp("class") / "course", people, handed, waiting=())


@pytest.fixture
def course(made, tmp_path, monkeypatch):
    root = tmp_path / "course"
    shutil.copytree(made, root)
    monkeypatch.chdir(root)
    return root


def test_the_command_writes_a_page(course, capsys):
    assert main(["report", TINY, "--html", "class.html"]) == 0
    assert capsys.readouterr().out == "wrote class.html: 4 learners, 1 lesson\n"
    soup = BeautifulSoup((course / "class.html").read_text(encoding="utf-8"), "html.parser")
    assert soup.h2.text.startswith("A tiny lesson")
    assert [each.text for each in soup.select(".count")] == ["2 of 3", "1 of 3"]
    assert "Dan (dan)" in soup.find(id=f"{TINY}-missing").find_next("p").text
    assert not (course / KEY).exists()


def test_the_command_hides_names_by_a_key_that_stays(course, capsys):
    pages = []
    for _ in range(2):
        assert main(["report", TINY, "--html", "class.html", "--hide-names"]) == 0
        pages.append(re.findall(r"Learner [A-Z2-7]{6}", (course / "class.html").read_text(encoding="utf-8")))
    assert pages[0] == pages[1] and len(set(pages[0])) == 4
    assert "tells who is who" in capsys.readouterr().out
    assert (course / KEY).stat().st_mode & 0o777 == 0o600
    (course / KEY).write_text("", encoding="ascii")
    assert main(["report", TINY, "--html", "class.html", "--hide-names"]) == 1
    assert "is empty" in capsys.readouterr().err


def test_a_key_that_cannot_be_made_is_told(tmp_path):
    with pytest.raises(Exception, match="cannot be read or made"):
        read_key(tmp_path / "nowhere")


def test_the_command_as_text(course, capsys):
    assert main(["report", TINY]) == 0
    assert "2 of 3 met" in capsys.readouterr().out or "1 of 3 met" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--hide-names"], "add --html FILE"),
        (["--html", "x.html", "--folder", "autograded"], "--html reads the course's gradebook"),
        (["--html", "nowhere/x.html"], "cannot be written"),
    ],
)
def test_what_does_not_go_together_is_told(course, capsys, arguments, said):
    assert main(["report", TINY, *arguments]) == 1
    assert said in capsys.readouterr().err


def test_nothing_graded(course, capsys):
    shutil.rmtree(course / "autograded")
    (course / "gradebook.db").unlink()
    assert main(["report", TINY]) == 1
    assert main(["report", TINY, "--html", "x.html"]) == 1
    said = capsys.readouterr().err
    assert "Nothing of 90_tiny is graded" in said and "There is no gradebook" in said
    assert not list(Path().glob("*.html"))


def test_help_shows_an_example(capsys):
    with pytest.raises(SystemExit):
        main(["report", "--help"])
    assert "--html class.html --hide-names" in " ".join(capsys.readouterr().out.split())
