"""The lesson leaves no file behind, and deletes its folder at the end."""

from pathlib import Path

LESSON = "06_saving"
SOLUTIONS = Path(__file__).resolve().parents[2] / "solutions"


def test_nothing_is_left_where_the_lesson_runs(stage):
    assert not [path.name for path in SOLUTIONS.iterdir() if path.suffix in (".keras", ".h5", ".json")]
    assert stage.names["lesson_dir"] in stage.deleted
