"""`%hint`, `%solution` and `%progress`, in a lesson's cells."""

from typing import TYPE_CHECKING, Any

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.display import display

from coursework.desk.channel import Channel, NoVerdictError, checks_folder, examiner_folder
from coursework.desk.lessons import Exercise
from coursework.desk.overview import Overview
from coursework.desk.progress import Record, standings
from coursework.desk.service import service_address
from coursework.desk.table import Said

if TYPE_CHECKING:
    from coursework.desk.hook import Desk

TRIES = 3
"""How many different answers somebody has tried before a right one is shown."""


@magics_class
class DeskMagics(Magics):
    """The magics of one desk.

    Args:
        shell: IPython's.
        desk: The desk.
    """

    def __init__(self, shell: Any, desk: "Desk") -> None:
        super().__init__(shell)
        self._desk = desk

    @line_magic
    def hint(self, line: str) -> None:
        """Give the next hint to an exercise: `%hint NAME`."""
        self._say(line, "hint", self._hint)

    @line_magic
    def solution(self, line: str) -> None:
        """Show right answers to an exercise: `%solution NAME`."""
        self._say(line, "solution", self._solution)

    @line_magic
    def progress(self, line: str) -> None:
        """Show how far you are: `%progress`."""
        try:
            records = self._desk.progress.records()
        except OSError as fault:
            display(Said(f"Your progress cannot be read from {self._desk.progress.path}: {fault.strerror}."))
            return
        display(Overview(standings(self._desk.lessons.all(), records)))

    def _say(self, line: str, magic: str, answer: Any) -> None:
        name = line.strip().strip("`'\"")
        exercise = self._desk.lessons.named(name, self._desk.notebook) if name else None
        if exercise is None:
            known = self._desk.lessons
            here = known.lesson(self._desk.notebook).exercises if self._desk.notebook in known.names else {}
            names = f": this lesson has {', '.join(here)}" if here else ""
            what = f"There is no exercise {name!r}" if name else f"`%{magic}` needs an exercise's name"
            display(Said(f"{what}{names}."))
            return
        try:
            records = self._desk.progress.records()
            answer(exercise, records.get((exercise.lesson, exercise.name), Record()))
        except NoVerdictError as reason:
            display(Said(str(reason)))
        except OSError as fault:
            display(Said(f"Your progress in {self._desk.progress.path} cannot be used: {fault.strerror}."))

    def _hint(self, exercise: Exercise, record: Record) -> None:
        lines = []
        given, there = record.hints, len(exercise.hints)
        if given < there:
            lines.append(f"Hint {given + 1} of {there} to {exercise.name}: {exercise.hints[given]}")
            if self._desk.occupied:
                self._desk.progress.hinted(exercise.lesson, exercise.name)
        elif there:
            lines.append(
                f"You have had the {there} hints to {exercise.name}; the last was: {exercise.hints[-1]}"
            )
        missed = [each for each in record.last.get("judgements", ()) if each["status"] == "missed"]
        if missed:
            first = missed[0]
            lines.append(
                f"From your last try, “{first['name']}”: expected {first['expected']}; "
                f"found {first['found']}. "
                + (f"{first['hint']} " if first["hint"] else "")
                + (f"Read “{first['read']}”." if first["read"] else "")
            )
        elif record.last:
            lines.append("Your last try met every criterion.")
        else:
            lines.append("Run the check below your answer: what it misses makes the next hint.")
        display(Said("\n".join(lines)))

    def _solution(self, exercise: Exercise, record: Record) -> None:
        folder = examiner_folder()
        if folder is None and checks_folder() is not None:
            display(Said("Solutions are shown on Linux, by the examiner that looks at your answers there."))
            return
        if folder is None or service_address(self._desk.course) is not None:
            display(Said("Solutions are shown where the course is learned alone; your teacher has them."))
            return
        left = TRIES - len(record.tries)
        if record.best < exercise.points and left > 0:
            display(
                Said(
                    f"The solution of {exercise.name} is shown after all of its points or {TRIES} different "
                    f"tries. {left} to go: change your answer, run it and its check. `%hint {exercise.name}` "
                    "helps."
                )
            )
            return
        if not isinstance(self._desk.channel, Channel):
            self._desk.channel = Channel(folder)
        for found in self._desk.channel.solutions(exercise.lesson, exercise.name):
            display(Said(f"{found['title']}:"))
            display(Said(found["source"], preformatted=True))
