"""No attack earns points that it did not work for, shows a secret, or changes anything for others."""

import re

import pytest
from attack_bank import CLASSES
from attacked_course import CANARIES, POINTS
from conftest import EVERY, GRADED, HONEST, REGRADED

NAMES = [attack.name for attack in EVERY]


def test_there_are_attacks_of_every_class():
    assert len(NAMES) == len(set(NAMES)) >= 40
    assert {attack.kind for attack in EVERY} == set(CLASSES)


@pytest.mark.parametrize("step", ["generate_assignment", "autograde", "generate_feedback"])
def test_the_batch_is_complete(batch, step):
    done = batch.steps[step]
    assert done.returncode == 0, done.stderr[-4000:]


@pytest.mark.parametrize("student", HONEST)
def test_honest_neighbours_keep_all_their_points(batch, student):
    assert batch.scores[student] == POINTS


@pytest.mark.parametrize("attack", GRADED, ids=lambda attack: attack.name)
def test_no_points_without_the_work(batch, attack):
    assert set(batch.scores[attack.name]) == set(POINTS)
    assert None not in batch.scores[attack.name].values()
    assert sum(batch.scores[attack.name].values()) <= sum(batch.scores["blank"].values()) + attack.honest


@pytest.mark.parametrize("attack", GRADED, ids=lambda attack: attack.name)
def test_no_secret_is_shown(batch, attack):
    shown = batch.course.shown(attack.name)
    assert "Criterion" in shown or "not attempted" in shown or "None of this lesson" in shown
    assert [place for place, canary in CANARIES.items() if canary in shown] == []


@pytest.mark.parametrize(
    "attack", [attack for attack in EVERY if attack.ungraded], ids=lambda attack: attack.name
)
def test_what_cannot_be_copied_fails_alone_and_shows_nothing(batch, attack):
    assert batch.steps[attack.name].returncode == 1
    assert not any(batch.scores.get(attack.name, {}).values())
    assert [place for place, canary in CANARIES.items() if canary in batch.course.shown(attack.name)] == []


def test_secrets_can_be_found(batch):
    """The test for secrets looks where secrets would be: an honest student's own stands in their notebook."""
    assert CANARIES["neighbour"] in batch.course.shown(HONEST[0])


def test_no_secret_goes_to_an_honest_neighbour(batch):
    shown = batch.course.shown(HONEST[1])
    assert [place for place, canary in CANARIES.items() if canary in shown] == ["neighbour"]


def test_no_script_is_shown(batch):
    for attack in GRADED:
        shown = batch.course.shown(attack.name)
        page = shown[shown.find("<!DOCTYPE html>") :]
        acts = re.findall(r"<(?:script|img|svg)[^>]*attack-mark", page)
        assert acts == [], attack.name


@pytest.mark.parametrize("student", REGRADED)
def test_no_old_score_outlives_a_worse_version(batch, student):
    assert batch.first[student] == POINTS
    assert batch.scores[student]["halve"] == 0
    assert sum(batch.scores[student].values()) < sum(POINTS.values())


def test_the_machine_is_as_it_was(batch):
    assert batch.after.marks == batch.before.marks
    assert batch.after.files == batch.before.files
    assert batch.after.processes == batch.before.processes
    assert batch.after.listening == batch.before.listening


def test_no_kernel_is_left(batch):
    left = [path.name for path in batch.course.runtime.iterdir() if path.name.startswith("k")]
    assert left == []


def test_nothing_acts_on_the_teachers_terminal(batch):
    said = "".join(done.stderr + done.stdout for done in batch.steps.values())
    assert "\x1b]" not in said and "\x1b[2J" not in said
