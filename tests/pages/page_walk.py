"""Walks a page: types its commands, writes its files, and tells what did not come as promised."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from page_shell import CommandError, Shell
from page_text import Command, Console, File, Place, says


def walk(
    steps: list[Console | File],
    shells: Mapping[Place, Callable[[], Shell]],
    folder: Path,
    name: str = "the page",
) -> list[str]:
    """Walk a page from top to bottom; one shell for each place, opened when the page first goes there.

    Args:
        steps: What the page asks for, as `page_text.read_page` gives it.
        shells: How to open a shell in each place.
        folder: Where the page's files are written.
        name: The page's name, for the words.

    Returns:
        One text for each command that failed, with the page's line. The walk goes on behind a failure as long
        as the shell lives.
    """
    failures: list[str] = []
    with ExitStack() as stack:
        opened: dict[Place, Shell] = {}
        for step in steps:
            if isinstance(step, File):
                path = folder / step.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(step.text, encoding="utf-8")
            elif not step.not_run:
                if step.place not in opened:
                    opened[step.place] = stack.enter_context(shells[step.place]())
                for command in step.commands:
                    try:
                        _type(command, opened[step.place])
                    except CommandError as failure:
                        failures.append(f"{name}, line {command.line}: $ {command.text}\n{failure}")
    return failures


def _type(command: Command, shell: Shell) -> None:
    if command.serves:
        shell.serve(command.text)
        return
    status, printed = shell.run(command.text)
    if status != command.status:
        raise CommandError(f"The exit status is {status}, not {command.status}. It printed:\n{printed}")
    if command.expected is not None and not says(printed, command.expected):
        promised = "\n".join(command.expected)
        raise CommandError(f"It printed:\n{printed}\nand the page promises:\n{promised}")
