"""Checks and lesson know the same sizes, sentences, losses and wirings."""

import numpy as np

from graders.lessons import lesson_04_layer_graphs as checks

LESSON = "04_layer_graphs"


def test_tables_are_as_large_as_the_lesson_needs(stage):
    names = stage.names
    for name, rows, numbers in [
        ("spelling", "spelling_rows", "letter_vocabulary"),
        ("definition", "definition_rows", "word_vocabulary"),
    ]:
        length, places = checks._TEXTS[name]
        assert names[rows].shape[1] == length
        assert len(names[numbers]) + 1 == places
    assert names["film_x"].shape[1] == checks._PAGE
    assert names["film_x"].max() + 1 == checks._PAGE_NUMBERS
    assert names["nouns_x"].shape[1] == checks._LENGTH
    assert names["nouns_x"].max() + 1 == checks._WORDS


def test_checks_number_the_sentences_as_the_lesson_does(stage):
    for part, rows, labels in [
        ("training", "x_sentence", "y_sentence"),
        ("unseen", "x_unseen", "y_unseen"),
    ]:
        own_rows, own_labels = checks._sentences()[part]
        np.testing.assert_array_equal(own_rows, stage.names[rows])
        np.testing.assert_array_equal(own_labels, stage.names[labels])
    assert len(stage.names["sentence_vocabulary"]) + 1 == checks._SENTENCE_NUMBERS
    assert len(checks._sentences()["hidden"][1]) > 4000


def test_the_lesson_base_is_told_from_a_fresh_one(stage):
    trained = stage.names["base"]
    fresh = stage.names["keras"].models.clone_model(trained)
    assert checks._tells_apart(trained.layers) > checks._TRAINED_BASE > checks._tells_apart(fresh.layers)


def test_checks_and_lesson_agree_on_the_losses_of_a_fresh_model(stage):
    ratings = stage.names["film_y"]["rating"]
    np.testing.assert_allclose(checks._fresh_losses()["rating"], np.mean(ratings**2), rtol=0.03)
    assert sorted(np.unique(stage.names["film_y"]["decade"])) == list(range(checks._HEADS["decade"][0]))


def test_wirings_without_a_circle_have_an_order(stage):
    sorter, drawable = stage.names["TopologicalSorter"], set()
    for name, wiring in stage.names["wirings"].items():
        try:
            sorter(wiring).prepare()
        except ValueError:
            continue
        drawable.add(name)
    assert drawable == checks._DRAWABLE
    assert set(stage.names["wirings"]) - drawable == checks._CIRCLES
