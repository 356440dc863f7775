"""Checks and lesson know the same sizes."""

from graders.lessons import lesson_05_subclassing as checks

LESSON = "05_subclassing"


def test_stones_and_tickets_are_as_wide_as_in_the_lesson(stage):
    assert stage.names["x_valid"].shape[1] == checks._FEATURES
    assert {name: part.shape[1] for name, part in stage.names["ticket_parts"].items()} == checks._WIDE


def test_a_tower_of_the_lesson_is_what_the_checks_compute(stage):
    tower = stage.names["Tower"]([7, 3])
    found = tower(checks._STONES).numpy()
    (chain,) = checks._chains(tower.get_weights(), [checks._FEATURES, 7, 3, 1])
    assert checks.close(found, checks._tower(chain, checks._STONES))
    assert not checks.close(found, checks._tower(chain, checks._STONES, activation=checks.np.tanh))
