"""What happens in a kernel after a check cell was run."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursework.desk.channel import Channel, NoVerdictError, examiner_folder
from coursework.desk.lessons import CHECK, SOLUTION, Exercise, Lessons, same_code, unset
from coursework.desk.progress import Progress, digest, progress_file
from coursework.desk.service import service_address, token
from coursework.desk.table import Practice, Said
from coursework.errors import CourseError
from coursework.site import site_address

if TYPE_CHECKING:
    from coursework.desk.remote import RemoteChannel

_attached: "Desk | None" = None


def attach(shell: Any, course: Path) -> "Desk":
    """Have a shell answer check cells; a second call changes nothing but the course.

    Args:
        shell: IPython's.
        course: The course's top folder.

    Returns:
        The desk.
    """
    global _attached
    if _attached is None or _attached.shell is not shell:
        from coursework.desk.magics import DeskMagics

        _attached = Desk(shell, course)
        shell.events.register("pre_run_cell", _attached.before)
        shell.events.register("post_run_cell", _attached.after)
        shell.register_magics(DeskMagics(shell, _attached))
    elif _attached.course != course:
        _attached.move(course)
    return _attached


class Desk:
    """One kernel's desk.

    Args:
        shell: IPython's.
        course: The course's top folder.
    """

    def __init__(self, shell: Any, course: Path) -> None:
        self.shell = shell
        self.channel: Channel | None = None
        self._answers: dict[str, tuple[str, str]] = {}
        self._last = ("", "")
        self._shown: Any = None
        self._announced = ""
        self.occupied = False
        self.move(course)

    def move(self, course: Path) -> None:
        """Work for another course.

        Args:
            course: Its top folder.
        """
        self.course = course
        self.lessons = Lessons(course)
        self.progress = Progress(progress_file(course))

    @property
    def notebook(self) -> str:
        """The name of the open notebook without its ending; empty where the front end does not tell."""
        told = self.shell.user_ns.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME") or ""
        return Path(str(told)).stem

    def before(self, info: Any) -> None:
        """Note whether a person runs the cell.

        Args:
            info: IPython's, of the cell that begins.
        """
        # Front ends send the cell's id, and VS Code names the notebook; nothing that runs notebooks does.
        self._shown = None
        self.occupied = bool(info.cell_id) or "__vsc_ipynb_file__" in self.shell.user_ns

    def after(self, result: Any) -> None:
        """Show the verdict below a check cell; whatever goes wrong is one sentence there.

        Args:
            result: IPython's, of the cell that ended.
        """
        if not self.occupied:
            return
        try:
            self._after(result)
        except NoVerdictError as reason:
            self._show(Said(str(reason)))
        except KeyboardInterrupt:
            self._show(Said("The check was interrupted, so there is no verdict: run it again when you like."))
        except Exception as fault:  # the lesson goes on, whatever the desk met
            self._show(
                Said(
                    f"There is no verdict: the desk itself failed ({type(fault).__name__}: {fault}). Go on, "
                    "and tell your teacher or the course's authors."
                )
            )

    def _after(self, result: Any) -> None:
        source, cell = result.info.raw_cell or "", result.info.cell_id or ""
        exercise = self.lessons.checked_by(source, cell, self.notebook)
        if exercise is None:
            error = result.error_before_exec or result.error_in_exec
            ran = source, "" if error is None else f"{type(error).__name__}: {error}"[:300]
            if cell.endswith(SOLUTION):
                self._answers[cell.removesuffix(SOLUTION)] = ran
                self._prepare(self.lessons.named(cell.removesuffix(SOLUTION), self.notebook))
            elif self._announced != self.notebook:
                self._announced = self.notebook
                self._prepare(self.lessons.after(self.notebook))
            self._last = ran
            if cell.endswith(CHECK):
                raise NoVerdictError(
                    f"The exercise {cell.removesuffix(CHECK)} is not in this course's lessons: your notebook "
                    "may be of another edition, so start from a new copy of the lesson."
                )
            return
        self._judge(exercise, same_edition=source.strip() == exercise.check.strip())

    def _prepare(self, exercise: Exercise | None) -> None:
        """Let this machine's examiner, if one runs, get ready for the check that will come."""
        if exercise is not None and service_address(self.course) is None and (here := self._here()):
            here.prepare(exercise.lesson, exercise.name)

    def _judge(self, exercise: Exercise, *, same_edition: bool) -> None:
        channel = self._open_channel()
        if channel is None:
            ends = (
                f"The visible check of {exercise.name} ends here: its {exercise.points:g} points are judged "
                "when you hand in."
            )
            self._show(Said("\n".join([ends, *self._hidden(exercise)])))
            return
        from coursework.desk.taking import take

        # Where the answer's cell is not known by its id, it is the cell that was run before the check.
        known = self._answers.get(exercise.name)
        answer, error = known or self._last
        verdict = channel.verdict(
            exercise.lesson,
            exercise.name,
            lambda request: take(self.shell.user_ns, request),
            attempted=True if known and not same_code(answer, exercise.stub) else None,
            note=f"Your cell stopped with {error}" if known and error else "",
            answer=digest(answer),
        )
        remarks = [] if same_edition else ["Your notebook's check is of another edition than the course's."]
        if known and (left := [name for name in unset(exercise, answer) if name in self.shell.user_ns]):
            names = " and ".join(f"`{name}`" for name in left)
            remarks.append(
                f"Your answer's cell does not set {names}: what is judged was set elsewhere, perhaps by an "
                "earlier try."
            )
        elif known and error and any(name in self.shell.user_ns for name in exercise.names):
            remarks.append("Your cell stopped: what is judged may be what an earlier try left.")
        try:
            self.progress.tried(verdict, answer)
        except OSError as fault:
            remarks.append(
                f"This try could not be noted in {self.progress.path} ({fault.strerror or fault}): make room "
                "there, or make it a file that you may write to."
            )
        site = ""
        try:
            site = site_address(self.course)
        except CourseError as fault:
            remarks.append(str(fault))
        self._show(Practice(verdict, tuple(remarks), site))
        self._prepare(self.lessons.after(exercise.lesson, exercise.name))

    def _hidden(self, exercise: Exercise) -> Iterator[str]:
        """Say of an answer's models and layers what the grader does not look into."""
        from coursework.desk.taking import looking

        for name in exercise.names:
            if said := looking(self.shell.user_ns.get(name)):
                yield f"`{name}`: {said}"

    def _open_channel(self) -> "Channel | RemoteChannel | None":
        """Find who judges: the class's service where the course names one, or this machine's examiner."""
        # Looked for each time, so that a token that is mended counts at once.
        address = service_address(self.course)
        if address is not None:
            from coursework.desk.remote import RemoteChannel

            return RemoteChannel(address, token(self.course, address), self._service_waiting)
        return self._here()

    def _here(self) -> Channel | None:
        """Give the channel to this machine's examiner; None where none can run."""
        if self.channel is None and (folder := examiner_folder()) is not None:
            self.channel = Channel(folder, waiting=self._waiting)
        return self.channel

    def _waiting(self) -> None:
        self._show(
            Said("The examiner looks at your answer. The first time it needs up to half a minute to start.")
        )

    def _service_waiting(self) -> None:
        self._show(Said("The class's check service looks at your answer."))

    def _show(self, what: Any) -> None:
        """Show something below the cell, in place of what was shown there before."""
        from IPython.display import display

        if self._shown is None:
            self._shown = display(what, display_id=True)
        else:
            self._shown.update(what)
