"""What `coursework grade` tells while it grades: a bar on a terminal, else a line for each submission."""

import io
import sys
from types import SimpleNamespace

import pytest

from graders.pipeline import command, together
from graders.pipeline.coordinator import Outcome

SECONDS = 2
"""What each submission takes by the clock that the bar reads here."""


class Stream(io.StringIO):
    """What is written to stderr, and whether that is a terminal."""

    def __init__(self, terminal):
        super().__init__()
        self.terminal = terminal

    def isatty(self):
        return self.terminal

    def shown(self):
        """Give each state of the bar that was shown; it is written over the last one."""
        return [text.strip() for text in self.getvalue().split("\r") if text.strip()]


@pytest.fixture
def grade(monkeypatch):
    """Grades lessons whose outcomes are known beforehand; gives what stderr got."""

    def run(outcomes, terminal, seconds=SECONDS):
        clock = SimpleNamespace(now=1000.0)
        monkeypatch.setattr("tqdm.std.time", lambda: clock.now)
        monkeypatch.delenv("COLUMNS", raising=False)
        stream = Stream(terminal)
        monkeypatch.setattr(sys, "stderr", stream)
        converters = [
            SimpleNamespace(lesson=lesson, assignments=list(ended), init_notebooks=lambda: None)
            for lesson, ended in outcomes.items()
        ]

        def grade_together(converters, schedule):
            for converter in converters:
                for student, state in outcomes[converter.lesson].items():
                    clock.now += seconds
                    converter.step(Outcome(student, state))
            return {}

        monkeypatch.setattr(together, "grade_together", grade_together)
        assert command.grade_all(converters, None, None) == {}
        return stream

    return run


STATES = {"amina": "graded", "bruno": "failed", "chiara": "graded", "dana": "unchanged"}


def test_a_terminal_shows_done_failed_rate_and_time_left(grade, capsys):
    assert grade({"90_tiny": STATES}, terminal=True).shown() == [
        "90_tiny:   0%|          | 0/4 [00:00<?, ?submission/s]",
        "90_tiny:  25%|##5       | 1/4 [00:02<00:06,  2.00s/submission]",
        "90_tiny:  50%|#####     | 2/4 [00:04<00:04,  2.00s/submission, failed=1]",
        "90_tiny:  75%|#######5  | 3/4 [00:06<00:02,  2.00s/submission, failed=1]",
        "90_tiny: 100%|##########| 4/4 [00:08<00:00,  2.00s/submission, failed=1]",
        "90_tiny: 100%|##########| 4/4 [00:08<00:00,  2.00s/submission, failed=1]",
    ]
    assert capsys.readouterr().out == ""


def test_more_than_one_a_second_are_told_as_so_many_a_second(grade):
    assert (
        grade({"90_tiny": STATES}, terminal=True, seconds=0.25)
        .shown()[-1]
        .endswith("| 4/4 [00:01<00:00,  4.00submission/s, failed=1]")
    )


def test_several_lessons_have_one_bar(grade):
    shown = grade({"90_tiny": STATES, "91_tinier": {"amina": "failed"}}, terminal=True).shown()
    assert shown[1] == "2 lessons:  20%|##        | 1/5 [00:02<00:08,  2.00s/submission]"
    assert shown[-1] == "2 lessons: 100%|##########| 5/5 [00:10<00:00,  2.00s/submission, failed=2]"


def test_elsewhere_each_submission_has_a_line(grade, capsys):
    assert grade({"90_tiny": STATES}, terminal=False).getvalue() == ""
    assert capsys.readouterr().out.splitlines() == [
        "amina: graded",
        "bruno: failed",
        "chiara: graded",
        "dana: unchanged",
    ]
    grade({"90_tiny": {"amina": "graded"}, "91_tinier": {"amina": "failed"}}, terminal=False)
    assert capsys.readouterr().out.splitlines() == ["amina/90_tiny: graded", "amina/91_tinier: failed"]
