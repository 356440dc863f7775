"""The lesson leaves no log behind."""

from pathlib import Path

LESSON = "09_tensorboard"
SOLUTIONS = Path(__file__).resolve().parents[2] / "solutions"


def test_nothing_is_left_where_the_lesson_runs(stage):
    left = [path.name for path in SOLUTIONS.iterdir() if "tfevents" in path.name or path.name == "logs"]
    assert not left
    assert Path(stage.names["temporary"].name).is_dir()
