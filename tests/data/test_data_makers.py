"""The makers make the shipped files again; those made by the course hold what their cards promise."""

import gzip
import random
import subprocess
import sys
from pathlib import Path

import pytest
import shipping
import stories
import tickets

MADE_BY_THE_COURSE = {"stories": stories.make, "tickets": tickets.make}


@pytest.mark.parametrize("name", MADE_BY_THE_COURSE)
def test_made_again_the_files_are_the_same(data: Path, tmp_path: Path, manifest, name: str):
    """Contents must equal the shipped ones; packed bytes repeat, but may differ between versions of zlib."""
    make = MADE_BY_THE_COURSE[name]
    first, second = tmp_path / "first", tmp_path / "second"
    made = make(tmp_path, first)
    assert make(tmp_path, second) == made
    shipped = {file: facts for file, facts in manifest[name].items() if file in made}
    assert list(shipped) == list(manifest[name])
    for file, facts in made.items():
        assert (first / file).read_bytes() == (second / file).read_bytes()
        assert gzip.decompress((first / file).read_bytes()) == gzip.decompress((data / file).read_bytes())
        assert shipped[file] == shipped[file] | facts


def test_a_maker_runs_as_a_program_and_records_what_it_made(data: Path, tmp_path: Path):
    (tmp_path / "stories").mkdir()
    card = (data / "stories" / "CARD.md").read_text("utf-8")
    start, _, rest = card.partition("<!-- files -->\n")
    emptied = start + "<!-- files -->\n" + rest[rest.index("<!-- /files -->") :]
    (tmp_path / "stories" / "CARD.md").write_text(emptied, "utf-8")
    command = [sys.executable, data / "make" / "stories.py", "--data", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "stories.csv.gz, 12000 rows" in done.stdout
    from check import check

    assert check(tmp_path) == []
    digest = shipping.sha256(tmp_path / "stories" / "stories.csv.gz")
    assert digest in (tmp_path / "stories" / "CARD.md").read_text("utf-8")


def test_another_seed_makes_other_rows():
    assert tickets.tickets(50, 1) == tickets.tickets(50, 1) != tickets.tickets(50, 2)
    assert stories.stories(50, 1) == stories.stories(50, 1) != stories.stories(50, 2)


def test_a_table_with_a_row_too_short_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match=r"t\.csv\.gz, row 1: 1 values for 2 columns"):
        shipping.write_table(tmp_path / "t.csv.gz", ["a", "b"], [[1, 2], [3]])


def test_few_ticket_labels_are_wrong_and_the_rules_give_the_right_ones():
    pairs = tickets.tickets(4_000, 7)
    for label in ("priority", "department", "difficulty"):
        wrong = sum(getattr(right, label) != getattr(shipped, label) for right, shipped in pairs) / len(pairs)
        assert tickets.NOISE / 2 < wrong < tickets.NOISE * 1.5
    for right, shipped in pairs:
        assert right[:3] == shipped[:3], "noise is in the labels alone"


FACTS = tickets.Facts("billing", hardness=1, scope=0, impact=1, deadline=1, tried=0, plan=0)


def test_priority_adds_up_and_what_does_not_hurt_waits():
    assert tickets.priority(FACTS) == 0
    assert tickets.priority(FACTS._replace(impact=2)) == 1
    assert tickets.priority(FACTS._replace(scope=2)) == 1
    assert tickets.priority(FACTS._replace(tried=1, plan=2)) == 1
    assert tickets.priority(FACTS._replace(plan=1, tried=1)) == 0
    assert tickets.priority(FACTS._replace(impact=0, scope=2, tried=1, plan=2)) == 0


def test_difficulty_grows_with_each_of_its_causes():
    order = tickets.DIFFICULTIES.index
    easy = FACTS._replace(hardness=0, impact=0)
    assert tickets.difficulty(easy) == "quick"
    for cause, most in (("hardness", 2), ("scope", 2), ("impact", 2), ("tried", 1)):
        for base in (easy, FACTS):
            grown = [order(tickets.difficulty(base._replace(**{cause: k}))) for k in range(most + 1)]
            assert grown == sorted(grown)
    assert tickets.difficulty(FACTS._replace(hardness=2, scope=1)) == "difficult"


def test_cases_stand_in_the_order_of_their_hardness():
    """`USUAL_CASE` picks the middle one."""
    assert sorted(tickets.words.CASES) == tickets.words.DEPARTMENTS
    for cases in tickets.words.CASES.values():
        hardness = [case[0] for case in cases]
        assert len(cases) == 5 and hardness == sorted(hardness)


def test_a_ticket_vague_in_title_and_body_has_a_tag_of_one_department_only():
    draw = random.Random(0)
    for department, area in tickets.words.AREA_TAGS.items():
        others = {tag for name, tags in tickets.words.AREA_TAGS.items() if name != department for tag in tags}
        facts = FACTS._replace(department=department)
        for _ in range(50):
            given = set(tickets._tags(draw, facts, told=False).split("|")) & set(area)
            assert len(given) == 1 and not given & others
